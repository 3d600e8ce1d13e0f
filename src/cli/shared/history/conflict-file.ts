/**
 * Conflicts as a file made for editing: each with the element as people know it, the three values, and a resolution,
 * which is null until somebody says one. Values have the form of patches, by the type of their attribute, moments are in
 * ISO 8601; where an attribute has several types a value is `{ "type": …, "value": … }`. The commits that it was written for
 * are in it, so that a stale one is refused.
 */
import { isDeepStrictEqual } from "node:util";
import {
  type AttributeType,
  type Conflict,
  type Graph,
  type GraphView,
  type MergeResult,
  type OwnerKind,
  type Resolution,
  type ValueType,
  valueFromJson,
  valueToJson,
} from "groggy";
import { CliError } from "../cli-error.js";
import { nearest } from "../nearest.js";
import { shortId } from "./commit-words.js";
import { conflictElement } from "./conflict-words.js";
import type { NamedPolicies } from "./policies.js";

const FORMAT = "groggy conflicts 1";

/** The content of a file of conflicts. */
export interface ConflictFile {
  readonly format: typeof FORMAT;
  readonly ours: { readonly commit: string | null; readonly branch: string | null };
  readonly theirs: { readonly commit: string | null; readonly revision: string };
  readonly policies: NamedPolicies;
  readonly conflicts: readonly ConflictEntry[];
}

/** One conflict of a file. */
export interface ConflictEntry {
  readonly conflict: Conflict["kind"];
  readonly element: {
    readonly kind: OwnerKind;
    readonly id: number | null;
    readonly labels?: readonly string[];
    readonly key?: Readonly<Record<string, unknown>>;
    readonly source?: number;
    readonly target?: number;
  };
  readonly attribute?: string;
  /** The type of the attribute, if it has one alone. */
  readonly type?: ValueType;
  readonly [more: string]: unknown;
  readonly choices: readonly string[];
  readonly resolution: unknown;
}

const CHOICES: Readonly<Record<Conflict["kind"], readonly string[]>> = {
  attribute: ["ours", "theirs", "{ value }"],
  removal: ["ours", "theirs", "resurrect", "unify"],
  dangling: ["ours", "theirs", "dropEdge", "resurrect", "unify"],
  schema: ["ours", "theirs"],
  key: ["ours", "theirs", "unify", "{ value }"],
  required: ["ours", "theirs", "{ value }"],
};

/** The choices of a conflict: a removed edge is not made one with another. */
export function choicesOf(conflict: Conflict): readonly string[] {
  const choices = CHOICES[conflict.kind];
  return conflict.kind === "removal" && conflict.element.kind === "edge" ? choices.slice(0, -1) : choices;
}

/** The states whose elements and types a conflict speaks of. */
interface MergedStates {
  readonly ours: GraphView;
  readonly theirs: GraphView | undefined;
}

function statesOf(graph: Graph, { theirs }: MergeResult): MergedStates {
  return { ours: graph, theirs: theirs === null ? undefined : graph.at(theirs) };
}

/** The file of a merge: all its conflicts, those that have a resolution with it. */
export function conflictFileOf(
  graph: Graph,
  merge: MergeResult,
  { revision, policies }: { readonly revision: string; readonly policies: NamedPolicies },
): ConflictFile {
  const states = statesOf(graph, merge);
  return {
    format: FORMAT,
    ours: { commit: merge.ours?.id ?? null, branch: graph.head.branch },
    theirs: { commit: merge.theirs?.id ?? null, revision },
    policies,
    conflicts: merge.conflicts.map((conflict) => entryOf(conflict, merge.resolutionOf(conflict), states)),
  };
}

