/** Revisions, ranges and elements as the command line names them, and the nearest name where one is misspelt. */
import type { Commit, Graph, OwnerKind } from "groggy";
import { CliError } from "../cli-error.js";
import { findElement } from "../element-operand.js";
import { nearest } from "../nearest.js";

/** The commit that a revision means. Throws with the nearest branch or tag where none is of that name. */
export function commitNamed(graph: Graph, revision: string): Commit {
  return namingNearest(graph, () => graph.history.resolve(revision));
}

/** Runs what takes revisions, or names of one kind; an unknown one is refused with the nearest name. */
export function namingNearest<R>(graph: Graph, run: () => R, kind?: "branch" | "tag"): R {
  try {
    return run();
  } catch (error) {
    const near = nearestRef(graph, error, kind);
    if (near === undefined) throw error;
    throw new CliError((error as Error).message, { hint: `did you mean ${near}?`, cause: error });
  }
}

function nearestRef({ history }: Graph, error: unknown, kind?: "branch" | "tag"): string | undefined {
  const { code, data } = error as { code?: unknown; data?: Record<string, unknown> };
  const given =
    code === "REVISION_NOT_FOUND" ? data?.revision : code === "REF_NOT_FOUND" ? data?.name : undefined;
  if (typeof given !== "string") return undefined;
  const base = /^[^~^@{}]*/.exec(given)?.[0] ?? "";
  const refs = [
    ...(kind === "tag" ? [] : history.branches()),
    ...(kind === "branch" ? [] : history.tags()),
    ...(kind === undefined ? history.remoteBranches() : []),
  ];
  const names = [...refs.map(({ name }) => name), ...(kind === undefined ? ["HEAD"] : [])];
  return base === "" || names.includes(base) ? undefined : nearest(base, names);
}

/** Two revisions of a range as text, `a..b` or `a...b`; undefined where it is none. An empty side is HEAD. */
export function splitRange(text: string): { from: string; to: string; isSymmetric: boolean } | undefined {
  const match = /^(.*?)(\.{2,3})(.*)$/s.exec(text);
  if (match === null || match[3].includes("..")) return undefined;
  return { from: match[1] || "HEAD", to: match[3] || "HEAD", isSymmetric: match[2] === "..." };
}

/** An element as it is named on the command line. */
export interface NamedElement {
  readonly kind: OwnerKind;
  readonly id: number;
}

const BY_ID = /^(node|edge):(\d{1,10})$/;

/**
 * The element that a word names: `node:7`, `edge:3`, `graph`, or what other verbs find a node by. One that is named by
 * its id may have been removed; one that is named by its key is looked up in the state of `at`, if that is given.
 */
export function elementNamed(graph: Graph, word: string, at?: Commit): NamedElement {
  if (word === "graph") return { kind: "graph", id: 0 };
  const [, kind, id] =
    BY_ID.exec(word) ?? (isKeyless(graph) && /^\d{1,10}$/.test(word) ? ["", "node", word] : []);
  if (kind !== undefined) return { kind: kind as "node" | "edge", id: Number(id) };
  return findElement(at === undefined ? graph : graph.at(at), word, "element");
}

function isKeyless({ rules }: Graph): boolean {
  return !rules.unique.some(({ isKey }) => isKey);
}

/** An element, or one of its attributes, as in `node:7.name`. */
export function attributeNamed(graph: Graph, word: string): NamedElement & { readonly attribute?: string } {
  let refusal: unknown;
  // a key may have dots in it
  const ends = [word.length, ...Array.from(word.matchAll(/\./g), ({ index }) => index)];
  for (const end of ends) {
    const attribute = word.slice(end + 1);
    if (end < word.length && attribute === "") continue;
    try {
      const element = elementNamed(graph, word.slice(0, end));
      return end === word.length ? element : { ...element, attribute };
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

export function elementWords({ kind, id }: NamedElement): string {
  return kind === "graph" ? "the graph" : `${kind} ${id}`;
}
