/** The results of a function of one text for the texts of a dictionary. */
import { NONE } from "../vector.js";
import { mapToCodes, markCodes } from "./text-loops.js";

/** Where there are more codes than so many for each row, no table of all is made. */
const CODES_PER_ROW = 4;

/** The results of a function of texts, worked out once for each; equal ones have one code. */
export class TextResults {
  readonly from: readonly string[];
  readonly strings: string[] = [];
  readonly #codes: number[] = [];
  readonly #codeOf = new Map<string, number>();

  constructor(from: readonly string[]) {
    this.from = from;
  }

  codesOf(codes: Uint32Array, count: number, run: (text: string) => string): Uint32Array {
    const out = new Uint32Array(count);
    const { length } = this.from;
    if (length > CODES_PER_ROW * count) {
      for (let i = 0; i < count; i++) out[i] = codes[i] === NONE ? NONE : this.#codeFor(codes[i], run);
      return out;
    }
    const used = new Uint8Array(length);
    markCodes(codes, count, used);
    const table = new Uint32Array(length);
    for (let code = 0; code < length; code++) if (used[code] === 1) table[code] = this.#codeFor(code, run);
    mapToCodes(codes, count, table, out);
    return out;
  }

  #codeFor(code: number, run: (text: string) => string): number {
    const known = this.#codes[code];
    if (known !== undefined) return known;
    const text = run(this.from[code]);
    let found = this.#codeOf.get(text);
    if (found === undefined) {
      found = this.strings.push(text) - 1;
      this.#codeOf.set(text, found);
    }
    this.#codes[code] = found;
    return found;
  }
}
