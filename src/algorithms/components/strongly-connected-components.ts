/**
 * Strongly connected components: which nodes lead to each other and back. Of the frozen graph the giant one by
 * searches (Fleischer, Hendrickson and Pınar 2000, "On identifying strongly connected components in parallel"), all
 * others by Pearce 2016, "A space-efficient algorithm for finding strongly connected components", one number a node
 * for Tarjan's two; with a stack of its own, so that depth has no limit.
 */
import { COMPONENT_RANK_MIN } from "../../kernels/layouts/kernel-constants.js";
import type { Steps } from "../../kernels/runtime/steps.js";
import type { Csr, GraphView } from "../../view.js";
import { checkRunOptions, checkView } from "../shared/options.js";
import { watch } from "../shared/progress.js";
import { runAside, runNow, type ThreadOptions } from "../shared/run.js";
import { Components } from "./connected-components.js";
import { type StrongComponentLabels, strongLabelSteps } from "./strongly-connected-components-kernel.js";

/**
 * The strongly connected components of a view; of an undirected graph they are the connected ones.
 *
 * Time: linear in nodes and edges; space: 22 bytes a node beside the frozen graph. Deterministic. An empty graph
 * has no components, a node on no directed cycle is one by itself; self-loops and parallel edges change nothing.
 *
 * @returns for each node the smallest id in its component; `count`, and `sizes` by that id.
 * @example
 * const { count, sizes } = stronglyConnectedComponents(graph);
 */
export function stronglyConnectedComponents(view: GraphView, options: ThreadOptions = {}): Components {
  checkView(view);
  return runNow(strongComponentSteps(view, options), options);
}

/**
 * The same in the background, on other threads where there are any: resolves to what `stronglyConnectedComponents`
 * returns, rejects where it throws. It works on the view as it is now.
 *
 * @example
 * const { count } = await stronglyConnectedComponentsAsync(graph);
 */
export function stronglyConnectedComponentsAsync(
  view: GraphView,
  options: ThreadOptions = {},
): Promise<Components> {
  checkView(view);
  return runAside(strongComponentSteps(view, options), options);
}

function* strongComponentSteps(view: GraphView, options: ThreadOptions): Steps<Components> {
  checkRunOptions(options, []);
  const csr = view.csr();
  const { nodeIds, nodeCount } = csr;
  const tick = watch(options, nodeCount);
  const { labels, count } = (yield* strongLabelSteps(csr.frozen, tick)) ?? labelStrongComponents(csr, tick);
  // name each component by its first node
  const names = new Uint32Array(count);
  for (let i = nodeCount - 1; i >= 0; i--) names[labels[i]] = nodeIds[i];
  for (let i = 0; i < nodeCount; i++) labels[i] = names[labels[i]];
  tick(nodeCount);
  return new Components(nodeIds, labels);
}

/**
 * For each node the number of its component. Components are numbered in an order in which arcs between them lead
 * from higher numbers to lower ones, so from the last component to the first is a topological order.
 */
export function labelStrongComponents(
  csr: { readonly nodeCount: number; readonly out: Pick<Csr["out"], "offsets" | "ends"> },
  tick?: (done: number) => void,
): StrongComponentLabels {
  const { nodeCount } = csr;
  const { offsets, ends } = csr.out;
  // while a node is open or on the stack: the smallest visit it leads to, 1 and up; then 2^31 + its component
  const ranks = new Uint32Array(nodeCount);
  const next = new Uint32Array(nodeCount);
  const parents = new Int32Array(nodeCount);
  // nodes that are left and wait for their root, from the bottom; a bit tells which nodes are their own root
  const waiting = new Uint32Array(nodeCount);
  const isRoot = new Uint8Array(nodeCount);
  let waitingCount = 0;
  let visit = 0;
  let count = 0;
  for (let start = 0; start < nodeCount; start++) {
    if (ranks[start] !== 0) continue;
    let u = start;
    parents[u] = -1;
    ranks[u] = ++visit;
    isRoot[u] = 1;
    next[u] = offsets[u];
    while (u >= 0) {
      if (next[u] < offsets[u + 1]) {
        const v = ends[next[u]];
        if (ranks[v] === 0) {
          // the arc is looked at again once v is left
          parents[v] = u;
          ranks[v] = ++visit;
          isRoot[v] = 1;
          next[v] = offsets[v];
          u = v;
          if ((visit & 0xffff) === 0) tick?.(visit);
          continue;
        }
        next[u]++;
        if (ranks[v] < ranks[u]) {
          ranks[u] = ranks[v];
          isRoot[u] = 0;
        }
        continue;
      }
      // leave u
      if (isRoot[u] === 1) {
        const label = COMPONENT_RANK_MIN + count++;
        const rank = ranks[u];
        ranks[u] = label;
        while (waitingCount > 0 && ranks[waiting[waitingCount - 1]] >= rank)
          ranks[waiting[--waitingCount]] = label;
      } else waiting[waitingCount++] = u;
      u = parents[u];
    }
  }
  for (let i = 0; i < nodeCount; i++) ranks[i] -= COMPONENT_RANK_MIN;
  return { labels: ranks, count };
}
