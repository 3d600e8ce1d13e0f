/** `groggy stats`: how degrees, labels, types and the values of each attribute are distributed. */
import type { AttributeType, ElementsView, GraphView } from "groggy";
import type { Invocation } from "../../shared/invocation.js";
import { openView } from "../../shared/view-at.js";
import { labelCounts, type NameCount, quotedName } from "./overview.js";

interface StatsOptions {
  readonly at?: string;
  readonly top: number;
}

interface Distribution {
  readonly of: "node" | "edge";
  readonly name: string;
  readonly count: number;
  readonly distinct?: number;
  readonly min?: unknown;
  readonly mean?: unknown;
  readonly max?: unknown;
  readonly top: readonly { readonly value: unknown; readonly count: number }[];
}

/** Of a terminal whose width nobody knows; on one of this width all columns fit. */
const TERMINAL_COLUMNS = 80;
const TOP_WIDTH_MIN = 13;
const TEXT_WIDTH_MIN = 4;

const ORDERED =
  /^(bool|int32|int64|integer|float32|float64|utf8|timestamp|date|localtime|time|localdatetime|datetime)$/;
const NUMBERS = /^(int32|int64|integer|float32|float64)$/;

export async function run(invocation: Invocation<StatsOptions>): Promise<undefined> {
  const { options, output } = invocation;
  const { view } = await openView(invocation);
  const isJson = output.format === "json" || output.format === "jsonl";
  const isTable = output.format === "table";
  const { columns = TERMINAL_COLUMNS } = invocation.stdout as { readonly columns?: number };
  const topWidth = isTable ? TOP_WIDTH_MIN + Math.max(0, columns - TERMINAL_COLUMNS) / 2 : Infinity;
  const found = distributions(view, options.top);
  await output.table({
    name: "distributions",
    columns: [
      { name: "of" },
      { name: "name", isWhole: isTable },
      { name: "count", align: "right" },
      { name: "distinct", align: "right" },
      { name: "top", isWhole: isTable },
      { name: "min", align: "right" },
      { name: "mean", align: "right" },
      { name: "max", align: "right" },
    ],
    rows: found.map((each) => [
      each.of,
      each.name,
      each.count,
      each.distinct,
      isJson ? each.top : topText(each.top, output.cell.bind(output), topWidth),
      each.min,
      isJson || typeof each.mean !== "number" ? each.mean : Number(each.mean.toPrecision(6)),
      each.max,
    ]),
    count: found.length,
    more: { nodes: view.nodeCount, edges: view.edgeCount },
  });
}

/** Values with their counts, `Person (5), Author (1)`: as many as fit, and of a longer one its beginning. */
function topText(
  top: Distribution["top"],
  cell: (value: unknown) => string,
  widthMax: number,
): string | undefined {
  const [first, ...others] = top.map(({ value, count }) => ({
    text: cell(value),
    count: ` (${count.toLocaleString("en-US")})`,
  }));
  if (first === undefined) return undefined;
  const room = Math.max(TEXT_WIDTH_MIN, widthMax - first.count.length);
  const characters = first.text.length > room ? Array.from(first.text) : [];
  const isCut = characters.length > room;
  let line = `${isCut ? `${characters.slice(0, Math.floor(room) - 1).join("")}…` : first.text}${first.count}`;
  for (const { text, count } of others) {
    const longer = `${line}, ${text}${count}`;
    if (longer.length > widthMax) break;
    line = longer;
  }
  return line;
}

function distributions(view: GraphView, top: number): Distribution[] {
  const directions = view.directed ? (["out", "in", "both"] as const) : (["out"] as const);
  return [
    labelDistribution("node", "labels()", labelCounts(view.nodes), top),
    ...directions.map((direction) => degreeDistribution(view, direction, top)),
    ...attributeDistributions("node", view.nodes, top),
    labelDistribution("edge", "type()", labelCounts(view.edges), top),
    ...attributeDistributions("edge", view.edges, top),
  ];
}

function labelDistribution(
  of: "node" | "edge",
  name: string,
  counts: readonly NameCount[],
  top: number,
): Distribution {
  return {
    of,
    name,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    distinct: counts.length,
    top: counts.slice(0, top).map(({ name: value, count }) => ({ value, count })),
  };
}

function degreeDistribution(view: GraphView, direction: "out" | "in" | "both", top: number): Distribution {
  const degrees = view.degrees(view.nodes.ids(), direction);
  const counts = new Map<number, number>();
  let [min, max, sum] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const degree of degrees) {
    counts.set(degree, (counts.get(degree) ?? 0) + 1);
    if (degree < min) min = degree;
    if (degree > max) max = degree;
    sum += degree;
  }
  const { length: count } = degrees;
  return {
    of: "node",
    name: direction === "out" ? "degree()" : `degree('${direction}')`,
    count,
    distinct: counts.size,
    ...(count === 0 ? {} : { min, mean: sum / count, max }),
    top: topOf(
      [...counts].map(([value, count]) => ({ value, count })),
      top,
    ),
  };
}

function attributeDistributions(of: "node" | "edge", elements: ElementsView, top: number): Distribution[] {
  return Object.entries(elements.schema).map(([name, type]) => ({
    of,
    name,
    ...valuesOf(elements, name, type, top),
  }));
}

function valuesOf(
  elements: ElementsView,
  name: string,
  type: AttributeType,
  top: number,
): Omit<Distribution, "of" | "name"> {
  const present = elements.where(`${quotedName(name)} IS NOT NULL`);
  const { count } = present;
  if (!ORDERED.test(type) || count === 0) return { count, top: [] };
  const { min, max, distinct } = present.aggregate({
    min: { min: name },
    max: { max: name },
    distinct: { countDistinct: name },
  });
  const mean = NUMBERS.test(type) ? { mean: present.aggregate({ mean: { mean: name } }).mean } : {};
  // where each value is there once, none is more frequent
  const groups = distinct === count ? [] : present.groupBy(name).aggregate({ [countName(name)]: "count" });
  const values = groups.map((row) => ({ value: row[name], count: row[countName(name)] as number }));
  return { count, distinct, min, ...mean, max, top: topOf(values, top) };
}

/** A name that is not the attribute's. */
function countName(name: string): string {
  return `${name}#`;
}

function topOf<T extends { readonly count: number }>(values: T[], top: number): T[] {
  return values.sort((a, b) => b.count - a.count).slice(0, top);
}
