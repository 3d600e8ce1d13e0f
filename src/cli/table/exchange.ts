/** The rows of the verbs of exchange in the table of commands: histories between stores, and in files. */

import type { Command, CommandOption, JsonSchema } from "../shared/command.js";
import { commitFlags, committedProperties } from "../shared/committing.js";
import { documentSchema, updatesSchema } from "../shared/document-schema.js";
import { conflictSchema } from "../shared/history/conflict-words.js";
import { conflictFlags } from "../shared/history/conflict-write.js";
import { policyFlags } from "../shared/history/policies.js";

const remote: CommandOption = {
  type: "string",
  value: "NAME",
  default: "origin",
  summary: "Name of the other store here: its main is NAME/main",
};
const dryRun: CommandOption = { type: "boolean", summary: "Say what would be done, and change nothing" };
const commitsCount: JsonSchema = { type: "integer", description: "The number of commits that were sent" };
const idOrNull: JsonSchema = { type: ["string", "null"] };
const texts: JsonSchema = { type: "array", items: { type: "string" } };

const fetchFlags = {
  remote,
  "no-tags": { type: "boolean", summary: "Fetch no tags" },
  force: { type: "boolean", summary: "Replace tags that mean another commit here" },
  prune: { type: "boolean", summary: "Drop names of branches that the other store no longer has" },
} as const satisfies Record<string, CommandOption>;

const bundleProperties: Readonly<Record<string, JsonSchema>> = {
  path: { type: "string" },
  sizeBytes: { type: "integer" },
  format: { type: "integer", description: "The version of the format" },
  directed: { type: "boolean" },
  required: { ...texts, description: "The ids of commits that a store needs to fetch from it" },
  missing: {
    type: ["array", "null"],
    items: { type: "string" },
    description: "Those of them that the store lacks; null without a store",
  },
  commits: {
    type: "array",
    description: "Each after its parents",
    items: {
      type: "object",
      properties: {
        id: { type: "string" },
        author: { type: "string" },
        time: { type: "number", description: "Milliseconds since 1970" },
        message: { type: "string" },
      },
      required: ["id", "author", "time", "message"],
    },
  },
  head: {
    type: "object",
    properties: { branch: idOrNull, commit: idOrNull },
    required: ["branch", "commit"],
  },
  branches: { type: "array", items: { type: "object", required: ["name", "commit"] } },
  tags: { type: "array", items: { type: "object", required: ["name", "commit"] } },
  names: {
    type: "array",
    description: "With --list: branches and tags with the messages of their commits",
    items: { type: "object", required: ["name", "kind", "commit", "message"] },
  },
};

