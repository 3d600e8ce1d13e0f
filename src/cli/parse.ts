/**
 * Parsing by the table: the words behind a verb become options, checked, and operands. `util.parseArgs` finds
 * the options; what it would let pass, or refuse in other words than ours, is checked here.
 */
import { parseArgs } from "node:util";
import { CliError } from "./shared/cli-error.js";
import type { Command, CommandOption } from "./shared/command.js";
import { type GlobalOptions, globalOptions } from "./shared/global-options.js";
import { nearest } from "./shared/nearest.js";

export interface Parsed {
  /** The verb's own, with defaults. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly globals: GlobalOptions;
  /** Operands, the store among them. */
  readonly positionals: readonly string[];
}

export type OptionValue = boolean | string | number | readonly (string | number)[];

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

/** A mark before words that begin as an option does and are none; no word from a command line has it. */
const MARK = "\0";
const NEGATIVE_NUMBER = /^-(\d|\.\d)/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;

/** Takes the words before the verb, if there is one: global options may be on both sides of it. */
export function findVerb(words: readonly string[]): { verb: string | undefined; rest: readonly string[] } {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") break;
    if (!word.startsWith("-") || word === "-")
      return { verb: word, rest: [...words.slice(0, i), ...words.slice(i + 1)] };
    const option = globalOptions[word.slice(2)];
    if (word.startsWith("--") && option !== undefined && option.type !== "boolean") i++;
  }
  return { verb: undefined, rest: words };
}

/** Parses the words of a verb, without the verb itself. Throws a CliError that names the word. */
export function parseWords(command: Pick<Command, "options">, words: readonly string[]): Parsed {
  const known = optionsOf(command);
  const tokens = tokensOf(known, words);
  const values = new Map<string, OptionValue>();
  let help: GlobalOptions["help"];
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const name = nameOf(token, known);
    if (name === "help" && command.options.help === undefined) {
      help = token.rawName === "-h" ? "short" : "long";
      continue;
    }
    const option = known[name]!;
    const value = valueFrom(token, option, known);
    values.set(name, option.multiple ? [...((values.get(name) ?? []) as string[]), value as string] : value);
  }
  const options: Record<string, OptionValue> = {};
  const globals: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(known)) {
    const value = values.get(name) ?? option.default ?? (option.multiple ? [] : undefined);
    if (value !== undefined) (Object.hasOwn(command.options, name) ? options : globals)[name] = value;
  }
  return {
    options,
    globals: { ...globals, ...(help === undefined ? {} : { help }) },
    positionals: tokens.flatMap((token) => (token.kind === "positional" ? [unmarked(token.value)] : [])),
  };
}

/** Options of the verb, then those of every verb that it has none of its own for. */
export function optionsOf({ options }: Pick<Command, "options">): Readonly<Record<string, CommandOption>> {
  const shorts = new Set(Object.values(options).map(({ short }) => short));
  const rest = Object.entries(globalOptions).map(([name, option]): [string, CommandOption] => {
    const { short, ...plain } = option;
    return [name, short !== undefined && shorts.has(short) ? plain : option];
  });
  return Object.assign(Object.create(null), Object.fromEntries(rest), options);
}

