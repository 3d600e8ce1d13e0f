/** The text of help, made from the table of commands: of all verbs, and of one, short or in full. */
import type { Command, CommandGroup, CommandOption } from "./command.js";
import { globalOptions } from "./global-options.js";
import { helpTopics } from "./help-topics.js";

/** The width of help, but for narrower terminals. */
export const HELP_COLUMNS = 80;
/** On terminals narrower than this a word's text is below it, not beside it. */
const BESIDE_COLUMNS = 60;
/** Short help leaves a line of the screen for the prompt. */
export const HELP_ROWS = 23;

/** The headings of the groups, in the order of help. */
export const commandGroups: Readonly<Record<CommandGroup, string>> = {
  store: "A store and what is in it",
  data: "Data",
  analysis: "Analysis",
  history: "History",
  branches: "Branches and merging",
  exchange: "Between stores",
  care: "Care",
  program: "The program",
};

/** The word of an exit code's meaning, for those that every verb may end with. */
export const exitCodeMeanings: Readonly<Record<number, string>> = {
  0: "done",
  1: "no: conflicts, findings, differences that were asked for, nothing there",
  2: "a mistake on the command line: an option, a filter, an unknown name",
  3: "data that was refused; nothing was changed",
  4: "no store, or one that another process has locked",
  5: "a damaged store",
  70: "a mistake in groggy itself, which is worth a report",
  130: "interrupted by Ctrl-C",
};

type Verbs = Readonly<Record<string, Command>>;

/** The verbs by group, one line each. */
export function verbListLines(commands: Verbs, columns = HELP_COLUMNS): string[] {
  const lines = [
    ...wrapped("groggy: a versioned graph database in a folder", "", "", columns),
    "",
    ...besides(["groggy VERB [STORE] …", "groggy VERB -h", "groggy help TOPIC"], columns),
  ];
  const shown = Object.entries(commands).filter(([, { hidden }]) => hidden !== true);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  for (const [group, heading] of Object.entries(commandGroups)) {
    const verbs = shown.filter(([, command]) => command.group === group);
    if (verbs.length === 0) continue;
    lines.push("", heading);
    for (const [name, { summary }] of verbs) lines.push(...row(name.padEnd(width), summary, width, columns));
  }
  lines.push("", ...wrapped(`Topics: ${Object.keys(helpTopics).join(", ")}`, "", "", columns));
  return lines;
}

/** The verbs by group as words only, on one screen. */
export function verbOverviewLines(commands: Verbs, columns = HELP_COLUMNS): string[] {
  const lines = [
    ...wrapped("groggy import people.groggy people.csv --edges knows.csv", "  ", "      ", columns),
    "",
    "usage: groggy VERB [STORE] …",
    "",
  ];
  const width = Math.max(...Object.values(commandGroups).map((heading) => heading.length));
  for (const [group, heading] of Object.entries(commandGroups)) {
    const names = Object.entries(commands).flatMap(([name, command]) =>
      command.group === group && command.hidden !== true ? [name] : [],
    );
    if (names.length > 0) lines.push(...row(heading.padEnd(width), names.join(" "), width, columns));
  }
  const more = "groggy VERB -h shows one verb, groggy help all of them with what they do.";
  lines.push("", ...wrapped(more, "", "", columns));
  return lines;
}

/** How a verb is called: `groggy diff [STORE] [FROM] [TO]`. */
export function usageOf(verb: string, { operands, store, storeOptional }: Command): string {
  const words = operands.map(({ name, optional, many }) => {
    const word = `${name.toUpperCase()}${many === true ? "…" : ""}`;
    return optional === true ? `[${word}]` : word;
  });
  const storeWord =
    store === "none" ? [] : [storeOptional === true || store !== "create" ? "[STORE]" : "STORE"];
  return ["groggy", verb, ...storeWord, ...words].join(" ");
}

/** The help that fits a screen: an example, how the verb is called, its operands and its first options. */
export function shortHelpLines(verb: string, command: Command, columns = HELP_COLUMNS): string[] {
  const [example] = command.examples;
  const head = [
    ...wrapped(example.line, "  ", "  ", columns),
    "",
    ...wrapped(`${command.summary}.`, "", "", columns),
    "",
    ...wrapped(`usage: ${usageOf(verb, command)} [OPTIONS]`, "", "         ", columns),
  ];
  const operands = command.operands.map(({ name, summary }) => [name.toUpperCase(), summary] as const);
  const options = Object.entries(command.options).map(
    ([name, option]) => [optionWords(name, option), optionSummary(option)] as const,
  );
  const width = widthOfRows([...operands, ...options]);
  const tail = (left: number): string[] => [
    "",
    left === 0 ? `groggy ${verb} --help shows it all.` : `${left} more: groggy ${verb} --help`,
  ];
  const lines = head;
  const rows = [
    ...operands.map((each) => ({ each, isOption: false })),
    ...options.map((each) => ({ each, isOption: true })),
  ];
  let taken = 0;
  let wasOption: boolean | undefined;
  for (const { each, isOption } of rows) {
    const more = [
      ...(isOption === wasOption ? [] : [""]),
      ...row(each[0].padEnd(width), each[1], width, columns),
    ];
    if (lines.length + more.length + 2 > HELP_ROWS) break;
    lines.push(...more);
    wasOption = isOption;
    taken++;
  }
  return [...lines, ...tail(rows.length - taken)];
}

