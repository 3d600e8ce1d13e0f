// Random programs on a graph, and the same on the model; after every step the two are compared.
import { type Commit, Graph, type GraphView } from "../../src/index.js";
import { checkView } from "./check-view.js";
import { agree, show, thrownBy } from "./show.js";
import {
  type Cell,
  copyState,
  difference,
  dump,
  type Element,
  type Elements,
  emptyState,
  isEmptyDifference,
  KINDS,
  type Kind,
  partOf,
  type State,
} from "./state.js";
import { LABELS, MIXED_NAME, NAMES, Tape, typedArrayOf, typeOfValue, valueFor } from "./values.js";

export interface Step {
  readonly verb: Verb;
  readonly numbers: readonly number[];
}

export interface Program {
  readonly directed: boolean;
  /** Whether the types of some attributes are declared. */
  readonly declared: boolean;
  /** How many nodes and edges there are to begin with, added in bulk. */
  readonly size: number;
  readonly steps: readonly Step[];
}

interface Version {
  readonly commit: Commit;
  readonly state: State;
  readonly parent: Version | undefined;
}

interface Held {
  readonly what: string;
  readonly view: GraphView;
  readonly state: State;
}

const DECLARED = {
  nodes: { whole: "int32", single: "float32", mixed: "utf8" },
  edges: { whole: "int32", text: "utf8" },
} as const;

const ELEMENTS_MAX = 60;
const HELD_MAX = 6;
const VERSIONS_CHECKED_MAX = 60;

export const VERBS = [
  "addNode",
  "addEdge",
  "addNodes",
  "addEdges",
  "removeNodes",
  "removeEdges",
  "set",
  "setColumn",
  "labels",
  "commit",
  "branch",
  "tag",
  "checkout",
  "hold",
  "diff",
  "mistake",
  "reset",
  "gc",
  "many",
] as const;
export type Verb = (typeof VERBS)[number];

/** Runs a program; throws at the first thing that is not as in the model. */
export function runProgram(program: Program): void {
  const run = new Run(program);
  const logs: string[] = [];
  program.steps.forEach(({ verb, numbers }, i) => {
    const tape = new Tape(numbers);
    try {
      run.step(verb, tape);
      run.check();
      run.checkHeld(i);
      logs.push(run.log);
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`step ${i}, ${run.log}: ${message}\nafter ${logs.join("\n")}`, { cause: error });
    }
  });
  run.checkPast();
}

class Run {
  readonly graph: Graph;
  readonly directed: boolean;
  /** The step under way, in words. */
  log = "";
  #state: State;
  #head: Version | undefined;
  #branch: string | null = "main";
  readonly #versions = new Map<string, Version>();
  readonly #branches = new Map<string, Version>();
  readonly #tags = new Map<string, Version>();
  readonly #rootOf = new Map<string, string>();
  readonly #dumpOf = new Map<string, string>();
  readonly #held: Held[] = [];
  /** The smallest id that was not given out, of nodes and of edges. */
  readonly #next: Record<Kind, number> = { nodes: 0, edges: 0 };
  readonly #elementsMax: number;
  readonly #declared: boolean;

  constructor({ directed, declared, size }: Program) {
    this.directed = directed;
    this.#declared = declared;
    const clock = () => 0;
    this.graph = declared
      ? (new Graph({ directed, clock, schema: DECLARED }) as unknown as Graph)
      : new Graph({ directed, clock });
    this.#state = emptyState(declared ? DECLARED : { nodes: {}, edges: {} });
    this.#elementsMax = size + ELEMENTS_MAX;
    if (size > 0) this.#addMany(size);
  }

  step(verb: Verb, tape: Tape): void {
    this.log = verb;
    const actions: Record<Verb, () => void> = {
      addNode: () => this.#addNode(tape),
      addEdge: () => this.#addEdge(tape),
      addNodes: () => this.#addNodes(tape),
      addEdges: () => this.#addEdges(tape),
      removeNodes: () => this.#removeNodes(tape),
      removeEdges: () => this.#removeEdges(tape),
      set: () => this.#set(tape),
      setColumn: () => this.#setColumn(tape),
      labels: () => this.#setLabels(tape),
      commit: () => this.#commit(tape),
      branch: () => this.#name(tape, "branch", this.#branches),
      tag: () => this.#name(tape, "tag", this.#tags),
      checkout: () => this.#checkout(tape),
      hold: () => this.#hold(tape),
      diff: () => this.#diff(tape),
      mistake: () => this.#mistake(tape),
      reset: () => this.#reset(tape),
      gc: () => this.#gc(tape),
      many: () => this.#many(tape),
    };
    actions[verb]();
  }

