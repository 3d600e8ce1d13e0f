/** The rows of the verbs of data in the table of commands. */
import type { Command, CommandOption, JsonSchema } from "../shared/command.js";
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

export const dataCommands: Readonly<Record<string, Command>> = {
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
