/** `groggy help`: the verbs, and each of them. */
import { CliError } from "../../shared/cli-error.js";
import type { Command, CommandOption } from "../../shared/command.js";
import { globalOptions } from "../../shared/global-options.js";
import type { Invocation } from "../../shared/invocation.js";
import { nearest } from "../../shared/nearest.js";

export async function run({
  operands,
  options,
  output,
  program,
}: Invocation<{ readonly short?: boolean }>): Promise<undefined> {
  const { commands } = program;
  const shown = Object.entries(commands).filter(([, { hidden }]) => !hidden);
  const verb = operands.verb as string | undefined;
  if (verb !== undefined && !(verb in commands)) {
    const near = nearest(
      verb,
      shown.map(([name]) => name),
    );
    throw new CliError(`"help" expected a verb, got ${JSON.stringify(verb)}`, {
      hint: near === undefined ? "groggy help lists them" : `did you mean ${near}?`,
    });
  }
  const lines =
    verb === undefined ? listLines(shown) : verbLines(verb, commands[verb]!, options.short ?? false);
  const verbs = (verb === undefined ? shown : [[verb, commands[verb]!] as const]).map(
    ([name, { group, summary }]) => ({ name, group, summary }),
  );
  await output.report({ json: { verbs, text: lines.join("\n") }, lines });
}

function listLines(verbs: readonly (readonly [string, Command])[]): string[] {
  const groups = new Map<string, string[]>();
  const width = Math.max(...verbs.map(([name]) => name.length));
  for (const [name, { group, summary }] of verbs) {
    groups.set(group, [...(groups.get(group) ?? []), `  ${name.padEnd(width)}  ${summary}`]);
  }
  return [
    "groggy: a versioned graph database on the command line",
    "",
    "groggy VERB [STORE] …",
    ...[...groups].flatMap(([group, lines]) => ["", `${group}:`, ...lines]),
    "",
    "groggy VERB -h shows how a verb is used.",
  ];
}

function verbLines(verb: string, command: Command, isShort: boolean): string[] {
  const { description, examples, exitCodes = {}, operands, store, summary } = command;
  const [example] = examples;
  const words = operands.map(({ name, optional, many }) => {
    const word = `${name.toUpperCase()}${many ? "…" : ""}`;
    return optional ? `[${word}]` : word;
  });
  const usage = ["groggy", verb, ...(store === "none" ? [] : ["[STORE]"]), ...words].join(" ");
  const shownExamples = (isShort ? [example] : examples).map(({ line }) => `  ${line}`);
  return [
    ...shownExamples,
    "",
    summary,
    `usage: ${usage} [OPTIONS]`,
    ...(isShort ? [] : ["", description]),
    ...operands.map(({ name, summary }) => `  ${name.toUpperCase()}  ${summary}`),
    ...Object.entries(isShort ? command.options : { ...globalOptions, ...command.options }).map(
      ([name, option]) => `  ${optionText(name, option)}  ${option.summary}`,
    ),
    ...Object.entries(isShort ? {} : exitCodes).map(([code, when]) => `  exit code ${code}: ${when}`),
  ];
}

function optionText(name: string, { short, type, value }: CommandOption): string {
  const long = type === "boolean" ? `--${name}` : `--${name} ${value ?? type.toUpperCase()}`;
  return short === undefined ? long : `-${short}, ${long}`;
}
