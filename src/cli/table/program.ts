/** The rows of the verbs of the program itself in the table of commands. */
import type { Command } from "../shared/command.js";

export const programCommands: Readonly<Record<string, Command>> = {
  help: {
    group: "program",
    summary: "Show the verbs, a verb, or a topic",
    description:
      "Without an operand, lists the verbs. With a verb, shows how it is used: in full, or with --short on one " +
      "screen. `groggy VERB --help` and `groggy VERB -h` are the same.",
    store: "none",
    operands: [
      { name: "verb", optional: true, summary: "A verb or a topic; all verbs by default", complete: "verb" },
    ],
    options: { short: { type: "boolean", summary: "On one screen" } },
    examples: [
      { line: "groggy help", summary: "the verbs" },
      { line: "groggy help version", summary: "one verb" },
    ],
    json: {
      type: "object",
      properties: {
        schema: { const: 1 },
        verbs: {
          type: "array",
          items: {
            type: "object",
            properties: {
              name: { type: "string" },
              group: { type: "string" },
              summary: { type: "string" },
            },
            required: ["name", "group", "summary"],
          },
        },
        text: { type: "string", description: "the help as text" },
      },
      required: ["schema", "verbs", "text"],
      additionalProperties: false,
    },
  },
  version: {
    group: "program",
    summary: "Print the version of groggy",
    description:
      "Prints the version of groggy, and with --json those of Node and of the platform too, which a report of a " +
      "bug should name. `groggy --version` is the same.",
    store: "none",
    operands: [],
    options: {},
    examples: [{ line: "groggy version", summary: "the version" }],
    json: {
      type: "object",
      properties: {
        schema: { const: 1 },
        version: { type: "string" },
        node: { type: "string" },
        platform: { type: "string", description: "the operating system and the processor, as linux-x64" },
      },
      required: ["schema", "version", "node", "platform"],
      additionalProperties: false,
    },
  },
};
