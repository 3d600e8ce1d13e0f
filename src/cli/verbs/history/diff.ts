/** `groggy diff`: what two states differ in. */
import type { Commit, Diff, ElementDiff, Graph, GraphView, OwnerKind } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import {
  type ComparedStates,
  countsJson,
  countsLine,
  type FactFilter,
  factColumns,
  factJson,
  factLine,
  factRows,
  factsOf,
} from "../../shared/history/change-words.js";
import { requireAttribute } from "../../shared/history/known-attribute.js";
import { commitNamed, splitRange } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output, OutputColumn, OutputRow } from "../../shared/output.js";

export interface Options {
  readonly attribute: readonly string[];
  readonly edges?: boolean;
  readonly "exit-code"?: boolean;
  readonly limit?: number;
  readonly nodes?: boolean;
  readonly patch?: boolean;
  readonly stat?: boolean;
}

interface Compared extends ComparedStates {
  readonly diff: Diff;
  /** Null is the empty graph before the first commit. */
  readonly from: Commit | null;
  /** Null is the present state with what is uncommitted. */
  readonly to: Commit | null;
}

export async function run(invocation: Invocation<Options>): Promise<ExitCode> {
  const { options, output } = invocation;
  const graph = await invocation.open();
  const compared = compare(graph, invocation);
  const filter = filterOf(options);
  const kinds: OwnerKind[] = [
    ...(filter.nodes ? (["node"] as const) : []),
    ...(filter.edges ? (["edge"] as const) : []),
    ...(filter.graph ? (["graph"] as const) : []),
  ];
  const views = [compared.before, compared.after].filter((view) => view !== undefined);
  for (const attribute of options.attribute) requireAttribute(graph, attribute, { kinds, views });
  if (options.patch === true) await printPatch(compared.diff, invocation);
  else if (options.stat === true) await printStatistics(compared, filter, output);
  else await printFacts(compared, filter, options.limit, output);
  const isSame = factsOf(compared.diff, filter).next().done === true;
  return options["exit-code"] === true && !isSame ? 1 : 0;
}

function compare(graph: Graph, { operands }: Pick<Invocation<Options>, "operands">): Compared {
  const given = [operands.from, operands.to] as (string | undefined)[];
  const range = given[0] === undefined || given[1] !== undefined ? undefined : splitRange(given[0]);
  const { head, history } = graph;
  if (range !== undefined) {
    const [left, to] = [commitNamed(graph, range.from), commitNamed(graph, range.to)];
    const from = range.isSymmetric ? (history.mergeBases(left, to)[0] ?? left) : left;
    return compareCommits(graph, from, to);
  }
  const [from, to] = given.map((revision) =>
    revision === undefined ? undefined : commitNamed(graph, revision),
  );
  if (from !== undefined && to !== undefined) return compareCommits(graph, from, to);
  const diff = from === undefined ? history.diff() : history.diff(from);
  const start = from ?? head.commit;
  return {
    diff,
    from: start,
    to: graph.status().clean ? head.commit : null,
    before: viewOf(graph, start),
    after: graph,
  };
}

function compareCommits(graph: Graph, from: Commit, to: Commit): Compared {
  return { diff: graph.history.diff(from, to), from, to, before: graph.at(from), after: graph.at(to) };
}

function viewOf(graph: Graph, commit: Commit | null): GraphView | undefined {
  return commit === null ? undefined : graph.at(commit);
}

function filterOf({ nodes, edges, attribute }: Options): FactFilter {
  const isAll = nodes !== true && edges !== true;
  return {
    nodes: isAll || nodes === true,
    edges: isAll || edges === true,
    graph: isAll,
    attributes: attribute,
  };
}

async function printPatch(diff: Diff, { output, options }: Invocation<Options>): Promise<void> {
  if (options.nodes || options.edges || options.attribute.length > 0)
    throw new CliError(
      '"--patch" expected to be given without --nodes, --edges and --attribute, which leave parts out',
    );
  const patch = { ...diff.toPatch() };
  // the form that `groggy apply` reads, in every format
  await output.report({ json: patch, lines: [JSON.stringify(patch)] });
}

