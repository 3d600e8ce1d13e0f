/** `groggy history`: every commit that touched an element, with what it changed; or when the element was there. */
import type { ElementChange, Graph, LogOptions } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { nameOfAuthor, shortId, subjectOf, timeCell } from "../../shared/history/commit-words.js";
import { requireAttribute } from "../../shared/history/known-attribute.js";
import { commitNamed, elementNamed, type NamedElement } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output, OutputColumn, OutputFormat, OutputRow } from "../../shared/output.js";

export interface Options {
  readonly attribute?: string;
  readonly at?: string;
  readonly lifetimes?: boolean;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const graph = await invocation.open();
  const at = options.at === undefined ? undefined : commitNamed(graph, options.at);
  const element = elementNamed(graph, operands.element as string, at);
  const from = at === undefined ? {} : { from: at };
  const more = { element: element.kind, id: element.id };
  if (options.lifetimes === true) {
    if (options.attribute !== undefined)
      throw new CliError('"--lifetimes" expected to be given without --attribute, which has none');
    await printLifetimes(graph, element, from, more, output);
    return;
  }
  const { attribute } = options;
  if (attribute !== undefined) requireAttribute(graph, attribute, { kinds: [element.kind] });
  const changes = graph.history.changesOf(element.id, {
    kind: element.kind,
    ...from,
    ...(attribute === undefined ? {} : { attribute }),
  });
  if (output.format === "json") {
    await output.report({ json: { ...more, changes: changes.map(changeJson) }, lines: [] });
    return;
  }
  const isShort = output.format === "table" || output.format === "markdown";
  if (output.format === "table") {
    await output.table({ name: "changes", columns: shortColumns, rows: changes.flatMap(shortRowsOf) });
    return;
  }
  const columns: readonly OutputColumn[] = [
    { name: "commit", style: "yellow" },
    { name: "attribute", style: "bold" },
    { name: "before" },
    { name: "after" },
    { name: "change" },
    { name: "message" },
    { name: "author" },
    { name: isShort ? "date" : "time", style: "dim", isWhole: "date" },
  ];
  await output.table({
    name: "changes",
    columns,
    rows: changes.flatMap((change) => rowsOf(change, output.format)),
    more,
  });
}

function changeJson({ commit, kind, labels, attributes }: ElementChange): Record<string, unknown> {
  const { id, author, time, message } = commit;
  const values = Object.entries(attributes).map(([name, { before, after }]) => [
    name,
    { before: before ?? null, after: after ?? null },
  ]);
  return {
    commit: id,
    author,
    time,
    message,
    change: kind,
    labels: labels ?? null,
    attributes: Object.fromEntries(values),
  };
}

/** On a terminal, where the columns to the right are the first that there is no room for. */
const shortColumns: readonly OutputColumn[] = [
  { name: "commit", style: "yellow" },
  { name: "attribute", style: "bold" },
  { name: "before" },
  { name: "after" },
  { name: "date", style: "dim", isWhole: "date" },
  { name: "author" },
  { name: "message" },
];

/** The rows of a change on a terminal; how an element came or went is said where nothing else tells it. */
function shortRowsOf(change: ElementChange): OutputRow[] {
  return rowsOf(change, "table").map(([id, attribute, before, after, kind, message, author, date]) => {
    return [id, attribute ?? `(${kind})`, before, after, date, author, message];
  });
}

/** A row for each thing that a commit changed; an element that came or went with nothing is one. */
function rowsOf({ commit, kind, labels, attributes }: ElementChange, format: OutputFormat): OutputRow[] {
  const isShort = format === "table" || format === "markdown";
  const time = timeCell(commit.time, format);
  const id = isShort ? shortId(commit) : commit.id;
  const rest = isShort
    ? [kind, subjectOf(commit), nameOfAuthor(commit.author), time]
    : [kind, commit.message, commit.author || null, time];
  const words = (names: readonly string[]): string | null => names.map((name) => `:${name}`).join("") || null;
  const rows: OutputRow[] = [];
  if (labels !== undefined) rows.push([id, "(labels)", words(labels.before), words(labels.after), ...rest]);
  for (const [name, { before, after }] of Object.entries(attributes))
    rows.push([id, name, before, after, ...rest]);
  return rows.length === 0 ? [[id, null, null, null, ...rest]] : rows;
}

async function printLifetimes(
  graph: Graph,
  { kind, id }: NamedElement,
  from: Pick<LogOptions, "from">,
  more: Readonly<Record<string, unknown>>,
  output: Output,
): Promise<void> {
  // of the graph itself the library says why it has none
  const lifetimes = graph.history.lifetimes(id, { kind: kind as "node", ...from });
  const isShort = output.format === "table" || output.format === "markdown";
  await output.table({
    name: "lifetimes",
    columns: isShort
      ? [
          { name: "from", style: "green" },
          { name: "date", style: "dim", isWhole: "date" },
          { name: "to", style: "red" },
          { name: "until", style: "dim", isWhole: "date" },
        ]
      : [{ name: "from" }, { name: "fromTime" }, { name: "to" }, { name: "toTime" }],
    rows: lifetimes.map(({ from: start, to }) =>
      isShort
        ? [
            shortId(start),
            timeCell(start.time, output.format),
            to === null ? null : shortId(to),
            to === null ? null : timeCell(to.time, output.format),
          ]
        : [start.id, timeCell(start.time, output.format), to?.id, to && timeCell(to.time, output.format)],
    ),
    count: lifetimes.length,
    more,
  });
}
