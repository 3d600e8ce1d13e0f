// Snappy's block format: what is compressed is what others undo.
import fc from "fast-check";
import { snappyUncompress } from "hyparquet";
import { expect, test } from "vitest";
import { compressSnappy } from "../../../src/formats/columnar/snappy.js";

function undone(bytes: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  snappyUncompress(bytes, output);
  return output;
}

const repeated = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 300 })), {
    maxLength: 20,
  })
  .map((runs) =>
    Uint8Array.from(runs.flatMap(([bytes, count]) => Array.from({ length: count }, () => [...bytes]).flat())),
  );

test("any bytes come back", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 3000 }), repeated), (bytes) => {
      expect(Buffer.compare(undone(compressSnappy(bytes), bytes.length), bytes)).toBe(0);
    }),
  );
});

test.each([0, 1, 2, 14, 15, 16, 60, 61, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 200_000])(
  "%i bytes of each kind come back",
  (size) => {
    const random = Uint8Array.from({ length: size }, (_, i) => Math.imul(i * i + 7, 0x9e3779b1) >>> 13);
    const kinds = [
      new Uint8Array(size),
      random,
      random.map((byte) => byte & 1),
      Uint8Array.from({ length: size }, (_, i) => i % 2100),
      Uint8Array.from({ length: size }, (_, i) => i % 67),
    ];
    for (const bytes of kinds) {
      const compressed = compressSnappy(bytes);
      expect(Buffer.compare(undone(compressed, size), bytes)).toBe(0);
      expect(compressed.length).toBeLessThanOrEqual(32 + size + Math.ceil(size / 6));
    }
    if (size > 1000) expect(compressSnappy(kinds[0]!).length).toBeLessThan(size / 15);
  },
);
