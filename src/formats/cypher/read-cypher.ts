/**
 * Reads Cypher scripts: each statement is run on a graph of its own, and what that has at the end is the file's. So all
 * of the language may stand in a script, as in those of apoc.export.cypher and Memgraph's DUMP DATABASE. Indices and
 * constraints of a script say which properties its statements look for, and are not kept.
 */
import { CypherError, GroggyError } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import { isTemporalType, type ValueType } from "../../view.js";
import { TextPlaces } from "../json/text-places.js";
import type { FormatReader } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import {
  cellText,
  type ExportedAttribute,
  type ExportedBlock,
  ExportedGraph,
} from "../shared/exported-graph.js";
import type { GraphBuilder, ScriptGraph } from "../shared/graph-builder.js";
import { STATEMENT_MS_MAX } from "../shared/limits.js";
import { AttributeNames } from "../shared/names.js";
import { literalParts, type StatementPart } from "./literal-parts.js";
import { SCRIPT_NOTE, withoutComments } from "./note-mark.js";
import { parseScriptNote, type ScriptNote } from "./script-note.js";
import { ScriptSplitter, type ScriptStatement } from "./script-splitter.js";

export const readCypher: FormatReader = async ([{ input }], builder) => {
  const run = new ScriptRun(builder, await builder.newScriptGraph());
  const splitter = new ScriptSplitter();
  for await (const chunk of input.text()) {
    run.add(chunk);
    splitter.feed(chunk);
    await run.runAll(splitter);
    if (splitter.pendingUnits > input.fieldBytesMax)
      input.checkField(splitter.pendingUnits, "a statement", run.places.at(splitter.pendingAt));
    run.places.forget(splitter.pendingAt);
    await builder.pause();
  }
  splitter.end();
  await run.runAll(splitter);
  await run.finish();
};

/** Statements about indices, constraints and transactions, and the wait for an index. */
const SCHEMA =
  /^(?:(?:CREATE|DROP)\s+(?:OR\s+REPLACE\s+)?(?:(?:RANGE|TEXT|POINT|BTREE|LOOKUP|FULLTEXT|VECTOR|EDGE|UNIQUE)\s+)?(?:INDEX|CONSTRAINT)\b|CALL\s+db\.(?:await|resample|create|index)|SCHEMA\s+AWAIT\b)/i;
const TRANSACTION = /^(?:BEGIN|COMMIT|ROLLBACK)(?:\s+TRANSACTION)?\s*$/i;
/** Statements that make and fill tables in Kuzu. */
const TABLES = /^(?:CREATE\s+(?:NODE|REL)\s+TABLE|COPY)\b/i;
const NAME = String.raw`(?:\x60(?:[^\x60]|\x60\x60)+\x60|[\p{L}_][\p{L}\p{N}_]*)`;
const PROPERTY = new RegExp(String.raw`\.\s*(${NAME})|:\s*${NAME}\s*\(\s*(${NAME})\s*\)`, "gu");
const PARAMETER_COMMAND = /^:params?\s+([\p{L}_][\p{L}\p{N}_]*)\s*(?:=>|:)\s*([\s\S]*)$/iu;

/** Others get a turn between two statements after so long, in ms. */
const TURN_MS = 15;

class ScriptRun {
  readonly places = new TextPlaces();
  readonly #builder: GraphBuilder;
  readonly #graph: ScriptGraph;
  /** Properties that statements will look for, of which some have an index already. */
  readonly #lookedFor = new Map<string, boolean>();
  /** The expressions of parameters, by name. */
  readonly #parameters = new Map<string, string>();
  #note: ScriptNote | undefined;
  /** The first line as far as it has come, as long as it may be a note that is not whole. */
  #head: string | undefined = "";
  #at = 0;
  #turnEnd = performance.now() + TURN_MS;

