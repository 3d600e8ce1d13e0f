/** Two views as operators on sets of elements take them: of one graph, so that ids mean the same in both. */
import { GroggyError } from "../../errors.js";
import type { GraphTypes } from "../../graph-types.js";
import type { GraphView } from "../../view.js";
import { checkRunOptions, checkView, type SignalOption } from "../shared/options.js";

/**
 * Checks what operators on two views take: throws unless both are of the same graph, live, past or in part, and both or
 * neither directed.
 */
export function checkOperands<T extends GraphTypes>(
  a: GraphView<T>,
  b: GraphView<T>,
  options: SignalOption,
): void {
  checkView(a, "a");
  checkView(b, "b");
  checkRunOptions(options, []);
  if (a.directed !== b.directed) {
    const word = (view: GraphView<T>) => (view.directed ? "a directed" : "an undirected");
    throw new TypeError(`"b" expected ${word(a)} graph as "a", got ${word(b)} one`);
  }
  const [first, second] = [a.state.pool, b.state.pool];
  if (first.nodes === second.nodes && first.edges === second.edges) return;
  throw new GroggyError("FOREIGN_VIEW", '"b" expected a view of the same graph as "a", got one of another');
}
