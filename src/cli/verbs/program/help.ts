/** `groggy help`: the verbs, each of them, and topics. */
import { CliError } from "../../shared/cli-error.js";
import {
  exitCodeMeanings,
  HELP_COLUMNS,
  longHelpLines,
  shortHelpLines,
  verbListLines,
  verbOverviewLines,
  wrapped,
} from "../../shared/help-text.js";
import { helpTopics } from "../../shared/help-topics.js";
import type { Invocation } from "../../shared/invocation.js";
import { nearest } from "../../shared/nearest.js";

export async function run({
  operands,
  options,
  output,
  program: { commands },
}: Invocation<{ readonly short?: boolean }>): Promise<undefined> {
  const subject = operands.subject as string | undefined;
  const isShort = options.short === true;
  const columns = Math.min(HELP_COLUMNS, output.columns);
  const shown = Object.entries(commands).filter(([name, { hidden }]) => hidden !== true || name === subject);
  const verbs = shown
    .filter(([name]) => subject === undefined || name === subject)
    .map(([name, { group, summary }]) => ({ name, group, summary }));
  const lines = await helpLines();
  await output.report({ json: { verbs, text: lines.join("\n") }, lines });

  async function helpLines(): Promise<string[]> {
    if (subject === undefined)
      return isShort ? verbOverviewLines(commands, columns) : verbListLines(commands, columns);
    const command = commands[subject];
    if (command !== undefined)
      return isShort ? shortHelpLines(subject, command, columns) : longHelpLines(subject, command, columns);
    if (subject === "exit-codes") return exitCodeLines();
    if (subject === "formats") return await formatLines(columns);
    const topic = helpTopics[subject];
    if (topic !== undefined) return [...topic.lines];
    const near = nearest(subject, [...shown.map(([name]) => name), ...Object.keys(helpTopics)]);
    throw new CliError(`"help" expected a verb or a topic, got ${JSON.stringify(subject)}`, {
      hint: near === undefined ? "groggy help lists them" : `did you mean ${near}?`,
    });
  }
}

function exitCodeLines(): string[] {
  const lines = ["  groggy diff people.groggy main~1 main --exit-code; echo $?", ""];
  for (const [code, meaning] of Object.entries(exitCodeMeanings))
    lines.push(`  ${code.padStart(3)}  ${meaning}`);
  return lines;
}

async function formatLines(columns: number): Promise<string[]> {
  const { formats } = await import("groggy/formats");
  const width = Math.max(...formats.map(({ name }) => name.length));
  const lines = [
    "  groggy import people.groggy people.graphml",
    "  groggy export people.groggy people.csv.gz --edges knows.csv",
    "",
    `  ${"format".padEnd(width)}  reads  writes  files that end in`,
  ];
  for (const { extensions, name, reads, writes } of formats) {
    const does = `${(reads ? "yes" : "no").padEnd(5)}  ${(writes ? "yes" : "no").padEnd(6)}`;
    lines.push(`  ${name.padEnd(width)}  ${does}  ${extensions.join(" ")}`);
  }
  const text =
    "The format is told by --format, else by the name of the file, else by how it begins. Files may be compressed by gzip, deflate, zstd or brotli.";
  return [...lines, "", ...wrapped(text, "", "", columns)];
}
