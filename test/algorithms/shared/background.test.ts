// What runs in the background works on the graph as it was when it was called, whatever is done to it meanwhile; with
// kernels and with loops, weights by name and as an array.
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as algorithms from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import { tune } from "../../kernels/tune.js";

afterEach(() => tune());
afterAll(endThreads);

interface Options {
  readonly weight?: string | Float64Array;
  readonly threads?: number;
}
type Run = (view: GraphView, options: Options) => unknown;

const functions = new Map(Object.entries(algorithms) as [string, (...given: unknown[]) => unknown][]);
/** The functions that have a form for the background, and what else they are given. */
const names = [...functions.keys()].filter((name) => functions.has(`${name}Async`));
const withSource = ["dijkstra", "shortestPathLengths"];
const withoutWeight = ["connectedComponents", "stronglyConnectedComponents", "triangles"];

function formsOf(name: string): { now: Run; aside: Run } {
  const [now, aside] = [name, `${name}Async`].map((form) => {
    const run = functions.get(form)!;
    return (view: GraphView, options: Options) =>
      withSource.includes(name) ? run(view, 0, options) : run(view, options);
  });
  return { now: now!, aside: aside! };
}

function club(): Graph {
  const graph = algorithms.karateClub().addTo(new Graph({ directed: false }));
  graph.edges.setColumn("weight", graph.edges.ids(), weightsOf(graph));
  return graph;
}

const weightsOf = (graph: Graph) => Float64Array.from(graph.edges.ids(), (edge) => 1 + ((edge * 7) % 5));

function change(graph: Graph): void {
  graph.edges.setColumn("weight", graph.edges.ids(), new Float64Array(graph.edgeCount).fill(9));
  graph.removeNode(33);
  graph.addEdge(graph.addNode(), 0);
  // what asks now freezes the graph anew
  graph.csr();
  algorithms.dijkstra(graph, 0, { weight: "weight" });
}

const plain = (result: unknown) => {
  const { values, distances } = result as Record<string, { values: unknown }> & { values: unknown };
  return values ?? distances!.values;
};

describe.each([
  ["kernels", 0],
  ["loops", Number.MAX_SAFE_INTEGER],
])("by %s", (_, edgeCountMin) => {
  beforeEach(() => tune({ kernelEdgeCountMin: edgeCountMin }));

  describe.each(names)("%sAsync", (name) => {
    const { now, aside } = formsOf(name);
    const weights: (Options["weight"] | "array")[] = withoutWeight.includes(name)
      ? [undefined]
      : [undefined, "weight", "array"];

    it.each(weights)("answers for what was there when it was called, weights %s", async (kind) => {
      const graph = club();
      const given = weightsOf(graph);
      const weight = kind === "array" ? given.slice() : kind;
      const options = weight === undefined ? {} : { weight };
      const expected = plain(now(club(), kind === "array" ? { weight: given } : options));
      for (const threads of [1, 2]) {
        const own = club();
        const later = aside(own, { ...options, threads }) as Promise<unknown>;
        change(own);
        if (weight instanceof Float64Array) weight.fill(9);
        expect(plain(await later)).toEqual(expected);
        if (weight instanceof Float64Array) weight.set(given);
      }
    });
  });
});
