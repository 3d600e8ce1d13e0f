// Every merge of a world of two nodes, one edge, one attribute and one label: all pairs of one or two operations on
// either side, and everything that can be said to the conflicts.
import { describe, expect, it } from "vitest";
import type { Conflict, Resolution } from "../../../src/history/diff/conflict.js";
import type { Graph } from "../../../src/index.js";
import { dump } from "../../model/state.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { byName, checkMerge, checkState, expected } from "./check-merge.js";
import { Laboratory, type Version } from "./laboratory.js";
import { nameOf, type Said } from "./oracle.js";
import { readState } from "./states.js";

const [A, B, E] = [0, 1, 0];

/** What can be done to a world; an operation that does not apply does nothing. */
type Operation = (graph: Graph) => unknown;

/** Gives an element that is there a value, if the attribute's type lets it have one. */
function setX(kind: "nodes" | "edges", id: number, x: number | string | null): Operation {
  return (graph) => {
    const type = graph[kind].schema.x;
    const fits = x === null || type === undefined || type === (typeof x === "string" ? "utf8" : "float64");
    if (fits && graph[kind].has(id)) graph[kind].set(id, { x });
  };
}

const COMMON: readonly Operation[] = [
  (g) => g.hasNode(A) && g.removeNode(A),
  (g) => g.hasNode(B) && g.removeNode(B),
  (g) => g.hasEdge(E) && g.removeEdge(E),
  setX("nodes", A, 1),
  setX("nodes", B, 1),
  setX("edges", E, 1),
  (g) => g.hasNode(A) && g.nodes.addLabel(A, "M"),
  (g) => g.hasNode(A) && g.hasNode(B) && g.addEdge(B, A),
];

interface World {
  readonly begin: Operation;
  readonly operations: readonly Operation[];
  /** How many merges and sets of resolutions there are, so that none gets lost unnoticed. */
  readonly counts: { readonly merges: number; readonly decided: number };
}

const WORLDS: Readonly<Record<string, World>> = {
  "that has values": {
    begin: (g) => {
      g.addNodes(2, { labels: ["L"], attributes: { x: Float64Array.of(0, 0) } });
      g.addEdge(A, B, "T", { x: 0 });
    },
    counts: { merges: 4225, decided: 7568 },
    operations: [
      ...COMMON,
      setX("nodes", A, 2),
      setX("nodes", A, null),
      (g) => g.hasNode(A) && g.nodes.removeLabel(A, "L"),
      (g) => g.hasNode(A) && g.addEdge(A, A, "T", { x: 5 }),
    ],
  },
  "whose attribute has no type yet": {
    begin: (g) => {
      g.addNodes(2);
      g.addEdge(A, B);
    },
    counts: { merges: 3721, decided: 8740 },
    operations: [
      ...COMMON,
      setX("nodes", A, "text"),
      setX("nodes", B, "text"),
      setX("edges", E, "text"),
      (g) => g.addNode("N", g.nodes.schema.x === "utf8" ? { x: "text" } : { x: 3 }),
    ],
  },
};

function resolutionsOf({ kind }: Conflict): Resolution[] {
  if (kind === "removal") return ["ours", "theirs", "resurrect"];
  if (kind === "dangling") return ["ours", "theirs", "dropEdge", "resurrect"];
  return kind === "attribute" ? ["ours", "theirs", { value: null }] : ["ours", "theirs"];
}

/** Every way to say something to each of some conflicts. */
function* allDecisions(conflicts: readonly Conflict[]): Generator<[Conflict, Resolution][]> {
  if (conflicts.length === 0) yield [];
  else {
    for (const rest of allDecisions(conflicts.slice(1))) {
      for (const said of resolutionsOf(conflicts[0])) yield [[conflicts[0], said], ...rest];
    }
  }
}

/** All states that one or two operations lead to, each once. */
function explore(lab: Laboratory, base: Version, operations: readonly Operation[]): Version[] {
  const versions = new Map([[dump(base.state), base]]);
  const programs = operations.flatMap((first) => [[first], ...operations.map((second) => [first, second])]);
  for (const program of programs) {
    lab.checkout(base);
    for (const operation of program) operation(lab.graph);
    const version = lab.commit();
    const text = dump(version.state)
      .replace(/edges [1-9]\d*/g, "edges new")
      .replace(/nodes ([2-9]|\d\d+) /g, "nodes new");
    if (!versions.has(text)) versions.set(text, version);
  }
  return [...versions.values()];
}

describe("every merge in a small world", () => {
  it.each(Object.keys(WORLDS))("%s is as in full copies", { timeout: 120_000 }, (name) => {
    const { begin, operations, counts } = WORLDS[name];
    const lab = new Laboratory();
    begin(lab.graph);
    const base = lab.commit();
    const versions = explore(lab, base, operations);
    let merges = 0;
    let decided = 0;
    for (const ours of versions) {
      lab.checkout(ours);
      for (const theirs of versions) {
        const what = `${versions.indexOf(ours)} and ${versions.indexOf(theirs)}`;
        const triple = { base: base.state, ours: ours.state, theirs: theirs.state };
        const merge = lab.merge(base, theirs);
        merges++;
        checkMerge(what, merge, triple, () => undefined);
        if (merge.conflicts.length === 0) continue;
        for (const decisions of allDecisions(merge.conflicts)) {
          decided++;
          const said = new Map<string, Said>(decisions.map(([conflict, each]) => [nameOf(conflict), each]));
          for (const [conflict, each] of decisions) merge.resolve(conflict, each);
          const { state } = expected(triple, byName(said));
          checkState(`${what}, ${[...said].join(" ")}`, readState(merge.preview()), state);
          if (decided % 100 !== 0) continue;
          const again = lab.merge(base, theirs);
          for (const conflict of again.conflicts)
            again.resolve(conflict, said.get(nameOf(conflict)) as Resolution);
          const { root } = again.commit();
          checkState(`${what}, committed`, readState(lab.graph), state);
          expect(root).toBe(naiveRoot(lab.graph));
          lab.checkout(ours);
        }
      }
    }
    expect({ merges, decided }).toEqual(counts);
  });
});
