/** The options that every verb takes. A verb's own option of the same name comes before them. */
import type { CommandOption } from "./command.js";
import { outputFormats } from "./output.js";

export const globalOptions: Readonly<Record<string, CommandOption>> = {
  store: {
    type: "string",
    value: "FOLDER",
    summary: "The store, where no operand names it",
    complete: "store",
  },
  format: {
    type: "string",
    value: "FORMAT",
    choices: outputFormats,
    summary: "Format of the output; table on a terminal and tsv in a pipe by default",
  },
  json: { type: "boolean", summary: "JSON, short for --format json" },
  color: {
    type: "string",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    default: "auto",
    summary: "Colours; auto: on a terminal",
  },
  "no-pager": { type: "boolean", summary: "Print everything at once, without a pager" },
  quiet: { type: "boolean", short: "q", summary: "No notes and no progress on stderr" },
  debug: { type: "boolean", summary: "The stack of an error, too" },
  help: { type: "boolean", short: "h", summary: "Help: -h on one screen, --help in full" },
  version: { type: "boolean", summary: "The version of groggy" },
};

export interface GlobalOptions {
  readonly store?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly color?: string;
  readonly "no-pager"?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  /** `short` for -h, `long` for --help. */
  readonly help?: "short" | "long";
  readonly version?: boolean;
}
