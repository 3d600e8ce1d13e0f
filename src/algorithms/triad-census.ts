/**
 * The triad census: of every three nodes, which of the 16 ways they are joined in. Davis and Leinhardt 1972, "The
 * structure of positive interpersonal relations in small groups"; counted as Batagelj and Mrvar 2001, "A
 * subquadratic triad census algorithm for large sparse networks with small maximum degree".
 */
import type { GraphView } from "../view.js";
import { hasArc, type SimpleArcs, simpleArcsOf } from "./simple-arcs.js";

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
 * transitive. 021D is A ← B → C, 111D is A ↔ B ← C, 120D is A ← B → C with A ↔ C, and U has these arcs turned.
 */
export type TriadClass = (typeof CLASSES)[number];

/**
 * How many triads of each class a view has.
 *
 * Time: O(edges · largest degree · log degree); space: O(nodes + edges). Deterministic. Self-loops are left
 * aside, parallel edges count once; an undirected edge leads both ways. Fewer than three nodes give zeros. Counts
 * above 2^53 are rounded.
 *
 * @example
 * triadCensus(graph)["030T"]; // => 1
 */
export function triadCensus(view: GraphView): Record<TriadClass, number> {
  const csr = view.csr();
  const { nodeCount } = csr;
  const arcs = simpleArcsOf(csr, "out");
  const both = simpleArcsOf(csr, "both");
  const counts = new Float64Array(CLASSES.length);
  // the pair that last met each node as a neighbour: the far node's number, by round of the near one
  const metBy = new Uint32Array(nodeCount);
  let round = 0;
  for (let u = 0; u < nodeCount; u++) {
    for (let at = both.offsets[u]; at < both.offsets[u + 1]; at++) {
      const v = both.ends[at];
      if (v < u) continue;
      round++;
      let near = 0;
      const pair = pairCode(arcs, u, v);
      for (const end of [u, v]) {
        for (let next = both.offsets[end]; next < both.offsets[end + 1]; next++) {
          const w = both.ends[next];
          if (w === u || w === v || metBy[w] === round) continue;
          metBy[w] = round;
          near++;
          // each triad once: from its least two nodes, or where those have no edge from the pair that comes first
          if (w < v && (w < u || hasArc(both, u, w))) continue;
          counts[classOf(pair + 4 * pairCode(arcs, u, w) + 16 * pairCode(arcs, v, w))]++;
        }
      }
      counts[pair === 3 ? 2 : 1] += nodeCount - 2 - near;
    }
  }
  const total = nodeCount < 3 ? 0 : (nodeCount * (nodeCount - 1) * (nodeCount - 2)) / 6;
  counts[0] = total - counts.reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(CLASSES.map((name, i) => [name, counts[i]])) as Record<TriadClass, number>;
}

/** 1 if there is an arc from u to v, and 2 if there is one back. */
function pairCode(arcs: SimpleArcs, u: number, v: number): number {
  return (hasArc(arcs, u, v) ? 1 : 0) + (hasArc(arcs, v, u) ? 2 : 0);
}

const CLASS_OF_CODE = Uint8Array.from({ length: 64 }, (_, code) =>
  CLASSES.indexOf(nameOf([code & 3, (code >> 2) & 3, code >> 4])),
);

function classOf(code: number): number {
  return CLASS_OF_CODE[code];
}

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
