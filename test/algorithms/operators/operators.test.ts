// Operators on views against sets of ids and of pairs.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectedComponents } from "../../../src/algorithms/components/connected-components.js";
import { stronglyConnectedComponents } from "../../../src/algorithms/components/strongly-connected-components.js";
import { sampleEdges } from "../../../src/algorithms/generators/sample-edges.js";
import { sampleNodes } from "../../../src/algorithms/generators/sample-nodes.js";
import { complement } from "../../../src/algorithms/operators/complement.js";
import { condensation } from "../../../src/algorithms/operators/condensation.js";
import { contract } from "../../../src/algorithms/operators/contract.js";
import { difference } from "../../../src/algorithms/operators/difference.js";
import { disjointUnion } from "../../../src/algorithms/operators/disjoint-union.js";
import { intersection } from "../../../src/algorithms/operators/intersection.js";
import { lineGraph } from "../../../src/algorithms/operators/line-graph.js";
import { reverse } from "../../../src/algorithms/operators/reverse.js";
import { toUndirected } from "../../../src/algorithms/operators/to-undirected.js";
import { transitiveClosure } from "../../../src/algorithms/operators/transitive-closure.js";
import { union } from "../../../src/algorithms/operators/union.js";
import { isAcyclic } from "../../../src/algorithms/structure/is-acyclic.js";
import { neighborhood } from "../../../src/algorithms/traversal/neighborhood.js";
import { Graph, type GraphView } from "../../../src/index.js";
import {
  arcsOfCase,
  type Case,
  caseOf,
  cases,
  graphOf,
  naiveDistances,
  pathGraph,
} from "../shared/random-graphs.js";

const foreign = expect.objectContaining({ code: "FOREIGN_VIEW" });

/** The edges of a view as text, and that its reads agree with each other. */
function edgesOf(view: GraphView): string[] {
  const csr = view.csr();
  for (const id of view.nodes.ids()) {
    const index = csr.indexOf(id);
    const far = (half: typeof csr.out) =>
      [...half.ends.subarray(half.offsets[index], half.offsets[index + 1])].map((i) => csr.nodeIds[i]);
    expect([...new Set(far(csr.out))].sort()).toEqual([...view.neighbors(id, "out")].sort());
    expect([...new Set(far(csr.in))].sort()).toEqual([...view.neighbors(id, "in")].sort());
    expect(far(csr.out)).toHaveLength(view.directed ? view.degree(id, "out") : view.degree(id));
  }
  return [...view.edges.ids()].map((id) => `${id}: ${view.source(id)} ${view.target(id)}`);
}

const shown = (edges: Case["edges"]) => edges.map(({ id, source, target }) => `${id}: ${source} ${target}`);

describe("views of the same elements", () => {
  it("turned round and without direction keep ids and attributes", () => {
    fc.assert(
      fc.property(cases(), (plain) => {
        const { view, ids, edges } = plain;
        const turned = reverse(view);
        expect(turned.directed).toBe(plain.directed);
        expect([...turned.nodes.ids()]).toEqual(ids);
        const back = edges.map((edge) => ({ ...edge, source: edge.target, target: edge.source }));
        expect(edgesOf(turned)).toEqual(shown(back));
        expect(edgesOf(reverse(turned))).toEqual(shown(edges));
        const either = toUndirected(view);
        expect(either.directed).toBe(false);
        expect(edgesOf(either)).toEqual(shown(edges));
        for (const other of [turned, either]) {
          expect(other.edges.column("weight").toArray()).toEqual(view.edges.column("weight").toArray());
          const kept = ids.filter((_, i) => i % 2 === 0);
          const part = caseOf(other.subgraph(other.nodes.select(kept)));
          const inside = edges.filter((e) => kept.includes(e.source) && kept.includes(e.target));
          expect(part.edges.map(({ id }) => id)).toEqual(inside.map(({ id }) => id));
        }
        const { sources, targets } = transitiveClosure(either);
        const same = transitiveClosure(toUndirected(turned));
        expect([sources, targets]).toEqual([same.sources, same.targets]);
      }),
    );
  });

  it("of the live graph stay what they were", () => {
    const graph = pathGraph(3);
    const views = [
      reverse(graph),
      toUndirected(graph),
      union(graph, graph),
      difference(graph, reverse2(graph)),
    ];
    const before = views.map(edgesOf);
    graph.addEdge(0, 2);
    graph.removeNode(1);
    expect(views.map(edgesOf)).toEqual(before);
  });
});

