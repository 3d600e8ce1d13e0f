// Generated graphs: their counts, degrees and distributions, and that a seed determines them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betweennessCentrality } from "../../../src/algorithms/centrality/betweenness-centrality.js";
import {
  balancedTree,
  barabasiAlbertGraph,
  completeGraph,
  configurationModel,
  connectedComponents,
  cycleGraph,
  diameter,
  type EdgeList,
  erdosRenyiGraph,
  type FamousGraph,
  famousGraph,
  florentineFamilies,
  gridGraph,
  isBipartite,
  isIsomorphic,
  karateClub,
  kroneckerGraph,
  lesMiserables,
  pathGraph,
  petersenGraph,
  plantedPartition,
  randomRegularGraph,
  southernWomen,
  starGraph,
  stochasticBlockModel,
  wattsStrogatzGraph,
} from "../../../src/algorithms/index.js";
import { Graph } from "../../../src/index.js";
import { Prng } from "../../../src/structures/prng.js";

const pairsOf = (list: EdgeList) => [...list.sources].map((source, i) => [source, list.targets[i]]);

function degreesOf(list: EdgeList): number[] {
  const degrees = new Array<number>(list.nodeCount).fill(0);
  for (const end of pairsOf(list).flat()) degrees[end]++;
  return degrees;
}

/** Whether there are neither self-loops nor parallel edges, nor ends that are no nodes. */
function isSimple(list: EdgeList): boolean {
  const keys = pairsOf(list).map(([u, v]) => (list.directed || u < v ? `${u},${v}` : `${v},${u}`));
  const isWithin = pairsOf(list)
    .flat()
    .every((end) => end < list.nodeCount);
  return isWithin && new Set(keys).size === keys.length && pairsOf(list).every(([u, v]) => u !== v);
}

function graphOf(list: EdgeList): Graph {
  return list.addTo(new Graph({ directed: list.directed }));
}

describe("Prng", () => {
  it("gives the numbers of its seed, others for others", () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 8 },
        (
          (prng) => () =>
            prng.next()
        )(new Prng(seed)),
      );
    expect(draw(1)).toEqual(draw(1));
    const seeds = [0, 1, -1, 2, 0.5e10, 2 ** 32, 2 ** 33, 123456789];
    expect(new Set(seeds.map((seed) => draw(seed).join())).size).toBe(seeds.length);
    // on record, so that no release changes what a seed means
    expect(draw(0).slice(0, 3)).toMatchInlineSnapshot(`
      [
        3300212312,
        1743954244,
        207519241,
      ]
    `);
  });

  it("is even: below, float and shuffle", () => {
    const prng = new Prng(7);
    const counts = [0, 0, 0];
    const orders = new Map<string, number>();
    let total = 0;
    for (let i = 0; i < 60000; i++) {
      counts[prng.below(3)]++;
      total += prng.float();
      const order = prng.shuffle([1, 2, 3]).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    for (const count of counts) expect(Math.abs(count - 20000)).toBeLessThan(600);
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 10000)).toBeLessThan(500);
    expect(Math.abs(total / 60000 - 0.5)).toBeLessThan(0.006);
    expect(prng.below(1)).toBe(0);
    expect(prng.below(2 ** 32)).toBeLessThan(2 ** 32);
    expect(prng.shuffle([])).toEqual([]);
  });
});

describe("EdgeList", () => {
  it("adds its nodes, attributes and edges to a graph and returns it", () => {
    const graph = karateClub().addTo(new Graph({ directed: false }));
    expect([graph.nodeCount, graph.edgeCount]).toEqual([34, 78]);
    expect(graph.nodes.get(33)).toEqual({ club: "Officer" });
    pathGraph(3).addTo(graph);
    expect([...graph.neighbors(35)]).toEqual([34, 36]);
  });

  it("refuses a graph whose edges lead otherwise", () => {
    expect(() => pathGraph(3).addTo(new Graph())).toThrow(
      "expected an undirected graph, got a directed graph",
    );
    expect(() => pathGraph(3).addTo({} as Graph)).toThrow(TypeError);
  });
});

