/** Bytes as hexadecimal digits, two each, in lower case. */

export function toHex(bytes: Uint8Array): string {
  const codes = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    codes[2 * i] = DIGITS[byte >> 4];
    codes[2 * i + 1] = DIGITS[byte & 15];
  }
  // at once: from a piece for each byte the engine builds a chain of 32 texts, which takes twice as long
  let hex = "";
  for (let at = 0; at < codes.length; at += CODES_MAX)
    hex += String.fromCharCode.apply(null, codes.subarray(at, at + CODES_MAX) as unknown as number[]);
  return hex;
}

/** The most arguments of one call. */
const CODES_MAX = 4096;
const DIGITS = /* @__PURE__ */ Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));

/** The bytes of hexadecimal digits in lower case. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = digitAt(hex, 2 * i) * 16 + digitAt(hex, 2 * i + 1);
  }
  return bytes;
}

function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code <= NINE ? code - ZERO : code - A + 10;
}

const ZERO = 0x30;
const NINE = 0x39;
const A = 0x61;
