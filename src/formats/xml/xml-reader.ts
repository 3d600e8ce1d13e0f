/**
 * XML as calls of a handler: elements by their local names, attributes, and texts where they are asked for. saxes finds
 * the tokens; it is strict, and knows no entities but XML's own five. Namespaces are names split at the colon, since
 * saxes takes a time for them that grows with the square of the depth.
 *
 * Invariant: depth, the size of any token and the number of attributes have limits before anything is kept of them.
 */
import { SaxesParser } from "saxes";
import { platform } from "#platform";
import type { FormatPlace } from "../shared/format-error.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { beyondLimit, COLUMNS_MAX, NESTING_MAX } from "../shared/limits.js";
import type { Input } from "../shared/sources.js";
import { unescapedText } from "./xml-text.js";

/** The handler of an XML file's elements. Names are local ones, without a prefix. */
export interface XmlHandler {
  open(name: string): void;
  /** The end of an element; `text` is what stood in it where `wantText` was called for it. */
  close(text: string): void;
  /** Gets ready for a pause in which the builder forgets its rows; false where an element is open that has one. */
  preparePause(): boolean;
}

/** So much is read between two looks at `isDue` where it may come to be. */
const STEP_UNITS = 512;

/** The faults that a lenient reader reads on behind. */
const BEARABLE =
  /^(?:undefined entity|disallowed character|the string "\]\]>"|an XML declaration must|unclosed tag)/;

const LINE_END = /\r\n|\r|\n/;

