/** `groggy schema`: the attributes of a graph, with types, labels and rules. */
import type { Invocation } from "../../shared/invocation.js";
import { openView } from "../../shared/view-at.js";
import { attributeCounts, rulesInWords } from "./overview.js";

export async function run(invocation: Invocation<{ readonly at?: string }>): Promise<undefined> {
  const { output } = invocation;
  const { view } = await openView(invocation);
  const isJson = output.format === "json" || output.format === "jsonl";
  const list = (names: readonly string[]) =>
    isJson ? names : names.length === 0 ? undefined : names.join(", ");
  const rows: unknown[][] = [];
  for (const { name, type, count, labels } of attributeCounts(view.nodes))
    rows.push(["node", name, type, count, list(labels), list(rulesInWords(view, name))]);
  for (const { name, type, count, labels } of attributeCounts(view.edges))
    rows.push(["edge", name, type, count, list(labels), list([])]);
  for (const [name, type] of Object.entries(view.attributes.schema))
    rows.push(["graph", name, type, view.attributes.get(name) === undefined ? 0 : 1, list([]), list([])]);
  await output.table({
    name: "attributes",
    columns: [
      { name: "of" },
      { name: "attribute" },
      { name: "type" },
      { name: "count", align: "right" },
      { name: "labels" },
      { name: "rules" },
    ],
    rows,
    count: rows.length,
    more: {
      directed: view.directed,
      key: view.key ?? null,
      keys: view.rules.unique
        .filter(({ isKey }) => isKey)
        .map(({ label, attributes }) => ({ label: label ?? null, attributes })),
    },
  });
}