/** No edge of the graph, in a view of it. */
function reverse2(graph: Graph): GraphView {
  return graph.subgraph(graph.edges.select([]));
}

describe("sets of elements", () => {
  /** Two states of a graph with attributes and labels. */
  function states() {
    const graph = new Graph();
    graph.addNodes(4, { labels: "A", attributes: { name: ["a", "b", "c", "d"] } });
    graph.addEdges([0, 1], [1, 2], { type: "T", attributes: { weight: [1, 2] } });
    graph.commit("old");
    const old = graph.at("main");
    graph.nodes.set(0, { name: "z", age: 3 });
    graph.removeNode(3);
    graph.removeEdge(1);
    const added = graph.addNode("B", { name: "e", age: 5 });
    graph.addEdge(added, 0, "U", { weight: 9 });
    return { graph, old };
  }

  it("have what is in one or the other, as the first has it", () => {
    const { graph, old } = states();
    const both = union(graph, old);
    expect([...both.nodes.ids()]).toEqual([0, 1, 2, 3, 4]);
    expect(both.nodes.column("name").toArray()).toEqual(["z", "b", "c", "d", "e"]);
    expect(both.nodes.column("age").toArray()).toEqual([3, undefined, undefined, undefined, 5]);
    expect([...both.nodes.ids()].map((id) => both.nodes.labels(id))).toEqual([
      ["A"],
      ["A"],
      ["A"],
      ["A"],
      ["B"],
    ]);
    expect(edgesOf(both)).toEqual(["0: 0 1", "1: 1 2", "2: 4 0"]);
    expect(both.edges.column("weight").toArray()).toEqual([1, 2, 9]);
    expect([...both.edges.ids()].map((id) => both.edges.type(id))).toEqual(["T", "T", "U"]);
    const turned = union(old, graph);
    expect(turned.nodes.column("name").toArray()).toEqual(["a", "b", "c", "d", "e"]);
    // the first state has no age, which does not show through from the second
    expect(turned.nodes.column("age").toArray()).toEqual([undefined, undefined, undefined, undefined, 5]);
    expect(turned.nodes.schema).toEqual({ name: "utf8", age: "float64" });
    expect([...turned.nodes.where("age > 1")]).toEqual([4]);
  });

  it("show the values of both where an attribute has another type in each", () => {
    const graph = new Graph();
    graph.addNode({ y: 0 });
    graph.commit("base");
    graph.branch("words");
    graph.addNode({ x: 1 });
    graph.commit("numbers");
    graph.checkout("words");
    graph.addNode({ x: "one", y: 2 });
    graph.commit("words");
    const both = union(graph.at("main"), graph);
    expect(both.nodes.column("x").toArray()).toEqual([undefined, 1, "one"]);
    expect(both.nodes.column("y").toArray()).toEqual([0, undefined, 2]);
    expect(union(graph, graph.at("main")).nodes.column("x").toArray()).toEqual([undefined, 1, "one"]);
  });

  it("are what sets of ids say", () => {
    const input = fc.tuple(cases(), fc.array(fc.nat()), fc.array(fc.nat()));
    fc.assert(
      fc.property(input, ([plain, some, others]) => {
        const { view, ids } = plain;
        const part = (picks: number[]) => {
          const kept = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
          return caseOf(view.subgraph(view.nodes.select(kept)));
        };
        const [a, b] = [part(some), part(others)];
        const has = (list: readonly number[]) => (id: number) => list.includes(id);
        const edgeIds = (list: Case) => list.edges.map(({ id }) => id);
        const [inA, inB] = [has(edgeIds(a)), has(edgeIds(b))];
        const joined = union(a.view, b.view);
        expect([...joined.nodes.ids()]).toEqual(ids.filter((id) => has(a.ids)(id) || has(b.ids)(id)));
        expect(edgesOf(joined)).toEqual(shown(plain.edges.filter(({ id }) => inA(id) || inB(id))));
        const shared = intersection(a.view, b.view);
        expect([...shared.nodes.ids()]).toEqual(a.ids.filter(has(b.ids)));
        expect(edgesOf(shared)).toEqual(shown(a.edges.filter(({ id }) => inB(id))));
        const left = difference(a.view, b.view);
        expect([...left.nodes.ids()]).toEqual(a.ids);
        expect(edgesOf(left)).toEqual(shown(a.edges.filter(({ id }) => !inB(id))));
      }),
    );
  });

  it("are of one graph, and of one kind", () => {
    const graph = pathGraph(3);
    for (const operator of [union, intersection, difference]) {
      expect(() => operator(graph, pathGraph(3))).toThrow(foreign);
      expect(() => operator(graph, reverse(graph))).toThrow(foreign);
      expect(() => operator(graph, toUndirected(graph))).toThrow(TypeError);
    }
  });
});

