/**
 * Queries over texts that a string cannot say. A string within them is taken as `search` takes it: words, "phrases",
 * beginnings*, -excluded.
 */
import { describe } from "../errors.js";
import { BuiltQuery, checkTextQuery, type TextQuery } from "../space/index/text/text-query.js";

/**
 * Words one after another, as they are written: no endings are taken off.
 *
 * @example
 * phrase("small dog").kind; // => 'phrase'
 */
export function phrase(text: string): BuiltQuery {
  return leaf("phrase", text);
}

/** The words that begin with a text. Of several words in it the last one is a beginning, and all have to be found. */
export function prefix(text: string): BuiltQuery {
  return leaf("prefix", text);
}

/** The words that one edit makes a word, from four letters on, or two edits, from eight on; the word itself is one. */
export function fuzzy(word: string): BuiltQuery {
  return leaf("fuzzy", word);
}

/**
 * Texts in which all parts are found, and none that `not` says. Scores add up.
 *
 * @throws TypeError if every part is `not`: nothing would be found.
 */
export function all(...parts: TextQuery[]): BuiltQuery {
  const read = readParts(parts, true);
  if (read.every((part) => typeof part !== "string" && part.kind === "not"))
    throw new TypeError('"parts" expected one at least that is not `not`, got none');
  return new BuiltQuery("all", "", read);
}

/** Texts in which one of the parts is found at least. Scores add up. */
export function any(...parts: TextQuery[]): BuiltQuery {
  return new BuiltQuery("any", "", readParts(parts, false));
}

/** Leaves out texts that a query finds; a part of `all`. */
export function not(part: TextQuery): BuiltQuery {
  return new BuiltQuery("not", "", readParts([part], false));
}

function leaf(kind: "phrase" | "prefix" | "fuzzy", text: unknown): BuiltQuery {
  if (typeof text !== "string") throw new TypeError(`"text" expected a string, got ${describe(text)}`);
  return new BuiltQuery(kind, text);
}

function readParts(parts: readonly unknown[], mayExclude: boolean): TextQuery[] {
  return parts.map((part, i) => {
    checkTextQuery(part, `parts[${i}]`);
    if (!mayExclude && typeof part !== "string" && part.kind === "not")
      throw new TypeError(`"parts[${i}]" expected a query other than \`not\`, which only \`all\` takes`);
    return part;
  });
}
