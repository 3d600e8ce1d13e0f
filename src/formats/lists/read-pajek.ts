/**
 * Reads Pajek: vertices with labels, coordinates and parameters; arcs, edges, lists of both, matrices; partitions and
 * vectors become attributes of nodes. Ids are the labels, or the numbers where a label repeats or lacks.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { ElementsBuilder } from "../shared/elements-builder.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";

const STAR = 42;
const PERCENT = 37;

type Section =
  | "vertices"
  | "arcs"
  | "edges"
  | "arcslist"
  | "edgeslist"
  | "matrix"
  | "partition"
  | "vector"
  | "other";

export const readPajek: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  const reader = new PajekReader(scanner, builder);
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      const first = scanner.firstByte();
      if (first < 0 || first === PERCENT) continue;
      if (first === STAR) reader.section();
      else reader.line();
    }
    await builder.pause();
    if (!(await scanner.more())) break;
  }
  reader.finish();
};

class PajekReader {
  readonly #scanner: LineScanner;
  readonly #builder: GraphBuilder;
  #section: Section | undefined;
  #count = -1;
  /** The key of each vertex, by its number; negative until it is known. */
  readonly #keys: number[] = [];
  /** The row of each vertex that was listed; its line may lack, then it has a number alone. */
  #listed = 0;
  /** How many vertices are of the first mode, in networks of two. */
  #firstMode = 0;
  #matrixRow = 0;
  /** The relation of the lines under way, by its name or else its number. */
  #relation: string | undefined;
  readonly #relationNames = new Map<string, string>();
  #hasArcs = false;
  #hasEdges = false;
  #valueName = "";
  #values = 0;
  #valueKind: Section = "other";
  #firstValue = true;
  /** Values of partitions and vectors, which come behind all vertices. */
  readonly #later: { readonly name: string; readonly kind: Section; readonly texts: string[] }[] = [];

  constructor(scanner: LineScanner, builder: GraphBuilder) {
    this.#scanner = scanner;
    this.#builder = builder;
  }

  /** `*Vertices 14` and its like; case does not matter. */
  section(): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    scanner.quotedWords();
    const name = scanner.text(0).slice(1).toLowerCase().replace(/:.*$/, "");
    switch (name) {
      case "network":
        if (this.#count >= 0)
          builder.fail("FORMAT_UNSUPPORTED", "one network in a file expected, got a second one");
        builder.graphAttribute("name", scanner.lineText().trim().slice(8).trim());
        this.#section = "other";
        return;
      case "vertices":
        this.#vertices();
        return;
      case "arcs":
      case "edges":
      case "arcslist":
      case "edgeslist":
      case "matrix":
        if (this.#count < 0)
          builder.fail("FORMAT_SYNTAX", `"*Vertices" expected before ${JSON.stringify(`*${name}`)}`);
        this.#finishVertices();
        this.#section = name;
        this.#matrixRow = 0;
        this.#openRelation(scanner.lineText());
        this.#hasArcs ||= name !== "edges" && name !== "edgeslist";
        this.#hasEdges ||= name === "edges" || name === "edgeslist";
        return;
      case "partition":
      case "vector":
        this.#section = name;
        this.#valueKind = name;
        this.#valueName =
          scanner
            .lineText()
            .trim()
            .slice(name.length + 1)
            .trim() || name;
        this.#firstValue = true;
        return;
      default:
        this.#section = "other";
        builder.skipped.add(
          "section",
          `a section of Pajek that is no part of a graph: *${name.slice(0, 20)}`,
          { place: builder.place() },
        );
    }
  }

  /** `*Arcs :2 "likes"` says the relation of the lines below. */
  #openRelation(line: string): void {
    const found = /^\s*\*\w+\s*:\s*(\d+)\s*(?:"([^"]*)"|(\S.*))?/.exec(line);
    if (found === null) {
      this.#relation = undefined;
      return;
    }
    const [, number, quoted, bare = ""] = found;
    const name = (quoted ?? bare).trim();
    if (name !== "") this.#relationNames.set(number, name);
    this.#relation = this.#relationNames.get(number) ?? number;
  }

  #vertices(): void {
    const scanner = this.#scanner;
    const count = scanner.count > 1 ? scanner.whole(1) : -1;
    if (count < 0)
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `"*Vertices" and their number expected, got ${JSON.stringify(scanner.lineText().slice(0, 40))}`,
      );
    if (this.#section === "partition" || this.#section === "vector") {
      this.#later.push({ name: this.#valueName, kind: this.#valueKind, texts: [] });
      this.#firstValue = false;
      this.#values = count;
      return;
    }
    if (this.#count >= 0)
      this.#builder.fail("FORMAT_UNSUPPORTED", "one network in a file expected, got a second one");
    this.#count = count;
    if (scanner.count > 2) this.#firstMode = scanner.whole(2);
    this.#section = "vertices";
  }

  line(): void {
    switch (this.#section) {
      case "vertices":
        this.#vertex();
        return;
      case "arcs":
      case "edges":
        this.#edge(this.#section === "arcs");
        return;
      case "arcslist":
      case "edgeslist":
        this.#list(this.#section === "arcslist");
        return;
      case "matrix":
        this.#row();
        return;
      case "partition":
      case "vector":
        this.#value();
        return;
      case undefined:
        this.#builder.fail(
          "FORMAT_SYNTAX",
          `"*Vertices" expected, got ${JSON.stringify(this.#scanner.lineText().slice(0, 40))}`,
        );
    }
  }

  /** `1 "label" 0.1 0.2 0.5 ellipse ic Red`; of all but the number each may lack. */
  #vertex(): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    if (!scanner.quotedWords())
      builder.fail("FORMAT_SYNTAX", "a quote that is closed expected, got the end of the line");
    const number = scanner.whole(0);
    if (number < 1 || number > this.#count)
      builder.fail(
        "FORMAT_REFERENCE",
        `a vertex from 1 to ${this.#count} expected, got ${JSON.stringify(scanner.text(0).slice(0, 40))}`,
      );
    if (this.#keys[number] !== undefined)
      builder.fail("FORMAT_DUPLICATE", `vertices of different numbers expected, got ${number} twice`);
    const row = this.#addVertex(number, scanner.count > 1 ? scanner.text(1) : "");
    this.#listed++;
    if (row === NO_ROW) return;
    let word = 2;
    for (const name of ["x", "y", "z"]) {
      if (word >= scanner.count || !isNumber(scanner.text(word))) break;
      builder.nodes.column(name, "float64").text(row, scanner.text(word++));
    }
    this.#parameters(builder.nodes, row, word, true);
  }

  #addVertex(number: number, label: string): number {
    const builder = this.#builder;
    let key = builder.keyOf(label === "" ? String(number) : label);
    if (builder.isNode(key)) {
      builder.warnings.add(
        "label",
        "vertices whose label another one has, which have their number for an id",
        { place: builder.place() },
      );
      key = builder.keyOf(String(number));
      for (let tries = 2; builder.isNode(key); tries++) key = builder.keyOf(`${number}_${tries}`);
    }
    this.#keys[number] = key;
    const row = builder.node(key);
    return row;
  }

  /** The rest behind coordinates or a weight: a shape, and names with values. */
  #parameters(elements: ElementsBuilder, row: number, from: number, hasShape: boolean): void {
    const scanner = this.#scanner;
    let word = from;
    const times = this.#timesFrom(word);
    if (hasShape && word < scanner.count && (scanner.count - word - times) % 2 === 1)
      elements.column("shape", "utf8").text(row, scanner.text(word++));
    for (; word + 1 < scanner.count; word += 2) {
      const name = scanner.text(word);
      if (name.startsWith("[")) {
        this.#time(elements, row, word--);
        continue;
      }
      scanner.word = word + 1;
      if (name !== "") elements.column(name, "text").text(row, scanner.text(word + 1));
    }
    if (word < scanner.count && scanner.text(word).startsWith("[")) this.#time(elements, row, word);
    scanner.word = -1;
  }

  /** How many of the words from one on say times. */
  #timesFrom(word: number): number {
    let count = 0;
    for (let i = word; i < this.#scanner.count; i++) if (this.#scanner.text(i).startsWith("[")) count++;
    return count;
  }

  /** Puts when a vertex or a line is there, such as `[1-3,5-*]`. */
  #time(elements: ElementsBuilder, row: number, word: number): void {
    elements.column("time", "utf8").text(row, this.#scanner.text(word).replace(/^\[|\]$/g, ""));
  }

  /** Vertices that have no line are made, which their number allows. */
  #finishVertices(): void {
    if (this.#listed >= this.#count) return;
    // a header alone makes no nodes: so many are made as ends name, and no more
    this.#listed = this.#count;
  }

  #key(word: number): number {
    const scanner = this.#scanner;
    const number = scanner.whole(word);
    scanner.word = word;
    // in lists arcs that are taken away have a minus
    if (number < 1 || number > this.#count)
      this.#builder.fail(
        "FORMAT_REFERENCE",
        `a vertex from 1 to ${this.#count} expected, got ${JSON.stringify(scanner.text(word).slice(0, 40))}`,
      );
    if (this.#keys[number] === undefined) this.#addVertex(number, "");
    return this.#keys[number];
  }

  #edge(directed: boolean): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    if (!scanner.quotedWords())
      builder.fail("FORMAT_SYNTAX", "a quote that is closed expected, got the end of the line");
    if (scanner.count < 2)
      builder.fail(
        "FORMAT_SYNTAX",
        `two vertices expected, got ${JSON.stringify(scanner.lineText().slice(0, 40))}`,
      );
    // `1: 2 3`, an edge from 2 to 3 of relation 1
    const relation = /^(\d+):$/.exec(scanner.count > 2 ? scanner.text(0) : "")?.[1];
    const at = relation === undefined ? 0 : 1;
    const row = builder.edge(this.#key(at), this.#key(at + 1), directed);
    const type = relation === undefined ? this.#relation : (this.#relationNames.get(relation) ?? relation);
    if (row === NO_ROW) return;
    if (type !== undefined) builder.edges.labels(row, [type]);
    const word = at + 2;
    if (scanner.count === word) return;
    scanner.word = word;
    const hasWeight = isNumber(scanner.text(word));
    if (hasWeight) builder.edges.column("weight", "float64").text(row, scanner.text(word));
    this.#parameters(builder.edges, row, hasWeight ? word + 1 : word, false);
  }

  #list(directed: boolean): void {
    const scanner = this.#scanner;
    scanner.words();
    const source = this.#key(0);
    for (let word = 1; word < scanner.count; word++) {
      const row = this.#builder.edge(source, this.#key(word), directed);
      if (row !== NO_ROW && this.#relation !== undefined) this.#builder.edges.labels(row, [this.#relation]);
    }
  }

  #row(): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    const count = scanner.words();
    const source = ++this.#matrixRow;
    // the rows of a matrix of two modes are those of the first, its columns those of the second
    const before = this.#firstMode > 0 && count !== this.#count ? this.#firstMode : 0;
    const rows = before > 0 ? before : this.#count;
    const expected = this.#count - before;
    if (source > rows) builder.fail("FORMAT_SYNTAX", `${rows} rows expected, got more`);
    if (count !== expected) builder.fail("FORMAT_SYNTAX", `${expected} numbers expected, got ${count}`);
    const key = (number: number): number => {
      if (this.#keys[number] === undefined) this.#addVertex(number, "");
      return this.#keys[number];
    };
    for (let word = 0; word < count; word++) {
      const text = scanner.text(word);
      scanner.word = word;
      if (!isNumber(text))
        builder.fail("FORMAT_VALUE", `a number expected, got ${JSON.stringify(text.slice(0, 40))}`);
      if (Number(text) === 0) continue;
      const row = builder.edge(key(source), key(before + word + 1), before === 0);
      if (row !== NO_ROW && this.#relation !== undefined) builder.edges.labels(row, [this.#relation]);
      if (row !== NO_ROW) builder.edges.column("weight", "float64").text(row, text);
    }
  }

  #value(): void {
    const builder = this.#builder;
    if (this.#firstValue)
      builder.fail("FORMAT_SYNTAX", '"*Vertices" expected behind the name of a partition or vector');
    const { texts } = this.#later.at(-1) as { texts: string[] };
    if (texts.length >= this.#values)
      builder.fail("FORMAT_SYNTAX", `${this.#values} values expected, got more`);
    texts.push(this.#scanner.lineText().trim());
  }

  finish(): void {
    const builder = this.#builder;
    if (this.#count < 0) builder.fail("FORMAT_SYNTAX", '"*Vertices" expected, got the end of the file');
    // a heading alone says the direction of a graph without edges
    if (builder.elementCount === builder.nodeCount && this.#hasEdges && !this.#hasArcs)
      builder.directed = false;
    const most = Math.max(2 ** 24, 64 * builder.elementCount);
    if (this.#count > most)
      builder.fail(
        "FORMAT_UNSUPPORTED",
        `at most ${most} vertices expected for so few lines, got ${this.#count}`,
      );
    for (let number = 1; number <= this.#count; number++)
      if (this.#keys[number] === undefined) this.#addVertex(number, "");
    if (this.#later.length === 0) return;
    const names = this.#laterNames();
    for (let number = 1; number <= this.#count; number++) {
      const row = builder.nodeAgain(this.#keys[number]);
      for (const [i, { kind, texts }] of this.#later.entries()) {
        const text = texts[number - 1];
        if (text !== undefined)
          builder.nodes.column(names[i], kind === "vector" ? "float64" : "text").text(row, text);
      }
    }
  }

  /** The attributes that partitions and vectors become: their names, with a number where an attribute has that already. */
  #laterNames(): string[] {
    const builder = this.#builder;
    const taken = new Set<string>();
    for (const { name } of this.#later) {
      let own = name;
      for (let i = 2; taken.has(own) || builder.nodes.has(own); i++) own = `${name} ${i}`;
      taken.add(own);
      if (own !== name)
        builder.warnings.add(
          "name",
          `a partition or vector that is called as another attribute, kept as ${own}`,
          {
            attribute: own,
          },
        );
    }
    return [...taken];
  }
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
}