function entryOf(
  conflict: Conflict,
  resolution: Resolution | undefined,
  states: MergedStates,
): ConflictEntry {
  const type = typeOf(conflict, states);
  const value = (given: unknown): unknown =>
    hasValues(conflict) ? encodeSide(given, type) : (given ?? null);
  const shown = (given: unknown): unknown =>
    conflict.kind === "removal" ? encodeAttributes(given, conflict.element.kind, states) : value(given);
  return {
    conflict: conflict.kind,
    element: describeOwner(conflict, states),
    ...("attribute" in conflict ? { attribute: conflict.attribute } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(conflict.kind === "dangling" ? { node: conflict.node, addedBy: conflict.addedBy } : {}),
    ...(conflict.kind === "key" ? { value: encodeSide(conflict.value, type) } : {}),
    base: shown(conflict.base),
    ours: shown(conflict.ours),
    theirs: shown(conflict.theirs),
    choices: choicesOf(conflict),
    resolution:
      typeof resolution === "object" ? { value: encodeSide(resolution.value, type) } : (resolution ?? null),
  };
}

/** Whether the sides of a conflict are values of an attribute. */
function hasValues({ kind }: Conflict): boolean {
  return kind === "attribute" || kind === "required";
}

function describeOwner(conflict: Conflict, { ours, theirs }: MergedStates): ConflictEntry["element"] {
  if (conflict.kind === "schema") return { kind: conflict.elements, id: null };
  const { kind, id } = conflict.element;
  const views = [ours, ...(theirs === undefined ? [] : [theirs])];
  if (kind === "graph") return { kind, id };
  if (kind === "edge") {
    const view = views.find((each) => each.hasEdge(id));
    if (view === undefined) return { kind, id };
    return { kind, id, labels: view.edges.labels(id), source: view.source(id), target: view.target(id) };
  }
  const view = views.find((each) => each.hasNode(id));
  if (view === undefined) return { kind, id };
  const key = keyOf(view, id);
  return { kind, id, labels: view.nodes.labels(id), ...(key === undefined ? {} : { key }) };
}

/** The attributes that a node is known by, with its values. */
function keyOf(view: GraphView, id: number): Record<string, unknown> | undefined {
  const labels = view.nodes.labels(id);
  for (const { attributes, isKey, label } of view.rules.unique) {
    if (!isKey || (label !== undefined && !labels.includes(label))) continue;
    const values = attributes.map((name) => [
      name,
      encodeSide(view.nodes.get(id, name), typeIn(view, "node", name)),
    ]);
    if (values.every(([, value]) => value !== null)) return Object.fromEntries(values);
  }
  return undefined;
}

// Types and values

function typeIn(view: GraphView | undefined, kind: OwnerKind, name: string): AttributeType | undefined {
  const schema: Readonly<Record<string, AttributeType>> | undefined =
    kind === "graph" ? view?.attributes.schema : kind === "node" ? view?.nodes.schema : view?.edges.schema;
  return schema !== undefined && Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** The one type that an attribute has on both sides; of one with several all of them. */
function typeOf(conflict: Conflict, { ours, theirs }: MergedStates): ValueType | readonly ValueType[] {
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
function encodeSide(value: unknown, type: AttributeType | readonly ValueType[] | undefined): unknown {
  if (value === undefined || value === null) return null;
  const members = typeof type === "string" ? membersOf(type) : (type ?? []);
  if (members.length === 1 && keeps(members[0], value)) return encode(members[0], value);
  // a document takes what others would have as well
  const tried = [...members, ...OF_ANY_VALUE].sort((a, b) => Number(a === "json") - Number(b === "json"));
  const own = tried.find((each) => keeps(each, value));
  return own === undefined ? String(value) : { type: own, value: encode(own, value) };
}

function encodeAttributes(values: unknown, kind: OwnerKind, { ours, theirs }: MergedStates): unknown {
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
  merge: MergeResult,
): unknown {
  if (json === null) return null;
  const type = typeOf(conflict, statesOf(graph, merge));
  const tagged = json as { readonly type?: unknown; readonly value?: unknown };
  const isTagged = typeof json === "object" && Object.keys(tagged).sort().join() === "type,value";
  if (isTagged && type !== "json") return decode(tagged.type as ValueType, tagged.value) ?? null;
  return typeof type === "string" ? (decode(type, json) ?? null) : json;
}

// Reading

/** The file that a text holds. Throws a CliError that names the place. */
export function readConflictFile(text: string, name: string): ConflictFile {
  let file: Partial<ConflictFile>;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw refused(name, `expected JSON, got ${(cause as Error).message}`, cause);
  }
  if (typeof file !== "object" || file === null || file.format !== FORMAT)
    throw refused(
      name,
      `expected the format "${FORMAT}", got ${JSON.stringify((file as ConflictFile | null)?.format)}`,
    );
  const { conflicts, ours, theirs } = file;
  if (typeof ours !== "object" || typeof theirs !== "object" || ours === null || theirs === null)
    throw refused(name, 'expected "ours" and "theirs", the commits that it was written for');
  if (typeof theirs.revision !== "string") throw refused(name, 'expected a revision in "theirs", got none');
  if (!Array.isArray(conflicts)) throw refused(name, 'expected an array of "conflicts"');
  for (const [i, entry] of conflicts.entries()) {
    if (
      typeof entry !== "object" ||
      entry === null ||
      typeof entry.element !== "object" ||
      entry.element === null
    )
      throw refused(
        name,
        `expected a conflict with an element, got ${JSON.stringify(entry)} as conflicts[${i}]`,
      );
  }
  return { ...file, policies: file.policies ?? {} } as ConflictFile;
}

function refused(name: string, message: string, cause?: unknown): CliError {
  return new CliError(`${name}: ${message}`, { exitCode: 3, cause });
}

/** Throws unless a merge is the one that a file was written for. */
export function requireFresh(file: ConflictFile, merge: MergeResult, name: string): void {
  for (const side of ["ours", "theirs"] as const) {
    const [then, now] = [file[side].commit, merge[side]?.id ?? null];
    if (then === now) continue;
    const words = (id: string | null): string => (id === null ? "no commit" : shortId({ id }));
    const which = side === "ours" ? "the present branch" : JSON.stringify(file.theirs.revision);
    throw new CliError(
      `${name}: expected ${which} at ${words(then)}, as when it was written, got it at ${words(now)}`,
      {
        exitCode: 1,
        hint: `write it anew: groggy merge ${file.theirs.revision} --write FILE`,
      },
    );
  }
}

/** Resolves a merge by a file. Conflicts of keys come up as others are resolved, so it is gone through until none does. */
export function resolveByFile(graph: Graph, merge: MergeResult, file: ConflictFile, name: string): void {
  const entries = new Map<string, ConflictEntry>();
  for (const entry of file.conflicts) {
    const known = entryName(entry);
    if (entries.has(known))
      throw refused(name, `expected each conflict once, got ${entryWords(entry)} twice`);
    entries.set(known, entry);
  }
  const met = new Set<string>();
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const conflict of merge.conflicts) {
      const known = entryName(identityOf(conflict));
      if (met.has(known)) continue;
      met.add(known);
      isDone = false;
      const entry = entries.get(known);
      if (entry !== undefined && entry.resolution !== null)
        resolveByEntry(graph, merge, conflict, entry, name);
    }
  }
  for (const [known, entry] of entries) {
    // those of rules come and go as others are resolved, and so do values of nodes that become one
    if (met.has(known) || entry.conflict === "key" || entry.conflict === "required") continue;
    if (entry.conflict === "attribute" && entry.resolution === null) continue;
    throw refused(name, `expected conflicts of this merge, got ${entryWords(entry)}, which is none`);
  }
}