export const exchangeCommands: Readonly<Record<string, Command>> = {
  clone: {
    group: "exchange",
    summary: "Make a new store with the history of another one",
    description:
      "Makes a new store with all commits, tags and the present branch of another store, or of a bundle. The other " +
      "branches of a store are origin/… in the clone; those of a bundle are branches. What either store adds from " +
      "then on can be fetched, pushed and merged.",
    store: "none",
    operands: [
      { name: "source", summary: "a store, or a bundle", complete: "store" },
      { name: "target", summary: "the folder of the new store, which is empty or not there" },
    ],
    options: {
      remote,
      compression: {
        type: "string",
        value: "CODEC",
        choices: ["none", "deflate", "zstd"],
        summary: "Compression of the new store's files",
      },
    },
    examples: [
      { line: "groggy clone people.groggy copy.groggy", summary: "a store to work with beside another" },
      { line: "groggy clone all.bundle restored.groggy", summary: "a store from a bundle" },
    ],
    exitCodes: {
      3: "the bundle is not what was written",
      4: "there is no store, or something at the target",
    },
    json: documentSchema({
      source: { type: "string" },
      path: { type: "string" },
      branch: idOrNull,
      commit: idOrNull,
      commits: { type: "integer" },
      nodes: { type: "integer" },
      edges: { type: "integer" },
    }),
  },
  fetch: {
    group: "exchange",
    summary: "Take over the commits of another store that this one lacks",
    description:
      "Takes over the commits of another store, or of a bundle, that this one lacks. Its branch main is origin/main " +
      "here; no branch of this store moves. All or nothing, and undo takes it back.",
    store: "write",
    operands: [{ name: "source", summary: "a store, or a bundle", complete: "store" }],
    options: {
      branch: {
        type: "string",
        short: "b",
        value: "BRANCH",
        multiple: true,
        summary: "Only this branch; may be given several times",
      },
      ...fetchFlags,
      "dry-run": dryRun,
    },
    examples: [
      { line: "groggy fetch people.groggy colleague.groggy", summary: "the commits of a colleague" },
      {
        line: "groggy fetch people.groggy news.bundle --remote news --dry-run",
        summary: "what a bundle would bring",
      },
    ],
    exitCodes: { 3: "what comes is not what its hashes say", 4: "a store is locked, or there is none" },
    json: documentSchema({
      source: { type: "string" },
      remote: { type: "string" },
      commits: commitsCount,
      updates: updatesSchema,
      rejected: { ...texts, description: "Tags that mean another commit here and stayed as they were" },
      dryRun: { type: "boolean" },
    }),
  },
  pull: {
    group: "exchange",
    summary: "Fetch from another store and merge",
    description:
      "Fetches from another store, or a bundle, and merges its branch of the present branch's name. A merge with " +
      "conflicts changes nothing but what was fetched, and exits with 1: groggy merge origin/main shows the conflicts " +
      "and lets them be resolved. A policy resolves them at once; --write and --resolutions do so by a file, as in a merge.",
    store: "write",
    operands: [{ name: "source", summary: "a store, or a bundle", complete: "store" }],
    options: {
      branch: {
        type: "string",
        short: "b",
        value: "BRANCH",
        multiple: true,
        summary: "Branch of the other store; the present one's name by default",
      },
      ...fetchFlags,
      ...conflictFlags,
      ...policyFlags,
      "ff-only": { type: "boolean", summary: "Only move on, where no merge is needed" },
      "no-ff": { type: "boolean", summary: "Commit a merge even where moving on would do" },
      message: commitFlags.message,
      author: commitFlags.author,
      "dry-run": commitFlags["dry-run"],
    },
    examples: [
      { line: "groggy pull people.groggy colleague.groggy", summary: "what a colleague committed, merged" },
      {
        line: "groggy pull people.groggy colleague.groggy --policy theirs --dry-run",
        summary: "what it would do",
      },
    ],
    exitCodes: {
      1: "there are conflicts: nothing was merged; or a file of resolutions is stale",
      3: "what comes is not what its hashes say, or a file of resolutions is invalid",
      4: "a store is locked, or there is none",
    },
    json: documentSchema(
      {
        source: { type: "string" },
        remote: { type: "string" },
        status: { enum: ["upToDate", "fastForward", "clean", "conflicted"] },
        commits: commitsCount,
        updates: updatesSchema,
        rejected: { ...texts, description: "Tags that mean another commit here and stayed as they were" },
        head: { ...idOrNull, description: "The commit that the store is at now" },
        merge: committedProperties.commit,
        conflicts: { type: "array", description: "Those that nothing resolves", items: conflictSchema },
        dryRun: { type: "boolean" },
        written: { type: "string", description: "The path of the file of conflicts" },
      },
      ["written"],
    ),
  },
  push: {
    group: "exchange",
    summary: "Send commits to another store and move its branch",
    description:
      "Sends another store the commits of a branch that it lacks, and moves its branch: only forward, unless --force. " +
      "Where the other branch has commits that are not known here, pull first. If the branch is checked out there, its " +
      "state moves as well.",
    store: "write",
    operands: [{ name: "target", summary: "a store", complete: "store" }],
    options: {
      branch: {
        type: "string",
        short: "b",
        value: "BRANCH",
        summary: "Branch to push; the present one by default",
        complete: "branch",
      },
      to: { type: "string", value: "BRANCH", summary: "Its name in the other store; the same by default" },
      tags: { type: "boolean", summary: "Push all tags too" },
      tag: {
        type: "string",
        value: "TAG",
        multiple: true,
        summary: "Push this tag too; may be given several times",
        complete: "tag",
      },
      force: { type: "boolean", summary: "The other branch, or a tag there, may lose commits" },
      expected: {
        type: "string",
        value: "REVISION",
        summary: "Only where the other branch is at this commit; none for no such branch",
        complete: "revision",
      },
      remote,
      wait: { type: "integer", value: "MS", min: 0, summary: "Wait so long for a writer of the other store" },
      "dry-run": dryRun,
    },
    examples: [
      {
        line: "groggy push people.groggy colleague.groggy --branch experiment",
        summary: "a branch for a colleague",
      },
      {
        line: "groggy push people.groggy colleague.groggy --to review --tags --dry-run",
        summary: "what would be sent",
      },
    ],
    exitCodes: {
      1: "the other branch has commits that this one does not build on, or uncommitted changes",
      4: "a store is locked, or there is none",
    },
    json: documentSchema({
      target: { type: "string" },
      branch: idOrNull,
      to: idOrNull,
      commits: commitsCount,
      updates: { ...updatesSchema, description: "The names that moved in the other store" },
      dryRun: { type: "boolean" },
    }),
  },
  bundle: {
    group: "exchange",
    summary: "Put a history into one file, or look into such a file",
    description:
      "Puts all commits, branches and tags into one file, or those that others lack (--since, --range). The file can be " +
      "sent, kept, fetched from, and cloned. With --list or --verify it reads a bundle instead: every hash in it is " +
      "checked, and with a store whether that has the commits that the bundle builds on.",
    store: "read",
    storeOptional: true,
    operands: [{ name: "file", summary: "the bundle", complete: "file" }],
    options: {
      range: { type: "string", value: "A..B", summary: "Only commits that are in B and not in A" },
      since: {
        type: "string",
        value: "REVISION",
        multiple: true,
        summary: "Only commits that this one does not have; may be given several times",
        complete: "revision",
      },
      list: { type: "boolean", summary: "List the branches and tags of a bundle" },
      verify: { type: "boolean", summary: "Check a bundle, and whether the store has what it needs" },
      force: { type: "boolean", summary: "Replace a file that is no bundle" },
    },
    examples: [
      { line: "groggy bundle people.groggy whole.bundle", summary: "the whole history in a file" },
      { line: "groggy bundle people.groggy changes.bundle --since v1", summary: "what came after v1" },
      { line: "groggy bundle people.groggy news.bundle --verify", summary: "whether it can be fetched from" },
      { line: "groggy bundle all.bundle --list", summary: "what is in a bundle" },
    ],
    exitCodes: {
      1: "with --verify: the store lacks commits that the bundle needs",
      3: "the bundle is not what was written",
      4: "there is no store",
    },
    json: documentSchema(bundleProperties, ["names"]),
  },
};
