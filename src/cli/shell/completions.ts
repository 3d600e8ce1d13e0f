/** The completions that Tab offers: verbs and their options, revisions, labels, attributes, functions, keywords, files. */
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ElementsView, GraphView } from "groggy";
import type { Command, Completion } from "../shared/command.js";
import { outputFormats } from "../shared/output.js";
import { folderPart } from "../shared/store-folders.js";
import { type ShellSession, shellCommands, verbsOfShell } from "./session.js";
import { isCypher } from "./statement.js";

const OFFERED_MAX = 200;

const FILTER_WORDS = [
  "AND",
  "OR",
  "NOT",
  "IN",
  "IS NULL",
  "IS NOT NULL",
  "STARTS WITH",
  "ENDS WITH",
  "CONTAINS",
  "BETWEEN",
  "TRUE",
  "FALSE",
] as const;
const CYPHER_WORDS = [
  "MATCH",
  "OPTIONAL MATCH",
  "WHERE",
  "RETURN",
  "DISTINCT",
  "WITH",
  "UNWIND",
  "ORDER BY",
  "SKIP",
  "LIMIT",
  "CREATE",
  "MERGE",
  "SET",
  "REMOVE",
  "DELETE",
  "DETACH DELETE",
  "CALL",
  "YIELD",
  "UNION",
  "count(",
  "collect(",
  "sum(",
  "avg(",
  "min(",
  "max(",
  "size(",
  "labels(",
  "type(",
  "keys(",
  "properties(",
  "coalesce(",
  "shortestPath(",
] as const;

/** The words that may end a line, and the part of it that they replace; as `node:readline` wants it. */
export async function completionsOf(session: ShellSession, line: string): Promise<[string[], string]> {
  const start = line.trimStart();
  if (start.startsWith(".")) return ofVerb(session, start);
  return ofText(viewOf(session), start);
}

function viewOf({ graph, at }: ShellSession): GraphView {
  return at === undefined ? graph : graph.at(at);
}

/** Words that begin so, without regard to upper and lower case; all the same they are offered as they are. */
function offer(words: Iterable<string>, part: string): [string[], string] {
  const lower = part.toLowerCase();
  const found = [...new Set(words)].filter((word) => word.toLowerCase().startsWith(lower)).sort();
  return [found.slice(0, OFFERED_MAX), part];
}

async function ofVerb(session: ShellSession, line: string): Promise<[string[], string]> {
  const words = line.slice(1).split(/\s+/);
  const [verb = ""] = words;
  const part = words.at(-1) ?? "";
  if (words.length === 1) {
    const [found] = offer(verbsOfShell(session.program), verb);
    return [found.map((name) => `.${name} `), `.${verb}`];
  }
  if (verb === "at") return offer(revisions(session), part);
  if (verb === "mode") return offer(outputFormats, part);
  if (verb === "timer") return offer(["on", "off"], part);
  if (verb === "help") return offer(verbsOfShell(session.program), part);
  const { commands } = session.program;
  const command = verb in commands ? commands[verb] : undefined;
  if (command === undefined || Object.hasOwn(shellCommands, verb)) return [[], part];
  return ofOperand(session, command, words.slice(1, -1), part);
}

/** The words that may follow some words of a verb: its options, the value of one, or an operand. */
async function ofOperand(
  session: ShellSession,
  command: Command,
  before: readonly string[],
  part: string,
): Promise<[string[], string]> {
  const optionOf = (word: string | undefined) => {
    const [, name] = /^--([a-z-]+)$/.exec(word ?? "") ?? [];
    const short = /^-([a-zA-Z])$/.exec(word ?? "")?.[1];
    if (name !== undefined && Object.hasOwn(command.options, name)) return command.options[name];
    return Object.values(command.options).find((each) => short !== undefined && each.short === short);
  };
  const last = optionOf(before.at(-1));
  if (last !== undefined && last.type !== "boolean")
    return last.choices === undefined ? ofKind(session, last.complete, part) : offer(last.choices, part);
  if (part.startsWith("-"))
    return offer(
      Object.keys(command.options).map((name) => `--${name} `),
      part,
    );
  const count = before.filter((word, i) => {
    const option = optionOf(before[i - 1]);
    return !word.startsWith("-") && (option === undefined || option.type === "boolean");
  }).length;
  const operand = command.operands[Math.min(count, command.operands.length - 1)];
  return ofKind(session, operand?.complete, part);
}

async function ofKind(
  session: ShellSession,
  kind: Completion | undefined,
  part: string,
): Promise<[string[], string]> {
  const view = viewOf(session);
  const { history } = session.graph;
  switch (kind) {
    case "algorithm":
      return offer(Object.keys(await import("groggy/algorithms")), part);
    case "attribute":
      return offer([...Object.keys(view.nodes.schema), ...Object.keys(view.edges.schema)], part);
    case "branch":
      return offer(
        history.branches().map(({ name }) => name),
        part,
      );
    case "format":
      return offer(outputFormats, part);
    case "label":
      return offer([...namesOf(view.nodes), ...namesOf(view.edges)], part);
    case "revision":
      return offer(revisions(session), part);
    case "tag":
      return offer(
        history.tags().map(({ name }) => name),
        part,
      );
    case "verb":
      return offer(verbsOfShell(session.program), part);
    case "file":
    case "store":
      return offer(paths(session.invocation.cwd, part), part);
    default:
      return [[], part];
  }
}

function revisions({ graph: { history } }: ShellSession): string[] {
  const named = [...history.branches(), ...history.remoteBranches(), ...history.tags()];
  return ["HEAD", ...named.map(({ name }) => name)];
}

/** The files and folders that a path may go on with. */
function paths(cwd: string, part: string): string[] {
  const folder = folderPart(part);
  try {
    return readdirSync(resolve(cwd, folder === "" ? "." : folder)).map((name) => {
      const isFolder =
        statSync(join(resolve(cwd, folder), name), { throwIfNoEntry: false })?.isDirectory() === true;
      return `${folder}${name}${isFolder ? "/" : ""}`;
    });
  } catch {
    return [];
  }
}

/** The words that may follow at the end of a filter or a query. */
function ofText(view: GraphView, line: string): [string[], string] {
  const label = /:\s*(`[^`]*|[\p{L}\p{N}_]*)$/u.exec(line);
  if (label !== null) {
    const part = label[1]!.replace(/^`/, "");
    const [found] = offer([...namesOf(view.nodes), ...namesOf(view.edges)], part);
    return [found.map(quoted), label[1]!];
  }
  const part = /(?:`[^`]*|[\p{L}_][\p{L}\p{N}_]*)$/u.exec(line)?.[0] ?? "";
  const attributes = [...Object.keys(view.nodes.schema), ...Object.keys(view.edges.schema)].map(quoted);
  const isQuery = isCypher(line);
  const isProperty = line.at(-1 - part.length) === ".";
  if (isQuery && isProperty) return offer(attributes, part);
  const atStart = line === part;
  const words = isQuery
    ? CYPHER_WORDS
    : atStart
      ? ["edges ", "NOT ", ...CYPHER_WORDS.slice(0, 13)]
      : FILTER_WORDS;
  return offer([...attributes, ...words], part);
}

/** The labels of nodes, or the types of edges. */
function namesOf(elements: ElementsView): string[] {
  // an attribute of the name would be grouped by
  if (Object.hasOwn(elements.schema, "label")) return [];
  return elements
    .all()
    .groupBy("label")
    .aggregate({ n: "count" })
    .flatMap(({ label }) => (typeof label === "string" ? [label] : []));
}

function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}
