/** Values of attributes as words of a command line: text by the type that it is to have. */
import { type AttributeType, type ValueType, valueFromJson } from "groggy";
import { CliError } from "./cli-error.js";

const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const NUMBER_WORDS = ["NaN", "Infinity", "-Infinity"];
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** The value of a text, by the type of its attribute. Throws a CliError that names `what`. */
export function valueOfText(what: string, type: AttributeType, text: string): unknown {
  if (type === "utf8") return text;
  if (type.startsWith("union<"))
    throw new CliError(`${what} expected a value that says its type, got ${JSON.stringify(text)}`, {
      hint: `the attribute is ${type}: give JSON, such as :=5 or :="5"`,
    });
  const json = jsonOfText(type as ValueType, text);
  if (json !== undefined) {
    try {
      return valueFromJson(type as ValueType, json);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    }
  }
  throw new CliError(`${what} expected ${type}, got ${JSON.stringify(text)}`);
}

/** The JSON that `valueFromJson` takes for a text; undefined for a text that is no value of the type. */
function jsonOfText(type: ValueType, text: string): unknown {
  switch (type) {
    case "bool":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "int32":
      return WHOLE.test(text) ? Number(text) : undefined;
    case "int64":
    case "integer":
      return WHOLE.test(text) ? String(BigInt(text)) : undefined;
    case "float32":
    case "float64":
      return NUMBER_WORDS.includes(text) ? text : DECIMAL.test(text) ? Number(text) : undefined;
    case "timestamp":
      return MOMENT.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) : undefined;
    case "json":
      return parsedJson(text);
    default:
      return type.startsWith("list<") || type.startsWith("vector<") ? parsedJson(text) : text;
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
