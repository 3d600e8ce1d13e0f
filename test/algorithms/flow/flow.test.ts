// Flows and cuts, against all ways to part the nodes; the cheapest flow, against all flows there are.
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { globalMinimumCut } from "../../../src/algorithms/flow/global-minimum-cut.js";
import { maximumFlow } from "../../../src/algorithms/flow/maximum-flow.js";
import { minimumCostFlow } from "../../../src/algorithms/flow/minimum-cost-flow.js";
import { minimumCut } from "../../../src/algorithms/flow/minimum-cut.js";
import { networkSimplex } from "../../../src/algorithms/flow/network-simplex.js";
import { maximumWeightMatching } from "../../../src/algorithms/matching/maximum-weight-matching.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { type Case, caseOf, cases, graphOf, pathGraph } from "../shared/random-graphs.js";

// as it is, but counting its calls
vi.mock("../../../src/algorithms/flow/network-simplex.js", async (importOriginal) => {
  const module = await importOriginal<{ networkSimplex: typeof networkSimplex }>();
  return { networkSimplex: vi.fn(module.networkSimplex) };
});

const missing = expect.objectContaining({ code: "NODE_NOT_FOUND" });

/** A case with two different nodes. */
const ends = (options = {}) =>
  fc
    .tuple(cases({ nodesMin: 4, ...options }), fc.nat(), fc.nat())
    .filter(([plain]) => plain.ids.length > 1)
    .map(([plain, a, b]) => {
      const source = plain.ids[a % plain.ids.length];
      const others = plain.ids.filter((id) => id !== source);
      return { plain, source, target: others[b % others.length] };
    });

/** The values of all cuts by the nodes on the first side. */
function naiveCuts({ ids, edges, directed }: Case, isSplit: (side: Set<number>) => boolean): number[] {
  const values: number[] = [];
  for (let bits = 0; bits < 2 ** ids.length; bits++) {
    const side = new Set(ids.filter((_, i) => (bits >>> i) & 1));
    if (!isSplit(side)) continue;
    let value = 0;
    for (const { source, target, weight } of edges) {
      if (side.has(source) && !side.has(target)) value += weight;
      if (!directed && side.has(target) && !side.has(source)) value += weight;
    }
    values.push(value);
  }
  return values;
}

/** What leaves each node less what enters it. */
function balances({ ids, edges }: Case, flow: (edge: number) => number): Map<number, number> {
  const sums = new Map(ids.map((id) => [id, 0]));
  for (const { id, source, target } of edges) {
    sums.set(source, sums.get(source)! + flow(id));
    sums.set(target, sums.get(target)! - flow(id));
  }
  return sums;
}

/** A cheapest flow is cheapest just if no cycle of what could flow on or be taken back costs less than 0. */
function checkCheapest(plain: Case, prng: Prng, most: number): void {
  const cost = plain.edges.map(() => prng.below(7));
  const amount = prng.below(2) === 0 ? Infinity : prng.below(most + 1);
  const options = { capacity: "weight", weight: cost, amount };
  const found = minimumCostFlow(plain.view, 0, 23, options);
  expect(found.value).toBe(Math.min(most, amount));
  let sum = 0;
  const arcs: [number, number, number][] = [];
  plain.edges.forEach(({ id, source, target, weight }, i) => {
    const flow = found.flow.get(id)!;
    sum += Math.abs(flow) * cost[i];
    expect(flow).toBeLessThanOrEqual(weight);
    expect(flow).toBeGreaterThanOrEqual(plain.directed ? 0 : -weight);
    if (flow < weight) arcs.push([source, target, flow < 0 ? -cost[i] : cost[i]]);
    if (flow > (plain.directed ? 0 : -weight)) arcs.push([target, source, flow > 0 ? -cost[i] : cost[i]]);
  });
  expect(found.cost).toBe(sum);
  for (const [id, balance] of balances(plain, (edge) => found.flow.get(edge)!))
    expect(balance + 0).toBe((id === 0 ? found.value : id === 23 ? -found.value : 0) + 0);
  const distances = new Float64Array(24);
  let changes = true;
  for (let round = 0; round < 24 && changes; round++) {
    changes = false;
    for (const [from, to, weight] of arcs) {
      if (distances[from] + weight >= distances[to]) continue;
      distances[to] = distances[from] + weight;
      changes = true;
    }
  }
  expect(changes).toBe(false);
}

