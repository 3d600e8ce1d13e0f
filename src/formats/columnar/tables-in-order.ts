/** Tables of nodes before those of edges, so that edges find their ends. */
import type { ReaderInput } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";

/** A table whose columns are known. */
interface OpenTable {
  readonly part: "nodes" | "edges";
  read(): Promise<void>;
}

export async function readTablesInOrder(
  inputs: readonly ReaderInput[],
  builder: GraphBuilder,
  open: (input: ReaderInput) => Promise<OpenTable>,
): Promise<void> {
  const tables: OpenTable[] = [];
  for (const input of inputs) tables.push(await open(input));
  const [nodes, edges] = (["nodes", "edges"] as const).map((part) =>
    tables.filter((table) => table.part === part),
  );
  if (nodes.length === 0) builder.endsMakeNodes();
  for (const table of [...nodes, ...edges]) await table.read();
}
