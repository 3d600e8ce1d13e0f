/** A table that a terminal need not see while it has no rows, since a note says as much. */
import type { Output, OutputTable } from "./output.js";

export async function tableUnlessEmpty(output: Output, table: OutputTable): Promise<void> {
  if (output.format === "table" && table.count === 0) return;
  await output.table(table);
}
