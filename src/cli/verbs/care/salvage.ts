/** `salvage`: a new store of what can be read of a damaged one, and what was lost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Graph, type SalvageReport } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output } from "../../shared/output.js";
import { tableUnlessEmpty } from "../../shared/unless-empty.js";
import { countText } from "../exchange/moved-names.js";
import { shortMessage } from "./verify.js";

interface SalvageFlags {
  readonly "dry-run"?: boolean;
}

export async function run({
  cwd,
  operands,
  options,
  output,
}: Invocation<SalvageFlags>): Promise<ExitCode | undefined> {
  const isDryRun = options["dry-run"] === true;
  const path = resolve(cwd, operands.store as string);
  const into = resolve(cwd, operands.into as string);
  const report = isDryRun ? trySalvage(path) : Graph.salvage(path, into);
  const { commitsKept, commitsLost, commitsChanged, cellsLost, edgesLost, refsMoved, findings } = report;
  const rows = [...rowsOf(report, output)];
  await tableUnlessEmpty(output, {
    name: "losses",
    columns: [
      { name: "kind", style: "red" },
      { name: "name" },
      { name: "offset", align: "right" },
      { name: "message" },
    ],
    rows,
    count: rows.length,
    more: {
      path,
      into,
      commitsKept,
      commitsLost,
      commitsChanged: Array.from(commitsChanged, ([before, after]) => ({ before, after })),
      refsMoved,
      cellsLost,
      edgesLost,
      damage: findings.map(({ path: file, offset, message }) => ({ path: file, offset, message })),
      dryRun: isDryRun,
    },
  });
  output.note(
    `${countText(commitsKept, "commit")} ${isDryRun ? "would be " : ""}brought over to ${operands.into}, ${commitsLost.toLocaleString("en-US")} lost, ${commitsChanged.size.toLocaleString("en-US")} changed`,
  );
  if (cellsLost + edgesLost > 0)
    output.note(`${countText(cellsLost, "value")} and ${countText(edgesLost, "edge")} could not be read`);
  return rows.length + commitsLost + cellsLost + edgesLost > 0 ? 1 : undefined;
}

/** Salvages into a folder that is thrown away. */
function trySalvage(path: string): SalvageReport {
  const folder = mkdtempSync(join(tmpdir(), "groggy-dry-run-"));
  try {
    return Graph.salvage(path, join(folder, "saved.groggy"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* rowsOf(
  { commitsChanged, refsMoved, findings }: SalvageReport,
  output: Pick<Output, "format">,
): Generator<readonly unknown[]> {
  const shown = (id: string): string => (output.format === "table" ? id.slice(0, 7) : id);
  const isShort = output.format === "table";
  for (const { path, offset, message } of findings) {
    if (isShort) yield ["damage", basename(path), offset, shortMessage(message, path, offset)];
    else yield ["damage", path, offset, message];
  }
  for (const { kind, name, commit } of refsMoved)
    yield [kind, name, null, commit === null ? "lost" : `now at ${shown(commit)}`];
  for (const [before, after] of commitsChanged) yield ["commit", shown(before), null, `now ${shown(after)}`];
}
