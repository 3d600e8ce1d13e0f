// Breadth-first search by kernels against a search over lists of lists, on one thread and on two.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { hopSteps, orderedSearchSteps, waysOf } from "../../../src/algorithms/traversal/hops-kernel.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import { runStep, type Step, type Steps } from "../../../src/kernels/runtime/steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import {
  anyGraph,
  drawer,
  expectSame,
  freeze,
  graphsOfWidth,
  largeGraph,
  listsOf,
  type PlainGraph,
  seededGraph,
  thinGraphs,
  widths,
} from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

interface Search {
  readonly order: number[];
  readonly hops: number[];
  readonly predecessors: number[];
}

function naiveSearch(graph: PlainGraph, isAgainst: boolean, sources: number[], hopsMax: number): Search {
  const lists = listsOf(graph, isAgainst);
  const hops = lists.map(() => -1);
  const predecessors = lists.map(() => -1);
  const order = [...sources];
  for (const u of sources) hops[u] = 0;
  for (const u of order) {
    if (hops[u] >= hopsMax) break;
    for (const [v] of lists[u]) {
      if (hops[v] >= 0) continue;
      hops[v] = hops[u] + 1;
      predecessors[v] = u;
      order.push(v);
    }
  }
  return { order, hops, predecessors };
}

function check(graph: PlainGraph, sources: number[], hopsMax: number): void {
  const csr = freeze(graph, true);
  for (const isAgainst of [false, true]) {
    const expected = naiveSearch(graph, isAgainst, sources, hopsMax);
    const ways = waysOf(csr, isAgainst);
    const ordered = runSteps(orderedSearchSteps(ways.along, sources, hopsMax, () => undefined));
    if (ordered === undefined) throw new Error("no kernels");
    expectSame(ordered.order, expected.order);
    expectSame(ordered.depths, expected.hops);
    expectSame(ordered.predecessors, expected.predecessors);
    const back = graph.directed ? (isAgainst ? csr.out : csr.in) : csr.out;
    for (const each of [ways, { along: ways.along, back: undefined }, { along: ways.along, back }]) {
      for (const threadCount of [1, 2])
        expectSame(runSteps(hopSteps(each, sources, hopsMax), threadCount) ?? [], expected.hops);
    }
  }
}

describe("hop counts by kernels", () => {
  it("are right on a small graph by hand, upwards as well as downwards", () => {
    // a star of 40 leaves, whose search turns upwards at the leaves; 41 hangs on leaf 1, and 42 on nothing
    const leaves = Array.from({ length: 40 }, (_, i) => i + 1);
    const sources = Uint32Array.from([...leaves.map(() => 0), 1]);
    const targets = Uint32Array.from([...leaves, 41]);
    const graph = { nodeCount: 43, directed: false, sources, targets, weights: new Float64Array(41) };
    const csr = freeze(graph, true);
    const hops = runSteps(hopSteps(waysOf(csr, false), [40], Infinity)) ?? [];
    expect([...hops]).toEqual([1, ...leaves.map((u) => (u === 40 ? 0 : 2)), 3, -1]);
    const near = runSteps(hopSteps(waysOf(csr, false), [40], 2)) ?? [];
    expect([...near]).toEqual([1, ...leaves.map((u) => (u === 40 ? 0 : 2)), -1, -1]);
  });

  it("equal a search over lists on any small graph, from any sources, to any depth", () => {
    const sources = fc.uniqueArray(fc.nat(1000), { maxLength: 3 });
    const depth = fc.oneof(fc.constant(Infinity), fc.nat(4));
    fc.assert(
      fc.property(anyGraph(), sources, depth, (graph, drawn, hopsMax) => {
        const starts = [...new Set(drawn.map((i) => i % graph.nodeCount))];
        check(graph, starts, hopsMax);
      }),
      { numRuns: 60 },
    );
  });

  it("equal a search over lists at every width", { timeout: 120_000 }, () => {
    for (const width of widths) for (const graph of graphsOfWidth(width)) check(graph, [0], Infinity);
  });

  it("equal a search over lists of a graph that threads share", { timeout: 60_000 }, () => {
    for (const directed of [true, false]) check(largeGraph(directed), [0], Infinity);
  });

  it("go a long way", () => {
    const path = seededGraph(20_000, 19_999, 1, true);
    path.sources.forEach((_, i) => {
      path.sources[i] = i;
      path.targets[i] = i + 1;
    });
    check(path, [0], Infinity);
    check(path, [0], 15_000);
  });

  it("equal a search over lists of long thin graphs, to any depth", () => {
    for (const directed of [true, false]) {
      for (const graph of thinGraphs(directed)) {
        const last = graph.nodeCount - 1;
        check(graph, [0], Infinity);
        check(graph, [last, last >> 1], 40);
      }
    }
  });

  it("are undefined without kernels", () => {
    const csr = freeze(seededGraph(10, 20, 10, true), false);
    expect(runSteps(hopSteps(waysOf(csr, false), [0], Infinity))).toBeUndefined();
  });
});

