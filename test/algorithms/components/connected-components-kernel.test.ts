// Components of frozen graphs by kernels: the ways by which they are found, on one thread and on two.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { componentSteps } from "../../../src/algorithms/components/connected-components-kernel.js";
import type { FrozenCsr } from "../../../src/kernels/core/csr.js";
import { runSteps } from "../../../src/kernels/runtime/run-steps.js";
import type { Steps } from "../../../src/kernels/runtime/steps.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import {
  anyGraph,
  expectSame,
  freeze,
  graphsOfWidth,
  largeGraph,
  type PlainGraph,
  seededGraph,
  thinGraphs,
  widths,
} from "../../kernels/arbitrary-graphs.js";

afterAll(endThreads);

/** The smallest node of each node's part, by a flood. */
function naive({ nodeCount, sources, targets }: PlainGraph): Uint32Array {
  const lists: number[][] = Array.from({ length: nodeCount }, () => []);
  sources.forEach((source, edge) => {
    lists[source].push(targets[edge]);
    lists[targets[edge]].push(source);
  });
  const labels = new Uint32Array(nodeCount).fill(nodeCount);
  for (let root = 0; root < nodeCount; root++) {
    if (labels[root] < nodeCount) continue;
    labels[root] = root;
    const open = [root];
    for (let u = open.pop(); u !== undefined; u = open.pop()) {
      for (const v of lists[u]) {
        if (labels[v] < nodeCount) continue;
        labels[v] = root;
        open.push(v);
      }
    }
  }
  return labels;
}

/** What the steps give, and the kernels that search or unite nodes. */
function traced(csr: FrozenCsr, threadCount: number): { labels: Uint32Array; kernels: string[] } {
  const kernels: string[] = [];
  function* trace(steps: Steps<Uint32Array>): Steps<Uint32Array> {
    let next = steps.next();
    for (; !next.done; next = steps.next()) {
      const { kernel } = next.value;
      if (kernel.startsWith("unite") || kernel === "setsOfFound") kernels.push(kernel);
      yield next.value;
    }
    return next.value;
  }
  return { labels: runSteps(trace(componentSteps(csr, threadCount)), threadCount), kernels };
}

function check(graph: PlainGraph): string[] {
  const csr = freeze(graph, true);
  const expected = naive(graph);
  const [one, two] = [1, 2].map((threadCount) => traced(csr, threadCount));
  expectSame(one.labels, expected);
  expectSame(two.labels, expected);
  return one.kernels;
}

/** The same nodes with numbers all over, so that few arcs lead to a number near by. */
function scattered(graph: PlainGraph, stride: number): PlainGraph {
  const place = (u: number) => (u * stride) % graph.nodeCount;
  return { ...graph, sources: graph.sources.map(place), targets: graph.targets.map(place) };
}

function line(nodeCount: number, directed: boolean): PlainGraph {
  const sources = Uint32Array.from({ length: nodeCount - 1 }, (_, i) => i);
  return {
    nodeCount,
    directed,
    sources,
    targets: sources.map((u) => u + 1),
    weights: new Float64Array(nodeCount - 1),
  };
}

describe("components by kernels", () => {
  it("leave the giant component to a search, and its arcs aside", () => {
    for (const directed of [false, true]) {
      // each leads to nodes all over
      const graph = seededGraph(5000, 60_000, 5000, directed);
      graph.targets.forEach((_, i) => {
        graph.targets[i] = (graph.sources[i] + 1 + ((i * 7919) % 4999)) % 5000;
      });
      expect(check(graph)).toEqual(["setsOfFound", "uniteUnseen"]);
    }
  });

  it("unite all arcs of a directed graph whose search has not come to its end", () => {
    expect(check(scattered(line(3000, true), 1999))).toEqual(["setsOfFound", "uniteArcs"]);
    expect(check(scattered(line(20, true), 7))).toEqual(["setsOfFound", "uniteUnseen"]);
  });

  it("unite each edge once where a search finds few, and without one where arcs lead to nodes near by", () => {
    expect(check(scattered(line(3000, false), 1999))).toEqual(["setsOfFound", "uniteBelow"]);
    expect(check(line(3000, false))).toEqual(["uniteBelow"]);
    expect(check(line(3000, true))).toEqual(["uniteArcs"]);
  });

  it("go by some arcs of each node first where there are many near by", () => {
    // rings of 900 with chords, and one node that hangs on by the first arc of its list alone
    const [sources, targets] = [[3600], [3599]];
    for (let u = 0; u < 3600; u++) {
      for (const step of [1, 2, 3, 5, 8]) {
        sources.push(u);
        targets.push(900 * Math.floor(u / 900) + ((u + step) % 900));
      }
    }
    const graph = { nodeCount: 3602, directed: false, weights: new Float64Array(sources.length) };
    expect(
      check({ ...graph, sources: Uint32Array.from(sources), targets: Uint32Array.from(targets) }),
    ).toEqual(["uniteBelow", "uniteArcs"]);
  });

  it("are those of a flood of long thin graphs", () => {
    for (const directed of [true, false]) for (const graph of thinGraphs(directed)) check(graph);
  });

  it("join what leads to nodes that a search has found, and what hangs on that", () => {
    // 0 leads to many, and is found from; 50 leads to one of those and to 51, and 52 leads to 51
    const sources = Uint32Array.from([...new Array(49).fill(0), 50, 50, 52]);
    const targets = Uint32Array.from([...Array.from({ length: 49 }, (_, i) => i + 1), 7, 51, 51]);
    const graph = { nodeCount: 54, directed: true, sources, targets, weights: new Float64Array(52) };
    expect(check(scattered(graph, 23))).toEqual(["setsOfFound", "uniteUnseen"]);
  });

  it("are those of a flood in any small graph", () => {
    fc.assert(
      fc.property(anyGraph(), (graph) => void check(graph)),
      { numRuns: 60 },
    );
  });

  it("are those of a flood of a graph that threads share", () => {
    expect(check(largeGraph(false))).toEqual(["setsOfFound", "uniteUnseen"]);
    expect(check(largeGraph(true))).toEqual(["setsOfFound", "uniteArcs"]);
  });

  it("are those of a flood at every width", { timeout: 120_000 }, () => {
    for (const width of widths) for (const graph of graphsOfWidth(width)) check(graph);
  });
});
