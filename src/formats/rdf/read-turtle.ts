/**
 * Reads Turtle (W3C, RDF 1.1) as N-Triples are read. Text is kept from the object under way on, or from the beginning of
 * what stands between statements, so that a file of any size needs the memory of its triples.
 */
import { TextPlaces } from "../json/text-places.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { NESTING_MAX } from "../shared/limits.js";
import { RDF, RDF_TYPE, XSD } from "../text/iri-names.js";
import { TripleGraph } from "../text/triple-graph.js";
import { isAbsoluteIri, resolvedIri } from "./iri-resolution.js";
import { MORE, TurtleFault, TurtleScanner } from "./turtle-scanner.js";

export const readTurtle: FormatReader = async ([{ input, options }], builder) => {
  const scanner = new TurtleScanner();
  const places = new TextPlaces();
  builder.where = () => ({ ...input.place, ...places.at(scanner.dropped + scanner.at) });
  builder.directed = true;
  const reader = new TurtleReader(scanner, builder, options.base as string | undefined);
  const chunks = input.text();
  let parts: string[] = [];
  let size = 0;
  let wanted = 0;
  try {
    while (!reader.isDone) {
      const { done, value } = await chunks.next();
      await builder.pause();
      if (done === true) scanner.isFinal = true;
      else {
        parts.push(value);
        size += value.length;
        // what is read again is twice as long each time
        if (size < wanted) continue;
      }
      const text = parts.join("");
      parts = [];
      size = 0;
      scanner.feed(text);
      places.add(text);
      places.forget(scanner.dropped);
      reader.readOn();
      wanted = scanner.text.length - scanner.at;
      if (wanted > input.fieldBytesMax) input.checkField(wanted, "a statement", builder.place());
    }
  } finally {
    await chunks.return(undefined);
  }
  await reader.finish();
};

/** The part of a statement that may come next: its start, a predicate, an object, or the end of one. */
const STATEMENT = 0;
const PREDICATE = 1;
const PREDICATE_OR_END = 2;
const OBJECT = 3;
const AFTER_OBJECT = 4;

/** A literal, or the IRI or blank node that an object is. */
interface Literal {
  readonly text: string;
  readonly datatype: string | undefined;
  readonly language: string | undefined;
}
type Term = string | Literal;

class TurtleReader {
  readonly #scanner: TurtleScanner;
  readonly #builder: GraphBuilder;
  readonly #graph: TripleGraph;
  #base: string | undefined;
  readonly #prefixes = new Map<string, string>();
  #state = STATEMENT;
  #subject = "";
  #predicate = "";
  /** The triples of the step under way, which is begun again where text ends in it. */
  #step: [subject: string, predicate: string, object: Term][] = [];
  /** Blank nodes without labels so far; the names of those with labels by these, and the labels of the step. */
  #anonymous = 0;
  readonly #labels = new Map<string, string>();
  readonly #names = new Set<string>();
  #stepLabels: string[] = [];
  isDone = false;