describe("the kernels of a search", () => {
  function kernelsOf(graph: PlainGraph, hopsMax = Infinity): Set<string> {
    const csr = freeze(graph, true);
    const kernels = new Set<string>();
    function* trace(steps: Steps<Int32Array | undefined>): Steps<Int32Array | undefined> {
      let next = steps.next();
      for (; !next.done; next = steps.next()) {
        kernels.add(next.value.kernel);
        yield next.value;
      }
      return next.value;
    }
    const hops = runSteps(trace(hopSteps(waysOf(csr, false), [0], hopsMax)));
    expectSame(hops ?? [], naiveSearch(graph, false, [0], hopsMax).hops);
    return kernels;
  }

  function uniformGraph(nodeCount: number, edgeCount: number, directed: boolean): PlainGraph {
    const draw = drawer(3);
    const [sources, targets] = [0, 1].map(() =>
      Uint32Array.from({ length: edgeCount }, () => draw(nodeCount)),
    );
    return { nodeCount, directed, sources, targets, weights: new Float64Array(edgeCount) };
  }

  /** All nodes from a number on in one line, so that frontiers that were wide get narrow. */
  function withTail(graph: PlainGraph, first: number): PlainGraph {
    const line = Uint32Array.from({ length: graph.nodeCount - first }, (_, i) => first + i - 1);
    const [sources, targets] = [graph.sources, graph.targets].map((ends) => ends.map((u) => u % first));
    return {
      ...graph,
      sources: Uint32Array.from([...sources, ...line]),
      targets: Uint32Array.from([...targets, ...line.map((u) => u + 1)]),
      weights: new Float64Array(sources.length + line.length),
    };
  }

  const narrow = ["topDownLevels"];
  const wide = ["bitsOfDepth", "markDown", "findMarked"];

  it("are those of a queue alone while frontiers are narrow", () => {
    const graph = withTail(uniformGraph(1000, 0, false), 1);
    expect([...kernelsOf(graph)]).toEqual(narrow);
  });

  it("mark neighbours where frontiers are wide, look back where arcs are many, and go on with a queue", () => {
    const graph = withTail(uniformGraph(20_000, 100_000, false), 19_900);
    expect([...kernelsOf(graph)].sort()).toEqual([...narrow, ...wide, "bottomUpStep", "queueOfBits"].sort());
  });

  it("never look back in a directed graph whose entering arcs are not built", () => {
    const graph = withTail(uniformGraph(20_000, 100_000, true), 19_900);
    expect([...kernelsOf(graph)].sort()).toEqual([...narrow, ...wide, "queueOfBits"].sort());
  });

  it("are shared out where arcs are many, and not where threads would take longer to start", () => {
    for (const [graph, isShared] of [
      [largeGraph(false), true],
      [uniformGraph(20_000, 100_000, false), false],
    ] as const) {
      const wide: Step[] = [];
      for (const step of hopSteps(waysOf(freeze(graph, true), false), [0], Infinity)) {
        runStep(step);
        if (["bitsOfDepth", "bottomUpStep"].includes(step.kernel)) wide.push(step);
      }
      expect(wide.map(({ inOrder }) => !inOrder)).toEqual(wide.map(() => isShared));
      expect(wide.length).toBeGreaterThan(1);
    }
  });

  it("stop at any depth", () => {
    const graph = withTail(uniformGraph(5000, 25_000, false), 4900);
    for (let hopsMax = 0; hopsMax < 12; hopsMax++) kernelsOf(graph, hopsMax);
  });
});

describe("the entering arcs of a directed graph", () => {
  it("are used once they are built", () => {
    const csr = freeze(seededGraph(10, 20, 10, true), true);
    expect(waysOf(csr, false).back).toBeUndefined();
    expect(csr.in.ends.length).toBe(20);
    expect(waysOf(csr, false).back).toBe(csr.in);
  });
});
