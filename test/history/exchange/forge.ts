// Bundles taken apart and put together again with hashes that fit: what a liar would send. Written from the header
// of src/history/exchange/bundle.ts alone.
import { createHash } from "node:crypto";

export interface Section {
  readonly kind: number;
  readonly body: Uint8Array;
}

const HEADER_BYTES = 20;
const SECTION_HEADER_BYTES = 40;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** The sections of a bundle. */
export function takeApart(bytes: Uint8Array): Section[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections: Section[] = [];
  let at = HEADER_BYTES;
  for (let left = view.getUint32(16, true); left > 0; left--) {
    const size = view.getUint32(at + 4, true);
    const start = at + SECTION_HEADER_BYTES;
    sections.push({ kind: view.getUint32(at, true), body: bytes.slice(start, start + size) });
    at = start + size;
  }
  return sections;
}

/** A bundle of sections, with hashes that fit. */
export function seal(
  sections: readonly Section[],
  header: { format?: number; flags?: number } = {},
): Uint8Array {
  const words = (...numbers: number[]): Uint8Array => new Uint8Array(Uint32Array.from(numbers).buffer);
  const start = Buffer.concat([
    Buffer.from("GROGGYBN"),
    words(header.format ?? 1, header.flags ?? 1, sections.length),
  ]);
  const heads = sections.map(({ kind, body }) => Buffer.concat([words(kind, body.length), sha256(body)]));
  const parts = sections.flatMap(({ body }, i) => [heads[i], body]);
  return Uint8Array.from(Buffer.concat([start, ...parts, sha256(Buffer.concat([start, ...heads]))]));
}
