/**
 * Options of reading and writing files as the command line has them. Those that all formats have are options of the
 * verb; those of one format are given as `NAME=VALUE`, and read by the type that the format's option has.
 */
import { CliError } from "../../shared/cli-error.js";
import { splitNames, splitPairs } from "../../shared/names-list.js";
import { nearest } from "../../shared/nearest.js";
import { readTextFile } from "../../shared/read-input.js";

/** The options of verbs that read files. */
export interface ReadFlags {
  readonly format?: string;
  readonly encoding?: string;
  readonly key?: string;
  readonly "no-key"?: boolean;
  readonly labels?: string;
  readonly type?: string;
  readonly types?: string;
  readonly rename?: string;
  readonly only?: string;
  readonly without?: string;
  readonly delimiter?: string;
  readonly "missing-nodes"?: string;
  readonly "duplicate-nodes"?: string;
  readonly mixed?: string;
  readonly lenient?: boolean;
}

type OptionKind = "text" | "boolean" | "whole" | "names" | "pairs" | "json-file" | "whole-or-text";

/** How each option of a format is read; a test holds this against the list of formats. */
export const formatOptionKinds: Readonly<Record<string, OptionKind>> = {
  arrayDelimiter: "text",
  ascii: "boolean",
  badRowsMax: "whole",
  base: "text",
  batchRows: "whole",
  bom: "boolean",
  codec: "text",
  columns: "pairs",
  comment: "text",
  data: "boolean",
  decimal: "text",
  delimiter: "text",
  edges: "text",
  empty: "text",
  ends: "text",
  escape: "text",
  graph: "whole-or-text",
  header: "boolean",
  ids: "text",
  infer: "text",
  jsonFormat: "text",
  lineEnd: "text",
  nulls: "names",
  onBadRow: "text",
  orient: "text",
  packageJson: "json-file",
  quote: "text",
  rowGroupRows: "whole",
  sampleRows: "whole",
  skip: "whole",
  spreadsheet: "boolean",
  stream: "boolean",
};

/** The options of the library that the flags mean. */
export function readOptionsOf(flags: ReadFlags): Record<string, unknown> {
  if (flags.key !== undefined && flags["no-key"] === true)
    throw new CliError('"--key" expected no --no-key beside it, got both');
  return defined({
    format: flags.format,
    encoding: flags.encoding,
    key: flags["no-key"] === true ? null : flags.key,
    labels: splitNames("--labels", flags.labels),
    type: flags.type,
    types: splitPairs("--types", flags.types),
    rename: splitPairs("--rename", flags.rename),
    only: splitNames("--only", flags.only),
    without: splitNames("--without", flags.without),
    missingNodes: flags["missing-nodes"],
    duplicateNodes: flags["duplicate-nodes"],
    mixed: flags.mixed,
    lenient: flags.lenient,
    delimiter: flags.delimiter === undefined ? undefined : unescaped(flags.delimiter),
  });
}

/** The options of a format, given as `NAME=VALUE`. */
export function formatOptionsOf(
  option: string,
  given: readonly string[],
  cwd: string,
): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, Math.max(0, at));
    if (name === "") throw new CliError(`"${option}" expected NAME=VALUE, got ${JSON.stringify(text)}`);
    if (!Object.hasOwn(formatOptionKinds, name)) {
      const near = nearest(name, Object.keys(formatOptionKinds));
      throw new CliError(`"${option}" expected an option of a format, got ${JSON.stringify(name)}`, {
        hint: near === undefined ? "groggy help formats lists them" : `did you mean ${near}?`,
      });
    }
    if (name in options)
      throw new CliError(`"${option}" expected each name once, got ${JSON.stringify(name)} twice`);
    options[name] = optionValue(`${option} ${name}`, formatOptionKinds[name]!, text.slice(at + 1), cwd);
  }
  return options;
}

function optionValue(what: string, kind: OptionKind, text: string, cwd: string): unknown {
  switch (kind) {
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      throw new CliError(`"${what}" expected true or false, got ${JSON.stringify(text)}`);
    case "whole":
      if (/^\d+$/.test(text)) return Number(text);
      throw new CliError(`"${what}" expected a whole number, got ${JSON.stringify(text)}`);
    case "whole-or-text":
      return /^\d+$/.test(text) ? Number(text) : text;
    case "names":
      return text === "" ? [""] : splitNames(what, text);
    case "pairs":
      return splitPairs(what, text);
    case "json-file":
      try {
        return JSON.parse(readTextFile(what, cwd, text));
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause;
        throw new CliError(
          `"${what}" expected a file of JSON, got ${JSON.stringify(text)}: ${cause.message}`,
          {
            exitCode: 3,
            cause,
          },
        );
      }
    default:
      return unescaped(text);
  }
}

/** `\t`, `\n` and `\r` as the characters that are hard to type. */
function unescaped(text: string): string {
  return text.replace(/\\([tnr\\])/g, (_, letter: string) => ({ t: "\t", n: "\n", r: "\r" })[letter] ?? "\\");
}

/** An object without what is undefined. */
export function defined(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
