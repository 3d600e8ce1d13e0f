/** Queries as trees, for tools that look at them or write them. */
import { describe } from "../../errors.js";
import { CypherFault } from "../text/cypher-fault.js";
import { parseStatement } from "../text/parse-query.js";
import { printStatement } from "../text/print-query.js";
import type { Statement } from "../text/tree.js";
import { cypherError } from "./cypher-error.js";

/**
 * Reads a query as a tree, whose parts know their places in the text, in UTF-16 units. Names are not looked up, so a
 * query that is read may still be wrong. Takes time as the text is long.
 *
 * @throws CypherError for what is not the language; TypeError if `text` is none; LimitError past a limit.
 * @example
 * parse("RETURN 1 AS one").body.parts[0]?.clauses.length; // => 1
 */
export function parse(text: string): Statement {
  if (typeof text !== "string") throw new TypeError(`"text" expected text, got ${describe(text)}`);
  try {
    return parseStatement(text);
  } catch (error) {
    if (error instanceof CypherFault) throw cypherError(error, text);
    throw error;
  }
}

/**
 * Writes a query on one line, in the same form however it was laid out: keywords in capitals, parentheses where one
 * expression is part of another. It reads as the same tree. Comments are left out.
 *
 * @param query text, or a tree by {@link parse}.
 * @throws what {@link parse} throws, for text.
 * @example
 * format("match (n)\nreturn n.name as name // all"); // => 'MATCH (n) RETURN n.name AS name'
 */
export function format(query: string | Statement): string {
  if (typeof query !== "string" && (typeof query !== "object" || query === null))
    throw new TypeError(`"query" expected text, or a tree by parse, got ${describe(query)}`);
  return printStatement(typeof query === "string" ? parse(query) : query);
}
