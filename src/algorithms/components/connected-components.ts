/**
 * Connected components: the sets of nodes connected by edges of either direction (weakly connected, where the graph
 * is directed). Union-find over the arcs; Tarjan 1975, "Efficiency of a good but not linear set union algorithm", and
 * for the frozen graph Sutton, Ben-Nun and Barak 2018, "Optimizing parallel graph connectivity computation via
 * subgraph sampling".
 */

import type { Steps } from "../../kernels/runtime/steps.js";
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { Result } from "../shared/result.js";
import { runAside, runNow, type ThreadOptions } from "../shared/run.js";
import { componentSteps } from "./connected-components-kernel.js";

/** For each node its component, named by the smallest id of the nodes in it. */
export class Components extends Result<Uint32Array> {
  #count: number | undefined;
  #sizes: ReadonlyMap<number, number> | undefined;

  /** The number of components. */
  get count(): number {
    if (this.#count === undefined) {
      const { ids, values } = this;
      let count = 0;
      for (let i = 0; i < ids.length; i++) count += values[i] === ids[i] ? 1 : 0;
      this.#count = count;
    }
    return this.#count;
  }

  /** The number of nodes of each component, by the component's name, ascending. Counted when first asked for. */
  get sizes(): ReadonlyMap<number, number> {
    if (this.#sizes === undefined) {
      const { ids, values } = this;
      const sizes = new Map<number, number>();
      // a component's name is the first of its nodes, so names come in ascending order
      for (let i = 0; i < ids.length; i++) if (values[i] === ids[i]) sizes.set(ids[i], 0);
      const counts = new Uint32Array(ids.length === 0 ? 0 : ids[ids.length - 1] + 1);
      for (let i = 0; i < values.length; i++) counts[values[i]]++;
      for (const name of sizes.keys()) sizes.set(name, counts[name]);
      this.#sizes = sizes;
    }
    return this.#sizes;
  }
}

/**
 * The connected components of a view, the direction of edges left aside.
 *
 * Time: nearly linear in nodes and edges; space: 4 bytes a node beside the frozen graph. Deterministic. An empty
 * graph has no components, a node without edges is one by itself; self-loops and parallel edges change nothing.
 *
 * @returns for each node the smallest id in its component; `count`, and `sizes` by that id.
 * @example
 * const { count, sizes } = connectedComponents(graph);
 */
export function connectedComponents(view: GraphView, options: ThreadOptions = {}): Components {
  checkView(view);
  return runNow(connectedSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `connectedComponents` returns,
 * rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const { count } = await connectedComponentsAsync(graph);
 */
export function connectedComponentsAsync(view: GraphView, options: ThreadOptions = {}): Promise<Components> {
  checkView(view);
  return runAside(connectedSteps(view, options), options);
}

function* connectedSteps(view: GraphView, options: ThreadOptions): Steps<Components> {
  checkRunOptions(options, []);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const labels = yield* componentSteps(csr.frozen, options.threads ?? 1);
  tick(csr.nodeCount);
  nameByIds(csr.nodeIds, labels);
  return new Components(csr.nodeIds, labels);
}

/** Puts ids in the place of indices. */
export function nameByIds(ids: Uint32Array, indices: Uint32Array): void {
  // while no id is missing below it, an id is its own index
  if (ids.length === 0 || ids[ids.length - 1] === ids.length - 1) return;
  for (let i = 0; i < indices.length; i++) indices[i] = ids[indices[i]];
}
