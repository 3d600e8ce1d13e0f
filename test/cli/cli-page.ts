/** The page docs/cli.md, made from the table of commands and the topics of help. */
import { commands } from "../../src/cli/commands.js";
import type { Command, CommandGroup, CommandOption, JsonSchema } from "../../src/cli/shared/command.js";
import { globalOptions } from "../../src/cli/shared/global-options.js";
import {
  commandGroups,
  exitCodeMeanings,
  exitCodesOf,
  optionSummary,
  optionWords,
  usageOf,
} from "../../src/cli/shared/help-text.js";
import { helpTopics } from "../../src/cli/shared/help-topics.js";

const head = `# The command line

\`npx groggy\` shows what is in a store, queries, imports, compares and merges. This page is made from the same table as the
help of the program (\`npm run docs:cli\`), and a test runs each of its examples.

\`\`\`sh
npx groggy import people.groggy people.csv --edges knows.csv -m "first import"
npx groggy nodes people.groggy ":Person AND born < 1900" --columns name,born
npx groggy log people.groggy --graph
npx groggy diff people.groggy main~1 main
npx groggy help
\`\`\`

- **The store** is the first operand, if it ends in \`.groggy\` or is a folder with a store in it; else what \`--store\` or the
  variable GROGGY_STORE names; else the one store whose name ends in \`.groggy\` in the present folder, or in the nearest
  above it that has any. Verbs that read run beside a writer.
- **Verbs that write commit**, and say what they committed on the error stream. A store keeps no uncommitted changes, so
  there is nothing between: \`--dry-run\` says what would be done, and \`groggy undo\` takes it back.
- **What may lose something** asks on a terminal; in a pipe it needs \`--force\`.
- **Options** may stand anywhere behind the verb. \`--\` ends them: what follows is an operand, whatever it begins with.
- **Completion**: \`source <(groggy completion bash)\`, the same for zsh, and \`groggy completion fish | source\`.
- No verb uses the network; \`groggy view\` serves [its page](viewer.md) on this machine alone.
`;

export function cliPage(): string {
  return `${[head, exitCodes(), everyVerb(), topics(), ...groups()].join("\n").trimEnd()}\n`;
}

function exitCodes(): string {
  const rows = Object.entries(exitCodeMeanings).map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`);
  return `## Exit codes\n\n| code | |\n| --- | --- |\n${rows.join("\n")}\n`;
}

function everyVerb(): string {
  return `## Options of every verb\n\nA verb's own option of the same name comes before them.\n\n${optionTable(globalOptions)}`;
}

function topics(): string {
  const parts = Object.entries(helpTopics).flatMap(([name, { lines, summary }]) =>
    lines.length === 0 ? [] : [`### ${name}\n\n${summary}.\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`],
  );
  return `## Topics\n\n\`groggy help TOPIC\` shows each of them; \`groggy help formats\` lists those of [files](formats.md).\n\n${parts.join("\n")}`;
}

function groups(): string[] {
  return (Object.keys(commandGroups) as CommandGroup[]).flatMap((group) => {
    const verbs = Object.entries(commands).filter(([, each]) => each.group === group && each.hidden !== true);
    if (verbs.length === 0) return [];
    return [`## ${commandGroups[group]}\n`, ...verbs.map(([name, command]) => verbText(name, command))];
  });
}

function verbText(name: string, command: Command): string {
  const {
    description,
    examples,
    exitCodes: own = {},
    json,
    operands,
    options,
    summary,
    topics: about = [],
  } = command;
  const width = Math.max(...examples.map(({ line }) => line.length));
  const lines = examples.map(({ line, summary: what }) =>
    width > 72 ? `# ${what}\n${line}` : `${line.padEnd(width)}  # ${what}`,
  );
  const codes = Object.entries(exitCodesOf(own)).map(([code, when]) => `${code} ${when}`);
  const seeAlso = about.map((topic) =>
    topic === "formats" ? "[formats](formats.md)" : `[${topic}](#${topic})`,
  );
  return [
    `### ${name}`,
    `${summary}.`,
    `\`\`\`sh\n${lines.join("\n")}\n\`\`\``,
    `Usage: \`${usageOf(name, command)} [OPTIONS]\``,
    description,
    operands.length === 0
      ? ""
      : `| operand | |\n| --- | --- |\n${operands.map((each) => `| \`${each.name.toUpperCase()}\` | ${cell(each.summary)} |`).join("\n")}`,
    Object.keys(options).length === 0 ? "" : optionTable(options).trimEnd(),
    `Exit codes: ${codes.map(cell).join("; ")}.`,
    seeAlso.length === 0 ? "" : `See also: ${seeAlso.join(", ")}.`,
    `With \`--json\`:`,
    `\`\`\`text\n${typeText(json, "")}\n\`\`\``,
    "",
  ]
    .filter((part, i, all) => part !== "" || i === all.length - 1)
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function optionTable(options: Readonly<Record<string, CommandOption>>): string {
  const rows = Object.entries(options).map(
    ([name, option]) => `| \`${optionWords(name, option).trim()}\` | ${cell(optionSummary(option))} |`,
  );
  return `| option | |\n| --- | --- |\n${rows.join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

/** A schema as a type is written in TypeScript, with its descriptions as comments. */
export function typeText(schema: JsonSchema, indent: string): string {
  const { additionalProperties, anyOf, enum: choices, items, properties, required = [], type } = schema;
  if ("const" in schema) return JSON.stringify(schema.const);
  if (choices !== undefined) return choices.map((each) => JSON.stringify(each)).join(" | ");
  if (anyOf !== undefined) return anyOf.map((each) => typeText(each, indent)).join(" | ");
  if (Array.isArray(type)) return type.map((each) => typeText({ ...schema, type: each }, indent)).join(" | ");
  if (type === "array") {
    const element = typeText(items ?? {}, indent);
    return element.includes(" | ") && !element.startsWith("{") ? `(${element})[]` : `${element}[]`;
  }
  if (properties !== undefined) {
    const inner = `${indent}  `;
    const lines = Object.entries(properties).map(([name, each]) => {
      const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
      const note = each.description === undefined ? "" : `  // ${each.description}`;
      const text = typeText(each, inner);
      const mark = required.includes(name) ? "" : "?";
      // behind the first line, where it is long
      return `${inner}${key}${mark}: ${text.includes("\n") && note !== "" ? text.replace("\n", `${note}\n`) : `${text}${note}`}`;
    });
    if (typeof additionalProperties === "object")
      lines.push(`${inner}[name]: ${typeText(additionalProperties, inner)}`);
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  if (type === "object")
    return typeof additionalProperties === "object"
      ? `{ [name]: ${typeText(additionalProperties, indent)} }`
      : "{ … }";
  if (type === undefined) return "any value";
  return String(type);
}
