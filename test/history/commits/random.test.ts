// Random histories with forks, merges, reverts and collections, in memory, in stores that were opened again and in
// clones: what is read of them is what full copies of each state, and walks over all commits, say.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Commit, Graph, type GraphView } from "../../../src/index.js";
import { type History, KINDS, NAMES, playHistory, programs, type State } from "../inspect/random-history.js";

const folder = mkdtempSync(join(tmpdir(), "groggy-long-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let stores = 0;

/** All that lead to each commit, itself included. */
function ancestorsIn(commits: readonly Commit[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const { id, parents } of commits)
    all.set(id, new Set([id, ...parents.flatMap((parent) => [...(all.get(parent) ?? [])])]));
  return all;
}

/** Commits with their parents before them. */
function inOrder(graph: Graph): Commit[] {
  return [...graph.history.log({ all: true })].reverse();
}

function checkAncestry(graph: Graph, draw: (below: number) => number): void {
  const commits = inOrder(graph);
  const ancestors = ancestorsIn(commits);
  const { history } = graph;
  for (let round = 0; round < 20; round++) {
    const [a, b] = [0, 1].map(() => commits[draw(commits.length)].id);
    const [ofA, ofB] = [a, b].map((id) => ancestors.get(id) as Set<string>);
    expect(history.isAncestor(a, b)).toBe(ofB.has(a));
    expect(history.aheadBehind(a, b)).toEqual({
      ahead: [...ofA].filter((id) => !ofB.has(id)).length,
      behind: [...ofB].filter((id) => !ofA.has(id)).length,
    });
    const common = [...ofA].filter((id) => ofB.has(id));
    const best = common.filter(
      (id) => !common.some((other) => other !== id && ancestors.get(other)?.has(id) === true),
    );
    expect(history.mergeBases(a, b).map(({ id }) => id)).toEqual(best.sort());
  }
}

/** A few facts of a view, one by one in any order, as a program reads that wants no column. */
function checkFacts(view: GraphView, state: State, counts: Record<string, number>, draw: Draw): void {
  for (let round = 0; round < 12; round++) {
    const kind = KINDS[draw(2)];
    const id = draw(counts[kind] + 1);
    const elements = kind === "node" ? view.nodes : view.edges;
    const expected = state[kind].get(id);
    expect(elements.has(id)).toBe(expected !== undefined);
    if (expected === undefined) {
      expect(() => elements.get(id, "a")).toThrow(/expected/);
      continue;
    }
    const name = NAMES[draw(2)];
    const how = draw(4);
    if (how === 0) expect(elements.get(id)).toEqual(expected.attributes);
    else if (how === 1) expect(elements.labels(id)).toEqual(expected.labels);
    else expect(elements.get(id, name)).toEqual(expected.attributes[name]);
  }
}

type Draw = (below: number) => number;

function drawer(seed: number): Draw {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff;
    return state % below;
  };
}

function checkViews(graph: Graph, { commits, states, graph: whole }: History, draw: Draw): void {
  const counts = { node: 0, edge: 0 };
  for (const state of states.values())
    for (const kind of KINDS) counts[kind] = Math.max(counts[kind], ...state[kind].keys());
  const known = commits.filter(({ id }) => isThere(graph, id));
  expect(whole).toBeDefined();
  for (let round = 0; round < 12; round++) {
    const { id } = known[draw(known.length)];
    const state = states.get(id) as State;
    const view = graph.at(id);
    checkFacts(view, state, counts, draw);
    const name = NAMES[draw(2)];
    const column = [...view.nodes.column(name)];
    expect(column).toEqual([...state.node.values()].map(({ attributes }) => attributes[name]));
    // once the column is there
    checkFacts(view, state, counts, draw);
  }
}

function isThere(graph: Graph, id: string): boolean {
  try {
    graph.history.resolve(id);
    return true;
  } catch {
    return false;
  }
}

test("a random history reads as copies of its states do, wherever it is kept", () => {
  const property = fc.property(programs(80, 300), fc.nat(99_999), (program, seed) => {
    const draw = drawer(seed);
    const path = join(folder, `${stores++}`);
    const history = playHistory(program, Graph.open(path, { clock: () => 0, durability: "none" }));
    const { graph } = history;
    checkAncestry(graph, draw);
    checkViews(graph, history, draw);
    graph.nodes.set(graph.addNode(), { a: 5 });
    checkViews(graph, history, draw);
    graph.close();
    const reader = Graph.open(path, { readOnly: true });
    checkViews(reader, history, draw);
    checkAncestry(reader, draw);
    reader.close();
    const again = Graph.open(path, { durability: "none" });
    again.history.gc({ keepOperations: seed % 2 === 0 });
    checkAncestry(again, draw);
    checkViews(again, history, draw);
    again.close();
    const third = Graph.open(path, { durability: "none" });
    checkViews(third, history, draw);
    third.checkout(history.commits[0].id, { discard: true });
    third.nodes.set(third.addNode(), { b: 6 });
    third.commit("from the first on");
    checkViews(third, history, draw);
    checkAncestry(third, draw);
    checkAncestry(Graph.clone(third), draw);
    third.close();
  });
  fc.assert(property, { numRuns: 5 });
});