function tokensOf(
  known: Readonly<Record<string, CommandOption>>,
  words: readonly string[],
): readonly Token[] {
  const end = words.indexOf("--");
  const args = words.map((word, i) =>
    NEGATIVE_NUMBER.test(word) && (end < 0 || i < end) ? `${MARK}${word}` : word,
  );
  const options = Object.entries(known).map(([name, { type, short }]) => [
    name,
    { type: type === "boolean" ? "boolean" : "string", ...(short === undefined ? {} : { short }) } as const,
  ]);
  return parseArgs({
    args,
    options: Object.fromEntries(options),
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}

function unmarked(word: string): string {
  return word.startsWith(MARK) ? word.slice(1) : word;
}

type OptionToken = Extract<Token, { kind: "option" }>;

function nameOf({ name, rawName }: OptionToken, known: Readonly<Record<string, CommandOption>>): string {
  if (name in known && (rawName.startsWith("--") || known[name]!.short === rawName.slice(1))) return name;
  const isLong = rawName.startsWith("--");
  const near = isLong ? nearest(name, Object.keys(known)) : undefined;
  throw new CliError(`expected an option of this verb, got ${JSON.stringify(rawName)}`, {
    hint:
      near === undefined
        ? 'write "--" before a word that begins with "-" and is not an option'
        : `did you mean --${near}?`,
  });
}

function valueFrom(
  { rawName, value, inlineValue }: OptionToken,
  option: CommandOption,
  known: Readonly<Record<string, CommandOption>>,
): boolean | string | number {
  if (option.type === "boolean") {
    if (value !== undefined)
      throw new CliError(`"${rawName}" expected no value, got ${JSON.stringify(value)}`);
    return true;
  }
  const wanted = option.value ?? option.type.toUpperCase();
  if (value === undefined) throw new CliError(`"${rawName}" expected ${wanted}, got nothing`);
  const text = unmarked(value);
  // a forgotten value must not swallow the option behind it
  if (inlineValue === false && text.startsWith("--") && text.slice(2).split("=")[0]! in known) {
    throw new CliError(`"${rawName}" expected ${wanted}, got the option ${JSON.stringify(text)}`, {
      hint: `${rawName}=${text} takes it as the value`,
    });
  }
  if (option.type === "number" || option.type === "integer") return numberOf(rawName, text, option);
  const { choices } = option;
  if (choices !== undefined && !choices.includes(text)) {
    throw noChoice(`"${rawName}"`, text, choices);
  }
  return text;
}

function noChoice(what: string, given: string, choices: readonly string[]): CliError {
  const near = nearest(given, choices);
  return new CliError(`${what} expected one of ${choices.join(", ")}, got ${JSON.stringify(given)}`, {
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  });
}

function numberOf(rawName: string, text: string, { type, min, max }: CommandOption): number {
  const isWritten = (type === "integer" ? INTEGER : DECIMAL).test(text);
  const number = Number(text);
  const isRead = isWritten && (type === "integer" ? Number.isSafeInteger(number) : Number.isFinite(number));
  if (isRead && number >= (min ?? number) && number <= (max ?? number)) return number;
  const range =
    min === undefined && max === undefined
      ? ""
      : ` ${max === undefined ? `of at least ${min}` : min === undefined ? `of at most ${max}` : `${min}..${max}`}`;
  const kind = type === "integer" ? "an integer" : "a number";
  throw new CliError(`"${rawName}" expected ${kind}${range}, got ${JSON.stringify(text)}`);
}

/** The operands by name, as the table says. Throws where one is missing or one too many is given. */
export function operandsOf(
  verb: string,
  { operands }: Pick<Command, "operands">,
  positionals: readonly string[],
): Record<string, string | readonly string[] | undefined> {
  const named: Record<string, string | readonly string[] | undefined> = {};
  let taken = 0;
  for (const { name, optional, many, choices } of operands) {
    const given = many ? positionals.slice(taken) : positionals.slice(taken, taken + 1);
    taken += given.length;
    if (given.length === 0 && !optional) {
      throw new CliError(`"${verb}" expected ${name.toUpperCase()}, got nothing`, {
        hint: `see: groggy ${verb} -h`,
      });
    }
    const wrong = choices && given.find((word) => !choices.includes(word));
    if (wrong !== undefined) throw noChoice(name.toUpperCase(), wrong, choices!);
    named[name] = many ? given : given[0];
  }
  if (taken < positionals.length) {
    const extra = JSON.stringify(positionals[taken]);
    const { length } = operands;
    const most = length === 0 ? "no operand" : `at most ${length} operand${length === 1 ? "" : "s"}`;
    throw new CliError(`"${verb}" expected ${most}, got ${extra} besides`, {
      hint: `see: groggy ${verb} -h`,
    });
  }
  return named;
}
