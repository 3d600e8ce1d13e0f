/** The words that may follow where a command line ends: verbs, options, their values, operands. Asks the store by a function. */
import type { Command, CommandOption, Completion } from "./command.js";
import { globalOptions } from "./global-options.js";
import { optionSummary } from "./help-text.js";
import { helpTopics } from "./help-topics.js";

export interface Candidate {
  readonly value: string;
  /** One line for shells that show one. */
  readonly summary?: string;
}

export interface Completions {
  readonly candidates: readonly Candidate[];
  /** Whether names of files fit as well. */
  readonly files: boolean;
}

/** Names out of a store and its surroundings. */
export interface NameSource {
  /** Stores among the files that begin as a word does. */
  stores(begin: string): readonly string[];
  /** Whether a word is a store, as the program would take it. */
  isStore(word: string): boolean;
  /** Names of the store that the words name; empty where it cannot be read. */
  names(kind: Completion, store: string | undefined): Promise<readonly Candidate[]>;
}

const NOTHING: Completions = { candidates: [], files: false };

type Options = Readonly<Record<string, CommandOption>>;

/** Completes the last of the words behind the program's name. */
export async function completeWords(
  words: readonly string[],
  commands: Readonly<Record<string, Command>>,
  source: NameSource,
): Promise<Completions> {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const verbAt = verbIndex(before);
  const verb = verbAt < 0 ? undefined : before[verbAt];
  const command = verb !== undefined && Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  const options: Options = { ...globalOptions, ...command?.options };
  const { ends, operands, pending, store } = readWords(before, verbAt, options);

  const value = async (option: CommandOption, text: string, prefix: string): Promise<Completions> => {
    if (option.choices !== undefined) {
      return among(
        option.choices.map((choice) => ({ value: choice })),
        text,
        prefix,
      );
    }
    return await named(
      option.complete,
      text,
      prefix,
      store ?? storeIn(operands, command, source),
      source,
      option.complete !== undefined,
    );
  };

  if (!ends && pending !== undefined) return await value(pending, last, "");
  if (!ends && last.startsWith("--") && last.includes("=")) {
    const [word] = last.split("=", 1);
    const option = Object.hasOwn(options, word!.slice(2)) ? options[word!.slice(2)] : undefined;
    if (option === undefined || option.type === "boolean") return NOTHING;
    return await value(option, last.slice(word!.length + 1), `${word}=`);
  }
  if (!ends && last.startsWith("-")) return among(optionCandidates(options), last, "");
  if (verb === undefined) {
    const verbs = Object.entries(commands).flatMap(([name, { hidden, summary }]) =>
      hidden === true ? [] : [{ value: name, summary }],
    );
    const found = among(verbs, last, "");
    return {
      candidates: [...found.candidates, ...among(storesAt(last, source), last, "").candidates],
      files: false,
    };
  }
  if (command === undefined) return NOTHING;
  return await operandAt(command, operands, last, store, commands, source);
}

/** The place of the verb among words: the first that is no option and no value of one. */
function verbIndex(words: readonly string[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith("-") || word === "-") return i;
    const option =
      word.startsWith("--") && Object.hasOwn(globalOptions, word.slice(2))
        ? globalOptions[word.slice(2)]
        : undefined;
    if (option !== undefined && option.type !== "boolean") i++;
  }
  return -1;
}

interface ReadWords {
  readonly operands: readonly string[];
  /** Whether `--` has ended the options. */
  readonly ends: boolean;
  /** The option whose value comes next. */
  readonly pending: CommandOption | undefined;
  readonly store: string | undefined;
}

