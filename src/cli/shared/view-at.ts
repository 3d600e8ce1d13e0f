/** The state that a verb reads: the store's head, or with `--at` one of its past. */
import type { Graph, GraphView } from "groggy";
import type { CommandOption } from "./command.js";
import { namingNearest } from "./history/revision-words.js";
import type { Invocation } from "./invocation.js";

/** The option `--at`, for rows of the table. */
export const atOption = {
  type: "string",
  value: "REVISION",
  summary: "The state at a commit, a tag, a branch or a time, and not the present one",
  complete: "revision",
} as const satisfies CommandOption;

/** Opens the store and looks at the state that `--at` names. */
export async function openView(
  invocation: Invocation<{ readonly at?: string }>,
): Promise<{ readonly graph: Graph; readonly view: GraphView }> {
  const graph = await invocation.open();
  const { at } = invocation.options;
  return { graph, view: viewAt(graph, at) };
}

/** The state at a revision, or the present one. Throws with the nearest branch or tag where none is of that name. */
export function viewAt(graph: Graph, at: string | undefined): GraphView {
  return at === undefined ? graph : namingNearest(graph, () => graph.at(at));
}
