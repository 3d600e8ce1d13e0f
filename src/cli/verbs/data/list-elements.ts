/** `groggy nodes` and `groggy edges`: what a filter selects, as a table. */
import type { Selection } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames, splitOrder } from "../../shared/names-list.js";
import { openView } from "../../shared/view-at.js";
import { elementsOf, selected, tableColumns, tableRows } from "./element-table.js";

export interface ListOptions {
  readonly columns?: string;
  readonly sort?: string;
  readonly limit?: number;
  readonly at?: string;
  readonly count?: boolean;
  readonly ids?: boolean;
  readonly "fail-empty"?: boolean;
}

/** Prints the elements of a kind that the filter selects. */
export async function listElements(
  invocation: Invocation<ListOptions>,
  kind: "node" | "edge",
): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  const names = splitNames("--columns", options.columns);
  const order = splitOrder("--sort", options.sort);
  const { view } = await openView(invocation);
  const found = selected(elementsOf(view, kind), operands.filter as string | undefined);
  const columns = options.ids === true || options.count === true ? [] : tableColumns(view, kind, names);
  const code = found.count === 0 && options["fail-empty"] === true ? 1 : 0;
  if (options.count === true) {
    await output.report({ json: { count: found.count }, lines: [String(found.count)] });
    return code;
  }
  const ids = orderedIds(found, order, options.limit);
  if (options.ids === true) {
    await output.report({ json: { ids: Array.from(ids) }, lines: linesOf(ids) });
    return code;
  }
  await output.table({
    name: `${kind}s`,
    columns: columns.map(({ read, isList, ...column }) => column),
    rows: tableRows(columns, ids, output.format),
    count: ids.length,
  });
  return code;
}

function* linesOf(ids: Uint32Array): Generator<string> {
  for (const id of ids) yield String(id);
}

function orderedIds(
  found: Selection,
  order: ReturnType<typeof splitOrder>,
  limit: number | undefined,
): Uint32Array {
  if (order === undefined) return found.ids().subarray(0, limit ?? found.count);
  const plain = { columns: [], labels: false, ends: false } as const;
  const rows = found.rows({ ...plain, orderBy: order, ...(limit === undefined ? {} : { limit }) });
  return Uint32Array.from(rows, ({ id }) => id);
}
