// Isomorphisms of small graphs against all permutations, and of large and symmetric ones against copies and twists.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balancedTree,
  complement,
  completeGraph,
  cycleGraph,
  disjointUnion,
  type EdgeList,
  isIsomorphic,
  petersenGraph,
  randomRegularGraph,
  starGraph,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";
import { CountedSignal } from "../shared/counted-signal.js";

type Pair = readonly [number, number];
const made = (list: EdgeList): Graph => list.addTo(new Graph({ directed: list.directed }));

function graphOf(nodeCount: number, pairs: readonly Pair[], directed = false): Graph {
  const graph = new Graph({ directed });
  graph.addNodes(nodeCount);
  graph.addEdges(
    pairs.map(([u]) => u),
    pairs.map(([, v]) => v),
  );
  return graph;
}

/** The same graph with its nodes and edges in another order. */
function relabelled(graph: GraphView, seed: number): Graph {
  const prng = new Prng(seed);
  const places = new Map([...graph.nodes.ids()].map((id, i) => [id, i]));
  const names = prng.shuffle(Array.from(places.values()));
  const pairs = prng
    .shuffle([...graph.edges.ids()])
    .map((edge): Pair => [names[places.get(graph.source(edge))!], names[places.get(graph.target(edge))!]]);
  return graphOf(graph.nodeCount, pairs, graph.directed);
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((each) => each !== item))) yield [item, ...rest];
  }
}

/** A graph whose ids have gaps, by its edges. */
interface Small {
  readonly graph: Graph;
  readonly ids: readonly number[];
  readonly edges: readonly number[];
}

function smallOf(nodeCount: number, pairs: readonly Pair[], directed: boolean, gaps: boolean): Small {
  const graph = new Graph({ directed });
  if (gaps) graph.addNodes(2);
  const ids = [...graph.addNodes(nodeCount)];
  if (gaps) graph.removeNodes([0, 1]);
  const edges = pairs.map(([u, v]) => graph.addEdge(ids[u % nodeCount], ids[v % nodeCount]));
  return { graph, ids, edges };
}

/** Whether any permutation lays one over the other, edges given one of their own that the test lets them. */
function isIsomorphicByForce(
  a: Small,
  b: Small,
  nodeMatch: (a: number, b: number) => boolean,
  edgeMatch: (a: number, b: number) => boolean,
): boolean {
  if (a.ids.length !== b.ids.length || a.edges.length !== b.edges.length) return false;
  const between = ({ graph, edges }: Small, u: number, v: number) =>
    edges.filter((edge) => {
      const [source, target] = [graph.source(edge), graph.target(edge)];
      return (source === u && target === v) || (!graph.directed && source === v && target === u);
    });
  const canMatch = (ours: readonly number[], theirs: readonly number[]): boolean =>
    ours.length === theirs.length &&
    (ours.length === 0 ||
      theirs.some(
        (edge, i) =>
          edgeMatch(ours[0], edge) &&
          canMatch(
            ours.slice(1),
            theirs.filter((_, j) => j !== i),
          ),
      ));
  for (const images of permutations(b.ids)) {
    const fits =
      a.ids.every((u, i) => nodeMatch(u, images[i])) &&
      a.ids.every((u, i) =>
        a.ids.every((v, j) => canMatch(between(a, u, v), between(b, images[i], images[j]))),
      );
    if (fits) return true;
  }
  return false;
}

/** The r by c torus, each row after the last begun `twist` further on; each edge is parted if `parts`. */
function torus(r: number, c: number, twist: number, parts: boolean): Graph {
  const at = (i: number, j: number) => (i < r ? i * c + (j % c) : (i - r) * c + ((j + twist) % c));
  const pairs: Pair[] = [];
  for (let i = 0; i < r; i++) {
    for (let j = 0; j < c; j++) pairs.push([at(i, j), at(i, j + 1)], [at(i, j), at(i + 1, j)]);
  }
  if (!parts) return graphOf(r * c, pairs);
  return graphOf(
    r * c + pairs.length,
    pairs.flatMap(([u, v], i): Pair[] => [
      [u, r * c + i],
      [r * c + i, v],
    ]),
  );
}

