// Frames are read as they were written, and what is cut off or no frame is refused.
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeFrame, encodeFrame, type FrameBlocks } from "../../src/viewer/protocol/frame.js";

const block = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.float32Array({ noNaN: false }),
  fc.float64Array({ noNaN: false }),
  fc.array(fc.string({ unit: "binary" }).map((text) => text.toWellFormed())),
);
const frame = fc.record({
  meta: fc.jsonValue(),
  blocks: fc.dictionary(fc.string(), block, { noNullPrototype: false }) as fc.Arbitrary<FrameBlocks>,
});

test("a frame is read as it was written", () => {
  fc.assert(
    fc.property(frame, (given) => {
      const { blocks, meta } = decodeFrame(encodeFrame(given));
      // as JSON has no -0
      expect(meta).toEqual(JSON.parse(JSON.stringify(given.meta)));
      expect({ ...blocks }).toEqual({ ...given.blocks });
      for (const [name, each] of Object.entries(given.blocks))
        expect(Object.prototype.toString.call(blocks[name])).toBe(Object.prototype.toString.call(each));
    }),
  );
});

test("a frame that is cut off anywhere is refused, or lacks nothing", () => {
  const given = encodeFrame({
    meta: { a: 1 },
    blocks: { ids: Uint32Array.of(1, 2, 3), texts: ["Ada", "", "日本"], bytes: Uint8Array.of(9) },
  });
  const whole = decodeFrame(given);
  for (let length = 0; length < given.length; length++) {
    let read: unknown;
    try {
      read = decodeFrame(given.slice(0, length));
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      continue;
    }
    // the last bytes fill it up to a multiple of eight
    expect(given.length - length).toBeLessThan(8);
    expect(read).toEqual(whole);
  }
});

test("a buffer at any offset is read, and one that is no frame is refused", () => {
  const given = encodeFrame({ meta: null, blocks: { values: Float64Array.of(1, 2) } });
  const shifted = new Uint8Array(given.length + 3);
  shifted.set(given, 3);
  expect(decodeFrame(shifted.subarray(3)).blocks.values).toEqual(Float64Array.of(1, 2));
  expect(() => decodeFrame(new TextEncoder().encode("<!doctype html>"))).toThrow(
    "frame expected the magic 0x31667667, got 0x6f64213c",
  );
});
