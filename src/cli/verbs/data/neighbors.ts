/** `groggy neighbors`: the nodes around one, and how far away they are. */
import type { Selection } from "groggy";
import { findNode } from "../../shared/element-operand.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames } from "../../shared/names-list.js";
import { openView } from "../../shared/view-at.js";
import { tableColumns, tableRows } from "./element-table.js";

interface NeighborsOptions {
  readonly depth: number;
  readonly direction: "out" | "in" | "both";
  readonly type?: string;
  readonly where?: string;
  readonly columns?: string;
  readonly limit?: number;
  readonly at?: string;
}

export async function run(invocation: Invocation<NeighborsOptions>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const names = splitNames("--columns", options.columns);
  const types = splitNames("--type", options.type);
  const { view } = await openView(invocation);
  const start = findNode(view, operands.node as string, "node");
  const columns = tableColumns(view, "node", names);
  const where = options.where === undefined ? {} : { where: options.where };
  const ids: number[] = [];
  const depths: number[] = [];
  let reached: Selection = view.nodes.select([start]);
  let frontier = reached;
  for (let depth = 1; depth <= options.depth && frontier.count > 0; depth++) {
    const step =
      types === undefined ? frontier[options.direction](where) : frontier[options.direction](types, where);
    frontier = step.and(reached.not());
    reached = reached.or(frontier);
    for (const id of frontier.ids()) {
      ids.push(id);
      depths.push(depth);
    }
  }
  const count = Math.min(ids.length, options.limit ?? ids.length);
  await output.table({
    name: "neighbors",
    columns: [{ name: "depth", align: "right" }, ...columns.map(({ read, isList, ...column }) => column)],
    rows: withDepth(depths, tableRows(columns, Uint32Array.from(ids.slice(0, count)), output.format)),
    count,
    more: { node: start },
  });
}

function* withDepth(depths: readonly number[], rows: Iterable<readonly unknown[]>): Generator<unknown[]> {
  let i = 0;
  for (const row of rows) yield [depths[i++], ...row];
}
