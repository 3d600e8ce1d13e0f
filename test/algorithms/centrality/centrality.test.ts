// Centralities against dense matrices, Gaussian elimination and lists of all shortest paths.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betweennessCentrality } from "../../../src/algorithms/centrality/betweenness-centrality.js";
import { closenessCentrality } from "../../../src/algorithms/centrality/closeness-centrality.js";
import { degreeCentrality } from "../../../src/algorithms/centrality/degree-centrality.js";
import { edgeBetweennessCentrality } from "../../../src/algorithms/centrality/edge-betweenness-centrality.js";
import { eigenvectorCentrality } from "../../../src/algorithms/centrality/eigenvector-centrality.js";
import { harmonicCentrality } from "../../../src/algorithms/centrality/harmonic-centrality.js";
import { hits } from "../../../src/algorithms/centrality/hits.js";
import { katzCentrality } from "../../../src/algorithms/centrality/katz-centrality.js";
import { pageRank } from "../../../src/algorithms/centrality/page-rank.js";
import { Graph, GroggyError } from "../../../src/index.js";
import { arcsOfCase, type Case, cases, graphOf, naiveDistances, pathGraph } from "../shared/random-graphs.js";

type Way = "out" | "in" | "both";
const ways: Way[] = ["out", "in", "both"];

/** Entry [i][j]: the weight of all arcs from node i to node j. */
function matrixOf(graph: Case, direction: Way, weighted: boolean): number[][] {
  const at = new Map(graph.ids.map((id, i) => [id, i]));
  const matrix = graph.ids.map(() => graph.ids.map(() => 0));
  for (const { from, to, edge } of arcsOfCase(graph, direction)) {
    matrix[at.get(from)!][at.get(to)!] += weighted ? edge.weight : 1;
  }
  return matrix;
}

/** x of matrix · x = right, by elimination with pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column; i < n; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = rows[i][column] / rows[column][column];
      for (let j = column; j <= n; j++) rows[i][j] -= factor * rows[column][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

function expectClose(received: Iterable<number>, expected: readonly number[], digits = 9): void {
  const values = [...received];
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < values.length; i++) expect(values[i]).toBeCloseTo(expected[i], digits);
}

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe("degreeCentrality", () => {
  it("gives a star's centre 1 and the others their share", () => {
    const star = graphOf(false, 4, [
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    expect([...degreeCentrality(star).values]).toEqual([1, 1 / 3, 1 / 3, 1 / 3]);
  });

  it("gives the only node 1, and nothing for an empty graph", () => {
    expect([...degreeCentrality(graphOf(true, 1, [])).values]).toEqual([1]);
    expect(degreeCentrality(new Graph()).length).toBe(0);
  });

  it("is what the graph says of degrees, in each direction, and sums weights", () => {
    fc.assert(
      fc.property(cases(), fc.constantFrom(...ways), (graph, direction) => {
        const { view, ids } = graph;
        const degrees = degreeCentrality(view, { direction, normalized: false });
        for (const id of ids) expect(degrees.get(id)).toBe(view.degree(id, direction));
        const strengths = degreeCentrality(view, { direction, normalized: false, weight: "weight" });
        const matrix = matrixOf(graph, direction, true);
        expectClose(strengths.values, matrix.map(sum));
        const shares = degreeCentrality(view, { direction });
        if (ids.length > 1)
          expectClose(
            shares.values,
            [...degrees.values].map((d) => d / (ids.length - 1)),
          );
      }),
    );
  });

  it("refuses options that are none", () => {
    expect(() => degreeCentrality(pathGraph(2), { direction: "up" as never })).toThrow(
      '"direction" expected "out", "in" or "both", got "up"',
    );
    expect(() => degreeCentrality(pathGraph(2), { normalized: 1 as never })).toThrow(
      '"normalized" expected a boolean, got 1',
    );
    expect(() => degreeCentrality(pathGraph(3), { weight: [1] })).toThrow(
      '"weight" expected 2 numbers, one for each edge, got 1',
    );
    expect(() => degreeCentrality(pathGraph(2), { weight: [Number.NaN] })).toThrow(RangeError);
    expect(() => degreeCentrality(pathGraph(2), null as never)).toThrow(TypeError);
  });
});

/** The stationary distribution: (I - d Pᵀ) x = (1 - d) jumps, with the rows of stranded nodes made jumps. */
function naivePageRank(graph: Case, damping: number, direction: Way, weighted: boolean, jumps?: number[]) {
  const n = graph.ids.length;
  const matrix = matrixOf(graph, direction, weighted);
  const jump = jumps ?? graph.ids.map(() => 1 / n);
  const steps = matrix.map((row) => (sum(row) === 0 ? jump : row.map((entry) => entry / sum(row))));
  const system = steps.map((_, i) => steps.map((_, j) => (i === j ? 1 : 0) - damping * steps[j][i]));
  return solve(
    system,
    jump.map((share) => (1 - damping) * share),
  );
}

