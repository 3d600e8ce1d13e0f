// Waiting for a writer, and pushes to stores that this process has open.
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph, type OpenOptions } from "../../src/index.js";
import type { Host } from "../../src/platform/disk.js";
import { Prng } from "../../src/structures/prng.js";
import { openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

describe("a writer that waits", () => {
  /** A store with a writer, and another process whose sleep is counted, and told to `onSleep`. */
  function two(onSleep: (writer: Graph, sleptMs: number, reopen: () => Graph) => void) {
    const [disk, machine, prng] = [new SimulatedDisk(), new SimulatedMachine(), new Prng(1)];
    const open = (): Graph => openOn(simulatedStorage(disk, machine.start(), prng));
    const writer = open();
    writer.addNode("Person", { name: "Ada" });
    writer.commit("one");
    let sleptMs = 0;
    const host: Host = {
      ...machine.start(),
      sleep(timeMs) {
        sleptMs += timeMs;
        onSleep(writer, sleptMs, open);
      },
    };
    const openOther = (options: OpenOptions): Graph => openOn(simulatedStorage(disk, host, prng), options);
    return { openOther, slept: () => sleptMs, writer };
  }

  it("opens when the other closes, with what that committed last", () => {
    const { openOther, slept } = two((writer, sleptMs) => {
      if (sleptMs < 100 || writer.nodeCount > 1) return;
      writer.addNode("Person", { name: "Alan" });
      writer.commit("two");
      writer.close();
    });
    const other = openOther({ wait: 5000 });
    expect(other.head.commit?.message).toBe("two");
    expect(slept()).toBeGreaterThanOrEqual(100);
    expect(slept()).toBeLessThan(200);
    other.close();
  });

  it.each([1, 7, 99, 1000, 1000.5])("waits for %d ms and then says who has the store", (wait) => {
    const { openOther, slept } = two(() => {});
    expect(() => openOther({ wait })).toThrow(expect.objectContaining({ code: "STORE_LOCKED", pid: 100 }));
    expect(slept()).toBeCloseTo(wait, 6);
  });

  it("does not wait where nobody asked it to, nor to read", () => {
    const { openOther, slept } = two(() => {});
    for (const options of [{}, { wait: 0 }, { wait: undefined }] as OpenOptions[])
      expect(() => openOther(options)).toThrow(expect.objectContaining({ code: "STORE_LOCKED" }));
    openOther({ readOnly: true, wait: 1000 }).close();
    openOther({ takeOver: true, wait: 1000 }).close();
    expect(slept()).toBe(0);
  });

  it("waits on if another one was faster", () => {
    let next: Graph | undefined;
    const { openOther, slept } = two((writer, sleptMs, open) => {
      if (sleptMs > 300) next?.close();
      else if (sleptMs > 50 && next === undefined) {
        writer.close();
        next = open();
        next.branch("topic");
      }
    });
    const other = openOther({ wait: 5000 });
    expect(other.history.branches().map(({ name }) => name)).toEqual(["main", "topic"]);
    expect(slept()).toBeGreaterThan(300);
    other.close();
  });

  it("refuses what is no time", () => {
    const { openOther, slept } = two(() => {});
    for (const wait of [-1, Number.NaN, Infinity, 2 ** 31])
      expect(() => openOther({ wait })).toThrow(RangeError);
    for (const wait of ["5", null, 5n, {}])
      expect(() => openOther({ wait } as object)).toThrow(/"wait" expected milliseconds/);
    expect(slept()).toBe(0);
  });
});

describe("a store that this thread has open", () => {
  let scratch: string;
  let path: string;
  let store: Graph;
  let graph: Graph;

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "groggy-wait-"));
    path = join(scratch, "store");
    store = Graph.open(path);
    store.addNode("Person", { name: "Ada" });
    store.commit("one");
    graph = Graph.clone(store);
    graph.addNode("Person", { name: "Alan" });
    graph.commit("two");
  });

  afterEach(() => {
    store.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("is not waited for", () => {
    const before = performance.now();
    expect(() => Graph.open(path, { wait: 60_000 })).toThrow(/close the other handle first/);
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it("is told of a push, which it keeps", () => {
    graph.checkout("main");
    graph.branch("topic");
    expect(graph.history.push(path, { branch: "topic" }).commits).toBe(1);
    expect(store.at("topic").nodeCount).toBe(2);
    expect(store.nodeCount).toBe(1);
    expect(store.head.branch).toBe("main");
    store.commit("three", { allowEmpty: true });
    const reader = Graph.open(path, { readOnly: true });
    expect(reader.at("topic").nodeCount).toBe(2);
    reader.close();
  });

  it("moves with its branch, unless it has changes, as any graph that is pushed to", () => {
    store.addNode("Draft");
    expect(() => graph.history.push(path)).toThrow(expect.objectContaining({ code: "DIRTY_STATE" }));
    expect(store.nodeCount).toBe(2);
    store.history.reset("HEAD", { discard: true });
    graph.history.push(path);
    expect(store.head.commit?.message).toBe("two");
    expect(store.nodeCount).toBe(2);
  });

  it("is found by another path that leads there", () => {
    const link = join(scratch, "link");
    symlinkSync(path, link);
    graph.history.push(link);
    graph.history.push(join(scratch, "x", "..", "store"));
    expect(store.nodeCount).toBe(2);
  });

  it("is not pushed to by itself", () => {
    expect(() => store.history.push(path)).toThrow(/the store of the graph itself/);
    expect(store.history.commitCount).toBe(1);
  });

  it("is opened to push to once it is closed", () => {
    store.close();
    graph.history.push(path, { wait: 10 });
    const again = Graph.open(path);
    expect(again.nodeCount).toBe(2);
    again.close();
    expect(() => graph.history.push(path, { wait: -1 })).toThrow(RangeError);
  });
});
