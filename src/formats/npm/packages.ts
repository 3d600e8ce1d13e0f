/** The common part of the readers of lock files: packages as nodes, their dependencies as edges. */
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { putValue } from "../jsonl/rows.js";
import type { GraphBuilder } from "../shared/graph-builder.js";

export type Fields = Readonly<Record<string, unknown>>;

/** The types of edges, by the field that lists them. */
export const DEPENDENCY_KINDS = [
  ["dependencies", "prod"],
  ["devDependencies", "dev"],
  ["optionalDependencies", "optional"],
  ["peerDependencies", "peer"],
] as const;

/** The properties of a value, none if it has none. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? (value as Fields) : {};
}

/** Puts fields of a package as attributes, what has parts as json. */
export function putFields(
  builder: GraphBuilder,
  row: number,
  fields: Fields,
  without: ReadonlySet<string>,
): void {
  if (row === NO_ROW) return;
  for (const [field, value] of Object.entries(fields)) {
    if (without.has(field) || field === "") continue;
    if (typeof value === "object" && value !== null) builder.nodes.column(field, "json").value(row, value);
    else putValue(builder.nodes, row, field, value);
  }
}

/** Adds an edge to what a package depends on. */
export function putDependency(
  builder: GraphBuilder,
  source: string,
  target: string,
  type: string,
  name: string,
  range: string | undefined,
): void {
  const row = builder.edge(builder.keyOf(source), builder.keyOf(target));
  if (row === NO_ROW) return;
  builder.edges.labels(row, [type]);
  builder.edges.column("name", "utf8").text(row, name);
  if (range !== undefined) builder.edges.column("range", "utf8").text(row, range);
}

/** Tells of a dependency that the file does not have. */
export function lacksDependency(builder: GraphBuilder, name: string, isOptional: boolean): void {
  const [kind, message] = isOptional
    ? ["optionalDependency", "optional packages that are not in the file"]
    : ["dependency", "packages that are not in the file"];
  builder.skipped.add(kind, `${message}: ${name}`, { place: builder.place() });
}
