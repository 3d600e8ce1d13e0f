/**
 * The elements that a search finds. A text that begins as a query in Cypher does is one; else it is a filter of nodes and
 * of edges, if it can be read as that; else words that are looked for in labels and in attributes that are texts.
 */
import { CypherError, FilterSyntaxError, type GraphView, GroggyError } from "groggy";
import { foldText } from "../../structures/text/fold-text.js";
import type { SearchKind } from "../protocol/messages.js";
import { clippedText, shownText } from "./shown-text.js";

export interface FoundElements {
  readonly kind: SearchKind;
  /** Ascending. */
  readonly nodes: Uint32Array;
  readonly edges: Uint32Array;
  /** The rows of a query as texts, the first ones; it may have found no elements at all. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rowCount: number;
}

const CYPHER =
  /^\s*(?:MATCH|OPTIONAL\s+MATCH|WITH|UNWIND|CALL|RETURN|USE|PROFILE|EXPLAIN|CREATE|MERGE|DELETE|DETACH|SET|REMOVE|FOREACH|LOAD)\b(?=[\s([{*"'$\d])/i;
/** Signs of filters and queries, rare in words: a text with one gets the message of the language it was read as. */
const FILTER =
  /[=<>:()[\]'"`$~]|(?<![\p{L}\p{M}\p{N}_])(?:AND|OR|NOT|IN|IS|BETWEEN|CONTAINS|STARTS\s+WITH|ENDS\s+WITH)(?![\p{L}\p{M}\p{N}_])/u;

const QUERY_TIMEOUT_MS = 30_000;
const ROWS_TOLD = 100;
const ROWS_READ_MAX = 1_000_000;
const CELL_LENGTH = 500;
const BLOCK = 8192;
const NONE = new Uint32Array(0);

/** Throws what the filter, or the query, throws. */
export async function findElements(
  view: GraphView,
  text: string,
  signal: AbortSignal,
): Promise<FoundElements> {
  const none = { columns: [], rows: [], rowCount: 0 } as const;
  try {
    if (CYPHER.test(text)) return await runCypher(view, text, signal);
    return { kind: "filter", ...filtered(view, text), ...none };
  } catch (error) {
    // words such as "Ada", which might be an attribute, or "with love"
    if (FILTER.test(text) || !isMisread(error)) throw error;
    return { kind: "words", ...(await withWords(view, text, signal)), ...none };
  }
}

/** Whether a text is no filter, or no query, of this graph. */
function isMisread(error: unknown): boolean {
  if (error instanceof CypherError) return error.data.phase === "compile";
  return (
    error instanceof FilterSyntaxError ||
    (error instanceof GroggyError && error.is("UNKNOWN_ATTRIBUTE")) ||
    // the name of an attribute that is no condition
    error instanceof TypeError
  );
}

/** A filter may have attributes that only nodes have, or only edges. */
function filtered(
  view: GraphView,
  text: string,
): { readonly nodes: Uint32Array; readonly edges: Uint32Array } {
  const found = [view.nodes, view.edges].map((elements) => {
    try {
      return elements.where(text).ids();
    } catch (error) {
      return error as Error;
    }
  });
  const [nodes, edges] = found as [Uint32Array | Error, Uint32Array | Error];
  if (nodes instanceof Error && edges instanceof Error) throw nodes;
  return { nodes: nodes instanceof Error ? NONE : nodes, edges: edges instanceof Error ? NONE : edges };
}

async function runCypher(view: GraphView, text: string, signal: AbortSignal): Promise<FoundElements> {
  const result = await view.queryAsync(text, {}, { signal, timeout: QUERY_TIMEOUT_MS });
  const { columns } = result;
  const nodes = new Set<number>();
  const edges = new Set<number>();
  const rows: string[][] = [];
  let rowCount = 0;
  for (const row of result) {
    rowCount++;
    const values = columns.map((name) => (row as Readonly<Record<string, unknown>>)[name]);
    for (const value of values) collect(value, nodes, edges);
    if (rows.length < ROWS_TOLD) rows.push(values.map((value) => describeValue(value)));
    if (rowCount === ROWS_READ_MAX) break;
  }
  return { kind: "cypher", nodes: ascending(nodes), edges: ascending(edges), columns, rows, rowCount };
}

/** The elements in a value: of a path all, of lists and maps those in them. */
function collect(value: unknown, nodes: Set<number>, edges: Set<number>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Date)
    return;
  const element = elementOf(value);
  if (element?.kind === "node") nodes.add(element.id);
  else if (element?.kind === "edge") edges.add(element.id);
  else if (element !== undefined)
    for (const each of [...element.nodes, ...element.edges]) collect(each, nodes, edges);
  else for (const each of Object.values(value)) collect(each, nodes, edges);
}

interface FoundNode {
  readonly kind: "node";
  readonly id: number;
  readonly labels: readonly string[];
}

interface FoundEdge {
  readonly kind: "edge";
  readonly id: number;
  readonly type: string;
}

interface FoundPath {
  readonly kind: "path";
  readonly nodes: readonly FoundNode[];
  readonly edges: readonly FoundEdge[];
}

/** The element that a value is; undefined for maps, and for values of attributes, that only look like one. */
function elementOf(value: object): FoundNode | FoundEdge | FoundPath | undefined {
  const { kind, nodes, edges } = value as Partial<FoundPath>;
  // nodes and edges are objects of classes; a path is a plain object that has them
  const isPath = kind === "path" && Array.isArray(nodes) && Array.isArray(edges) && nodes.length > 0;
  if (isPath) return nodes.every(isElement) ? (value as FoundPath) : undefined;
  return isElement(value) ? (value as FoundNode | FoundEdge) : undefined;
}

function isElement(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isPlain(value)) return false;
  const { kind, id } = value as Partial<FoundNode | FoundEdge>;
  return (kind === "node" || kind === "edge") && typeof id === "number";
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

function describeValue(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.slice(0, 20).map(describeValue).join(", ")}${value.length > 20 ? ", …" : ""}]`;
  const element = typeof value === "object" && value !== null ? elementOf(value) : undefined;
  switch (element?.kind) {
    case "node":
      return `#${element.id}${element.labels.map((label) => ` :${label}`).join("")}`;
    case "edge":
      return `[#${element.id} :${element.type}]`;
    case "path":
      return element.nodes.map(({ id }) => `#${id}`).join(" – ");
    default:
      return clippedText(shownText(value), CELL_LENGTH);
  }
}

