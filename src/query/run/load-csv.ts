/** LOAD CSV: records of a text that the caller's own function opens (RFC 4180, and quotes behind a backslash). */
import type { CypherValue } from "../values/value.js";
import { CypherValueError } from "../values/value-error.js";

type Open = (url: string) => string | Iterable<string>;

/** Each record as a list of strings, or by the names of the first one as a map; an empty field is null. */
export function* csvRecords(
  url: string,
  open: Open | undefined,
  headers: boolean,
  separator: string,
): Generator<CypherValue, void, undefined> {
  if (open === undefined) {
    const message = `LOAD CSV expected the option "open", a function that opens "${url}", got none`;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", message);
  }
  const given = open(url);
  const chunks = typeof given === "string" ? [given] : given;
  let names: readonly (string | null)[] | undefined;
  for (const record of recordsOf(chunks, separator, url)) {
    if (!headers) yield record;
    else if (names === undefined) names = record;
    else yield new Map(names.map((name, i) => [name ?? "", record[i] ?? null]));
  }
}

function* recordsOf(
  chunks: Iterable<string>,
  separator: string,
  url: string,
): Generator<(string | null)[], void, undefined> {
  let record: (string | null)[] = [];
  let field = "";
  let state: "start" | "plain" | "quoted" | "quote" = "start";
  let wasReturn = false;
  let [line, column, opened] = [1, 0, ""];
  const endField = (): void => {
    record.push(field === "" && state !== "quote" ? null : field);
    field = "";
    state = "start";
  };
  for (const chunk of chunks) {
    if (typeof chunk !== "string") throw new TypeError('"open" expected to give text, or chunks of text');
    for (const character of chunk) {
      column++;
      if (line === 1 && column === 1 && character === "\ufeff") continue;
      if (character === "\n" && wasReturn) {
        wasReturn = false;
        continue;
      }
      wasReturn = false;
      if (state === "quoted") {
        if (character === '"') state = "quote";
        else field += character;
        if (character === "\n") [line, column] = [line + 1, 0];
        continue;
      }
      if (character === '"') {
        if (state === "start") [state, opened] = ["quoted", `line ${line}, column ${column}`];
        else {
          field += character;
          if (state === "quote") state = "quoted";
        }
      } else if (character === separator) endField();
      else if (character === "\n" || character === "\r") {
        wasReturn = character === "\r";
        [line, column] = [line + 1, 0];
        if (record.length === 0 && state === "start") continue;
        endField();
        yield record;
        record = [];
      } else if (state === "quote") {
        const message = `LOAD CSV expected a separator behind a quoted field, got ${JSON.stringify(character)} (${url}, line ${line}, column ${column})`;
        throw new CypherValueError("ArgumentError", "InvalidArgumentValue", message);
      } else {
        field += character;
        state = "plain";
      }
    }
  }
  if (state === "quoted") {
    const message = `LOAD CSV expected a closing quote, got the end of the file (${url}, opened at ${opened})`;
    throw new CypherValueError("ArgumentError", "InvalidArgumentValue", message);
  }
  if (record.length > 0 || state !== "start") {
    endField();
    yield record;
  }
}
