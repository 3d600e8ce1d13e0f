/**
 * First positions of a connected graph: distances to some pivots, far from each other, projected on the two directions
 * in which they vary most. U. Brandes and C. Pich, "Eigensolver Methods for Progressive Multidimensional Scaling of
 * Large Data" (2006). O(pivots · (nodes + edges)).
 */
import type { Prng } from "../../structures/prng.js";
import type { NeighborLists } from "./neighbor-lists.js";

const PIVOTS_MAX = 40;
const POWER_STEPS = 60;

/** Writes the positions of the nodes of one component, around 0 with a mean distance from it of 1. */
export function placeByPivots(
  nodes: Uint32Array,
  { ends, offsets }: NeighborLists,
  x: Float64Array,
  y: Float64Array,
  prng: Prng,
): void {
  const n = nodes.length;
  const pivots = Math.min(PIVOTS_MAX, n);
  const place = new Map<number, number>();
  nodes.forEach((node, i) => {
    place.set(node, i);
  });
  const columns: Float64Array[] = [];
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const queue = new Uint32Array(n);
  let pivot = 0;
  for (let k = 0; k < pivots; k++) {
    const distances = new Float64Array(n).fill(-1);
    distances[pivot] = 0;
    queue[0] = pivot;
    for (let head = 0, end = 1; head < end; head++) {
      const at = queue[head]!;
      const node = nodes[at]!;
      for (let a = offsets[node]!; a < offsets[node + 1]!; a++) {
        const next = place.get(ends[a]!)!;
        if (distances[next]! >= 0) continue;
        distances[next] = distances[at]! + 1;
        queue[end++] = next;
      }
    }
    let farthest = 0;
    for (let i = 0; i < n; i++) {
      nearest[i] = Math.min(nearest[i]!, distances[i]!);
      if (nearest[i]! > nearest[farthest]!) farthest = i;
    }
    columns.push(distances);
    pivot = farthest;
  }
  centre(columns, n);
  const [first, second] = principalDirections(columns, n, prng);
  let spread = 0;
  for (let i = 0; i < n; i++) {
    let [px, py] = [0, 0];
    columns.forEach((column, k) => {
      px += column[i]! * first![k]!;
      py += column[i]! * second![k]!;
    });
    x[nodes[i]!] = px;
    y[nodes[i]!] = py;
    spread += Math.hypot(px, py);
  }
  const scale = spread > 0 ? n / spread : 0;
  for (const node of nodes) {
    // nodes of equal distances would lie on each other
    x[node] = x[node]! * scale + (prng.float() - 0.5) * 0.1;
    y[node] = y[node]! * scale + (prng.float() - 0.5) * 0.1;
  }
}

/** Squares the distances, and takes from each the means of its row and its column. */
function centre(columns: readonly Float64Array[], n: number): void {
  const rows = new Float64Array(n);
  let total = 0;
  for (const column of columns) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      column[i]! *= column[i]!;
      sum += column[i]!;
      rows[i]! += column[i]! / columns.length;
    }
    const mean = sum / n;
    for (let i = 0; i < n; i++) column[i]! -= mean;
    total += mean / columns.length;
  }
  for (const column of columns) for (let i = 0; i < n; i++) column[i] = (column[i]! - rows[i]! + total) / -2;
}

/** The two eigenvectors of the greatest eigenvalues of CᵀC, by power iteration. */
function principalDirections(columns: readonly Float64Array[], n: number, prng: Prng): Float64Array[] {
  const k = columns.length;
  const products = columns.map((a) =>
    columns.map((b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += a[i]! * b[i]!;
      return sum;
    }),
  );
  const found: Float64Array[] = [];
  for (let d = 0; d < 2; d++) {
    let vector = Float64Array.from({ length: k }, () => prng.float() - 0.5);
    for (let step = 0; step < POWER_STEPS; step++) {
      const next = new Float64Array(k);
      for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) next[i]! += products[i]![j]! * vector[j]!;
      for (const other of found) {
        let dot = 0;
        for (let i = 0; i < k; i++) dot += next[i]! * other[i]!;
        for (let i = 0; i < k; i++) next[i]! -= dot * other[i]!;
      }
      const length = Math.hypot(...next);
      if (!(length > 1e-9)) break;
      vector = next.map((value) => value / length);
    }
    found.push(vector);
  }
  return found;
}
