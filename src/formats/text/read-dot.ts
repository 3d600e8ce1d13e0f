/**
 * Reads DOT: all of its grammar, token by token, so that a file of any size needs the memory of its graph. Defaults hold
 * from their place on and within their braces; a subgraph as an end stands for each of its nodes. In a strict graph
 * edges wait for the end of the file, since a later statement may add to one.
 *
 * Over 500 lines: one automaton, whose states share what is open at the time.
 */
import { platform } from "#platform";
import { NO_ROW } from "../../structures/row-index.js";
import { ByteInterner, longer } from "../shared/byte-interner.js";
import type { ColumnBuilder } from "../shared/column-builder.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit, NESTING_MAX, PRODUCT_EDGES_MAX } from "../shared/limits.js";
import { DotChain } from "./dot-chain.js";
import {
  DOT_CLOSE,
  DOT_CLOSE_LIST,
  DOT_COLON,
  DOT_COMMA,
  DOT_CUT,
  DOT_DIRECTED,
  DOT_END,
  DOT_EQUALS,
  DOT_HTML,
  DOT_MORE,
  DOT_OPEN,
  DOT_OPEN_LIST,
  DOT_SEMICOLON,
  DOT_UNDIRECTED,
  DOT_WORD,
  DOT_WRONG,
  DotScanner,
} from "./dot-scanner.js";
import { labelsOfNote, OWN_NOTE, type OwnSchema, ownValue, parseOwnSchema } from "./own-schema.js";
import { StrictEdges } from "./strict-edges.js";
import { SUBGRAPH, SUBGRAPHS, Subgraph, SubgraphList } from "./subgraphs.js";

export const readDot: FormatReader = async ([{ input, options }], builder) => {
  const scanner = new DotScanner(input);
  builder.where = () => scanner.window.placeOf(scanner.tokenAt);
  const reader = new DotReader(scanner, builder, options.graph as string | number | undefined);
  for (;;) {
    const token = scanner.next();
    if (token === DOT_MORE) {
      await builder.pause();
      await scanner.more();
      continue;
    }
    reader.take(token);
    if (token === DOT_END) break;
    if (builder.isDue) await builder.pause();
  }
  for (const _ of reader.waiting()) if (builder.isDue) await builder.pause();
};

/** The tokens that may come next. */
const GRAPH = 0;
const AFTER_STRICT = 1;
const AFTER_KIND = 2;
const BEFORE_BODY = 3;
const STATEMENT = 4;
const AFTER_ID = 5;
const AFTER_END = 6;
const PORT = 7;
const END = 8;
const AFTER_KEYWORD = 9;
const LIST_NAME = 10;
const AFTER_LIST_NAME = 11;
const LIST_VALUE = 12;
const AFTER_LIST_VALUE = 13;
const AFTER_LIST = 14;
const VALUE = 15;
const AFTER_SUBGRAPH = 16;
const AFTER_SUBGRAPH_ID = 17;

/** The owner of a list of attributes. */
const OF_ELEMENTS = 0;
const OF_NODES = 1;
const OF_EDGES = 2;
const OF_GRAPH = 3;
const OF_NOTHING = 4;

type Defaults = ReadonlyMap<number, Uint8Array>;
const NO_DEFAULTS: Defaults = new Map();

/** The state between two braces. */
interface Scope {
  readonly subgraph: Subgraph | undefined;
  nodes: Defaults;
  edges: Defaults;
  /** The statement that goes on behind the closing brace. */
  readonly outer: DotChain;
}

const KEYWORDS = ["node", "edge", "graph", "digraph", "subgraph", "strict"] as const;
type Keyword = (typeof KEYWORDS)[number];
const KEYWORD_CODES = KEYWORDS.map((word) => Array.from(word, (letter) => letter.charCodeAt(0)));