function ascending(ids: Set<number>): Uint32Array {
  return Uint32Array.from(ids).sort();
}

/** Elements whose label or type is the text, or one of whose texts has it. Case and accents are the same, as for searches. */
async function withWords(
  view: GraphView,
  text: string,
  signal: AbortSignal,
): Promise<{ readonly nodes: Uint32Array; readonly edges: Uint32Array }> {
  const wanted = foldText(text.trim());
  // a single accent, say
  if (wanted === "") return { nodes: NONE, edges: NONE };
  const found = await Promise.all(
    [view.nodes, view.edges].map(async (elements) => {
      const names = Object.entries(elements.schema).flatMap(([name, type]) =>
        type === "utf8" ? [name] : [],
      );
      const all = elements.ids();
      const ids: number[] = [];
      for (let start = 0; start < all.length; start += BLOCK) {
        const block = all.subarray(start, start + BLOCK);
        const columns = names.map((name) => elements.values(block, name));
        for (let i = 0; i < block.length; i++) {
          const id = block[i]!;
          const hit =
            elements.labels(id).some((label) => foldText(label) === wanted) ||
            columns.some((column) => hasText(column[i] as string | undefined, wanted));
          if (hit) ids.push(id);
        }
        // other work of the process has its turn
        await new Promise((resolve) => setTimeout(resolve));
        signal.throwIfAborted();
      }
      return Uint32Array.from(ids);
    }),
  );
  return { nodes: found[0]!, edges: found[1]! };
}

function hasText(value: string | undefined, wanted: string): boolean {
  return value !== undefined && foldText(value).includes(wanted);
}
