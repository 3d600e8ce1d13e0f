/** `groggy log`: the commits that led to one, as a table, in one line each, with lanes, or with what they changed. */
import { type Commit, type Diff, type Graph, type LogOptions, parseMoment } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { countsJson, countsLine, factJson, factLine, factsOf } from "../../shared/history/change-words.js";
import {
  commitJson,
  minuteText,
  nameOfAuthor,
  namesOfCommits,
  shortId,
  subjectOf,
  timeCell,
} from "../../shared/history/commit-words.js";
import { requireAttribute } from "../../shared/history/known-attribute.js";
import { attributeNamed, namingNearest, splitRange } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output, OutputColumn, OutputRow } from "../../shared/output.js";
import { CommitLanes } from "./lanes.js";

export interface Options {
  readonly all?: boolean;
  readonly author?: string;
  readonly "first-parent"?: boolean;
  readonly graph?: boolean;
  readonly grep?: string;
  readonly limit?: number;
  readonly oneline?: boolean;
  readonly patch?: boolean;
  readonly since?: string;
  readonly stat?: boolean;
  readonly touching?: string;
  readonly until?: string;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { options, output } = invocation;
  const graph = await invocation.open();
  const logged = readLogOptions(graph, invocation);
  const isText = options.graph || options.oneline || options.stat || options.patch;
  const isForPeople = output.format === "table" || output.format === "tsv";
  const commits = namingNearest(graph, () => graph.history.walk(logged));
  if (isForPeople && isText)
    await output.report({ json: {}, lines: linesOf(graph, commits, logged, invocation) });
  else {
    const shape = isDocument(output) ? documentShape(graph, options) : tableShape(graph, options, output);
    await output.table({ name: "commits", columns: shape.columns, rows: rowsOf(commits, shape.row) });
  }
}

function readLogOptions(
  graph: Graph,
  { operands, options, now }: Pick<Invocation<Options>, "operands" | "options" | "now">,
): LogOptions {
  const revision = operands.revision as string | undefined;
  const isRange = revision !== undefined && splitRange(revision) !== undefined;
  const { author, grep } = options;
  const touching = options.touching === undefined ? undefined : attributeNamed(graph, options.touching);
  if (touching?.attribute !== undefined)
    requireAttribute(graph, touching.attribute, { kinds: [touching.kind] });
  return {
    ...(revision === undefined ? {} : isRange ? { range: revision } : { from: revision }),
    ...(options.all === true ? { all: true } : {}),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options["first-parent"] === true ? { firstParent: true } : {}),
    ...(author === undefined ? {} : { author: partOf(author) }),
    ...(grep === undefined ? {} : { message: partOf(grep) }),
    ...(options.since === undefined ? {} : { since: readTime("--since", options.since, now) }),
    ...(options.until === undefined ? {} : { until: readTime("--until", options.until, now) }),
    ...(touching === undefined ? {} : { touching }),
  };
}

/** A pattern of texts that contain one, in small letters or large. */
function partOf(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "iu");
}

function readTime(name: string, text: string, now: () => number): number {
  const time = /^-?\d+$/.test(text) && text.length > 4 ? Number(text) : parseMoment(text, now);
  if (time !== undefined) return time;
  throw new CliError(`"${name}" expected a time, got ${JSON.stringify(text)}`, {
    hint: 'such as 2025-01-06, 2025-01-06T12:00Z, yesterday, "3 days ago", or milliseconds since 1970',
  });
}

interface Shape {
  readonly columns: readonly OutputColumn[];
  readonly row: (commit: Commit) => OutputRow;
}

function* rowsOf(commits: Iterable<Commit>, row: Shape["row"]): Generator<OutputRow> {
  for (const commit of commits) yield row(commit);
}

function isDocument({ format }: Output): boolean {
  return format === "json" || format === "jsonl" || format === "arrow" || format === "parquet";
}

/** All of a commit, by the names of the library. */
function documentShape(graph: Graph, { stat, patch }: Options): Shape {
  const names = namesOfCommits(graph);
  const more = [...(stat || patch ? ["counts"] : []), ...(patch ? ["changes"] : [])];
  const columns = ["id", "parents", "root", "author", "time", "message", "meta", "names", ...more];
  return {
    columns: columns.map((name) => ({ name })),
    row: (commit) => {
      const diff = more.length === 0 ? undefined : graph.history.show(commit).diff;
      const values: Record<string, unknown> = {
        ...commitJson(commit),
        names: names.get(commit.id) ?? [],
        ...(diff === undefined
          ? {}
          : { counts: countsJson(diff), changes: Array.from(factsOf(diff), factJson) }),
      };
      return columns.map((name) => values[name]);
    },
  };
}

/** The columns of a commit that people read: on a terminal short ids, and the subjects of messages. */
function tableShape(graph: Graph, { stat, patch }: Options, { format }: Output): Shape {
  const names = namesOfCommits(graph);
  const isShort = format === "table";
  const hasCounts = stat === true || patch === true;
  // the narrower the terminal the fewer columns are left, from the right
  const columns: OutputColumn[] = [
    { name: "commit", style: "yellow" },
    { name: "message" },
    ...(hasCounts ? [{ name: "changes" }] : []),
    { name: "author" },
    { name: "date", style: "dim", isWhole: "date" },
    { name: "names", style: "cyan" },
  ];
  return {
    columns,
    row: (commit) => [
      isShort ? shortId(commit) : commit.id,
      isShort ? subjectOf(commit) : commit.message,
      ...(hasCounts ? [countsLine(graph.history.show(commit).diff)] : []),
      isShort ? nameOfAuthor(commit.author) : commit.author || null,
      timeCell(commit.time, format),
      names.get(commit.id)?.join(", "),
    ],
  };
}

