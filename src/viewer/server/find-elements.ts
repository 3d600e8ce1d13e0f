/**
 * The elements that a search finds. A text that begins as a query in Cypher does is one; else it is a filter of nodes and
 * of edges, if it can be read as that; else words that are looked for in labels and in attributes that are texts.
 */
import { CypherError, FilterSyntaxError, type GraphView, GroggyError } from "groggy";
import type { SearchKind } from "../protocol/messages.js";
import { shownText } from "./shown-text.js";

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
/** What is in filters and queries and hardly in words: such a text gets the message of what it was read as. */
const FILTER = /[=<>:()[\]'"`$~]|\b(?:AND|OR|NOT|IN|IS|BETWEEN|CONTAINS|STARTS\s+WITH|ENDS\s+WITH)\b/;

const QUERY_TIMEOUT_MS = 30_000;
const ROWS_TOLD = 100;
const ROWS_READ_MAX = 1_000_000;
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
    error instanceof FilterSyntaxError || (error instanceof GroggyError && error.is("UNKNOWN_ATTRIBUTE"))
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
  const { kind, id } = value as { readonly kind?: unknown; readonly id?: unknown };
  if (kind === "node" && typeof id === "number") nodes.add(id);
  else if (kind === "edge" && typeof id === "number") edges.add(id);
  else if (kind === "path") {
    const path = value as { readonly nodes: readonly unknown[]; readonly edges: readonly unknown[] };
    for (const each of [...path.nodes, ...path.edges]) collect(each, nodes, edges);
  } else for (const each of Object.values(value)) collect(each, nodes, edges);
}

function describeValue(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    const { kind, id, labels, type } = value as Readonly<Record<string, unknown>>;
    if (kind === "node" && Array.isArray(labels))
      return `#${id}${labels.map((label) => ` :${label}`).join("")}`;
    if (kind === "edge") return `[#${id} :${String(type)}]`;
    if (kind === "path") {
      const { nodes } = value as { readonly nodes: readonly { readonly id: number }[] };
      return nodes.map((node) => `#${node.id}`).join(" – ");
    }
    if (Array.isArray(value))
      return `[${value.slice(0, 20).map(describeValue).join(", ")}${value.length > 20 ? ", …" : ""}]`;
  }
  return shownText(value).slice(0, 500);
}

function ascending(ids: Set<number>): Uint32Array {
  return Uint32Array.from(ids).sort();
}

/** Elements whose label or type is the text, or one of whose texts has it; upper and lower case are the same. */
async function withWords(
  view: GraphView,
  text: string,
  signal: AbortSignal,
): Promise<{ readonly nodes: Uint32Array; readonly edges: Uint32Array }> {
  const wanted = text.trim().toLowerCase();
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
            elements.labels(id).some((label) => label.toLowerCase() === wanted) ||
            columns.some((column) => (column[i] as string | undefined)?.toLowerCase().includes(wanted));
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