  // elements

  #ids(kind: Kind): number[] {
    return [...this.#state[kind].byId.keys()];
  }

  #isFull(kind: Kind): boolean {
    return this.#state[kind].byId.size >= this.#elementsMax;
  }

  #kind(tape: Tape): Kind {
    return tape.chance(3) ? "edges" : "nodes";
  }

  #took(kind: Kind, ids: readonly number[]): void {
    for (const id of ids) {
      if (!(id >= this.#next[kind])) throw new Error(`id ${id} of ${kind} was given out before`);
      this.#next[kind] = id + 1;
    }
  }

  #values(tape: Tape, absent: boolean): Record<string, unknown> {
    const values: [string, unknown][] = [];
    for (let left = tape.next(4); left > 0; left--) {
      const name = tape.pick(NAMES);
      values.push([name, absent && tape.chance(3) ? tape.pick([null, undefined]) : valueFor(tape, name)]);
    }
    return Object.fromEntries(values);
  }

  #labels(tape: Tape): string[] {
    return LABELS.filter(() => tape.chance(3));
  }

  /** Whether the values can be written to elements of a kind, which depends on the types that are bound. */
  #fits(kind: Kind, values: Record<string, unknown>): boolean {
    return Object.entries(values).every(([name, value]) => {
      const bound = this.#state[kind].schema.get(name);
      if (value === null || value === undefined || bound === undefined) return true;
      return name !== MIXED_NAME || bound === typeOfValue(name, value);
    });
  }

  #write(kind: Kind, id: number, values: Record<string, unknown>, types?: Map<string, string>): void {
    const { byId, schema } = this.#state[kind];
    const { cells } = byId.get(id) as Element;
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) {
        cells.delete(name);
        continue;
      }
      const type = schema.get(name) ?? types?.get(name) ?? typeOfValue(name, value);
      schema.set(name, type);
      cells.set(name, { type, value });
    }
  }

  #create(kind: Kind, id: number, labels: readonly string[], source = 0, target = 0): void {
    this.#state[kind].byId.set(id, { labels: [...new Set(labels)].sort(), source, target, cells: new Map() });
  }

  #refuses(what: string, action: () => unknown, expected: string): void {
    const error = thrownBy(what, action);
    agree(`${what}: error`, error.code ?? error.name, expected);
  }

  #addNode(tape: Tape): void {
    if (this.#isFull("nodes")) return;
    const labels = this.#labels(tape);
    const values = this.#values(tape, true);
    this.log += ` ${show(labels)} ${show(values)}`;
    if (!this.#fits("nodes", values)) {
      this.#refuses("addNode", () => this.graph.addNode(labels, values), "TypeError");
      return;
    }
    const id = labels.length === 0 ? this.graph.addNode(values) : this.graph.addNode(labels, values);
    this.#took("nodes", [id]);
    this.#create("nodes", id, labels);
    this.#write("nodes", id, values);
  }

  #addEdge(tape: Tape): void {
    const nodes = this.#ids("nodes");
    if (nodes.length === 0 || this.#isFull("edges")) return;
    const [source, target] = [tape.pick(nodes), tape.pick(nodes)];
    const type = tape.pick([undefined, ...LABELS]);
    const values = this.#values(tape, true);
    this.log += ` ${source} ${target} ${type} ${show(values)}`;
    if (!this.#fits("edges", values)) {
      this.#refuses("addEdge", () => this.graph.addEdge(source, target, type, values), "TypeError");
      return;
    }
    const id = this.graph.addEdge(source, target, type, values);
    this.#took("edges", [id]);
    this.#create("edges", id, type === undefined ? [] : [type], source, target);
    this.#write("edges", id, values);
  }

  /** Columns of values for `count` elements, as given to the graph, with the types that they would bind. */
  #columns(tape: Tape, count: number) {
    const columns: Record<string, ArrayLike<unknown>> = Object.create(null);
    const types = new Map<string, string>();
    for (let left = tape.next(4); left > 0; left--) {
      const name = tape.pick(NAMES);
      const typed = tape.chance(2) ? typedArrayOf(tape, name, count) : undefined;
      if (typed !== undefined) {
        columns[name] = typed.values;
        types.set(name, typed.type);
      } else {
        const sparse = tape.chance(2);
        const one = name === MIXED_NAME ? valueFor(tape, name) : undefined;
        columns[name] = Array.from({ length: count }, () =>
          sparse && tape.chance(2) ? tape.pick([null, undefined]) : (one ?? valueFor(tape, name)),
        );
        types.delete(name);
      }
    }
    return { columns, types };
  }

  #rows(columns: Record<string, ArrayLike<unknown>>, count: number): Record<string, unknown>[] {
    return Array.from({ length: count }, (_, i) =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])),
    );
  }

  #addNodes(tape: Tape): void {
    if (this.#isFull("nodes")) return;
    const count = tape.next(7);
    const { columns, types } = this.#columns(tape, count);
    const own = tape.chance(2);
    const all = this.#labels(tape);
    const each = Array.from({ length: count }, () => (own ? this.#labels(tape) : all));
    const labels = own ? each : all;
    const rows = this.#rows(columns, count);
    this.log += ` ${count} ${show(labels)} ${show(columns)}`;
    const add = () => this.graph.addNodes(count, { labels, attributes: columns });
    if (!rows.every((row) => this.#fits("nodes", row))) {
      this.#refuses("addNodes", add, "TypeError");
      return;
    }
    const ids = [...add()];
    agree("ids of addNodes", ids.length, count);
    this.#took("nodes", ids);
    ids.forEach((id, i) => {
      this.#create("nodes", id, each[i]);
      this.#write("nodes", id, rows[i], types);
    });
  }

  #addEdges(tape: Tape): void {
    const nodes = this.#ids("nodes");
    if (nodes.length === 0 || this.#isFull("edges")) return;
    const count = tape.next(9);
    const ends = () => Array.from({ length: count }, () => tape.pick(nodes));
    const [sources, targets] = [ends(), ends()];
    const typed = tape.chance(2);
    const { columns, types } = this.#columns(tape, count);
    const own = tape.chance(2);
    const one = tape.pick([undefined, ...LABELS]);
    const each = Array.from({ length: count }, () => (own ? tape.pick([undefined, null, ...LABELS]) : one));
    const rows = this.#rows(columns, count);
    const as = (ids: number[]) => (typed ? Uint32Array.from(ids) : ids);
    const type = own ? each : one;
    this.log += ` ${show(sources)} ${show(targets)} ${show(type)} ${show(columns)}`;
    const add = () =>
      this.graph.addEdges(as(sources), as(targets), {
        ...(type === undefined ? {} : { type }),
        attributes: columns,
      });
    if (!rows.every((row) => this.#fits("edges", row))) {
      this.#refuses("addEdges", add, "TypeError");
      return;
    }
    const ids = [...add()];
    agree("ids of addEdges", ids.length, count);
    this.#took("edges", ids);
    ids.forEach((id, i) => {
      const name = each[i];
      this.#create("edges", id, name === undefined || name === null ? [] : [name], sources[i], targets[i]);
      this.#write("edges", id, rows[i], types);
    });
  }

  /** Some nodes and edges between them, in bulk. */
  #addMany(count: number): void {
    const first = [...this.graph.addNodes(count, { labels: "A", attributes: { whole: iota(count) } })];
    this.#took("nodes", first);
    for (const id of first) {
      this.#create("nodes", id, ["A"]);
      this.#write("nodes", id, { whole: id }, new Map([["whole", "int32"]]));
    }
    const targets = first.map((id) => first[(id * 7 + 1) % count]);
    const edges = [...this.graph.addEdges(first, targets, { type: "B" })];
    this.#took("edges", edges);
    edges.forEach((id, i) => {
      this.#create("edges", id, ["B"], first[i], targets[i]);
    });
  }

  #some(tape: Tape, ids: readonly number[]): number[] {
    return ids.length === 0 ? [] : Array.from({ length: tape.next(4) }, () => tape.pick(ids));
  }

  #removeNodes(tape: Tape): void {
    const ids = this.#some(tape, this.#ids("nodes"));
    this.log += ` ${show(ids)}`;
    if (ids.length === 1) this.graph.removeNode(ids[0]);
    else this.graph.removeNodes(tape.chance(2) ? Uint32Array.from(ids) : new Set(ids));
    const gone = new Set(ids);
    for (const id of gone) this.#state.nodes.byId.delete(id);
    for (const [id, { source, target }] of this.#state.edges.byId) {
      if (gone.has(source) || gone.has(target)) this.#state.edges.byId.delete(id);
    }
  }

  #removeEdges(tape: Tape): void {
    const ids = this.#some(tape, this.#ids("edges"));
    this.log += ` ${show(ids)}`;
    if (ids.length === 1) this.graph.removeEdge(ids[0]);
    else this.graph.removeEdges(ids);
    for (const id of ids) this.#state.edges.byId.delete(id);
  }

  #set(tape: Tape): void {
    const kind = this.#kind(tape);
    const ids = this.#ids(kind);
    if (ids.length === 0) return;
    const id = tape.pick(ids);
    const values = this.#values(tape, true);
    this.log += ` ${kind} ${id} ${show(values)}`;
    const set = () => this.graph[kind].set(id, values);
    if (!this.#fits(kind, values)) {
      this.#refuses("set", set, "TypeError");
      return;
    }
    set();
    this.#write(kind, id, values);
  }

  #setColumn(tape: Tape): void {
    const kind = this.#kind(tape);
    const ids = this.#some(tape, this.#ids(kind));
    const { columns, types } = this.#columns(tape, ids.length);
    const [name] = Object.keys(columns);
    if (name === undefined) return;
    const values = columns[name];
    const rows = this.#rows({ [name]: values }, ids.length);
    this.log += ` ${kind} ${name} ${show(ids)} ${show(values)}`;
    const isResult = tape.chance(2);
    const set = () =>
      isResult
        ? this.graph[kind].setColumn(name, { ids: Uint32Array.from(ids), values })
        : this.graph[kind].setColumn(name, ids, values);
    if (!rows.every((row) => this.#fits(kind, row))) {
      this.#refuses("setColumn", set, "TypeError");
      return;
    }
    set();
    ids.forEach((id, i) => {
      this.#write(kind, id, rows[i], types);
    });
  }

  #setLabels(tape: Tape): void {
    const ids = this.#ids("nodes");
    if (ids.length === 0) return;
    const id = tape.pick(ids);
    const labels = this.#labels(tape);
    const node = this.#state.nodes.byId.get(id) as Element;
    const verb = tape.pick(["setLabels", "addLabel", "removeLabel"] as const);
    this.log += ` ${verb} ${id} ${show(labels)}`;
    if (verb === "setLabels") this.graph.nodes.setLabels(id, [...labels, ...labels]);
    else this.graph.nodes[verb](id, ...labels);
    const after = {
      setLabels: labels,
      addLabel: [...node.labels, ...labels],
      removeLabel: node.labels.filter((label) => !labels.includes(label)),
    };
    node.labels = [...new Set(after[verb])].sort();
  }

  // versions

  #headState(): State {
    if (this.#head !== undefined) return this.#head.state;
    return emptyState({ nodes: {}, edges: {} });
  }

  #isDirty(): boolean {
    const head = this.#headState();
    return KINDS.some((kind) => !isEmptyDifference(difference(head[kind], this.#state[kind])));
  }

  /** Forgets attributes that came after the last commit and have no value, as every look at the changes does. */
  #dropEmptyAttributes(known: State): void {
    for (const kind of KINDS) {
      const { byId, schema } = this.#state[kind];
      const used = new Set([...byId.values()].flatMap(({ cells }) => [...cells.keys()]));
      for (const name of schema.keys()) {
        const isDeclared = this.#declared && Object.hasOwn(DECLARED[kind], name);
        if (!known[kind].schema.has(name) && !used.has(name) && !isDeclared) schema.delete(name);
      }
    }
  }

  #commit(tape: Tape): void {
    const dirty = this.#isDirty();
    const allowEmpty = tape.chance(4);
    const message = tape.pick(["one", "two"]);
    this.log += ` ${message} allowEmpty ${allowEmpty}`;
    if (!dirty && !allowEmpty) {
      this.#refuses("commit", () => this.graph.commit(message), "EMPTY_COMMIT");
      return;
    }
    const commit = this.graph.commit(message, { allowEmpty });
    this.#dropEmptyAttributes(this.#headState());
    agree("parents", commit.parents, this.#head === undefined ? [] : [this.#head.commit.id]);
    const state = copyState(this.#state);
    const known = this.#versions.get(commit.id);
    if (known !== undefined) agree("state of a commit made twice", dump(known.state), dump(state));
    const version: Version = known ?? { commit, state, parent: this.#head };
    this.#checkRoot(commit, state);
    this.#versions.set(commit.id, version);
    this.#head = version;
    if (this.#branch !== null) this.#branches.set(this.#branch, version);
  }

  /** Equal states have equal roots, and others have others. */
  #checkRoot({ root }: Commit, state: State): void {
    const text = dump(state);
    agree("state of an equal root", this.#dumpOf.get(root) ?? text, text);
    agree("root of an equal state", this.#rootOf.get(text) ?? root, root);
    this.#dumpOf.set(root, text);
    this.#rootOf.set(text, root);
  }

  #name(tape: Tape, what: "branch" | "tag", names: Map<string, Version>): void {
    const name = `${what}${tape.next(4)}`;
    const name2 = (options?: { at: string }) =>
      what === "branch" ? this.graph.branch(name, options) : this.graph.history.tag(name, options);
    const at = tape.chance(2) ? this.#revision(tape) : undefined;
    this.log += ` ${name} ${at?.text}`;
    const version = at?.version ?? this.#head;
    if (version === undefined) {
      this.#refuses(what, () => name2(), "NO_COMMIT");
      return;
    }
    const make = () => name2(at === undefined ? undefined : { at: at.text });
    if (names.has(name)) {
      this.#refuses(what, make, "DUPLICATE_REF");
      return;
    }
    make();
    names.set(name, version);
  }

  /** A way to name a commit; undefined before the first one. */
  #revision(tape: Tape): { text: string; version: Version } | undefined {
    if (this.#head === undefined) return undefined;
    const bases: [string, Version][] = [
      ...this.#branches,
      ...this.#tags,
      ["HEAD", this.#head],
      ...[...this.#versions].map(([id, version]): [string, Version] => [id.slice(0, 16), version]),
    ];
    let [text, version] = tape.pick(bases);
    if (tape.chance(3) && version.parent !== undefined) {
      text += tape.pick(["~", "~1", "^", "^1"]);
      version = version.parent;
      if (tape.chance(2) && version.parent !== undefined) {
        text += "~1";
        version = version.parent;
      }
    }
    return { text, version };
  }

  #checkout(tape: Tape): void {
    const target = this.#revision(tape);
    const mode = tape.pick(["none", "discard", "carry"] as const);
    this.log += ` ${target?.text} ${mode}`;
    if (target === undefined) {
      this.#refuses("checkout", () => this.graph.checkout("branch0"), "REVISION_NOT_FOUND");
      return;
    }
    const { text, version } = target;
    const go = () => this.graph.checkout(text, { ...(mode === "none" ? {} : { [mode as "carry"]: true }) });
    const dirty = this.#isDirty();
    if (dirty && mode === "none") {
      this.#refuses("checkout", go, "DIRTY_STATE");
      return;
    }
    const carried = dirty && mode === "carry" ? this.#carry(version.state) : copyState(version.state);
    if (carried === undefined) {
      this.#refuses("checkout with carry", go, "DIRTY_STATE");
      return;
    }
    go();
    this.#state = carried;
    this.#head = version;
    this.#branch = this.#branches.has(text) ? text : null;
  }

  #reset(tape: Tape): void {
    const target = this.#revision(tape);
    if (target === undefined) return;
    const { text, version } = target;
    const mode = tape.pick(["none", "discard", "keep"] as const);
    this.log += ` ${text} ${mode}`;
    const go = () => this.graph.history.reset(text, mode === "none" ? {} : { [mode]: true });
    if (mode === "none" && this.#isDirty()) {
      this.#refuses("reset", go, "DIRTY_STATE");
      return;
    }
    go();
    if (mode === "keep") this.#keepContents(version.state);
    else this.#state = copyState(version.state);
    this.#head = version;
    if (this.#branch !== null) this.#branches.set(this.#branch, version);
  }

  /** The attributes that there are when the present contents become changes of another state. */
  #keepContents(target: State): void {
    for (const kind of KINDS) {
      const { byId, schema } = this.#state[kind];
      schema.clear();
      for (const [name, type] of target[kind].schema) schema.set(name, type);
      for (const { cells } of byId.values()) for (const [name, { type }] of cells) schema.set(name, type);
    }
  }

  /** Collects; what no name leads to may be gone after it, and is if the operations do not count. */
  #gc(tape: Tape): void {
    const keepOperations = tape.chance(2);
    this.log += ` keepOperations ${keepOperations}`;
    this.graph.history.gc({ keepOperations });
    const kept = new Set<string>();
    for (const version of [this.#head, ...this.#branches.values(), ...this.#tags.values()]) {
      for (let at = version; at !== undefined; at = at.parent) kept.add(at.commit.id);
    }
    for (const id of kept) agree(`commit ${id} is kept`, this.graph.history.resolve(id).id, id);
    for (const id of this.#versions.keys()) {
      if (kept.has(id)) continue;
      if (!keepOperations) {
        this.#refuses("a collected commit", () => this.graph.at(id), "REVISION_NOT_FOUND");
        this.#versions.delete(id);
      }
    }
  }

  /** Many small commits, so that ways between commits are long. */
  #many(tape: Tape): void {
    const count = tape.pick([5, 40, 70, 140]);
    for (let i = 0; i < count; i++) {
      this.#set(tape);
      if (tape.chance(9)) this.#addNode(tape);
      if (tape.chance(9)) this.#removeNodes(tape);
      this.#commit(tape);
    }
    this.log = `many ${count}`;
  }

  /** The state at `target` with the uncommitted changes; undefined if both change the same. */
  #carry(target: State): State | undefined {
    const head = this.#headState();
    const result = copyState(target);
    const ours = {
      nodes: difference(head.nodes, this.#state.nodes),
      edges: difference(head.edges, this.#state.edges),
    };
    const theirs = {
      nodes: difference(head.nodes, target.nodes),
      edges: difference(head.edges, target.edges),
    };
    for (const kind of KINDS) {
      const [a, b] = [ours[kind], theirs[kind]];
      const key = ({ id, name }: { id: number; name: string }) => `${id} ${name}`;
      const cellsOfBoth = new Set(b.cells.map(key));
      const labelsOfBoth = new Set(b.labels.map(({ id }) => id));
      const gone = new Set(b.removed);
      if (a.removed.some((id) => gone.has(id))) return undefined;
      if (a.added.some((id) => b.added.includes(id))) return undefined;
      if ([...a.cells, ...a.labels].some(({ id }) => gone.has(id))) return undefined;
      if (a.cells.some((cell) => cellsOfBoth.has(key(cell)))) return undefined;
      if (a.labels.some(({ id }) => labelsOfBoth.has(id))) return undefined;
      if ([...b.cells, ...b.labels].some(({ id }) => a.removed.includes(id))) return undefined;
      for (const id of a.added) {
        const element = this.#state[kind].byId.get(id) as Element;
        result[kind].byId.set(id, { ...element, cells: new Map(element.cells) });
      }
      for (const id of a.removed) result[kind].byId.delete(id);
      for (const { id, after } of a.labels) (result[kind].byId.get(id) as Element).labels = after;
      for (const { id, name, after } of a.cells) {
        const { cells } = result[kind].byId.get(id) as Element;
        if (after === undefined) cells.delete(name);
        else cells.set(name, after);
      }
      for (const [name, type] of head[kind].schema) {
        if (this.#state[kind].schema.get(name) === type) continue;
        // the attribute has another type by now, so the old one must go there as well
        const isOf = ({ cells }: Element) => cells.get(name)?.type === type;
        if (b.added.some((id) => isOf(target[kind].byId.get(id) as Element))) return undefined;
        if (b.cells.some((cell) => cell.name === name)) return undefined;
        if ((target[kind].schema.get(name) ?? type) !== type) return undefined;
        result[kind].schema.delete(name);
      }
      if (!this.#bindCarried(result[kind], a.added, a.cells)) return undefined;
    }
    for (const { source, target: end } of result.edges.byId.values()) {
      if (!result.nodes.byId.has(source) || !result.nodes.byId.has(end)) return undefined;
    }
    return result;
  }

  /** Binds the attributes that carried cells have; false if one has another type already. */
  #bindCarried(
    elements: Elements,
    added: readonly number[],
    cells: readonly { name: string; before: Cell | undefined; after: Cell | undefined }[],
  ): boolean {
    const carried = new Map<string, string>();
    for (const { name, before, after } of cells) carried.set(name, ((after ?? before) as Cell).type);
    for (const id of added) {
      for (const [name, { type }] of (elements.byId.get(id) as Element).cells) carried.set(name, type);
    }
    for (const [name, type] of carried) {
      if ((elements.schema.get(name) ?? type) !== type) return false;
      elements.schema.set(name, type);
    }
    return true;
  }

  #hold(tape: Tape): void {
    if (this.#held.length >= HELD_MAX) this.#held.shift();
    const target = tape.chance(2) ? this.#revision(tape) : undefined;
    const view = target === undefined ? this.graph : this.graph.at(target.text);
    const whole = target === undefined ? this.#state : target.version.state;
    const shape = tape.pick(["whole", "nodes", "edges"] as const);
    this.log += ` ${target?.text} ${shape}`;
    if (shape === "whole") {
      if (target !== undefined) this.#held.push({ what: this.log, view, state: copyState(whole) });
      return;
    }
    const ids = [...whole[shape].byId.keys()].filter(() => !tape.chance(3));
    const selection = view[shape].select(ids);
    const { nodes, edges } = shape === "nodes" ? induced(whole, ids) : spanned(whole, ids);
    this.#held.push({
      what: this.log,
      view: view.subgraph(selection),
      state: partOf(whole, nodes, edges),
    });
  }

  #diff(tape: Tape): void {
    const from = this.#revision(tape);
    if (from === undefined) return;
    const to = tape.chance(3) ? undefined : this.#revision(tape);
    this.log += ` ${from.text} ${to?.text}`;
    const after = to === undefined ? this.#state : to.version.state;
    const diff = this.graph.history.diff(from.text, to?.text);
    let isEmpty = true;
    for (const kind of KINDS) {
      const expected = difference(from.version.state[kind], after[kind]);
      const actual = diff[kind];
      isEmpty &&= isEmptyDifference(expected);
      agree(`diff.${kind}.added`, [...actual.added], expected.added);
      agree(`diff.${kind}.removed`, [...actual.removed], expected.removed);
      agree(`diff.${kind}.counts`, actual.counts, {
        added: expected.added.length,
        removed: expected.removed.length,
        changed: expected.changedCount,
      });
      agree(`diff.${kind}.labelChanges`, [...actual.labelChanges()], expected.labels);
      const cells = [...actual.changes()].map(({ id, attribute, before, after }) =>
        show([attribute, id, before, after]),
      );
      const wanted = expected.cells.map(({ id, name, before, after }) =>
        show([name, id, before?.value, after?.value]),
      );
      agree(`diff.${kind}.changes`, cells.sort(), wanted.sort());
    }
    agree("diff.isEmpty", diff.isEmpty, isEmpty);
  }

  /** Something that is refused. */
  #mistake(tape: Tape): void {
    const { graph } = this;
    const nodes = this.#ids("nodes");
    const dead = this.#next.nodes + tape.next(2);
    const node = nodes.length === 0 ? dead : tape.pick(nodes);
    const bad = { float: "text", text: 1, fresh: 1, unwell: "\ud800" };
    const actions: [string, () => unknown][] = [
      ["TypeError", () => graph.addNode("A", bad)],
      ["TypeError", () => graph.addNodes(2, { attributes: { fresh: [1, "a"] } })],
      ["RangeError", () => graph.addNodes(2, { attributes: { fresh: [1] } })],
      ["NODE_NOT_FOUND", () => graph.addEdge(node, this.#next.nodes)],
      ["NODE_NOT_FOUND", () => graph.addEdges([node], [this.#next.nodes], { attributes: { fresh: [1] } })],
      ["NODE_NOT_FOUND", () => graph.removeNodes([...nodes, dead])],
      ["NODE_NOT_FOUND", () => graph.nodes.setColumn("fresh", [...nodes, dead], [...nodes, 1])],
      ["EDGE_NOT_FOUND", () => graph.removeEdges([...this.#ids("edges"), this.#next.edges])],
      ["REVISION_NOT_FOUND", () => graph.checkout("nowhere", { discard: true })],
      ["REVISION_NOT_FOUND", () => graph.at("HEAD~99")],
    ];
    const [code, action] = actions[tape.next(actions.length)];
    this.log += ` ${action}`;
    if (code === "REVISION_NOT_FOUND" && this.#head === undefined) return;
    this.#refuses("mistake", action, code);
  }

  // comparisons

  check(): void {
    checkView("graph", this.graph, this.#state, this.directed);
    const { branch, commit } = this.graph.head;
    agree("head.branch", branch, this.#branch);
    agree("head.commit", commit?.id, this.#head?.commit.id);
    const head = this.#headState();
    const counts = KINDS.map((kind) => {
      const { added, removed, changedCount } = difference(head[kind], this.#state[kind]);
      return { added: added.length, removed: removed.length, changed: changedCount };
    });
    agree("status", this.graph.status(), {
      branch: this.#branch,
      commit: this.#head?.commit.id ?? null,
      clean: !this.#isDirty(),
      nodes: counts[0],
      edges: counts[1],
    });
    this.#dropEmptyAttributes(head);
    const names = (refs: Map<string, Version>) =>
      [...refs].map(([name, { commit }]) => `${name} ${commit.id}`).sort();
    const { history } = this.graph;
    agree(
      "branches",
      history.branches().map(({ name, commit }) => `${name} ${commit.id}`),
      names(this.#branches),
    );
    agree(
      "tags",
      history.tags().map(({ name, commit }) => `${name} ${commit.id}`),
      names(this.#tags),
    );
  }

  /** One of the views that were taken earlier, and one past state, still read as they did. */
  checkHeld(turn: number): void {
    if (this.#held.length > 0) {
      const { what, view, state } = this.#held[turn % this.#held.length];
      checkView(`held since "${what}"`, view, state, this.directed);
    }
    const versions = [...this.#versions.values()];
    if (versions.length === 0 || turn % 3 !== 0) return;
    const { commit, state } = versions[(turn / 3) % versions.length];
    checkView(`at ${commit.id.slice(0, 8)}`, this.graph.at(commit), state, this.directed);
  }

  /** All views and all past states still read as they did. */
  checkPast(): void {
    for (const { what, view, state } of this.#held) {
      checkView(`at the end, held since "${what}"`, view, state, this.directed);
    }
    const versions = [...this.#versions.values()];
    const step = Math.ceil(versions.length / VERSIONS_CHECKED_MAX);
    for (const { commit, state } of versions.filter((_, i) => i % step === 0)) {
      checkView(`at the end, at ${commit.id.slice(0, 8)}`, this.graph.at(commit.id), state, this.directed);
      const log = [...this.graph.history.log({ from: commit })].map(({ id }) => id);
      agree("log", log, this.#lineOf(this.#versions.get(commit.id)));
    }
  }

  #lineOf(version: Version | undefined): string[] {
    const ids: string[] = [];
    for (let at = version; at !== undefined; at = at.parent) ids.push(at.commit.id);
    return ids;
  }
}

function iota(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

function induced(state: State, ids: readonly number[]) {
  const nodes = new Set(ids);
  const among = [...state.edges.byId].filter(
    ([, { source, target }]) => nodes.has(source) && nodes.has(target),
  );
  return { nodes, edges: new Set(among.map(([id]) => id)) };
}

function spanned(state: State, ids: readonly number[]) {
  const edges = new Set(ids);
  const ends = ids.map((id) => state.edges.byId.get(id) as Element);
  return { nodes: new Set(ends.flatMap(({ source, target }) => [source, target])), edges };
}
