/** The rows of the verbs of data in the table of commands. */
import type { Command, CommandOption, JsonSchema } from "../shared/command.js";
import { commitFlags, committedProperties } from "../shared/committing.js";
import { compressionOption, formatOption, lossesOption, readFlags } from "../shared/format-flags.js";
import { atOption } from "../shared/view-at.js";

const listOptions = {
  columns: {
    type: "string",
    value: "NAMES",
    summary:
      "Columns between commas: attributes, id, labels, degree; of edges type, source, target, source.name",
    complete: "attribute",
  },
  sort: {
    type: "string",
    value: "NAMES",
    summary: "Columns to order by, a minus before descending ones: -born,name",
    complete: "attribute",
  },
  limit: { type: "integer", value: "N", min: 0, summary: "How many at most" },
  at: atOption,
  count: { type: "boolean", summary: "How many there are, alone" },
  ids: { type: "boolean", summary: "Their ids alone, one a line" },
  "fail-empty": { type: "boolean", summary: "Exit with 1 where there are none" },
} as const satisfies Record<string, CommandOption>;

function listJson(kind: "node" | "edge"): JsonSchema {
  return {
    type: "object",
    description: `With --count \`count\`, with --ids \`ids\`, else \`${kind}s\``,
    properties: {
      schema: { const: 1 },
      [`${kind}s`]: {
        type: "array",
        description: "An object each, by the names of the columns; null where absent",
        items: { type: "object" },
      },
      count: { type: "integer" },
      ids: { type: "array", items: { type: "integer" } },
    },
    required: ["schema"],
    additionalProperties: false,
  };
}

const whole: JsonSchema = { type: "integer" };
const types: JsonSchema = { type: "object", additionalProperties: { type: "string" } };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const problems: JsonSchema = {
  type: "array",
  items: {
    type: "object",
    properties: {
      kind: { type: "string" },
      message: { type: "string" },
      attribute: { type: "string" },
      count: whole,
      places: { type: "array", items: { type: "object" } },
    },
    required: ["kind", "message", "count", "places"],
  },
};
const importCounts: JsonSchema = {
  type: "object",
  properties: { added: whole, merged: whole, removed: whole },
  required: ["added", "merged", "removed"],
};
const importProperties: Record<string, JsonSchema> = {
  format: { type: "string" },
  version: textOrNull,
  key: textOrNull,
  directed: {
    type: ["boolean", "null"],
    description: "null where some edges have a direction and some have none",
  },
  nodes: importCounts,
  edges: importCounts,
  nodeAttributes: types,
  edgeAttributes: types,
  graphAttributes: { type: "object" },
  losses: problems,
  skipped: problems,
  warnings: problems,
  bytes: whole,
};
const exportProperties: Record<string, JsonSchema> = {
  format: { type: "string" },
  key: textOrNull,
  directed: { type: "boolean" },
  nodes: whole,
  edges: whole,
  nodeAttributes: types,
  edgeAttributes: types,
  losses: problems,
  warnings: problems,
  bytes: whole,
};

/** Without the letter, which would not say which of the two formats is meant. */
const { short: _, ...longFormatOption } = formatOption;

function documentOf(properties: Record<string, JsonSchema>): JsonSchema {
  return {
    type: "object",
    properties: { schema: { const: 1 }, ...properties },
    required: ["schema", ...Object.keys(properties)],
    additionalProperties: false,
  };
}

