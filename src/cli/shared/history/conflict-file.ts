/**
 * Conflicts as a file made for editing: each with the element as people know it, the three values, and a resolution,
 * which is null until somebody says one. Values have the form of patches, by the type of their attribute, moments are in
 * ISO 8601; where an attribute has several types a value is `{ "type": …, "value": … }`. The commits that it was written for
 * are in it, so that a stale one is refused.
 */
import type {
  Commit,
  Conflict,
  Graph,
  GraphView,
  MergeResult,
  OwnerKind,
  RebaseStep,
  Resolution,
  ValueType,
} from "groggy";
import { CliError } from "../cli-error.js";
import { nearest } from "../nearest.js";
import { shortId } from "./commit-words.js";
import {
  encodeAttributes,
  encodeSide,
  type MergedStates,
  mergedStates,
  resolutionValue,
  typeIn,
  typeOf,
} from "./conflict-values.js";
import { conflictElement } from "./conflict-words.js";
import type { NamedPolicies } from "./policies.js";

const FORMAT = "groggy conflicts 1";

const VERBS = ["merge", "revert", "cherry-pick", "rebase"] as const;

/** The verbs that write such files. */
export type ConflictVerb = (typeof VERBS)[number] | "pull";

/** The content of a file of conflicts. */
export interface ConflictFile {
  readonly format: typeof FORMAT;
  /** The verb that goes on by the file; that of a pull is a merge. */
  readonly verb: Exclude<ConflictVerb, "pull">;
  readonly ours: { readonly commit: string | null; readonly branch: string | null };
  readonly theirs: { readonly commit: string | null; readonly revision: string };
  readonly policies: NamedPolicies;
  /** Of `revert` and `cherry-pick`: the commit that has the conflicts, and those that come after it. */
  readonly revisions?: readonly string[];
  readonly mainline?: number;
  /** Of a rebase. */
  readonly plan?: readonly Pick<RebaseStep, "action" | "commit" | "message">[];
  readonly conflicts: readonly ConflictEntry[];
}