function* linesOf(
  graph: Graph,
  commits: Iterable<Commit>,
  logged: LogOptions,
  { options, output }: Invocation<Options>,
): Generator<string> {
  const names = namesOfCommits(graph);
  if (options.graph !== true) {
    let isFirst = true;
    for (const commit of commits) {
      if (!isFirst && options.oneline !== true) yield "";
      isFirst = false;
      yield* describeCommit(graph, commit, names.get(commit.id), options, output);
    }
    return;
  }
  const lanes = new CommitLanes(output);
  for (const { commit, parents } of withShownParents(graph, commits, logged)) {
    const row = lanes.place(commit.id);
    const [first, ...rest] = describeCommit(
      graph,
      commit,
      names.get(commit.id),
      // beside lanes a commit is one line, unless what it changed is asked for
      { ...options, oneline: options.oneline || !(options.stat || options.patch) },
      output,
    );
    yield `${row} ${first}`;
    for (const line of rest) yield `${lanes.beside(commit.id, parents.length > 0)} ${line}`.trimEnd();
    yield* lanes.lead(commit.id, parents);
  }
}

interface ShownCommit {
  readonly commit: Commit;
  /** The nearest ancestors that are shown as well. */
  readonly parents: readonly string[];
}

function* withShownParents(
  graph: Graph,
  commits: Iterable<Commit>,
  logged: LogOptions,
): Generator<ShownCommit> {
  const { limit, firstParent, all, from, range, ...filters } = logged;
  const parentsOf = ({ parents }: Commit): readonly string[] => (firstParent ? parents.slice(0, 1) : parents);
  if (Object.keys(filters).length === 0 && range === undefined) {
    for (const commit of commits) yield { commit, parents: [...new Set(parentsOf(commit))] };
    return;
  }
  const shown = [...commits];
  const isShown = new Set(shown.map(({ id }) => id));
  const near = new Map<string, readonly string[]>();
  const walked = graph.history.log({
    ...(all === undefined ? {} : { all }),
    ...(from === undefined ? {} : { from }),
    ...(range === undefined ? {} : { range }),
    ...(firstParent === undefined ? {} : { firstParent }),
  });
  for (const commit of walked.toReversed())
    near.set(commit.id, isShown.has(commit.id) ? [commit.id] : nearestOf(parentsOf(commit), near));
  for (const commit of shown) {
    const parents = nearestOf(parentsOf(commit), near);
    yield { commit, parents: parents.filter((each) => !leadsToOther(graph, each, parents)) };
  }
}

function nearestOf(parents: readonly string[], near: ReadonlyMap<string, readonly string[]>): string[] {
  return [...new Set(parents.flatMap((parent) => near.get(parent) ?? []))];
}

function leadsToOther({ history }: Graph, id: string, all: readonly string[]): boolean {
  return all.some((other) => other !== id && history.isAncestor(id, other));
}

/** A commit in one line, or with a header, its message, and what it changed. */
function* describeCommit(
  graph: Graph,
  commit: Commit,
  names: readonly string[] = [],
  { oneline, stat, patch }: Options,
  output: Output,
): Generator<string> {
  const decor = names.length === 0 ? "" : ` ${output.style("cyan", `(${names.join(", ")})`)}`;
  if (oneline)
    yield `${output.style("yellow", shortId(commit))}${decor} ${output.cell(subjectOf(commit))}`.trimEnd();
  else {
    yield* headerLines(commit, names, output);
    if (stat || patch) yield "";
  }
  if (stat || patch) yield* changeLines(graph, commit, patch === true, output);
}

/** The header of a commit and its message, as `show` has them too. */
export function* headerLines(commit: Commit, names: readonly string[], output: Output): Generator<string> {
  const decor = names.length === 0 ? "" : ` ${output.style("cyan", `(${names.join(", ")})`)}`;
  yield `${output.style("yellow", `commit ${commit.id}`)}${decor}`;
  if (commit.parents.length > 1) yield `Merge:  ${commit.parents.map((id) => shortId({ id })).join(" ")}`;
  if (commit.author !== "") yield `Author: ${commit.author}`;
  yield `Date:   ${minuteText(commit.time)}`;
  if (Object.keys(commit.meta).length > 0) yield `Meta:   ${JSON.stringify(commit.meta)}`;
  yield "";
  for (const line of commit.message.split(/\r\n|\r|\n/)) yield `    ${line}`.trimEnd();
}

function* changeLines(graph: Graph, commit: Commit, isWhole: boolean, output: Output): Generator<string> {
  const { diff, parent } = graph.history.show(commit);
  yield ` ${countsLine(diff)}`;
  if (isWhole) yield* factLines(graph, diff, parent, commit, output);
}

export function* factLines(
  graph: Graph,
  diff: Diff,
  before: Commit | null,
  after: Commit,
  output: Output,
): Generator<string> {
  const states = { before: before === null ? undefined : graph.at(before), after: graph.at(after) };
  for (const fact of factsOf(diff)) yield factLine(fact, states, output);
}
