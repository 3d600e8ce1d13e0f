/**
 * Nodes and edges as words of a command line: `node:7` and `edge:3` by their ids; else a node by its key, in a graph
 * with keys by label behind the label (`Person:ada`), in a graph without keys by its id alone. `key:` before a key that
 * would be read as something else.
 */
import type { GraphView } from "groggy";
import { CliError } from "./cli-error.js";
import { valueOfText } from "./typed-text.js";

export interface ElementOperand {
  readonly kind: "node" | "edge";
  readonly id: number;
}

const BY_ID = /^(node|edge):(\d+)$/;
const ID_MAX = 2 ** 32;

/** The node or edge that a word means. Throws if there is none. */
export function findElement(view: GraphView, word: string, name: string): ElementOperand {
  const [, kind, digits] = BY_ID.exec(word) ?? [];
  if (kind === undefined) return { kind: "node", id: nodeByKey(view, word, name) };
  return { kind: kind as "node" | "edge", id: present(view, kind as "node" | "edge", Number(digits), name) };
}

/** The node that a word means. Throws if there is none, or if it is an edge. */
export function findNode(view: GraphView, word: string, name: string): number {
  const { kind, id } = findElement(view, word, name);
  if (kind === "edge") throw new CliError(`"${name}" expected a node, got the edge ${JSON.stringify(word)}`);
  return id;
}

function present(view: GraphView, kind: "node" | "edge", id: number, name: string): number {
  const elements = kind === "node" ? view.nodes : view.edges;
  if (id < ID_MAX && elements.has(id)) return id;
  throw new CliError(`"${name}" expected a ${kind} of the graph, got ${kind}:${id}, which is not in it`, {
    exitCode: 1,
  });
}

function nodeByKey(view: GraphView, word: string, name: string): number {
  const { unique } = view.rules;
  const keys = unique.filter(({ isKey }) => isKey);
  const text = word.replace(/^key:/, "");
  const [plain] = keys.filter(({ label }) => label === undefined);
  if (plain !== undefined) {
    const value = partOf(view, plain.attributes[0], text, name);
    return view.node(value) ?? missing(name, word, plain.attributes, isBareId(word));
  }
  if (keys.length === 0) {
    if (/^\d+$/.test(word)) return present(view, "node", Number(word), name);
    throw new CliError(`"${name}" expected the id of a node, such as 7, got ${JSON.stringify(word)}`, {
      hint: "the graph has no key to find nodes by; a filter finds them: groggy nodes",
    });
  }
  // of labels that begin alike the longest one
  const [rule] = keys
    .filter(({ label }) => text.startsWith(`${label}:`))
    .sort((a, b) => b.label!.length - a.label!.length);
  if (rule === undefined) {
    const forms = keys.map(({ label, attributes }) => `${label}:${attributes.join(",").toUpperCase()}`);
    throw new CliError(`"${name}" expected ${forms.join(" or ")}, got ${JSON.stringify(word)}`, {
      hint: "or node:7, a node by its id",
    });
  }
  const label = rule.label as string;
  const rest = text.slice(label.length + 1);
  const parts = rule.attributes.length === 1 ? [rest] : partsOf(rest, rule.attributes, name);
  const values = parts.map((part, i) => partOf(view, rule.attributes[i]!, part, name));
  const found = view.node(label, values.length === 1 ? values[0] : values);
  return found ?? missing(name, word, rule.attributes, false);
}

/** The parts of a key of several attributes: a JSON array, or texts between commas where each has none. */
function partsOf(text: string, attributes: readonly string[], name: string): string[] {
  let parts: unknown = text.split(",");
  if (text.startsWith("[")) {
    try {
      parts = JSON.parse(text);
    } catch {}
  }
  if (!Array.isArray(parts) || parts.length !== attributes.length)
    throw new CliError(
      `"${name}" expected values of ${attributes.join(" and ")} between commas, or as a JSON array, got ${JSON.stringify(text)}`,
    );
  return parts.map(String);
}

function partOf(view: GraphView, attribute: string, text: string, name: string): unknown {
  return valueOfText(`"${name}"`, view.nodes.schema[attribute] ?? "utf8", text);
}

function isBareId(word: string): boolean {
  return /^\d+$/.test(word);
}

function missing(name: string, word: string, attributes: readonly string[], isId: boolean): never {
  throw new CliError(
    `"${name}" expected the key of a node, got ${JSON.stringify(word)}, which no node has as its ${attributes.join(", ")}`,
    { exitCode: 1, ...(isId ? { hint: `node:${word} is the node by its id` } : {}) },
  );
}
