// Files that other tools wrote, beside the checkout; and how a graph is compared with what is known of its file.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Graph } from "../../src/graph.js";
import type { GraphView } from "../../src/view.js";

const folder = fileURLToPath(new URL("../../../shared/fixtures/formats/", import.meta.url));

/** Whether the files are there; tests without them are skipped and say so. */
export const hasFixtures = existsSync(`${folder}answers.json`);

export const fixture = (name: string): string => `${folder}${name}`;

/** What is known of an attribute. */
interface AttributeAnswer {
  readonly present: number;
  readonly type: "bool" | "integer" | "float" | "string" | string;
  readonly true?: number;
  readonly sum?: string | number;
  readonly min?: string;
  readonly max?: string;
  readonly sha256?: string;
}

/** What is known of a file. */
export interface Answer {
  readonly nodes?: number;
  readonly edges?: number;
  readonly directed?: boolean;
  readonly nodeKeysSha256?: string | undefined;
  readonly endsSha256?: string | null;
  /** The same with ends as they are in the file, in undirected graphs too. */
  readonly endsAsGivenSha256?: string;
  readonly nodeAttributes?: Readonly<Record<string, AttributeAnswer>>;
  readonly edgeAttributes?: Readonly<Record<string, AttributeAnswer>>;
  readonly graphAttributes?: Readonly<Record<string, unknown>>;
}

export const answers: Readonly<Record<string, Answer>> = hasFixtures
  ? JSON.parse(readFileSync(`${folder}answers.json`, "utf8"))
  : {};

/** What of a graph is not as the answer has it, a line each. */
export function differences(graph: Graph, key: string | null, answer: Answer): string[] {
  const wrong: string[] = [];
  const compare = (what: string, got: unknown, wanted: unknown): void => {
    if (wanted === undefined || wanted === null || Object.is(got, wanted)) return;
    wrong.push(`${what}: ${String(got)}, not ${String(wanted)}`);
  };
  compare("nodes", graph.nodeCount, answer.nodes);
  compare("edges", graph.edgeCount, answer.edges);
  compare("ends as given", hashOf(endsOf(graph, keysOf(graph, key), true)), answer.endsAsGivenSha256);
  if (answer.edges !== undefined) compare("directed", graph.directed, answer.directed);
  const keys = keysOf(graph, key);
  compare("keys", hashOf([...keys.values()]), answer.nodeKeysSha256);
  if (answer.edges !== undefined) compare("ends", hashOf(endsOf(graph, keys)), answer.endsSha256);
  wrong.push(...attributeDifferences("node", graph.nodes, answer.nodeAttributes ?? {}));
  wrong.push(...attributeDifferences("edge", graph.edges, answer.edgeAttributes ?? {}));
  return wrong;
}

function keysOf(graph: GraphView, key: string | null): Map<number, string> {
  return new Map(
    Array.from(graph.nodes.ids(), (id) => [id, key === null ? String(id) : String(graph.nodes.get(id, key))]),
  );
}

function endsOf(graph: GraphView, keys: ReadonlyMap<number, string>, asGiven = false): string[] {
  return Array.from(graph.edges.ids(), (id) => {
    const ends = [keys.get(graph.source(id))!, keys.get(graph.target(id))!];
    if (!graph.directed && !asGiven) ends.sort(compareText);
    return ends.join("\u001f");
  });
}

/** As Python sorts texts: code point by code point. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function hashOf(texts: string[]): string {
  return createHash("sha256").update(texts.sort(compareText).join("\n")).digest("hex");
}

function attributeDifferences(
  kind: string,
  elements: GraphView["nodes"] | GraphView["edges"],
  wanted: Readonly<Record<string, AttributeAnswer>>,
): string[] {
  const wrong: string[] = [];
  for (const [name, answer] of Object.entries(wanted)) {
    const values = Array.from(elements.ids(), (id) => (elements as GraphView["nodes"]).get(id, name)).filter(
      (value) => value !== undefined,
    );
    const compare = (what: string, got: unknown, expected: unknown): void => {
      if (expected !== undefined && !Object.is(got, expected))
        wrong.push(`${kind} ${name}: ${what} ${String(got)}, not ${String(expected)}`);
    };
    compare("present", values.length, answer.present);
    if (answer.type === "bool") compare("true", values.filter((value) => value === true).length, answer.true);
    else if (answer.type === "integer") {
      const whole = values.map((value) => BigInt(value as number | bigint | string));
      compare("sum", String(whole.reduce((sum, value) => sum + value, 0n)), answer.sum);
    } else if (answer.type === "float") {
      const sum = values.reduce<number>((all, value) => all + Number(value), 0);
      if (Math.abs(sum - Number(answer.sum)) > 1e-9 * Math.max(1, Math.abs(sum)))
        compare("sum", sum, answer.sum);
    } else if (answer.type === "string") compare("sha256", hashOf(values.map(String)), answer.sha256);
  }
  return wrong;
}

/** A file in pieces of so many bytes. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The root of a graph's state. */
export function rootOf(graph: Graph): string {
  return graph.commit("root", { allowEmpty: true, time: 0 }).root;
}
