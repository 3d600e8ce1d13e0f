// Searches that read only the arcs of the nodes they come to, between writes of all kinds: against a model of Maps, and
// against the same search over the frozen graph, with and without kernels, whose answer they give down to the order of
// nodes and the choice among paths of the same length.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  allSimplePaths,
  ancestors,
  aStar,
  breadthFirstSearch,
  descendants,
  neighborhood,
  randomWalks,
  reverse,
  type SearchTree,
  shortestPath,
  toUndirected,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { DEFAULT_TUNING } from "../../../src/structures/tuning.js";
import { tune } from "../../kernels/tune.js";
import { arcsOfCase, type Case, caseOf, cases, naiveDistances } from "./random-graphs.js";

const directions = ["out", "in", "both"] as const;
type Way = (typeof directions)[number];

afterEach(() => {
  tune();
});

/** A tree as plain data. */
const treeOf = ({ order, depths, predecessors }: SearchTree) => [[...order], [...depths], [...predecessors]];
const pathOf = (path: ReturnType<typeof shortestPath>) =>
  path && [[...path.nodes], [...path.edges], path.distance];

/** What every search that may be local answers, as plain data. */
function answers(view: GraphView, a: number, b: number, direction: Way): unknown[] {
  const visited: unknown[] = [];
  const visit = (...args: unknown[]) => visited.push(args) < 4;
  return [
    [...neighborhood(view, a, { direction }).ids()],
    [...neighborhood(view, [b, a, b], { direction, maxDepth: 3 }).ids()],
    [...ancestors(view, a)],
    [...descendants(view, a)],
    treeOf(breadthFirstSearch(view, [b, a], { direction, maxDepth: 2 })),
    treeOf(breadthFirstSearch(view, a, { direction, visit })),
    visited,
    pathOf(shortestPath(view, a, b, { direction })),
    pathOf(shortestPath(view, a, b, { direction, weight: "weight" })),
    pathOf(aStar(view, a, b, { direction, heuristic: () => 0 })),
    pathOf(aStar(view, a, b, { direction, weight: "weight", heuristic: (id) => (id === b ? 0 : id % 3) })),
    [...allSimplePaths(view, a, b, { direction, maxLength: 3 })].map(pathOf),
    [...randomWalks(view, { sources: [a, b], count: 3, length: 5, seed: 4, direction })].map((walk) => [
      ...walk,
    ]),
    [...randomWalks(view, { sources: a, count: 3, seed: 5, direction, weight: "weight" })].map((w) => [...w]),
  ];
}

/** The answers of local searches, and those over the frozen graph. */
function bothAnswers(view: GraphView, a: number, b: number, direction: Way): [unknown[], unknown[]] {
  tune({ localEdgeCountMin: 0, localArcShare: Infinity });
  const local = answers(view, a, b, direction);
  tune({ localEdgeCountMin: Infinity, localArcShare: 0 });
  return [local, answers(view, a, b, direction)];
}

/** What the model knows of the same. */
function checkByModel(view: GraphView, a: number, b: number, direction: Way): void {
  const plain = caseOf(view);
  const arcs = arcsOfCase(plain, direction);
  tune({ localEdgeCountMin: 0, localArcShare: Infinity });
  const hops = naiveDistances(plain, arcs, a, () => 1);
  const within = (depth: number) => plain.ids.filter((id) => hops.get(id)! <= depth);
  expect([...neighborhood(view, a, { direction, maxDepth: 2 }).ids()]).toEqual(within(2));
  const { depths } = breadthFirstSearch(view, a, { direction, maxDepth: 3 });
  for (const id of plain.ids) expect(depths.get(id)).toBe(hops.get(id)! <= 3 ? hops.get(id) : -1);
  for (const weight of [undefined, "weight"]) {
    const distances = weight === undefined ? hops : naiveDistances(plain, arcs, a);
    const options = weight === undefined ? { direction } : { direction, weight };
    for (const path of [
      shortestPath(view, a, b, options),
      aStar(view, a, b, { ...options, heuristic: () => 0 }),
    ]) {
      expect(path?.distance ?? Infinity).toBe(distances.get(b));
      if (path !== undefined) checkPath(plain, [...path.nodes], [...path.edges], [a, b], direction);
    }
  }
}