describe("the complement", () => {
  it("has the edges that a graph has not, among the same nodes", () => {
    fc.assert(
      fc.property(cases(), ({ view, ids, edges, directed }) => {
        const other = complement(view);
        const pairs = ids.flatMap((a) =>
          ids.filter((b) => (directed ? a !== b : a < b)).map((b) => [a, b] as const),
        );
        const missing = pairs.filter(
          ([a, b]) =>
            !edges.some(
              ({ source, target }) =>
                (source === a && target === b) || (!directed && source === b && target === a),
            ),
        );
        expect([...other.nodes.ids()]).toEqual(ids);
        expect(edgesOf(other)).toEqual(missing.map(([a, b], i) => `${i}: ${a} ${b}`));
      }),
    );
  });

  it("keeps labels and attributes of nodes", () => {
    const graph = new Graph({ directed: false });
    graph.addNodes(3, { labels: "A", attributes: { name: ["a", "b", "c"] } });
    graph.addEdge(0, 1);
    const other = complement(graph);
    expect([...other.nodes.where("name = 'c' AND :A")]).toEqual([2]);
    expect(other.subgraph(other.nodes.where("name <> 'a'")).edgeCount).toBe(1);
  });
});

describe("selections", () => {
  it("of a neighborhood are what hops say", () => {
    const input = fc.tuple(cases(), fc.array(fc.nat(), { maxLength: 2 }), fc.nat(4), fc.boolean());
    fc.assert(
      fc.property(input, ([plain, picks, maxDepth, inward]) => {
        const { view, ids } = plain;
        const starts = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length]);
        const direction = inward ? "in" : "out";
        const hops = starts.map((start) =>
          naiveDistances(plain, arcsOfCase(plain, direction), start, () => 1),
        );
        const found = neighborhood(view, starts, { maxDepth, direction });
        expect([...found]).toEqual(ids.filter((id) => hops.some((each) => each.get(id)! <= maxDepth)));
      }),
    );
    const graph = pathGraph(4);
    expect([...neighborhood(graph, 1)]).toEqual([1, 2]);
    expect(() => neighborhood(graph, 9)).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND" }));
  });

  it("at random have so many, each as often as the others", () => {
    fc.assert(
      fc.property(cases(), fc.nat(9), fc.nat(), ({ view, ids, edges }, count, seed) => {
        const nodes = sampleNodes(view, count, { seed });
        expect(nodes.count).toBe(Math.min(count, ids.length));
        expect(nodes.ids()).toEqual(sampleNodes(view, count, { seed }).ids());
        const some = sampleEdges(view, count, { seed });
        expect(some.count).toBe(Math.min(count, edges.length));
        expect([...some].every((id) => view.hasEdge(id))).toBe(true);
      }),
    );
    const graph = pathGraph(5);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 5000; seed++) {
      const name = [...sampleNodes(graph, 2, { seed })].join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    // four standard deviations of 5000 draws at one in ten
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(85);
    expect(() => sampleNodes(graph, -1)).toThrow(RangeError);
    expect(() => sampleEdges(graph, 1, { seed: Number.NaN })).toThrow(RangeError);
  });
});

