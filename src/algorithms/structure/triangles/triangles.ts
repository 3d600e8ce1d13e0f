/**
 * Triangles: three nodes each two of which have an edge. Edges are oriented towards the higher degree and the
 * neighbors of a node marked: Latapy 2008, "Main-memory triangle computations for very large (sparse (power-law))
 * graphs".
 */

import type { Steps } from "../../../kernels/runtime/steps.js";
import type { Csr, GraphView } from "../../../view.js";
import { degreesOf } from "../../shared/arcs/simple-arcs.js";
import { checkRunOptions, checkView } from "../../shared/options.js";
import { watch } from "../../shared/progress.js";
import { Result } from "../../shared/result.js";
import { runAside, runNow, type ThreadOptions } from "../../shared/run.js";
import { type Oriented, orient } from "./oriented-loops.js";
import type { TriangleCounts } from "./triangle-counts.js";
import { triangleSteps } from "./triangles-kernel.js";

/** For each node the triangles it is in. */
export class Triangles extends Result<Float64Array> {
  /** The number of triangles. */
  readonly total: number;

  constructor(ids: Uint32Array, values: Float64Array, total: number) {
    super(ids, values);
    this.total = total;
  }
}

/**
 * Counts the triangles of a view, each once in `total` and once at each of its nodes.
 *
 * Time: O(edges^1.5); space: O(nodes + edges). Deterministic. The direction of edges, self-loops and parallel edges
 * are ignored; an empty graph has none.
 *
 * @throws TypeError for wrong options.
 * @example
 * triangles(graph).total; // => 1
 */
export function triangles(view: GraphView, options: ThreadOptions = {}): Triangles {
  checkView(view);
  return runNow(resultSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `triangles` returns, rejects
 * where it throws. It works on the view as it is now.
 *
 * @example
 * const { total } = await trianglesAsync(graph, { signal: AbortSignal.timeout(10_000) });
 */
export function trianglesAsync(view: GraphView, options: ThreadOptions = {}): Promise<Triangles> {
  checkView(view);
  return runAside(resultSteps(view, options), options);
}

function* resultSteps(view: GraphView, options: ThreadOptions): Steps<Triangles> {
  checkRunOptions(options, []);
  const csr = view.csr();
  const { counts, total = totalOf(counts) } = yield* triangleCounts(csr, options, false);
  return new Triangles(csr.nodeIds, counts, total);
}

/** The triangles and, if asked for, the distinct neighbors of each node, directions left aside. */
export function* triangleCounts(csr: Csr, options: ThreadOptions, withDegrees = true): Steps<TriangleCounts> {
  const tick = watch(options, csr.nodeCount);
  const counted = yield* triangleSteps(csr.frozen, false, options.threads ?? 1, tick, withDegrees);
  if (counted !== undefined) return counted;
  const oriented = orient(csr);
  const counts = new Float64Array(csr.nodeCount);
  countTriangles(oriented, counts, tick);
  return { counts, degrees: degreesOf(oriented.simple) };
}

/** The number of triangles, from those of each node. */
export function totalOf(counts: Float64Array): number {
  let total = 0;
  for (let u = 0; u < counts.length; u++) total += counts[u];
  return total / 3;
}

/** The loop in TypeScript: adds each node's triangles to `counts`, by node index. */
export function countTriangles(
  { nodes, offsets, ends }: Oriented,
  counts: Float64Array,
  tick: (done: number) => void,
): void {
  const marks = new Uint8Array(nodes.length);
  for (let a = 0; a < nodes.length; a++) {
    const [first, last] = [offsets[a], offsets[a + 1]];
    for (let arc = first; arc < last; arc++) marks[ends[arc]] = 1;
    let ofA = 0;
    for (let arc = first; arc < last; arc++) {
      const b = ends[arc];
      const end = offsets[b + 1];
      let ofAb = 0;
      for (let next = offsets[b]; next < end; next++) {
        if (marks[ends[next]] === 0) continue;
        ofAb++;
        counts[nodes[ends[next]]]++;
      }
      ofA += ofAb;
      counts[nodes[b]] += ofAb;
    }
    counts[nodes[a]] += ofA;
    for (let arc = first; arc < last; arc++) marks[ends[arc]] = 0;
    tick(a + 1);
  }
}
