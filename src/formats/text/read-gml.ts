/**
 * Reads GML, token by token. A list within a node, an edge or the graph is json; a key that an element has several times
 * is a list, and networkx's sign of a list of one is understood. Nodes are named by their `id`; where all have a label
 * of their own, the labels are the keys, as in files of networkx.
 */
import { platform } from "#platform";
import { NO_ROW } from "../../structures/row-index.js";
import { ByteInterner } from "../shared/byte-interner.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import type { FormatReader } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit, NESTING_MAX } from "../shared/limits.js";
import type { Input } from "../shared/sources.js";
import { GmlElement, type GmlItem, type GmlKind, GmlList, putItem } from "./gml-element.js";
import { GmlLabels } from "./gml-labels.js";
import {
  GML_CLOSE,
  GML_CUT,
  GML_END,
  GML_KEY,
  GML_MORE,
  GML_OPEN,
  GML_OTHER,
  GML_TEXT,
  GML_WHOLE,
  GmlScanner,
  namedNumber,
} from "./gml-scanner.js";
import { OWN_NOTE, type OwnNames, type OwnSchema, ownValue, parseOwnSchema } from "./own-schema.js";

export const readGml: FormatReader = async ([{ input, options }], builder) => {
  const asked = options.graph as number | undefined;
  const ids = (options.ids as string | undefined) ?? "auto";
  const labels = ids === "id" ? undefined : new GmlLabels(ids === "auto" ? "label" : ids, ids !== "auto");
  const isBatched = builder.options.batch !== undefined;
  if (labels !== undefined && isBatched) await survey(input, builder, labels, asked);
  const scanner = new GmlScanner(input);
  builder.where = () => scanner.window.placeOf(scanner.tokenAt);
  const reader = new GmlReader(scanner, builder, asked, labels, isBatched);
  for (;;) {
    const token = scanner.next();
    if (token === GML_MORE) {
      await builder.pause();
      await scanner.more();
      continue;
    }
    reader.take(token);
    if (token === GML_END) return;
    if (builder.isDue) await builder.pause();
  }
};

/** Reads the labels of a file whose nodes are written before all of them are there. */
async function survey(
  input: Input,
  builder: GraphBuilder,
  labels: GmlLabels,
  asked: number | undefined,
): Promise<void> {
  if (!input.isRepeatable) {
    if (labels.isAsked)
      builder.fail(
        "FORMAT_UNSUPPORTED",
        'a file that can be read twice expected, to have its labels before its nodes are written in batches, got a stream; "ids" can be "id"',
      );
    builder.warnings.add("ids", "labels that are no keys, since a stream cannot be read twice for batches");
    labels.markMissing();
    return;
  }
  const again = input.reopen();
  const scanner = new GmlScanner(again);
  const where = builder.where;
  builder.where = () => scanner.window.placeOf(scanner.tokenAt);
  const reader = new GmlReader(scanner, builder, asked, labels, false, true);
  try {
    for (;;) {
      const token = scanner.next();
      if (token === GML_MORE) {
        await scanner.more();
        continue;
      }
      reader.take(token);
      if (token === GML_END) break;
    }
  } finally {
    builder.where = where;
    await again.close();
  }
  labels.check(builder);
}

/** The list that a bracket has opened. */
const TOP = 0;
const GRAPH = 1;
const NODE = 2;
const EDGE = 3;
const LIST = 4;
const PASSED = 5;

interface Level {
  readonly kind: number;
  /** The element whose keys are read; of a list the values. */
  readonly element: GmlElement;
  readonly list: GmlList | undefined;
  /** The name that a list has where it stands. */
  readonly name: number;
  /** The node that a graph is in. */
  readonly parent: GmlElement | undefined;
}

class GmlReader {
  readonly #scanner: GmlScanner;
  readonly #builder: GraphBuilder;
  readonly #asked: number | undefined;
  readonly #labels: GmlLabels | undefined;
  /** The number of the attribute that may be the key. */
  readonly #labelName: number;
  readonly #isBatched: boolean;
  /** Whether ids become labels as they are read. */
  readonly #isTranslated: boolean;
  readonly #isSurvey: boolean;
  readonly #levels: Level[] = [];
  #level: Level;
  /** The key whose value comes next; negative if a key does. */
  #name = -1;
  readonly #names = new ByteInterner();
  readonly #nameTexts: string[] = [];
  /** Elements that are used again, one for each depth of graphs in nodes. */
  readonly #spare: GmlElement[] = [];
  readonly #top = new GmlElement();
  readonly #graph = new GmlElement();
  /** The row of each node in a graph in a node, and the key of that. */
  readonly #inner: (readonly [row: number, parent: number])[] = [];
  #graphs = 0;
  #read = 0;
  #nodeColumns: (ColumnBuilder | undefined)[] = [];
  #edgeColumns: (ColumnBuilder | undefined)[] = [];
  #generation = 0;
  #schema: OwnSchema | undefined;
  /** Whether groggy wrote the file, so that labels are the keys. */
  #isOwn = false;
  #isEdgeSeen = false;

