/**
 * Reads N-Triples (W3C, RDF 1.1). Resources and blank nodes are nodes; a triple to another one is an edge, one to a
 * literal an attribute, `rdf:type` a label. Triples of a node stand anywhere, so all are kept until the end.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { ValueType } from "../../view.js";
import { LineScanner } from "../lists/line-scanner.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { momentIn, wholeIn } from "../shared/text-values.js";
import { IriNames, keyOfIri, NO_TYPE, RDF_TYPE, RESOURCE, typeOfDatatype } from "./iri-names.js";

export const readNTriples: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  builder.directed = true;
  const reader = new TripleReader(builder);
  for (;;) {
    while (scanner.next()) {
      const text = scanner.lineText().trim();
      if (text !== "" && !text.startsWith("#")) reader.triple(text);
    }
    await builder.pause();
    if (!(await scanner.more())) break;
  }
  await reader.finish();
};

interface Literal {
  readonly text: string;
  readonly type: ValueType | "whole" | undefined;
}

interface NodeParts {
  readonly labels: Set<string>;
  readonly values: Map<string, Literal[]>;
}

class TripleReader {
  readonly #builder: GraphBuilder;
  readonly #names = new IriNames();
  /** The statements about each node, by its key. */
  readonly #nodes = new Map<string, NodeParts>();
  readonly #edges = new Map<string, readonly [source: string, type: string, target: string]>();
  /** For each attribute the types of its values, and whether a node has several. */
  readonly #columns = new Map<string, { types: Set<string>; isList: boolean; isExact: boolean }>();
  /** Literals that were met: a triple that is there twice is one. */
  readonly #seen = new Set<string>();
  #text = "";
  #at = 0;

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  triple(text: string): void {
    this.#text = text;
    this.#at = 0;
    const subject = this.#resource("a subject");
    const predicate = this.#iri("a predicate");
    this.#space();
    if (this.#text.charAt(this.#at) === '"') this.#literal(subject, predicate);
    else {
      const object = this.#resource("an object");
      this.#end();
      const node = this.#node(subject);
      if (predicate === RDF_TYPE) {
        if (object !== RESOURCE) node.labels.add(this.#names.name(object));
        return;
      }
      this.#node(object);
      // a triple that is there twice is one
      this.#edges.set(`${subject}\n${predicate}\n${object}`, [
        keyOfIri(subject),
        predicate === NO_TYPE ? "" : this.#names.name(predicate),
        keyOfIri(object),
      ]);
    }
  }

  #node(iri: string): NodeParts {
    const key = keyOfIri(iri);
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = { labels: new Set(), values: new Map() };
      this.#nodes.set(key, node);
    }
    return node;
  }

  #expected(what: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 40);
    return this.#builder.fail(
      "FORMAT_SYNTAX",
      `${what} expected, got ${rest === "" ? "the end of the line" : JSON.stringify(rest)}`,
    );
  }

  #space(): void {
    while (this.#text.charAt(this.#at) === " " || this.#text.charAt(this.#at) === "\t") this.#at++;
  }

  /** An IRI, or a blank node with its `_:`. */
  #resource(what: string): string {
    this.#space();
    if (this.#text.charAt(this.#at) !== "_") return this.#iri(what);
    BLANK.lastIndex = this.#at;
    const match = BLANK.exec(this.#text);
    if (match === null) this.#expected(what);
    this.#at = BLANK.lastIndex;
    return match?.[0] ?? "";
  }

  #iri(what: string): string {
    this.#space();
    const end = this.#text.charAt(this.#at) === "<" ? this.#text.indexOf(">", this.#at) : -1;
    if (end < 0) this.#expected(what);
    const inner = this.#text.slice(this.#at + 1, end);
    const iri = inner.includes("\\") ? this.#unescaped(inner, false) : inner;
    if (/[\s<"{}|^`\\]/.test(iri) || !/^[A-Za-z][\w+.-]*:/.test(iri)) this.#expected(what);
    this.#at = end + 1;
    return iri;
  }

  #literal(subject: string, predicate: string): void {
    const from = this.#at + 1;
    let i = from;
    let isEscaped = false;
    for (; i < this.#text.length && this.#text.charCodeAt(i) !== 34; i++)
      if (this.#text.charCodeAt(i) === 92) {
        isEscaped = true;
        i++;
      }
    if (i >= this.#text.length) this.#expected("a literal with its closing quote");
    const given = this.#text.slice(from, i);
    const text = isEscaped ? this.#unescaped(given, true) : given;
    this.#at = i + 1;
    const name = this.#names.name(predicate);
    let type: Literal["type"];
    if (this.#text.startsWith("^^", this.#at)) {
      this.#at += 2;
      const datatype = this.#iri("a datatype");
      type = typeOfDatatype(datatype);
      if (type === undefined)
        this.#builder.losses.add("datatype", `datatypes that are read as text: ${datatype.slice(0, 100)}`, {
          attribute: name,
          place: this.#builder.place(),
        });
    } else {
      LANGUAGE.lastIndex = this.#at;
      if (LANGUAGE.test(this.#text)) {
        this.#at = LANGUAGE.lastIndex;
        this.#builder.losses.add("language", "languages of texts", {
          attribute: name,
          place: this.#builder.place(),
        });
      }
    }
    this.#end();
    this.#put(subject, name, { text, type: type ?? "utf8" });
  }

  #put(subject: string, name: string, literal: Literal): void {
    const id = `${subject}\n${name}\n${literal.type}\n${literal.text}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const node = this.#node(subject);
    const values = node.values.get(name);
    let column = this.#columns.get(name);
    if (column === undefined) {
      column = { types: new Set(), isList: false, isExact: true };
      this.#columns.set(name, column);
    }
    column.types.add(literal.type as string);
    if (literal.type === "timestamp" && momentIn(literal.text)?.isExact !== true) {
      column.isExact = false;
      // a moment without a zone, in parts of a millisecond, has no type but text
      if (!/(?:Z|[+-]\d\d:\d\d)$/.test(literal.text)) column.types.add("utf8");
    }
    if (literal.type === "whole") {
      const whole = wholeIn(literal.text);
      const size =
        whole === undefined || BigInt.asIntN(64, whole) !== whole
          ? "utf8"
          : BigInt.asIntN(32, whole) === whole
            ? "int32"
            : "int64";
      column.types.add(size);
    }
    if (values === undefined) node.values.set(name, [literal]);
    else {
      column.isList = true;
      values.push(literal);
    }
  }

  #end(): void {
    this.#space();
    if (this.#text.charAt(this.#at) !== ".") this.#expected('"." at the end of a triple');
    this.#at++;
    this.#space();
    if (this.#at < this.#text.length && this.#text.charAt(this.#at) !== "#")
      this.#expected("the end of the line");
  }

  #unescaped(text: string, isLiteral: boolean): string {
    const plain = text.replace(
      /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.?))/gs,
      (_all, short, long, sign: string) => {
        const code = (short ?? long) as string | undefined;
        const number = code === undefined ? -1 : Number.parseInt(code, 16);
        if (number >= 0 && number <= 0x10ffff) return String.fromCodePoint(number);
        const found = isLiteral && sign !== "" ? ESCAPES.get(sign) : undefined;
        if (found === undefined) this.#expected("an escape of N-Triples");
        return found ?? "";
      },
    );
    if (!plain.isWellFormed())
      this.#builder.fail("FORMAT_VALUE", "a text expected, got one with a lone surrogate");
    return plain;
  }

  /** Makes nodes and edges of what was said. */
  async finish(): Promise<void> {
    const builder = this.#builder;
    const types = new Map(Array.from(this.#columns, ([name, column]) => [name, columnType(column)]));
    for (const [key, { labels, values }] of this.#nodes) {
      const row = builder.node(builder.keyOf(key));
      if (row !== NO_ROW) {
        builder.nodes.labels(row, [...labels]);
        for (const [name, list] of values) {
          const type = types.get(name) as ValueType;
          const column = builder.nodes.column(name, type);
          if (this.#columns.get(name)?.isList === true)
            column.value(
              row,
              list.map(({ text }) => text),
            );
          else column.text(row, list[0].text);
        }
      }
      if (builder.isDue) await builder.pause();
    }
    for (const [source, type, target] of this.#edges.values()) {
      const row = builder.edge(builder.keyOf(source), builder.keyOf(target));
      if (row !== NO_ROW && type !== "") builder.edges.labels(row, [type]);
      if (builder.isDue) await builder.pause();
    }
    const iris = this.#names.entries();
    if (iris.length > 0) builder.graphAttribute("iris", Object.fromEntries(iris));
  }
}

const BLANK = /_:[^\s<>".]+(?:\.+[^\s<>".]+)*/y;
const LANGUAGE = /@[A-Za-z]+(?:-[A-Za-z\d]+)*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["b", "\b"],
  ["n", "\n"],
  ["r", "\r"],
  ["f", "\f"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);

/** The type that all values of an attribute have, in a list if a node has several. */
function columnType({
  types,
  isList,
  isExact,
}: {
  types: Set<string>;
  isList: boolean;
  isExact: boolean;
}): ValueType {
  const all = new Set(types);
  all.delete("whole");
  const isNumbers = [...all].every((each) => /^(?:int(?:32|64)|float(?:32|64))$/.test(each));
  let type: string;
  if (all.size === 1) type = [...all][0];
  else if (isNumbers) type = all.has("float64") || all.has("float32") ? "float64" : "int64";
  else type = "utf8";
  if (type === "timestamp" && !isExact) type = "datetime";
  return (isList && !type.includes("<") ? `list<${type}>` : type) as ValueType;
}
