/** The rows of the verbs of the store as a whole in the table of commands. */
import type { Command, JsonSchema } from "../shared/command.js";
import { documentSchema } from "../shared/document-schema.js";
import { atOption } from "../shared/view-at.js";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const whole: JsonSchema = { type: "integer" };
const names: JsonSchema = { type: "array", items: text };

const nameCounts: JsonSchema = {
  type: "array",
  items: { type: "object", properties: { name: text, count: whole }, required: ["name", "count"] },
};

const attributes: JsonSchema = {
  type: "array",
  items: {
    type: "object",
    properties: { name: text, type: text, count: whole, labels: names },
    required: ["name", "type", "count", "labels"],
  },
};

export const storeCommands: Readonly<Record<string, Command>> = {
  init: {
    group: "store",
    summary: "Make an empty store",
    description:
      "Makes a store in a folder that is empty or not there yet. A key is an attribute of nodes whose values are " +
      "unique, by which verbs find nodes; a graph has one key for all nodes, or keys by label. `groggy import` makes " +
      "a store by itself that fits the file.",
    store: "create",
    operands: [],
    options: {
      undirected: { type: "boolean", summary: "Edges lead either way" },
      key: { type: "string", value: "ATTRIBUTE", summary: "The attribute that nodes are found by" },
      "label-key": {
        type: "string",
        value: "LABEL=ATTRIBUTES",
        multiple: true,
        summary: "The key of the nodes of a label, of one attribute or several: Paper=venue,number",
      },
    },
    examples: [
      { line: "groggy init new.groggy --key email", summary: "a directed graph with a key" },
      {
        line: "groggy init library.groggy --label-key Person=email --label-key Paper=venue,number",
        summary: "keys by label",
      },
    ],
    exitCodes: { 4: "the folder has files in it" },
    json: documentSchema({
      path: text,
      directed: { type: "boolean" },
      key: textOrNull,
      keys: { type: "object", additionalProperties: names },
    }),
  },
  info: {
    group: "store",
    summary: "Show what is in a store",
    description:
      "Shows the size of the store, its head, branches and tags, how many nodes and edges there are, their labels, types " +
      "and attributes, and how many have each where not all do.",
    store: "read",
    operands: [],
    options: { at: atOption },
    examples: [
      { line: "groggy info people.groggy", summary: "the present state" },
      { line: "groggy info people.groggy --at main~1", summary: "the state one commit before" },
    ],
    json: documentSchema(
      {
        path: textOrNull,
        formatVersion: { type: ["integer", "null"] },
        sizeBytes: { type: ["integer", "null"] },
        directed: { type: "boolean" },
        key: textOrNull,
        head: {
          type: "object",
          properties: { branch: textOrNull, commit: textOrNull, message: textOrNull },
          required: ["branch", "commit", "message"],
        },
        commits: whole,
        branches: names,
        tags: names,
        nodes: whole,
        edges: whole,
        labels: nameCounts,
        types: nameCounts,
        nodeAttributes: attributes,
        edgeAttributes: attributes,
        graphAttributes: { type: "object" },
      },
      ["tags", "nodes", "edges", "labels", "types", "nodeAttributes", "edgeAttributes", "graphAttributes"],
    ),
  },
  schema: {
    group: "store",
    summary: "List the attributes with their types",
    description:
      "Lists the attributes of nodes, of edges and of the graph itself with their types, how many elements have a value, of " +
      "which labels or types these are, and the rules that hold: keys, unique and required attributes.",
    store: "read",
    operands: [],
    options: { at: atOption },
    examples: [{ line: "groggy schema people.groggy", summary: "all attributes" }],
    json: documentSchema({
      attributes: {
        type: "array",
        items: {
          type: "object",
          properties: {
            of: { enum: ["node", "edge", "graph"] },
            attribute: text,
            type: text,
            count: whole,
            labels: names,
            rules: names,
          },
          required: ["of", "attribute", "type", "count", "labels", "rules"],
        },
      },
      directed: { type: "boolean" },
      key: textOrNull,
      keys: {
        type: "array",
        items: {
          type: "object",
          properties: { label: textOrNull, attributes: names },
          required: ["label", "attributes"],
        },
      },
    }),
  },
  stats: {
    group: "store",
    summary: "Show how degrees, labels and values are distributed",
    description:
      "Shows for labels, types, degrees and each attribute how many elements have a value, how many values differ, the " +
      "least, the mean and the greatest, and the most frequent ones with how often they occur. Of attributes whose values " +
      "are all different none is more frequent.",
    store: "read",
    operands: [],
    options: {
      at: atOption,
      top: {
        type: "integer",
        value: "N",
        min: 0,
        max: 1000,
        default: 5,
        summary: "How many frequent values are shown",
      },
    },
    examples: [
      { line: "groggy stats people.groggy --top 3", summary: "the three most frequent values of each" },
    ],
    json: documentSchema({
      distributions: {
        type: "array",
        items: {
          type: "object",
          properties: {
            of: { enum: ["node", "edge"] },
            name: text,
            count: whole,
            distinct: { type: ["integer", "null"] },
            min: {},
            mean: {},
            max: {},
            top: {
              type: "array",
              items: {
                type: "object",
                properties: { value: {}, count: whole },
                required: ["value", "count"],
              },
            },
          },
          required: ["of", "name", "count", "distinct", "min", "mean", "max", "top"],
        },
      },
      nodes: whole,
      edges: whole,
    }),
  },
};
