/** The rows of the verbs of care in the table of commands: whether a store is whole, and what becomes of it. */
import type { Command, JsonSchema } from "../shared/command.js";
import { documentSchema } from "../shared/document-schema.js";

const path: JsonSchema = { type: "string" };
const count: JsonSchema = { type: "integer" };
const bytes: JsonSchema = { type: "integer", description: "Bytes" };

export const careCommands: Readonly<Record<string, Command>> = {
  verify: {
    group: "care",
    summary: "Check a store, and repair nothing",
    description:
      "Checks a store against its checksums and hashes and lists what is not as it was written, with file and offset. " +
      "quick reads the journal and the ids of commits; full reads every byte, and the states of all branches and tags; " +
      "deep the state of every commit.",
    store: "read",
    operands: [],
    options: {
      level: {
        type: "string",
        short: "l",
        value: "LEVEL",
        choices: ["quick", "full", "deep"],
        default: "full",
        summary: "How much is checked",
      },
    },
    examples: [
      { line: "groggy verify people.groggy", summary: "every byte, and every branch and tag" },
      { line: "groggy verify people.groggy --level deep", summary: "the state of every commit as well" },
      { line: "groggy verify damaged.groggy", summary: "a store with damage", exitCode: 5 },
    ],
    exitCodes: { 1: "hashes do not fit", 4: "there is no store", 5: "a file is damaged" },
    json: documentSchema({
      path,
      ok: { type: "boolean" },
      level: { enum: ["quick", "full", "deep"] },
      commits: { type: "integer", description: "The number of commits that were checked" },
      states: { type: "integer", description: "The number of states that were checked" },
      findings: {
        type: "array",
        items: {
          type: "object",
          properties: {
            kind: { enum: ["commitId", "stateRoot", "danglingEdge", "file"] },
            path: { type: ["string", "null"] },
            offset: { type: ["integer", "null"], description: "Bytes from the start of the file" },
            commit: { type: ["string", "null"] },
            message: { type: "string" },
          },
          required: ["kind", "path", "offset", "commit", "message"],
        },
      },
    }),
  },
  gc: {
    group: "care",
    summary: "Forget commits that nothing leads to, and free their space",
    description:
      "Forgets the commits that no branch, tag, stash or step of undo leads to, and writes the store anew without them. " +
      "They cannot be brought back, so that it asks on a terminal, and needs --force in a pipe. What only undo leads " +
      "to is kept, unless --drop-undo.",
    store: "write",
    operands: [],
    options: {
      "drop-undo": {
        type: "boolean",
        summary: "Forget also what only undo leads to; nothing can be undone then",
      },
      force: { type: "boolean", short: "f", summary: "Do not ask" },
      "dry-run": { type: "boolean", summary: "Say what would be freed, and change nothing" },
    },
    examples: [
      { line: "groggy gc people.groggy --dry-run", summary: "what would be freed" },
      { line: "groggy gc people.groggy --drop-undo --force", summary: "all that no name leads to" },
    ],
    exitCodes: { 1: "the answer was no", 4: "the store is locked, or there is none" },
    json: documentSchema({
      commitsDropped: count,
      commitsKept: count,
      sizeBytesBefore: { ...bytes, description: "Bytes of columns in memory" },
      sizeBytesAfter: { ...bytes, description: "Bytes of columns in memory" },
      fileBytesBefore: { ...bytes, description: "Bytes of the files of the store" },
      fileBytesAfter: { ...bytes, description: "Bytes of the files of the store" },
      dryRun: { type: "boolean" },
    }),
  },
  salvage: {
    group: "care",
    summary: "Make a new store of what can be read of a damaged one",
    description:
      "Makes a new store of every commit, branch and tag of a damaged one that can be read, and lists what was lost. " +
      "The damaged store is not changed, so that nothing is asked. A commit that lost nothing, nor any before it, " +
      "keeps its id. A backup or a bundle is better, where there is one.",
    store: "none",
    operands: [
      { name: "store", summary: "the damaged store", complete: "store" },
      { name: "into", summary: "the folder of the new store, which is empty or not there" },
    ],
    options: { "dry-run": { type: "boolean", summary: "Say what could be saved, and keep nothing" } },
    examples: [
      { line: "groggy salvage damaged.groggy saved.groggy", summary: "what is left of a store", exitCode: 1 },
      { line: "groggy salvage people.groggy again.groggy --dry-run", summary: "what would be lost" },
    ],
    exitCodes: {
      1: "something was lost",
      4: "there is no store, or something at the target",
      5: "nothing can be read",
    },
    json: documentSchema({
      path,
      into: path,
      commitsKept: count,
      commitsLost: count,
      commitsChanged: {
        type: "array",
        description: "Commits that lost something, by their ids before and now",
        items: { type: "object", required: ["before", "after"] },
      },
      refsMoved: {
        type: "array",
        description: "Names that mean an earlier commit now, or nothing (null)",
        items: { type: "object", required: ["kind", "name", "commit"] },
      },
      cellsLost: { type: "integer", description: "Values that could not be read" },
      edgesLost: { type: "integer", description: "Edges that could not be read" },
      damage: { type: "array", items: { type: "object", required: ["path", "offset", "message"] } },
      losses: {
        type: "array",
        description: "Damage, names and commits, as the table has them",
        items: { type: "object", required: ["kind", "name", "offset", "message"] },
      },
      dryRun: { type: "boolean" },
    }),
  },
  backup: {
    group: "care",
    summary: "Copy a store while others use it",
    description:
      "Copies a store as it was last committed, byte by byte, to a folder that is empty or not there; its writer and its " +
      "readers go on. A backup is to be restored: for a second store to work with, use clone.",
    store: "read",
    operands: [{ name: "into", summary: "the folder of the copy" }],
    options: {},
    examples: [{ line: "groggy backup people.groggy people.backup", summary: "a copy to be restored" }],
    exitCodes: { 4: "there is no store, or something at the target" },
    json: documentSchema({
      path,
      into: path,
      sizeBytes: bytes,
      commit: { type: ["string", "null"] },
    }),
  },
};
