// Files that pyarrow, polars, DuckDB and pandas wrote (files/make.py), and how their values are compared with a graph's.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Graph } from "../../../src/graph.js";

const folder = fileURLToPath(new URL("files/", import.meta.url));

export const columnFile = (name: string): string => `${folder}${name}`;

/** The values of columns as pyarrow has them: numbers as text, bytes in hexadecimal, moments in their own unit. */
type Shown = null | boolean | string | readonly Shown[] | { readonly [name: string]: Shown };

export const columnAnswers = JSON.parse(readFileSync(columnFile("answers.json"), "utf8")) as Record<
  string,
  { readonly columns: Readonly<Record<string, readonly Shown[]>> }
>;

/** Types under which moments, times and durations are read as numbers, and decimals as text. */
export const rawTypes = Object.fromEntries([
  ...["d", "ms", "us", "ns", "sec", "d64", "t_s", "t_ms", "t_us", "t_ns", "dur"].map((name) => [
    name,
    "int64",
  ]),
  ["lm", "list<int64>"],
  ...["dec9", "dec18", "dec38"].map((name) => [name, "utf8"]),
]);

/** What of a graph's nodes is not as pyarrow has it, a line each. */
export function columnDifferences(graph: Graph, file: string): string[] {
  const { columns } = columnAnswers[file]!;
  const ids = [...graph.nodes.ids()];
  return Object.entries(columns).flatMap(([name, values]) => {
    if (values.length !== ids.length) return [`${name}: ${ids.length} rows, not ${values.length}`];
    return values.flatMap((wanted, i) => {
      const got: unknown = name in graph.nodes.schema ? graph.nodes.get(ids[i]!, name) : undefined;
      return isSame(wanted, got) ? [] : [`${name}, row ${i}: ${show(got)}, not ${show(wanted)}`];
    });
  });
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_name, each: unknown) => (typeof each === "bigint" ? `${each}n` : each)) ??
    "nothing"
  );
}

function isSame(wanted: Shown, got: unknown): boolean {
  if (wanted === null) return got === undefined || got === null;
  if (typeof got === "number") return typeof wanted === "string" && Object.is(numberOf(wanted), got);
  if (typeof got === "bigint") return wanted === String(got);
  if (got instanceof Uint8Array) return wanted === Buffer.from(got).toString("hex");
  if (Array.isArray(wanted)) {
    const list = Array.from((got ?? []) as ArrayLike<unknown>);
    return list.length === wanted.length && wanted.every((each, i) => isSame(each, list[i]));
  }
  if (typeof wanted !== "object") return got === wanted;
  const own = Object.entries(wanted);
  const given = (got ?? {}) as Record<string, unknown>;
  return (
    Object.keys(given).join() === own.map(([name]) => name).join() &&
    own.every(([name, each]) => isSame(each, given[name]))
  );
}

function numberOf(text: string): number {
  return text === "inf" || text === "-inf" ? Number(`${text.replace("inf", "")}Infinity`) : Number(text);
}
