/**
 * The values of an attribute for colours and sizes: numbers, or categories by how frequent they are. Besides attributes,
 * what algorithms say of the nodes: `louvain()`, `connectedComponents()`, `pageRank()`.
 */
import type { GraphView } from "groggy";
import { encodeFrame } from "../protocol/frame.js";
import type { ColumnMeta } from "../protocol/messages.js";
import { clippedText, shownText } from "./shown-text.js";

/** As many as a palette has colours that can be told apart. */
const CATEGORIES_MAX = 8;
const CATEGORY_LENGTH_MAX = 60;
/** Whole numbers of so few different values are categories: clusters, or years. */
const WHOLE_CATEGORIES = 8;

/** Functions of the nodes that can be asked for like attributes. */
export const COMPUTED = ["louvain()", "connectedComponents()", "pageRank()"] as const;

export async function columnFrame(
  view: GraphView,
  kind: "nodes" | "edges",
  name: string,
  ids: Uint32Array,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (kind === "nodes" && (COMPUTED as readonly string[]).includes(name))
    return computedFrame(view, name as (typeof COMPUTED)[number], ids, signal);
  const elements = view[kind];
  const { schema } = elements;
  if (!Object.hasOwn(schema, name))
    throw new RangeError(
      `"name" expected an attribute of ${kind}, got ${JSON.stringify(name.slice(0, 100))}`,
    );
  // those that came after the page asked for its nodes, or are gone
  const known = ids.filter((id) => elements.has(id));
  const present = elements.values(known, name);
  if (known.length === ids.length) return frameOf(present, String(schema[name]));
  const values = new Map(Array.from(known, (id, i) => [id, present[i]]));
  return frameOf(
    Array.from(ids, (id) => values.get(id)),
    String(schema[name]),
  );
}

async function computedFrame(
  view: GraphView,
  name: (typeof COMPUTED)[number],
  ids: Uint32Array,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // in the background, since on a large graph they take long
  const { connectedComponentsAsync, louvainAsync, pageRankAsync } = await import("groggy/algorithms");
  const result =
    name === "pageRank()"
      ? await pageRankAsync(view, { signal })
      : name === "louvain()"
        ? await louvainAsync(view, { signal })
        : await connectedComponentsAsync(view, { signal });
  const values = Array.from(ids, (id) => (view.hasNode(id) ? result.get(id) : undefined));
  if (name === "pageRank()") return frameOf(values, "float64");
  // groups are called by their place in the order of their sizes
  const counts = new Map<unknown, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || Number(a) - Number(b));
  const places = new Map(order.map(([value], i) => [value, `group ${i + 1}`]));
  return frameOf(
    values.map((value) => places.get(value)),
    "utf8",
  );
}

/** The frame of some values, undefined where absent. */
function frameOf(values: readonly unknown[], type: string): Uint8Array<ArrayBuffer> {
  const isNumeric = values.every((value) => value === undefined || numberOf(value) !== undefined);
  const isFew = isNumeric && new Set(values.map(String)).size <= WHOLE_CATEGORIES + 1;
  const isWhole = isFew && values.every((value) => value === undefined || Number.isInteger(numberOf(value)));
  if (isNumeric && !(isWhole && isFew) && values.some((value) => value !== undefined)) {
    const numbers = Float64Array.from(values, (value) =>
      value === undefined ? Number.NaN : numberOf(value)!,
    );
    return encodeFrame({ meta: { kind: "numbers", type } satisfies ColumnMeta, blocks: { values: numbers } });
  }
  const texts = values.map((value) => (value === undefined ? undefined : categoryOf(value)));
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const top = ordered.slice(0, CATEGORIES_MAX);
  const codes = new Map(top.map(([text], i) => [text, i]));
  const others = ordered.slice(CATEGORIES_MAX).reduce((sum, [, count]) => sum + count, 0);
  const meta: ColumnMeta = {
    kind: "categories",
    categories: top.map(([text, count]) => ({ text, count })),
    others,
    absent: texts.filter((text) => text === undefined).length,
  };
  const block = Uint8Array.from(texts, (text) =>
    text === undefined ? top.length + 1 : (codes.get(text) ?? top.length),
  );
  return encodeFrame({ meta, blocks: { codes: block } });
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.getTime() : undefined;
}

function categoryOf(value: unknown): string {
  const text = shownText(value);
  return text.length <= CATEGORY_LENGTH_MAX ? text : `${clippedText(text, CATEGORY_LENGTH_MAX - 1)}…`;
}
