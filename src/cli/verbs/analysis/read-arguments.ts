/** Arguments and options of an algorithm as words of a command line, read by the kind that the list says. */
import type { Graph, GraphView } from "groggy";
import type { AlgorithmArgument, AlgorithmEntry } from "groggy/procedures";
import { CliError } from "../../shared/cli-error.js";
import { findNode } from "../../shared/element-operand.js";
import { splitNames } from "../../shared/names-list.js";

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$|^-?Infinity$/i;

/** The name of an option on the command line: `maxIterations` is `max-iterations`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The arguments to call the function with, but for its options. The first view is the graph itself. */
export function argumentsOf(
  entry: AlgorithmEntry,
  words: readonly string[],
  view: GraphView | undefined,
  graph: Graph | undefined,
): unknown[] {
  const isOnGraph = entry.arguments[0]?.kind === "view";
  const wanted = isOnGraph ? entry.arguments.slice(1) : entry.arguments;
  if (words.length !== wanted.length) {
    const names = wanted.map(({ name }) => flagOf(name).toUpperCase());
    const expected = names.length === 0 ? "no arguments" : names.join(" and ");
    const got = words.length === 0 ? "none" : words.map((word) => JSON.stringify(word)).join(", ");
    throw new CliError(`"${entry.name}" expected ${expected}, got ${got}`, {
      hint: "separate several nodes by commas: ada,alan",
    });
  }
  const values = wanted.map((argument, i) => readArgument(argument, words[i]!, argument.name, view, graph));
  return isOnGraph ? [view, ...values] : values;
}

/** The options that were given, by their names in the library. Throws for one that the function does not have. */
export function optionsFor(
  entry: AlgorithmEntry,
  given: Readonly<Record<string, unknown>>,
  view: GraphView | undefined,
  graph: Graph | undefined,
): Record<string, unknown> {
  const known = new Map(entry.options.map((option) => [flagOf(option.name), option]));
  const options: Record<string, unknown> = {};
  for (const [flag, text] of Object.entries(given)) {
    const option = known.get(flag);
    if (option === undefined) {
      const names = [...known.keys()].map((name) => `--${name}`);
      throw new CliError(`"${entry.name}" expected ${names.join(", ") || "no options"}, got --${flag}`);
    }
    options[option.name] = readArgument(option, String(text), `--${flag}`, view, graph);
  }
  for (const { name, required } of entry.options)
    if (required === true && !(name in options))
      throw new CliError(`"${entry.name}" expected --${flagOf(name)}, got none`);
  return options;
}

function readArgument(
  { kind, words }: AlgorithmArgument,
  text: string,
  name: string,
  view: GraphView | undefined,
  graph: Graph | undefined,
): unknown {
  const wrong = (expected: string): CliError =>
    new CliError(`"${name}" expected ${expected}, got ${JSON.stringify(text)}`);
  switch (kind) {
    case "number":
      if (!NUMBER.test(text)) throw wrong("a number");
      return Number(text);
    case "boolean":
      if (text !== "true" && text !== "false") throw wrong("true or false");
      return text === "true";
    case "word":
      if (!words!.includes(text)) throw wrong(`one of ${words!.join(", ")}`);
      return text;
    case "node":
      return findNode(view!, text, name);
    case "nodes":
      return (splitNames(name, text) ?? []).map((word) => findNode(view!, word, name));
    case "pairs":
      return pairsIn(text, wrong).map(([a, b]) => [
        findNode(view!, String(a), name),
        findNode(view!, String(b), name),
      ]);
    case "types":
      return splitNames(name, text);
    case "numbers":
      return (splitNames(name, text) ?? []).map((word) => {
        if (!NUMBER.test(word)) throw wrong("numbers between commas");
        return Number(word);
      });
    case "json":
      return parsed(text, wrong);
    case "view":
      return graph!.at(text);
    case "views":
      return (splitNames(name, text) ?? []).map((word) => graph!.at(word));
    default:
      return text;
  }
}

function parsed(text: string, wrong: (expected: string) => CliError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("JSON");
  }
}

function pairsIn(text: string, wrong: (expected: string) => CliError): [unknown, unknown][] {
  const pairs = parsed(text, wrong);
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2;
  if (!Array.isArray(pairs) || !pairs.every(isPair))
    throw wrong('pairs of nodes as JSON, such as [["ada","alan"]]');
  return pairs as [unknown, unknown][];
}