/** All of a verb. */
export function longHelpLines(verb: string, command: Command, columns = HELP_COLUMNS): string[] {
  const { description, examples, exitCodes = {}, operands, options, summary, topics = [] } = command;
  const lines: string[] = [];
  for (const { line, summary } of examples)
    lines.push(...wrapped(`# ${summary}`, "  ", "  ", columns), ...wrapped(line, "  ", "      ", columns));
  lines.push(
    "",
    ...wrapped(`${summary}.`, "", "", columns),
    "",
    ...wrapped(`usage: ${usageOf(verb, command)} [OPTIONS]`, "", "         ", columns),
    "",
    ...wrapped(description, "", "", columns),
  );
  const rows = (heading: string, pairs: readonly (readonly [string, string])[]): void => {
    if (pairs.length === 0) return;
    const width = widthOfRows(pairs);
    lines.push("", heading);
    for (const [word, text] of pairs) lines.push(...row(word.padEnd(width), text, width, columns));
  };
  rows("Operands", [
    ...storeRow(command),
    ...operands.map(({ name, summary }) => [name.toUpperCase(), summary] as const),
  ]);
  rows(
    "Options",
    Object.entries(options).map(
      ([name, option]) => [optionWords(name, option), optionSummary(option)] as const,
    ),
  );
  rows(
    "Options of every verb",
    Object.entries(globalOptions)
      .filter(([name]) => !Object.hasOwn(options, name))
      .map(([name, option]) => [optionWords(name, option), optionSummary(option)] as const),
  );
  rows("Exit codes", Object.entries(exitCodesOf(exitCodes)));
  if (topics.length > 0) {
    const others = `See also: ${topics.map((topic) => `groggy help ${topic}`).join(", ")}`;
    lines.push("", ...wrapped(others, "", "", columns));
  }
  return lines;
}

function storeRow({ store }: Command): (readonly [string, string])[] {
  if (store === "none") return [];
  return [
    [
      "STORE",
      "a folder that ends in .groggy or has a store in it; else --store, $GROGGY_STORE, or the one here or above",
    ],
  ];
}

/** The exit codes of a verb with their meanings, the common ones among them. */
export function exitCodesOf(own: NonNullable<Command["exitCodes"]>): Readonly<Record<string, string>> {
  return { 0: "done", 2: "a mistake on the command line", ...own, 130: "interrupted by Ctrl-C" };
}

/** An option as it is written: `-n, --limit N`. */
export function optionWords(name: string, { short, type, value }: CommandOption): string {
  const long = type === "boolean" ? `--${name}` : `--${name} ${value ?? type.toUpperCase()}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

/** The summary of an option, with its values and its default. */
export function optionSummary({ choices, default: preset, multiple, summary, type }: CommandOption): string {
  const isListed = choices === undefined || choices.every((choice) => summary.includes(choice));
  const isTold = preset === undefined || type === "boolean" || /default/.test(summary);
  const notes = [
    isListed ? "" : choices.join(", "),
    isTold ? "" : `default ${preset}`,
    multiple === true && !/several times|repeat/.test(summary) ? "repeatable" : "",
  ].filter((note) => note !== "");
  return notes.length === 0 ? summary : `${summary} (${notes.join("; ")})`;
}

/** The widest word, but no wider than leaves room for the text beside it. */
function widthOfRows(rows: readonly (readonly [string, string])[]): number {
  return Math.min(30, Math.max(0, ...rows.map(([word]) => word.length)));
}

/** A word and its text beside it, or below it where the word is too wide or the terminal narrow. */
function row(word: string, text: string, width: number, columns: number): string[] {
  const isNarrow = columns < BESIDE_COLUMNS;
  const lines = wrapped(text, " ".repeat(isNarrow ? 8 : width + 4), undefined, columns);
  if (isNarrow) return [...wrapped(word.trim(), "  ", "  ", columns), ...lines];
  if (word.length > width) return [`  ${word}`.trimEnd(), ...lines];
  return [`  ${word}  ${lines[0]!.trimStart()}`, ...lines.slice(1)];
}

/** Parts of a line side by side, or one below the other where the terminal is narrow. */
function besides(parts: readonly string[], columns: number): string[] {
  return columns < BESIDE_COLUMNS ? parts.map((part) => `  ${part}`) : [`  ${parts.join("      ")}`];
}

/** Lines of at most `columns`, broken at spaces; a longer word has a line of its own. */
export function wrapped(text: string, indent: string, next = indent, columns = HELP_COLUMNS): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}