  constructor(builder: GraphBuilder, graph: ScriptGraph) {
    this.#builder = builder;
    this.#graph = graph;
    builder.where = () => this.places.at(this.#at);
  }

  /** Takes the text that follows. */
  add(text: string): void {
    this.places.add(text);
    const head = this.#head;
    if (head === undefined) return;
    this.#head = head + text;
    const isTold = head.length < SCRIPT_NOTE.length && this.#head.length >= SCRIPT_NOTE.length;
    if (isTold && !this.#head.startsWith(SCRIPT_NOTE)) this.#head = undefined;
    else if (/[\r\n]/.test(text)) this.#readNote();
  }

  /** Reads the note on the first line, if there is one. */
  #readNote(): void {
    const [line] = this.#head?.split(/[\r\n]/, 1) ?? [];
    this.#head = undefined;
    if (line?.startsWith(SCRIPT_NOTE) === true) this.#note = parseScriptNote(line.slice(SCRIPT_NOTE.length));
  }

  async runAll(splitter: ScriptSplitter): Promise<void> {
    for (let each = splitter.next(); each !== undefined; each = splitter.next()) await this.#run(each);
  }

  async #run(statement: ScriptStatement): Promise<void> {
    this.#at = statement.at;
    const text = withoutComments(statement.text);
    const builder = this.#builder;
    if (text.startsWith(":")) return this.#command(text);
    if (TRANSACTION.test(text)) return;
    if (SCHEMA.test(text)) {
      for (const [, a, b] of text.matchAll(PROPERTY)) this.#lookFor(nameIn(a ?? b));
      builder.warnings.add("schema", "statements about indices and constraints, which are not kept", {
        place: builder.place(),
      });
      return;
    }
    if (TABLES.test(text))
      builder.fail(
        "FORMAT_UNSUPPORTED",
        "statements of Cypher expected, got tables and copies of files; read the CSV or Parquet files that they name",
      );
    this.#makeIndices();
    const query = this.#withParameters(statement);
    const parts = literalParts(query);
    if (parts === undefined) this.#runPart({ text: query, at: 0 }, statement, STATEMENT_MS_MAX);
    else
      for (const part of parts) {
        this.#runPart(part, statement, undefined);
        if (parts.length > 1) await builder.pause();
      }
    if (performance.now() < this.#turnEnd) return;
    await builder.pause();
    this.#turnEnd = performance.now() + TURN_MS;
  }

  #runPart(part: StatementPart, statement: ScriptStatement, timeoutMs: number | undefined): void {
    const builder = this.#builder;
    try {
      this.#graph.run(part.text, timeoutMs);
    } catch (error) {
      if (isTimeout(error))
        builder.fail(
          "FORMAT_UNSUPPORTED",
          `a statement expected at most ${STATEMENT_MS_MAX} ms, got one that takes longer`,
        );
      if (!(error instanceof GroggyError)) throw error;
      if (!(error instanceof CypherError)) {
        builder.refuse("FORMAT_UNSUPPORTED", "statement", error.message, {}, error);
        return;
      }
      const place = this.places.at(statement.at + part.at + error.offset);
      builder.refuse(
        error.phase === "compile" ? "FORMAT_SYNTAX" : "FORMAT_VALUE",
        "statement",
        firstLine(error.message),
        place,
        error,
      );
    }
  }