/** Two ways of 3 and 2, of which a short cut of 1 takes from the one to the other. */
const pipes = (directed = true) =>
  graphOf(directed, 4, [
    [0, 1, 3],
    [0, 2, 2],
    [1, 2, 1],
    [1, 3, 2],
    [2, 3, 3],
  ]);

describe("a greatest flow and a least cut", () => {
  it("of a few pipes", () => {
    const { value, flow } = maximumFlow(pipes(), 0, 3, { capacity: "weight" });
    expect([value, ...flow.values]).toEqual([5, 3, 2, 1, 2, 3]);
    const cut = minimumCut(pipes(), 0, 3, { capacity: "weight" });
    expect([cut.value, [...cut.edges], [...cut.nodes]]).toEqual([5, [0, 1], [0]]);
    expect(maximumFlow(pipes(), 3, 0).value).toBe(0);
    expect(maximumFlow(pipes(), 0, 3).value).toBe(2);
    expect(maximumFlow(pipes(false), 3, 0, { capacity: "weight" }).value).toBe(5);
  });

  it("are as great as the least of all cuts", () => {
    fc.assert(
      fc.property(ends({ edgesMax: 24 }), ({ plain, source, target }) => {
        const { view, edges, directed } = plain;
        const least = Math.min(...naiveCuts(plain, (side) => side.has(source) && !side.has(target)));
        const capacity = edges.map(({ weight }) => weight);
        const { value, flow } = maximumFlow(view, source, target, { capacity });
        expect(value).toBe(least);
        for (const { id, weight } of edges) {
          expect(flow.get(id)).toBeLessThanOrEqual(weight);
          expect(flow.get(id)).toBeGreaterThanOrEqual(directed ? 0 : -weight);
        }
        for (const [id, sum] of balances(plain, (edge) => flow.get(edge)!))
          expect(sum + 0).toBe(id === source ? value : id === target ? -value + 0 : 0);
        const cut = minimumCut(view, source, target, { capacity });
        expect(cut.value).toBe(least);
        const side = new Set(cut.nodes);
        expect([side.has(source), side.has(target)]).toEqual([true, false]);
        const crossing = edges.filter(
          (edge) =>
            (side.has(edge.source) && !side.has(edge.target)) ||
            (!directed && side.has(edge.target) && !side.has(edge.source)),
        );
        expect([...cut.edges]).toEqual(crossing.map(({ id }) => id));
        expect(crossing.reduce((sum, { weight }) => sum + weight, 0)).toBe(least);
      }),
      { numRuns: 300 },
    );
  });

  it("prove each other where there are ways to take back", () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), fc.integer({ min: 20, max: 160 }), (seed, directed, edgeCount) => {
        const prng = new Prng(seed);
        const pairs = Array.from(
          { length: edgeCount },
          () => [prng.below(24), prng.below(24), prng.below(9)] as const,
        );
        const plain = caseOf(graphOf(directed, 24, pairs));
        const { value, flow } = maximumFlow(plain.view, 0, 23, { capacity: "weight" });
        for (const { id, weight } of plain.edges) {
          expect(flow.get(id)).toBeLessThanOrEqual(weight);
          expect(flow.get(id)).toBeGreaterThanOrEqual(directed ? 0 : -weight);
        }
        for (const [id, sum] of balances(plain, (edge) => flow.get(edge)!))
          expect(sum + 0).toBe((id === 0 ? value : id === 23 ? -value : 0) + 0);
        const side = new Set(minimumCut(plain.view, 0, 23, { capacity: "weight" }).nodes);
        expect([side.has(0), side.has(23)]).toEqual([true, false]);
        // no flow is greater than a cut
        const cut = plain.edges.reduce((sum, { source, target, weight }) => {
          const out = side.has(source) && !side.has(target);
          return sum + (out || (!directed && side.has(target) && !side.has(source)) ? weight : 0);
        }, 0);
        expect(value).toBe(cut);
        checkCheapest(plain, prng, value);
      }),
      { numRuns: 200 },
    );
  });

  it("agree where capacities are fractions and the graph is large", () => {
    const graph = new Graph();
    const prng = new Prng(3);
    graph.addNodes(500);
    const draw = () => Uint32Array.from({ length: 4000 }, () => prng.below(500));
    graph.addEdges(draw(), draw());
    const capacity = Float64Array.from({ length: 4000 }, () => prng.float() / 3);
    const { value } = maximumFlow(graph, 0, 499, { capacity });
    expect(value).toBeGreaterThan(0.1);
    expect(minimumCut(graph, 0, 499, { capacity }).value).toBeCloseTo(value, 10);
    const cheap = minimumCostFlow(graph, 0, 499, { capacity });
    expect(cheap.value).toBeCloseTo(value, 10);
  });

  it("go down a long path, without a bound on some of it", () => {
    const graph = pathGraph(100_001);
    const capacity = new Float64Array(100_000).fill(Infinity);
    expect(() => maximumFlow(graph, 0, 100_000, { capacity })).toThrow(RangeError);
    capacity[50_000] = 7;
    const { value, flow } = maximumFlow(graph, 0, 100_000, { capacity });
    expect([value, flow.get(0)]).toEqual([7, 7]);
    expect([...minimumCut(graph, 0, 100_000, { capacity }).edges]).toEqual([50_000]);
  });

  it("have their mistakes told", () => {
    const graph = pipes();
    for (const find of [maximumFlow, minimumCut, minimumCostFlow]) {
      expect(() => find(graph, 0, 9)).toThrow(missing);
      expect(() => find(graph, 9, 0)).toThrow(missing);
      expect(() => find(graph, 1, 1)).toThrow(RangeError);
      expect(() => find(graph, 0, 3, { capacity: [1, 1, -1, 1, 1] })).toThrow(
        /"capacity" .* got -1 for edge 2/,
      );
      expect(() => find(graph, 0, 3, { signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
    }
  });
});

describe("a least cut between any two sides", () => {
  it("parts two clusters", () => {
    const graph = graphOf(false, 6, [
      [0, 1, 3],
      [1, 2, 3],
      [2, 0, 3],
      [3, 4, 3],
      [4, 5, 3],
      [5, 3, 3],
      [2, 3, 2],
      [0, 5, 1],
    ]);
    const cut = globalMinimumCut(graph, { weight: "weight" })!;
    expect([cut.value, [...cut.edges], [...cut.nodes]]).toEqual([3, [6, 7], [3, 4, 5]]);
    expect(globalMinimumCut(new Graph())).toBeUndefined();
    expect(() => globalMinimumCut(graph, { weight: [1, 1, 1, 1, 1, 1, 1, -1] })).toThrow(RangeError);
  });

  it("is the least of all, without direction", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 24 }), (plain) => {
        const undirected = { ...plain, directed: false };
        const { ids, edges } = plain;
        const values = naiveCuts(undirected, (side) => side.size > 0 && side.size < ids.length);
        const cut = globalMinimumCut(plain.view, { weight: edges.map(({ weight }) => weight) });
        if (ids.length < 2) {
          expect(cut).toBeUndefined();
          return;
        }
        expect(cut!.value).toBe(Math.min(...values));
        const side = new Set(cut!.nodes);
        expect([side.has(ids[0]), side.size > 0]).toEqual([false, true]);
        const crossing = edges.filter(({ source, target }) => side.has(source) !== side.has(target));
        expect([...cut!.edges]).toEqual(crossing.map(({ id }) => id));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a cheapest flow", () => {
  // nine ways and more, which one after the other would take long
  it.each([8, 9, 10, 40])("of %i units assigns each to a place of its own as a matching does", (count) => {
    const prng = new Prng(count);
    const graph = new Graph();
    graph.addNodes(2 * count + 2);
    const [from, to] = [2 * count, 2 * count + 1];
    const sources: number[] = [];
    const targets: number[] = [];
    for (let i = 0; i < count; i++) {
      sources.push(from, count + i);
      targets.push(i, to);
      for (let k = 0; k < count; k++) {
        sources.push(i);
        targets.push(count + k);
      }
    }
    graph.addEdges(sources, targets);
    const weight = sources.map((source, i) => (source === from || targets[i] === to ? 0 : prng.below(50)));
    vi.mocked(networkSimplex).mockClear();
    const { value, cost, flow } = minimumCostFlow(graph, from, to, { weight });
    // up to eight ways are found one by one
    expect(networkSimplex).toHaveBeenCalledTimes(count > 8 ? 1 : 0);
    const pairs = graph.subgraph(
      graph.edges.select(sources.flatMap((source, i) => (source === from || targets[i] === to ? [] : [i]))),
    );
    const gain = [...pairs.edges.ids()].map((edge) => -weight[edge]);
    const best = maximumWeightMatching(pairs, { weight: gain, maxCardinality: true });
    expect([value, cost + 0]).toEqual([count, 0 - best.weight]);
    expect(new Set(flow.values)).toEqual(new Set([0, 1]));
  });

  it("of fractions at fractions of cost cannot be made cheaper", () => {
    const input = fc.record({
      nodeCount: fc.integer({ min: 12, max: 40 }),
      directed: fc.boolean(),
      seed: fc.nat(),
      capped: fc.boolean(),
    });
    vi.mocked(networkSimplex).mockClear();
    fc.assert(
      fc.property(input, ({ nodeCount, directed, seed, capped }) => {
        const prng = new Prng(seed);
        const pairs = Array.from(
          { length: 8 * nodeCount },
          () => [prng.below(nodeCount), prng.below(nodeCount), prng.float() * 3] as const,
        );
        const plain = caseOf(graphOf(directed, nodeCount, pairs));
        const weight = plain.edges.map(() => prng.float() * 10);
        const most = maximumFlow(plain.view, 0, 1, { capacity: "weight" }).value;
        const amount = capped ? most * 0.9 : Infinity;
        const found = minimumCostFlow(plain.view, 0, 1, { capacity: "weight", weight, amount });
        expect(found.value).toBeCloseTo(Math.min(most, amount), 9);
        const arcs: [number, number, number][] = [];
        plain.edges.forEach(({ id, source, target, weight: capacity }, i) => {
          const flow = found.flow.get(id)!;
          expect(flow).toBeLessThanOrEqual(capacity);
          expect(flow).toBeGreaterThanOrEqual(directed ? 0 : -capacity);
          const cost = flow < -1e-9 ? -weight[i] : weight[i];
          if (flow < capacity - 1e-9) arcs.push([source, target, cost]);
          const back = flow > 1e-9 ? -weight[i] : weight[i];
          if (flow > (directed ? 0 : -capacity) + 1e-9) arcs.push([target, source, back]);
        });
        for (const [id, balance] of balances(plain, (edge) => found.flow.get(edge)!))
          expect(balance).toBeCloseTo(id === 0 ? found.value : id === 1 ? -found.value : 0, 9);
        // no cycle of what could flow on, or be taken back, costs less than 0
        const distances = new Float64Array(nodeCount);
        let changes = true;
        for (let round = 0; round < nodeCount && changes; round++) {
          changes = false;
          for (const [from, to, cost] of arcs) {
            if (distances[from] + cost >= distances[to] - 1e-9) continue;
            distances[to] = distances[from] + cost;
            changes = true;
          }
        }
        expect(changes).toBe(false);
      }),
      { numRuns: 150 },
    );
    expect(vi.mocked(networkSimplex).mock.calls.length).toBeGreaterThan(50);
  });

  it("of all that fits goes round cycles of cost 0, and past edges without room", () => {
    const graph = graphOf(true, 12, [
      ...Array.from({ length: 10 }, (_, i) => [0, i + 1, 1] as const),
      ...Array.from({ length: 10 }, (_, i) => [i + 1, 11, 1] as const),
      [1, 2, 5],
      [2, 1, 5],
      [0, 11, 0],
      [5, 5, 9],
    ]);
    const weight = Array.from({ length: 24 }, (_, i) => (i < 20 ? i % 10 : 0));
    const { value, cost, flow } = minimumCostFlow(graph, 0, 11, { capacity: "weight", weight });
    expect([value, cost, flow.get(22), flow.get(23)]).toEqual([10, 90, 0, 0]);
  });

  it("of an amount needs no bound on capacities", () => {
    const graph = new Graph();
    graph.addNodes(22);
    for (let i = 0; i < 20; i++) {
      graph.addEdge(0, i + 2);
      graph.addEdge(i + 2, 1);
    }
    const weight = Float64Array.from({ length: 40 }, (_, i) => i >> 1);
    const capacity = new Float64Array(40).fill(3);
    capacity[39] = capacity[38] = Infinity;
    const { value, cost, flow } = minimumCostFlow(graph, 0, 1, { capacity, weight, amount: 100 });
    // three over each of 19 ways, and the rest, 43, over the dearest
    expect([value, flow.get(38)]).toEqual([100, 43]);
    expect(cost).toBe(3 * 2 * ((18 * 19) / 2) + 43 * 2 * 19);
    expect(() => minimumCostFlow(graph, 0, 1, { capacity, weight })).toThrow(/"capacity" expected a bound/);
  });

  it("takes the dear way only for what does not fit through the cheap one", () => {
    const graph = pipes();
    const options = { capacity: "weight", weight: [1, 5, 1, 9, 1] };
    const { value, cost, flow } = minimumCostFlow(graph, 0, 3, options);
    expect([value, cost, ...flow.values]).toEqual([5, 3 + 10 + 1 + 18 + 3, 3, 2, 1, 2, 3]);
    const few = minimumCostFlow(graph, 0, 3, { ...options, amount: 2 });
    expect([few.value, few.cost, ...few.flow.values]).toEqual([2, 9, 1, 1, 1, 0, 2]);
    expect(() => minimumCostFlow(graph, 0, 3, { amount: -1 })).toThrow(RangeError);
    const negative = graphOf(true, 2, [
      [0, 1, 1],
      [1, 0, -2],
    ]);
    expect(() => minimumCostFlow(negative, 0, 1, { weight: "weight" })).toThrow(
      expect.objectContaining({ code: "NEGATIVE_CYCLE" }),
    );
  });

  it("costs the least of all flows of its value", () => {
    const input = fc.tuple(
      ends({ nodesMax: 4, edgesMax: 6, weightMax: 2 }),
      fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 6, maxLength: 6 }),
      fc.option(fc.nat(3)),
    );
    fc.assert(
      fc.property(input, ([{ plain, source, target }, costs, amount]) => {
        const { view, edges, directed } = plain;
        const weight = edges.map((_, i) => (directed ? costs[i] : Math.max(0, costs[i])));
        const capacity = edges.map((edge) => edge.weight);
        const most = Math.min(amount ?? Infinity, maximumFlow(view, source, target, { capacity }).value);
        let least = Infinity;
        let hasNegativeCycle = false;
        // every flow of whole numbers
        const flows = edges.reduce<number[][]>(
          (all, edge) =>
            all.flatMap((flow) => {
              const low = directed ? 0 : -edge.weight;
              return Array.from({ length: edge.weight - low + 1 }, (_, i) => [...flow, low + i]);
            }),
          [[]],
        );
        for (const flow of flows) {
          const at = new Map(edges.map(({ id }, i) => [id, flow[i]]));
          const sums = balances(plain, (edge) => at.get(edge)!);
          const cost = flow.reduce((sum, each, i) => {
            const loop = edges[i].source === edges[i].target;
            return sum + (loop ? 0 : Math.abs(each) * weight[i]);
          }, 0);
          if ([...sums.values()].every((sum) => sum === 0) && cost < 0) hasNegativeCycle = true;
          const fits = plain.ids.every(
            (id) => sums.get(id) === (id === source ? most : id === target ? -most : 0) + 0,
          );
          if (fits && cost < least) least = cost;
        }
        const options = { capacity, weight, ...(amount === null ? {} : { amount }) };
        if (hasNegativeCycle) {
          expect(() => minimumCostFlow(view, source, target, options)).toThrow(/negative cost/);
          return;
        }
        const found = minimumCostFlow(view, source, target, options);
        expect([found.value, found.cost + 0]).toEqual([most, least + 0]);
        for (const [id, sum] of balances(plain, (edge) => found.flow.get(edge)!))
          expect(sum + 0).toBe((id === source ? most : id === target ? -most : 0) + 0);
        for (const { id, weight: most } of edges)
          expect(Math.abs(found.flow.get(id)!)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 150 },
    );
  });
});
