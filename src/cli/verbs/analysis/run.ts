/** `groggy run`: a function of groggy/algorithms on the graph. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Graph, GraphView } from "groggy";
import type { EdgeList } from "groggy/algorithms";
import type { AlgorithmEntry } from "groggy/procedures";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import {
  type CommitFlags,
  type Committed,
  commitChanges,
  committedJson,
  openToCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import type { Invocation } from "../../shared/invocation.js";
import { nearest } from "../../shared/nearest.js";
import type { Output } from "../../shared/output.js";
import { viewAt } from "../../shared/view-at.js";
import { runnableAlgorithms } from "./algorithm-list.js";
import { argumentsOf, flagOf, optionsFor } from "./read-arguments.js";
import { type ResultTable, tableOfResult } from "./result-table.js";

interface RunFlags extends CommitFlags {
  readonly list?: boolean;
  readonly top?: number;
  readonly into?: string;
  readonly output?: string;
  readonly within?: string;
  readonly at?: string;
  readonly [option: string]: unknown;
}

/** The options of the verb itself; all others are those of the function. */
const OWN: ReadonlySet<string> = new Set([
  "list",
  "top",
  "into",
  "output",
  "within",
  "at",
  "message",
  "author",
  "dry-run",
  "no-commit",
]);

export async function run(invocation: Invocation<RunFlags>): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  const name = operands.algorithm as string | undefined;
  if (options.list === true) return list(invocation, name);
  readCommitChoices(invocation);
  const entry = entryOf(name);
  const isMade = entry.family === "generators" && entry.result === "EdgeList";
  checkFlags(options, isMade);
  if (isMade) return make(invocation, entry);
  const graph =
    options.into === undefined ? await invocation.open({ readOnly: true }) : await openToCommit(invocation);
  const whole = viewAt(graph, options.at);
  const view = options.within === undefined ? whole : whole.subgraph(whole.nodes.where(options.within));
  const result = await call(invocation, entry, view, graph);
  if (isView(result)) return viewResult(invocation, entry, result);
  const table = tableOfResult(entry.name, result, view, options.top, output.format);
  if (options.into !== undefined) {
    const committed = store(invocation, graph, options.into, table, entry);
    await output.report({
      json: { function: entry.name, ...table?.more, ...committedJson(committed) },
      lines: [],
    });
    return 0;
  }
  if (table === undefined) {
    await output.report({
      json: { function: entry.name, result: result ?? null },
      lines: [output.cell(result)],
    });
    return result === undefined ? 1 : 0;
  }
  await output.table({
    name: "rows",
    columns: table.columns,
    rows: table.rows,
    ...(table.count === undefined ? {} : { count: table.count }),
    more: { function: entry.name, ...table.more },
  });
  for (const [name, value] of Object.entries(table.more)) output.note(`${name} ${output.cell(value)}`);
  return 0;
}

async function list({ output }: Invocation<RunFlags>, name: string | undefined): Promise<ExitCode> {
  if (name !== undefined) return describe(output, entryOf(name));
  const isJson = output.format === "json" || output.format === "jsonl";
  if (output.format === "table") {
    const rows = runnableAlgorithms.map(({ name: each, summary }) => [each, summary]);
    const columns = [{ name: "function", isWhole: true }, { name: "summary" }];
    await output.table({ name: "functions", columns, rows, count: rows.length });
    output.note(`${output.verb("run")} --list FUNCTION shows its arguments and options`);
    return 0;
  }
  await output.table({
    name: "functions",
    columns: [
      { name: "function" },
      { name: "family" },
      { name: "arguments" },
      { name: "options" },
      { name: "summary" },
    ],
    rows: runnableAlgorithms.map(({ arguments: given, family, name, options, summary }) => {
      const names = given
        .filter(({ kind }, i) => i > 0 || kind !== "view")
        .map((each) => flagOf(each.name).toUpperCase());
      const flags = options.map((option) => `--${flagOf(option.name)}`);
      return [name, family, isJson ? given : names.join(" "), isJson ? options : flags.join(" "), summary];
    }),
    count: runnableAlgorithms.length,
  });
  return 0;
}

/** One function: a row for each argument and option. */
async function describe(output: Output, entry: AlgorithmEntry): Promise<ExitCode> {
  const given = entry.arguments.filter(({ kind }, i) => i > 0 || kind !== "view");
  output.note(`${entry.name}: ${entry.summary}`);
  await output.table({
    name: "options",
    columns: [{ name: "name" }, { name: "value" }, { name: "default" }, { name: "summary" }],
    rows: [
      ...given.map(({ kind, name, words }) => [
        flagOf(name).toUpperCase(),
        words?.join("|") ?? kind,
        undefined,
        undefined,
      ]),
      ...entry.options.map((option) => [
        `--${flagOf(option.name)}`,
        option.words?.join("|") ?? option.kind,
        option.default,
        option.summary === "" ? undefined : option.summary,
      ]),
    ],
    more: { function: entry.name, family: entry.family, summary: entry.summary },
  });
  return 0;
}