describe("graphs side by side", () => {
  it("have all nodes and edges, under new ids", () => {
    const one = graphOf(true, 3, [[0, 2, 5]]);
    one.removeNode(1);
    const other = new Graph();
    other.addNodes(2, { attributes: { name: ["x", "y"] } });
    other.addEdge(1, 0);
    const both = disjointUnion([one, other, new Graph()]);
    expect([both.nodeCount, both.directed, ...edgesOf(both)]).toEqual([4, true, "0: 0 1", "1: 3 2"]);
    expect(both.nodes.column("name").toArray()).toEqual([undefined, undefined, "x", "y"]);
    expect(both.edges.column("weight").toArray()).toEqual([5, undefined]);
    expect(connectedComponents(both).count).toBe(2);
    expect(() => disjointUnion([])).toThrow(TypeError);
    expect(() => disjointUnion([one, toUndirected(other)])).toThrow(TypeError);
  });
});

describe("labels and types", () => {
  const classesOf = (view: GraphView) => [
    [...view.nodes.ids()].map((id) => view.nodes.labels(id).join("+")),
    [...view.edges.ids()].map((id) => view.edges.type(id)),
  ];

  it("stay with nodes and edges side by side", () => {
    const one = new Graph();
    one.addNodes(2, { labels: ["Person", "Author"] });
    one.addNode();
    one.addEdge(0, 1, "KNOWS");
    one.addEdge(1, 2);
    const other = new Graph();
    other.addNode("City");
    other.addNode("Person");
    other.addEdge(0, 1, "HAS");
    other.addEdge(1, 0, "KNOWS");
    const both = disjointUnion([one, other, one]);
    const [nodes, edges] = classesOf(both);
    expect(nodes.join()).toBe("Author+Person,Author+Person,,City,Person,Author+Person,Author+Person,");
    expect(edges).toEqual(["KNOWS", undefined, "HAS", "KNOWS", "KNOWS", undefined]);
    expect(both.nodes.withLabel("Person").count).toBe(5);
  });

  it("of a group are those that all in it have", () => {
    const graph = new Graph();
    for (const labels of [["A", "B"], ["B", "C"], ["B"], ["A"], [], ["A"], ["A"]]) graph.addNode(labels);
    // between the groups of the first three, of the next two, and of the last two
    graph.addEdge(0, 3, "X");
    graph.addEdge(1, 4, "X");
    graph.addEdge(3, 0, "X");
    graph.addEdge(4, 2, "Y");
    graph.addEdge(5, 0, "X");
    graph.addEdge(6, 0);
    const small = contract(graph, [0, 0, 0, 1, 1, 2, 2]);
    expect(edgesOf(small)).toEqual(["0: 0 1", "1: 1 0", "2: 2 0"]);
    expect(classesOf(small)).toEqual([
      ["B", "", "A"],
      ["X", undefined, undefined],
    ]);
  });

  it("of groups are the intersection of those of their members", () => {
    const input = fc.array(
      fc.record({ labels: fc.subarray(["A", "B", "C"]), group: fc.nat(3), target: fc.nat() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(input, (members) => {
        const graph = new Graph();
        for (const { labels } of members) graph.addNode(labels);
        members.forEach(({ target, labels }, i) => {
          graph.addEdge(i, target % members.length, labels[0] ?? null);
        });
        const groups = members.map(({ group }) => group);
        const small = contract(graph, groups, { selfLoops: true });
        const common = (sets: string[][]) =>
          sets.reduce((all, set) => all.filter((name) => set.includes(name)));
        for (const id of small.nodes.ids()) {
          const group = small.nodes.get(id, "group");
          const sets = members.flatMap((member) => (member.group === group ? [member.labels] : []));
          expect(small.nodes.labels(id)).toEqual(common(sets));
        }
        for (const id of small.edges.ids()) {
          const [from, to] = [small.source(id), small.target(id)].map((end) => small.nodes.get(end, "group"));
          const types = [...graph.edges.ids()].flatMap((edge) =>
            groups[graph.source(edge)] === from && groups[graph.target(edge)] === to
              ? [graph.edges.type(edge)]
              : [],
          );
          expect(small.edges.type(id)).toBe(new Set(types).size === 1 ? types[0] : undefined);
        }
      }),
    );
  });
});

describe("the line graph", () => {
  it("joins edges where they meet", () => {
    fc.assert(
      fc.property(cases(), ({ view, edges, directed }) => {
        const lines = lineGraph(view);
        expect(lines.directed).toBe(directed);
        expect(lines.nodes.column("edge").toArray()).toEqual(
          edges.length === 0 ? [] : edges.map(({ id }) => id),
        );
        const pairs = edges.flatMap((a, i) =>
          edges.flatMap((b, j) => {
            const meets = directed
              ? a.target === b.source
              : i < j && [a.source, a.target].some((end) => end === b.source || end === b.target);
            return meets ? [`${i} ${j}`] : [];
          }),
        );
        const found = [...lines.edges.ids()].map((id) => `${lines.source(id)} ${lines.target(id)}`);
        expect(found.sort()).toEqual(pairs.sort());
      }),
    );
  });
});

describe("groups", () => {
  it("become nodes, with what their members had", () => {
    const graph = new Graph();
    graph.addNodes(5, {
      attributes: { country: ["fr", "it", "fr", null, "it"], people: [1, 2, 3, 4, null], name: [..."abcde"] },
    });
    graph.addEdges([0, 2, 4, 3, 0], [1, 4, 0, 0, 2], { attributes: { km: [7, 5, 9, 1, 2] } });
    const countries = contract(graph, "country", {
      nodes: { people: "sum", name: (values) => values.join("+") },
      edges: { km: "min" },
    });
    expect([...countries.nodes.ids()].map((id) => countries.nodes.get(id))).toEqual([
      { group: "fr", size: 2, people: 4, name: "a+c" },
      { group: "it", size: 2, people: 2, name: "b+e" },
      { size: 1, people: 4, name: "d" },
    ]);
    expect(edgesOf(countries)).toEqual(["0: 0 1", "1: 1 0", "2: 2 0"]);
    expect([...countries.edges.ids()].map((id) => countries.edges.get(id))).toEqual([
      { count: 2, km: 5 },
      { count: 1, km: 9 },
      { count: 1, km: 1 },
    ]);
    const values = ["max", "mean", "first"] as const;
    const loops = values.map((km) => contract(graph, "country", { selfLoops: true, edges: { km } }));
    expect(loops.map((view) => view.edges.column("km").toArray())).toEqual([
      [2, 7, 9, 1],
      [2, 6, 9, 1],
      [2, 7, 9, 1],
    ]);
  });

  it("have an edge for each two that edges join", () => {
    fc.assert(
      fc.property(
        cases(),
        fc.boolean(),
        fc.array(fc.nat(3), { minLength: 12 }),
        (plain, selfLoops, labels) => {
          const { view, ids, edges, directed } = plain;
          const label = new Map(ids.map((id, i) => [id, labels[i]]));
          const partition = ids.map((id) => label.get(id));
          const small = contract(view, partition, { selfLoops });
          const groups = [...new Set(partition)];
          expect(small.nodes.column("group").toArray()).toEqual(groups);
          expect(small.nodes.column("size").toArray()).toEqual(
            groups.map((group) => partition.filter((each) => each === group).length),
          );
          const joints = new Map<string, number>();
          for (const { source, target } of edges) {
            let [a, b] = [groups.indexOf(label.get(source)), groups.indexOf(label.get(target))];
            if (!directed && a > b) [a, b] = [b, a];
            if (a !== b || selfLoops) joints.set(`${a} ${b}`, (joints.get(`${a} ${b}`) ?? 0) + 1);
          }
          const found = [...small.edges.ids()].map(
            (id) => [`${small.source(id)} ${small.target(id)}`, small.edges.get(id, "count")] as const,
          );
          expect(new Map(found as [string, number][])).toEqual(joints);
          expect(found).toHaveLength(joints.size);
        },
      ),
    );
  });

  it("that are strong components leave no cycle", () => {
    fc.assert(
      fc.property(cases({ edgesMax: 24 }), ({ view, directed }) => {
        const small = condensation(view);
        const { count, sizes } = stronglyConnectedComponents(view);
        expect(small.nodeCount).toBe(count);
        expect(small.nodes.column("group").toArray()).toEqual([...sizes.keys()]);
        expect(small.nodes.column("size").toArray()).toEqual([...sizes.values()]);
        expect(isAcyclic(small)).toBe(true);
        if (!directed) expect(small.edgeCount).toBe(0);
      }),
    );
  });

  const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const rows = fc.array(fc.tuple(fc.option(fc.oneof(longs, fc.bigInt(-3n, 3n))), fc.nat(3)), {
    minLength: 1,
  });

  it("fold int64 exactly, or say that a sum is too large", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const graph = new Graph({ schema: { nodes: { v: "int64" } } });
        graph.addNodes(drawn.length, { attributes: { v: drawn.map(([value]) => value) } });
        graph.nodes.set(0, { v: 7n });
        const partition = drawn.map(([, group]) => group);
        const groups = [...new Set(partition)].map((group) =>
          drawn.flatMap(([value], i) => {
            if (partition[i] !== group) return [];
            return i === 0 ? [7n] : value === null ? [] : [value];
          }),
        );
        const of = (v: "sum" | "min" | "max" | "mean") => contract(graph, partition, { nodes: { v } }).nodes;
        const orNone = (get: (values: bigint[]) => unknown) =>
          groups.map((values) => (values.length === 0 ? undefined : get(values)));
        for (const [fold, wins] of [
          ["min", (a: bigint, b: bigint) => a < b],
          ["max", (a: bigint, b: bigint) => a > b],
        ] as const) {
          const column = of(fold).column("v");
          expect(column.toArray()).toEqual(orNone((values) => values.reduce((a, b) => (wins(a, b) ? a : b))));
          expect(column.type).toBe("int64");
        }
        const sums = groups.map((values) => values.reduce((a, b) => a + b, 0n));
        if (sums.every((value) => BigInt.asIntN(64, value) === value)) {
          expect(of("sum").column("v").toArray()).toEqual(orNone((values) => values.reduce((a, b) => a + b)));
        } else {
          expect(() => of("sum")).toThrow(RangeError);
          expect(() => of("sum")).toThrow('"v" expected a sum within int64, got ');
        }
        const means = of("mean").column("v").toArray() as (number | undefined)[];
        for (const [i, mean] of means.entries()) {
          if (mean === undefined) {
            expect(groups[i]).toEqual([]);
            continue;
          }
          // the nearest float64: no neighbour is nearer to the exact quotient, all times 2^70 and the count
          const count = BigInt(groups[i].length);
          const scaled = (value: number) => BigInt(value * 2 ** 70) * count;
          const exact = sums[i] * 2n ** 70n;
          const gap = (value: number) =>
            scaled(value) > exact ? scaled(value) - exact : exact - scaled(value);
          const ulp = Math.max(Math.abs(mean) * 2 ** -52, 2 ** -65);
          expect(gap(mean) <= gap(mean + ulp) && gap(mean) <= gap(mean - ulp)).toBe(true);
        }
      }),
    );
  });

  it("fold int64 of edges, and moments", () => {
    const graph = graphOf(true, 3, [
      [0, 2],
      [1, 2],
    ]);
    graph.edges.setColumn("big", [0, 1], [2n ** 60n + 1n, 1n]);
    graph.nodes.setColumn("at", [0, 1, 2], [new Date(1001), new Date(2000), new Date(5)]);
    const edges = contract(graph, ["a", "a", "b"], { edges: { big: "sum" } }).edges;
    expect(edges.get(0)).toEqual({ count: 2, big: 2n ** 60n + 2n });
    const of = (at: "min" | "max" | "mean") =>
      contract(graph, ["a", "a", "b"], { nodes: { at } }).nodes.column("at");
    expect(of("min").toArray()).toEqual([new Date(1001), new Date(5)]);
    expect(of("max").toArray()).toEqual([new Date(2000), new Date(5)]);
    expect(of("mean").toArray()).toEqual([new Date(1501), new Date(5)]);
    expect(of("max").type).toBe("timestamp");
    expect(() => contract(graph, ["a", "a", "b"], { nodes: { at: "sum" } })).toThrow(
      '"at" expected numbers to sum, got timestamps',
    );
  });

  it("have means within their values, and sums that are told when too large", () => {
    const graph = new Graph();
    graph.addNodes(4, { attributes: { x: [0.1, 0.1, 0.1, 0.1], y: [1.5e308, 1.7e308, -1e308, 1e-320] } });
    const all = [0, 0, 0, 1];
    expect(
      contract(graph, all, { nodes: { x: "mean" } })
        .nodes.column("x")
        .toArray(),
    ).toEqual([0.1, 0.1]);
    const [mean, tiny] = contract(graph, all, { nodes: { y: "mean" } })
      .nodes.column("y")
      .toArray();
    expect((mean as number) / 1e308).toBeCloseTo(2.2 / 3, 12);
    expect(tiny).toBeLessThan(1e-300);
    expect(() => contract(graph, [0, 0, 1, 1], { nodes: { y: "sum" } })).toThrow(
      '"y" expected a sum below 1.8e308, got an overflow',
    );
    graph.nodes.set(0, { y: Infinity });
    expect(contract(graph, [0, 0, 1, 1], { nodes: { y: "sum" } }).nodes.get(0, "y")).toBe(Infinity);
  });

  it("keep their own attributes, and take others under another name", () => {
    const graph = graphOf(true, 4, [
      [0, 2],
      [1, 2],
      [2, 3],
    ]);
    const once = contract(graph, [0, 0, 1, 2]);
    expect(() => contract(once, [0, 0, 1], { nodes: { size: "sum" } })).toThrow(
      '"nodes" expected attributes other than "group" and "size", got "size"',
    );
    expect(() => contract(once, [0, 0, 1], { nodes: { group: "min" } })).toThrow(RangeError);
    expect(() => contract(once, [0, 0, 1], { edges: { count: "sum" } })).toThrow(
      '"edges" expected attributes other than "count", got "count"',
    );
    const twice = contract(once, [0, 0, 1], {
      nodes: { people: { of: "size", by: "sum" } },
      edges: { links: { of: "count", by: "sum" } },
      selfLoops: true,
    });
    expect([0, 1].map((id) => twice.nodes.get(id))).toEqual([
      { group: 0, size: 2, people: 3 },
      { group: 1, size: 1, people: 1 },
    ]);
    expect([0, 1].map((id) => twice.edges.get(id))).toEqual([
      { count: 1, links: 2 },
      { count: 1, links: 1 },
    ]);
    const wrong = (people: unknown) => contract(once, [0, 0, 1], { nodes: { people } as never });
    expect(() => wrong({ of: 7, by: "sum" })).toThrow('"people.of" expected a string, got 7');
    expect(() => wrong({ of: "size", by: "most" })).toThrow(TypeError);
    expect(() => wrong({ of: "size", with: "sum" })).toThrow(TypeError);
    expect(() => wrong({ of: "sise", by: "sum" })).toThrow(
      expect.objectContaining({ code: "UNKNOWN_ATTRIBUTE" }),
    );
  });

  it("have their mistakes told", () => {
    const graph = graphOf(true, 2, [[0, 1]]);
    graph.nodes.set(0, { list: { a: 1 }, name: "a" });
    expect(() => contract(graph, [1])).toThrow(RangeError);
    expect(() => contract(graph, 7 as never)).toThrow(TypeError);
    expect(() => contract(graph, "list")).toThrow(TypeError);
    const unknown = expect.objectContaining({ code: "UNKNOWN_ATTRIBUTE" });
    expect(() => contract(graph, "nmae")).toThrow(unknown);
    expect(() => contract(graph, [0, 0], { edges: { wieght: "sum" } })).toThrow(unknown);
    expect(() => contract(graph, [0, 0], { nodes: { name: "sum" } })).toThrow(TypeError);
    expect(() => contract(graph, [0, 0], { nodes: { name: "most" as never } })).toThrow(TypeError);
    expect(() => contract(graph, [0, 0], { selfLoops: 1 as never })).toThrow(TypeError);
    for (const wrong of [null, "weight", 7, [], new Map()]) {
      expect(() => contract(graph, [0, 0], { nodes: wrong as never })).toThrow(
        /"nodes" expected an object of/,
      );
      expect(() => contract(graph, [0, 0], { edges: wrong as never })).toThrow(
        /"edges" expected an object of/,
      );
    }
  });
});
