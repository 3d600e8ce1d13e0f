/**
 * The metadata of a table that groggy wrote, besides its columns, under the key `groggy`: the part of the graph,
 * direction, which columns are ids, ends, labels and types, the types of attributes, and attributes of the graph.
 */
import { isRecord } from "../../structures/arguments.js";
import { parseType, type ValueType } from "../../view.js";
import { JsonFault, parseExactJson, valueOfExact } from "../shared/exact-json.js";

/** The key of the metadata. */
export const OWN_METADATA_KEY = "groggy";

const VERSION = 1;

/** The meaning of a column. */
export type OwnRole = "id" | "source" | "target" | "labels" | "type" | "attribute";

/** A column, in the order of the file. */
export interface OwnColumn {
  readonly name: string;
  readonly role: OwnRole;
  /** The type of the attribute, or of the ids. */
  readonly type: ValueType;
}

/** All that is said. */
export interface OwnMetadata {
  readonly part: "nodes" | "edges";
  readonly directed: boolean;
  /** The attribute that has the ids; null if they are numbers that no attribute has. */
  readonly key: string | null;
  readonly columns: readonly OwnColumn[];
  /** Attributes of the graph itself, their values as text. */
  readonly graph: readonly (readonly [name: string, type: ValueType, text: string])[];
}

const ROLES: readonly unknown[] = [
  "id",
  "source",
  "target",
  "labels",
  "type",
  "attribute",
] satisfies OwnRole[];

/** The metadata as text. */
export function ownMetadataText({ part, directed, key, columns, graph }: OwnMetadata): string {
  const list = columns.map(({ name, role, type }) => [name, role, type]);
  const own = graph.length === 0 ? "" : `,"graph":${JSON.stringify(graph)}`;
  return `{"version":${VERSION},"part":"${part}","directed":${directed},"key":${JSON.stringify(key)},"columns":${JSON.stringify(list)}${own}}`;
}

/** The metadata in a text; undefined if it is not what this version writes for columns of these names. */
export function readOwnMetadata(text: string | undefined, names: readonly string[]): OwnMetadata | undefined {
  if (text === undefined) return undefined;
  let given: unknown;
  try {
    given = valueOfExact(parseExactJson(text));
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
  if (!isRecord(given)) return undefined;
  const { version, part, directed, key, columns, graph } = given as Record<string, unknown>;
  if (version !== VERSION || (part !== "nodes" && part !== "edges") || typeof directed !== "boolean")
    return undefined;
  if ((key !== null && typeof key !== "string") || !Array.isArray(columns)) return undefined;
  const read = columns.map(columnOf);
  // another tool may have kept the metadata and changed the columns: those that are left keep their meaning
  const known = new Map(read.flatMap((column) => (column === undefined ? [] : [[column.name, column]])));
  const own = names.flatMap((name) => known.get(name) ?? []);
  const needed: readonly OwnRole[] = part === "edges" ? ["source", "target"] : [];
  if (needed.some((role) => !own.some((column) => column.role === role))) return undefined;
  return {
    part,
    directed,
    key,
    columns: own,
    graph: Array.isArray(graph) ? graph.flatMap(graphAttributeOf) : [],
  };
}

function graphAttributeOf(given: unknown): OwnMetadata["graph"] {
  if (!Array.isArray(given)) return [];
  const [name, type, text] = given as unknown[];
  if (typeof name !== "string" || typeof type !== "string" || typeof text !== "string") return [];
  return parseType(type) === undefined ? [] : [[name, type as ValueType, text]];
}

function columnOf(given: unknown): OwnColumn | undefined {
  if (!Array.isArray(given)) return undefined;
  const [name, role, type] = given as unknown[];
  if (typeof name !== "string" || !ROLES.includes(role)) return undefined;
  if (typeof type !== "string" || parseType(type) === undefined) return undefined;
  return { name, role: role as OwnRole, type: type as ValueType };
}