function readWords(words: readonly string[], verbAt: number, options: Options): ReadWords {
  const operands: string[] = [];
  let ends = false;
  let pending: CommandOption | undefined;
  let store: string | undefined;
  let name = "";
  for (const [i, word] of words.entries()) {
    if (pending !== undefined) {
      if (name === "store") store = word;
      pending = undefined;
    } else if (!ends && word === "--") ends = true;
    else if (!ends && word.startsWith("--")) {
      const [long, ...rest] = word.slice(2).split("=");
      name = long!;
      const option = Object.hasOwn(options, name) ? options[name] : undefined;
      if (option !== undefined && option.type !== "boolean") {
        if (rest.length === 0) pending = option;
        else if (name === "store") store = rest.join("=");
      }
    } else if (!ends && /^-[a-zA-Z]/.test(word)) {
      const [found] = Object.entries(options).filter(([, { short }]) => short === word.at(-1));
      if (found !== undefined && found[1].type !== "boolean") [name, pending] = found;
    } else if (i !== verbAt) operands.push(word);
  }
  return { operands, ends, pending, store };
}

/** The store among the operands, which is the first of them. */
function storeIn(
  operands: readonly string[],
  command: Command | undefined,
  source: NameSource,
): string | undefined {
  const [first] = operands;
  return first !== undefined && command?.store !== "none" && source.isStore(first) ? first : undefined;
}

async function operandAt(
  command: Command,
  operands: readonly string[],
  last: string,
  storeOption: string | undefined,
  commands: Readonly<Record<string, Command>>,
  source: NameSource,
): Promise<Completions> {
  const named_ = storeIn(operands, command, source);
  const place = operands.length - (named_ === undefined || storeOption !== undefined ? 0 : 1);
  const many = command.operands.at(-1)?.many === true ? command.operands.at(-1) : undefined;
  const operand = command.operands[place] ?? many;
  const stores =
    operands.length === 0 && command.store !== "none" && storeOption === undefined
      ? among(storesAt(last, source), last, "").candidates
      : [];
  if (operand === undefined)
    return {
      candidates: stores,
      files: stores.length === 0 && operands.length === 0 && command.store !== "none",
    };
  if (operand.complete === "verb") {
    const verbs = Object.entries(commands).filter(([, { hidden }]) => hidden !== true);
    const topics = Object.entries(helpTopics);
    return among(
      [...verbs, ...topics].map(([value, { summary }]) => ({ value, summary })),
      last,
      "",
    );
  }
  if (operand.choices !== undefined)
    return among(
      operand.choices.map((value) => ({ value })),
      last,
      "",
    );
  const found = await named(operand.complete, last, "", storeOption ?? named_, source, false);
  return { candidates: [...stores, ...found.candidates], files: found.files };
}

async function named(
  kind: Completion | undefined,
  text: string,
  prefix: string,
  store: string | undefined,
  source: NameSource,
  isList: boolean,
): Promise<Completions> {
  if (kind === undefined) return NOTHING;
  if (kind === "file") return { candidates: [], files: true };
  if (kind === "store") return { ...among(storesAt(text, source), text, prefix), files: true };
  // lists of attributes, as --columns takes them; -born sorts backwards
  const head =
    isList && kind === "attribute"
      ? /^(?:.*,)?-?/.exec(text)![0]
      : kind === "label"
        ? /^:?/.exec(text)![0]
        : "";
  const names = await source.names(kind, store);
  return among(
    names.map(({ value, ...rest }) => ({ value: head + value, ...rest })),
    text,
    prefix,
  );
}

function storesAt(begin: string, source: NameSource): Candidate[] {
  return source.stores(begin).map((value) => ({ value }));
}

function optionCandidates(options: Options): Candidate[] {
  return Object.entries(options).map(([name, option]) => ({
    value: `--${name}`,
    summary: optionSummary(option),
  }));
}

function among(all: readonly Candidate[], begin: string, prefix: string): Completions {
  const seen = new Set<string>();
  const candidates = all.flatMap(({ value, ...rest }) => {
    if (!value.startsWith(begin) || seen.has(value)) return [];
    seen.add(value);
    return [{ value: prefix + value, ...rest }];
  });
  return { candidates, files: false };
}
