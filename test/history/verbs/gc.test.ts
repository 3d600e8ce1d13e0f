// Collections of long histories, whose older commits are bytes: whatever was written, states, roots and bundles are
// what they were before, in memory and in stores, and rows that nothing refers to are gone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph, type GraphView } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { RUNS_FACTOR } from "../../model/arbitrary.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-gc-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Commits are objects until there are 128 newer ones. */
const COMMITS_MAX = 300;

/** What a state holds, in an order that does not depend on how it came about. */
function contentsOf(view: GraphView): string {
  const facts = ({ nodes, edges }: GraphView, kind: "nodes" | "edges") =>
    Array.from((kind === "nodes" ? nodes : edges).ids(), (id) => {
      const elements = kind === "nodes" ? nodes : edges;
      return [id, elements.labels(id), Object.entries(elements.get(id)).sort()];
    });
  const ends = Array.from(view.edges.ids(), (id) => [view.source(id), view.target(id)]);
  return JSON.stringify([facts(view, "nodes"), facts(view, "edges"), ends, [...view.attributes].sort()]);
}

/** Of every few commits of a history and the newest ones: the contents and the root, by its id. */
function statesOf(graph: Graph): Map<string, string> {
  const commits = graph.history.log({ all: true }).filter((_, i) => i < 3 || i % 11 === 0);
  return new Map(commits.map(({ id, root }) => [id, `${root} ${contentsOf(graph.at(id))}`]));
}

/** One thing that a program does; all of them together leave deltas of every shape. */
function write(graph: Graph, prng: Prng, i: number): void {
  const ids = graph.nodes.ids();
  const some = (): number => ids[prng.below(ids.length)];
  const kind = prng.below(14);
  if (kind === 0) {
    // first values of new elements run on
    const count = 1 + prng.below(9);
    const first = graph.addNodes(count, {
      labels: "New",
      attributes: { n: Array.from({ length: count }, (_, at) => i + at) },
    })[0];
    graph.addEdge(some(), first, "E", { weight: i });
  } else if (kind === 1) graph.removeNode(some());
  else if (kind === 2) graph.nodes.set(some(), { text: `text ${i}`, n: null });
  else if (kind === 3) graph.nodes.set(some(), { list: [i, i + 1] });
  else if (kind === 4) graph.attributes.set({ total: i, [`a${prng.below(3)}`]: `${i}` });
  else if (kind === 5) graph.nodes.setLabels(some(), [`L${prng.below(4)}`]);
  else if (kind === 6) {
    // first values of old elements: a run, or the same value of each
    const name = `late${prng.below(4)}`;
    if (graph.nodes.schema[name] === undefined)
      graph.nodes.setColumn(
        name,
        ids,
        Int32Array.from(ids, (_, at) => (prng.below(9) > 0 ? at : i)),
      );
    else graph.nodes.set(some(), { [name]: i });
  } else if (kind === 7) {
    for (const id of ids) if (prng.below(3) === 0) graph.nodes.set(id, { n: i + id });
  } else if (kind === 8)
    for (const edge of graph.edges.ids().slice(0, 3)) graph.edges.set(edge, { weight: -i });
  else graph.nodes.set(some(), { n: i, m: i % 3 === 0 ? null : i });
}

/** A history of so many commits, with branches that are forgotten, drafts that are thrown away, undo and a stash. */
function work(graph: Graph, prng: Prng, commitCount: number): void {
  if (graph.nodeCount === 0) {
    graph.addNodes(30, { attributes: { n: Float64Array.from({ length: 30 }, (_, i) => i) } });
    graph.commit("import");
  }
  for (let i = 0; i < commitCount; i++) {
    write(graph, prng, i);
    graph.commit(`${i}`, { allowEmpty: true });
    if (prng.below(12) === 0) {
      write(graph, prng, i);
      graph.checkout("main", { discard: true });
    }
    if (prng.below(40) !== 0) continue;
    const name = `side${graph.history.commitCount}`;
    graph.branch(name, { at: `main~${prng.below(3)}` });
    graph.checkout(name);
    for (let left = prng.below(4); left >= 0; left--) {
      write(graph, prng, -i);
      graph.commit("beside", { allowEmpty: true });
    }
    graph.checkout("main");
    const fate = prng.below(4);
    if (fate === 0) graph.history.deleteBranch(name, { force: true });
    else if (fate === 1) {
      graph.merge(name, { policy: "ours", fastForward: "never" }).commit();
    } else if (fate === 2 && i > 10) graph.history.reset(`main~${prng.below(10)}`);
  }
}

