/** The rows of the verbs of branches in the table of commands. Over 500 lines, since each has its help and its schema. */

import type { Command, CommandOperand, CommandOption, JsonSchema } from "../shared/command.js";
import { commitFlags } from "../shared/committing.js";
import { documentSchema } from "../shared/document-schema.js";
import { countsSchema } from "../shared/history/change-words.js";
import { commitSchema } from "../shared/history/commit-words.js";
import { conflictSchema } from "../shared/history/conflict-words.js";
import { conflictFlags } from "../shared/history/conflict-write.js";
import { policyFlags } from "../shared/history/policies.js";

const text: JsonSchema = { type: "string" };
const integer: JsonSchema = { type: "integer" };
const boolean: JsonSchema = { type: "boolean" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const time: JsonSchema = { type: "number", description: "Milliseconds since 1970" };
const commit = commitSchema();
const commitOrNull: JsonSchema = { ...commit, type: ["object", "null"] };
const conflicts: JsonSchema = { type: "array", items: conflictSchema };

/** The schema of the document of verbs that move names. */
function doneSchema(verbs: readonly string[]): JsonSchema {
  return documentSchema({
    done: {
      type: "array",
      items: {
        type: "object",
        properties: { verb: { enum: verbs }, name: text, from: text, commit: textOrNull },
        required: ["verb", "name", "commit"],
      },
    },
  });
}

const interactive: CommandOption = {
  type: "boolean",
  short: "i",
  summary: "Ask for each conflict, on a terminal",
};
const { message, author } = commitFlags;
const dryRun = commitFlags["dry-run"];

const force: CommandOption = { type: "boolean", short: "f", summary: "Let --write replace a file" };

const revisions: CommandOperand = {
  name: "revisions",
  optional: true,
  many: true,
  summary: "The commits, in order; with --resolutions those of the file",
  complete: "revision",
};

const replayOptions = {
  mainline: {
    type: "integer",
    value: "N",
    min: 1,
    summary: "Of a commit with several parents the one to compare it with, from 1 on",
  },
  ...conflictFlags,
  force,
  ...policyFlags,
  interactive,
  message,
  author,
  "dry-run": dryRun,
} as const satisfies Record<string, CommandOption>;

const replayJson = documentSchema(
  {
    commits: { type: "array", items: commit, description: "The commits that were made" },
    dryRun: boolean,
    unresolved: { type: "integer", description: "The number of conflicts that are open" },
    conflicts,
    changes: { ...countsSchema, description: "With --dry-run" },
    written: { type: "string", description: "The path of the file of conflicts" },
  },
  ["changes", "written"],
);

export const branchesCommands: Readonly<Record<string, Command>> = {
  branch: {
    group: "branches",
    summary: "List, make, rename or delete branches",
    description:
      "Without a name, lists the branches; * is the present one. With a name, makes a branch of the present commit, or " +
      "of a revision behind it, and stays where it is. --move OLD NEW renames one, --move NEW the present one. A branch " +
      "that alone leads to some commits is deleted with --force, or after a question.",
    store: "write",
    operands: [
      {
        name: "names",
        optional: true,
        many: true,
        summary: "The name of a new branch and where it begins; or what --move and --delete take",
        complete: "branch",
      },
    ],
    options: {
      delete: { type: "boolean", short: "d", summary: "Delete these branches" },
      move: { type: "boolean", short: "m", summary: "Rename a branch" },
      force: { type: "boolean", short: "f", summary: "Delete a branch that alone leads to some commits" },
      all: { type: "boolean", short: "a", summary: "List branches of other stores, too" },
      remotes: { type: "boolean", short: "r", summary: "List branches of other stores alone" },
      contains: {
        type: "string",
        value: "REVISION",
        summary: "List those that lead to a commit alone",
        complete: "revision",
      },
    },
    examples: [
      { line: "groggy branch people.groggy", summary: "the branches" },
      { line: "groggy branch people.groggy --contains rival", summary: "those that have a commit" },
      { line: "groggy branch people.groggy idea v1", summary: "make one at a tag" },
      { line: "groggy branch people.groggy --move rival by-law", summary: "rename one" },
      { line: "groggy branch people.groggy --delete rival --force", summary: "delete one" },
    ],
    exitCodes: { 1: "there is a branch of that name already, or the present one would be deleted" },
    topics: ["revisions"],
    json: {
      anyOf: [
        documentSchema({
          head: { type: ["string", "null"], description: "The present branch" },
          branches: {
            type: "array",
            items: {
              type: "object",
              properties: {
                name: text,
                commit: text,
                time,
                author: text,
                message: text,
                remote: { type: "boolean", description: "Whether it is of another store" },
                current: boolean,
              },
              required: ["name", "commit", "time", "author", "message", "remote", "current"],
            },
          },
        }),
        doneSchema(["branch", "move", "delete"]),
      ],
    },
  },
  checkout: {
    group: "branches",
    summary: "Go to a branch or to another commit",
    description:
      "Moves the store to a branch, which the next commits are made on. Any other revision detaches the head: commits " +
      "are on no branch then. A name that only a branch of another store has makes a branch of it. The store keeps " +
      "where it is.",
    store: "write",
    operands: [
      { name: "revision", summary: "The branch, or another revision", complete: "revision" },
      { name: "start", optional: true, summary: "With --create: where it begins", complete: "revision" },
    ],
    options: {
      create: { type: "boolean", short: "b", summary: "Make the branch first" },
      carry: { type: "boolean", summary: "Take along what is uncommitted" },
      stash: { type: "boolean", summary: "Put aside what is uncommitted" },
      discard: { type: "boolean", summary: "Drop what is uncommitted" },
    },
    examples: [
      { line: "groggy checkout people.groggy experiment", summary: "go to a branch" },
      { line: "groggy checkout people.groggy --create idea v1", summary: "make one at a tag, and go there" },
      { line: "groggy checkout people.groggy main~1", summary: "look around in the past" },
    ],
    exitCodes: { 1: "there are uncommitted changes, or a branch to make is there already" },
    topics: ["revisions"],
    json: documentSchema({
      branch: { type: ["string", "null"], description: "Null where the head is detached" },
      commit: textOrNull,
      created: { type: "boolean", description: "Whether the branch was made" },
      from: {
        type: "object",
        properties: { branch: textOrNull, commit: textOrNull },
        required: ["branch", "commit"],
      },
      unreachable: {
        type: "array",
        items: text,
        description: "Commits that no name leads to any more, the newest first",
      },
    }),
  },
  tag: {
    group: "branches",
    summary: "List, make or delete tags",
    description:
      "Without a name, lists the tags. With a name, gives it to the present commit, or to a revision behind it, for good. " +
      "With a message the tag has an author and a time as well.",
    store: "write",
    operands: [
      {
        name: "names",
        optional: true,
        many: true,
        summary: "The name of a new tag and its revision; or the tags to delete",
        complete: "tag",
      },
    ],
    options: {
      delete: { type: "boolean", short: "d", summary: "Delete these tags" },
      message: { type: "string", short: "m", value: "TEXT", summary: "Message of the tag" },
      author: { type: "string", value: "NAME", summary: "Author of the message; $GROGGY_AUTHOR by default" },
    },
    examples: [
      { line: "groggy tag people.groggy", summary: "the tags" },
      { line: 'groggy tag people.groggy v2 main -m "counted by hand"', summary: "make one" },
      { line: "groggy tag people.groggy --delete v1", summary: "delete one" },
    ],
    exitCodes: { 1: "there is a tag of that name already" },
    topics: ["revisions"],
    json: {
      anyOf: [
        documentSchema({
          tags: {
            type: "array",
            items: {
              type: "object",
              properties: {
                name: text,
                commit: text,
                message: textOrNull,
                author: textOrNull,
                time: { type: ["number", "null"], description: "Of the message; milliseconds since 1970" },
              },
              required: ["name", "commit", "message", "author", "time"],
            },
          },
        }),
        doneSchema(["tag", "delete"]),
      ],
    },
  },
  merge: {
    group: "branches",
    summary: "Merge another branch into the present one",
    description:
      "Merges by fact: a node, an edge, a label, the value of one attribute. Where the two sides contradict each other " +
      "nothing is changed, the conflicts are printed, and the exit code is 1. Resolve them by --policy or --attribute, " +
      "one by one with --interactive, or over two calls: --write puts them in a file, each with its three values and a " +
      'resolution of null; give each one, "ours", "theirs", another of its choices or { "value": … }, and --resolutions ' +
      "merges by the file. It is refused if either side has moved since.",
    store: "write",
    operands: [
      {
        name: "revision",
        optional: true,
        summary: "What to merge; with --resolutions what the file is of",
        complete: "revision",
      },
    ],
    options: {
      ...conflictFlags,
      force,
      ...policyFlags,
      interactive,
      "no-ff": { type: "boolean", summary: "Make a commit where the branch could just be moved" },
      "ff-only": { type: "boolean", summary: "Refuse all but moving the branch" },
      message,
      author,
      "dry-run": dryRun,
    },
    examples: [
      { line: "groggy merge people.groggy experiment", summary: "merge a branch" },
      { line: "groggy merge people.groggy rival --dry-run", summary: "what it would do" },
      {
        line: "groggy merge people.groggy rival --attribute name=theirs --policy ours",
        summary: "resolve by side and attribute",
      },
      { line: "groggy merge people.groggy experiment --no-ff -m 'her name'", summary: "with a message" },
    ],
    exitCodes: {
      1: "conflicts are open, a file of resolutions is stale, or --ff-only does not apply",
      3: "a file of resolutions is invalid",
    },
    topics: ["revisions"],
    json: documentSchema({
      status: { enum: ["upToDate", "fastForward", "clean", "conflicted"] },
      branch: textOrNull,
      base: { type: ["string", "null"], description: "The common ancestor" },
      ours: textOrNull,
      theirs: textOrNull,
      commit: { ...commitOrNull, description: "Where the branch is now; null if nothing was merged" },
      dryRun: boolean,
      changes: { ...countsSchema, description: "What changes on the present branch, open conflicts as ours" },
      unresolved: { type: "integer", description: "The number of conflicts that are open" },
      conflicts,
      written: { type: ["string", "null"], description: "The path of the file of conflicts" },
    }),
  },
  revert: {
    group: "branches",
    summary: "Take back what a commit changed, in a new commit",
    description:
      "Makes a commit that takes back what a commit changed, and leaves what came since as it is. Where that contradicts " +
      "it the conflicts are printed, and nothing is changed; --write and --resolutions resolve them by a file, as in a " +
      "merge.",
    store: "write",
    operands: [revisions],
    options: replayOptions,
    examples: [
      { line: "groggy revert people.groggy HEAD", summary: "the last commit" },
      { line: "groggy revert people.groggy main~1 --dry-run", summary: "what it would do" },
    ],
    exitCodes: {
      1: "conflicts are open, there is nothing to take back, or a file of resolutions is stale",
      3: "a file of resolutions is invalid",
    },
    topics: ["revisions"],
    json: replayJson,
  },
  "cherry-pick": {
    group: "branches",
    summary: "Make what a commit changed on the present branch, too",
    description:
      "Makes a commit of what another one changed, with its message and its author. Where the present state contradicts " +
      "it the conflicts are printed, and nothing is changed; --write and --resolutions resolve them by a file, as in a " +
      "merge.",
    store: "write",
    operands: [revisions],
    options: replayOptions,
    examples: [
      { line: "groggy cherry-pick people.groggy experiment", summary: "the last commit of a branch" },
      { line: "groggy cherry-pick people.groggy rival --dry-run", summary: "what it would do" },
    ],
    exitCodes: {
      1: "conflicts are open, the present state has the change already, or a file of resolutions is stale",
      3: "a file of resolutions is invalid",
    },
    topics: ["revisions"],
    json: replayJson,
  },
  rebase: {
    group: "branches",
    summary: "Replay the commits of the present branch on another one",
    description:
      "Replays the commits that ONTO does not have on top of it, and moves the branch there: all or nothing. " +
      "--write-plan puts the commits in a file, where lines can change places, go, and say reword, squash or drop in " +
      "place of pick; --plan replays by it. Conflicts can be resolved by a file, as in a merge: --write puts those of the " +
      "first commit that has some in it, and --resolutions goes on by it, with --write up to the next.",
    store: "write",
    operands: [
      {
        name: "onto",
        optional: true,
        summary: "What to put the commits on top of; with --resolutions that of the file",
        complete: "revision",
      },
    ],
    options: {
      "write-plan": {
        type: "string",
        value: "FILE",
        summary: "Write the plan, and replay nothing",
        complete: "file",
      },
      plan: { type: "string", value: "FILE", summary: "Replay by a plan", complete: "file" },
      ...conflictFlags,
      force: { type: "boolean", short: "f", summary: "Let --write-plan, or --write, replace a file" },
      ...policyFlags,
      "dry-run": dryRun,
    },
    examples: [
      { line: "groggy rebase people.groggy experiment", summary: "on top of a branch" },
      { line: "groggy rebase people.groggy experiment --write-plan plan.txt", summary: "make a plan of it" },
    ],
    exitCodes: {
      1: "conflicts are open, or a file of resolutions is stale",
      3: "a line of the plan, or a file of resolutions, is invalid",
    },
    topics: ["revisions"],
    json: documentSchema(
      {
        onto: text,
        from: { type: ["string", "null"], description: "Where the branch was" },
        dryRun: boolean,
        plan: {
          type: "array",
          items: {
            type: "object",
            properties: {
              action: { enum: ["pick", "reword", "squash", "drop"] },
              commit: text,
              message: textOrNull,
            },
            required: ["action", "commit", "message"],
          },
        },
        unresolved: integer,
        conflicts,
        branch: textOrNull,
        commit: {
          ...commitOrNull,
          description: "Where the branch is now, or would be; null if there are conflicts",
        },
        stopped: { type: "string", description: "The commit that has the conflicts" },
        written: { type: "string", description: "The path of the plan, or of the file of conflicts" },
      },
      ["stopped", "written"],
    ),
  },
  reset: {
    group: "branches",
    summary: "Move the present branch to another commit",
    description:
      "Moves the present branch to another commit, and the state with it. The commits that are left behind can be gone " +
      "back to with undo until gc drops them. It asks first, and in a pipe wants --force. With --keep the state stays " +
      "as it is, and what differs is uncommitted.",
    store: "write",
    operands: [
      {
        name: "revision",
        optional: true,
        summary: "Where to; HEAD by default, which drops what is uncommitted",
        complete: "revision",
      },
    ],
    options: {
      force: { type: "boolean", short: "f", summary: "Leave commits behind, and drop what is uncommitted" },
      keep: { type: "boolean", summary: "Leave the state as it is" },
    },
    examples: [{ line: "groggy reset people.groggy main~1 --force", summary: "one commit back" }],
    exitCodes: { 1: "the answer to the question was no" },
    topics: ["revisions"],
    json: documentSchema({
      branch: textOrNull,
      commit: text,
      from: { type: ["string", "null"], description: "Where it was" },
      left: { type: "integer", description: "The number of commits that were left behind" },
      kept: boolean,
    }),
  },
  stash: {
    group: "branches",
    summary: "Put uncommitted changes aside, and take them back",
    description:
      "list shows what was put aside, push puts aside what is uncommitted in the shell or in a draft, apply and pop take " +
      "it back, drop drops it. A store keeps no uncommitted changes, so outside the shell apply and pop commit.",
    store: "write",
    operands: [
      { name: "action", optional: true, summary: "list, push, apply, pop or drop; list by default" },
      { name: "number", optional: true, summary: "Of a stash; 0, the newest, by default" },
    ],
    options: { force: { type: "boolean", short: "f", summary: "Drop without a question" }, ...commitFlags },
    examples: [{ line: "groggy stash people.groggy list", summary: "what was put aside" }],
    exitCodes: { 1: "there is no such stash, nothing to put aside, or what it changes has changed since" },
    json: documentSchema(
      {
        stashes: {
          type: "array",
          items: {
            type: "object",
            properties: {
              number: integer,
              message: text,
              time,
              commit: { type: ["string", "null"], description: "What it was made on" },
              changes: countsSchema,
            },
            required: ["number", "message", "time", "commit", "changes"],
          },
        },
        commit: { type: ["string", "null"], description: "Of apply and pop" },
      },
      ["commit"],
    ),
  },
  undo: operationCommand({
    verb: "undo",
    summary: "Take back the last verb: a commit, a merge, a checkout, a branch",
    description:
      "Takes back the last verb that changed a branch, a tag or the head, of this program or another one, and can be " +
      "repeated. A commit that is taken back is not lost: redo brings it back. --list shows what can be undone.",
    done: "undone",
  }),
  redo: operationCommand({
    verb: "redo",
    summary: "Do again what was undone",
    description: "Does again what was undone last, and can be repeated. --list shows what can be done again.",
    done: "redone",
  }),
  bisect: {
    group: "branches",
    summary: "Find the commit that made a state bad",
    description:
      "Tests the states between a good commit and a bad one, about log2 of their number. --run runs a command with the " +
      "state as a file, whose path is the last argument, or replaces {}, and is in GROGGY_FILE; GROGGY_COMMIT " +
      "is the id. Exit code 0 is good, 125 cannot be told, 1 to 124 are bad. --bad-if needs no command: a state is bad " +
      "if a node fits a filter.",
    store: "read",
    operands: [
      { name: "good", summary: "A commit that was good", complete: "revision" },
      { name: "bad", summary: "A commit that is bad and builds on it", complete: "revision" },
    ],
    options: {
      run: { type: "string", value: "COMMAND", summary: "The test, for the shell of the system" },
      "bad-if": { type: "string", value: "FILTER", summary: "The test: whether a node fits a filter" },
      input: {
        type: "string",
        value: "FORMAT",
        default: "jsonl",
        summary: "Format of the file that the command gets",
        complete: "format",
      },
    },
    examples: [
      { line: "groggy bisect people.groggy main~2 main --bad-if 'born = 1911'", summary: "by a filter" },
      { line: "groggy bisect people.groggy main~2 main --run '! grep -q Edsger'", summary: "by a command" },
    ],
    exitCodes: { 1: "skipped commits leave it open, or the command was ended by a signal" },
    topics: ["revisions", "filters"],
    json: documentSchema({
      good: text,
      bad: text,
      first: { ...commit, description: "The first bad commit" },
      tests: {
        type: "array",
        items: {
          type: "object",
          properties: { commit: text, verdict: { enum: ["good", "bad", "skip"] } },
          required: ["commit", "verdict"],
        },
      },
    }),
  },
};

function operationCommand({
  verb,
  summary,
  description,
  done,
}: {
  readonly verb: string;
  readonly summary: string;
  readonly description: string;
  readonly done: string;
}): Command {
  const list = documentSchema({
    operations: {
      type: "array",
      description: `With --list: what ${verb} would go over, the first one first`,
      items: {
        type: "object",
        properties: { time, verb: text, branch: textOrNull, commit: textOrNull },
        required: ["time", "verb"],
      },
    },
  });
  const json = documentSchema({
    [done]: { type: "array", items: text },
    branch: textOrNull,
    commit: textOrNull,
  });
  return {
    group: "branches",
    summary,
    description,
    store: "write",
    operands: [],
    options: {
      count: {
        type: "integer",
        short: "n",
        value: "N",
        min: 1,
        summary: "So many verbs, or lines of --list",
      },
      list: { type: "boolean", short: "l", summary: `List what can be ${done}` },
      force: { type: "boolean", short: "f", summary: "Drop what is uncommitted" },
    },
    examples: [
      ...(verb === "undo"
        ? ([{ line: "groggy undo people.groggy", summary: "the last verb" }] as const)
        : []),
      { line: `groggy ${verb} people.groggy --list`, summary: `what can be ${done}` },
    ] as unknown as Command["examples"],
    exitCodes: { 1: `nothing can be ${done}, or there are uncommitted changes` },
    json: { anyOf: [json, list] },
  };
}