function resolveByEntry(
  graph: Graph,
  merge: MergeResult,
  conflict: Conflict,
  { resolution }: ConflictEntry,
  name: string,
): void {
  const where = `${name}: resolution of ${conflict.kind} (${conflictWords(conflict)})`;
  const choices = choicesOf(conflict);
  const isValue = typeof resolution === "object" && resolution !== null && "value" in resolution;
  if (!isValue && !(typeof resolution === "string" && choices.includes(resolution))) {
    const near = typeof resolution === "string" ? nearest(resolution, choices) : undefined;
    throw new CliError(`${where} expected ${choices.join(", ")}, got ${JSON.stringify(resolution)}`, {
      exitCode: 3,
      ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
    });
  }
  try {
    merge.resolve(
      conflict,
      isValue
        ? { value: resolutionValue(resolution.value, conflict, graph, merge) }
        : (resolution as Resolution),
    );
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CliError(`${where}: ${cause.message}`, { exitCode: 3, cause });
  }
}

/** A conflict in words: `node 7, "name"`. */
export function conflictWords(conflict: Conflict): string {
  const attribute = "attribute" in conflict ? `, ${JSON.stringify(conflict.attribute)}` : "";
  return `${conflictElement(conflict)}${attribute}`;
}

function entryWords({ conflict, element, attribute }: ConflictEntry): string {
  const owner = element.id === null ? `${element.kind}s` : `${element.kind} ${element.id}`;
  return `${conflict} of ${owner}${attribute === undefined ? "" : `, ${JSON.stringify(attribute)}`}`;
}

type Identity = Pick<ConflictEntry, "conflict" | "element"> & Readonly<Record<string, unknown>>;

function identityOf(conflict: Conflict): Identity {
  const element = conflict.kind === "schema" ? { kind: conflict.elements, id: null } : conflict.element;
  return { ...conflict, conflict: conflict.kind, element };
}

/** The text that tells conflicts apart. */
function entryName({ conflict, element, attribute, node, ours }: Identity): string {
  return JSON.stringify([
    conflict,
    element.kind,
    element.id,
    attribute,
    node,
    conflict === "key" ? ours : null,
  ]);
}
