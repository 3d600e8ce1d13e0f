/** Reads N-Triples (W3C, RDF 1.1), a triple a line. */
import { LineScanner } from "../lists/line-scanner.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LITERAL_ESCAPES } from "./iri-names.js";
import { TripleGraph } from "./triple-graph.js";

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

class TripleReader {
  readonly #builder: GraphBuilder;
  readonly #graph: TripleGraph;
  #text = "";
  #at = 0;

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
    this.#graph = new TripleGraph(builder);
  }

  finish(): Promise<void> {
    return this.#graph.finish();
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
      this.#graph.link(subject, predicate, object);
    }
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
    let datatype: string | undefined;
    let language: string | undefined;
    if (this.#text.startsWith("^^", this.#at)) {
      this.#at += 2;
      datatype = this.#iri("a datatype");
    } else {
      LANGUAGE.lastIndex = this.#at;
      language = LANGUAGE.exec(this.#text)?.[0].slice(1);
      if (language !== undefined) this.#at = LANGUAGE.lastIndex;
    }
    this.#end();
    this.#graph.literal(subject, predicate, text, datatype, language);
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
        const found = isLiteral && sign !== "" ? LITERAL_ESCAPES.get(sign) : undefined;
        if (found === undefined) this.#expected("an escape of N-Triples");
        return found ?? "";
      },
    );
    if (!plain.isWellFormed())
      this.#builder.fail("FORMAT_VALUE", "a text expected, got one with a lone surrogate");
    return plain;
  }
}

const BLANK = /_:[^\s<>".]+(?:\.+[^\s<>".]+)*/y;
const LANGUAGE = /@[A-Za-z]+(?:-[A-Za-z\d]+)*/y;