describe("pageRank", () => {
  it("lets a node without arcs jump: one arc gives 1 / 2.85 and 1.85 / 2.85", () => {
    const rank = pageRank(pathGraph(2), { tolerance: 1e-12 });
    expectClose(rank.values, [1 / 2.85, 1.85 / 2.85]);
    expect(rank.converged).toBe(true);
  });

  it("is the solution of its equations, adds up to 1, and stands for weights, jumps and directions", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1 }),
        fc.constantFrom(...ways),
        fc.boolean(),
        fc.constantFrom(0, 0.5, 0.85, 0.99),
        fc.option(fc.array(fc.nat(5), { minLength: 8, maxLength: 8 }), { nil: undefined }),
        (graph, direction, weighted, damping, given) => {
          const personalization = given?.slice(0, graph.ids.length);
          if (personalization) personalization[0]++;
          const jumps = personalization?.map((share) => share / sum(personalization));
          const rank = pageRank(graph.view, {
            damping,
            direction,
            tolerance: 1e-14,
            maxIterations: 5000,
            ...(weighted && { weight: "weight" }),
            ...(personalization && { personalization }),
          });
          expect(sum(rank.values)).toBeCloseTo(1, 10);
          expectClose(rank.values, naivePageRank(graph, damping, direction, weighted, jumps), 9);
        },
      ),
    );
  });

  it("takes jumps by id, by attribute and from another result", () => {
    const graph = graphOf(true, 3, [
      [0, 1],
      [1, 2],
    ]);
    graph.nodes.set(1, { start: 2 });
    const expected = [...pageRank(graph, { personalization: [0, 1, 0] }).values];
    expect([...pageRank(graph, { personalization: new Map([[1, 7]]) }).values]).toEqual(expected);
    expect([...pageRank(graph, { personalization: [[1, 7]] }).values]).toEqual(expected);
    expect([...pageRank(graph, { personalization: "start" }).values]).toEqual(expected);
    const degrees = degreeCentrality(graph, { direction: "in" });
    expect(sum(pageRank(graph, { personalization: degrees }).values)).toBeCloseTo(1, 12);
    expect(() => pageRank(graph, { personalization: new Map([[9, 1]]) })).toThrow(GroggyError);
    expect(() => pageRank(graph, { personalization: [0, 0, 0] })).toThrow(RangeError);
    expect(() => pageRank(graph, { personalization: [1, -1, 0] })).toThrow(RangeError);
    expect(() => pageRank(graph, { personalization: [1, 1] })).toThrow("expected 3 numbers");
  });

  it("refuses jumps that are no numbers of nodes", () => {
    const graph = graphOf(true, 2, [[0, 1]]);
    graph.nodes.set(0, { name: "x" });
    for (const personalization of [7, {}, new Set([1]), new Map([[0, "x"]]), ["1", "1"], "name"]) {
      expect(() => pageRank(graph, { personalization: personalization as never })).toThrow(TypeError);
    }
    expect(() => pageRank(graph, { personalization: [1, Number.NaN] })).toThrow(RangeError);
    expect(() => pageRank(graph, { personalization: "nmae" })).toThrow(
      '"personalization" expected an attribute of the nodes, got "nmae"',
    );
    expect(() => pageRank(graph, { maxIterations: "3" as never })).toThrow(
      '"maxIterations" expected a whole number, got "3"',
    );
  });

  it("ends after maxIterations and says so, and an empty graph has none", () => {
    const rank = pageRank(
      graphOf(true, 3, [
        [0, 1],
        [1, 2],
        [2, 0],
        [0, 2],
      ]),
      { maxIterations: 2, tolerance: 0 },
    );
    expect(rank.iterations).toBe(2);
    expect(rank.converged).toBe(false);
    expect(pageRank(new Graph()).length).toBe(0);
    expect(() => pageRank(new Graph(), { damping: 1.5 })).toThrow('"damping" expected 0..1, got 1.5');
    expect(() => pageRank(new Graph(), { damping: Number.NaN })).toThrow('"damping" expected 0..1, got NaN');
  });

  it("counts an absent weight as 1, treats an edge of weight 0 as none and refuses negative ones", () => {
    const graph = new Graph();
    const [a, b, c] = graph.addNodes(3);
    graph.addEdge(a, b, { w: 3 });
    graph.addEdge(a, c);
    const rank = pageRank(graph, { weight: "w", tolerance: 1e-14 });
    const [jump, given] = [rank.get(a)!, rank.get(a)! * 0.85];
    expect(rank.get(b)! - jump).toBeCloseTo(given * 0.75, 10);
    expect(rank.get(c)! - jump).toBeCloseTo(given * 0.25, 10);
    expect([...pageRank(graph, { weight: [0, 0] }).values]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(() => pageRank(graph, { weight: [1, -1] })).toThrow(RangeError);
    graph.edges.set(0, { name: "x" });
    expect(() => pageRank(graph, { weight: "name" })).toThrow(TypeError);
  });

  it("can be called off and tells of its rounds", () => {
    const graph = pathGraph(5);
    const rounds: number[] = [];
    pageRank(graph, { maxIterations: 3, tolerance: 0, onProgress: ({ done }) => rounds.push(done) });
    expect(rounds).toEqual([1, 2, 3]);
    expect(() => pageRank(graph, { signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
  });
});

describe("hits", () => {
  it("finds the hub and the authorities of a star", () => {
    const { hubs, authorities, converged } = hits(
      graphOf(true, 4, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
    );
    expectClose(hubs.values, [1, 0, 0, 0]);
    expectClose(authorities.values, [0, 1 / 3, 1 / 3, 1 / 3]);
    expect(converged).toBe(true);
  });

  it("gives singular vectors: each follows from the other", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), fc.boolean(), (graph, weighted) => {
        const options = { tolerance: 1e-13, maxIterations: 20000, ...(weighted && { weight: "weight" }) };
        const { hubs, authorities, converged } = hits(graph.view, options);
        if (!converged) return;
        const matrix = matrixOf(graph, "out", weighted);
        const total = sum(matrix.flat());
        expect(sum(hubs.values)).toBeCloseTo(total > 0 ? 1 : 0, 9);
        const led = graph.ids.map((_, j) => sum(graph.ids.map((_, i) => matrix[i][j] * hubs.values[i])));
        expectClose(
          authorities.values,
          led.map((value) => (total > 0 ? value / sum(led) : 0)),
          6,
        );
        const plain = hits(graph.view, { ...options, normalized: false });
        expect(sum(plain.hubs.values.map((value) => value ** 2))).toBeCloseTo(total > 0 ? 1 : 0, 9);
      }),
    );
  });

  it("gives the power iteration's own values", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), (graph) => {
        const matrix = matrixOf(graph, "out", false);
        const n = graph.ids.length;
        let hub = graph.ids.map(() => 1 / n);
        for (let round = 0; round < 7; round++) {
          const authority = hub.map((_, j) => sum(hub.map((_, i) => matrix[i][j] * hub[i])));
          const next = hub.map((_, i) => sum(hub.map((_, j) => matrix[i][j] * authority[j])));
          hub = next.map((value) => value / (sum(next) || 1));
        }
        expectClose(hits(graph.view, { tolerance: 0, maxIterations: 7 }).hubs.values, hub);
      }),
    );
  });

  it("has nothing to say of an empty graph", () => {
    expect(hits(new Graph()).hubs.length).toBe(0);
  });
});

