/** `readGraph` and `importGraph`: files into a graph, all or nothing, or batch by batch with commits. */
import { platform } from "#platform";
import type { Graph } from "#root";
import { streams } from "#streams";
import { describe } from "../errors.js";
import { isMarkedView } from "../structures/view-brand.js";
import { isUnionType, type ValueType } from "../view.js";
import { detect, entriesByName, headOf, plainName } from "./detect.js";
import type { ImportOptions, ReadGraphOptions } from "./file-options.js";
import { type GivenSource, givenSources, type ImportSource } from "./given-files.js";
import type { FormatEntry, FormatPart, ReaderInput } from "./shared/contract.js";
import { FormatError, withFormat } from "./shared/format-error.js";
import { type BuiltGraph, GraphBuilder, type ScriptGraph } from "./shared/graph-builder.js";
import { graphKeyOf } from "./shared/graph-key.js";
import { importReport } from "./shared/import-report.js";
import {
  checkIs,
  checkReadOptions,
  checkReplace,
  type ImportCommit,
  READ_OPTIONS,
  type ReadOptions,
  readGivenOptions,
  readImportCommit,
} from "./shared/options.js";
import type { ImportReport } from "./shared/report.js";
import { Input } from "./shared/sources.js";
import {
  directionOf,
  graphOptionsFor,
  keyFor,
  nothingWritten,
  type WrittenSoFar,
  writeBuilt,
  writeGraphAttributes,
} from "./shared/write-graph.js";

const READ_GRAPH_OPTIONS = ["path", "directed"] as const;

/** Others get a turn after so long, in ms. */
const TURN_MS = 15;