function graphBy(nodeCount: number, has: (u: number, v: number) => boolean): Graph {
  const pairs: Pair[] = [];
  for (let u = 0; u < nodeCount; u++)
    for (let v = u + 1; v < nodeCount; v++) if (has(u, v)) pairs.push([u, v]);
  return graphOf(nodeCount, pairs);
}

const square = (q: number) => (u: number, v: number) =>
  Array.from({ length: q }, (_, x) => (x * x) % q).includes((((v - u) % q) + q) % q);
const rook = graphBy(16, (u, v) => u >> 2 === v >> 2 || (u & 3) === (v & 3));
const shrikhande = graphBy(16, (u, v) => {
  const [row, column] = [(4 + (u >> 2) - (v >> 2)) % 4, (4 + (u & 3) - (v & 3)) % 4];
  return ["0,1", "0,3", "1,0", "3,0", "1,1", "3,3"].includes(`${row},${column}`);
});
/** Nodes are cells of a multiplication table; two are joined that share a row, a column or a value. */
const latin = (n: number, times: (i: number, j: number) => number) =>
  graphBy(n * n, (a, b) => {
    const [i, j, k, l] = [Math.floor(a / n), a % n, Math.floor(b / n), b % n];
    return i === k || j === l || times(i, j) === times(k, l);
  });

/** Cai, Fürer and Immerman 1992: graphs over another one that colours cannot tell from their twists. */
function twistable({ nodeCount, sources, targets }: EdgeList, twisted: boolean): Graph {
  const pairs: Pair[] = [];
  let n = 0;
  const portOf = new Map<string, number>();
  const edges = [...sources].map((u, i): Pair => [u, targets[i]]);
  for (const [i, ends] of edges.entries()) {
    for (const bit of [0, 1]) for (const u of ends) portOf.set(`${u},${i},${bit}`, n++);
    for (const bit of [0, 1]) {
      pairs.push([portOf.get(`${ends[0]},${i},${bit}`)!, portOf.get(`${ends[1]},${i},${bit}`)!]);
    }
  }
  for (let u = 0; u < nodeCount; u++) {
    const around = edges.flatMap((ends, i) => (ends.includes(u) ? [i] : []));
    for (let bits = 0; bits < 2 ** around.length; bits++) {
      const ones = around.filter((_, i) => (bits >> i) & 1).length;
      if (ones % 2 !== (twisted && u === 0 ? 1 : 0)) continue;
      for (const [i, edge] of around.entries())
        pairs.push([n, portOf.get(`${u},${edge},${(bits >> i) & 1}`)!]);
      n++;
    }
  }
  return graphOf(n, pairs);
}