class DotReader {
  readonly #scanner: DotScanner;
  readonly #builder: GraphBuilder;
  readonly #asked: string | number | undefined;
  #state: number = GRAPH;
  #target: number = OF_ELEMENTS;
  /** The graphs that were met, and whether the one that is open is read. */
  #graphs = 0;
  #read = 0;
  #isRead = true;
  #depth = 0;
  #isStrict = false;
  #isDirected = false;
  #graphName: string | undefined;
  #scope: Scope | undefined;
  readonly #scopes: Scope[] = [];
  #chain = new DotChain();
  /** Attributes by number. */
  readonly #names = new ByteInterner();
  readonly #nameTexts: string[] = [];
  #nodeColumns: (ColumnBuilder | undefined)[] = [];
  #edgeColumns: (ColumnBuilder | undefined)[] = [];
  #generation = 0;
  /** The attributes of the statement: names, and where their values are in `values`; the last of a name counts. */
  #listCount = 0;
  #listNames = new Int32Array(16);
  #listStarts = new Uint32Array(16);
  #listStops = new Uint32Array(16);
  #listSlot = new Int32Array(64);
  #listStamp = new Int32Array(64);
  #stamp = 1;
  #values = new Uint8Array(1024);
  #valuesSize = 0;
  #name = -1;
  /** The number of the attribute `key`, once it was met. */
  #keyName = -1;
  /** For each key: 0 if it was not met, 1 if an edge named it, 2 if it has a row. */
  #met = new Uint8Array(64);
  #groupOf = new Int32Array(64);
  readonly #subgraphs = new SubgraphList();
  readonly #tops = new Map<string, Subgraph>();
  #subgraphName: string | undefined;
  #strict: StrictEdges | undefined;
  #keyed: Set<string> | undefined;
  #productEdges = 0;
  #schema: OwnSchema | undefined;
  readonly #graphAttributes = new Map<string, string>();

