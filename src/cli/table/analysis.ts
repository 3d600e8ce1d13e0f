/** The rows of the verbs of analysis in the table of commands. */
import type { Command } from "../shared/command.js";
import { commitFlags, committedProperties } from "../shared/committing.js";
import { atOption } from "../shared/view-at.js";

export const analysisCommands: Readonly<Record<string, Command>> = {
  query: {
    group: "analysis",
    summary: "Run a query in Cypher",
    description:
      "Runs a query in openCypher and prints its rows. One that only reads leaves the store to others meanwhile; one that " +
      "writes commits, all or nothing. EXPLAIN before a query prints how it would be carried out. A parameter is JSON where " +
      "it can be read as that, else a text: -p year=1900 -p name=Ada.",
    store: "write",
    operands: [{ name: "query", optional: true, summary: "A query, or - for a pipe" }],
    options: {
      param: {
        type: "string",
        short: "p",
        value: "NAME=VALUE",
        multiple: true,
        summary: "A parameter of the query",
      },
      file: { type: "string", value: "FILE", summary: "Read the query from a file", complete: "file" },
      at: atOption,
      timeout: { type: "integer", value: "MS", min: 1, summary: "Stop after so many milliseconds" },
      ...commitFlags,
    },
    examples: [
      {
        line: 'groggy query people.groggy "MATCH (a)-[:INSPIRED]->(b) WHERE b.born > $year RETURN a.name, b.name" -p year=1900',
        summary: "who inspired whom",
      },
      {
        line: "groggy query people.groggy \"MATCH (p:Person) WHERE p.born < 1800 SET p.era = 'old'\" --dry-run",
        summary: "what would be written",
      },
    ],
    exitCodes: { 3: "a value goes wrong while the query runs; nothing is changed" },
    json: {
      type: "object",
      description:
        "`summary`, `commit`, `changes` and `dryRun` of a query that writes; `plan` alone behind EXPLAIN",
      properties: {
        schema: { const: 1 },
        rows: { type: "array", items: { type: "object" } },
        columns: { type: "array", items: { type: "string" } },
        notes: { type: "array", items: { type: "string" } },
        summary: { type: "object", additionalProperties: { type: "integer" } },
        plan: { type: "string" },
        ...committedProperties,
      },
      required: ["schema"],
      additionalProperties: false,
    },
    topics: ["revisions"],
  },
};
