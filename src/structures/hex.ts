/** Bytes as hexadecimal digits, two each, in lower case. */

export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

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