  constructor(scanner: DotScanner, builder: GraphBuilder, asked: string | number | undefined) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#asked = asked;
    builder.directed = false;
    builder.endsMakeNodes();
  }

  /** Goes on by a token. */
  take(token: number): void {
    if (token === DOT_WRONG || token === DOT_CUT) this.#unreadable(token);
    if (!this.#isRead && this.#depth > 0) {
      this.#pass(token);
      return;
    }
    switch (this.#state) {
      case STATEMENT:
        this.#statement(token);
        return;
      case AFTER_ID:
        this.#afterId(token);
        return;
      case AFTER_END:
        this.#afterEnd(token);
        return;
      case END:
        this.#end(token);
        return;
      case LIST_NAME:
        this.#listName(token);
        return;
      case AFTER_LIST_NAME:
        this.#afterListName(token);
        return;
      case LIST_VALUE:
        this.#listValue(token);
        return;
      case AFTER_LIST_VALUE:
        this.#state = LIST_NAME;
        if (token !== DOT_COMMA && token !== DOT_SEMICOLON) this.#listName(token);
        return;
      case AFTER_LIST:
        this.#afterList(token);
        return;
      case PORT:
        if (token > DOT_HTML) this.#expected("a port", token);
        this.#addPort(this.#text());
        this.#state = AFTER_END;
        return;
      case AFTER_KEYWORD:
        if (token !== DOT_OPEN_LIST) this.#expected('"["', token);
        this.#state = LIST_NAME;
        return;
      case VALUE:
        if (token > DOT_HTML) this.#expected("a value", token);
        this.#setOfScope(this.#builder.keys.text(this.#chain.keys[0]), this.#valueText(token));
        this.#chain.clear();
        this.#state = STATEMENT;
        return;
      case AFTER_SUBGRAPH:
        if (token === DOT_OPEN) this.#open(undefined);
        else if (token <= DOT_HTML) {
          this.#subgraphName = this.#text();
          this.#state = AFTER_SUBGRAPH_ID;
        } else this.#expected('the id of a subgraph or "{"', token);
        return;
      case AFTER_SUBGRAPH_ID:
        this.#afterSubgraphId(token);
        return;
      default:
        this.#header(token);
    }
  }

  #unreadable(token: number): never {
    const { window, unfinished, tokenAt } = this.#scanner;
    if (token === DOT_CUT)
      this.#builder.fail("FORMAT_SYNTAX", `the end of ${unfinished} expected, got the end of the file`);
    const { buffer } = window;
    const byte = buffer[tokenAt];
    const shown =
      byte >= 0x20 && byte < 0x7f
        ? JSON.stringify(String.fromCharCode(byte))
        : `byte 0x${byte.toString(16).padStart(2, "0")}`;
    return this.#builder.fail(
      "FORMAT_SYNTAX",
      `an id or a sign of DOT expected, got ${shown}; other texts stand in quotes`,
    );
  }

  #expected(what: string, token: number): never {
    return this.#builder.fail("FORMAT_SYNTAX", `${what} expected, got ${this.#shown(token)}`);
  }

  #shown(token: number): string {
    if (token === DOT_END) return "the end of the file";
    if (token <= DOT_HTML) {
      const { bytes, start, stop } = this.#scanner;
      return JSON.stringify(platform.decodeUtf8(bytes, start, stop).slice(0, 40));
    }
    return JSON.stringify(["{", "}", "[", "]", ";", ",", "=", ":", "->", "--"][token - DOT_OPEN]);
  }

  /** The text of an id. */
  #text(): string {
    const { bytes, start, stop } = this.#scanner;
    const text = platform.decodeUtf8(bytes, start, stop);
    return this.#schema?.isDoubled === true ? halved(text) : text;
  }

  /** The text of a value: HTML keeps its brackets, which tell it. */
  #valueText(token: number): string {
    return token === DOT_HTML ? `<${this.#text()}>` : this.#text();
  }

  #keyword(token: number): Keyword | undefined {
    if (token !== DOT_WORD) return undefined;
    const { bytes, start, stop } = this.#scanner;
    const size = stop - start;
    if (size < 4 || size > 8) return undefined;
    for (let k = 0; k < KEYWORDS.length; k++) {
      const codes = KEYWORD_CODES[k];
      if (codes.length !== size || codes[0] !== (bytes[start] | 0x20)) continue;
      let i = 1;
      while (i < size && codes[i] === (bytes[start + i] | 0x20)) i++;
      if (i === size) return KEYWORDS[k];
    }
    return undefined;
  }

  /** `strict`, `graph` or `digraph`, and a name. */
  #header(token: number): void {
    const builder = this.#builder;
    const keyword = this.#keyword(token);
    if (this.#state === GRAPH) {
      if (token === DOT_END) {
        this.#finish();
        return;
      }
      this.#isStrict = keyword === "strict";
      this.#graphName = undefined;
      if (this.#isStrict) {
        this.#state = AFTER_STRICT;
        return;
      }
    }
    if (this.#state === GRAPH || this.#state === AFTER_STRICT) {
      if (keyword !== "graph" && keyword !== "digraph") this.#expected('"graph" or "digraph"', token);
      this.#isDirected = keyword === "digraph";
      this.#state = AFTER_KIND;
      return;
    }
    if (token === DOT_OPEN) this.#begin();
    else if (this.#state === AFTER_KIND && token <= DOT_HTML) {
      if (keyword !== undefined)
        builder.fail("FORMAT_SYNTAX", `the id of a graph or "{" expected, got the keyword ${keyword}`);
      this.#graphName = this.#text();
      this.#state = BEFORE_BODY;
    } else this.#expected(this.#state === AFTER_KIND ? 'the id of a graph or "{"' : '"{"', token);
  }

  /** The brace that opens a graph. */
  #begin(): void {
    const asked = this.#asked;
    const name = this.#graphName;
    const position = this.#graphs++;
    this.#isRead =
      asked === undefined ||
      asked === position ||
      (typeof asked === "string" && asked === name && this.#read === 0);
    this.#depth = 1;
    if (!this.#isRead) return;
    if (this.#read++ > 0)
      this.#builder.fail(
        "FORMAT_UNSUPPORTED",
        `one graph in a file expected, got a second one${name === undefined ? "" : ` of name ${JSON.stringify(name.slice(0, 40))}`}; "graph" says by name or number which is read`,
      );
    this.#builder.directed = this.#isDirected;
    if (this.#isStrict) this.#strict = new StrictEdges(this.#isDirected);
    this.#scope = { subgraph: undefined, nodes: NO_DEFAULTS, edges: NO_DEFAULTS, outer: this.#chain };
    this.#state = STATEMENT;
  }

  /** A token of a graph that is not asked for. */
  #pass(token: number): void {
    if (token === DOT_END) this.#expected('"}"', token);
    if (token === DOT_OPEN) this.#depth++;
    else if (token === DOT_CLOSE && --this.#depth === 0) this.#state = GRAPH;
  }

  /** The end of the file. */
  #finish(): void {
    const builder = this.#builder;
    if (this.#graphs === 0)
      builder.fail("FORMAT_SYNTAX", '"graph" or "digraph" expected, got the end of the file');
    if (this.#read === 0)
      builder.fail(
        "FORMAT_REFERENCE",
        `"graph" expected the name or the number of one of ${this.#graphs}, got ${JSON.stringify(this.#asked)}`,
      );
  }

  /** The edges of a strict graph, each of which may be followed by a pause. */
  *waiting(): Generator<void> {
    const strict = this.#strict;
    if (strict === undefined) return;
    for (let edge = 0; edge < strict.count; edge++) {
      const row = this.#builder.edge(strict.sources[edge], strict.targets[edge], this.#isDirected);
      if (row !== NO_ROW)
        strict.attributes(edge, (name, bytes, start, stop) => this.#putEdge(row, name, bytes, start, stop));
      yield;
    }
  }

  #statement(token: number): void {
    if (token <= DOT_HTML) {
      const keyword = this.#keyword(token);
      if (keyword !== undefined) {
        this.#keywordStatement(keyword);
        return;
      }
      this.#chain.addNode(this.#key());
      this.#state = AFTER_ID;
      return;
    }
    if (token === DOT_SEMICOLON) return;
    if (token === DOT_OPEN) this.#open(undefined);
    else if (token === DOT_CLOSE) this.#close();
    else this.#expected('a statement or "}"', token);
  }

  #keywordStatement(keyword: Keyword): void {
    if (keyword === "subgraph") {
      this.#state = AFTER_SUBGRAPH;
      return;
    }
    if (keyword !== "node" && keyword !== "edge" && keyword !== "graph")
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `a statement or "}" expected, got the keyword ${keyword}; as an id it stands in quotes`,
      );
    this.#target = keyword === "node" ? OF_NODES : keyword === "edge" ? OF_EDGES : OF_GRAPH;
    this.#state = AFTER_KEYWORD;
  }

  /** The number of the key that an id is. */
  #key(): number {
    if (this.#scanner.isSplit)
      this.#builder.warnings.add(
        "splitNumber",
        "letters or points right behind a number, which are an id of their own, as Graphviz has it",
        { place: this.#builder.place() },
      );
    if (this.#schema?.isDoubled === true) return this.#builder.keyOf(this.#text());
    const { bytes, start, stop } = this.#scanner;
    return this.#builder.key(bytes, start, stop);
  }

  #afterId(token: number): void {
    if (token === DOT_EQUALS) this.#state = VALUE;
    else this.#afterEnd(token);
  }

  /** Behind an end: a port, another end, attributes, or the next statement. */
  #afterEnd(token: number): void {
    if (token === DOT_DIRECTED || token === DOT_UNDIRECTED) {
      this.#operator(token);
      return;
    }
    const chain = this.#chain;
    if (token === DOT_COLON && !chain.isSubgraph) {
      this.#state = PORT;
      return;
    }
    if (token === DOT_OPEN_LIST) {
      // attributes behind a subgraph alone are attributes of nothing, as in Graphviz
      const isNothing = chain.isSubgraph && chain.groupCount === 1;
      this.#target = isNothing ? OF_NOTHING : OF_ELEMENTS;
      this.#state = LIST_NAME;
      return;
    }
    this.#endStatement();
    this.#statement(token);
  }

  #operator(token: number): void {
    if ((token === DOT_DIRECTED) !== this.#isDirected) {
      const [wanted, got] = this.#isDirected ? ["->", "--"] : ["--", "->"];
      this.#builder.refuse(
        "FORMAT_SYNTAX",
        "edgeOperator",
        `"${wanted}" expected between ends of edges in a ${this.#isDirected ? "digraph" : "graph"}, got "${got}"`,
      );
    }
    const chain = this.#chain;
    if (chain.groupCount === 1 && !chain.isSubgraph) this.#meet(chain.keys[0]);
    this.#state = END;
  }

  /** Behind an operator. */
  #end(token: number): void {
    if (token === DOT_OPEN) {
      this.#open(undefined);
      return;
    }
    if (token > DOT_HTML) this.#expected("an end of an edge", token);
    const keyword = this.#keyword(token);
    if (keyword === "subgraph") {
      this.#state = AFTER_SUBGRAPH;
      return;
    }
    if (keyword !== undefined)
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `an end of an edge expected, got the keyword ${keyword}; as an id it stands in quotes`,
      );
    const key = this.#key();
    this.#chain.addNode(key);
    this.#meet(key);
    this.#state = AFTER_END;
  }

  #addPort(text: string): void {
    const chain = this.#chain;
    chain.ports ??= [];
    const at = chain.groupCount - 1;
    const before = chain.ports[at];
    if (before?.includes(PART) === true)
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `a port and a compass point expected, got a third part ${JSON.stringify(text.slice(0, 40))}`,
      );
    chain.ports[at] = before === undefined ? text : `${before}${PART}${text}`;
  }

  #afterSubgraphId(token: number): void {
    const name = this.#subgraphName as string;
    if (token === DOT_OPEN) {
      this.#open(name);
      return;
    }
    // a name alone is the subgraph that was begun before, as in older versions of the grammar
    const inner = this.#subgraph(name);
    this.#chain.addSubgraph(inner);
    this.#state = AFTER_END;
    this.#afterEnd(token);
  }

  /** The subgraph of a name in the one that is open, a new one if there is none. */
  #subgraph(name: string | undefined): Subgraph {
    const parent = (this.#scope as Scope).subgraph;
    if (name === undefined) return new Subgraph(undefined, parent, parent?.group ?? -1);
    const siblings = parent?.children ?? this.#tops;
    let subgraph = siblings.get(name);
    if (subgraph === undefined) {
      subgraph = new Subgraph(name, parent, this.#subgraphs.add(name, parent?.group ?? -1));
      siblings.set(name, subgraph);
    }
    return subgraph;
  }

  #open(name: string | undefined): void {
    if (this.#scopes.length >= NESTING_MAX)
      throw beyondLimit("nesting of subgraphs", NESTING_MAX, {
        format: this.#builder.format,
        ...this.#builder.place(),
      });
    const scope = this.#scope as Scope;
    this.#scopes.push(scope);
    const subgraph = this.#subgraph(name);
    const nodes = united(scope.nodes, subgraph.nodeDefaults);
    this.#scope = { subgraph, nodes, edges: united(scope.edges, subgraph.edgeDefaults), outer: this.#chain };
    this.#chain = new DotChain();
    this.#state = STATEMENT;
  }

  #close(): void {
    const { subgraph, outer } = this.#scope as Scope;
    const scope = this.#scopes.pop();
    if (scope === undefined) {
      this.#endGraph();
      return;
    }
    this.#scope = scope;
    this.#chain = outer;
    this.#chain.addSubgraph(subgraph as Subgraph);
    this.#state = AFTER_END;
  }

  #endGraph(): void {
    const builder = this.#builder;
    this.#depth = 0;
    this.#state = GRAPH;
    const schema = this.#schema;
    for (const [name, text] of this.#graphAttributes)
      builder.graphAttribute(name, ownValue(name, text, schema?.graph.types.get(name)));
    if (this.#graphName !== undefined) {
      if (!this.#graphAttributes.has("name")) builder.graphAttribute("name", this.#graphName);
      else if (this.#graphAttributes.get("name") !== this.#graphName)
        builder.losses.add("graphAttributes", 'the name of the graph, which has an attribute "name" as well');
    }
    if (this.#isStrict && !this.#graphAttributes.has("strict")) builder.graphAttribute("strict", true);
    if (this.#subgraphs.size > 0 && !this.#graphAttributes.has(SUBGRAPHS))
      builder.graphAttribute(SUBGRAPHS, this.#subgraphs.records());
  }

  #listName(token: number): void {
    if (token === DOT_CLOSE_LIST) {
      this.#state = AFTER_LIST;
      return;
    }
    if (token > DOT_HTML) this.#expected('the name of an attribute or "]"', token);
    this.#name = this.#nameNumber();
    this.#state = AFTER_LIST_NAME;
  }

  #nameNumber(): number {
    const { bytes, start, stop } = this.#scanner;
    const number = this.#names.intern(bytes, start, stop);
    if (number === this.#nameTexts.length) this.#addName(this.#text());
    return number;
  }

  #addName(text: string): void {
    const count = this.#nameTexts.push(text);
    if (text === "key") this.#keyName = count - 1;
    if (count > this.#listSlot.length) {
      this.#listSlot = longer(this.#listSlot, count);
      this.#listStamp = longer(this.#listStamp, count);
    }
  }

  #afterListName(token: number): void {
    if (token === DOT_EQUALS) {
      this.#state = LIST_VALUE;
      return;
    }
    const name = this.#nameTexts[this.#name];
    this.#builder.refuse(
      "FORMAT_SYNTAX",
      "valuelessAttribute",
      `"=" expected behind the name of an attribute, got ${this.#shown(token)}`,
      { attribute: name },
    );
    this.#addToList(TRUE, 0, TRUE.length, false);
    this.#state = LIST_NAME;
    if (token !== DOT_COMMA && token !== DOT_SEMICOLON) this.#listName(token);
  }

  #listValue(token: number): void {
    if (token > DOT_HTML) this.#expected("a value", token);
    if (this.#schema?.isDoubled === true) {
      const bytes = encoder.encode(this.#text());
      this.#addToList(bytes, 0, bytes.length, token === DOT_HTML);
    } else {
      const { bytes, start, stop } = this.#scanner;
      this.#addToList(bytes, start, stop, token === DOT_HTML);
    }
    this.#state = AFTER_LIST_VALUE;
  }

  #addToList(bytes: Uint8Array, start: number, stop: number, isHtml: boolean): void {
    const size = this.#valuesSize + stop - start + 2;
    if (size > this.#values.length) this.#values = longer(this.#values, size);
    const values = this.#values;
    let n = this.#valuesSize;
    const from = n;
    if (isHtml) values[n++] = 60;
    if (stop - start > 24) {
      values.set(bytes.subarray(start, stop), n);
      n += stop - start;
    } else for (let i = start; i < stop; i++) values[n++] = bytes[i];
    if (isHtml) values[n++] = 62;
    this.#valuesSize = n;
    const name = this.#name;
    if (this.#listStamp[name] === this.#stamp) {
      const slot = this.#listSlot[name];
      this.#listStarts[slot] = from;
      this.#listStops[slot] = n;
      return;
    }
    this.#listStamp[name] = this.#stamp;
    const slot = this.#listCount++;
    if (slot === this.#listNames.length) {
      this.#listNames = longer(this.#listNames, slot + 1);
      this.#listStarts = longer(this.#listStarts, slot + 1);
      this.#listStops = longer(this.#listStops, slot + 1);
    }
    this.#listSlot[name] = slot;
    this.#listNames[slot] = name;
    this.#listStarts[slot] = from;
    this.#listStops[slot] = n;
  }

  #clearList(): void {
    this.#stamp++;
    this.#valuesSize = 0;
    this.#listCount = 0;
  }

  /** Behind a list: another one, or the next statement. */
  #afterList(token: number): void {
    if (token === DOT_OPEN_LIST) {
      this.#state = LIST_NAME;
      return;
    }
    this.#endStatement();
    this.#statement(token);
  }

  /** Carries out the statement that was read. */
  #endStatement(): void {
    this.#state = STATEMENT;
    switch (this.#target) {
      case OF_NODES:
      case OF_EDGES:
        this.#setDefaults();
        break;
      case OF_GRAPH:
        for (let i = 0; i < this.#listCount; i++) {
          const text = platform.decodeUtf8(this.#values, this.#listStarts[i], this.#listStops[i]);
          this.#setOfScope(this.#nameTexts[this.#listNames[i]], text);
        }
        break;
      case OF_ELEMENTS:
        this.#elements();
        break;
    }
    this.#target = OF_ELEMENTS;
    if (this.#listCount > 0) this.#clearList();
    const { groupCount, subgraphs } = this.#chain;
    if (groupCount === 0) return;
    const outer = (this.#scope as Scope).subgraph;
    if (outer !== undefined && subgraphs !== undefined)
      for (const inner of subgraphs) if (inner !== undefined) outer.take(inner);
    this.#chain.clear();
  }

  #setDefaults(): void {
    const scope = this.#scope as Scope;
    const isNodes = this.#target === OF_NODES;
    const defaults = new Map(isNodes ? scope.nodes : scope.edges);
    // a subgraph that is begun again has its own still
    const own = isNodes ? scope.subgraph?.nodeDefaults : scope.subgraph?.edgeDefaults;
    for (let i = 0; i < this.#listCount; i++) {
      const name = this.#listNames[i];
      const bytes = this.#values.slice(this.#listStarts[i], this.#listStops[i]);
      defaults.set(name, bytes);
      own?.set(name, bytes);
    }
    if (isNodes) scope.nodes = defaults;
    else scope.edges = defaults;
  }

  /** Sets an attribute of the graph, or of the subgraph that is open. */
  #setOfScope(name: string, text: string): void {
    const { subgraph } = this.#scope as Scope;
    if (subgraph === undefined) {
      if (name === OWN_NOTE && this.#schema === undefined) {
        this.#schema = parseOwnSchema(text);
        if (this.#schema !== undefined) return;
      }
      this.#graphAttributes.set(name, text);
    } else if (subgraph.name !== undefined) this.#subgraphs.set(subgraph.group, name, text);
    else
      this.#builder.losses.add("subgraph", "attributes of subgraphs without a name", {
        attribute: name,
        place: this.#builder.place(),
      });
  }

  #elements(): void {
    const { groupCount, keys, isSubgraph } = this.#chain;
    if (groupCount > 1) {
      this.#chain.expand();
      this.#edges();
    } else if (!isSubgraph && groupCount === 1) this.#node(keys[0]);
  }

  #reserve(key: number): void {
    if (key < this.#met.length) return;
    this.#met = longer(this.#met, key + 1);
    this.#groupOf = longer(this.#groupOf, key + 1);
  }

  /** A node is named as an end: it is made here, if it is new, with the defaults that hold. */
  #meet(key: number): void {
    this.#reserve(key);
    const { subgraph, nodes } = this.#scope as Scope;
    subgraph?.nodes.add(key);
    const met = this.#met[key];
    const hasGroup = subgraph !== undefined && this.#joinGroup(key, subgraph.group);
    if (met > 0 && !hasGroup) return;
    if (met === 0 && nodes.size === 0 && !hasGroup) {
      this.#met[key] = 1;
      // its edge comes when the statement ends, or the graph, and nodes in between
      this.#builder.mention(key);
      return;
    }
    const row = this.#row(key);
    if (hasGroup) this.#putGroup(row, key);
    if (met === 0) this.#putDefaults(row, nodes);
  }

  #row(key: number): number {
    const hasRow = this.#met[key] === 2;
    this.#met[key] = 2;
    return hasRow ? this.#builder.nodeAgain(key) : this.#builder.node(key);
  }

  /** Whether a node comes to be in another named subgraph than before. */
  #joinGroup(key: number, group: number): boolean {
    if (group < 0) return false;
    const held = this.#groupOf[key] - 1;
    if (held === group) return false;
    const { group: next, isLost } = this.#subgraphs.choose(held, group);
    if (isLost)
      this.#builder.losses.add("subgraph", "nodes in a second subgraph; one of them is kept", {
        place: this.#builder.place(),
      });
    if (next === held) return false;
    this.#groupOf[key] = next + 1;
    return true;
  }

  #putGroup(row: number, key: number): void {
    if (row === NO_ROW) return;
    this.#builder.nodes.column(SUBGRAPH, "utf8").text(row, this.#subgraphs.name(this.#groupOf[key] - 1));
  }

  /** A statement of a node. */
  #node(key: number): void {
    this.#reserve(key);
    const { subgraph, nodes } = this.#scope as Scope;
    subgraph?.nodes.add(key);
    const met = this.#met[key];
    const hasGroup = subgraph !== undefined && this.#joinGroup(key, subgraph.group);
    if (met === 2 && !hasGroup && this.#listCount === 0) return;
    const row = this.#row(key);
    if (hasGroup) this.#putGroup(row, key);
    const length = this.#listCount;
    for (let i = 0; i < length; i++)
      this.#putNode(row, this.#listNames[i], this.#values, this.#listStarts[i], this.#listStops[i]);
    if (met === 0) this.#putDefaults(row, nodes);
  }

  #putDefaults(row: number, defaults: Defaults): void {
    for (const [name, bytes] of defaults)
      if (this.#listStamp[name] !== this.#stamp) this.#putNode(row, name, bytes, 0, bytes.length);
  }

  #putNode(row: number, name: number, bytes: Uint8Array, start: number, stop: number): void {
    if (row === NO_ROW) return;
    this.#refresh();
    let column = this.#nodeColumns[name];
    if (column === undefined) {
      const file = this.#nameTexts[name];
      if (file === this.#schema?.labels) {
        this.#builder.nodes.labels(row, labelsOfNote(platform.decodeUtf8(bytes, start, stop)));
        return;
      }
      const own = this.#schema?.nodes;
      column = this.#builder.nodes.column(own?.names.get(file) ?? file, own?.types.get(file) ?? "text");
      this.#nodeColumns[name] = column;
    }
    column.bytes(row, bytes, start, stop);
  }

  #putEdge(row: number, name: number, bytes: Uint8Array, start: number, stop: number): void {
    this.#refresh();
    let column = this.#edgeColumns[name];
    if (column === undefined) {
      const file = this.#nameTexts[name];
      if (file === this.#schema?.type) {
        this.#builder.edges.labelOfBytes(row, bytes, start, stop);
        return;
      }
      const own = this.#schema?.edges;
      column = this.#builder.edges.column(own?.names.get(file) ?? file, own?.types.get(file) ?? "text");
      this.#edgeColumns[name] = column;
    }
    column.bytes(row, bytes, start, stop);
  }

  /** Columns are good until the builder has handed on what it has. */
  #refresh(): void {
    const { generation } = this.#builder;
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.#nodeColumns = [];
    this.#edgeColumns = [];
  }

  #edges(): void {
    const chain = this.#chain;
    const { keys, groups, groupCount, ports } = chain;
    const key = this.#edgeKey();
    for (let g = 0; g + 1 < groupCount; g++) {
      const from = groups[g];
      const middle = groups[g + 1];
      const stop = chain.stopOf(g + 1);
      if (middle - from !== 1 || stop - middle !== 1) this.#countProduct((middle - from) * (stop - middle));
      for (let s = from; s < middle; s++)
        for (let t = middle; t < stop; t++) this.#edge(keys[s], keys[t], ports?.[g], ports?.[g + 1], key);
      // an end of nothing makes no edge, and its other end is a node all the same
      if (middle === stop || middle === from) for (let i = from; i < stop; i++) this.#settle(keys[i]);
    }
  }

  #countProduct(edges: number): void {
    this.#productEdges += edges;
    if (this.#productEdges > PRODUCT_EDGES_MAX)
      throw beyondLimit("edges between subgraphs", PRODUCT_EDGES_MAX, {
        format: this.#builder.format,
        ...this.#builder.place(),
      });
  }

  #settle(key: number): void {
    if (this.#met[key] === 1) this.#row(key);
  }

  /** The attribute `key` of the statement, which tells edges of the same ends apart. */
  #edgeKey(): string | undefined {
    if (this.#keyName < 0 || this.#listStamp[this.#keyName] !== this.#stamp) return undefined;
    const at = this.#listSlot[this.#keyName];
    return platform.decodeUtf8(this.#values, this.#listStarts[at], this.#listStops[at]);
  }

  #edge(
    source: number,
    target: number,
    tail: string | undefined,
    head: string | undefined,
    key: string | undefined,
  ): void {
    const strict = this.#strict;
    let row: number;
    let isNew = true;
    if (strict !== undefined) {
      const before = strict.count;
      row = strict.edge(source, target);
      isNew = strict.count > before;
    } else {
      if (key !== undefined && !this.#isFirstOfKey(source, target, key)) return;
      row = this.#builder.edge(source, target, this.#isDirected);
      if (row === NO_ROW) return;
    }
    const values = this.#values;
    for (let i = 0; i < this.#listCount; i++)
      this.#putEdgeOrWait(row, this.#listNames[i], values, this.#listStarts[i], this.#listStops[i]);
    if (tail !== undefined || head !== undefined) {
      // an edge that was there the other way round has its ports at the other ends
      const isTurned = strict?.isTurned(row, source, target) === true;
      this.#putPort(row, isTurned ? "headport" : "tailport", tail);
      this.#putPort(row, isTurned ? "tailport" : "headport", head);
    }
    if (!isNew) return;
    const defaults = (this.#scope as Scope).edges;
    if (defaults.size === 0) return;
    for (const [name, bytes] of defaults) {
      if (this.#listStamp[name] === this.#stamp) continue;
      const text = this.#nameTexts[name];
      if ((text === "tailport" && tail !== undefined) || (text === "headport" && head !== undefined))
        continue;
      this.#putEdgeOrWait(row, name, bytes, 0, bytes.length);
    }
  }

  #putEdgeOrWait(row: number, name: number, bytes: Uint8Array, start: number, stop: number): void {
    if (this.#strict !== undefined) this.#strict.put(row, name, bytes, start, stop);
    else this.#putEdge(row, name, bytes, start, stop);
  }

  #putPort(row: number, attribute: string, port: string | undefined): void {
    if (port === undefined) return;
    const name = this.#names.internText(attribute);
    if (name === this.#nameTexts.length) this.#addName(attribute);
    if (this.#listStamp[name] === this.#stamp) return;
    const bytes = encoder.encode(port.replace(PART, ":"));
    this.#putEdgeOrWait(row, name, bytes, 0, bytes.length);
  }

  /** An edge of the same ends and key is the same edge; what is said of it again comes too late. */
  #isFirstOfKey(source: number, target: number, key: string): boolean {
    this.#keyed ??= new Set();
    const isTurned = !this.#isDirected && source > target;
    const id = isTurned ? `${target} ${source} ${key}` : `${source} ${target} ${key}`;
    if (!this.#keyed.has(id)) {
      this.#keyed.add(id);
      return true;
    }
    this.#builder.skipped.add("repeatedEdge", "an edge of the same ends and key again, with its attributes", {
      place: this.#builder.place(),
    });
    return false;
  }
}

/** Parts a port from a compass point until both are there; no id has it but one of control characters. */
const PART = "\u0000";
const encoder = new TextEncoder();
const TRUE = encoder.encode("true");

/** The state around a subgraph, and its own. */
function united(outer: Defaults, own: Defaults): Defaults {
  return own.size === 0 ? outer : new Map([...outer, ...own]);
}

/** A text in which backslashes before a quote, the end of a line or of the text stand twice, as they were. */
function halved(text: string): string {
  return text.includes("\\")
    ? text.replace(/(\\+)(?=["\r\n]|$)/g, (run) => run.slice(run.length >> 1))
    : text;
}