describe("regular shapes", () => {
  it.each([0, 1, 2, 3, 255, 256, 257])("have the edges they should at %i nodes", (n) => {
    const isNone = n === 0;
    expect(completeGraph(n).edgeCount).toBe(isNone ? 0 : (n * (n - 1)) / 2);
    expect(completeGraph(n, { directed: true }).edgeCount).toBe(isNone ? 0 : n * (n - 1));
    expect(pathGraph(n).edgeCount).toBe(isNone ? 0 : n - 1);
    expect(cycleGraph(n).edgeCount).toBe(n);
    expect(starGraph(n).edgeCount).toBe(isNone ? 0 : n - 1);
    for (const list of [completeGraph(n), completeGraph(n, { directed: true }), pathGraph(n), starGraph(n)]) {
      expect(isSimple(list)).toBe(true);
      expect(connectedComponents(graphOf(list)).count).toBe(isNone ? 0 : 1);
    }
    expect(degreesOf(cycleGraph(n)).every((degree) => degree === 2)).toBe(true);
    if (n > 0) expect(degreesOf(starGraph(n))[0]).toBe(n - 1);
  });

  it("lay grids out by rows", () => {
    expect(pairsOf(gridGraph(2, 3))).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [1, 4],
      [2, 5],
      [3, 4],
      [4, 5],
    ]);
    expect(degreesOf(gridGraph(3, 4, { periodic: true }))).toEqual(new Array(12).fill(4));
    expect(isSimple(gridGraph(3, 4, { periodic: true }))).toBe(true);
    expect(gridGraph(2, 2, { periodic: true }).edgeCount).toBe(4);
    expect(gridGraph(0, 5).nodeCount).toBe(0);
  });

  it("number trees by levels", () => {
    expect(pairsOf(balancedTree(2, 2))).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [2, 6],
    ]);
    expect(balancedTree(3, 0).nodeCount).toBe(1);
    expect(balancedTree(1, 4).edgeCount).toBe(4);
    expect(() => balancedTree(2, 40)).toThrow(RangeError);
  });

  it("refuse what is no number of nodes", () => {
    expect(() => pathGraph(-1)).toThrow('"nodeCount" expected a whole number 0..4294967295, got -1');
    expect(() => pathGraph(1.5)).toThrow(RangeError);
    expect(() => completeGraph("3" as never)).toThrow(TypeError);
    expect(() => completeGraph(100_000)).toThrow("expected at most");
    expect(() => pathGraph(3, { directed: 1 as never })).toThrow('"directed" expected a boolean, got 1');
  });
});

