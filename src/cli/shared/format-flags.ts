/** Options of verbs that read and write files, for their rows of the table. */
import type { CommandOption } from "./command.js";

/** Rows of the table for what verbs that read files share. */
export const readFlags = {
  format: {
    type: "string",
    value: "FORMAT",
    summary: "The format of the file, where its name does not say it",
    complete: "format",
  },
  key: { type: "string", value: "ATTRIBUTE", summary: "The attribute that takes the ids of the file" },
  "no-key": { type: "boolean", summary: "Leave the ids of the file out" },
  labels: {
    type: "string",
    value: "NAMES",
    summary: "Labels for every node, besides those in the file",
    complete: "label",
  },
  type: { type: "string", value: "NAME", summary: "The type of edges that have none in the file" },
  types: { type: "string", value: "NAME=TYPE,…", summary: "Types of attributes: born=int32,zip=utf8" },
  rename: { type: "string", value: "OLD=NEW,…", summary: "Other names for attributes" },
  only: { type: "string", value: "NAMES", summary: "The attributes to be read" },
  without: { type: "string", value: "NAMES", summary: "Attributes to be left out" },
  "missing-nodes": {
    type: "string",
    value: "WHAT",
    choices: ["refuse", "add", "skip"],
    summary: "An edge to a node that the file does not have: refuse, add or skip",
  },
  "duplicate-nodes": {
    type: "string",
    value: "WHAT",
    choices: ["refuse", "merge", "skip"],
    summary: "A second node of one id: refuse, merge or skip",
  },
  mixed: {
    type: "string",
    value: "WHAT",
    choices: ["flag", "both", "refuse"],
    summary: "Edges without direction among those that have one: flag, both or refuse",
  },
  lenient: { type: "boolean", summary: "Leave faults out and report them, where that can be" },
  encoding: { type: "string", value: "NAME", summary: "The encoding of text, such as windows-1252" },
  delimiter: { type: "string", value: "CHARACTER", summary: "What parts the columns of a CSV file" },
} as const satisfies Record<string, CommandOption>;

/** An option that one format has. */
export const formatOption = {
  type: "string",
  short: "o",
  value: "NAME=VALUE",
  multiple: true,
  summary: "An option of the format: header=false, graph=1",
} as const satisfies CommandOption;

export const lossesOption = {
  type: "string",
  value: "WHAT",
  choices: ["report", "refuse"],
  summary: "What the format cannot hold: report it, which is the default, or refuse",
} as const satisfies CommandOption;

export const compressionOption = {
  type: "string",
  value: "HOW",
  choices: ["none", "gzip", "deflate", "zstd", "brotli"],
  summary: "How the file is compressed, where its name does not say it",
} as const satisfies CommandOption;