function check(graph: Graph, states: ReadonlyMap<string, string>): void {
  const kept = new Set(graph.history.log({ all: true }).map(({ id }) => id));
  for (const [id, state] of states) {
    if (kept.has(id)) expect(`${graph.history.resolve(id).root} ${contentsOf(graph.at(id))}`).toBe(state);
  }
}

/** Seeds of programs; more of them where the environment asks for it. */
const SEEDS = Array.from({ length: Math.max(1, Math.round(3 * RUNS_FACTOR)) }, (_, i) => i + 1);

describe("a collection of a long history", () => {
  it.each(SEEDS)(
    "keeps states, roots, bundles and views, program %i",
    (seed) => {
      const prng = new Prng(seed);
      const graph = new Graph({ clock: () => 0 });
      work(graph, prng, 100 + prng.below(COMMITS_MAX - 100));
      for (let round = 0; round < 3; round++) {
        if (prng.below(2) === 0) graph.history.reset(`main~${prng.below(40)}`);
        if (prng.below(2) === 0) {
          write(graph, prng, 1);
          if (!graph.status().clean) graph.history.stash();
        }
        write(graph, prng, 2);
        const states = statesOf(graph);
        const bundle = graph.history.bundle();
        const present = contentsOf(graph);
        const held = [...states.keys()].map((id) => [id, graph.at(id)] as const);
        const result = graph.history.gc({ keepOperations: prng.below(2) === 0 });
        expect(result.commitsKept).toBe(graph.history.commitCount);
        expect(contentsOf(graph)).toBe(present);
        expect(graph.history.bundle()).toEqual(bundle);
        check(graph, states);
        // views go on with what they had
        for (const [id, view] of held) {
          expect(states.get(id)?.endsWith(contentsOf(view))).toBe(true);
        }
        expect(graph.history.verify({ level: "full" }).findings).toEqual([]);
        graph.checkout("main", { discard: true });
        work(graph, prng, prng.below(200));
      }
      const states = statesOf(graph);
      const { sizeBytesAfter } = graph.history.gc({ keepOperations: false });
      // nothing is left to be dropped
      const again = graph.history.gc({ keepOperations: false });
      expect(again).toEqual({
        commitsDropped: 0,
        commitsKept: graph.history.commitCount,
        sizeBytesBefore: sizeBytesAfter,
        sizeBytesAfter,
      });
      check(graph, states);
    },
    120_000,
  );

  it.each(SEEDS)(
    "does in a store what it does in memory, program %i",
    (seed) => {
      const path = join(folder, "store");
      const memory = new Graph({ clock: () => 0 });
      let graph = Graph.open(path, { clock: () => 0, durability: "none" });
      const reopen = (): void => {
        graph.close();
        graph = Graph.open(path, { clock: () => 0, durability: "none" });
      };
      for (let round = 0; round < 3; round++) {
        const length = 60 + new Prng(seed + round).below(200);
        for (const each of [memory, graph]) work(each, new Prng(100 * seed + round), length);
        const before = statesOf(memory);
        if (round !== seed % 3) reopen();
        const views = [...before.keys()].map((id) => [id, graph.at(id)] as const);
        for (const each of [memory, graph]) each.history.gc({ keepOperations: false });
        expect(statesOf(graph)).toEqual(statesOf(memory));
        expect(graph.history.bundle()).toEqual(memory.history.bundle());
        for (const [id, view] of views) expect(before.get(id)?.endsWith(contentsOf(view))).toBe(true);
        if (round === seed % 3) reopen();
        check(graph, before);
        expect(graph.history.verify({ level: "full" }).findings).toEqual([]);
      }
      graph.close();
    },
    120_000,
  );
});
