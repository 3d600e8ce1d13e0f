/** The rows of the verbs of data in the table of commands. Over 500 lines, since each verb has its documentation here. */
import type { Command, CommandOption, JsonSchema } from "../shared/command.js";
import { commitFlags, committedProperties } from "../shared/committing.js";
import { documentSchema } from "../shared/document-schema.js";
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
  const properties: Record<string, JsonSchema> = {
    [`${kind}s`]: {
      type: "array",
      description: "An object each, by the names of the columns; null where absent",
      items: { type: "object" },
    },
    count: { type: "integer" },
    ids: { type: "array", items: { type: "integer" } },
  };
  return {
    ...documentSchema(properties, Object.keys(properties)),
    description: `With --count \`count\`, with --ids \`ids\`, else \`${kind}s\``,
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
    json: documentSchema({ ...importProperties, ...committedProperties }),
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
    json: documentSchema(exportProperties),
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
      {
        name: "to",
        optional: true,
        summary: "A file, or - for a pipe, which is the default",
        complete: "file",
      },
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
    json: documentSchema({
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
  get: {
    group: "data",
    summary: "Show a node or an edge",
    description:
      "Shows a node by its key, or a node or an edge by its id (node:7, edge:3), with labels, degree, ends and attributes; with " +
      "--history also the commits that made it so, and what each of them changed. In a graph with keys by label the label " +
      "comes before the key: Person:ada. In a graph without a key a number alone is the id of a node.",
    store: "read",
    operands: [{ name: "element", summary: "A key, node:ID or edge:ID" }],
    options: {
      history: { type: "boolean", summary: "The commits that changed it, too" },
      at: atOption,
    },
    examples: [
      {
        line: "groggy get people.groggy ada@example.org --history",
        summary: "a node by its key, and its past",
      },
      { line: "groggy get people.groggy edge:0 --at v1", summary: "an edge, as it was" },
    ],
    exitCodes: { 1: "there is no such element" },
    json: {
      type: "object",
      properties: {
        schema: { const: 1 },
        kind: { enum: ["node", "edge"] },
        id: whole,
        labels: { type: "array", items: { type: "string" } },
        degree: { type: "object", description: "`out` and `in`, or `both` in an undirected graph" },
        type: textOrNull,
        source: endJson(),
        target: endJson(),
        attributes: { type: "object" },
        history: {
          type: "array",
          items: {
            type: "object",
            properties: {
              commit: { type: "string" },
              time: { type: "number" },
              author: { type: "string" },
              message: { type: "string" },
              change: { enum: ["added", "removed", "changed"] },
              labels: { type: ["object", "null"] },
              attributes: { type: "object" },
            },
            required: ["commit", "time", "author", "message", "change", "labels", "attributes"],
          },
        },
      },
      required: ["schema", "kind", "id", "attributes"],
    },
    topics: ["revisions"],
  },
  neighbors: {
    group: "data",
    summary: "List the nodes around a node",
    description:
      "Lists the nodes that edges lead to from a node, and with --depth those further on, each once, with the fewest edges that " +
      "lead there. The node itself is not among them.",
    store: "read",
    operands: [{ name: "node", summary: "A key, or node:ID" }],
    options: {
      depth: { type: "integer", value: "N", min: 1, default: 1, summary: "How many edges away at most" },
      direction: {
        type: "string",
        value: "WAY",
        choices: ["out", "in", "both"],
        default: "out",
        summary: "The edges that are followed: out, in or both",
      },
      type: { type: "string", value: "NAMES", summary: "Edges of these types alone", complete: "label" },
      where: { type: "string", value: "FILTER", summary: "Edges for which a filter is true alone" },
      columns: listOptions.columns,
      limit: listOptions.limit,
      at: atOption,
    },
    examples: [
      {
        line: "groggy neighbors people.groggy charles@example.org --depth 2 --columns name",
        summary: "two steps on",
      },
      {
        line: "groggy neighbors people.groggy node:0 --direction both --type INSPIRED",
        summary: "either way",
      },
    ],
    exitCodes: { 1: "there is no such node" },
    json: documentSchema({
      neighbors: {
        type: "array",
        items: { type: "object", properties: { depth: whole }, required: ["depth"] },
      },
      node: whole,
    }),
    topics: ["filters", "revisions"],
  },
  path: {
    group: "data",
    summary: "Find a shortest path between two nodes",
    description:
      "Finds a shortest path from one node to another, by the number of edges or by their weights, or with --all each of the " +
      "shortest paths.",
    store: "read",
    operands: [
      { name: "from", summary: "A key, or node:ID" },
      { name: "to", summary: "A key, or node:ID" },
    ],
    options: {
      weight: {
        type: "string",
        value: "ATTRIBUTE",
        summary: "The weights of edges, added up",
        complete: "attribute",
      },
      direction: {
        type: "string",
        value: "WAY",
        choices: ["out", "in", "both"],
        default: "out",
        summary: "The edges that are followed: out, in or both",
      },
      type: { type: "string", value: "NAMES", summary: "Edges of these types alone", complete: "label" },
      all: { type: "boolean", summary: "All shortest paths, and not one of them" },
      limit: { type: "integer", value: "N", min: 1, summary: "With --all: how many at most" },
      at: atOption,
    },
    examples: [
      {
        line: "groggy path people.groggy charles@example.org grace@example.org",
        summary: "the nodes on the way",
      },
      {
        line: "groggy path people.groggy alan@example.org charles@example.org",
        summary: "no path leads there",
        exitCode: 1,
      },
    ],
    exitCodes: { 1: "no path leads there, or there is no such node" },
    json: documentSchema({
      paths: {
        type: "array",
        items: {
          type: "object",
          properties: {
            distance: { type: "number" },
            nodes: { type: "array", items: whole },
            edges: { type: "array", items: whole },
          },
          required: ["distance", "nodes", "edges"],
        },
      },
      from: whole,
      to: whole,
    }),
    topics: ["revisions"],
  },
  set: {
    group: "data",
    summary: "Set attributes of what a filter selects",
    description:
      "Sets attributes of the nodes that a filter selects, or with --edges of edges, and commits. `name=text` is a text, or a " +
      "value of the type that the attribute has; `name:=json` a value of JSON, and `name:=null` takes the attribute away; " +
      "`name:type=text` a value of a type. A text for a new attribute that could as well be a number is refused. The " +
      'filter is the first word; "" selects all.',
    store: "write",
    operands: [
      { name: "words", many: true, summary: "A filter, then name=text, name:=json or name:type=text" },
    ],
    options: {
      edges: { type: "boolean", summary: "Edges, and not nodes" },
      graph: { type: "boolean", summary: "The attributes of the graph itself; there is no filter then" },
      "add-label": { type: "string", value: "NAMES", summary: "Labels to be added", complete: "label" },
      "remove-label": {
        type: "string",
        value: "NAMES",
        summary: "Labels to be taken away",
        complete: "label",
      },
      "fail-empty": { type: "boolean", summary: "Exit with 1 where nothing is selected" },
      ...commitFlags,
    },
    examples: [
      {
        line: 'groggy set people.groggy ":Person AND born < 1900" era=old rank:=5',
        summary: "a text and a number",
      },
      {
        line: "groggy set people.groggy :Author --add-label Writer --dry-run",
        summary: "what would be done",
      },
    ],
    exitCodes: {
      1: "nothing is selected, with --fail-empty",
      3: "a rule of the graph is broken, such as that of its key; nothing is changed",
    },
    json: documentSchema({ selected: whole, ...committedProperties }),
    topics: ["filters"],
  },
  apply: {
    group: "data",
    summary: "Make the changes of a patch",
    description:
      "Makes the changes of a patch, a file of JSON as `groggy diff --patch` and `diff.toPatch()` write it, and commits, " +
      "all or nothing: the present state has to be what the patch was made from, where it changes it.",
    store: "write",
    operands: [{ name: "patch", summary: "A file, or - for a pipe", complete: "file" }],
    options: { reverse: { type: "boolean", summary: "Take the changes back" }, ...commitFlags },
    examples: [
      { line: "groggy apply people.groggy rename.json --dry-run", summary: "what a patch would change" },
    ],
    exitCodes: { 1: "the state is not what the patch was made from", 3: "the file is no patch" },
    json: documentSchema({ ...committedProperties }),
  },
};

function withoutFormat(): Omit<typeof readFlags, "format"> {
  const { format, ...others } = readFlags;
  return others;
}
function endJson(): JsonSchema {
  return { type: "object", properties: { id: whole, key: {} }, required: ["id", "key"] };
}
