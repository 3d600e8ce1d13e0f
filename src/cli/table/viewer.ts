/** The row of the viewer in the table of commands. */
import type { Command } from "../shared/command.js";
import { documentSchema } from "../shared/document-schema.js";
import { atOption } from "../shared/view-at.js";

export const viewerTable: Readonly<Record<string, Command>> = {
  view: {
    group: "analysis",
    summary: "Draw the graph in the browser, with its history",
    description:
      "Serves a page on this machine alone, prints its address, and opens it in a browser: the graph drawn, searched, coloured, " +
      "and looked at through its commits. The store is only read, beside a writer, whose commits appear on the page. A file of " +
      "any format that groggy/formats reads is drawn without a store. Ctrl-C ends it. The address has a random token: whoever " +
      "has it can read the graph while it is served. No browser is opened in a pipe, in CI, over SSH, or without a screen.",
    store: "read",
    storeOptional: true,
    operands: [
      {
        name: "file",
        optional: true,
        summary: "A file in place of the store, or - for a pipe",
        complete: "file",
      },
      { name: "filter", optional: true, summary: "Draw only what it selects" },
    ],
    options: {
      at: atOption,
      query: { type: "string", value: "CYPHER", summary: "Draw only what a query returns" },
      from: {
        type: "string",
        value: "FORMAT",
        summary: "Format of the file, by default told by it",
        complete: "format",
      },
      limit: {
        type: "integer",
        value: "N",
        min: 1,
        max: 1_000_000,
        default: 20_000,
        summary: "Draw at most N nodes, those with the most edges",
      },
      port: {
        type: "integer",
        value: "N",
        min: 0,
        max: 65_535,
        default: 0,
        summary: "The port; 0 is any that is free",
      },
      "no-open": { type: "boolean", summary: "Print the address, and open no browser" },
    },
    examples: [
      { line: "groggy view people.groggy", summary: "a store, and its history" },
      {
        line: 'groggy view people.groggy ":Person AND born < 1900" --at v1',
        summary: "a part of a past state",
      },
      { line: "groggy view knows.csv --no-open", summary: "a file" },
    ],
    exitCodes: {
      1: "there is no commit yet that --at could name",
      3: "the file was refused",
      4: "there is no store, and no file",
      5: "the store is damaged",
    },
    json: documentSchema({
      url: { type: "string", description: "With the token" },
      port: { type: "integer" },
      nodes: { type: "integer" },
      edges: { type: "integer" },
    }),
    topics: ["revisions", "filters"],
  },
};
