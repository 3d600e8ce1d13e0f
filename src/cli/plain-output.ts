/** Output as plain text and JSON, without colours, widths or a pager. */
import { CliError } from "./shared/cli-error.js";
import type { ProgressLine } from "./shared/invocation.js";
import { type Output, type OutputFormat, outputFormats } from "./shared/output.js";

interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

export function createOutput(
  given: string | undefined,
  { stdout, stderr }: Streams,
  { quiet }: { readonly quiet: boolean },
): { output: Output; progress: ProgressLine; finish(): Promise<void> } {
  const format = outputFormats.find((each) => each === given) ?? "tsv";
  const output: Output = {
    format,
    async table({ name, columns, rows, more }) {
      if (format === "json") {
        const objects: object[] = [];
        for await (const row of rows) {
          objects.push(Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null])));
        }
        writeJson({ [name]: objects, ...more });
        return;
      }
      requireText(format);
      stdout.write(`${columns.map((column) => column.name).join("\t")}\n`);
      for await (const row of rows) stdout.write(`${row.map((value) => output.cell(value)).join("\t")}\n`);
    },
    async report({ json, lines }) {
      if (format === "json") {
        writeJson(json);
        return;
      }
      requireText(format);
      for await (const line of lines) stdout.write(`${line}\n`);
    },
    note(line) {
      if (!quiet && format !== "json") stderr.write(`${line}\n`);
    },
    style: (_, text) => text,
    cell: (value) => (value === undefined || value === null ? "∅" : String(value)),
  };
  const writeJson = (document: object): void => {
    stdout.write(`${JSON.stringify({ schema: 1, ...document }, (_, value) => plain(value))}\n`);
  };
  return { output, progress: { report() {}, done() {} }, finish: async () => {} };
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function requireText(format: OutputFormat): void {
  if (format === "table" || format === "tsv") return;
  throw new CliError(`"--format" expected table, tsv or json for this verb, got "${format}"`);
}

export function printError(error: unknown, isDebug: boolean, { stderr }: Streams): void {
  const message = error instanceof Error ? error.message : String(error);
  stderr.write(`groggy: ${message}\n`);
  const { hint } = error as { hint?: unknown };
  if (typeof hint === "string") stderr.write(`  ${hint}\n`);
  if (!isDebug) return;
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    stderr.write(`${each.stack ?? each.message}\n`);
  }
}
