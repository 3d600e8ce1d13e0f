// Memory for columns: what it gives, that filters keep to their part of it, and that memories come to
// an end without harm, by collection or by refusal. Refusal comes last, since it is remembered.
import { describe, expect, it } from "vitest";
import { componentSteps } from "../../../src/algorithms/components/connected-components-kernel.js";
import { freezeCsr } from "../../../src/kernels/core/csr.js";
import { compareRows, KERNEL_ROW_COUNT_MIN } from "../../../src/kernels/core/filter.js";
import { allocate, kernelMemoryOf, MEMORY_SIZE_BYTES_MIN } from "../../../src/kernels/core/memory.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";

describe("memory for columns", () => {
  it("is a plain buffer of just the size asked for while small", () => {
    for (const size of [0, 1, MEMORY_SIZE_BYTES_MIN - 1]) {
      expect(allocate(size).byteLength).toBe(size);
      expect(kernelMemoryOf(allocate(size))).toBeUndefined();
    }
  });

  it("has zeros, and room behind for a bit for every four bytes, when large", () => {
    for (const size of [MEMORY_SIZE_BYTES_MIN, MEMORY_SIZE_BYTES_MIN + 1, 1_000_003]) {
      const buffer = allocate(size);
      expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
      const place = kernelMemoryOf(buffer);
      expect(place?.spareOffset).toBeGreaterThanOrEqual(size);
      expect(place?.spareSizeBytes).toBeGreaterThanOrEqual(size / 32);
      expect(kernelMemoryOf(buffer)).toBe(place);
    }
  });

  it("leaves the values of a full column as they were", () => {
    const length = MEMORY_SIZE_BYTES_MIN / 4;
    const values = new Int32Array(allocate(MEMORY_SIZE_BYTES_MIN), 0, length).fill(7);
    const out = new Uint32Array(length / 32);
    compareRows(values, 0, length, "=", 7, out);
    expect(out.every((word) => word === 0xffff_ffff)).toBe(true);
    expect(values.every((value) => value === 7)).toBe(true);
  });

  it("filters rows at an offset in the buffer", () => {
    const buffer = allocate(1 << 18);
    const values = new Float64Array(buffer, 8, 1000).map((_, i) => i);
    new Float64Array(buffer, 8, 1000).set(values);
    const out = new Uint32Array(Math.ceil(KERNEL_ROW_COUNT_MIN / 32));
    compareRows(new Float64Array(buffer, 8, 1000), 5, KERNEL_ROW_COUNT_MIN, "<", 8, out);
    expect(out[0]).toBe(0b111);
  });

  it("gives dropped columns and frozen graphs back", { timeout: 120_000 }, () => {
    const [nodeCount, edgeCount] = [100_000, 1_000_000];
    const sources = Uint32Array.from({ length: edgeCount }, (_, i) => (i * 7919) % nodeCount);
    const targets = sources.map((u) => (u * 31 + 1) % nodeCount);
    const before = process.memoryUsage().rss;
    let most = 0;
    // 2.6 GB in all
    for (let i = 0; i < 100; i++) {
      freezeCsr({ nodeCount, edgeCount, sources, targets, directed: false });
      new Uint8Array(allocate(10_000_000)).fill(1);
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(most / 2 ** 20).toBeLessThan(900);
  });

  it("does not grow by ten thousand frozen graphs that kernels ran on", { timeout: 300_000 }, () => {
    const [nodeCount, edgeCount] = [1_000, 65_536];
    const sources = Uint32Array.from({ length: edgeCount }, (_, i) => (i * 7919) % nodeCount);
    const targets = sources.map((u) => (u * 31 + 1) % nodeCount);
    let [before, most] = [Infinity, 0];
    // 6.6 GB in all, and as many memories as would use up all addresses if none were given back
    for (let i = 0; i < 10_000; i++) {
      const csr = freezeCsr({ nodeCount, edgeCount, sources, targets, directed: false });
      if (csr.out.place === undefined) throw new Error(`graph ${i} is in no kernel's memory`);
      runSteps(componentSteps(csr), 1);
      if (i === 100) before = process.memoryUsage().rss;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(most / 2 ** 20).toBeLessThan(500);
  });

  it("is plain when the system has no more addresses for memories", { timeout: 120_000 }, () => {
    const held: ArrayBuffer[] = [];
    // some 13,000 where addresses have 48 bits; where they have more, there is nothing to see
    for (let i = 0; i < 20_000; i++) {
      const buffer = allocate(MEMORY_SIZE_BYTES_MIN);
      held.push(buffer);
      if (buffer.byteLength > MEMORY_SIZE_BYTES_MIN) continue;
      expect(kernelMemoryOf(buffer)).toBeUndefined();
      const out = new Uint32Array(MEMORY_SIZE_BYTES_MIN / 128);
      compareRows(new Int32Array(buffer), 0, MEMORY_SIZE_BYTES_MIN / 4, "=", 0, out);
      expect(out.every((word) => word === 0xffff_ffff)).toBe(true);
      break;
    }
    const input = { nodeCount: 2, edgeCount: 100_000, directed: true };
    const csr = freezeCsr({ ...input, sources: new Uint32Array(100_000), targets: new Uint32Array(100_000) });
    expect(csr.out.ends.length).toBe(100_000);
    expect(held.length).toBeGreaterThan(0);
  });
});