function checkPath(plain: Case, nodes: number[], edges: number[], ends: number[], direction: Way): void {
  expect([nodes[0], nodes.at(-1)]).toEqual(ends);
  const arcs = arcsOfCase(plain, direction);
  edges.forEach((id, i) => {
    const isArc = arcs.some(
      ({ from, to, edge }) => edge.id === id && from === nodes[i] && to === nodes[i + 1],
    );
    expect(isArc).toBe(true);
  });
}

const writes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("addEdge" as const), a: fc.nat(), b: fc.nat(), weight: fc.nat(4) }),
    fc.record({
      kind: fc.constantFrom("addNode", "removeEdge", "removeNode", "set", "commit", "checkout" as const),
      a: fc.nat(),
      b: fc.nat(),
      weight: fc.nat(4),
    }),
    fc.record({ kind: fc.constant("search" as const), a: fc.nat(), b: fc.nat(), weight: fc.nat(4) }),
  ),
  { minLength: 5, maxLength: 40 },
);

/** Nodes and edges in plain Maps, by id. */
interface Model {
  readonly nodes: Set<number>;
  readonly edges: Map<number, { source: number; target: number; weight: number }>;
}

const copyOf = ({ nodes, edges }: Model): Model => ({
  nodes: new Set(nodes),
  edges: new Map([...edges].map(([id, edge]) => [id, { ...edge }])),
});

