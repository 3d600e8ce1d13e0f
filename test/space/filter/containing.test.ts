import fc from "fast-check";
import { expect, test } from "vitest";
import { BytesStore } from "../../../src/pool/bytes-store.js";
import { markContaining } from "../../../src/space/filter/byte-loops.js";

const few = fc.string({ unit: fc.constantFrom("a", "b", "é", "é".normalize("NFD"), "日"), maxLength: 8 });

test("rows that contain a text are those whose own bytes have it, wherever rows begin", () => {
  fc.assert(
    fc.property(
      fc.array(few, { minLength: 1, maxLength: 200 }),
      fc.string({ unit: fc.constantFrom("a", "b", "é", "日"), maxLength: 3 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(0, 2000),
      (texts, part, from, size, padding) => {
        const store = new BytesStore();
        // long rows keep the runtime's search going, short ones give it up
        const rows = texts.map((text) => text + "_".repeat(padding));
        for (const row of rows) store.appendText(row);
        const first = from % rows.length;
        const count = (size % (rows.length - first)) + 1;
        const out = new Uint32Array(16).fill(0xffffffff);
        markContaining(store, first, count, new TextEncoder().encode(part), out);
        for (let i = 0; i < count; i++)
          expect((out[i >>> 5] >>> (i & 31)) & 1).toBe(Number(rows[first + i].includes(part)));
        const words = Math.ceil(count / 32);
        if (count % 32 !== 0) expect(out[words - 1] >>> (count % 32)).toBe(0);
        expect(out[words]).toBe(0xffffffff);
      },
    ),
    { numRuns: 500 },
  );
});