  constructor(scanner: TurtleScanner, builder: GraphBuilder, base: string | undefined) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#graph = new TripleGraph(builder);
    this.#base = base;
  }

  /** Reads as far as the text goes. */
  readOn(): void {
    const scanner = this.#scanner;
    while (!this.isDone) {
      // what lies between is not read again
      scanner.skip();
      const { at } = scanner;
      const anonymous = this.#anonymous;
      try {
        this.#go();
      } catch (error) {
        if (error === MORE) {
          this.#undo(at, anonymous);
          return;
        }
        if (!(error instanceof TurtleFault)) throw error;
        this.#builder.fail(error.code, error.message);
      }
      for (const [subject, predicate, object] of this.#step)
        if (typeof object === "string") this.#graph.link(subject, predicate, object);
        else this.#graph.literal(subject, predicate, object.text, object.datatype, object.language);
      if (this.#step.length > 0) this.#step = [];
      if (this.#stepLabels.length > 0) this.#stepLabels = [];
    }
  }

  finish(): Promise<void> {
    return this.#graph.finish();
  }

  #go(): void {
    const scanner = this.#scanner;
    switch (this.#state) {
      case STATEMENT:
        if (scanner.peek() === "") this.isDone = true;
        else if (!this.#directive()) this.#begin();
        return;
      case PREDICATE_OR_END:
        if (scanner.takes(";")) return;
        if (scanner.takes(".")) {
          this.#state = STATEMENT;
          return;
        }
        this.#predicate = this.#verb();
        this.#state = OBJECT;
        return;
      case PREDICATE:
        this.#predicate = this.#verb();
        this.#state = OBJECT;
        return;
      case OBJECT:
        this.#step.push([this.#subject, this.#predicate, this.#object(0)]);
        this.#state = AFTER_OBJECT;
        return;
      default:
        if (scanner.takes(",")) this.#state = OBJECT;
        else if (scanner.takes(";")) this.#state = PREDICATE_OR_END;
        else if (scanner.takes(".")) this.#state = STATEMENT;
        else scanner.fault('",", ";" or "."');
    }
  }

  /** Takes a directive; false if none comes next. */
  #directive(): boolean {
    const scanner = this.#scanner;
    const isOld = scanner.peek() === "@";
    const word = isOld ? (scanner.language() ?? "") : scanner.word().toLowerCase();
    if (word !== "prefix" && word !== "base") {
      if (isOld) throw new TurtleFault('"@prefix" or "@base" expected, got another word behind "@"');
      if (word !== "") throw new TurtleFault(`a statement expected, got the word ${JSON.stringify(word)}`);
      return false;
    }
    scanner.space();
    const prefix = word === "prefix" ? scanner.namespace() : "";
    scanner.space();
    if (scanner.peek() !== "<") scanner.fault("an IRI");
    const iri = resolvedIri(scanner.bracketed(), this.#base);
    if (isOld) scanner.expect(".");
    if (word === "prefix") this.#prefixes.set(prefix, iri);
    else this.#base = isAbsoluteIri(iri) ? iri : undefined;
    return true;
  }

  /** The subject of a statement. */
  #begin(): void {
    const scanner = this.#scanner;
    const sign = scanner.peek();
    if (sign === "{")
      throw new TurtleFault("a statement expected, got a graph of TriG", "FORMAT_UNSUPPORTED");
    if (sign === "[") {
      const { node, isEmpty } = this.#properties(0);
      this.#subject = node;
      this.#state = isEmpty ? PREDICATE : PREDICATE_OR_END;
      return;
    }
    this.#subject = sign === "(" ? this.#collection(0) : this.#resource("a subject");
    this.#state = PREDICATE;
  }

  #verb(): string {
    const scanner = this.#scanner;
    scanner.space();
    const { at } = scanner;
    if (scanner.word() === "a") return RDF_TYPE;
    scanner.at = at;
    return scanner.peek() === "_" ? scanner.fault("a predicate") : this.#resource("a predicate");
  }

  /** An IRI or a blank node with a label. */
  #resource(what: string): string {
    const scanner = this.#scanner;
    const sign = scanner.peek();
    if (sign === "<") return resolvedIri(scanner.bracketed(), this.#base);
    const label = sign === "_" ? scanner.blank() : undefined;
    if (label !== undefined) return this.#labelled(label);
    const name = scanner.name();
    if (name === undefined) return scanner.fault(what);
    const space = this.#prefixes.get(name.prefix);
    if (space === undefined)
      throw new TurtleFault(
        `a prefix that was declared expected, got ${JSON.stringify(`${name.prefix}:`)}`,
        "FORMAT_REFERENCE",
      );
    return space + name.local;
  }

  /** A blank node that the file names; a name that one without a label got already is changed. */
  #labelled(label: string): string {
    let name = this.#labels.get(label);
    if (name !== undefined) return name;
    const number = /^_:b(0|[1-9]\d*)$/.exec(label)?.[1];
    name = number !== undefined && Number(number) < this.#anonymous ? `${label}_` : label;
    while (this.#names.has(name)) name += "_";
    this.#labels.set(label, name);
    this.#names.add(name);
    this.#stepLabels.push(label);
    return name;
  }

  #newBlank(): string {
    let name: string;
    do name = `_:b${this.#anonymous++}`;
    while (this.#labels.has(name));
    return name;
  }

  /** Forgets what the step under way has done. */
  #undo(at: number, anonymous: number): void {
    this.#scanner.at = at;
    this.#anonymous = anonymous;
    this.#step = [];
    for (const label of this.#stepLabels) {
      this.#names.delete(this.#labels.get(label) as string);
      this.#labels.delete(label);
    }
    this.#stepLabels = [];
  }

  #object(depth: number): Term {
    const scanner = this.#scanner;
    const sign = scanner.peek();
    if (sign === "[") return this.#properties(depth).node;
    if (sign === "(") return this.#collection(depth);
    if (sign === '"' || sign === "'") return this.#literal();
    if (/[+\-.\d]/.test(sign)) {
      const number = scanner.number();
      if (number === undefined) return scanner.fault("an object");
      return { text: number.text, datatype: XSD + number.datatype, language: undefined };
    }
    if (/[tf]/.test(sign)) {
      const { at } = scanner;
      const word = scanner.word();
      if (word === "true" || word === "false")
        return { text: word, datatype: `${XSD}boolean`, language: undefined };
      scanner.at = at;
    }
    return this.#resource("an object");
  }

  #literal(): Literal {
    const scanner = this.#scanner;
    const text = scanner.string();
    const sign = scanner.peek();
    if (sign === "@") {
      const language = scanner.language();
      return language === undefined ? scanner.fault("a language") : { text, datatype: undefined, language };
    }
    if (sign !== "^") return { text, datatype: undefined, language: undefined };
    scanner.at++;
    if (scanner.text.charAt(scanner.at) !== "^") scanner.fault('"^^"');
    scanner.at++;
    const datatype = scanner.peek() === "_" ? scanner.fault("a datatype") : this.#resource("a datatype");
    return { text, datatype, language: undefined };
  }

  /** A blank node with what is said of it in brackets. */
  #properties(depth: number): { readonly node: string; readonly isEmpty: boolean } {
    this.#checkDepth(depth);
    const scanner = this.#scanner;
    scanner.at++;
    const node = this.#newBlank();
    if (scanner.takes("]")) return { node, isEmpty: true };
    for (;;) {
      const predicate = this.#verb();
      do this.#step.push([node, predicate, this.#object(depth + 1)]);
      while (scanner.takes(","));
      if (scanner.takes("]")) return { node, isEmpty: false };
      scanner.expect(";");
      while (scanner.takes(";"));
      if (scanner.takes("]")) return { node, isEmpty: false };
    }
  }

  /** The first node of a list of RDF. */
  #collection(depth: number): string {
    this.#checkDepth(depth);
    const scanner = this.#scanner;
    scanner.at++;
    let first: string | undefined;
    let last = "";
    while (!scanner.takes(")")) {
      const node = this.#newBlank();
      if (first === undefined) first = node;
      else this.#step.push([last, `${RDF}rest`, node]);
      this.#step.push([node, `${RDF}first`, this.#object(depth + 1)]);
      last = node;
    }
    if (first === undefined) return `${RDF}nil`;
    this.#step.push([last, `${RDF}rest`, `${RDF}nil`]);
    return first;
  }

  #checkDepth(depth: number): void {
    if (depth >= NESTING_MAX)
      throw new TurtleFault(
        `nesting of brackets expected at most ${NESTING_MAX}, got more`,
        "FORMAT_UNSUPPORTED",
      );
  }
}
