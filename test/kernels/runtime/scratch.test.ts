// Who has which part of a memory: parts never overlap, are given again once they are back, and arrays in
// them stay as they are while the memory grows. And that both halves of a graph lie in one memory.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena, createArena } from "../../../src/kernels/core/arena.js";
import { freezeCsr } from "../../../src/kernels/core/csr.js";
import { createMemory } from "../../../src/kernels/core/wasm.js";
import { openScratch } from "../../../src/kernels/runtime/scratch.js";

function newSpace(sizeBytes: number): Arena {
  const arena = createArena(sizeBytes, 0);
  if (arena === undefined) throw new Error("no memory");
  return arena;
}

function plainSpace(pageCount: number): Arena {
  const memory = createMemory(pageCount, false);
  if (memory === undefined) throw new Error("no memory");
  return new Arena(memory, false);
}

describe("a space", () => {
  it("gives the first gap that is large enough, at multiples of a cache line", () => {
    const arena = newSpace(1000);
    expect([arena.reserve(100), arena.reserve(10), arena.reserve(200)]).toEqual([4096, 4224, 4288]);
    arena.release(4224);
    expect(arena.reserve(65)).toBe(4544);
    expect(arena.reserve(64)).toBe(4224);
    arena.release(4096);
    expect(arena.reserve(128)).toBe(4096);
  });

  it("gives the end of a part that was made shorter", () => {
    const arena = newSpace(1000);
    expect(arena.reserve(640)).toBe(4096);
    arena.shorten(4096, 60);
    expect(arena.reserve(100)).toBe(4160);
    expect(() => arena.shorten(4096, 61)).toThrow();
    expect(() => arena.release(4095)).toThrow();
  });

  it("grows if its memory is shared, and arrays made before stay", () => {
    const arena = newSpace(65536);
    const start = arena.reserve(1000) ?? -1;
    const array = new Uint32Array(arena.memory.buffer, start, 250).fill(7);
    const next = arena.reserve(10_000_000) ?? -1;
    new Uint8Array(arena.memory.buffer, next, 10_000_000).fill(1);
    expect(array.length).toBe(250);
    expect(array.every((value) => value === 7)).toBe(true);
  });

  it("has no room beyond 4 GiB, nor beyond its first pages if its memory is plain", () => {
    expect(newSpace(100).reserve(2 ** 32 + 1)).toBeUndefined();
    const plain = plainSpace(2);
    expect(plain.reserve(126_977)).toBeUndefined();
    expect(plain.reserve(126_976)).toBe(4096);
    expect(plain.reserve(1)).toBeUndefined();
    expect(openScratch(plain, 1)).toBeUndefined();
  });

  it("never gives a byte to two, whatever is reserved and released", () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(3)), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, (steps) => {
        const arena = newSpace(1);
        const held: { start: number; size: number }[] = [];
        for (const [size, kind] of steps) {
          if (kind === 0 && held.length > 0) {
            const [{ start }] = held.splice(size % held.length, 1);
            arena.release(start);
            continue;
          }
          const start = arena.reserve(size) ?? -1;
          expect(start % 64).toBe(0);
          expect(start + size).toBeLessThanOrEqual(arena.memory.buffer.byteLength);
          for (const other of held)
            expect(start >= other.start + other.size || start + size <= other.start).toBe(true);
          held.push({ start, size });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("scratch", () => {
  it("is arrays that do not touch each other, with the kernels of its memory", () => {
    const arena = newSpace(1);
    const scratch = openScratch(arena, 3 * 4 + 3 * 8 + 5);
    if (scratch === undefined) throw new Error("no scratch");
    const words = scratch.uint32(3).fill(9);
    const numbers = scratch.float64(3).fill(0.5);
    const bytes = scratch.uint8(5).fill(1);
    scratch.kernels.startSets(0, 3, words.byteOffset);
    expect([...words, ...numbers, ...bytes]).toEqual([0, 1, 2, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1]);
    scratch.release();
    expect(arena.reserve(1)).toBe(4096);
  });

  it("refuses arrays beyond what was asked for", () => {
    const scratch = openScratch(newSpace(1), 1000);
    expect(() => scratch?.uint32(2000)).toThrow();
  });

  it("is not to be had without a space", () => {
    expect(openScratch(undefined, 1)).toBeUndefined();
  });
});

describe("a frozen graph", () => {
  const edgeCount = 70_000;
  const sources = Uint32Array.from({ length: edgeCount }, (_, i) => (i * 7919) % 1000);
  const targets = sources.map((u) => (u * 31 + 1) % 1000);
  const input = { nodeCount: 1000, edgeCount, sources, targets, directed: true };

  it("has both halves in one memory", () => {
    const csr = freezeCsr(input);
    expect(csr.in.place?.arena).toBe(csr.out.place?.arena);
    expect(csr.in.offsets[1000]).toBe(edgeCount);
  });

  it("builds its second half rightly while scratch is in use", () => {
    const [csr, other] = [freezeCsr(input), freezeCsr(input)];
    const scratch = openScratch(csr.out.place?.arena, 10_000_000);
    const held = scratch?.uint32(2_000_000).fill(0xffff_ffff);
    expect(csr.in.ends).toEqual(other.in.ends);
    expect(held?.every((word) => word === 0xffff_ffff)).toBe(true);
  });
});