/** The index of the last line end before another index; negative if there is none. */
function lastLineEnd(text: string, before: number): number {
  let at = before;
  while (at >= 0 && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at--;
  return at;
}

const encoder = new TextEncoder();

export class XmlReader {
  readonly #input: Input;
  readonly #builder: GraphBuilder;
  readonly #handler: XmlHandler;
  readonly #parser: SaxesParser;
  /** The attributes of the element that was opened last. */
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  /** How many there are; arrays are not made shorter for each element. */
  attributeCount = 0;
  /** How many elements are open. */
  depth = 0;
  /** Whether names and texts are in the escapes of our own writer. */
  isEscaped = false;
  /** The element of which nothing is told, by its depth; 0 for none. */
  #skipped = 0;
  /** The element whose text is wanted, by its depth, and what there is of it. */
  #texted = 0;
  #text = "";
  /** Calls by the parser, and the units since the last one: what a token has that never ends. */
  #events = 0;
  #quiet = 0;
  /** The chunk at hand, and how much came before it. */
  #chunk = "";
  #isAscii = true;
  #unitsBefore = 0;
  #bytesBefore = 0;
  /** Where the last opening tag ends; where it begins is told late, up to the end of its chunk. */
  #mark = 0;
  #markLine = 1;
  #markColumn = 0;
  #markPlace: FormatPlace = { line: 1, column: 1, offset: 0 };
  /** A position in the chunk whose offset is known. */
  #known = 0;
  #knownOffset = 0;

  constructor(input: Input, builder: GraphBuilder, handler: XmlHandler) {
    this.#input = input;
    this.#builder = builder;
    this.#handler = handler;
    const parser = new SaxesParser({ xmlns: false, position: false });
    this.#parser = parser;
    // an eighth one would make of the parser an object of slow properties, and parsing takes five times as long
    parser.on("attribute", ({ name, value }) => this.#addAttribute(name, value));
    parser.on("opentag", ({ name }) => this.#open(name));
    parser.on("closetag", () => this.#close());
    parser.on("text", (text) => this.#addText(text));
    parser.on("cdata", (text) => this.#addText(text));
    parser.on("doctype", (text) => this.#checkDoctype(text));
    parser.on("error", ({ message }) => this.#fail(message));
    builder.where = () => this.#place();
  }

  /** The value of an attribute of the element that was opened last. */
  attribute(name: string): string | undefined {
    const names = this.#names;
    for (let i = 0; i < this.attributeCount; i++) if (names[i] === name) return this.#textOf(this.#values[i]);
    return undefined;
  }

  /** The name of an attribute of the element that was opened last, with its prefix. */
  attributeName(i: number): string {
    return this.#names[i];
  }

  /** The value of an attribute by its position. */
  attributeValue(i: number): string {
    return this.#textOf(this.#values[i]);
  }

  #textOf(text: string): string {
    return this.isEscaped ? unescapedText(text) : text;
  }

  /** Leaves out what is in the element that was opened last. */
  skip(): void {
    this.#skipped = this.depth;
  }

  /** Collects the text of the element that was opened last, without that of elements in it. */
  wantText(): void {
    this.#texted = this.depth;
    this.#text = "";
  }

  /** Reads to the end. */
  async toEnd(): Promise<void> {
    const builder = this.#builder;
    for await (const bytes of this.#input.chunks()) {
      const chunk = platform.decodeUtf8(bytes, 0, bytes.length);
      this.#chunk = chunk;
      this.#isAscii = chunk.length === bytes.length;
      this.#known = this.#unitsBefore;
      this.#knownOffset = this.#bytesBefore;
      if (builder.dueEvery === Number.POSITIVE_INFINITY) this.#write(chunk);
      else
        for (let at = 0; at < chunk.length; at += STEP_UNITS) {
          this.#write(chunk.slice(at, at + STEP_UNITS));
          if (builder.isDue && this.#handler.preparePause()) await builder.pause();
        }
      if (this.#mark > this.#unitsBefore) this.#markPlace = this.#startOfTag();
      this.#unitsBefore += chunk.length;
      this.#bytesBefore += bytes.length;
      this.#chunk = "";
      await builder.pause();
    }
    this.#parser.close();
  }

  #write(text: string): void {
    const before = this.#events;
    this.#parser.write(text);
    this.#quiet = this.#events === before ? this.#quiet + text.length : 0;
    if (this.#quiet > 0) this.#input.checkField(this.#quiet, "a token", this.#here());
  }

  #addAttribute(name: string, value: string): void {
    this.#events++;
    const count = this.attributeCount++;
    this.#names[count] = name;
    this.#values[count] = value;
    if (count >= COLUMNS_MAX) throw beyondLimit("attributes of one element", COLUMNS_MAX, this.#here());
  }

  #open(name: string): void {
    this.#events++;
    const { line, columnIndex, position } = this.#parser;
    this.#mark = position;
    this.#markLine = line;
    this.#markColumn = columnIndex;
    if (this.depth >= NESTING_MAX) throw beyondLimit("nested elements", NESTING_MAX, this.#place());
    this.depth++;
    if (this.#skipped === 0) this.#handler.open(name.slice(name.indexOf(":") + 1));
    this.attributeCount = 0;
  }

  #close(): void {
    this.#events++;
    const depth = this.depth--;
    if (this.#skipped !== 0) {
      if (this.#skipped !== depth) return;
      this.#skipped = 0;
    }
    let text = "";
    if (this.#texted === depth) {
      text = this.#textOf(this.#text);
      this.#texted = 0;
      this.#text = "";
    }
    this.#handler.close(text);
  }

  #addText(text: string): void {
    this.#events++;
    if (this.#texted === 0 || this.#texted !== this.depth) return;
    this.#text = this.#text === "" ? text : this.#text + text;
    if (this.#text.length > 2 ** 20) this.#checkText();
  }

  #checkText(): void {
    this.#input.checkField(this.#text.length, "a text", this.#place());
  }

  #checkDoctype(text: string): void {
    this.#events++;
    if (/<!ENTITY\s/.test(text))
      this.#builder.fail(
        "FORMAT_UNSUPPORTED",
        "expected XML without entities of its own, got a document type that declares some",
        this.#here(),
      );
  }

  #fail(given: string): void {
    const message = given.replace(/\.$/, "");
    const isBearable = BEARABLE.test(message);
    if (isBearable && this.#builder.options.lenient === true)
      this.#builder.skipped.add("xml", `XML with ${message}`, { place: this.#here() });
    else this.#builder.fail("FORMAT_SYNTAX", this.#explained(message), this.#here());
  }

  #explained(message: string): string {
    const open = /^unclosed tag: (.*)$/s.exec(message)?.[1];
    if (open !== undefined) return `expected </${open.slice(0, 100)}>, got the end of the file`;
    switch (message) {
      case "unexpected end":
        return "expected the rest of a tag, got the end of the file";
      case "document must contain a root element":
        return "expected an element, got the end of the file";
      case "undefined entity":
        return "expected an entity of XML itself (amp, lt, gt, quot, apos), got another";
      default:
        return `expected well-formed XML, got ${message.slice(0, 200)}`;
    }
  }

  /** Where the last opening tag begins. */
  #place(): FormatPlace {
    const place = this.#mark > this.#unitsBefore ? this.#startOfTag() : this.#markPlace;
    return { ...this.#input.place, ...place };
  }

  /** The place of the last opening tag, which ends in this chunk: where it begins, if that is in the chunk too. */
  #startOfTag(): FormatPlace {
    const end = this.#mark - this.#unitsBefore;
    const start = Math.max(0, this.#chunk.lastIndexOf("<", end - 1));
    const tag = this.#chunk.slice(start, end);
    const lines = tag.split(LINE_END).length - 1;
    const lineEnd = lastLineEnd(this.#chunk, start);
    const isLineKnown = lineEnd >= 0 || this.#unitsBefore === 0;
    const column = lines === 0 ? this.#markColumn - tag.length + 1 : isLineKnown ? start - lineEnd : 0;
    return {
      line: this.#markLine - lines,
      ...(column > 0 ? { column } : {}),
      offset: this.#offsetOf(this.#unitsBefore + start),
    };
  }

  /** Where the parser is. */
  #here(): FormatPlace {
    const { line, columnIndex, position } = this.#parser;
    return {
      ...this.#input.place,
      line,
      column: columnIndex + 1,
      offset: this.#offsetOf(Math.max(position, this.#unitsBefore)),
    };
  }

  /** The offset in bytes of a position in the chunk; told from the last one that was asked for, if it is behind it. */
  #offsetOf(position: number): number {
    if (this.#isAscii) return this.#bytesBefore + position - this.#unitsBefore;
    if (position < this.#known) {
      this.#known = this.#unitsBefore;
      this.#knownOffset = this.#bytesBefore;
    }
    const between = this.#chunk.slice(this.#known - this.#unitsBefore, position - this.#unitsBefore);
    this.#knownOffset += encoder.encode(between).length;
    this.#known = position;
    return this.#knownOffset;
  }
}
