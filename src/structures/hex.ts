/** Bytes as hexadecimal digits, two each, in lower case. */
import { platform } from "#platform";

/** The digits of the bytes from `start` to `end`. */
export function toHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return platform.encodeHex(bytes, start, end);
}

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
