/** `=~`: whether the whole of a text is as a regular expression says. Takes time linear in the text. */
import { GroggyError } from "../../errors.js";
import { compilePattern, type TextPattern } from "../../structures/text/text-pattern.js";
import { CypherValueError } from "../values/value-error.js";

const PATTERN_CACHE_SIZE = 64;
const compiled = new Map<string, TextPattern>();

/** Throws a CypherValueError if `pattern` is no regular expression, a LimitError if it is too large. */
export function matchesPattern(text: string, pattern: string): boolean {
  return compile(pattern).matches(text);
}

function compile(pattern: string): TextPattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  try {
    const expression = compilePattern(pattern);
    if (compiled.size >= PATTERN_CACHE_SIZE) compiled.clear();
    compiled.set(pattern, expression);
    return expression;
  } catch (error) {
    if (!(error instanceof GroggyError) || error.code !== "PATTERN_SYNTAX") throw error;
    const [reason] = error.message.split("\n", 1);
    const message = `=~ expected a regular expression, got ${JSON.stringify(pattern)}: ${reason}`;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", message, error);
  }
}
