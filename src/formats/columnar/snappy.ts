/**
 * Compresses in Snappy's block format: the length as a varint, then literals and copies of what stands up to 64 KiB
 * before. Writes into one array of the greatest size that there can be. Source: Snappy's description of its format.
 */

const BLOCK_BYTES = 65_536;
const TABLE_BITS = 14;
/** The last bytes of a block are not looked at, so that four can always be read. */
const MARGIN_BYTES = 15;

const table = new Uint16Array(1 << TABLE_BITS);

/** Bytes compressed, in memory of their own. */
export function compressSnappy(input: Uint8Array): Uint8Array {
  const size = input.length;
  const output = new Uint8Array(32 + size + Math.ceil(size / 6));
  let at = 0;
  let rest = size;
  for (; rest >= 0x80; rest >>>= 7) output[at++] = (rest & 0x7f) | 0x80;
  output[at++] = rest;
  for (let from = 0; from < size; from += BLOCK_BYTES)
    at = compressBlock(input, from, Math.min(from + BLOCK_BYTES, size), output, at);
  return output.slice(0, at);
}

function hashOf(input: Uint8Array, i: number): number {
  const word = input[i] | (input[i + 1] << 8) | (input[i + 2] << 16) | (input[i + 3] << 24);
  return Math.imul(word, 0x1e35a7bd) >>> (32 - TABLE_BITS);
}

function isSame(input: Uint8Array, a: number, b: number): boolean {
  return (
    input[a] === input[b] &&
    input[a + 1] === input[b + 1] &&
    input[a + 2] === input[b + 2] &&
    input[a + 3] === input[b + 3]
  );
}

/** One block of the input. Returns where the output goes on. */
function compressBlock(
  input: Uint8Array,
  from: number,
  end: number,
  output: Uint8Array,
  outputAt: number,
): number {
  table.fill(0);
  let at = outputAt;
  let literal = from;
  let i = from + 1;
  const last = end - MARGIN_BYTES;
  // the step grows where nothing is found
  let misses = 32;
  while (i < last) {
    const hash = hashOf(input, i);
    const found = from + table[hash];
    table[hash] = i - from;
    if (found >= i || !isSame(input, found, i)) {
      i += misses++ >>> 5;
      continue;
    }
    at = putLiteral(input, literal, i, output, at);
    let length = 4;
    while (i + length < end && input[found + length] === input[i + length]) length++;
    at = putCopy(i - found, length, output, at);
    i += length;
    literal = i;
    misses = 32;
    if (i < last) table[hashOf(input, i - 1)] = i - 1 - from;
  }
  return literal < end ? putLiteral(input, literal, end, output, at) : at;
}

function putLiteral(input: Uint8Array, from: number, end: number, output: Uint8Array, at: number): number {
  const count = end - from;
  if (count === 0) return at;
  let to = at;
  const shown = count - 1;
  if (shown < 60) output[to++] = shown << 2;
  else if (shown < 256) {
    output[to++] = 60 << 2;
    output[to++] = shown;
  } else {
    output[to++] = 61 << 2;
    output[to++] = shown & 0xff;
    output[to++] = shown >>> 8;
  }
  if (count < 64) for (let i = from; i < end; i++) output[to++] = input[i];
  else {
    output.set(input.subarray(from, end), to);
    to += count;
  }
  return to;
}

function putCopy(offset: number, length: number, output: Uint8Array, at: number): number {
  let to = at;
  let left = length;
  // the last copy has at least 4 bytes
  while (left >= 68) {
    to = putLongCopy(offset, 64, output, to);
    left -= 64;
  }
  if (left > 64) {
    to = putLongCopy(offset, 60, output, to);
    left -= 60;
  }
  if (left >= 12 || offset >= 2048) return putLongCopy(offset, left, output, to);
  output[to++] = 1 | ((left - 4) << 2) | ((offset >>> 8) << 5);
  output[to++] = offset & 0xff;
  return to;
}

function putLongCopy(offset: number, length: number, output: Uint8Array, at: number): number {
  output[at] = 2 | ((length - 1) << 2);
  output[at + 1] = offset & 0xff;
  output[at + 2] = offset >>> 8;
  return at + 3;
}