/** Graphs hung on a common node. */
function onHub(parts: readonly Graph[]): Graph {
  const graph = new Graph({ directed: false });
  graph.addNode();
  for (const part of parts) {
    const ids = graph.addNodes(part.nodeCount);
    for (const edge of part.edges.ids()) graph.addEdge(ids[part.source(edge)], ids[part.target(edge)]);
    for (const id of ids) graph.addEdge(0, id);
  }
  return graph;
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

describe("isIsomorphic", () => {
  const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 9 });

  it("says what all permutations say, of parallel edges and self-loops too", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.boolean(),
        pairs,
        pairs,
        (n, directed, gaps, p, q) => {
          // often enough as many edges, and of few nodes
          const [a, b] = [smallOf(n, p, directed, gaps), smallOf(n, q.slice(0, p.length), directed, !gaps)];
          const always = () => true;
          expect(isIsomorphic(a.graph, b.graph)).toBe(isIsomorphicByForce(a, b, always, always));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("says what all permutations say of regular graphs, which colours alone cannot tell apart", () => {
    const orders: [number, number][] = [
      [6, 2],
      [6, 3],
      [7, 2],
      [8, 3],
    ];
    for (const [n, degree] of orders) {
      for (let seed = 0; seed < 4; seed++) {
        const [p, q] = [0, 1].map((i) => {
          const { sources, targets } = randomRegularGraph(n, degree, { seed: 2 * seed + i });
          return smallOf(
            n,
            [...sources].map((u, edge): Pair => [u, targets[edge]]),
            false,
            false,
          );
        });
        const [a, b] = [p, q];
        const adjacency = ({ graph }: Small) => {
          const near = Array.from({ length: n }, (_, u) => new Set(graph.neighbors(u)));
          return (u: number, v: number) => near[u].has(v);
        };
        const [nearA, nearB] = [adjacency(a), adjacency(b)];
        let same = false;
        for (const images of permutations(b.ids)) {
          if (a.ids.every((u) => a.ids.every((v) => nearA(u, v) === nearB(images[u], images[v])))) {
            same = true;
            break;
          }
        }
        expect(isIsomorphic(a.graph, b.graph)).toBe(same);
      }
    }
  });

  it("says what all permutations say with tests of any kind, be they symmetric or not", () => {
    const table = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        pairs,
        fc.nat(99),
        table,
        table,
        fc.constantFrom("nodes", "edges", "both"),
        (n, directed, p, seed, nodes, edges, tested) => {
          const a = smallOf(n, p, directed, false);
          const names = new Prng(seed).shuffle(a.ids.map((_, i) => i));
          const b = smallOf(
            n,
            new Prng(seed + 1).shuffle(p.map(([u, v]): Pair => [names[u % n], names[v % n]])),
            directed,
            true,
          );
          const by = (entries: readonly number[]) => (u: number, v: number) =>
            entries[(u % 4) * 4 + (v % 4)] > 0;
          const tests = {
            ...(tested !== "edges" && { nodeMatch: by(nodes) }),
            ...(tested !== "nodes" && { edgeMatch: by(edges) }),
          };
          const always = () => true;
          expect(isIsomorphic(a.graph, b.graph, tests)).toBe(
            isIsomorphicByForce(a, b, tests.nodeMatch ?? always, tests.edgeMatch ?? always),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each<[string, () => [Graph, Graph]]>([
    ["tori with a twist, their edges parted", () => [torus(8, 8, 0, true), torus(8, 8, 1, true)]],
    ["large tori with a twist", () => [torus(60, 50, 0, false), torus(60, 50, 1, false)]],
    ["the rook's graph and Shrikhande's", () => [rook, shrikhande]],
    ["Latin squares of two groups", () => [latin(8, (i, j) => (i + j) % 8), latin(8, (i, j) => i ^ j)]],
    [
      "random regular graphs",
      () => [made(randomRegularGraph(3000, 4, { seed: 1 })), made(randomRegularGraph(3000, 4, { seed: 2 }))],
    ],
    [
      "many parts of which one differs",
      () => [
        graphFrom(disjointUnion(times(20, shrikhande))),
        graphFrom(disjointUnion([...times(19, shrikhande), rook])),
      ],
    ],
    ["many parts on a hub", () => [onHub(times(12, shrikhande)), onHub([...times(11, shrikhande), rook])]],
    [
      "their complements",
      () => [
        graphFrom(complement(disjointUnion(times(8, shrikhande)))),
        graphFrom(complement(disjointUnion([...times(7, shrikhande), rook]))),
      ],
    ],
    ["rings of other lengths", () => [ringsOf([6, 6, 6, 6]), ringsOf([6, 6, 6, 3, 3])]],
    [
      "twists that colours cannot tell",
      () => {
        const base = randomRegularGraph(20, 3, { seed: 5 });
        return [twistable(base, false), twistable(base, true)];
      },
    ],
  ])("tells apart %s, and knows each under other names", (_, pair) => {
    const [a, b] = pair();
    expect(isIsomorphic(a, b)).toBe(false);
    expect(isIsomorphic(a, relabelled(a, 3))).toBe(true);
    expect(isIsomorphic(relabelled(b, 4), b)).toBe(true);
  });

  it.each<[string, () => Graph]>([
    ["a sparse regular graph of 10,000 nodes", () => made(randomRegularGraph(10_000, 3, { seed: 1 }))],
    [
      "a path of 20,000 nodes",
      () =>
        graphOf(
          20_000,
          Array.from({ length: 19_999 }, (_, i): Pair => [i, i + 1]),
        ),
    ],
    ["a ring of 20,000 nodes", () => made(cycleGraph(20_000))],
    ["20,000 nodes without edges", () => graphOf(20_000, [])],
    ["a binary tree", () => made(balancedTree(2, 12))],
    ["a complete graph", () => made(completeGraph(150))],
    ["a star", () => made(starGraph(20_000))],
    ["a hypercube", () => graphBy(512, (u, v) => ((u ^ v) & ((u ^ v) - 1)) === 0)],
    ["Paley's graph", () => graphBy(61, square(61))],
    [
      "a rook's graph of 15 by 15",
      () => graphBy(225, (u, v) => u % 15 === v % 15 || Math.floor(u / 15) === Math.floor(v / 15)),
    ],
    [
      "a directed ring with arcs both ways here and there",
      () =>
        graphOf(
          3000,
          Array.from({ length: 3000 }, (_, i): Pair[] => {
            const next = (i + 1) % 3000;
            return i % 7 === 0
              ? [
                  [i, next],
                  [next, i],
                ]
              : [
                  [i, next],
                  [i, next],
                ];
          }).flat(),
          true,
        ),
    ],
  ])("knows %s under other names", (_, make) => {
    const graph = make();
    expect(isIsomorphic(graph, relabelled(graph, 7))).toBe(true);
  });

  it("tells a directed ring from one that is turned in part", () => {
    const ring = (turned: number) =>
      graphOf(
        500,
        Array.from({ length: 500 }, (_, i): Pair => (i < turned ? [(i + 1) % 500, i] : [i, (i + 1) % 500])),
        true,
      );
    expect(isIsomorphic(ring(0), ring(500))).toBe(true);
    expect(isIsomorphic(ring(0), ring(1))).toBe(false);
    expect(isIsomorphic(ring(200), ring(300))).toBe(true);
    expect(isIsomorphic(ring(200), ring(100))).toBe(false);
  });

  it("assigns nodes that only the test tells apart, as many as they are", () => {
    const star = made(starGraph(2001));
    expect(isIsomorphic(star, star, { nodeMatch: () => true })).toBe(true);
    expect(isIsomorphic(star, star, { nodeMatch: (a, b) => a === 0 || a % 1000 === (b + 3) % 1000 })).toBe(
      true,
    );
    expect(isIsomorphic(star, star, { nodeMatch: (a, b) => a === 0 || b !== 7 })).toBe(false);
    // two leaves that both need one: by Hall's theorem there is no way
    const small = made(starGraph(300));
    expect(isIsomorphic(small, small, { nodeMatch: (a, b) => (a !== 5 && a !== 6) || b === 9 })).toBe(false);
  });

  it("is not disturbed by tests that change the graphs, ask again or throw", () => {
    const graph = made(petersenGraph());
    const copy = relabelled(graph, 3);
    const nodeMatch = (a: number) => {
      if (graph.hasNode(a)) graph.removeNode(a);
      graph.addNode();
      return isIsomorphic(copy, copy);
    };
    expect(isIsomorphic(graph, copy, { nodeMatch })).toBe(true);
    const thrown = new Error("from the test");
    const throws = () => {
      throw thrown;
    };
    const again = made(petersenGraph());
    expect(() => isIsomorphic(again, copy, { nodeMatch: throws })).toThrow(thrown);
    expect(() => isIsomorphic(again, copy, { edgeMatch: throws })).toThrow(thrown);
    expect(isIsomorphic(again, copy)).toBe(true);
  });

  it("looks at the signal while it works", () => {
    // strongly regular graphs of two groups, which tests leave nothing to prune
    const [a, b] = [torus(40, 40, 0, true), torus(40, 40, 1, true)];
    const counted = new CountedSignal(20);
    expect(() => isIsomorphic(a, b, { signal: counted.signal })).toThrow(counted.reason);
    const controller = new AbortController();
    let calls = 0;
    const nodeMatch = () => {
      if (++calls === 100) controller.abort(new Error("enough"));
      return true;
    };
    const star = made(starGraph(2001));
    expect(() => isIsomorphic(star, star, { nodeMatch, signal: controller.signal })).toThrow("enough");
    expect(calls).toBeLessThan(1000);
  });
});

function ringsOf(lengths: readonly number[]): Graph {
  return graphFrom(disjointUnion(lengths.map((length) => made(cycleGraph(length)))));
}

/** A graph of its own out of a view. */
function graphFrom(view: GraphView): Graph {
  return relabelled(view, 11);
}