describe("searches between writes", () => {
  it.each([true, false])("see each write, in a graph that is directed: %s", (directed) => {
    fc.assert(
      fc.property(writes, fc.boolean(), (program, withKernels) => {
        tune({ kernelEdgeCountMin: withKernels ? 0 : DEFAULT_TUNING.kernelEdgeCountMin });
        const graph = new Graph({ directed });
        let model: Model = { nodes: new Set(graph.addNodes(5)), edges: new Map() };
        graph.addEdge(0, 1, { weight: 1 });
        model.edges.set(0, { source: 0, target: 1, weight: 1 });
        const commits = [{ id: graph.commit("first").id, model: copyOf(model) }];
        const pick = (set: Iterable<number>, at: number) => {
          const list = [...set];
          return list[at % list.length];
        };
        for (const { kind, a, b, weight } of program) {
          const [u, v] = [pick(model.nodes, a), pick(model.nodes, b)];
          const edge = pick(model.edges.keys(), a);
          if (kind === "addNode") model.nodes.add(graph.addNode());
          else if (kind === "addEdge") {
            model.edges.set(graph.addEdge(u, v, { weight }), { source: u, target: v, weight });
          } else if (kind === "removeEdge" && edge !== undefined) {
            graph.removeEdge(edge);
            model.edges.delete(edge);
          } else if (kind === "removeNode" && model.nodes.size > 2) {
            graph.removeNode(u);
            model.nodes.delete(u);
            for (const [id, { source, target }] of model.edges) {
              if (source === u || target === u) model.edges.delete(id);
            }
          } else if (kind === "set" && edge !== undefined) {
            graph.edges.set(edge, { weight });
            model.edges.get(edge)!.weight = weight;
          } else if (kind === "commit") {
            commits.push({ id: graph.commit("next", { allowEmpty: true }).id, model: copyOf(model) });
          } else if (kind === "checkout") {
            const { id, model: there } = commits[a % commits.length];
            graph.checkout(id, { discard: true });
            model = copyOf(there);
          } else if (kind === "search") {
            expect([...graph.nodes.ids()]).toEqual([...model.nodes].sort((x, y) => x - y));
            expect(caseOf(graph).edges).toEqual(
              [...model.edges].map(([id, each]) => ({ id, ...each })).sort((x, y) => x.id - y.id),
            );
            const direction = directions[a % 3];
            checkByModel(graph, u, v, direction);
            const [local, frozen] = bothAnswers(graph, u, v, direction);
            expect(local).toEqual(frozen);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(["live", "turned round", "without direction", "part", "past"])(
    "over a view that is %s answer as over its frozen form",
    (kind) => {
      fc.assert(
        fc.property(
          cases({ nodesMin: 2, nodesMax: 14, edgesMax: 60, weightMax: 2 }),
          fc.nat(),
          fc.nat(),
          fc.constantFrom(...directions),
          fc.boolean(),
          ({ view: whole }, a, b, direction, withKernels) => {
            tune({ kernelEdgeCountMin: withKernels ? 0 : DEFAULT_TUNING.kernelEdgeCountMin });
            const view =
              kind === "turned round"
                ? reverse(whole)
                : kind === "without direction"
                  ? toUndirected(whole)
                  : kind === "part"
                    ? whole.subgraph(whole.edges.select([...whole.edges.ids()].filter((id) => id % 3 > 0)))
                    : kind === "past" && whole instanceof Graph && whole.edgeCount > 0
                      ? pastOf(whole)
                      : whole;
            const ids = view.nodes.ids();
            if (ids.length === 0) return;
            const [u, v] = [ids[a % ids.length], ids[b % ids.length]];
            checkByModel(view, u, v, direction);
            const [local, frozen] = bothAnswers(view, u, v, direction);
            expect(local).toEqual(frozen);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  function pastOf(graph: Graph): GraphView {
    graph.commit("then", { allowEmpty: true });
    const past = graph.at("HEAD");
    graph.removeEdge(graph.edges.ids()[0]);
    const ids = graph.nodes.ids();
    graph.addEdge(ids[0], ids[ids.length - 1]);
    return past;
  }

  it("that grow too large begin anew over the frozen graph, and answer the same", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 2, nodesMax: 14, edgesMax: 60, weightMax: 2 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...directions),
        fc.double({ min: 0.02, max: 0.9, noNaN: true }),
        ({ view }, a, b, direction, share) => {
          const ids = view.nodes.ids();
          if (ids.length === 0) return;
          const [u, v] = [ids[a % ids.length], ids[b % ids.length]];
          tune({ localEdgeCountMin: 0, localArcShare: share });
          const local = answers(view, u, v, direction);
          tune({ localEdgeCountMin: Infinity, localArcShare: 0 });
          expect(local).toEqual(answers(view, u, v, direction));
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** A ring with chords, large enough for local searches without a word. */
function ringGraph(nodeCount: number): Graph {
  const graph = new Graph();
  const ids = graph.addNodes(nodeCount);
  const weight = new Float64Array(nodeCount).fill(1);
  graph.addEdges(
    ids,
    ids.map((id) => (id + 1) % nodeCount),
    { attributes: { weight } },
  );
  graph.addEdges(
    ids,
    ids.map((id) => (id * 7 + 3) % nodeCount),
    { attributes: { weight } },
  );
  return graph;
}

describe("a local search", () => {
  it("does not freeze the graph, until searches have read as much as that would", () => {
    const graph = ringGraph(5000);
    const isLocal = () => graph.localArcs() !== undefined;
    expect(neighborhood(graph, 17).count).toBe(3);
    expect(shortestPath(graph, 17, 4000)).toBeDefined();
    expect(isLocal()).toBe(true);
    for (let i = 0; i < 100; i++) neighborhood(graph, i, { maxDepth: 5 });
    expect(isLocal()).toBe(false);
    graph.addEdge(1, 2);
    expect(isLocal()).toBe(true);
    graph.csr();
    expect(isLocal()).toBe(false);
    // what is written in columns leaves the frozen graph as it is
    graph.edges.set(0, { weight: 3 });
    graph.nodes.set(0, { name: "zero" });
    expect(isLocal()).toBe(false);
  });

  it("refuses what the other refuses", () => {
    const graph = ringGraph(2000);
    const unknown = expect.objectContaining({ code: "NODE_NOT_FOUND" });
    expect(() => neighborhood(graph, 5000)).toThrow(unknown);
    expect(() => shortestPath(graph, 0, 5000)).toThrow(unknown);
    expect(() => aStar(graph, 5000, 0, { heuristic: () => 0 })).toThrow(unknown);
    expect(() => ancestors(graph, 5000)).toThrow(unknown);
    for (const search of [neighborhood, breadthFirstSearch]) {
      expect(() => search(graph, 0, { direction: "up" as never, maxDepth: 1 })).toThrow(TypeError);
    }
    expect(() => shortestPath(graph, 0, 1, { direction: "up" as never })).toThrow(TypeError);
    expect(() => shortestPath(graph, 0, 1, { weight: "none" })).toThrow("none");
    const signal = AbortSignal.abort("stop");
    expect(() => shortestPath(graph, 0, 1, { signal })).toThrow("stop");
    // an edge far from both ends
    graph.edges.set(1500, { weight: -1 });
    expect(() => shortestPath(graph, 0, 1, { weight: "weight" })).toThrow(RangeError);
    expect(() => aStar(graph, 0, 1, { weight: "weight", heuristic: () => 0 })).toThrow(RangeError);
    graph.edges.set(1500, { weight: 1 });
    expect(shortestPath(graph, 0, 1, { weight: "weight" })?.distance).toBe(1);
  });

  it("sees the graph of the moment it began, whatever is written while it calls back or waits", () => {
    for (const isFrozen of [false, true]) {
      const graph = ringGraph(3000);
      if (isFrozen) graph.csr();
      const seen: number[] = [];
      const visit = (id: number) => {
        seen.push(id);
        if (seen.length === 1) {
          graph.removeEdge(graph.incidentEdges(0)[0]);
          graph.addEdge(0, 2000);
        }
        return seen.length < 6;
      };
      breadthFirstSearch(graph, 0, { visit });
      expect(seen).toEqual([0, 1, 3, 2, 10, 4]);
      const paths = allSimplePaths(graph, 5, 7, { maxLength: 2 });
      const walks = randomWalks(graph, { sources: 5, length: 3, seed: 1 });
      graph.removeNode(6);
      expect([...paths].map((path) => [...path.nodes])).toEqual([[5, 6, 7]]);
      expect([...walks][0]).toHaveLength(4);
    }
  });

  it("guesses once at each node, though it goes beyond a share of the graph", () => {
    const graph = ringGraph(3000);
    const guessed = new Map<number, number>();
    const heuristic = (id: number) => {
      guessed.set(id, (guessed.get(id) ?? 0) + 1);
      return 0;
    };
    expect(aStar(graph, 0, 2999, { heuristic })?.distance).toBe(shortestPath(graph, 0, 2999)?.distance);
    expect(new Set(guessed.values())).toEqual(new Set([1]));
    const visited: number[] = [];
    graph.addEdge(0, 1);
    breadthFirstSearch(graph, 0, { visit: (id) => visited.push(id) });
    expect(visited).toHaveLength(3000);
    expect(new Set(visited).size).toBe(3000);
  });

  it("tells of progress that never falls", () => {
    const graph = ringGraph(3000);
    for (const target of [1, 1500, 2999]) {
      graph.addEdge(0, 1);
      const told: number[] = [];
      shortestPath(graph, 0, target, { onProgress: ({ done }) => told.push(done) });
      expect(told.at(-1)).toBe(3000);
      expect(told).toEqual(told.slice().sort((a, b) => a - b));
    }
  });
});
