/** Values in a file of conflicts: by the type of their attribute, in the form of patches, moments in ISO 8601. */
import { isDeepStrictEqual } from "node:util";
import {
  type AttributeType,
  type Conflict,
  type Graph,
  type GraphView,
  type MergeResult,
  type OwnerKind,
  type ValueType,
  valueFromJson,
  valueToJson,
} from "groggy";

/** The states whose elements and types a conflict speaks of. */
export interface MergedStates {
  readonly ours: GraphView;
  readonly theirs: GraphView | undefined;
}

export function mergedStates(graph: Graph, { theirs }: Pick<MergeResult, "theirs">): MergedStates {
  return { ours: graph, theirs: theirs === null ? undefined : graph.at(theirs) };
}

export function typeIn(
  view: GraphView | undefined,
  kind: OwnerKind,
  name: string,
): AttributeType | undefined {
  const schema: Readonly<Record<string, AttributeType>> | undefined =
    kind === "graph" ? view?.attributes.schema : kind === "node" ? view?.nodes.schema : view?.edges.schema;
  return schema !== undefined && Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** The one type that an attribute has on both sides; of one with several all of them. */
export function typeOf(conflict: Conflict, { ours, theirs }: MergedStates): ValueType | readonly ValueType[] {
  if (conflict.kind !== "attribute" && conflict.kind !== "key" && conflict.kind !== "required") return [];
  const { attribute, element } = conflict;
  const types = [typeIn(ours, element.kind, attribute), typeIn(theirs, element.kind, attribute)];
  const all = [...new Set(types.flatMap((type) => (type === undefined ? [] : membersOf(type))))];
  return all.length === 1 ? all[0] : all;
}

function membersOf(type: AttributeType): ValueType[] {
  if (!type.startsWith("union<")) return [type as ValueType];
  return (type.slice("union<".length, -1).match(/\w+<[^>]*>|\w+/g) ?? []) as ValueType[];
}

const OF_ANY_VALUE: readonly ValueType[] = [
  "bool",
  "float64",
  "integer",
  "utf8",
  "timestamp",
  "binary",
  "json",
];

/** A value by the type of its attribute, or with a type of its own where that has several. */
export function encodeSide(value: unknown, type: AttributeType | readonly ValueType[] | undefined): unknown {
  if (value === undefined || value === null) return null;
  const members = typeof type === "string" ? membersOf(type) : (type ?? []);
  if (members.length === 1 && keeps(members[0], value)) return encode(members[0], value);
  // a document takes what others would have as well
  const tried = [...members, ...OF_ANY_VALUE].sort((a, b) => Number(a === "json") - Number(b === "json"));
  const own = tried.find((each) => keeps(each, value));
  return own === undefined ? String(value) : { type: own, value: encode(own, value) };
}

export function encodeAttributes(values: unknown, kind: OwnerKind, { ours, theirs }: MergedStates): unknown {
  if (values === undefined) return null;
  return Object.fromEntries(
    Object.entries(values as object).map(([name, value]) => [
      name,
      encodeSide(value, typeIn(ours, kind, name) ?? typeIn(theirs, kind, name)),
    ]),
  );
}

function keeps(type: ValueType, value: unknown): boolean {
  try {
    return isDeepStrictEqual(decode(type, encode(type, value)), value);
  } catch {
    return false;
  }
}

function encode(type: ValueType, value: unknown): unknown {
  const json = valueToJson(type, value);
  if (type === "timestamp") return momentText(json);
  return type === "list<timestamp>" ? (json as unknown[]).map(momentText) : json;
}

function momentText(ms: unknown): string {
  return new Date(ms as number).toISOString();
}

/** A value that somebody wrote: numbers where an integer is wanted, and times as text, are taken too. */
function decode(type: ValueType, json: unknown): unknown {
  const element = /^list<(.*)>$/.exec(type)?.[1];
  if (element !== undefined && Array.isArray(json))
    return valueFromJson(
      type,
      json.map((item) => written(element, item)),
    );
  return valueFromJson(type, written(type, json));
}

function written(type: string, json: unknown): unknown {
  if ((type === "int64" || type === "integer") && Number.isSafeInteger(json)) return String(json);
  if (type !== "timestamp" || typeof json !== "string") return json;
  const ms = Date.parse(json);
  return Number.isNaN(ms) ? json : ms;
}

/** A value of a resolution, by the type that its attribute has. */
export function resolutionValue(
  json: unknown,
  conflict: Conflict,
  graph: Graph,
  merge: Pick<MergeResult, "theirs">,
): unknown {
  if (json === null) return null;
  const type = typeOf(conflict, mergedStates(graph, merge));
  const tagged = json as { readonly type?: unknown; readonly value?: unknown };
  const isTagged = typeof json === "object" && Object.keys(tagged).sort().join() === "type,value";
  if (isTagged && type !== "json") return decode(tagged.type as ValueType, tagged.value) ?? null;
  return typeof type === "string" ? (decode(type, json) ?? null) : json;
}