export const dataCommands: Readonly<Record<string, Command>> = {
  import: {
    group: "data",
    summary: "Read files into a store",
    description:
      "Reads files of any format that groggy/formats reads into a store, all or nothing, and commits. Without a store one is " +
      "made that fits the file: directed or not, with the key that the file has. A `-` is the standard input. Of a table, " +
      "--edges names the files of edges. By default what is imported is new; --merge finds nodes by their key, " +
      "--replace makes the graph what the file says. What the file has and the graph cannot hold is told on stderr.",
    store: "create",
    operands: [
      { name: "files", many: true, optional: true, summary: "Files, or - for a pipe", complete: "file" },
    ],
    options: {
      edges: { type: "string", value: "FILE", multiple: true, summary: "A table of edges", complete: "file" },
      message: commitFlags.message,
      ...readFlags,
      merge: {
        type: "boolean",
        summary: "Nodes that are there by their key are given the values of the file",
      },
      "merge-edges": { type: "boolean", summary: "Edges of the same ends and type are one" },
      "merge-edges-by": {
        type: "string",
        value: "NAMES",
        summary: "The same, where these attributes have equal values too",
      },
      replace: { type: "boolean", summary: "The graph becomes what the file says; all else is removed" },
      batch: { type: "integer", value: "N", min: 1, summary: "Commit after so many nodes and edges" },
      resume: { type: "boolean", summary: "Go on behind the last commit of an import with --batch" },
      directed: { type: "boolean", summary: "A new graph is directed, whatever the file says" },
      undirected: { type: "boolean", summary: "A new graph is undirected" },
      option: formatOption,
      author: commitFlags.author,
      "dry-run": commitFlags["dry-run"],
      "no-commit": commitFlags["no-commit"],
    },
    examples: [
      {
        line: 'groggy import new.groggy people.csv --edges knows.csv -m "first import"',
        summary: "two tables",
      },
      {
        line: "groggy import new.groggy people.csv --types born=int32 --dry-run",
        summary: "what would be read",
      },
    ],
    exitCodes: { 3: "the file cannot be read, or does not fit the graph; nothing is changed" },
    json: documentOf({ ...importProperties, ...committedProperties }),
    topics: ["formats"],
  },
  export: {
    group: "data",
    summary: "Write the graph to a file",
    description:
      "Writes the graph, a state of its past or a part of it in the format that the name of the file says, or --format. A `-` " +
      "is the standard output. A file has its old contents until all is written. What the format cannot hold is told on " +
      "stderr, or with `--losses refuse` is an error.",
    store: "read",
    operands: [{ name: "file", summary: "A file, or - for a pipe", complete: "file" }],
    options: {
      edges: {
        type: "string",
        value: "FILE",
        summary: "Of a format of tables: the file of edges",
        complete: "file",
      },
      format: { ...readFlags.format, summary: "The format, where the name of the file does not say it" },
      at: atOption,
      where: {
        type: "string",
        value: "FILTER",
        summary: "The nodes that a filter selects, and the edges among them",
      },
      losses: lossesOption,
      key: {
        type: "string",
        value: "ATTRIBUTE",
        summary: "The attribute whose values are the ids in the file",
      },
      "no-key": { type: "boolean", summary: "The ids in the file are those of the graph" },
      rename: readFlags.rename,
      only: { ...readFlags.only, summary: "The attributes to be written" },
      without: readFlags.without,
      compression: compressionOption,
      option: formatOption,
    },
    examples: [
      { line: "groggy export people.groggy people.graphml", summary: "by the name of the file" },
      { line: "groggy export people.groggy - --format jsonl --at v1", summary: "a past state, to a pipe" },
      { line: "groggy export people.groggy nodes.csv --edges edges.csv", summary: "two tables" },
    ],
    exitCodes: { 3: "the format cannot hold the graph, with --losses refuse" },
    json: documentOf(exportProperties),
    topics: ["formats", "revisions", "filters"],
  },
  convert: {
    group: "data",
    summary: "Convert a file to another format",
    description:
      "Reads a file and writes another one, without a store, in the formats that their names say, or --from and --to. A `-` " +
      "is the standard input or output. What either format cannot hold is told on stderr.",
    store: "none",
    operands: [
      { name: "from", summary: "A file, or - for a pipe", complete: "file" },
      { name: "to", summary: "A file, or - for a pipe", complete: "file" },
    ],
    options: {
      from: { ...readFlags.format, summary: "The format that is read, where the name does not say it" },
      to: { ...readFlags.format, summary: "The format that is written, where the name does not say it" },
      edges: { type: "string", value: "FILE", summary: "The table of edges to read", complete: "file" },
      "edges-to": { type: "string", value: "FILE", summary: "The table of edges to write", complete: "file" },
      losses: lossesOption,
      ...withoutFormat(),
      compression: compressionOption,
      "from-option": { ...longFormatOption, summary: "An option of the format that is read: graph=1" },
      "to-option": { ...longFormatOption, summary: "An option of the format that is written: bom=true" },
    },
    examples: [
      { line: "groggy convert people.csv people.gexf --edges knows.csv", summary: "two tables to one file" },
      { line: "groggy convert people.csv - --to jsonl", summary: "to a pipe" },
    ],
    exitCodes: { 3: "the file cannot be read, or the other format cannot hold it with --losses refuse" },
    json: documentOf({
      read: { type: "object", properties: importProperties },
      written: { type: "object", properties: exportProperties },
    }),
    topics: ["formats"],
  },
  nodes: {
    group: "data",
    summary: "List the nodes that a filter selects",
    description:
      "Lists nodes with their labels and attributes, all of them or those for which a filter is true; `groggy help filters` " +
      "has the language of filters. In a pipe all rows are written, as they are read; on a terminal as many as fit.",
    store: "read",
    operands: [{ name: "filter", optional: true, summary: 'Such as ":Person AND born < 1900"' }],
    options: listOptions,
    examples: [
      {
        line: 'groggy nodes people.groggy ":Person AND born < 1900" --columns name,born',
        summary: "a filter and columns",
      },
      { line: "groggy nodes people.groggy --sort -born --limit 3", summary: "the three born last" },
      { line: 'groggy nodes people.groggy "born > 1900" --at v1 --count', summary: "how many there were" },
    ],
    exitCodes: { 1: "there are none, with --fail-empty" },
    json: listJson("node"),
    topics: ["filters", "revisions"],
  },
  edges: {
    group: "data",
    summary: "List the edges that a filter selects",
    description:
      "Lists edges with their type, ends and attributes. Ends are shown by the key of the graph, where it has one, else by id; " +
      "`--columns source.name` shows another attribute of theirs.",
    store: "read",
    operands: [{ name: "filter", optional: true, summary: 'Such as ":KNOWS AND since < 1900"' }],
    options: listOptions,
    examples: [
      {
        line: "groggy edges people.groggy :INSPIRED --columns source.name,target.name,since",
        summary: "who inspired whom",
      },
      { line: 'groggy edges people.groggy "since > 1900" --count', summary: "how many" },
    ],
    exitCodes: { 1: "there are none, with --fail-empty" },
    json: listJson("edge"),
    topics: ["filters", "revisions"],
  },
};

function withoutFormat(): Omit<typeof readFlags, "format"> {
  const { format, ...others } = readFlags;
  return others;
}
