/** Revisions, ranges and elements as the command line names them, and the nearest name where one is misspelt. */
import type { Commit, Graph, OwnerKind } from "groggy";
import { CliError } from "../cli-error.js";
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

const BY_ID = /^(?:(node|edge):)?(\d+)$/;

/**
 * The element that a word names: `7` or `node:7`, `edge:3`, `graph`; in a graph with a key its value, such as
 * `ada@example.org`; with keys by label `Person:ada@example.org`.
 */
export function elementNamed(graph: Graph, word: string): NamedElement {
  const element = findElement(graph, word);
  if (element !== undefined) return element;
  throw new CliError(
    `expected an element such as node:7, edge:3, graph or a node's key, got ${JSON.stringify(word)}`,
    {
      exitCode: BY_ID.test(word) ? 1 : 2,
    },
  );
}

/** An element, or one of its attributes, as in `node:7.name`. */
export function attributeNamed(graph: Graph, word: string): NamedElement & { readonly attribute?: string } {
  const whole = findElement(graph, word);
  if (whole !== undefined) return whole;
  const dots = Array.from(word.matchAll(/\./g), ({ index }) => index);
  for (const dot of dots) {
    const element = findElement(graph, word.slice(0, dot));
    const attribute = word.slice(dot + 1);
    if (element !== undefined && attribute !== "") return { ...element, attribute };
  }
  throw new CliError(
    `expected an element or its attribute, such as node:7 or edge:3.since, got ${JSON.stringify(word)}`,
  );
}

function findElement(graph: Graph, word: string): NamedElement | undefined {
  if (word === "graph") return { kind: "graph", id: 0 };
  const byId = BY_ID.exec(word);
  if (byId !== null && Number(byId[2]) < 2 ** 32 - 1)
    return { kind: byId[1] === "edge" ? "edge" : "node", id: Number(byId[2]) };
  const id = nodeByKey(graph, word);
  return id === undefined ? undefined : { kind: "node", id };
}

function nodeByKey(graph: Graph, word: string): number | undefined {
  const colon = word.indexOf(":");
  const tries = [() => graph.node(word), () => graph.node(word.slice(0, colon), word.slice(colon + 1))];
  for (const find of colon > 0 ? tries : tries.slice(0, 1)) {
    try {
      const id = find();
      if (id !== undefined) return id;
    } catch {
      // a graph without a key, or with one of another type, finds no node by this word
    }
  }
  return undefined;
}

export function elementWords({ kind, id }: NamedElement): string {
  return kind === "graph" ? "the graph" : `${kind} ${id}`;
}
