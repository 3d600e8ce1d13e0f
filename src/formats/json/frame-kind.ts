/** The layout of a table in one value of JSON, as pandas' `to_json` writes it, told by an outline of its beginning. */
import type { JsonOutline } from "./outline.js";

/** The layouts, by pandas' names for them; `either` is `index` or `columns`, which look the same. */
export type TableOrient = "split" | "table" | "index" | "columns" | "list" | "values" | "either";

const ENDS = [
  ["source", "target"],
  ["from", "to"],
  ["src", "dst"],
] as const;

/** The layout of a document; undefined if it is none of these. */
export function frameKindOf(outline: JsonOutline | undefined): TableOrient | undefined {
  if (outline === undefined) return undefined;
  const { kind, members } = outline;
  if (kind === "array") {
    const first = outline.first;
    if (first?.kind !== "array") return undefined;
    return first.first === undefined || isCell(first.first) ? "values" : undefined;
  }
  if (kind !== "object") return undefined;
  const data = members.get("data");
  if (data?.kind === "array") {
    if (members.get("schema")?.members.get("fields")?.kind === "array") return "table";
    if (members.get("columns")?.kind === "array") return "split";
  }
  if (hasRoles([...members.keys()]) && [...members.values()].every((value) => value.kind === "array"))
    return "list";
  return nestedKind(members);
}

/** The layout of an object of objects: the names that have a meaning are those of columns. */
function nestedKind(members: ReadonlyMap<string, JsonOutline>): TableOrient | undefined {
  const outer = [...members.keys()];
  const values = [...members.values()];
  const isNested =
    values.length > 0 &&
    values.every(
      (value) =>
        value.kind === "object" && value.members.size > 0 && [...value.members.values()].every(isCell),
    );
  if (!isNested) return undefined;
  if (hasRoles(outer)) return "columns";
  const inner = [...values[0].members.keys()];
  if (outer.every(isNumber)) return hasRoles(inner) ? "index" : "either";
  return inner.every(isNumber) ? "either" : undefined;
}

function isCell({ kind }: JsonOutline): boolean {
  return kind !== "object" && kind !== "array";
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Whether names are those of columns: an id, or the ends of edges. */
export function hasRoles(names: readonly string[]): boolean {
  return (
    names.includes("id") ||
    names.includes("key") ||
    ENDS.some(([source, target]) => names.includes(source) && names.includes(target))
  );
}
