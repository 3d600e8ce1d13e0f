/**
 * Goes through a JSON text piece by piece: members of the outer objects and items of the large arrays come one at a
 * time, each as a text of its own, which the engine's parser then reads. The text itself may come in chunks: nothing of
 * it is kept but the piece under way.
 */
import { JsonFault } from "../shared/exact-json.js";
import { JSON_NESTING_MAX } from "../shared/limits.js";

/**
 * Which parts of a document are gone through item by item: `each` for an array or an object of items; or, by member,
 * the parts below. `[]` stands for an array in the place of an object, and its items.
 */
export type JsonLayout = "each" | { readonly [name: string]: JsonLayout };

/** Takes the pieces: `section` is the path of the object or array that they are in, its names joined by slashes. */
export interface JsonPieces {
  readonly layout: JsonLayout;
  /** Whether the items of a section are wanted now; others are passed over. */
  wants(section: string): boolean;
  /** A member of one of the outer objects, with its text. */
  member(section: string, name: string, text: string): void;
  /** An item, by its position or name. */
  item(section: string, name: string | number, text: string): void;
  /** Called before a document behind another one; one is expected to be alone where it is missing. */
  next?(): void;
}

/** The request of a step of the splitter: more text, or nothing, after an item. */
export type SplitterStep = "more" | "item";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export class JsonSplitter {
  #text = "";
  #at = 0;
  #isEnded = false;
  /** Units of text that were let go of. */
  #dropped = 0;
  /** Where the piece that was given out last began, in units from the start of the text. */
  pieceAt = 0;
  /** The scan of a piece that is not all there yet. */
  #scanned = 0;
  #depth = 0;
  #isInString = false;
  readonly #pieces: JsonPieces;

  constructor(pieces: JsonPieces) {
    this.#pieces = pieces;
  }

  /** The units of the piece under way. */
  get pendingUnits(): number {
    return this.#text.length - this.#at;
  }

  /** Adds text; what was given out is let go of. */
  feed(text: string): void {
    this.#text = this.#at === 0 ? this.#text + text : this.#text.slice(this.#at) + text;
    this.#dropped += this.#at;
    this.#at = 0;
  }

  /** Says that there is no more text. */
  end(): void {
    this.#isEnded = true;
  }

  /** Goes through the text; to be gone on with after each step. */
  *steps(): Generator<SplitterStep> {
    yield* this.#part("", this.#pieces.layout);
    while ((yield* this.#peek()) !== -1) {
      if (this.#pieces.next === undefined) throw this.#fault("the end");
      this.#pieces.next();
      yield* this.#part("", this.#pieces.layout);
    }
  }

  #fault(expected: string): JsonFault {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    const got = rest === "" ? "the end of the text" : JSON.stringify(rest);
    return new JsonFault(`${expected} expected, got ${got}`, this.#dropped + this.#at);
  }

  /** The next unit that is no white space, which stays; -1 at the end. */
  *#peek(): Generator<SplitterStep, number> {
    for (;;) {
      const text = this.#text;
      let at = this.#at;
      for (; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) {
          this.#at = at;
          return unit;
        }
      }
      this.#at = at;
      if (this.#isEnded) return -1;
      yield "more";
    }
  }

  *#part(section: string, layout: JsonLayout): Generator<SplitterStep> {
    const unit = yield* this.#peek();
    const items = layout !== "each" && unit === 0x5b ? layout["[]"] : layout;
    if (items === "each" && (unit === 0x5b || unit === 0x7b) && !this.#pieces.wants(section)) {
      yield* this.#piece();
      return;
    }
    if (unit === 0x5b) {
      const below = layout === "each" ? layout : layout["[]"];
      if (below === undefined) throw this.#fault("an object");
      yield* this.#array(section, below);
    } else if (unit === 0x7b) yield* this.#object(section, layout);
    else throw this.#fault(layout === "each" ? "an array or an object" : "an object");
  }

  *#array(section: string, layout: JsonLayout): Generator<SplitterStep> {
    this.#at++;
    if ((yield* this.#peek()) === 0x5d) {
      this.#at++;
      return;
    }
    for (let i = 0; ; i++) {
      if (layout !== "each") yield* this.#part(`${section}/${i}`, layout);
      else {
        yield* this.#peek();
        let end = this.#scan();
        while (end < 0) {
          yield* this.#more();
          end = this.#scan();
        }
        this.#pieces.item(section, i, this.#taken(end));
        yield "item";
      }
      const next = yield* this.#peek();
      if (next !== 0x2c && next !== 0x5d) throw this.#fault(", or ]");
      this.#at++;
      if (next === 0x5d) return;
    }
  }

  *#object(section: string, layout: JsonLayout): Generator<SplitterStep> {
    this.#at++;
    if ((yield* this.#peek()) === 0x7d) {
      this.#at++;
      return;
    }
    for (;;) {
      if ((yield* this.#peek()) !== QUOTE) throw this.#fault('"');
      const name = this.#nameIn(yield* this.#piece());
      if ((yield* this.#peek()) !== 0x3a) throw this.#fault(":");
      this.#at++;
      const below = layout !== "each" && Object.hasOwn(layout, name) ? layout[name] : undefined;
      const unit = yield* this.#peek();
      if (below !== undefined && (unit === 0x5b || unit === 0x7b))
        yield* this.#part(section === "" ? name : `${section}/${name}`, below);
      else {
        const text = yield* this.#piece();
        if (layout === "each") this.#pieces.item(section, name, text);
        else this.#pieces.member(section, name, text);
        yield "item";
      }
      const next = yield* this.#peek();
      if (next !== 0x2c && next !== 0x7d) throw this.#fault(", or }");
      this.#at++;
      if (next === 0x7d) return;
    }
  }

  #nameIn(text: string): string {
    try {
      return JSON.parse(text) as string;
    } catch {
      this.#at -= text.length;
      throw this.#fault("a text");
    }
  }

  /** The text of the value that begins here. */
  *#piece(): Generator<SplitterStep, string> {
    let end = this.#scan();
    while (end < 0) {
      yield* this.#more();
      end = this.#scan();
    }
    return this.#taken(end);
  }

  #taken(end: number): string {
    this.pieceAt = this.#dropped + this.#at;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return text;
  }

  *#more(): Generator<SplitterStep> {
    if (this.#isEnded) {
      this.#at = this.#text.length;
      throw this.#fault(this.#isInString ? '"' : ", or ] or }");
    }
    yield "more";
  }

  /** The end of the value that begins here; negative if it is not all there. Goes on where it stopped. */
  #scan(): number {
    const text = this.#text;
    const start = this.#at;
    let at = start + this.#scanned;
    let depth = this.#depth;
    let isInString = this.#isInString;
    for (; at < text.length; at++) {
      if (isInString) {
        const end = endOfString(text, at);
        if (end < 0) {
          // a backslash at the end is looked at again
          at = Math.max(at, text.length - backslashes(text, at));
          break;
        }
        isInString = false;
        at = end;
        if (depth === 0) return this.#scannedTo(at + 1);
        continue;
      }
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) isInString = true;
      else if (unit === 0x7b || unit === 0x5b) {
        if (++depth > JSON_NESTING_MAX)
          throw new JsonFault(
            `nesting of JSON expected at most ${JSON_NESTING_MAX}, got more`,
            this.#dropped + at,
            true,
          );
      } else if (unit === 0x7d || unit === 0x5d) {
        // a number or word ends before it
        if (depth === 0) return this.#scannedTo(at);
        if (--depth === 0) return this.#scannedTo(at + 1);
      } else if (depth === 0 && (unit === 0x2c || unit === 0x3a || unit <= 0x20) && at > start)
        return this.#scannedTo(at);
    }
    if (this.#isEnded && !isInString && depth === 0 && at > start) return this.#scannedTo(at);
    this.#scanned = at - start;
    this.#depth = depth;
    this.#isInString = isInString;
    return -1;
  }

  #scannedTo(end: number): number {
    this.#scanned = 0;
    this.#depth = 0;
    this.#isInString = false;
    if (end === this.#at) throw this.#fault("a value");
    return end;
  }
}

/** The position of the quote that ends a string, from a position in it; negative if it is not there. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (end - 1 - slashes >= from && text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

/** How many backslashes a text ends with, from a position on. */
function backslashes(text: string, from: number): number {
  let count = 0;
  while (text.length - 1 - count >= from && text.charCodeAt(text.length - 1 - count) === BACKSLASH) count++;
  return count;
}
