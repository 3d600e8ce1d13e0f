/**
 * A graph as a file is read: what every reader fills. Nodes and edges come in any order; ends are named by keys, each
 * of which is interned once. `import-graph.ts` writes what was built to a graph, all or nothing.
 *
 * A reader calls `node` or `edge`, puts the attributes of the row that it gets into `nodes` or `edges`, and between
 * two elements awaits `pause()` where `isDue` says so. Over 500 lines, since
 * rows, keys and mentions of both kinds of elements are one state.
 */
import { describe, InvariantError } from "../../errors.js";
import { NO_ROW } from "../../structures/row-index.js";
import { throwIfAborted } from "../../structures/signal.js";
import { createColumn, type GraphView, type ValueType } from "../../view.js";
import { ByteInterner, longer } from "./byte-interner.js";
import type { ValueContext } from "./column-builder.js";
import { type ColumnType, ElementsBuilder, type KnownTypes } from "./elements-builder.js";
import { FormatError, type FormatErrorCode, type FormatPlace } from "./format-error.js";
import { AttributeNames, checkedNames } from "./names.js";
import type { ReadOptions } from "./options.js";
import { ProblemList } from "./problems.js";

/** The number of a key that is no node. */
const NO_NODE = -1;

/** So many keys that are no nodes yet have the place kept where they were named. */
const MENTIONS_MAX = 65_536;

/** The graph that a builder builds for, as far as it needs it. */
export interface BuildTarget {
  readonly nodeTypes: KnownTypes;
  readonly edgeTypes: KnownTypes;
  /** Whether there are nodes already that ends may name. */
  readonly hasNodes: boolean;
  /** The key of the graph, if there is one. */
  readonly key?: string | undefined;
}

/** A graph that a script's statements are run on. */
export interface ScriptGraph {
  readonly view: GraphView;
  /** Runs a statement of Cypher at one go; throws a DOMException TimeoutError if that takes longer than it may. */
  run(text: string, timeoutMs: number | undefined): unknown;
  /** Makes an index of an attribute of nodes, which statements look by. */
  indexNodes(name: string): void;
}

/** The work between two elements: progress, and with `batch` a commit. */
export type BetweenElements = () => Promise<void>;

export class GraphBuilder {
  /** The name of the format, which a reader changes where the file turns out to be in a kindred one. */
  format: string;
  readonly options: ReadOptions;
  readonly nodes: ElementsBuilder;
  readonly edges: ElementsBuilder;
  /** The distinct ids of nodes in the file. */
  keys = new ByteInterner();
  readonly losses = new ProblemList();
  readonly skipped = new ProblemList();
  readonly warnings = new ProblemList();
  readonly graphAttributes = new Map<string, unknown>();
  /** The types of attributes of the graph, where the file states them. */
  readonly graphAttributeTypes = new Map<string, ValueType>();
  /** Where the reader is; it sets this, and it is asked only when something is to be told. */
  where: () => FormatPlace = () => ({});
  /** The direction of edges for which none is said. */
  directed = true;
  /** The version of the format that the file states. */
  version: string | undefined;
  /** The name that the file has for ids, such as a column's; the attribute takes it. */
  keyName: string | undefined;
  /** Whether another file lists the nodes, whatever the one that is read has. */
  listsNodes = false;
  /** The kinds of elements of which the graph has what the file has and nothing else, with `replace`. */
  replaces = { nodes: true, edges: true };
  /** The attributes that tell edges of the same ends and type apart; undefined if edges are not merged. */
  readonly edgeIdentity: readonly string[] | undefined;
  /** The key of the graph, or the one that is asked for. */
  readonly keyWanted: string | undefined;
  /** The type that the file states for ids. */
  keyType: ValueType | undefined;
  /** Whether the keys tell nodes apart only together with something else, so that they make no key of the graph. */
  keysAreShared = false;
  /** The number of each node by its key, and the key of each by its number; -1 for one without. */
  #nodeOfKey = new Int32Array(64).fill(NO_NODE);
  #keyOfNode = new Int32Array(64);
  #nodeCount = 0;
  /** The node of each row, where they are not the same numbers. */
  #nodeOfRow: Int32Array | undefined;
  #sources = new Uint32Array(64);
  #targets = new Uint32Array(64);
  /** 1 for edges without direction, once edges differ. */
  #undirected: Uint8Array | undefined;
  #firstDirected: boolean | undefined;
  /** Where keys that were no nodes then were named first. */
  #mentions = new Map<number, FormatPlace>();
  #addsMissing: boolean;
  readonly #hasNodes: boolean;
  readonly #names: AttributeNames;
  readonly #nodeTypes: KnownTypes;
  readonly #between: BetweenElements;
  /** Makes a graph beside the one that is built, for files that say what to do instead of what there is. */
  newScriptGraph: () => Promise<ScriptGraph> = () => {
    throw new InvariantError("a builder that makes no graphs was asked for one");
  };
  /** Elements since the last pause, and how many there may be. */
  #due = 0;
  dueEvery = Number.POSITIVE_INFINITY;
  /** Grows when what was built is taken: columns that were asked for before are not to be used again. */
  generation = 0;
  /** Elements that an import that was stopped has written already. */
  passOver = 0;
  /** All elements of the file so far. */
  elementCount = 0;

