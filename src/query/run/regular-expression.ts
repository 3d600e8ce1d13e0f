/** `=~`: whether the whole of a text is as a regular expression says. */
import { CypherValueError } from "../values/value-error.js";

const PATTERN_CACHE_SIZE = 64;
const compiled = new Map<string, RegExp>();
const FLAGS = /^\(\?([ims]+)\)/;

/** Throws a CypherValueError if `pattern` is no regular expression. */
export function matchesPattern(text: string, pattern: string): boolean {
  return compile(pattern).test(text);
}

function compile(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const flags = FLAGS.exec(pattern);
  const body = flags === null ? pattern : pattern.slice(flags[0].length);
  try {
    const expression = new RegExp(`^(?:${body})$`, `u${flags?.[1] ?? ""}`);
    if (compiled.size >= PATTERN_CACHE_SIZE) compiled.clear();
    compiled.set(pattern, expression);
    return expression;
  } catch (error) {
    const message = `=~ expected a regular expression, got ${JSON.stringify(pattern)}: ${(error as Error).message}`;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", message, error);
  }
}
