/** `groggy info`: what is in a store, on one screen. */
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Graph, GraphView } from "groggy";
import type { Invocation } from "../../shared/invocation.js";
import { sizeText } from "../../shared/size-text.js";
import { openView } from "../../shared/view-at.js";
import { type AttributeCount, attributeCounts, labelCounts, type NameCount } from "./overview.js";

export async function run(invocation: Invocation<{ readonly at?: string }>): Promise<undefined> {
  const { output, storePath } = invocation;
  const { graph, view } = await openView(invocation);
  const facts = factsOf(graph, view, storePath ?? graph.path);
  await output.report({ json: { ...facts }, lines: linesOf(facts, output.cell.bind(output)) });
}

interface Facts {
  readonly path: string | null;
  readonly formatVersion: number | null;
  readonly sizeBytes: number | null;
  readonly directed: boolean;
  readonly key: string | null;
  readonly head: {
    readonly branch: string | null;
    readonly commit: string | null;
    readonly message: string | null;
  };
  readonly commits: number;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly nodes: number;
  readonly edges: number;
  readonly labels: readonly NameCount[];
  readonly types: readonly NameCount[];
  readonly nodeAttributes: readonly AttributeCount[];
  readonly edgeAttributes: readonly AttributeCount[];
  readonly graphAttributes: Readonly<Record<string, unknown>>;
}

function factsOf(graph: Graph, view: GraphView, path: string | undefined): Facts {
  const { branch, commit } = graph.head;
  return {
    path: path ?? null,
    formatVersion: path === undefined ? null : formatVersionOf(path),
    sizeBytes: path === undefined ? null : sizeOf(path),
    directed: view.directed,
    key: view.key ?? null,
    head: { branch, commit: commit?.id ?? null, message: commit?.message ?? null },
    commits: graph.history.commitCount,
    branches: graph.history.branches().map(({ name }) => name),
    tags: graph.history.tags().map(({ name }) => name),
    nodes: view.nodeCount,
    edges: view.edgeCount,
    labels: labelCounts(view.nodes),
    types: labelCounts(view.edges),
    nodeAttributes: attributeCounts(view.nodes),
    edgeAttributes: attributeCounts(view.edges),
    graphAttributes: { ...view.attributes.get() },
  };
}

function* linesOf(facts: Facts, cell: (value: unknown) => string): Generator<string> {
  const line = (name: string, text: string) => `${name.padEnd(12)}${text}`;
  const { head, path, sizeBytes, formatVersion, key } = facts;
  if (path !== null) yield line("store", cell(path));
  if (sizeBytes !== null) yield line("size", `${sizeText(sizeBytes)}, format ${formatVersion}`);
  const subject = head.message?.split(/\r\n|\r|\n/)[0];
  const at = head.commit === null ? "no commit yet" : `${head.commit.slice(0, 7)} ${cell(subject)}`;
  yield line("head", `${head.branch === null ? "detached" : cell(head.branch)}, ${at}`);
  yield line("history", counted(facts.commits, "commit", "commits"));
  if (facts.branches.length > 0) yield line("branches", listText(facts.branches, cell));
  if (facts.tags.length > 0) yield line("tags", listText(facts.tags, cell));
  yield line(
    "graph",
    `${facts.directed ? "directed" : "undirected"}${key === null ? "" : `, key ${cell(key)}`}`,
  );
  yield* section("nodes", facts.nodes, facts.labels, facts.nodeAttributes, cell);
  yield* section("edges", facts.edges, facts.types, facts.edgeAttributes, cell);
  for (const [name, value] of Object.entries(facts.graphAttributes))
    yield line("", `${cell(name)} = ${cell(value)}`);
}

function* section(
  name: string,
  count: number,
  labels: readonly NameCount[],
  attributes: readonly AttributeCount[],
  cell: (value: unknown) => string,
): Generator<string> {
  const shown = labels.map((label) => `${cell(label.name)} ${whole(label.count)}`);
  yield `${name.padEnd(12)}${whole(count)}${shown.length === 0 ? "" : `: ${listText(shown, String)}`}`;
  for (const attribute of attributes) {
    const has = attribute.count === count ? "" : `, ${whole(attribute.count)} have it`;
    yield `${" ".repeat(12)}${cell(attribute.name)} ${attribute.type}${has}`;
  }
}

const NAMES_MAX = 12;

function listText(names: readonly string[], cell: (value: unknown) => string): string {
  const more = names.length - NAMES_MAX;
  const shown = names.slice(0, NAMES_MAX).map((name) => cell(name));
  return `${shown.join(", ")}${more > 0 ? `, and ${whole(more)} more` : ""}`;
}

function counted(count: number, one: string, many: string): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

function whole(count: number): string {
  return count.toLocaleString("en-US");
}

function sizeOf(path: string): number {
  let size = 0;
  // a writer may have put a newer file in the place of one
  for (const name of readdirSync(path))
    size += statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0;
  return size;
}

/** The version in the header of the newest journal; docs/internals/format.md has its bytes. */
function formatVersionOf(path: string): number | null {
  const journal = readdirSync(path)
    .filter((name) => name.startsWith("journal-"))
    .sort()
    .at(-1);
  if (journal === undefined) return null;
  const head = Buffer.alloc(20);
  const file = openSync(join(path, journal), "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.readUInt32LE(16);
}
