/** The order of strings and of bytes: strings by code point, so that it is the order of their UTF-8. */

/** Strings by code point, which is the order of their UTF-8 and not that of `<`, which goes by UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y);
  }
  return a.length - b.length;
}

/** Surrogates encode the highest code points, though units above them exist. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** `bytes` from `start` to `end` against `other`: negative, 0 or positive. */
export function compareBytes(bytes: Uint8Array, start: number, end: number, other: Uint8Array): number {
  return compareRanges(bytes, start, end, other, 0, other.length);
}

/** Bytes of `a` against bytes of `b`, each from a start to an end. */
export function compareRanges(
  a: Uint8Array,
  startA: number,
  endA: number,
  b: Uint8Array,
  startB: number,
  endB: number,
): number {
  const length = Math.min(endA - startA, endB - startB);
  for (let i = 0; i < length; i++) {
    const difference = a[startA + i] - b[startB + i];
    if (difference !== 0) return difference;
  }
  return endA - startA - (endB - startB);
}