  constructor(
    scanner: GmlScanner,
    builder: GraphBuilder,
    asked: number | undefined,
    labels: GmlLabels | undefined,
    isBatched: boolean,
    isSurvey = false,
  ) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#asked = asked;
    this.#labels = labels;
    this.#isBatched = isBatched;
    this.#isTranslated = isBatched && labels?.isWhole === true;
    this.#isSurvey = isSurvey;
    for (const name of [...RESERVED, ...(labels === undefined ? [] : [labels.name])])
      this.#nameTexts[this.#names.internText(name)] = name;
    this.#labelName = labels === undefined ? -1 : this.#names.find(labels.name);
    this.#level = { kind: TOP, element: this.#top, list: undefined, name: -1, parent: undefined };
    if (!isSurvey) builder.directed = false;
  }

  take(token: number): void {
    if (token === GML_CUT)
      this.#builder.fail("FORMAT_SYNTAX", "the end of a text in quotes expected, got the end of the file");
    if (this.#name >= 0) this.#value(token);
    else if (token === GML_KEY) this.#name = this.#nameNumber();
    else if (token === GML_CLOSE && this.#levels.length > 0) this.#close();
    else if (token === GML_END && this.#levels.length === 0) this.#finish();
    else this.#expected(this.#levels.length > 0 ? 'a key or "]"' : "a key", token);
  }

  #expected(what: string, token: number): never {
    return this.#builder.fail("FORMAT_SYNTAX", `${what} expected, got ${this.#shown(token)}`);
  }

  #shown(token: number): string {
    if (token === GML_END) return "the end of the file";
    if (token === GML_OPEN) return '"["';
    if (token === GML_CLOSE) return '"]"';
    const { bytes, start, stop } = this.#scanner;
    if (token === GML_OTHER && bytes[start] < 0x20)
      return `byte 0x${bytes[start].toString(16).padStart(2, "0")}`;
    const text = platform.decodeUtf8(bytes, start, stop).slice(0, 40);
    return token === GML_TEXT ? `the text ${JSON.stringify(text)}` : JSON.stringify(text);
  }

  #nameNumber(): number {
    const { bytes, start, stop } = this.#scanner;
    const number = this.#names.intern(bytes, start, stop);
    if (number === this.#nameTexts.length) this.#nameTexts.push(platform.decodeUtf8(bytes, start, stop));
    return number;
  }

  #value(token: number): void {
    const name = this.#name;
    this.#name = -1;
    if (token === GML_OPEN) {
      this.#open(name);
      return;
    }
    const { kind, element, list } = this.#level;
    let isText = token === GML_TEXT;
    if (token === GML_KEY || token === GML_OTHER) {
      const { bytes, start, stop } = this.#scanner;
      const text = platform.decodeUtf8(bytes, start, stop);
      if (namedNumber(text) === undefined) {
        this.#unquoted(name, token);
        // a byte of graph-tool's is no text
        if (bytes[start] < 0x20) return;
        isText = true;
      }
    } else if (token === GML_CLOSE || token === GML_END)
      this.#expected(`a value of ${JSON.stringify(this.#nameTexts[name].slice(0, 40))}`, token);
    if (kind === PASSED) return;
    const { bytes, start, stop } = this.#scanner;
    const of: GmlKind = isText ? "text" : token === GML_WHOLE ? "whole" : "real";
    if (list !== undefined) list.addScalar(this.#nameTexts[name], bytes, start, stop, of);
    else element.addScalar(name, bytes, start, stop, of);
    if (kind === TOP && isText) this.#topText(this.#nameTexts[name], bytes, start, stop);
    if (kind === GRAPH && name === DIRECTED && this.#level.parent === undefined)
      this.#setDirected(platform.decodeUtf8(bytes, start, stop));
  }

  /** The keys before the graph: who wrote the file, and groggy's own note. */
  #topText(name: string, bytes: Uint8Array, start: number, stop: number): void {
    if (name !== OWN_NOTE && name !== "Creator") return;
    const text = platform.decodeUtf8(bytes, start, stop);
    if (name === OWN_NOTE) this.#schema ??= parseOwnSchema(text);
    else if (text.startsWith("JGraphT")) this.#scanner.isJava = true;
    else if (text === OWN_NOTE && this.#labels?.name === "label") {
      this.#isOwn = true;
      this.#labels.isAsked = true;
      this.#labels.isKept = false;
    }
  }

  /** A word in the place of a value: an error, or left out or taken for a text and reported. */
  #unquoted(name: number, token: number): void {
    const builder = this.#builder;
    const attribute = this.#nameTexts[name];
    if (builder.options.lenient !== true)
      builder.fail(
        "FORMAT_SYNTAX",
        `a number, a text in quotes or "[" expected, got ${this.#shown(token)}; "lenient" reads words as texts and leaves other values out`,
        {
          attribute,
        },
      );
    if (this.#isSurvey) return;
    const isByte = this.#scanner.bytes[this.#scanner.start] < 0x20;
    const [list, message] = isByte
      ? [builder.skipped, "bytes where a number or a text in quotes was expected"]
      : [builder.warnings, "words without quotes, read as texts"];
    list.add("unquoted", message, { attribute, place: builder.place({ attribute }) });
  }

  #setDirected(text: string): void {
    if (this.#isSurvey) return;
    const directed = Number(text) !== 0;
    this.#builder.directed = directed;
    if (this.#isEdgeSeen) this.#builder.directAll(directed);
  }

  #open(name: number): void {
    if (this.#levels.length >= NESTING_MAX)
      throw beyondLimit("nesting of lists", NESTING_MAX, {
        format: this.#builder.format,
        ...this.#builder.place(),
      });
    const outer = this.#level;
    this.#levels.push(outer);
    this.#level = this.#levelFor(outer, name);
  }

  #levelFor(outer: Level, name: number): Level {
    const { kind, element, parent } = outer;
    const passed: Level = { kind: PASSED, element, list: undefined, name, parent };
    if (kind === PASSED) return passed;
    if (kind === TOP && name === GRAPH_KEY) {
      const position = this.#graphs++;
      if (this.#asked !== undefined && this.#asked !== position) return passed;
      if (this.#read++ > 0)
        this.#builder.fail(
          "FORMAT_UNSUPPORTED",
          'one graph in a file expected, got a second one; "graph" says by number which is read',
        );
      return { kind: GRAPH, element: this.#graph, list: undefined, name, parent: undefined };
    }
    if (kind === GRAPH && (name === NODE_KEY || name === EDGE_KEY)) {
      const next = this.#spare.pop() ?? new GmlElement();
      next.clear();
      return { kind: name === NODE_KEY ? NODE : EDGE, element: next, list: undefined, name, parent };
    }
    // a graph in a node is a group: its own attributes come to nothing, as it is the node
    if (kind === NODE && name === GRAPH_KEY)
      return { kind: GRAPH, element: new GmlElement(), list: undefined, name, parent: element };
    return { kind: LIST, element, list: new GmlList(), name, parent };
  }

  #close(): void {
    const { kind, element, list, name, parent } = this.#level;
    const outer = this.#levels.pop() as Level;
    this.#level = outer;
    if (kind === LIST) {
      const value = (list as GmlList).value();
      if (outer.list !== undefined) outer.list.add(this.#nameTexts[name], value);
      else outer.element.addList(name, value);
    } else if (kind === NODE || kind === EDGE) {
      if (this.#isSurvey) {
        if (kind === NODE) this.#surveyNode(element);
      } else if (kind === NODE) this.#node(element, parent);
      else this.#edge(element);
      this.#spare.push(element);
    } else if (kind === GRAPH && parent !== undefined && element.count > 0)
      this.#builder.losses.add("nestedGraph", "attributes of graphs in nodes, which are groups", {
        count: element.count,
      });
  }

  #surveyNode(element: GmlElement): void {
    const id = element.scalar(ID);
    if (id === undefined) this.#labels?.markMissing();
    else this.#labels?.survey(element.bytes, id, element.scalar(this.#labelName));
  }

  #key(element: GmlElement, { start, stop }: GmlItem): number {
    if (!this.#isTranslated) return this.#builder.key(element.bytes, start, stop);
    return this.#builder.keyOf((this.#labels as GmlLabels).translate(element.bytes, start, stop));
  }

  #node(element: GmlElement, parent: GmlElement | undefined): void {
    const builder = this.#builder;
    const labels = this.#labels;
    const row = this.#rowOf(element);
    if (row === NO_ROW) return;
    this.#refresh();
    // in a file of groggy's own an attribute "label" has another name
    const isLabelKey = this.#isTranslated || (this.#isOwn && labels !== undefined);
    const isIdKept = this.#isTranslated && labels?.isPositional === false;
    for (let i = 0; i < element.count; i++) {
      const item = element.items[i];
      if (item.name === ID ? !isIdKept : isLabelKey && item.name === this.#labelName) continue;
      this.#put(
        builder.nodes,
        this.#nodeColumns,
        row,
        element,
        item,
        this.#schema?.nodes,
        this.#schema?.labels,
      );
    }
    if (parent !== undefined) this.#putParent(row, parent);
  }

  /** Begins a node. One without an id is one that no edge can name. */
  #rowOf(element: GmlElement): number {
    const builder = this.#builder;
    const id = element.scalar(ID);
    if (id === undefined) {
      if (!this.#isBatched) this.#labels?.markMissing();
      return builder.anonymousNode();
    }
    const key = this.#key(element, id);
    const row = builder.node(key);
    if (!this.#isBatched) this.#labels?.add(key, row, element.bytes, id, element.scalar(this.#labelName));
    return row;
  }

  /** The node that a node's graph is in, by its key, which may change until the end. */
  #putParent(row: number, parent: GmlElement): void {
    const builder = this.#builder;
    const id = parent.scalar(ID);
    if (id === undefined) {
      builder.fail("FORMAT_SYNTAX", 'a node with a graph in it expected to have its "id" before the graph');
      return;
    }
    const key = this.#key(parent, id);
    if (this.#isBatched) builder.nodes.column("parent", "utf8").text(row, builder.keys.text(key));
    else this.#inner.push([row, key]);
  }

  #edge(element: GmlElement): void {
    const builder = this.#builder;
    const source = element.scalar(SOURCE);
    const target = element.scalar(TARGET);
    if (source === undefined || target === undefined) {
      const lacking = source === undefined ? "source" : "target";
      builder.refuse("FORMAT_SYNTAX", "edgeWithoutEnd", `an edge expected to have a "${lacking}", got none`);
      return;
    }
    this.#isEdgeSeen = true;
    const row = builder.edge(this.#key(element, source), this.#key(element, target));
    if (row === NO_ROW) return;
    this.#refresh();
    for (let i = 0; i < element.count; i++) {
      const item = element.items[i];
      if (item.name !== SOURCE && item.name !== TARGET)
        this.#put(
          builder.edges,
          this.#edgeColumns,
          row,
          element,
          item,
          this.#schema?.edges,
          this.#schema?.type,
        );
    }
  }

  #put(
    elements: ElementsBuilder,
    columns: (ColumnBuilder | undefined)[],
    row: number,
    element: GmlElement,
    item: GmlItem,
    own: OwnNames | undefined,
    labels: string | undefined,
  ): void {
    let column = columns[item.name];
    if (column === undefined) {
      const name = this.#nameTexts[item.name];
      if (name === labels) {
        elements.labels(row, element.valuesOf(item).map(String));
        return;
      }
      const type = own?.types.get(name);
      column = elements.column(own?.names.get(name) ?? name, type ?? "value");
      columns[item.name] = column;
    }
    putItem(column, row, element, item);
  }

  #refresh(): void {
    const { generation } = this.#builder;
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.#nodeColumns = [];
    this.#edgeColumns = [];
  }

  #finish(): void {
    const builder = this.#builder;
    if (this.#read === 0)
      builder.fail(
        "FORMAT_SYNTAX",
        this.#graphs === 0
          ? '"graph [" expected, got the end of the file'
          : `"graph" expected the number of one of ${this.#graphs}, got ${this.#asked}`,
      );
    if (this.#isSurvey) return;
    for (const element of [this.#top, this.#graph])
      for (let i = 0; i < element.count; i++) this.#graphAttribute(element, element.items[i]);
    if (this.#isBatched) return;
    this.#labels?.finish(builder);
    for (const [row, key] of this.#inner)
      builder.nodes.column("parent", "utf8").text(row, builder.keys.text(key));
  }

  #graphAttribute(graph: GmlElement, item: GmlItem): void {
    const name = this.#nameTexts[item.name];
    const builder = this.#builder;
    const values = graph.valuesOf(item);
    if (graph === this.#graph) {
      if (name === "directed" || name === "multigraph") return;
    } else if (name === "Version") {
      builder.version = String(values[0]);
      return;
    } else if (values[0] === OWN_NOTE && name === "Creator") return;
    else if (name === OWN_NOTE && this.#schema !== undefined) return;
    const own = this.#schema?.graph;
    const title = own?.names.get(name) ?? name;
    const type = own?.types.get(name);
    if (type !== undefined && item.list === undefined && item.values === undefined)
      builder.graphAttribute(
        title,
        ownValue(title, platform.decodeUtf8(graph.bytes, item.start, item.stop), type),
      );
    else builder.graphAttribute(title, item.values === undefined ? values[0] : values);
  }
}

/** Keys with a meaning, by their numbers. */
const RESERVED = ["id", "source", "target", "graph", "node", "edge", "directed"];
const [ID, SOURCE, TARGET, GRAPH_KEY, NODE_KEY, EDGE_KEY, DIRECTED] = RESERVED.map((_, i) => i);