/** An empty graph that a script's statements are run on. */
async function newScriptGraph(): Promise<ScriptGraph> {
  const { Graph: Root } = await import("#root");
  const graph = new Root();
  return {
    view: graph,
    run: (text, timeoutMs) => graph.query(text, {}, timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    indexNodes: (name) => graph.nodes.createIndex(name, { kind: "hash" }),
  };
}

/** `readGraph`. */
export async function readFiles(
  source: ImportSource,
  options: ReadGraphOptions = {},
): Promise<{ graph: Graph; report: ImportReport }> {
  const files = givenSources(source);
  const run = await Run.open(files, options, undefined);
  return run.toEnd();
}

/** `importGraph`. */
export async function importFiles(
  graph: Graph,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const isGraph = isMarkedView(graph) && "addNodes" in graph;
  if (!isGraph) throw new TypeError(`"graph" expected a Graph, got ${describe(graph)}`);
  const files = givenSources(source);
  const run = await Run.open(files, options, graph);
  const { report } = await run.toEnd();
  return report;
}

/** One import, from its first byte to its report. */
class Run {
  readonly #entry: FormatEntry;
  /** The format of each input. */
  readonly #entries: readonly FormatEntry[];
  readonly #inputs: readonly ReaderInput[];
  readonly #options: ReadGraphOptions;
  readonly #builder: GraphBuilder;
  readonly #written: WrittenSoFar = nothingWritten();
  readonly #start = performance.now();
  readonly #nodeTypes = new Map<string, ValueType>();
  readonly #edgeTypes = new Map<string, ValueType>();
  readonly #isOwn: boolean;
  readonly #commitParts: ImportCommit | undefined;
  #graph: Graph | undefined;
  /** Whether the store is one that this made. */
  #hasMade = false;
  #turn = performance.now();
  #told = -1;

  /** Finds out what the files are, and checks all options. */
  static async open(files: readonly GivenSource[], options: unknown, graph: Graph | undefined): Promise<Run> {
    const all = readGivenOptions(options, namesOfAny(options));
    const inputs = files.map((file) => {
      const encoding = file.options.encoding ?? all.encoding;
      checkIs("encoding", encoding, "string", "a text");
      const signal = all.signal as ReadOptions["signal"];
      return new Input(file.source, file.name, encoding as string | undefined, signal);
    });
    try {
      checkIs("format", all.format, "string", "a text");
      const entries = await entriesOf(files, inputs, all.format as string | undefined);
      for (const { format, reader } of entries)
        if (reader === undefined)
          throw new FormatError(
            "FORMAT_UNSUPPORTED",
            `"format" expected one that can be read, got ${describe(format.name)}`,
          );
      const single = entries.find(({ format }) => !format.tables);
      if (single !== undefined && (files.length > 1 || files[0].part !== "graph"))
        throw new TypeError(
          `"source" expected one file of format ${single.format.name}, got ${describe(files.length)} or a table`,
        );
      const own = graph === undefined ? READ_GRAPH_OPTIONS : [];
      const names = entries.flatMap(({ format }) => format.readOptions);
      const checked = readGivenOptions(options, [...new Set([...READ_OPTIONS, ...own, ...names])]);
      if (checked.commit !== undefined) checked.commit = readImportCommit(checked.commit);
      for (const entry of entries) check(entry, checked);
      const readers = files.map(({ part, options: ofFile }, i): ReaderInput => {
        const { readOptions } = entries[i].format;
        const each = { ...checked, ...readGivenOptions(ofFile, [...READ_OPTIONS, ...readOptions]) };
        check(entries[i], each);
        return { part, input: inputs[i], options: each };
      });
      return new Run(entries, readers, checked as ReadGraphOptions, graph);
    } catch (error) {
      for (const input of inputs) await input.close();
      throw error;
    }
  }

  private constructor(
    entries: readonly FormatEntry[],
    inputs: readonly ReaderInput[],
    options: ReadGraphOptions,
    graph: Graph | undefined,
  ) {
    const [entry] = entries;
    this.#entry = entry;
    this.#entries = entries;
    this.#inputs = inputs;
    this.#options = options.replace === true ? { ...options, merge: true } : options;
    this.#graph = graph;
    this.#isOwn = graph === undefined;
    this.#commitParts = readImportCommit(options.commit);
    if (graph !== undefined) this.#learnTypes(graph);
    const target = {
      nodeTypes: this.#nodeTypes,
      edgeTypes: this.#edgeTypes,
      hasNodes: graph !== undefined && graph.nodeCount > 0,
      key: graph === undefined ? undefined : graphKeyOf(graph),
    };
    this.#builder = new GraphBuilder(entry.format.name, this.#options, target, () => this.#between());
    const has = (part: FormatPart) => inputs.some((each) => each.part === "graph" || each.part === part);
    this.#builder.newScriptGraph = newScriptGraph;
    this.#builder.replaces = { nodes: has("nodes"), edges: has("edges") };
    if (options.batch !== undefined) this.#builder.dueEvery = options.batch;
  }

  #learnTypes(graph: Graph): void {
    // of an attribute with several types, each value has the one that it shows
    for (const [name, type] of Object.entries(graph.nodes.schema))
      if (!isUnionType(type)) this.#nodeTypes.set(name, type);
    for (const [name, type] of Object.entries(graph.edges.schema))
      if (!isUnionType(type)) this.#edgeTypes.set(name, type);
  }

  async toEnd(): Promise<{ graph: Graph; report: ImportReport }> {
    const builder = this.#builder;
    try {
      if (this.#options.resume === true) await this.#findPlace();
      await this.#read();
      await builder.pause();
      const direction = await this.#flush(true);
      return { graph: this.#graph as Graph, report: this.#report(direction) };
    } catch (error) {
      if (this.#isOwn) this.#abandon();
      throw this.#withFormat(error);
    } finally {
      for (const { input } of this.#inputs) await input.close();
    }
  }

  /** Closes a graph that the caller will not see, and removes the files of a store that was made and has no commit. */
  #abandon(): void {
    const graph = this.#graph;
    if (graph === undefined) return;
    const { path } = graph;
    const isEmpty = graph.history.commitCount === 0;
    graph.close();
    const { storage } = platform;
    if (!this.#hasMade || !isEmpty || path === undefined || storage === undefined) return;
    for (const name of storage.disk.list(path)) storage.disk.remove(storage.joinPath(path, name));
  }

  /** Reads all inputs of a format at once; of several formats, those of tables of nodes first. */
  async #read(): Promise<void> {
    const builder = this.#builder;
    const isOne = this.#entries.every((entry) => entry === this.#entry);
    builder.listsNodes = !isOne && this.#inputs.some(({ part }) => part === "nodes");
    const isDone = new Set<ReaderInput>();
    const parts = isOne ? [undefined] : (["nodes", "edges", undefined] as const);
    for (const part of parts)
      for (const entry of new Set(this.#entries)) {
        const inputs = this.#inputs.filter(
          (each, i) =>
            this.#entries[i] === entry && !isDone.has(each) && (part === undefined || each.part === part),
        );
        if (inputs.length === 0) continue;
        for (const each of inputs) isDone.add(each);
        const read = await (entry.reader as NonNullable<FormatEntry["reader"]>)();
        await read(inputs, builder);
      }
  }

  /** Errors of the frame know the format and where the reader was. */
  #withFormat(error: unknown): unknown {
    if (!(error instanceof FormatError) || error.format !== undefined) return error;
    return withFormat(error, this.#entry.format.name, this.#builder.place());
  }

  async #between(): Promise<void> {
    const { onProgress } = this.#options;
    if (this.#builder.isDue) await this.#flush(false);
    if (onProgress !== undefined) this.#tell(onProgress);
    // signals and timers come to nothing while promises follow each other
    if (performance.now() - this.#turn < TURN_MS) return;
    await streams.breathe();
    this.#turn = performance.now();
  }

  #tell(onProgress: NonNullable<ReadOptions["onProgress"]>): void {
    const bytes = this.#bytes;
    if (bytes === this.#told) return;
    this.#told = bytes;
    const sizes = this.#inputs.map(({ input }) => input.sizeBytes);
    const bytesTotal = sizes.every((size) => size !== undefined)
      ? sizes.reduce((sum, size) => sum + size, 0)
      : undefined;
    const { nodes, edges } = this.#counts;
    onProgress({
      bytes,
      bytesTotal,
      nodes: nodes + this.#builder.nodeCount,
      edges: edges + this.#builder.edgeCount,
    });
  }

  get #bytes(): number {
    return this.#inputs.reduce((sum, { input }) => sum + input.bytesRead, 0);
  }

  get #counts(): { nodes: number; edges: number } {
    const sum = (runs: readonly (readonly [number, number])[]) =>
      runs.reduce((all, [, count]) => all + count, 0);
    return { nodes: sum(this.#written.nodeRuns), edges: sum(this.#written.edgeRuns) };
  }

  /** Writes what was built to the graph, which is made first if there is none. */
  async #flush(isLast: boolean): Promise<boolean | "mixed"> {
    const builder = this.#builder;
    const { batch } = this.#options;
    const Root = this.#graph === undefined ? (await import("#root")).Graph : undefined;
    builder.options.signal?.throwIfAborted();
    // by the names of the columns, which are taken next
    const key =
      this.#written.key ?? keyFor(builder, this.#graph === undefined ? undefined : graphKeyOf(this.#graph));
    const built = builder.take();
    const direction = directionOf(built, this.#written);
    if (Root !== undefined) this.#graph = this.#makeGraph(Root, built, direction, key);
    const graph = this.#graph as Graph;
    const before = built.nodeRows + built.sources.length;
    if (isLast && builder.graphAttributes.size > 0) {
      graph.transaction(() => {
        writeBuilt(builder, built, graph, key, this.#written);
        writeGraphAttributes(builder, graph);
      });
    } else writeBuilt(builder, built, graph, key, this.#written);
    builder.restart();
    if (isLast && batch !== undefined && this.#counts.edges > 0)
      for (const name of builder.edgeIdentity ?? [])
        if (!(name in graph.edges.schema))
          builder.warnings.add("mergeEdges", "names of attributes that no edge has", { attribute: name });
    const isBatch = batch !== undefined && before > 0;
    const wantsCommit = this.#commitParts !== undefined || this.#options.path !== undefined;
    if (isBatch || (isLast && wantsCommit && batch === undefined)) this.#commit(graph);
    if (batch !== undefined) this.#learnTypes(graph);
    return direction;
  }

  #makeGraph(Root: typeof Graph, built: BuiltGraph, direction: boolean | "mixed", key: string | null): Graph {
    const { path } = this.#options;
    const options = graphOptionsFor(this.#builder, built, this.#options.directed ?? direction !== false, key);
    if (path === undefined) return new Root(options);
    const isThere = platform.storage?.disk.kindOf(path) !== undefined;
    if (isThere && this.#options.resume !== true && (platform.storage?.disk.list(path).length ?? 0) > 0)
      throw new TypeError(`"path" expected a folder that is empty or not there yet, got ${describe(path)}`);
    const graph = Root.open(path, options);
    this.#hasMade = true;
    return graph;
  }

  #commit(graph: Graph): void {
    const { message, author, time } = this.#commitParts ?? {};
    const [{ input }] = this.#inputs;
    const source = input.name ?? this.#entry.format.name;
    const meta = { import: { source, bytes: this.#bytes, rows: this.#builder.elementCount } };
    graph.commit(message ?? `import ${source}`, {
      meta,
      allowEmpty: true,
      ...(author === undefined ? {} : { author }),
      ...(time === undefined ? {} : { time }),
    });
  }

  /** Finds how far an earlier run of this import came. */
  async #findPlace(): Promise<void> {
    const { path } = this.#options;
    if (this.#graph === undefined) {
      if (path === undefined) throw new TypeError('"resume" expected a graph, or the "path" of one');
      const disk = platform.storage?.disk;
      if (disk?.kindOf(path) === undefined || disk.list(path).length === 0) return;
      const { Graph: Root } = await import("#root");
      this.#graph = Root.open(path);
      this.#learnTypes(this.#graph);
    }
    const [{ input }] = this.#inputs;
    const source = input.name ?? this.#entry.format.name;
    for (const { meta } of this.#graph.history.log()) {
      const done = (meta as { import?: { source?: unknown; rows?: unknown } } | null | undefined)?.import;
      if (done?.source !== source || typeof done.rows !== "number") continue;
      this.#builder.passOver = done.rows;
      return;
    }
  }

  #report(direction: boolean | "mixed"): ImportReport {
    return importReport(this.#builder, this.#written, direction, this.#bytes, this.#start);
  }
}

/** All names of an object of options, for the first look at it, which finds out the format. */
function namesOfAny(options: unknown): string[] {
  const names: string[] = [];
  if (typeof options === "object" && options !== null) for (const name in options) names.push(name);
  return names;
}

function check(entry: FormatEntry, options: Readonly<Record<string, unknown>>): void {
  checkReadOptions(options);
  checkReplace(options);
  checkIs("path", options.path, "string", "a path");
  checkIs("directed", options.directed, "boolean", "a boolean");
  entry.checkOptions?.(options);
}

/**
 * The format of each file: that of all, else its own option's, else what its name says, or its first bytes beyond doubt.
 * All others are of the format that one of them is known by, those with names first.
 */
async function entriesOf(
  files: readonly GivenSource[],
  inputs: readonly Input[],
  given: string | undefined,
): Promise<FormatEntry[]> {
  const shared = given ?? (files[0].options.format as string | undefined);
  if (given !== undefined || inputs.length === 1) {
    const entry = await detect(inputs[0], shared);
    return files.map(() => entry);
  }
  const found: (FormatEntry | undefined)[] = [];
  let first: unknown;
  for (const [i, input] of inputs.entries()) {
    try {
      found.push(await detect(input, files[i].options.format as string | undefined));
    } catch (error) {
      if (!(error instanceof FormatError && error.code === "FORMAT_UNKNOWN")) throw error;
      first ??= error;
      found.push(undefined);
    }
  }
  const main =
    found.find((entry, i) => entry !== undefined && inputs[i].name !== undefined) ??
    found.find((entry) => entry !== undefined);
  if (main === undefined) throw first;
  const entries: FormatEntry[] = [];
  for (const [i, entry] of found.entries()) {
    const isOwn = entry !== undefined && (await isKnown(entry, main, inputs[i], files[i]));
    // formats that share an extension are one for the file
    const isKin = entry?.format.extensions.some((extension) => main.format.extensions.includes(extension));
    entries.push(isOwn && isKin !== true ? entry : main);
  }
  return entries;
}

/** Whether a file says of what format it is, and is none of the main one. */
async function isKnown(
  entry: FormatEntry,
  main: FormatEntry,
  input: Input,
  { options }: GivenSource,
): Promise<boolean> {
  if (options.format !== undefined || entriesByName(plainName(input.name)).includes(entry)) return true;
  const head = headOf(await input.head(), input.name);
  const score = entry.sniff(head);
  return score >= 3 || (score >= 2 && entry.format.tables && main.sniff(head) === 0);
}
