/**
 * The triad census: the number of triples of nodes by the 16 ways they are connected. Davis and Leinhardt 1972, "The
 * structure of positive interpersonal relations in small groups". Those with three connected pairs are found one by
 * one, those with two are counted by the pairs of neighbors at their middle, less the former, and those with one or
 * none by subtraction: as Ortmann and Brandes 2017, "Efficient orbit-aware triad and quad census".
 */
import type { GraphView } from "../../../view.js";
import { hasArc, type SimpleArcs, simpleArcsOf } from "../../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView, type RunOptions } from "../../shared/options.js";
import { watch } from "../../shared/progress.js";
import { forEachTriangle, type Oriented, orient } from "./oriented-loops.js";

const CLASSES = [
  "003",
  "012",
  "102",
  "021D",
  "021U",
  "021C",
  "111D",
  "111U",
  "030T",
  "030C",
  "201",
  "120D",
  "120U",
  "120C",
  "210",
  "300",
] as const;

/**
 * A class of triads: how many of its pairs have arcs both ways, one way, and none; then down, up, cyclic or
 * transitive. 021D is A ← B → C, 111D is A ↔ B ← C, 120D is A ← B → C with A ↔ C, and U has these arcs reversed.
 */
export type TriadClass = (typeof CLASSES)[number];

/**
 * The number of triads of each class in a view.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. Self-loops are ignored, parallel edges count once; an
 * undirected edge leads both ways. Fewer than three nodes give zeros. Counts above 2^53 are rounded.
 *
 * @throws TypeError for wrong options.
 * @example
 * triadCensus(graph)["030T"]; // => 1
 */
export function triadCensus(view: GraphView, options: RunOptions = {}): Record<TriadClass, number> {
  checkView(view);
  checkRunOptions(options, []);
  const csr = view.csr();
  const { nodeCount } = csr;
  const oriented = orient(csr);
  const codes = codesOf(simpleArcsOf(csr, "out"), oriented);
  const counts = new Float64Array(CLASSES.length);
  const tick = watch(options, nodeCount);
  countOpen(oriented, codes, counts);
  forEachTriangle(
    oriented,
    (_a, _b, _c, ab, ac, bc) => {
      counts[CLASS_OF_CODE[codes[ab] + 4 * codes[ac] + 16 * codes[bc]]]++;
      // at each corner what was taken for open is closed
      counts[OPEN_CLASS[4 * codes[ab] + codes[ac]]]--;
      counts[OPEN_CLASS[4 * reversed(codes[ab]) + codes[bc]]]--;
      counts[OPEN_CLASS[4 * reversed(codes[ac]) + reversed(codes[bc])]]--;
    },
    tick,
  );
  countSparse(nodeCount, codes, counts);
  return Object.fromEntries(CLASSES.map((name, i) => [name, counts[i]])) as Record<TriadClass, number>;
}

/** For each pair with an edge 1 if there is an arc from its first node to its second, and 2 if there is one back. */
function codesOf(arcs: SimpleArcs, { nodes, offsets, ends }: Oriented): Uint8Array {
  const codes = new Uint8Array(ends.length);
  for (let a = 0; a < nodes.length; a++) {
    for (let arc = offsets[a]; arc < offsets[a + 1]; arc++) {
      const [u, v] = [nodes[a], nodes[ends[arc]]];
      codes[arc] = (hasArc(arcs, u, v) ? 1 : 0) + (hasArc(arcs, v, u) ? 2 : 0);
    }
  }
  return codes;
}

/** The code of a pair whose first node comes second. */
function reversed(code: number): number {
  return code === 3 ? 3 : 3 - code;
}

/** Counts every two neighbors of a node by the class that the three would be of, had the two no edge. */
function countOpen({ nodes, offsets, ends }: Oriented, codes: Uint8Array, counts: Float64Array): void {
  // the number of neighbors of each node by code, at 4 * node + code
  const near = new Uint32Array(4 * nodes.length);
  for (let a = 0; a < nodes.length; a++) {
    for (let arc = offsets[a]; arc < offsets[a + 1]; arc++) {
      near[4 * a + codes[arc]]++;
      near[4 * ends[arc] + reversed(codes[arc])]++;
    }
  }
  for (let a = 0; a < nodes.length; a++) {
    for (let first = 1; first <= 3; first++) {
      const count = near[4 * a + first];
      counts[OPEN_CLASS[4 * first + first]] += (count * (count - 1)) / 2;
      for (let second = first + 1; second <= 3; second++) {
        counts[OPEN_CLASS[4 * first + second]] += count * near[4 * a + second];
      }
    }
  }
}

/** Counts the triads with one connected pair, or none: each pair is in as many triads as there are other nodes. */
function countSparse(nodeCount: number, codes: Uint8Array, counts: Float64Array): void {
  if (nodeCount < 3) return;
  let mutual = 0;
  for (let arc = 0; arc < codes.length; arc++) if (codes[arc] === 3) mutual++;
  let sparse = (nodeCount * (nodeCount - 1) * (nodeCount - 2)) / 6;
  let mutualLeft = mutual * (nodeCount - 2);
  let oneWayLeft = (codes.length - mutual) * (nodeCount - 2);
  for (const [i, name] of CLASSES.entries()) {
    sparse -= counts[i];
    mutualLeft -= Number(name[0]) * counts[i];
    oneWayLeft -= Number(name[1]) * counts[i];
  }
  counts[CLASSES.indexOf("012")] = oneWayLeft;
  counts[CLASSES.indexOf("102")] = mutualLeft;
  counts[CLASSES.indexOf("003")] = sparse - oneWayLeft - mutualLeft;
}

/** The class of a triad by the codes of its pairs u v, u w and v w, in two bits each from the lowest up. */
const CLASS_OF_CODE = Uint8Array.from({ length: 64 }, (_, code) =>
  CLASSES.indexOf(nameOf([code & 3, (code >> 2) & 3, code >> 4])),
);

/** The class of u, v and w by 4 times the code of u v and the code of u w, if v and w have no edge. */
const OPEN_CLASS = Uint8Array.from({ length: 16 }, (_, pair) => CLASS_OF_CODE[(pair >> 2) + 4 * (pair & 3)]);

/** The class of a triad u, v, w by the codes of its pairs u v, u w and v w. */
function nameOf([uv, uw, vw]: readonly number[]): TriadClass {
  const codes = [uv, uw, vw];
  const [mutual, none] = [3, 0].map((code) => codes.filter((each) => each === code).length);
  const oneWay = 3 - mutual - none;
  const name = `${mutual}${oneWay}${none}`;
  // arcs without one back, by node: how many leave it, how many enter it
  const leaving = [+(uv === 1) + +(uw === 1), +(uv === 2) + +(vw === 1), +(uw === 2) + +(vw === 2)];
  const entering = [+(uv === 2) + +(uw === 2), +(uv === 1) + +(vw === 2), +(uw === 1) + +(vw === 1)];
  if (name === "021" || name === "120") {
    const letter = leaving.includes(2) ? "D" : entering.includes(2) ? "U" : "C";
    return `${name}${letter}` as TriadClass;
  }
  if (name === "111") {
    // whether the one arc enters the node that has the other edge, or leaves it
    const single = [uv, uw, vw].indexOf(none === 1 ? 3 : 0);
    const mutualEnds = [
      [0, 1],
      [0, 2],
      [1, 2],
    ][single];
    return mutualEnds.some((node) => entering[node] === 1) ? "111D" : "111U";
  }
  if (name === "030") return leaving.includes(2) ? "030T" : "030C";
  return name as TriadClass;
}
