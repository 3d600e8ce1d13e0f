/** The rows of the verbs of the program itself in the table of commands. */
import type { Command } from "../shared/command.js";
import { documentSchema } from "../shared/document-schema.js";

export const programCommands: Readonly<Record<string, Command>> = {
  completion: {
    group: "program",
    summary: "Print a script that lets a shell complete",
    description:
      "Prints a script for bash, zsh or fish, which completes verbs, options and their values, stores, and the " +
      "branches, tags, labels and attributes of the store on the command line. For bash, put this line into " +
      "~/.bashrc: source <(groggy completion bash). For zsh the same in ~/.zshrc, behind compinit. For fish, into " +
      "its config.fish: groggy completion fish | source.",
    store: "none",
    operands: [{ name: "shell", summary: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] }],
    options: {},
    examples: [{ line: "groggy completion bash", summary: "the script for bash" }],
    json: {
      type: "object",
      properties: { schema: { const: 1 }, shell: { type: "string" }, script: { type: "string" } },
      required: ["schema", "shell", "script"],
      additionalProperties: false,
    },
  },
  complete: {
    group: "program",
    summary: "Print how a command line may go on",
    description:
      "Prints candidates for the last word, one a line, with a tab before what it is. The scripts of groggy " +
      "completion ask it.",
    store: "none",
    operands: [
      { name: "words", summary: "the words behind groggy, up to the cursor", optional: true, many: true },
    ],
    options: {
      shell: {
        type: "string",
        value: "SHELL",
        choices: ["bash", "zsh", "fish"],
        default: "fish",
        summary: "For whom",
      },
      line: { type: "string", value: "TEXT", summary: "The whole line, for bash" },
      point: { type: "integer", value: "N", min: 0, summary: "Where the cursor is in it" },
      breaks: { type: "string", value: "CHARACTERS", summary: "At which characters bash parts words" },
    },
    examples: [{ line: "groggy complete -- log people.groggy --", summary: "the options of log" }],
    json: {},
    hidden: true,
  },
  help: {
    group: "program",
    summary: "Show the verbs, a verb, or a topic",
    description:
      "Without an operand, lists the verbs. With a verb, shows how it is used: in full, or with --short on one " +
      "screen. `groggy VERB --help` and `groggy VERB -h` are the same.",
    store: "none",
    operands: [
      {
        name: "subject",
        optional: true,
        summary: "A verb or a topic; all verbs by default",
        complete: "verb",
      },
    ],
    options: { short: { type: "boolean", summary: "On one screen" } },
    examples: [
      { line: "groggy help", summary: "the verbs" },
      { line: "groggy help version", summary: "one verb" },
      { line: "groggy help revisions", summary: "a topic" },
    ],
    json: documentSchema({
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
    }),
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
    json: documentSchema({
      version: { type: "string" },
      node: { type: "string" },
      platform: { type: "string", description: "the operating system and the processor, as linux-x64" },
    }),
  },
};