describe("eigenvectorCentrality", () => {
  it("gives a star's centre √½, and settles though the star is bipartite", () => {
    const { values, converged } = eigenvectorCentrality(
      graphOf(false, 4, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
    );
    expectClose(values, [Math.SQRT1_2, 1 / Math.sqrt(6), 1 / Math.sqrt(6), 1 / Math.sqrt(6)], 5);
    expect(converged).toBe(true);
  });

  it("is an eigenvector of length 1 with the largest Rayleigh quotient, where undirected", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1, directed: false }), fc.boolean(), (graph, weighted) => {
        const options = { tolerance: 1e-12, maxIterations: 50000, ...(weighted && { weight: "weight" }) };
        const { values, converged } = eigenvectorCentrality(graph.view, options);
        expect(sum(values.map((value) => value ** 2))).toBeCloseTo(1, 9);
        if (!converged) return;
        const matrix = matrixOf(graph, "out", weighted);
        const image = matrix.map((row) => sum(row.map((entry, j) => entry * values[j])));
        const quotient = sum(image.map((value, i) => value * values[i]));
        expectClose(
          image,
          [...values].map((value) => quotient * value),
          4,
        );
        // no row sum average can pass it: the vector of ones has a smaller quotient
        expect(quotient).toBeGreaterThanOrEqual(sum(matrix.flat()) / graph.ids.length - 1e-6);
      }),
    );
  });

  it("is an eigenvector of the arcs in a direction", () => {
    fc.assert(
      fc.property(cases({ nodesMin: 1 }), fc.constantFrom(...ways), (graph, direction) => {
        const matrix = matrixOf(graph, direction, false);
        const options = { direction, tolerance: 1e-12, maxIterations: 50000 };
        const { values, converged } = eigenvectorCentrality(graph.view, options);
        expect(sum(values.map((value) => value ** 2))).toBeCloseTo(1, 9);
        if (!converged) return;
        const image = matrix.map((row) => sum(row.map((entry, j) => entry * values[j])));
        const eigenvalue = Math.sqrt(sum(image.map((value) => value ** 2)));
        expectClose(
          image,
          [...values].map((value) => eigenvalue * value),
        );
      }),
    );
    expect(eigenvectorCentrality(new Graph()).length).toBe(0);
  });
});

