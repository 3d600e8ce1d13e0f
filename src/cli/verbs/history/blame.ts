/** `groggy blame`: who gave an element what it has, attribute by attribute. */
import type { BlameOptions, Commit, Graph, GraphView } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { nameOfAuthor, shortId, subjectOf, timeCell } from "../../shared/history/commit-words.js";
import {
  commitNamed,
  elementNamed,
  elementWords,
  type NamedElement,
} from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output, OutputRow } from "../../shared/output.js";

export interface Options {
  readonly at?: string;
}

interface Line {
  readonly what: string;
  readonly value: unknown;
  /** Undefined where the change is not committed. */
  readonly commit: Commit | undefined;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const graph = await invocation.open();
  const at = options.at === undefined ? undefined : commitNamed(graph, options.at);
  const element = elementNamed(graph, operands.element as string, at);
  const lines = blameLines(graph, element, operands.attribute as string | undefined, at);
  const isShort = output.format === "table" || output.format === "markdown";
  await output.table({
    name: "lines",
    columns: [
      { name: "what", style: "bold" },
      { name: "value" },
      { name: "commit", style: "yellow", isWhole: isShort },
      { name: "message" },
      { name: "author" },
      { name: isShort ? "date" : "time", style: "dim", isWhole: "date" },
    ],
    rows: lines.map((line) => rowOf(line, isShort, output)),
    count: lines.length,
    more: { element: element.kind, id: element.id, at: at?.id ?? null },
  });
}

function blameLines(
  graph: Graph,
  element: NamedElement,
  attribute: string | undefined,
  at: Commit | undefined,
): Line[] {
  const view: GraphView = at === undefined ? graph : graph.at(at);
  const { kind, id } = element;
  const options: BlameOptions = { kind, ...(at === undefined ? {} : { at }) };
  const values = valuesOf(view, element);
  if (attribute !== undefined) {
    const commit = graph.history.blame(id, attribute, options);
    if (values === undefined || !Object.hasOwn(values, attribute))
      throw new CliError(
        `expected an attribute that ${elementWords(element)} has, got ${JSON.stringify(attribute)}`,
        {
          exitCode: 1,
          hint: `see: groggy history ${kind}:${id} --attribute ${attribute}`,
        },
      );
    return [{ what: attribute, value: values[attribute], commit }];
  }
  const { presence, labels, attributes } = graph.history.blame(id, undefined, options);
  if (values === undefined)
    throw new CliError(`expected an element that is there, got ${elementWords(element)}, which was removed`, {
      exitCode: 1,
      hint: `see: groggy history ${kind}:${id}`,
    });
  const lines: Line[] = [];
  if (kind !== "graph") {
    const names = kind === "node" ? view.nodes.labels(id) : view.edges.labels(id);
    lines.push({ what: "(presence)", value: null, commit: presence });
    lines.push({
      what: kind === "node" ? "(labels)" : "(type)",
      value: names.map((name) => `:${name}`).join("") || null,
      commit: labels,
    });
  }
  for (const [name, commit] of Object.entries(attributes))
    lines.push({ what: name, value: values[name], commit });
  return lines;
}

function valuesOf(
  view: GraphView,
  { kind, id }: NamedElement,
): Readonly<Record<string, unknown>> | undefined {
  if (kind === "graph") return view.attributes.get();
  if (kind === "node") return view.hasNode(id) ? view.nodes.get(id) : undefined;
  return view.hasEdge(id) ? view.edges.get(id) : undefined;
}

function rowOf({ what, value, commit }: Line, isShort: boolean, { format }: Output): OutputRow {
  if (commit === undefined) return [what, value, format === "table" ? "uncommitted" : null, null, null, null];
  const { author, id, message, time } = commit;
  return isShort
    ? [what, value, shortId(commit), subjectOf(commit), nameOfAuthor(author), timeCell(time, format)]
    : [what, value, id, message, author || null, timeCell(time, format)];
}
