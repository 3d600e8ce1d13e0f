import fc from "fast-check";
import { expect, test } from "vitest";
import { hashAscii, hashBytes } from "../../src/structures/hash.js";

test("the hash of an ASCII text is that of its bytes, and of any other text negative", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.stringMatching(/^[ -~]*$/)),
      (text) => {
        const bytes = new TextEncoder().encode(text);
        const isAscii = bytes.every((byte) => byte < 0x80);
        expect(hashAscii(text)).toBe(isAscii ? hashBytes(bytes, 0, bytes.length) : -1);
      },
    ),
  );
  expect(hashAscii("")).toBe(hashBytes(new Uint8Array(0), 0, 0));
});