describe("katzCentrality", () => {
  it("solves its equations", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 1, weightMax: 2 }),
        fc.constantFrom(...ways),
        fc.boolean(),
        (graph, direction, weighted) => {
          // at most 40 arcs of weight 2 at a node
          const [alpha, beta] = [0.01, 2];
          const matrix = matrixOf(graph, direction, weighted);
          const system = matrix.map((row, i) => row.map((entry, j) => (i === j ? 1 : 0) - alpha * entry));
          const expected = solve(
            system,
            graph.ids.map(() => beta),
          );
          const options = { alpha, beta, direction, tolerance: 1e-13, ...(weighted && { weight: "weight" }) };
          expectClose(katzCentrality(graph.view, { ...options, normalized: false }).values, expected);
          const length = Math.sqrt(sum(expected.map((value) => value ** 2)));
          expectClose(
            katzCentrality(graph.view, options).values,
            expected.map((value) => value / length),
          );
        },
      ),
    );
  });

  it("says so when alpha is too large for an answer", () => {
    const cycle = graphOf(true, 2, [
      [0, 1],
      [1, 0],
    ]);
    expect(() => katzCentrality(cycle, { alpha: 3 })).toThrow('"alpha" expected less than one over');
    expect(katzCentrality(cycle, { alpha: 1, maxIterations: 10 }).converged).toBe(false);
    expect(katzCentrality(new Graph()).length).toBe(0);
  });
});