  /** A command of a shell: parameters are kept, and those about transactions and databases say nothing here. */
  #command(text: string): void {
    const [, name, expression] = PARAMETER_COMMAND.exec(text.replace(/;?\s*$/, "")) ?? [];
    if (name !== undefined) {
      this.#parameters.set(name, expression);
      return;
    }
    if (/^:(?:begin|commit|rollback|use|auto)\b/i.test(text)) return;
    this.#builder.skipped.add("command", "commands of a shell", { place: this.#builder.place() });
  }

  /** The text of a statement with expressions in place of its parameters. */
  #withParameters({ text, parameters }: ScriptStatement): string {
    if (this.#parameters.size === 0) return text;
    let all = "";
    let from = 0;
    for (const { name, at } of parameters) {
      const expression = this.#parameters.get(name);
      if (expression === undefined) continue;
      all += `${text.slice(from, at)}(${expression})`;
      from = at + name.length + 1;
    }
    return all + text.slice(from);
  }

  #lookFor(name: string): void {
    if (!this.#lookedFor.has(name)) this.#lookedFor.set(name, false);
  }

  /** Makes the indices that statements look by, once their properties are there. */
  #makeIndices(): void {
    const { schema } = this.#graph.view.nodes;
    for (const [name, isMade] of this.#lookedFor) {
      if (isMade || !Object.hasOwn(schema, name)) continue;
      this.#graph.indexNodes(name);
      this.#lookedFor.set(name, true);
    }
  }

  /** The attribute that has the ids: the one that the script says, or that is wanted, if nodes have it. */
  #keyIn({ nodeAttributes }: ExportedGraph): ScriptKey | undefined {
    const wanted = this.#note?.key?.[0] ?? this.#builder.keyWanted;
    const at = nodeAttributes.findIndex(({ name }) => name === wanted);
    return at < 0 ? undefined : { name: nodeAttributes[at].name, type: nodeAttributes[at].type, at };
  }

  /** Takes what the graph has now for what the file has. */
  async finish(): Promise<void> {
    const builder = this.#builder;
    this.#readNote();
    const note = this.#note;
    const graph = new ExportedGraph(this.#graph.view, null, new AttributeNames({}));
    builder.directed = note?.directed ?? true;
    const key = this.#keyIn(graph);
    builder.keysAreShared = key === undefined;
    if (key !== undefined) builder.keyName = key.name;
    builder.keyType = note?.key?.[1] ?? key?.type;
    const nodes = columnsOf(builder.nodes, graph.nodeAttributes, note?.nodes, key?.name);
    const edges = columnsOf(builder.edges, graph.edgeAttributes, note?.edges);
    const keys = new Uint32Array(graph.nodeCount);
    let first = 0;
    for (const block of graph.nodeBlocks()) {
      for (let i = 0; i < block.ids.length; i++) {
        const own = key === undefined ? undefined : block.columns[key.at][i];
        if (key !== undefined && own === undefined)
          builder.fail(
            "FORMAT_VALUE",
            `"${key.name}" expected on each node, as it is the key, got a node without`,
          );
        keys[first + i] = builder.keyOf(key === undefined ? String(first + i) : cellText(own, key.type));
        const row = builder.node(keys[first + i]);
        if (row !== NO_ROW) put(builder.nodes, row, nodes, block, i);
        if (builder.isDue) await builder.pause();
      }
      first += block.ids.length;
      await builder.pause();
    }
    for (const block of graph.edgeBlocks()) {
      for (let i = 0; i < block.ids.length; i++) {
        const row = builder.edge(keys[block.sources[i]], keys[block.targets[i]]);
        if (row !== NO_ROW) put(builder.edges, row, edges, block, i, note?.untyped);
        if (builder.isDue) await builder.pause();
      }
      await builder.pause();
    }
    for (const [name, { type, text }] of note?.graph ?? []) builder.graphAttributeOf(name, type, text);
  }
}

/** How the values of each attribute are put. */
type Putter = (row: number, value: unknown) => void;

interface ScriptKey {
  readonly name: string;
  readonly type: ValueType;
  /** Its position among the attributes of nodes. */
  readonly at: number;
}

function columnsOf(
  elements: ElementsBuilder,
  attributes: readonly ExportedAttribute[],
  types: ScriptNote["nodes"] | undefined,
  key?: string,
): (Putter | undefined)[] {
  return attributes.map(({ name, type }): Putter | undefined => {
    if (name === key) return undefined;
    const stated = types?.get(name);
    const isTyped = stated !== undefined || isTemporalType(type);
    const column = isTyped ? elements.column(name, stated ?? type) : elements.column(name);
    if (stated === "timestamp") return (row, value) => column.text(row, withLongYear(cellText(value, type)));
    if (stated !== undefined) return (row, value) => column.text(row, cellText(value, type));
    if (type === "float64") return (row, value) => column.float(row, value as number);
    return (row, value) => column.value(row, value);
  });
}

/** A moment with six digits in a year that has a sign, as a timestamp is written. */
function withLongYear(text: string): string {
  return text.replace(
    /^([+-])(\d{4,5})(?=-)/,
    (_all, sign: string, year: string) => sign + year.padStart(6, "0"),
  );
}

function put(
  elements: ElementsBuilder,
  row: number,
  putters: readonly (Putter | undefined)[],
  { columns, labels }: ExportedBlock,
  at: number,
  untyped?: string,
): void {
  elements.labels(row, untyped === undefined ? labels[at] : labels[at].filter((label) => label !== untyped));
  for (let c = 0; c < columns.length; c++) {
    const value = columns[c][at];
    if (value !== undefined) putters[c]?.(row, value);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

/** A name as it stands in a statement. */
function nameIn(text: string): string {
  return text.startsWith("`") ? text.slice(1, -1).replaceAll("``", "`") : text;
}

/** The first line of a message, without the place in the statement, which is not that in the file. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0].replace(/ \(line \d+, column \d+\)$/, "");
}
