/**
 * Connected components: which nodes hang together, whichever way the edges lead (weakly connected, where the
 * graph is directed). Union-find over the arcs; Tarjan 1975, "Efficiency of a good but not linear set union
 * algorithm", and for the frozen graph Sutton, Ben-Nun and Barak 2018, "Optimizing parallel graph connectivity
 * computation via subgraph sampling".
 */
import { componentSteps } from "../kernels/components.js";
import type { Steps } from "../kernels/steps.js";
import type { GraphView } from "../view.js";
import { checkOptions } from "./options.js";
import { watch } from "./progress.js";
import { Result } from "./result.js";
import { runAside, runNow, type ThreadOptions } from "./run.js";

/** For each node its component, named by the smallest id of the nodes in it. */
export class Components extends Result<Uint32Array> {
  /** How many components there are. */
  readonly count: number;
  /** How many nodes each component has, by the component's name, ascending. */
  readonly sizes: ReadonlyMap<number, number>;

  constructor(ids: Uint32Array, values: Uint32Array) {
    super(ids, values);
    const sizes = new Map<number, number>();
    // A component's name is the first of its nodes, so names come in ascending order.
    for (let i = 0; i < ids.length; i++) if (values[i] === ids[i]) sizes.set(ids[i], 0);
    const counts = new Uint32Array(ids.length === 0 ? 0 : ids[ids.length - 1] + 1);
    for (let i = 0; i < values.length; i++) counts[values[i]]++;
    for (const name of sizes.keys()) sizes.set(name, counts[name]);
    this.count = sizes.size;
    this.sizes = sizes;
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
  return runAside(connectedSteps(view, options), options);
}

function* connectedSteps(view: GraphView, options: ThreadOptions): Steps<Components> {
  checkOptions(options);
  const csr = view.csr();
  const tick = watch(options, csr.nodeCount);
  const labels = yield* componentSteps(csr.frozen);
  tick(csr.nodeCount);
  const values = new Uint32Array(labels.length);
  for (let i = 0; i < labels.length; i++) values[i] = csr.nodeIds[labels[i]];
  return new Components(csr.nodeIds, values);
}