describe("closenessCentrality and harmonicCentrality", () => {
  it("give a path's middle the most", () => {
    const path = pathGraph(3, false);
    expectClose(closenessCentrality(path).values, [2 / 3, 1, 2 / 3]);
    expectClose(harmonicCentrality(path).values, [1.5, 2, 1.5]);
    expectClose(harmonicCentrality(path, { normalized: true }).values, [0.75, 1, 0.75]);
    // directed, the first is reached by no one
    expectClose(closenessCentrality(pathGraph(3)).values, [0, 0.5, 2 / 3]);
    expectClose(closenessCentrality(pathGraph(3), { improved: false }).values, [0, 1, 2 / 3]);
  });

  it("follow from the distances between all pairs", () => {
    fc.assert(
      fc.property(cases(), fc.constantFrom(...ways), fc.boolean(), (graph, direction, weighted) => {
        const arcs = arcsOfCase(graph, direction);
        const options = { direction, ...(weighted && { weight: "weight" }) };
        const closeness = closenessCentrality(graph.view, options);
        const plain = closenessCentrality(graph.view, { ...options, improved: false });
        const harmonic = harmonicCentrality(graph.view, options);
        const n = graph.ids.length;
        for (const id of graph.ids) {
          const distances = naiveDistances(graph, arcs, id, weighted ? undefined : () => 1);
          distances.delete(id);
          const near = [...distances.values()].filter((distance) => distance < Infinity);
          const total = sum(near);
          const expected = total > 0 ? near.length / total : 0;
          expect(plain.get(id)).toBeCloseTo(expected, 12);
          expect(closeness.get(id)).toBeCloseTo(n > 1 ? (expected * near.length) / (n - 1) : 0, 12);
          const inverse = sum(near.filter((distance) => distance > 0).map((distance) => 1 / distance));
          expect(harmonic.get(id)).toBeCloseTo(inverse, 12);
        }
      }),
    );
  });
});

/** All shortest paths from one node to another as lists of nodes, by trying everything. */
function shortestPaths(graph: Case, direction: Way, weighted: boolean, from: number, to: number): number[][] {
  const lengths = new Map<string, number>();
  const next = new Map<number, Set<number>>(graph.ids.map((id) => [id, new Set()]));
  for (const arc of arcsOfCase(graph, direction)) {
    const key = `${arc.from},${arc.to}`;
    const length = weighted ? arc.edge.weight : 1;
    lengths.set(key, Math.min(lengths.get(key) ?? Infinity, length));
    next.get(arc.from)!.add(arc.to);
  }
  let best = Infinity;
  let found: number[][] = [];
  const walk = (path: number[], length: number): void => {
    const at = path[path.length - 1];
    if (length > best) return;
    if (at === to) {
      if (length < best) found = [];
      best = length;
      found.push(path);
      return;
    }
    for (const v of next.get(at)!) {
      if (!path.includes(v)) walk([...path, v], length + lengths.get(`${at},${v}`)!);
    }
  };
  walk([from], 0);
  return found;
}

