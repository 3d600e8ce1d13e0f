/** Splits a Cypher script into statements, as its text comes. */
import { withoutComments } from "./note-mark.js";

/** A statement, or a command of a shell such as `:begin`, without the semicolon behind it. */
export interface ScriptStatement {
  readonly text: string;
  /** The position of its first character in the script, in UTF-16 units. */
  readonly at: number;
  /** The names of parameters outside of texts, comments and quoted names, and where each begins in `text`. */
  readonly parameters: readonly { readonly name: string; readonly at: number }[];
}

/** Signs that may begin or end something in a statement. */
const SIGN = /['"`;$]|\/\/|\/\*/g;
const PARAMETER = /\$([\p{L}_][\p{L}\p{N}_]*)/uy;

export class ScriptSplitter {
  #text = "";
  /** The position of `#text` in the script. */
  #base = 0;
  /** Where the statement under way begins, in `#text`; and how far it was gone through. */
  #from = 0;
  #at = 0;
  #parameters: { name: string; at: number }[] = [];
  #isEnded = false;
  /** Text that follows and was not looked at. */
  #waiting: string[] = [];
  #waitingUnits = 0;

  /** Adds the text that follows. */
  feed(text: string): void {
    this.#waiting.push(text);
    this.#waitingUnits += text.length;
    // a statement that goes on and on is gone through again each time it has doubled, and not with each chunk
    if (this.#waitingUnits >= this.#text.length - this.#from) this.#take();
  }

  /** Says that no more text follows. */
  end(): void {
    this.#take();
    this.#isEnded = true;
  }

  #take(): void {
    this.#base += this.#from;
    this.#text = this.#text.slice(this.#from) + this.#waiting.join("");
    this.#at -= this.#from;
    this.#from = 0;
    this.#waiting = [];
    this.#waitingUnits = 0;
  }

  /** Units of the statement under way. */
  get pendingUnits(): number {
    return this.#text.length - this.#from + this.#waitingUnits;
  }

  /** The position in the script of the statement under way. */
  get pendingAt(): number {
    return this.#base + this.#from;
  }

  /** The next statement that is whole; undefined if more text is wanted, or none is left. */
  next(): ScriptStatement | undefined {
    for (;;) {
      if (this.#at === this.#from) this.#skipBlanks();
      if (this.#at >= this.#text.length) return this.#last();
      if (this.#at === this.#from && this.#text.startsWith(":", this.#at)) return this.#command();
      SIGN.lastIndex = this.#at;
      const match = SIGN.exec(this.#text);
      if (match === null) {
        // a sign of two characters may be cut in two
        this.#at = Math.max(this.#at, this.#text.length - (this.#isEnded ? 0 : 1));
        if (!this.#isEnded) return undefined;
        continue;
      }
      if (match[0] === ";") {
        this.#at = match.index + 1;
        const statement = this.#taken(match.index);
        if (statement !== undefined) return statement;
        continue;
      }
      const end = this.#endOf(match[0], match.index);
      if (end === undefined) {
        this.#at = match.index;
        if (!this.#isEnded) return undefined;
        // what is not closed, the parser tells of
        this.#at = this.#text.length;
        continue;
      }
      this.#at = end;
    }
  }

  #skipBlanks(): void {
    const rest = /\S/g;
    rest.lastIndex = this.#at;
    this.#at = rest.exec(this.#text)?.index ?? this.#text.length;
    this.#from = this.#at;
  }

  #last(): ScriptStatement | undefined {
    return this.#isEnded && this.#from < this.#text.length ? this.#taken(this.#text.length) : undefined;
  }

  /** A command of a shell, which ends with its line. */
  #command(): ScriptStatement | undefined {
    const end = this.#text.indexOf("\n", this.#at);
    if (end < 0 && !this.#isEnded) return undefined;
    this.#at = end < 0 ? this.#text.length : end + 1;
    return this.#taken(end < 0 ? this.#text.length : end);
  }

  /** The position behind a text, a quoted name, a comment or a parameter that begins at `at`; undefined if it is cut. */
  #endOf(sign: string, at: number): number | undefined {
    const text = this.#text;
    if (sign === "//" || sign === "/*") {
      const close = sign === "//" ? "\n" : "*/";
      const end = text.indexOf(close, at + 2);
      if (end < 0) return this.#isEnded ? text.length : undefined;
      return end + close.length;
    }
    if (sign === "$") {
      PARAMETER.lastIndex = at;
      const name = PARAMETER.exec(text)?.[1];
      const end = at + 1 + (name?.length ?? 0);
      if (end >= text.length && !this.#isEnded) return undefined;
      if (name !== undefined) this.#parameters.push({ name, at: at - this.#from });
      return end;
    }
    for (let i = at + 1; i < text.length; i++) {
      if (text[i] === sign) {
        if (sign !== "`") return i + 1;
        // two within a name stand for one
        if (i + 1 >= text.length && !this.#isEnded) return undefined;
        if (text[i + 1] !== sign) return i + 1;
        i++;
      } else if (text[i] === "\\" && sign !== "`") i++;
    }
    return undefined;
  }

  /** The statement up to `end`; undefined for one of comments alone. */
  #taken(end: number): ScriptStatement | undefined {
    const text = this.#text.slice(this.#from, end);
    const statement = { text, at: this.#base + this.#from, parameters: this.#parameters };
    this.#from = this.#at;
    this.#parameters = [];
    return withoutComments(text) === "" ? undefined : statement;
  }
}