function entryOf(name: string | undefined): AlgorithmEntry {
  if (name === undefined)
    throw new CliError('"run" expected a function of groggy/algorithms, got nothing', {
      hint: "groggy run --list",
    });
  const entry = runnableAlgorithms.find((each) => each.name === name);
  if (entry !== undefined) return entry;
  const near = nearest(
    name,
    runnableAlgorithms.map((each) => each.name),
  );
  throw new CliError(`"run" expected a function of groggy/algorithms, got ${JSON.stringify(name)}`, {
    hint: near === undefined ? "groggy run --list lists them" : `did you mean ${near}?`,
  });
}

function checkFlags({ at, into, output, within, ...options }: RunFlags, isMade: boolean): void {
  if (into !== undefined && (at !== undefined || output !== undefined))
    throw new CliError(`"--into" expected no --${at === undefined ? "output" : "at"} beside it, got both`);
  if (into === undefined)
    for (const name of ["message", "author", "dry-run"] as const)
      if (options[name] !== undefined)
        throw new CliError(`"--${name}" expected --into beside it, which commits`);
  if (isMade && (into !== undefined || within !== undefined || at !== undefined))
    throw new CliError("expected --output alone with a function that makes a graph");
}

async function call(
  { operands, options, progress }: Invocation<RunFlags>,
  entry: AlgorithmEntry,
  view: GraphView | undefined,
  graph: Graph | undefined,
): Promise<unknown> {
  const given = Object.fromEntries(
    Object.entries(options).filter(
      ([name]) => !OWN.has(name) || (name === "top" && entry.options.some((option) => option.name === "top")),
    ),
  );
  const values = argumentsOf(entry, (operands.arguments ?? []) as readonly string[], view, graph);
  const read = optionsFor(entry, given, view, graph);
  const isRun = entry.family !== "generators" && entry.family !== "operators";
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    progress.report(entry.name, done, total);
  const functions = (await import("groggy/algorithms")) as unknown as Record<
    string,
    (...given: unknown[]) => unknown
  >;
  const isPlain = Object.keys(read).length === 0 && !isRun;
  const result = functions[entry.name]!(
    ...values,
    ...(isPlain ? [] : [isRun ? { ...read, onProgress } : read]),
  );
  progress.done();
  return result;
}

function store(
  invocation: Invocation<RunFlags>,
  graph: Graph,
  name: string,
  table: ResultTable | undefined,
  entry: AlgorithmEntry,
): Committed {
  const { elements } = table ?? {};
  if (elements === undefined)
    throw new CliError(
      `"--into" expected a function that gives a value for each node or edge, or some of them, got ${entry.name}`,
    );
  const { ids, kind, values } = elements;
  const target = kind === "node" ? graph.nodes : graph.edges;
  const isPart = values === undefined;
  target.setColumn(
    name,
    Uint32Array.from(ids),
    (isPart ? new Array(ids.length).fill(true) : values) as never,
  );
  return commitChanges(invocation, graph, { message: `run ${entry.name} into ${name}` });
}

function isView(result: unknown): result is GraphView {
  return (
    typeof result === "object" &&
    result !== null &&
    "nodeCount" in result &&
    "nodes" in result &&
    "query" in result
  );
}

async function viewResult(
  { cwd, options, output }: Invocation<RunFlags>,
  entry: AlgorithmEntry,
  view: GraphView,
): Promise<ExitCode> {
  const { directed, edgeCount: edges, nodeCount: nodes } = view;
  if (options.into !== undefined)
    throw new CliError(
      `"--into" expected a function that gives values, got ${entry.name}, which gives a graph`,
      {
        hint: "--output FILE writes the graph",
      },
    );
  if (options.output !== undefined) await write(view, resolve(cwd, options.output));
  else output.note("--output FILE writes the graph");
  await output.report({
    json: { function: entry.name, result: { directed, nodes, edges } },
    lines: [`${nodes} nodes, ${edges} edges, ${directed ? "directed" : "undirected"}`],
  });
  return 0;
}

/** A graph that a function makes goes into a file, or into a store of its own. */
async function make(invocation: Invocation<RunFlags>, entry: AlgorithmEntry): Promise<ExitCode> {
  const { cwd, now, options, output } = invocation;
  if (options.output === undefined)
    throw new CliError(`"${entry.name}" expected --output, since it makes a graph of its own`, {
      hint: "--output new.groggy for a store, --output graph.gml for a file",
    });
  const made = (await call(invocation, entry, undefined, undefined)) as EdgeList;
  const { Graph: Graphs } = await import("groggy");
  const path = resolve(cwd, options.output);
  if (/\.groggy[\\/]*$/.test(options.output)) {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined)
      throw new CliError(
        `"--output" expected a store that is not there yet, got ${JSON.stringify(options.output)}`,
        {
          exitCode: 4,
        },
      );
    const graph = Graphs.open(path, { directed: made.directed, clock: now });
    made.addTo(graph);
    graph.commit(`run ${entry.name}`);
    graph.close();
  } else await write(made.addTo(new Graphs({ directed: made.directed })), path);
  const { directed, edgeCount: edges, nodeCount: nodes } = made;
  await output.report({
    json: { function: entry.name, result: { directed, nodes, edges } },
    lines: [`${nodes} nodes, ${edges} edges, ${directed ? "directed" : "undirected"}`],
  });
  return 0;
}

async function write(view: GraphView, path: string): Promise<void> {
  const { exportGraph } = await import("groggy/formats");
  await exportGraph(view, path);
}