/** One conflict of a file. */
export interface ConflictEntry {
  /** Of a rebase the commit that is replayed. */
  readonly commit?: string;
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

/** The task that a file is of: its verb, what it is given, and its policies. */
export type ConflictTask = Pick<ConflictFile, "verb" | "policies" | "revisions" | "mainline"> & {
  readonly revision: string;
};

/** The file of a merge: all its conflicts, those that have a resolution with it. */
export function conflictFileOf(
  graph: Graph,
  merge: MergeResult,
  { verb, revision, policies, revisions, mainline }: ConflictTask,
): ConflictFile {
  return {
    format: FORMAT,
    verb,
    ours: { commit: merge.ours?.id ?? null, branch: graph.head.branch },
    theirs: { commit: merge.theirs?.id ?? null, revision },
    policies,
    ...(revisions === undefined ? {} : { revisions }),
    ...(mainline === undefined ? {} : { mainline }),
    conflicts: conflictEntries(graph, merge, merge.conflicts),
  };
}

/** The file of a rebase: the open conflicts of the step that stopped it, behind what was resolved before. */
export function rebaseFileOf(
  graph: Graph,
  merge: MergeResult,
  {
    step,
    onto,
    plan,
    policies,
    resolved,
  }: {
    readonly step: RebaseStep;
    readonly onto: Commit;
    readonly plan: readonly RebaseStep[];
    readonly policies: NamedPolicies;
    readonly resolved: readonly ConflictEntry[];
  },
): ConflictFile {
  const open = conflictEntries(graph, merge, merge.unresolved).map((entry) => ({
    commit: step.commit,
    ...entry,
  }));
  const isOpen = new Set(open.map(entryName));
  return {
    format: FORMAT,
    verb: "rebase",
    ours: { commit: graph.head.commit?.id ?? null, branch: graph.head.branch },
    theirs: { commit: onto.id, revision: onto.id },
    policies,
    plan: plan.map(({ action, commit, message }) => ({
      action,
      commit,
      ...(message === undefined ? {} : { message }),
    })),
    conflicts: [...resolved.filter((entry) => !isOpen.has(entryName(entry))), ...open],
  };
}

function conflictEntries(graph: Graph, merge: MergeResult, conflicts: readonly Conflict[]): ConflictEntry[] {
  const states = mergedStates(graph, merge);
  return conflicts.map((conflict) => entryOf(conflict, merge.resolutionOf(conflict), states));
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
  const { verb = "merge" } = file;
  if (!VERBS.includes(verb))
    throw refused(name, `expected a verb of ${VERBS.join(", ")}, got ${JSON.stringify(verb)}`);
  if ((verb === "revert" || verb === "cherry-pick") && !areTexts(file.revisions))
    throw refused(name, `expected the "revisions" of a ${verb}, got ${JSON.stringify(file.revisions)}`);
  const { plan } = file;
  if (verb === "rebase" && !(Array.isArray(plan) && areTexts(plan.map((step) => step?.commit))))
    throw refused(name, `expected the "plan" of a rebase, got ${JSON.stringify(plan)}`);
  return { ...file, verb, policies: file.policies ?? {} } as ConflictFile;
}

function areTexts(given: unknown): boolean {
  return Array.isArray(given) && given.length > 0 && given.every((each) => typeof each === "string");
}

function refused(name: string, message: string, cause?: unknown): CliError {
  return new CliError(`${name}: ${message}`, { exitCode: 3, cause });
}

/** Throws unless what is merged, and into what, is what a file was written for; `theirs` undefined is not compared. */
export function requireFresh(
  file: ConflictFile,
  given: { readonly ours: Pick<Commit, "id"> | null; readonly theirs?: Pick<Commit, "id"> | null },
  name: string,
): void {
  for (const side of ["ours", "theirs"] as const) {
    if (given[side] === undefined) continue;
    const [then, now] = [file[side].commit, given[side]?.id ?? null];
    if (then === now) continue;
    const words = (id: string | null): string => (id === null ? "no commit" : shortId({ id }));
    const which = side === "ours" ? "the present branch" : JSON.stringify(file.theirs.revision);
    throw new CliError(
      `${name}: expected ${which} at ${words(then)}, as when it was written, got it at ${words(now)}`,
      {
        exitCode: 1,
        hint: `write it anew: groggy ${file.verb} ${file.theirs.revision} --write FILE`,
      },
    );
  }
}

/** Resolves a merge by a file. Conflicts of keys come up as others are resolved, so it is gone through until none does. */
export function resolveByFile(graph: Graph, merge: MergeResult, file: ConflictFile, name: string): void {
  const entries = entriesByName(file, name);
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
  requireMet(entries, met, name);
}

/** The entries of a file by {@link entryName}, each of which may be there once. */
function entriesByName(file: ConflictFile, name: string): Map<string, ConflictEntry> {
  const entries = new Map<string, ConflictEntry>();
  for (const entry of file.conflicts) {
    const known = entryName(entry);
    if (entries.has(known))
      throw refused(name, `expected each conflict once, got ${entryWords(entry)} twice`);
    entries.set(known, entry);
  }
  return entries;
}

function requireMet(
  entries: ReadonlyMap<string, ConflictEntry>,
  met: ReadonlySet<string>,
  name: string,
): void {
  for (const [known, entry] of entries) {
    // those of rules come and go as others are resolved, and so do values of nodes that become one
    if (met.has(known) || entry.conflict === "key" || entry.conflict === "required") continue;
    if (entry.conflict === "attribute" && entry.resolution === null) continue;
    throw refused(name, `expected conflicts of this merge, got ${entryWords(entry)}, which is none`);
  }
}

/**
 * The plan of a rebase whose steps are resolved by a file; and a check, for the time before each commit, that all was
 * of use that the file says of the steps so far.
 */
export function planByFile(
  graph: Graph,
  file: ConflictFile,
  policy: RebaseStep["policy"],
  name: string,
): { readonly plan: readonly RebaseStep[]; readonly requireUsed: () => void } {
  const entries = entriesByName(file, name);
  const met = new Set<string>();
  const played = new Set<string | undefined>();
  const plan = (file.plan ?? []).map((step): RebaseStep => {
    if (!file.conflicts.some(({ commit }) => commit === step.commit)) return step;
    const resolve = (conflict: Conflict): Resolution | undefined => {
      const known = entryName({ ...identityOf(conflict), commit: step.commit });
      const entry = entries.get(known);
      met.add(known);
      played.add(step.commit);
      if (entry !== undefined && entry.resolution !== null)
        return readEntry(graph, { theirs: graph.history.resolve(step.commit) }, conflict, entry, name);
      return typeof policy === "function" ? policy(conflict) : policy;
    };
    return { ...step, policy: resolve };
  });
  const requireUsed = (): void => {
    requireMet(new Map([...entries].filter(([, { commit }]) => played.has(commit))), met, name);
  };
  return { plan, requireUsed };
}

function resolveByEntry(
  graph: Graph,
  merge: MergeResult,
  conflict: Conflict,
  entry: ConflictEntry,
  name: string,
): void {
  const said = readEntry(graph, merge, conflict, entry, name);
  try {
    merge.resolve(conflict, said);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CliError(`${placeOf(conflict, name)}: ${cause.message}`, { exitCode: 3, cause });
  }
}

function placeOf(conflict: Conflict, name: string): string {
  return `${name}: resolution of ${conflict.kind} (${conflictWords(conflict)})`;
}

/** The resolution that an entry has, its value by the type of the attribute. */
function readEntry(
  graph: Graph,
  merge: Pick<MergeResult, "theirs">,
  conflict: Conflict,
  { resolution }: ConflictEntry,
  name: string,
): Resolution {
  const where = placeOf(conflict, name);
  const choices = choicesOf(conflict);
  const isValue = typeof resolution === "object" && resolution !== null && "value" in resolution;
  if (!isValue && !(typeof resolution === "string" && choices.includes(resolution))) {
    const near = typeof resolution === "string" ? nearest(resolution, choices) : undefined;
    throw new CliError(`${where} expected ${choices.join(", ")}, got ${JSON.stringify(resolution)}`, {
      exitCode: 3,
      ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
    });
  }
  if (!isValue) return resolution as Resolution;
  try {
    return { value: resolutionValue(resolution.value, conflict, graph, merge) };
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
function entryName({ commit, conflict, element, attribute, node, ours }: Identity): string {
  return JSON.stringify([
    commit,
    conflict,
    element.kind,
    element.id,
    attribute,
    node,
    conflict === "key" ? ours : null,
  ]);
}
