/** The rows of the verbs of history in the table of commands. */

import type { Command, CommandOperand, CommandOption, JsonSchema } from "../shared/command.js";
import { documentSchema } from "../shared/document-schema.js";
import { countsSchema, factSchema } from "../shared/history/change-words.js";
import { commitProperties, commitSchema } from "../shared/history/commit-words.js";

const text: JsonSchema = { type: "string" };
const integer: JsonSchema = { type: "integer" };
const time: JsonSchema = { type: "number", description: "Milliseconds since 1970" };
const names: JsonSchema = {
  type: "array",
  items: text,
  description: 'The names of the commit: "HEAD -> main", "tag: v1", "experiment"',
};
const changes: JsonSchema = { type: "array", items: factSchema, description: "Each fact that differs" };

const element: CommandOperand = {
  name: "element",
  summary: "node:7 or 7, edge:3, graph, or the key of a node",
};

const stat: CommandOption = { type: "boolean", summary: "Count the changes" };

const atRevision: CommandOption = {
  type: "string",
  value: "REVISION",
  summary: "As of a revision, not of the present state",
  complete: "revision",
};

const counts: JsonSchema = {
  type: "object",
  properties: { added: integer, removed: integer, changed: integer },
  required: ["added", "removed", "changed"],
};

export const historyCommands: Readonly<Record<string, Command>> = {
  status: {
    group: "history",
    summary: "Show the branch, the last commit and what is uncommitted",
    description:
      "Shows which branch the store is on, its last commit, and how far the branch is from the same branch of other " +
      "stores, as of the last fetch or push. Changes are uncommitted in the shell, and in a store that a program has " +
      "left a draft in.",
    store: "read",
    operands: [],
    options: {},
    examples: [{ line: "groggy status people.groggy", summary: "the branch, and what is uncommitted" }],
    json: documentSchema({
      branch: { type: ["string", "null"], description: "Null where the head is on no branch" },
      commit: { type: ["string", "null"] },
      detached: { type: "boolean" },
      unreachable: { type: "integer", description: "Commits that are on no branch and have no tag" },
      clean: { type: "boolean", description: "Whether nothing is uncommitted" },
      nodes: counts,
      edges: counts,
      graph: counts,
      upstreams: {
        type: "array",
        description: "The same branch of other stores",
        items: {
          type: "object",
          properties: { name: text, ahead: integer, behind: integer },
          required: ["name", "ahead", "behind"],
        },
      },
      stashes: integer,
    }),
  },
  log: {
    group: "history",
    summary: "Show the commits, the newest first",
    description:
      "Shows the commits that led to a revision, each before its parents. a..b are those of b that a does not have, " +
      "a...b those of either that the other does not have. Options that narrow the log go together. --graph draws " +
      "the lanes of branches; where commits are left out it leads to the nearest ancestor that is shown.",
    store: "read",
    operands: [
      {
        name: "revision",
        optional: true,
        summary: "Where to begin, or a range a..b; HEAD by default",
        complete: "revision",
      },
    ],
    options: {
      graph: { type: "boolean", short: "g", summary: "Draw the lanes of branches and merges" },
      oneline: { type: "boolean", summary: "A line a commit" },
      all: { type: "boolean", short: "a", summary: "What leads to any branch or tag" },
      limit: { type: "integer", short: "n", value: "N", min: 0, summary: "At most N commits" },
      author: { type: "string", value: "TEXT", summary: "Whose author contains TEXT" },
      grep: { type: "string", value: "TEXT", summary: "Whose message contains TEXT" },
      since: { type: "string", value: "TIME", summary: 'Made at TIME or later: 2025-01-06, "3 days ago"' },
      until: { type: "string", value: "TIME", summary: "Made at TIME or earlier" },
      touching: {
        type: "string",
        value: "ELEMENT",
        summary: "That changed an element, or an attribute of one: node:7.name",
      },
      "first-parent": { type: "boolean", summary: "Follow first parents alone, not what merges brought" },
      stat,
      patch: { type: "boolean", short: "p", summary: "Show what each commit changed" },
    },
    examples: [
      { line: "groggy log people.groggy --graph --all", summary: "branches and merges" },
      { line: "groggy log people.groggy -n 1 --patch", summary: "the last commit with what it changed" },
      { line: "groggy log people.groggy --touching node:0.name --all", summary: "who changed a name" },
      { line: "groggy log people.groggy main..experiment --oneline", summary: "what a merge would bring" },
    ],
    topics: ["revisions"],
    json: documentSchema({
      commits: {
        type: "array",
        items: {
          ...commitSchema({ names }),
          properties: {
            ...commitProperties,
            names,
            counts: { ...countsSchema, description: "With --stat or --patch" },
            changes: {
              ...changes,
              description: "With --patch: each fact that differs from the first parent",
            },
          },
        },
      },
    }),
  },
  show: {
    group: "history",
    summary: "Show a commit and what it changed",
    description:
      "Shows a commit, its message, and what it changed against its first parent, or the one that --mainline names. " +
      "Of a tag with a message that comes first.",
    store: "read",
    operands: [
      { name: "revision", optional: true, summary: "The commit; HEAD by default", complete: "revision" },
    ],
    options: {
      stat: { type: "boolean", summary: "Count the changes, and do not list them" },
      mainline: {
        type: "integer",
        value: "N",
        min: 1,
        summary: "The parent to compare a merge with, from 1 on",
      },
    },
    examples: [
      { line: "groggy show people.groggy", summary: "the last commit" },
      { line: "groggy show people.groggy v1 --stat", summary: "a tag in numbers" },
    ],
    topics: ["revisions"],
    json: documentSchema(
      {
        commit: commitSchema({ names }),
        parent: {
          type: ["string", "null"],
          description: "What it is compared with; null is the empty graph",
        },
        tag: {
          type: ["object", "null"],
          properties: { name: text, message: text, author: text, time },
          required: ["name", "message", "author", "time"],
        },
        counts: countsSchema,
        changes,
      },
      ["changes"],
    ),
  },
  diff: {
    group: "history",
    summary: "Show what two states differ in",
    description:
      "Compares two revisions; one with the present state; without any the last commit with what is uncommitted. " +
      "a..b is the same as a b, and a...b compares b with what the two have in common. + came, - went, ~ is in both. " +
      "--patch prints the form that `groggy apply` takes.",
    store: "read",
    operands: [
      { name: "from", optional: true, summary: "A revision, or two as a..b", complete: "revision" },
      { name: "to", optional: true, summary: "The other revision", complete: "revision" },
    ],
    options: {
      stat: { type: "boolean", summary: "Count, by label and attribute" },
      nodes: { type: "boolean", summary: "Nodes alone" },
      edges: { type: "boolean", summary: "Edges alone" },
      attribute: {
        type: "string",
        short: "a",
        value: "NAME",
        multiple: true,
        summary: "This attribute alone; may be given several times",
        complete: "attribute",
      },
      limit: { type: "integer", short: "n", value: "N", min: 0, summary: "At most N changes" },
      patch: { type: "boolean", short: "p", summary: "Print a patch, as JSON" },
      "exit-code": { type: "boolean", summary: "Exit with 1 if anything differs" },
    },
    examples: [
      { line: "groggy diff people.groggy main~1 main", summary: "two revisions" },
      { line: "groggy diff people.groggy v1..experiment --stat", summary: "in numbers" },
      {
        line: "groggy diff people.groggy v1 main --attribute born --exit-code",
        summary: "whether an attribute differs",
        exitCode: 1,
      },
    ],
    exitCodes: { 1: "something differs, with --exit-code" },
    topics: ["revisions"],
    json: {
      anyOf: [
        documentSchema({
          from: { type: ["string", "null"], description: "The id of a commit; null is the empty graph" },
          to: { type: ["string", "null"], description: "Null is the present state with what is uncommitted" },
          counts: countsSchema,
          changes,
        }),
        documentSchema({
          from: { type: ["string", "null"] },
          to: { type: ["string", "null"] },
          counts: countsSchema,
          statistics: {
            type: "array",
            description: "With --stat",
            items: {
              type: "object",
              properties: {
                element: { enum: ["node", "edge", "graph"] },
                label: { type: ["string", "null"], description: "A label, or a type of edges" },
                attribute: { type: ["string", "null"] },
                added: integer,
                removed: integer,
                changed: { type: ["integer", "null"] },
              },
              required: ["element", "added", "removed"],
            },
          },
        }),
        documentSchema({
          format: { type: "string", description: 'With --patch: "groggy patch 1" and so on' },
          directed: { type: "boolean" },
          nodes: { type: "object" },
          edges: { type: "object" },
        }),
      ],
    },
  },
  blame: {
    group: "history",
    summary: "Show which commit gave an element its values",
    description:
      "Shows for an element, or for one of its attributes, the commit that gave each present value. (presence) is the " +
      "commit that added the element, (labels) or (type) the one that gave it its labels.",
    store: "read",
    operands: [
      element,
      { name: "attribute", optional: true, summary: "One attribute; all by default", complete: "attribute" },
    ],
    options: { at: atRevision },
    examples: [
      { line: "groggy blame people.groggy ada@example.org", summary: "a node by its key" },
      {
        line: "groggy blame people.groggy node:0 name --at experiment",
        summary: "one attribute on a branch",
      },
    ],
    exitCodes: { 1: "there is no such element, or it does not have the attribute" },
    json: documentSchema({
      lines: {
        type: "array",
        items: {
          type: "object",
          properties: {
            what: { type: "string", description: "An attribute, or (presence), (labels), (type)" },
            value: { description: "The value" },
            commit: { type: ["string", "null"], description: "Null where it is not committed" },
            time: { type: ["number", "null"], description: "Milliseconds since 1970" },
            author: { type: ["string", "null"] },
            message: { type: ["string", "null"] },
          },
          required: ["what"],
        },
      },
      element: { enum: ["node", "edge", "graph"] },
      id: integer,
      at: { type: ["string", "null"] },
    }),
  },
  history: {
    group: "history",
    summary: "Show all that happened to an element",
    description:
      "Shows every commit that changed an element, or one of its attributes, the newest first, with the values before " +
      "and after. With --lifetimes, between which commits it was there. The element may have been removed since.",
    store: "read",
    operands: [element],
    options: {
      attribute: {
        type: "string",
        short: "a",
        value: "NAME",
        summary: "Changes of this attribute alone",
        complete: "attribute",
      },
      at: atRevision,
      lifetimes: { type: "boolean", summary: "When it came and when it went" },
    },
    examples: [
      { line: "groggy history people.groggy alan@example.org", summary: "all changes of a node" },
      {
        line: "groggy history people.groggy node:3 --lifetimes --at rival",
        summary: "when a node was there",
      },
    ],
    exitCodes: { 1: "there never was such an element" },
    json: {
      anyOf: [
        documentSchema({
          element: { enum: ["node", "edge", "graph"] },
          id: integer,
          changes: {
            type: "array",
            items: {
              type: "object",
              properties: {
                commit: text,
                author: text,
                time,
                message: text,
                change: { enum: ["added", "removed", "changed"] },
                labels: {
                  type: ["object", "null"],
                  description: "The labels before and after, if they differ",
                  properties: {
                    before: { type: "array", items: text },
                    after: { type: "array", items: text },
                  },
                  required: ["before", "after"],
                },
                attributes: {
                  type: "object",
                  description: "By name the value before and after; null if absent",
                  additionalProperties: { type: "object" },
                },
              },
              required: ["commit", "author", "time", "message", "change", "labels", "attributes"],
            },
          },
        }),
        documentSchema({
          element: { enum: ["node", "edge", "graph"] },
          id: integer,
          lifetimes: {
            type: "array",
            description: "With --lifetimes",
            items: {
              type: "object",
              properties: {
                from: { type: "string", description: "The commit that added it" },
                fromTime: time,
                to: {
                  type: ["string", "null"],
                  description: "The commit that removed it; null if it is there",
                },
                toTime: { type: ["number", "null"] },
              },
              required: ["from", "fromTime"],
            },
          },
        }),
      ],
    },
  },
};
