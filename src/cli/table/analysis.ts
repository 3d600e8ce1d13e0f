/** The rows of the verbs of analysis in the table of commands. */
import type { Command } from "../shared/command.js";
import { commitFlags, committedProperties } from "../shared/committing.js";
import { atOption } from "../shared/view-at.js";
import { algorithmOptions } from "./algorithm-options.js";

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
    exitCodes: {
      1: "it took longer than --timeout; nothing is changed",
      3: "a value goes wrong while the query runs; nothing is changed",
    },
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
  run: {
    group: "analysis",
    summary: "Run a function of groggy/algorithms",
    description:
      "Runs a function on the graph and prints what it gives: a value for each node or edge, paths, groups, pairs, or one value. " +
      "`groggy run --list` lists the functions, and `groggy run --list NAME` one with its arguments and options. Arguments " +
      "are nodes, by key or as node:ID, several between commas; numbers; or names of attributes. --into makes an attribute " +
      "of what is given and commits. A function that makes a graph writes it to --output.",
    store: "write",
    storeOptional: true,
    operands: [
      { name: "algorithm", optional: true, summary: "A function, such as pageRank", complete: "algorithm" },
      { name: "arguments", many: true, optional: true, summary: "What it is called with besides the graph" },
    ],
    options: {
      list: { type: "boolean", summary: "List the functions, or show one" },
      top: {
        type: "integer",
        value: "N",
        min: 0,
        summary: "The N greatest values, or the first N rows, alone",
      },
      into: {
        type: "string",
        value: "ATTRIBUTE",
        summary: "Make it an attribute of the nodes or edges, and commit",
      },
      output: { type: "string", value: "FILE", summary: "Where a graph is written: a file, or a new store" },
      within: {
        type: "string",
        value: "FILTER",
        summary: "The nodes that a filter selects, and the edges among them",
      },
      at: atOption,
      ...commitFlags,
      ...algorithmOptions,
    },
    examples: [
      { line: "groggy run people.groggy pageRank --top 3", summary: "the three greatest" },
      {
        line: "groggy run people.groggy shortestPath charles@example.org grace@example.org --weight since",
        summary: "arguments and an option",
      },
      {
        line: "groggy run people.groggy louvain --seed 1 --into group --dry-run",
        summary: "what would be written",
      },
      { line: "groggy run karateClub --output karate.groggy", summary: "a graph that a function makes" },
    ],
    exitCodes: { 1: "there is none, such as a path" },
    json: {
      type: "object",
      description:
        "`rows`, or `result` of one value, or what was committed with --into; beside them the function and what holds for all",
      properties: {
        schema: { const: 1 },
        function: { type: "string" },
        functions: { type: "array", items: { type: "object" } },
        rows: { type: "array", items: { type: "object" } },
        result: {},
      },
      required: ["schema"],
    },
    topics: ["filters", "revisions"],
  },
};