function naiveBetweenness(graph: Case, direction: Way, weighted: boolean) {
  const nodes = new Map(graph.ids.map((id) => [id, 0]));
  const edges = new Map(graph.edges.map(({ id }) => [id, 0]));
  const arcs = arcsOfCase(graph, direction);
  const half = !graph.directed || direction === "both" ? 0.5 : 1;
  for (const from of graph.ids) {
    for (const to of graph.ids) {
      if (from === to) continue;
      const paths = shortestPaths(graph, direction, weighted, from, to);
      for (const path of paths) {
        for (const id of path.slice(1, -1)) nodes.set(id, nodes.get(id)! + half / paths.length);
        for (let i = 1; i < path.length; i++) {
          const between = arcs.filter((arc) => arc.from === path[i - 1] && arc.to === path[i]);
          const least = Math.min(...between.map(({ edge }) => (weighted ? edge.weight : 1)));
          const used = between.filter(({ edge }) => (weighted ? edge.weight : 1) === least);
          for (const { edge } of used)
            edges.set(edge.id, edges.get(edge.id)! + half / paths.length / used.length);
        }
      }
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

describe("betweennessCentrality and edgeBetweennessCentrality", () => {
  it("give a path's inner nodes and edges what lies to either side", () => {
    const path = pathGraph(4, false);
    expect([...betweennessCentrality(path, { normalized: false }).values]).toEqual([0, 2, 2, 0]);
    expect([...edgeBetweennessCentrality(path, { normalized: false }).values]).toEqual([3, 4, 3]);
    expectClose(betweennessCentrality(path).values, [0, 2 / 3, 2 / 3, 0]);
    expectClose(edgeBetweennessCentrality(path).values, [1 / 2, 2 / 3, 1 / 2]);
    expect(betweennessCentrality(path).errorBound).toBe(0);
  });

  it("share what leads along paths of the same length", () => {
    const square = graphOf(false, 4, [
      [0, 1, 1],
      [0, 2, 1],
      [1, 3, 2],
      [2, 3, 2],
      [0, 3, 5],
    ]);
    const options = { weight: "weight", normalized: false };
    expect([...betweennessCentrality(square, options).values]).toEqual([1, 0.5, 0.5, 0]);
    expect([...edgeBetweennessCentrality(square, options).values]).toEqual([2.5, 2.5, 1.5, 1.5, 0]);
  });

  it("follow from the list of all shortest paths", () => {
    fc.assert(
      fc.property(
        cases({ nodesMax: 6, edgesMax: 14, weightMin: 1 }),
        fc.constantFrom(...ways),
        fc.boolean(),
        (graph, direction, weighted) => {
          const options = { direction, ...(weighted && { weight: "weight" }) };
          const expected = naiveBetweenness(graph, direction, weighted);
          const plain = { ...options, normalized: false };
          expectClose(betweennessCentrality(graph.view, plain).values, expected.nodes);
          expectClose(edgeBetweennessCentrality(graph.view, plain).values, expected.edges);
          const n = graph.ids.length;
          const twice = !graph.directed || direction === "both" ? 2 : 1;
          const scaled = (value: number, pairs: number) => (pairs > 0 ? (twice * value) / pairs : 0);
          expectClose(
            betweennessCentrality(graph.view, options).values,
            expected.nodes.map((value) => scaled(value, (n - 1) * (n - 2))),
          );
          expectClose(
            edgeBetweennessCentrality(graph.view, options).values,
            expected.edges.map((value) => scaled(value, n * (n - 1))),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it("stay within their error bound when sampled, and are exact when all are", () => {
    fc.assert(
      fc.property(
        cases({ nodesMin: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(1000),
        (graph, samples, seed) => {
          for (const measure of [betweennessCentrality, edgeBetweennessCentrality]) {
            for (const normalized of [true, false]) {
              const exact = measure(graph.view, { normalized });
              const sampled = measure(graph.view, { samples, seed, normalized });
              expect([...measure(graph.view, { samples, seed, normalized }).values]).toEqual([
                ...sampled.values,
              ]);
              if (samples >= graph.ids.length) expect([...sampled.values]).toEqual([...exact.values]);
              if (samples < graph.ids.length && graph.edges.length > 0)
                expect(sampled.errorBound).toBeGreaterThan(0);
              for (const [id, value] of exact) {
                expect(Math.abs(sampled.get(id)! - value)).toBeLessThanOrEqual(sampled.errorBound + 1e-9);
              }
            }
          }
        },
      ),
    );
  });

  it("refuse lengths that are not above 0", () => {
    expect(() => betweennessCentrality(pathGraph(2), { weight: [0] })).toThrow(RangeError);
    expect(() => betweennessCentrality(pathGraph(2), { samples: 0 })).toThrow(
      '"samples" expected a whole number of at least 1, got 0',
    );
    expect(betweennessCentrality(new Graph()).length).toBe(0);
    expect(edgeBetweennessCentrality(new Graph()).length).toBe(0);
  });
});
