/** The row of the shell in the table of commands. */
import type { Command } from "../shared/command.js";

export const shellTable: Readonly<Record<string, Command>> = {
  shell: {
    group: "program",
    summary: "Ask and change a store line by line",
    description:
      "Opens a store and runs what is entered: a filter of nodes, edges and a filter, Cypher, and the verbs of this " +
      "program with a dot before them (.log, .diff main~1, .help). Changes stay uncommitted until .commit; the prompt " +
      "shows them by a *. Beside another writer it only reads. What comes from a pipe is run line by line until " +
      "something fails. `groggy people.groggy` alone is the same.",
    store: "write",
    operands: [],
    options: {
      "read-only": { type: "boolean", summary: "Change nothing, and leave the store to other writers" },
      js: { type: "boolean", summary: "Node's own shell, with graph and the algorithms" },
    },
    examples: [
      {
        line: "groggy people.groggy < questions.txt",
        summary: "statements of a file; on a terminal, a shell",
      },
      {
        line: "echo ':Person AND born < 1900' | groggy shell people.groggy --read-only",
        summary: "one from a pipe, beside a writer",
      },
    ],
    exitCodes: {
      1: "input from a pipe left changes uncommitted, or a statement said no",
      3: "data was refused",
      4: "there is no store",
      5: "the store is damaged",
    },
    json: { type: "object", description: "Each statement prints a document of its own, as its verb does" },
  },
};
