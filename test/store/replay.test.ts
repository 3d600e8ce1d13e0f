// What is in a journal is taken up at once where it lies, and read when it is asked for; a quiet store has a short one.
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Graph } from "../../src/index.js";
import { AttributeColumn } from "../../src/pool/attribute-column.js";
import { QUIET_MS } from "../../src/store/store.js";
import { naiveRoot } from "../history/hashing/naive-root.js";
import { durableContents, viewContents } from "./contents.js";

let scratch: string;
let path: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "groggy-replay-"));
  path = join(scratch, "store");
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(scratch, { recursive: true, force: true });
});

function journalOf(folder: string): { name: string; sizeBytes: number } {
  const name = readdirSync(folder).find((each) => each.startsWith("journal"))!;
  return { name, sizeBytes: statSync(join(folder, name)).size };
}

/** The folder as a process that is killed now leaves it. */
function killed(): string {
  const copy = join(scratch, `killed ${readdirSync(scratch).length}`);
  cpSync(path, copy, { recursive: true });
  return copy;
}

/** A graph in a store whose state is so large that its journal holds thousands of commits. */
function longJournal(commits: number): Graph {
  const graph = Graph.open(path, { durability: "none", clock: () => 1 });
  const count = 60_000;
  graph.addNodes(count);
  // rows in another order than elements, which take four bytes each
  for (const rest of [1, 0]) {
    for (let id = rest; id < count; id += 2) graph.nodes.set(id, { a: id, b: id, c: id, d: id, e: id });
  }
  graph.commit("import");
  for (let i = 0; i < commits; i++) {
    graph.nodes.set((i * 31) % 500, { a: -i, text: `text ${i}` });
    if (i % 10 === 0) graph.addEdge(i, i + 1, "T");
    if (i % 50 === 0) graph.addNode("Label", { b: i });
    graph.commit(`change ${i}`, { meta: { i } });
  }
  return graph;
}

describe("a store that is opened after a kill", () => {
  it("has all commits of its journal, each with its state and its root", () => {
    const graph = longJournal(2500);
    expect(journalOf(path).sizeBytes).toBeGreaterThan(500_000);
    // readers see what is synced
    graph.flush();
    for (const options of [{ readOnly: true }, { takeOver: true }]) {
      const again = Graph.open(killed(), { ...options, clock: () => 1 });
      expect(again.head.commit).toEqual(graph.head.commit);
      expect(viewContents(again)).toBe(viewContents(graph));
      for (const back of [0, 1, 63, 64, 700, 2000, 2499]) {
        const [at, expected] = [again.at(`HEAD~${back}`), graph.at(`HEAD~${back}`)];
        expect(again.history.resolve(`HEAD~${back}`)).toEqual(graph.history.resolve(`HEAD~${back}`));
        expect(viewContents(at)).toBe(viewContents(expected));
      }
      expect(again.history.resolve(graph.head.commit!.id.slice(0, 12))).toEqual(graph.head.commit);
      expect(again.history.verify({ level: "full" }).findings).toEqual([]);
      if (!again.readOnly) {
        again.nodes.set(3, { text: "after" });
        graph.nodes.set(3, { text: "after" });
        // the hashes of leaves follow what was replayed
        expect(again.commit("after").root).toBe(graph.commit("after").root);
        again.checkout("HEAD~900");
        again.commit("empty", { allowEmpty: true });
        expect(again.head.commit?.root).toBe(naiveRoot(again));
        expect(durableContents(again)).not.toBe(durableContents(graph));
      }
      again.close();
    }
    graph.close();
  }, 120_000);

  it("stands where it stood: on an older commit, on another branch, on none", () => {
    const graph = Graph.open(path, { durability: "none", clock: () => 1 });
    for (let i = 0; i < 5; i++) {
      graph.addNode("Person", { i });
      graph.commit(`${i}`);
    }
    const moves: ((graph: Graph) => void)[] = [
      (each) => each.checkout("HEAD~2"),
      (each) => each.branch("topic", { at: "main~3" }),
      (each) => each.checkout("topic"),
      (each) => {
        each.addNode("Other");
        each.commit("on topic");
      },
      (each) => each.merge("main"),
      (each) => each.history.undo(),
      (each) => each.checkout("main", { discard: true }),
      (each) => each.history.reset("main~1", { discard: true }),
    ];
    for (const move of moves) {
      move(graph);
      const again = Graph.open(killed(), { takeOver: true, clock: () => 1 });
      expect(durableContents(again)).toBe(durableContents(graph));
      if (graph.status().clean) expect(viewContents(again)).toBe(viewContents(graph));
      again.addNode("Next");
      expect(again.commit("next").root).toBe(naiveRoot(again));
      again.close();
    }
    graph.close();
  });

  it("appends to a column what any number of frames bring", () => {
    const column = new AttributeColumn("n", "int32", {
      rowCount: 1,
      load: (stored) => void stored.append(0, 7),
    });
    for (let i = 1; i <= 100_000; i++) column.extend(1, (into) => void into.append(i, i));
    expect(column.rowCount).toBe(100_001);
    expect(column.column.get(0)).toBe(7);
    expect(column.column.get(100_000)).toBe(100_000);
    expect(column.rowCount).toBe(100_001);
  });
});

describe("a store that is quiet for a while", () => {
  it("goes on from a new journal, that holds the same", () => {
    vi.useFakeTimers();
    const graph = Graph.open(path, { clock: () => 1 });
    const reader = Graph.open(path, { readOnly: true });
    for (let i = 0; i < 250; i++) {
      graph.addNode("Person", { name: `name ${i}` });
      graph.commit(`${i}`);
    }
    const before = journalOf(path);
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(journalOf(path)).toEqual(before);
    graph.addNode("Draft");
    vi.advanceTimersByTime(1);
    const after = journalOf(path);
    expect(after.name > before.name).toBe(true);
    expect(after.sizeBytes).toBeLessThan(2 ** 16);
    expect(graph.status().clean).toBe(false);
    expect(reader.refresh()).toBe(true);
    expect(durableContents(reader)).toBe(durableContents(graph));
    reader.close();
    const again = Graph.open(killed(), { takeOver: true, clock: () => 1 });
    expect(durableContents(again)).toBe(durableContents(graph));
    expect(again.status().clean).toBe(true);
    again.close();
    // a short journal is left alone
    graph.commit("draft");
    vi.advanceTimersByTime(10 * QUIET_MS);
    expect(journalOf(path).name).toBe(after.name);
    graph.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is left alone by a writer that was cut off", () => {
    vi.useFakeTimers();
    const graph = Graph.open(path, { clock: () => 1 });
    for (let i = 0; i < 250; i++) {
      graph.addNode("Person", { name: `name ${i}` });
      graph.commit(`${i}`);
    }
    const taker = Graph.open(path, { takeOver: true, clock: () => 1 });
    const names = readdirSync(path);
    vi.advanceTimersByTime(QUIET_MS);
    expect(readdirSync(path)).toEqual(names);
    expect(() => graph.commit("x", { allowEmpty: true })).toThrow(
      expect.objectContaining({ code: "STORE_FENCED" }),
    );
    expect(durableContents(taker)).toBe(durableContents(graph));
    taker.close();
  });
});