async function printStatistics(
  { diff, from, to }: Compared,
  filter: FactFilter,
  output: Output,
): Promise<void> {
  const parts = [
    ...(filter.nodes ? [diff.nodes] : []),
    ...(filter.edges ? [diff.edges] : []),
    ...(filter.graph ? [diff.graph] : []),
  ];
  const rows = parts.flatMap((part) => statisticsRows(part, filter.attributes));
  const numbers: readonly OutputColumn[] = [
    { name: "added", align: "right", style: "green" },
    { name: "removed", align: "right", style: "red" },
    { name: "changed", align: "right", style: "yellow" },
  ];
  const more = { from: from?.id ?? null, to: to?.id ?? null, counts: countsJson(diff) };
  if (output.format === "table") {
    await output.table({
      name: "statistics",
      columns: [{ name: "element" }, { name: "what", style: "bold" }, ...numbers],
      rows: rows.map(([kind, label, attribute, ...counts]) => [
        kind,
        label === null ? attribute : `:${label}`,
        ...counts,
      ]),
      count: rows.length,
    });
    return;
  }
  const columns = [{ name: "element" }, { name: "label" }, { name: "attribute" }, ...numbers];
  await output.table({ name: "statistics", columns, rows, count: rows.length, more });
}

/** A row for the elements, if any differs, for each label, and for each attribute. */
function statisticsRows(part: ElementDiff, attributes: readonly string[]): OutputRow[] {
  const { kind, counts } = part;
  const statistics = part.statistics();
  const { added, removed, changed } = counts;
  const isWhole = attributes.length === 0;
  const isChanged = added + removed + changed > 0;
  return [
    ...(isWhole && isChanged && kind !== "graph" ? [[kind, null, null, added, removed, changed]] : []),
    ...(isWhole
      ? Object.entries(statistics.labels).map(([name, each]) => [
          kind,
          name,
          null,
          each.added,
          each.removed,
          null,
        ])
      : []),
    ...Object.entries(statistics.attributes)
      .filter(([name]) => isWhole || attributes.includes(name))
      .map(([name, each]) => [kind, null, name, each.added, each.removed, each.changed]),
  ];
}

async function printFacts(
  compared: Compared,
  filter: FactFilter,
  limit: number | undefined,
  output: Output,
): Promise<void> {
  const { diff, from, to } = compared;
  const more = { from: from?.id ?? null, to: to?.id ?? null, counts: countsJson(diff) };
  const facts = (): Iterable<ReturnType<typeof factJson>> =>
    mapped(limited(factsOf(diff, filter), limit), factJson);
  if (output.format === "json") await output.report({ json: { ...more, changes: [...facts()] }, lines: [] });
  else if (output.format === "table") await output.report({ json: {}, lines: lines() });
  else {
    const rows = function* () {
      for (const fact of limited(factsOf(diff, filter), limit)) yield* factRows(fact, compared);
    };
    await output.table({
      name: "changes",
      columns: factColumns.map((name) => ({ name })),
      rows: rows(),
      more,
    });
  }

  function* lines(): Generator<string> {
    if (diff.isEmpty) return;
    // the numbers are those of all that differs
    const isWhole = filter.nodes && filter.edges && filter.attributes.length === 0;
    if (isWhole) yield countsLine(diff);
    let shown = 0;
    let left = 0;
    for (const fact of factsOf(diff, filter)) {
      if (shown < (limit ?? Number.POSITIVE_INFINITY)) {
        shown++;
        yield factLine(fact, compared, output);
      } else left++;
    }
    if (left > 0) yield `… and ${left} more`;
  }
}

function* limited<T>(items: Iterable<T>, limit = Number.POSITIVE_INFINITY): Generator<T> {
  let left = limit;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    if (--left <= 0) return;
  }
}

function* mapped<T, R>(items: Iterable<T>, each: (item: T) => R): Generator<R> {
  for (const item of items) yield each(item);
}
