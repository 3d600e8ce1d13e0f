// A random program under way: the graph, the model beside it, and what all verbs need to know of both.
import { type Commit, Graph, type GraphView } from "../../src/index.js";
import { agree, thrownBy } from "./show.js";
import {
  copyState,
  difference,
  dump,
  type Element,
  emptyState,
  isEmptyDifference,
  KINDS,
  type Kind,
  type OwnerKind,
  type State,
} from "./state.js";
import { MIXED_NAME, type Tape, typeOfValue } from "./values.js";

/** A commit, and the state that it is to have. */
export interface Version {
  readonly commit: Commit;
  readonly state: State;
  readonly parents: readonly Version[];
}

interface Held {
  readonly what: string;
  readonly view: GraphView;
  readonly state: State;
}

/** Changes that were put aside. */
export interface Stashed {
  readonly message: string;
  readonly head: Version | undefined;
  readonly state: State;
}

/** Where the graph stands, and all names. */
export interface Place {
  readonly branch: string | null;
  readonly head: Version | undefined;
  readonly branches: ReadonlyMap<string, Version>;
  readonly tags: ReadonlyMap<string, Version>;
  readonly state: State;
  /** Another number for every writing of uncommitted changes. */
  readonly writing: number;
}

/** A verb that can be undone. */
export interface Operation {
  readonly name: string;
  readonly before: Place;
  readonly after: Place;
}

const DECLARED = {
  nodes: { whole: "int32", single: "float32", mixed: "utf8" },
  edges: { whole: "int32", text: "utf8" },
  graph: { whole: "int32", moment: "timestamp" },
} as const;

const ELEMENTS_MAX = 60;

export class Run {
  graph: Graph;
  readonly directed: boolean;
  readonly declared: boolean;
  readonly elementsMax: number;
  /** The step under way, in words. */
  log = "";
  state: State;
  head: Version | undefined;
  branch: string | null = "main";
  branches = new Map<string, Version>();
  tags = new Map<string, Version>();
  readonly versions = new Map<string, Version>();
  /** The newest first. */
  readonly stashes: Stashed[] = [];
  done: Operation[] = [];
  undone: Operation[] = [];
  /** The number of the last writing of uncommitted changes, and the last one given. */
  writing = 0;
  writings = 0;
  readonly rootOf = new Map<string, string>();
  readonly dumpOf = new Map<string, string>();
  readonly held: Held[] = [];
  /** The smallest id that was not given out, of nodes and of edges. */
  readonly next: Record<Kind, number> = { nodes: 0, edges: 0 };

  constructor(
    { directed, declared, size }: { directed: boolean; declared: boolean; size: number },
    make: (options: object) => Graph = (options) => new Graph(options),
  ) {
    this.directed = directed;
    this.declared = declared;
    const clock = () => 0;
    this.graph = make(declared ? { directed, clock, schema: DECLARED } : { directed, clock });
    this.state = stateOf(this, undefined);
    this.elementsMax = size + ELEMENTS_MAX;
  }
}

export function idsOf(run: Run, kind: Kind): number[] {
  return [...run.state[kind].byId.keys()];
}

export function isFull(run: Run, kind: Kind): boolean {
  return run.state[kind].byId.size >= run.elementsMax;
}

export function took(run: Run, kind: Kind, ids: readonly number[]): void {
  for (const id of ids) {
    if (!(id >= run.next[kind])) throw new Error(`id ${id} of ${kind} was given out before`);
    run.next[kind] = id + 1;
  }
}

/** Whether the values can be written to elements of a kind, which depends on the types that are bound. */
export function fits(run: Run, kind: OwnerKind, values: Record<string, unknown>): boolean {
  return Object.entries(values).every(([name, value]) => {
    const bound = run.state[kind].schema.get(name);
    if (value === null || value === undefined || bound === undefined) return true;
    return name !== MIXED_NAME || bound === typeOfValue(name, value) || isUnused(run, kind, name);
  });
}

/** Whether an attribute came after the last commit and has no value, so that its type yields to another. */
function isUnused(run: Run, kind: OwnerKind, name: string): boolean {
  if (headState(run)[kind].schema.has(name)) return false;
  if (run.declared && Object.hasOwn(DECLARED[kind], name)) return false;
  return [...run.state[kind].byId.values()].every(({ cells }) => !cells.has(name));
}

/** What a write does to an element; of a single one what is undefined is not mentioned, of columns it is absent. */
export function write(
  run: Run,
  kind: OwnerKind,
  id: number,
  values: Record<string, unknown>,
  types?: Map<string, string>,
): void {
  const { byId, schema } = run.state[kind];
  const { cells } = byId.get(id) as Element;
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined && types === undefined) continue;
    if (value === null || value === undefined) {
      cells.delete(name);
      continue;
    }
    const kept = name === MIXED_NAME && isUnused(run, kind, name) ? undefined : schema.get(name);
    const type = kept ?? types?.get(name) ?? typeOfValue(name, value);
    schema.set(name, type);
    cells.set(name, { type, value });
  }
}

export function create(
  run: Run,
  kind: Kind,
  id: number,
  labels: readonly string[],
  source = 0,
  target = 0,
): void {
  run.state[kind].byId.set(id, { labels: [...new Set(labels)].sort(), source, target, cells: new Map() });
}