  constructor(format: string, options: ReadOptions, target: BuildTarget, between: BetweenElements) {
    this.format = format;
    this.options = options;
    this.#hasNodes = target.hasNodes;
    this.keyWanted = options.key ?? target.key;
    this.#between = between;
    const names = new AttributeNames(options);
    this.#names = names;
    this.#nodeTypes = target.nodeTypes;
    const context = this.#valueContext();
    this.nodes = new ElementsBuilder("node", names, target.nodeTypes, context);
    this.edges = new ElementsBuilder("edge", names, target.edgeTypes, context);
    this.#addsMissing = options.missingNodes === "add";
    const { mergeEdges = false } = options;
    this.edgeIdentity =
      typeof mergeEdges === "boolean"
        ? mergeEdges
          ? []
          : undefined
        : checkedNames("mergeEdges", typeof mergeEdges === "string" ? [mergeEdges] : mergeEdges);
  }

  /**
   * Says that ends of edges make nodes in this file, as in lists of edges: then `missingNodes` defaults to `add`,
   * unless the graph has nodes that they may be meant to name.
   */
  endsMakeNodes(): void {
    const isAsked = this.options.missingNodes !== undefined;
    if (!isAsked && !this.#hasNodes && !this.listsNodes) this.#addsMissing = true;
  }

  /** Says at the end of a file that its edges alone are the graph, if it has no node: then their ends make nodes. */
  edgesMakeNodes(): void {
    if (this.generation > 0 || this.#nodeCount > 0 || this.passOver > 0) return;
    this.endsMakeNodes();
    if (!this.#addsMissing) return;
    for (let row = 0; row < this.edges.rowCount; row++) {
      this.mention(this.#sources[row]);
      this.mention(this.#targets[row]);
    }
    this.#mentions.clear();
  }

  /** The number of a key by its bytes in UTF-8. */
  key(bytes: Uint8Array, start: number, end: number): number {
    return this.keys.intern(bytes, start, end);
  }

  /** The number of a key. */
  keyOf(text: string): number {
    if (!text.isWellFormed()) this.fail("FORMAT_VALUE", "an id expected text, got one with a lone surrogate");
    return this.keys.internText(text);
  }

  /** Gives all keys so far other texts, by their numbers; all of them distinct, as these are. */
  renameKeys(keys: ByteInterner): void {
    if (keys.count !== this.keys.count)
      throw new RangeError(`keys expected ${this.keys.count}, got ${keys.count}`);
    this.keys = keys;
  }

  /** Gives all edges so far the direction that the file states behind them. */
  directAll(directed: boolean): void {
    if (this.generation > 0)
      this.fail(
        "FORMAT_UNSUPPORTED",
        'directions of edges expected before the first of them with "batch", got them later',
      );
    this.directed = directed;
    if (this.#firstDirected !== undefined) this.#firstDirected = directed;
    this.#undirected = undefined;
  }

  /** The number of nodes. */
  get nodeCount(): number {
    return this.#nodeCount;
  }

  get edgeCount(): number {
    return this.edges.rowCount;
  }

  /** Whether a key is a node already. */
  isNode(key: number): boolean {
    return key < this.#nodeOfKey.length && this.#nodeOfKey[key] !== NO_NODE;
  }

  /** Begins a node and returns its row, `NO_ROW` if it is to be left out. */
  node(key: number): number {
    if (this.#isPassedOver()) return NO_ROW;
    if (key >= this.#nodeOfKey.length) this.#reserveKeys(key);
    const held = this.#nodeOfKey[key];
    const row = this.nodes.rowCount;
    if (held === NO_NODE) {
      if (this.generation > 0 && this.#wasMade(key)) this.remade.add(key);
      const node = this.#addNode(key);
      if (this.#nodeOfRow !== undefined || node !== row) this.#setRow(row, node);
      this.nodes.rowCount = row + 1;
      return row;
    }
    return this.#againNode(key, held, row);
  }

  /** Counts an element; whether an earlier run has written it. */
  #isPassedOver(): boolean {
    this.elementCount++;
    if (this.passOver > 0) {
      this.passOver--;
      return true;
    }
    this.#due++;
    return false;
  }

  /** Begins a node that no edge can name. */
  anonymousNode(): number {
    if (this.#isPassedOver()) return NO_ROW;
    const row = this.nodes.rowCount;
    const node = this.#addNode(-1);
    if (this.#nodeOfRow !== undefined || node !== row) this.#setRow(row, node);
    this.nodes.rowCount = row + 1;
    return row;
  }

  /** A row for a node that may be there already, as in formats that state a node in several places. */
  nodeAgain(key: number): number {
    // its first row may have been written by an earlier batch
    if (this.generation > 0) this.remade.add(key);
    if (!this.isNode(key)) return this.node(key);
    if (this.#isPassedOver()) return NO_ROW;
    this.#wasMade(key);
    const row = this.nodes.rowCount;
    this.#setRow(row, this.#nodeOfKey[key]);
    this.nodes.rowCount = row + 1;
    return row;
  }

  #againNode(key: number, node: number, row: number): number {
    const { duplicateNodes, merge } = this.options;
    const isMade = this.#wasMade(key);
    if (isMade && this.generation > 0) this.remade.add(key);
    if (isMade || duplicateNodes === "merge" || (duplicateNodes === undefined && merge === true)) {
      this.#setRow(row, node);
      this.nodes.rowCount = row + 1;
      return row;
    }
    const shown = describe(this.keys.text(key));
    if (duplicateNodes === "skip" || (duplicateNodes === undefined && this.options.lenient)) {
      this.skipped.add("duplicateNode", "nodes whose id was there before", { place: this.place() });
      return NO_ROW;
    }
    return this.fail(
      "FORMAT_DUPLICATE",
      `node expected an id of its own, got ${shown} again; "duplicateNodes" says what to do`,
    );
  }

  /** 1 for each key whose node an end made, as long as it has no row, over all batches. */
  #made = new Uint8Array(64);
  /** Keys of nodes that ends made in an earlier batch and that have a row in this one. */
  readonly remade = new Set<number>();

  #wasMade(key: number): boolean {
    if (key >= this.#made.length || this.#made[key] === 0) return false;
    this.#made[key] = 0;
    return true;
  }

  #addNode(key: number): number {
    const node = this.#nodeCount++;
    if (node >= this.#keyOfNode.length) this.#keyOfNode = longer(this.#keyOfNode, node + 1);
    this.#keyOfNode[node] = key;
    if (key >= 0) this.#nodeOfKey[key] = node;
    return node;
  }

  #setRow(row: number, node: number): void {
    if (this.#nodeOfRow === undefined) {
      this.#nodeOfRow = new Int32Array(Math.max(64, row + 1));
      for (let i = 0; i < row; i++) this.#nodeOfRow[i] = i;
    } else if (row >= this.#nodeOfRow.length) this.#nodeOfRow = longer(this.#nodeOfRow, row + 1);
    this.#nodeOfRow[row] = node;
  }

  #reserveKeys(key: number): void {
    const { length } = this.#nodeOfKey;
    this.#nodeOfKey = longer(this.#nodeOfKey, key + 1).fill(NO_NODE, length);
  }

  /** Begins an edge between two keys and returns its row. Ends may become nodes later. */
  edge(source: number, target: number, directed: boolean = this.directed): number {
    if (this.#isPassedOver()) return NO_ROW;
    const row = this.edges.rowCount;
    if (source >= this.#nodeOfKey.length) this.#reserveKeys(source);
    if (target >= this.#nodeOfKey.length) this.#reserveKeys(target);
    if (this.#nodeOfKey[source] === NO_NODE) this.#mention(source);
    if (this.#nodeOfKey[target] === NO_NODE) this.#mention(target);
    if (row >= this.#sources.length) {
      this.#sources = longer(this.#sources, row + 1);
      this.#targets = longer(this.#targets, row + 1);
    }
    this.#sources[row] = source;
    this.#targets[row] = target;
    this.#firstDirected ??= directed;
    if (this.#undirected !== undefined || directed !== this.#firstDirected) this.#setDirected(row, directed);
    this.edges.rowCount = row + 1;
    return row;
  }

  /** Names a node before any edge does, where ends make nodes in the order in which they are named. */
  mention(key: number): void {
    if (key >= this.#nodeOfKey.length) this.#reserveKeys(key);
    if (this.#nodeOfKey[key] === NO_NODE) this.#mention(key);
  }

  #mention(key: number): void {
    if (this.#addsMissing) {
      this.#addNode(key);
      if (key >= this.#made.length) this.#made = longer(this.#made, key + 1);
      this.#made[key] = 1;
    } else if (this.#mentions.size < MENTIONS_MAX && !this.#mentions.has(key))
      this.#mentions.set(key, this.place());
  }

  #setDirected(row: number, directed: boolean): void {
    if (this.#undirected === undefined)
      this.#undirected = new Uint8Array(Math.max(64, row + 1)).fill(
        this.#firstDirected === true ? 0 : 1,
        0,
        row,
      );
    else if (row >= this.#undirected.length) this.#undirected = longer(this.#undirected, row + 1);
    this.#undirected[row] = directed ? 0 : 1;
  }

  /** The type that ids have as an attribute, where the options, the graph or the file say so. */
  typeOfKey(name: string): ValueType | undefined {
    return this.#names.typeOf(name) ?? this.#nodeTypes.get(name) ?? this.keyType;
  }

  /** Whether an attribute, by its name in the graph, is among those that the options ask for. */
  isConcerned(name: string): boolean {
    return this.#names.isConcerned(name);
  }

  /** An attribute of the graph itself. */
  graphAttribute(name: string, value: unknown): void {
    this.graphAttributes.set(name, value);
  }

  /** An attribute of the graph itself that the file has as text of a type, or as a value read from text. */
  graphAttributeOf(name: string, type: ColumnType, given: unknown): void {
    const one = new ElementsBuilder("node", this.#names, new Map(), this.#valueContext());
    const column = one.column(name, type);
    if (typeof given === "string") column.text(0, given);
    else column.value(0, given);
    const [built] = one.takeColumns();
    if (built === undefined || built.count === 0) return;
    const values = createColumn(built.type);
    values.appendRaw(built.values);
    this.graphAttribute(built.name, values.get(0));
    this.graphAttributeTypes.set(built.name, built.type);
  }

  /** Whether `pause` must be awaited before the next element. */
  get isDue(): boolean {
    return this.#due >= this.dueEvery;
  }

  /** Looks at the signal, tells progress and lets others run; to be awaited between two elements, once a chunk. */
  async pause(): Promise<void> {
    throwIfAborted(this.options.signal);
    await this.#between();
    throwIfAborted(this.options.signal);
  }

  /** Where the reader is, with what the caller knows besides. */
  place(more: FormatPlace = {}): FormatPlace {
    return { ...this.where(), ...more };
  }

  /** Throws a FormatError at the place where the reader is, or at another one. */
  fail(code: FormatErrorCode, message: string, more: FormatPlace = {}, cause?: unknown): never {
    throw new FormatError(code, message, { format: this.format, ...this.place(more) }, cause);
  }

  /** Throws, or where the file is read leniently counts what is left out. */
  refuse(
    code: FormatErrorCode,
    kind: string,
    message: string,
    more: FormatPlace = {},
    cause?: unknown,
  ): void {
    if (this.options.lenient !== true) this.fail(code, message, more, cause);
    this.skipped.add(kind, message, { attribute: more.attribute, place: this.place(more) });
  }

  #valueContext(): ValueContext {
    return {
      misfit: (attribute, expected, received) => {
        const place = { attribute };
        if (this.options.lenient === true) {
          this.skipped.add("value", `"${attribute}" expected ${expected}`, {
            attribute,
            place: this.place(place),
          });
          return;
        }
        const own = /^\w+$/.test(attribute) ? attribute : JSON.stringify(attribute);
        const wayOut = `"types" can give it another type: { ${own}: "${expected.startsWith("list<") ? "json" : "utf8"}" }`;
        this.fail("FORMAT_VALUE", `"${attribute}" expected ${expected}, got ${received}; ${wayOut}`, place);
      },
      converted: (attribute, what) =>
        this.warnings.add("converted", what, { attribute, place: this.place({ attribute }) }),
      repeated: (attribute) =>
        this.skipped.add("repeatedAttribute", "a second value of one element; the first one stays", {
          attribute,
          place: this.place({ attribute }),
        }),
      mixed: (attribute) =>
        this.warnings.add("mixedTypes", "values of different types, kept as json", {
          attribute,
          place: this.place({ attribute }),
        }),
    };
  }

  /** The elements built so far, for the import; the builder goes on with no rows and the same keys. */
  take(): BuiltGraph {
    const { nodes, edges } = this;
    const rowCount = nodes.rowCount;
    const edgeCount = edges.rowCount;
    const { labels, type } = this.options;
    const taken: BuiltGraph = {
      nodeCount: this.#nodeCount,
      keyOfNode: this.#keyOfNode.subarray(0, this.#nodeCount),
      nodeOfKey: this.#nodeOfKey,
      nodeRows: rowCount,
      nodeOfRow: this.#nodeOfRow?.subarray(0, rowCount),
      labels: nodes.takeLabelSets([]),
      allLabels: labels === undefined ? [] : typeof labels === "string" ? [labels] : labels,
      nodeColumns: nodes.takeColumns(),
      sources: this.#sources.subarray(0, edgeCount),
      targets: this.#targets.subarray(0, edgeCount),
      undirected: this.#undirected?.subarray(0, edgeCount),
      allDirected: this.#firstDirected ?? this.directed,
      types: edges.takeLabelSets(type === undefined ? [] : [type]),
      edgeColumns: edges.takeColumns(),
      mentions: this.#mentions,
    };
    return taken;
  }

  /** Forgets the rows that were taken, and goes on. Keys keep their numbers. */
  restart(): void {
    this.generation++;
    this.#due = 0;
    this.#nodeOfKey = new Int32Array(this.#nodeOfKey.length).fill(NO_NODE);
    this.#keyOfNode = new Int32Array(64);
    this.#nodeCount = 0;
    this.#nodeOfRow = undefined;
    this.#sources = new Uint32Array(64);
    this.#targets = new Uint32Array(64);
    this.#undirected = undefined;
    this.#firstDirected = undefined;
    this.#mentions = new Map();
    this.remade.clear();
    this.nodes.rowCount = 0;
    this.edges.rowCount = 0;
  }
}

/** The elements that a builder has built. Nodes are numbers, in the order in which they became nodes; ends are keys. */
export interface BuiltGraph {
  readonly nodeCount: number;
  /** The key of each node; negative for one without. */
  readonly keyOfNode: Int32Array;
  /** The node of each key; negative for none. May be longer or shorter than there are keys. */
  readonly nodeOfKey: Int32Array;
  readonly nodeRows: number;
  /** The node of each row; undefined if they are the same numbers. */
  readonly nodeOfRow: Int32Array | undefined;
  readonly labels: ElementsLabelSets;
  /** Labels that every node has besides. */
  readonly allLabels: readonly string[];
  readonly nodeColumns: ReturnType<ElementsBuilder["takeColumns"]>;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** 1 for each edge without direction; undefined if all are as `allDirected` says. */
  readonly undirected: Uint8Array | undefined;
  readonly allDirected: boolean;
  readonly types: ElementsLabelSets;
  readonly edgeColumns: ReturnType<ElementsBuilder["takeColumns"]>;
  /** Where keys that were no nodes then were named first. */
  readonly mentions: ReadonlyMap<number, FormatPlace>;
}

type ElementsLabelSets = ReturnType<ElementsBuilder["takeLabelSets"]>;