describe("random graphs", () => {
  it("follow from their seed", () => {
    const makers: ((seed?: number) => EdgeList)[] = [
      (seed) => erdosRenyiGraph(40, { probability: 0.2, ...(seed !== undefined && { seed }) }),
      (seed) => erdosRenyiGraph(40, { edgeCount: 90, ...(seed !== undefined && { seed }) }),
      (seed) => barabasiAlbertGraph(60, 2, seed === undefined ? {} : { seed }),
      (seed) => wattsStrogatzGraph(60, 4, 0.3, seed === undefined ? {} : { seed }),
      (seed) => plantedPartition(3, 20, { inside: 0.3, between: 0.1, ...(seed !== undefined && { seed }) }),
      (seed) => configurationModel(new Array(30).fill(3).concat(0), seed === undefined ? {} : { seed }),
      (seed) => kroneckerGraph(6, seed === undefined ? {} : { seed }),
      (seed) => randomRegularGraph(20, 3, seed === undefined ? {} : { seed }),
    ];
    for (const make of makers) {
      expect(pairsOf(make(5))).toEqual(pairsOf(make(5)));
      expect(pairsOf(make(5))).not.toEqual(pairsOf(make(6)));
      expect(pairsOf(make())).toEqual(pairsOf(make(0)));
    }
  });

  it("G(n, p) is simple and has the edges to be expected", () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.nat(),
        (n, probability, directed, seed) => {
          const list = erdosRenyiGraph(n, { probability, directed, seed });
          expect(list.nodeCount).toBe(n);
          expect(isSimple(list)).toBe(true);
          if (probability === 1) expect(list.edgeCount).toBe(completeGraph(n, { directed }).edgeCount);
          if (probability === 0) expect(list.edgeCount).toBe(0);
        },
      ),
    );
    for (const directed of [false, true]) {
      const pairs = (1000 * 999) / (directed ? 1 : 2);
      const { edgeCount } = erdosRenyiGraph(1000, { probability: 0.05, directed, seed: 3 });
      expect(Math.abs(edgeCount - pairs * 0.05)).toBeLessThan(5 * Math.sqrt(pairs * 0.05 * 0.95));
    }
    expect(erdosRenyiGraph(2 ** 26, { probability: 1e-15 }).edgeCount).toBeLessThan(20);
  });

  it("G(n, m) has m edges, and every graph of m edges is as likely", () => {
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.nat(),
        (n, share, directed, seed) => {
          const edgeCount = Math.round(share * completeGraph(n, { directed }).edgeCount);
          const list = erdosRenyiGraph(n, { edgeCount, directed, seed });
          expect(list.edgeCount).toBe(edgeCount);
          expect(isSimple(list)).toBe(true);
        },
      ),
    );
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const key = pairsOf(erdosRenyiGraph(4, { edgeCount: 2, seed })).join(" ");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(15);
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(100);
    expect(() => erdosRenyiGraph(4, { edgeCount: 7 })).toThrow(RangeError);
    expect(() => erdosRenyiGraph(4, {})).toThrow('either "probability" or "edgeCount", got neither');
    expect(() => erdosRenyiGraph(4, { edgeCount: 1, probability: 1 })).toThrow("got both");
    expect(() => erdosRenyiGraph(4, { probability: 1.5 })).toThrow('"probability" expected 0..1, got 1.5');
  });

  it("growth attaches each node to distinct ones, and makes hubs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(100), fc.nat(), (n, a, seed) => {
        const attachments = 1 + (a % (n - 1));
        const list = barabasiAlbertGraph(n, attachments, { seed });
        expect(list.edgeCount).toBe((n - attachments) * attachments);
        expect(isSimple(list)).toBe(true);
        expect(connectedComponents(graphOf(list)).count).toBe(1);
      }),
    );
    const degrees = degreesOf(barabasiAlbertGraph(5000, 2, { seed: 1 }));
    expect(Math.max(...degrees)).toBeGreaterThan(50);
    expect(Math.min(...degrees)).toBeGreaterThan(0);
    expect(() => barabasiAlbertGraph(3, 3)).toThrow(RangeError);
  });

  it("a small world keeps its edges' number and stays simple", () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.nat(10),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (n, k, p, seed) => {
          const neighborCount = Math.min(k, Math.max(0, n - 1));
          const list = wattsStrogatzGraph(n, neighborCount, p, { seed });
          expect(list.edgeCount).toBe(n * Math.floor(neighborCount / 2));
          expect(isSimple(list)).toBe(true);
        },
      ),
    );
    expect(degreesOf(wattsStrogatzGraph(10, 4, 0))).toEqual(new Array(10).fill(4));
    const ring = pairsOf(wattsStrogatzGraph(1000, 4, 0));
    const changed = pairsOf(wattsStrogatzGraph(1000, 4, 0.25, { seed: 2 })).filter(
      ([, v], i) => v !== ring[i][1],
    );
    expect(Math.abs(changed.length - 500)).toBeLessThan(100);
  });

  it("blocks have the densities they were given", () => {
    const list = stochasticBlockModel(
      [100, 200, 0],
      [
        [0.5, 0.1, 0],
        [0.1, 0, 1],
        [0, 1, 1],
      ],
      { seed: 4 },
    );
    expect(isSimple(list)).toBe(true);
    const block = list.attributes.block as Int32Array;
    const counts = new Map<string, number>();
    for (const [u, v] of pairsOf(list)) {
      const key = `${block[u]}${block[v]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["00", "01"]);
    expect(Math.abs(counts.get("00")! - 2475)).toBeLessThan(5 * Math.sqrt(4950 / 4));
    expect(Math.abs(counts.get("01")! - 2000)).toBeLessThan(5 * Math.sqrt(20000 * 0.09));
    const directed = stochasticBlockModel(
      [30, 30],
      [
        [0, 1],
        [0, 0],
      ],
      { directed: true },
    );
    expect(directed.edgeCount).toBe(900);
    expect(pairsOf(directed).every(([u, v]) => u < 30 && v >= 30)).toBe(true);
    expect(plantedPartition(3, 4, { inside: 1, between: 0 }).edgeCount).toBe(18);
    expect(() =>
      stochasticBlockModel(
        [1, 1],
        [
          [0, 1],
          [0.5, 0],
        ],
      ),
    ).toThrow("as its mirror image");
    expect(() => stochasticBlockModel([1], [[0, 1]])).toThrow(TypeError);
    expect(() => plantedPartition(2, 2, { inside: 2, between: 0 })).toThrow('"inside" expected 0..1, got 2');
  });

  it("the configuration model has the degrees it was given", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 12 }), fc.nat(), (degrees, seed) => {
        const total = degrees.reduce((a, b) => a + b, 0);
        if (total % 2 === 1)
          expect(() => configurationModel(degrees, { seed })).toThrow("expected an even sum");
        else expect(degreesOf(configurationModel(degrees, { seed }))).toEqual(degrees);
        const inDegrees = degrees.slice().reverse();
        const graph = graphOf(configurationModel(degrees, { inDegrees, seed }));
        for (const id of graph.nodes) {
          expect(graph.degree(id, "out")).toBe(degrees[id]);
          expect(graph.degree(id, "in")).toBe(inDegrees[id]);
        }
      }),
    );
    expect(() => configurationModel([1, 1], { inDegrees: [1, 2] })).toThrow(RangeError);
    expect(() => configurationModel([-1])).toThrow(RangeError);
  });

  it("R-MAT graphs have their counts, and hubs", () => {
    const list = kroneckerGraph(10, { seed: 1 });
    expect([list.nodeCount, list.edgeCount, list.directed]).toEqual([1024, 16384, false]);
    expect(Math.max(...degreesOf(list))).toBeGreaterThan(300);
    // all in the upper left quarter of the upper left quarter: one node
    expect(new Set(pairsOf(kroneckerGraph(5, { probabilities: [1, 0, 0] })).flat()).size).toBe(1);
    expect(kroneckerGraph(0).nodeCount).toBe(1);
    expect(() => kroneckerGraph(5, { probabilities: [1, 1, 0] })).toThrow(RangeError);
  });

  it("regular graphs are regular and simple", () => {
    fc.assert(
      fc.property(fc.nat(16), fc.nat(15), fc.nat(), (n, d, seed) => {
        const degree = Math.min(d, Math.max(0, n - 1));
        if ((n * degree) % 2 === 1) {
          expect(() => randomRegularGraph(n, degree, { seed })).toThrow("expected an even number");
          return;
        }
        const list = randomRegularGraph(n, degree, { seed });
        expect(isSimple(list)).toBe(true);
        expect(degreesOf(list)).toEqual(new Array(n).fill(degree));
      }),
    );
  });
});

describe("famous graphs", () => {
  it("are those of the literature", () => {
    const karate = karateClub();
    expect([karate.nodeCount, karate.edgeCount, isSimple(karate)]).toEqual([34, 78, true]);
    const degrees = [
      16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3, 4, 4, 6, 12,
      17,
    ];
    expect(degreesOf(karate)).toEqual(degrees);
    // as networkx has it
    const betweenness = betweennessCentrality(graphOf(karate));
    expect(betweenness.get(0)).toBeCloseTo(0.43763528138528146, 12);
    expect(betweenness.get(33)).toBeCloseTo(0.30407497594997596, 12);
    const petersen = petersenGraph();
    expect([petersen.edgeCount, isSimple(petersen)]).toEqual([15, true]);
    expect(degreesOf(petersen)).toEqual(new Array(10).fill(3));
    const florence = florentineFamilies();
    expect([florence.nodeCount, florence.edgeCount]).toEqual([15, 20]);
    const medici = (florence.attributes.name as string[]).indexOf("Medici");
    expect(betweennessCentrality(graphOf(florence)).get(medici)).toBeCloseTo(0.521978021978022, 12);
  });

  it("have the characters of Les Misérables who meet, and how often", () => {
    const list = lesMiserables();
    expect([list.nodeCount, list.edgeCount, isSimple(list)]).toEqual([77, 254, true]);
    const graph = graphOf(list);
    const weights = graph.edges.column("weight").toArray() as number[];
    expect(weights.reduce((sum, weight) => sum + weight)).toBe(820);
    const names = list.attributes.name as string[];
    const [valjean, cosette] = ["Valjean", "Cosette"].map((name) => names.indexOf(name));
    expect(graph.degree(valjean)).toBe(36);
    const [meeting] = graph.edgesBetween(valjean, cosette);
    expect(graph.edges.get(meeting, "weight")).toBe(Math.max(...weights));
    expect(weights[meeting]).toBe(31);
    // as networkx has it
    expect(betweennessCentrality(graph).get(valjean)).toBeCloseTo(0.5699890527836184, 12);
  });

  it("have the women of the South and their gatherings", () => {
    const list = southernWomen();
    expect([list.nodeCount, list.edgeCount, isSimple(list)]).toEqual([32, 89, true]);
    const degrees = degreesOf(list);
    const names = list.attributes.name as string[];
    expect(names[18]).toBe("E1");
    expect(degrees.slice(18)).toEqual([3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]);
    expect(degrees[names.indexOf("Nora Fayette")]).toBe(8);
    expect(isBipartite(graphOf(list))).toBe(true);
  });

  /** The length of a shortest cycle, by leaving out one edge after the other. */
  const girthOf = (list: EdgeList) => {
    const pairs = pairsOf(list);
    let girth = Infinity;
    for (const [source, target] of pairs) {
      const hops = new Map([[source, 0]]);
      for (const [u, depth] of hops) {
        for (const [a, b] of pairs) {
          if ((a === source && b === target) || (u !== a && u !== b)) continue;
          const v = u === a ? b : a;
          if (!hops.has(v)) hops.set(v, depth + 1);
        }
      }
      girth = Math.min(girth, 1 + (hops.get(target) ?? Infinity));
    }
    return girth;
  };

  // nodes, edges, least and greatest degree, girth and diameter, as tables of graphs have them
  it.each<[FamousGraph, number, number, number, number, number, number, boolean]>([
    ["bull", 5, 5, 1, 3, 3, 3, false],
    ["chvatal", 12, 24, 4, 4, 4, 2, false],
    ["coxeter", 28, 42, 3, 3, 7, 4, false],
    ["cubical", 8, 12, 3, 3, 4, 3, true],
    ["desargues", 20, 30, 3, 3, 6, 5, true],
    ["diamond", 4, 5, 2, 3, 3, 2, false],
    ["dodecahedral", 20, 30, 3, 3, 5, 5, false],
    ["folkman", 20, 40, 4, 4, 4, 4, true],
    ["franklin", 12, 18, 3, 3, 4, 3, true],
    ["frucht", 12, 18, 3, 3, 3, 4, false],
    ["grotzsch", 11, 20, 3, 5, 4, 2, false],
    ["heawood", 14, 21, 3, 3, 6, 3, true],
    ["herschel", 11, 18, 3, 4, 4, 4, true],
    ["house", 5, 6, 2, 3, 3, 2, false],
    ["houseX", 5, 8, 2, 4, 3, 2, false],
    ["icosahedral", 12, 30, 5, 5, 3, 3, false],
    ["krackhardtKite", 10, 18, 1, 6, 3, 4, false],
    ["levi", 30, 45, 3, 3, 8, 4, true],
    ["mcGee", 24, 36, 3, 3, 7, 4, false],
    ["meredith", 70, 140, 4, 4, 4, 8, false],
    ["moebiusKantor", 16, 24, 3, 3, 6, 4, true],
    ["octahedral", 6, 12, 4, 4, 3, 2, false],
    ["pappus", 18, 27, 3, 3, 6, 4, true],
    ["petersen", 10, 15, 3, 3, 5, 2, false],
    ["robertson", 19, 38, 4, 4, 5, 3, false],
    ["tetrahedral", 4, 6, 3, 3, 3, 1, false],
    ["thomassen", 34, 52, 3, 4, 5, 7, false],
    ["tutte", 46, 69, 3, 3, 4, 8, false],
    ["walther", 25, 31, 1, 3, 4, 8, true],
  ])("have what %s is known for", (name, nodes, edges, least, greatest, girth, farthest, bipartite) => {
    const list = famousGraph(name);
    const degrees = degreesOf(list);
    expect([list.nodeCount, list.edgeCount, isSimple(list)]).toEqual([nodes, edges, true]);
    expect([Math.min(...degrees), Math.max(...degrees)]).toEqual([least, greatest]);
    expect([girthOf(list), diameter(graphOf(list))]).toEqual([girth, farthest]);
    expect(isBipartite(graphOf(list))).toBe(bipartite);
  });

  it("that two functions give are the same", () => {
    const same = (a: EdgeList, b: EdgeList) => isIsomorphic(graphOf(a), graphOf(b));
    expect(same(famousGraph("petersen"), petersenGraph())).toBe(true);
    expect(same(famousGraph("tetrahedral"), completeGraph(4))).toBe(true);
    expect(same(famousGraph("pappus"), famousGraph("desargues"))).toBe(false);
    expect(() => famousGraph("tuttle" as never)).toThrow(/"name" expected one of bull, .*, got "tuttle"/);
    expect(() => famousGraph("toString" as never)).toThrow(RangeError);
  });
});