export function refuses(what: string, action: () => unknown, expected: string): void {
  const error = thrownBy(what, action);
  agree(`${what}: error`, error.code ?? error.name, expected);
}

/** The state of a version; before the first there are the declared attributes, and nothing else. */
export function stateOf({ declared }: Run, version: Version | undefined): State {
  return version?.state ?? emptyState(declared ? DECLARED : { nodes: {}, edges: {}, graph: {} });
}

export function headState(run: Run): State {
  return stateOf(run, run.head);
}

export function isDirty(run: Run): boolean {
  const head = headState(run);
  return KINDS.some((kind) => !isEmptyDifference(difference(head[kind], run.state[kind])));
}

/** The attributes that came after the last commit and have no value, by the kind of their elements. */
function* emptyAttributes(
  run: Run,
  names: (kind: OwnerKind) => Iterable<string>,
): Generator<[OwnerKind, string]> {
  const head = headState(run);
  for (const kind of KINDS) {
    const used = new Set([...run.state[kind].byId.values()].flatMap(({ cells }) => [...cells.keys()]));
    for (const name of [...names(kind)]) {
      const isDeclared = run.declared && Object.hasOwn(DECLARED[kind], name);
      if (!head[kind].schema.has(name) && !used.has(name) && !isDeclared) yield [kind, name];
    }
  }
}

/** Forgets attributes that came after the last commit and have no value, as every verb of the history does. */
export function dropEmptyAttributes(run: Run): void {
  for (const [kind, name] of emptyAttributes(run, (each) => run.state[each].schema.keys()))
    run.state[kind].schema.delete(name);
}

/** Takes the types of such attributes from the graph, which lets them go with a verb that succeeds. */
export function followEmptyAttributes(run: Run): void {
  dropEmptyAttributes(run);
  const { nodes, edges, attributes } = run.graph;
  const schemas = { nodes: nodes.schema, edges: edges.schema, graph: attributes.schema };
  for (const [kind, name] of emptyAttributes(run, (each) => Object.keys(schemas[each])))
    run.state[kind].schema.set(name, schemas[kind][name]);
}

/** A commit's ancestors, itself among them. */
export function ancestorsOf(...versions: readonly (Version | undefined)[]): Set<Version> {
  const found = new Set<Version>();
  const pending = versions.filter((version) => version !== undefined);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    pending.push(...at.parents);
  }
  return found;
}

/** A way to name a commit; undefined before the first one. */
export function drawRevision(run: Run, tape: Tape): { text: string; version: Version } | undefined {
  const bases: [string, Version][] = [
    ...run.branches,
    ...run.tags,
    ...(run.head === undefined ? [] : ([["HEAD", run.head]] as [string, Version][])),
    ...[...run.versions].map(([id, version]): [string, Version] => [id.slice(0, 16), version]),
  ];
  if (bases.length === 0) return undefined;
  let [text, version] = tape.pick(run.branches.size > 0 && tape.chance(2) ? [...run.branches] : bases);
  if (version.parents.length > 1 && tape.chance(4)) return { text: `${text}^2`, version: version.parents[1] };
  if (tape.chance(3) && version.parents.length > 0) {
    text += tape.pick(["~", "~1", "^", "^1"]);
    [version] = version.parents;
    if (tape.chance(2) && version.parents.length > 0) {
      text += "~1";
      [version] = version.parents;
    }
  }
  return { text, version };
}

/** Takes down a commit that was made, and the state that it is to have. */
export function addVersion(run: Run, commit: Commit, state: State, parents: readonly Version[]): Version {
  agree(
    "parents",
    commit.parents,
    parents.map((parent) => parent.commit.id),
  );
  const known = run.versions.get(commit.id);
  if (known !== undefined) agree("state of a commit made twice", dump(known.state), dump(state));
  const version: Version = known ?? { commit, state: copyState(state), parents };
  checkRoot(run, commit, state);
  run.versions.set(commit.id, version);
  return version;
}

/** Equal states have equal roots, and others have others. */
function checkRoot(run: Run, { root }: Commit, state: State): void {
  const text = dump(state);
  agree("state of an equal root", run.dumpOf.get(root) ?? text, text);
  agree("root of an equal state", run.rootOf.get(text) ?? root, root);
  run.dumpOf.set(root, text);
  run.rootOf.set(text, root);
}

/** Lets the present branch, or the detached head, mean another commit. */
export function pointTo(run: Run, version: Version | undefined): void {
  run.head = version;
  if (run.branch === null) return;
  if (version === undefined) run.branches.delete(run.branch);
  else run.branches.set(run.branch, version);
}

/** Takes down that uncommitted changes were written. */
export function wrote(run: Run): void {
  run.writing = ++run.writings;
}

/** Where the graph stands, as the record of a verb has it. */
export function placeOf(run: Run): Place {
  dropEmptyAttributes(run);
  const { branch, head, writing } = run;
  const [branches, tags] = [new Map(run.branches), new Map(run.tags)];
  return { branch, head, branches, tags, state: copyState(run.state), writing };
}

/** Takes down a verb that is done: it can be undone if it set a name or moved the graph. */
export function record(run: Run, name: string, before: Place, setsName: boolean): void {
  const after = placeOf(run);
  if (!setsName && before.branch === after.branch && before.head === after.head) return;
  run.done.push({ name, before, after });
  run.undone = [];
}
