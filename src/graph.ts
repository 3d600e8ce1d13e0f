/**
 * The graph itself: one pool, one present state, one history, tied together. Over 500 lines, since each verb has its
 * documentation here.
 */
import { mergeEdgeRows, mergeNodeRows, newTexts, readMergeRows, readNodeKeys, resolveKeys } from "#lazy/bulk";
import { readBundle, readBundleFile, requireNothing, summarizeBundle } from "#lazy/exchange";
import { livePortOf } from "#lazy/query-writing";
import { isSameStore, openStore, salvageStore } from "#lazy/store";
import { findGraphProcedure, graphProcedureNames } from "#procedures";
import { describe, GroggyError, LimitError } from "./errors.js";
import type {
  AnyGraphTypes,
  EdgeAttributes,
  FlatSchema,
  GraphSchema,
  GraphTypes,
  NodeAttributes,
  OwnAttributes,
  WritableEdgeAttributes,
  WritableNodeAttributes,
  WritableOwnAttributes,
} from "./graph-types.js";
import type { Commit } from "./history/commits/commit.js";
import type { KeptPolicies } from "./history/diff/conflict.js";
import type { Status } from "./history/diff/status.js";
import type { BundleSummary } from "./history/exchange/summarize-bundle.js";
import {
  type AtOptions,
  type CheckoutOptions,
  type Head,
  History,
  type OpenPeer,
  type PartialCommitOptions,
  type Revision,
} from "./history/history.js";
import type { MergeResult } from "./history/merge/merge.js";
import type { MergeOptions } from "./history/merge/merge-options.js";
import { checkText } from "./history/repository/commit-parts.js";
import type { HistoryCore } from "./history/repository/core.js";
import { checkProgress, type ProgressOptions, RUN_OPTIONS } from "./history/repository/progress.js";
import type { CheckoutWarning } from "./history/repository/unreachable.js";
import type { ChangeListener, ChangeOptions } from "./history/verbs/changes.js";
import type { WorktreeOptions } from "./history/verbs/worktree.js";
import { readValue } from "./pool/given-value.js";
import { IDENTITY_MAX } from "./pool/identities.js";
import { LABELS_MAX } from "./pool/label-sets.js";
import { mintOrigin } from "./pool/mint-origin.js";
import { ELEMENTS_MAX, type ElementKind } from "./pool/pool.js";
import { unionType } from "./pool/value-type.js";
import { provideProcedures } from "./query/bind/provided-procedures.js";
import type { QueriedGraph } from "./query/result/keep-compiled.js";
import type { LiveGraph } from "./query/result/live-bulk.js";
import type { QueryTarget } from "./query/result/run-query.js";
import type { PastOfQuery } from "./query/result/state-port.js";
import type { AttributeList, CheckedColumn, ReadColumn } from "./space/elements/attribute-writer.js";
import {
  type AttributeValues,
  Elements,
  labelSetOf,
  type WritableColumn,
} from "./space/elements/elements.js";
import { checkOwner, readIdArray, readIds } from "./space/elements/given-ids.js";
import { requireRule } from "./space/elements/given-key.js";
import { GraphAttributes } from "./space/elements/graph-attributes.js";
import type { NewIds } from "./space/elements/new-ids.js";
import {
  isSameList,
  NodeRules,
  type RuleList,
  type UniqueRule,
  uniteRules,
} from "./space/elements/node-rules.js";
import { type ReadSchema, readKeys, readSchema } from "./space/elements/read-schema.js";
import { requireKey, violationError, violationsOf } from "./space/elements/rule-checks.js";
import { GraphSpace } from "./space/graph-space.js";
import type { ElementState } from "./space/states/element-state.js";
import type { TrackedElements } from "./space/states/tracked-elements.js";
import type { SalvageReport } from "./store/salvage.js";
import type { StoreHandle, StoreOpenOptions } from "./store/store-handle.js";
import { checkCallback, checkName, isArrayLike, readNames } from "./structures/arguments.js";
import { defineInspect } from "./structures/inspect.js";
import { checkOptions, readOptions } from "./structures/options.js";
import { NO_ROW } from "./structures/row-index.js";
import { describeUnmarked, isMarkedView } from "./structures/view-brand.js";
import { type EdgeId, type GraphSummary, GraphView, type NodeId } from "./view.js";

// as in lib.esnext.disposable and @types/node, for those who have neither
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Options of a new graph. */
export interface GraphOptions {
  /** Whether edges lead one way. Defaults to true. */
  readonly directed?: boolean;
  /** An attribute of nodes whose values are unique, so that a node can be found by it. */
  readonly key?: string;
  /**
   * Keys by label: the attribute whose values no two nodes of the label share, or several that no two share together.
   * A graph has these or one `key`.
   */
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
  /** Returns the time of a commit, in ms since 1970. Defaults to `Date.now`. */
  readonly clock?: () => number;
  /**
   * Distinguishes elements that are made here from those that are made elsewhere: a number below 2^32 that no other
   * clone has. Defaults to 0, which suits a graph that is not a clone.
   */
  readonly origin?: number;
  /**
   * Whether a query may give an attribute that no schema declares a type besides the one that it has: "strict" forbids
   * it. Of what is read from files, from other graphs and from commits, types stay as they are. Defaults to "open".
   */
  readonly types?: "open" | "strict";
  /**
   * Policies that the graph keeps for all its merges, see `graph.history.policies`. In a store they take the place of
   * those that it keeps.
   */
  readonly policies?: KeptPolicies;
}

/** Options of a graph made from another one, or from a bundle. The origin is random by default. */
export interface CloneOptions
  extends Omit<GraphOptions, "directed">,
    Omit<StoreOpenOptions, "readOnly" | "create" | "takeOver" | "wait">,
    ProgressOptions {
  readonly schema?: GraphSchema;
  /** The folder of the store to keep it in, where none exists. The clone is in memory by default. */
  readonly path?: string;
  /** The name of the other graph here. Defaults to "origin". */
  readonly remote?: string;
}

/** Options for opening a graph from a store, or creating one there. */
export interface OpenOptions extends GraphOptions, StoreOpenOptions {}

const GRAPH_OPTIONS = ["directed", "key", "keys", "clock", "origin", "schema", "types", "policies"] as const;
const STORE_OPTIONS = ["durability", "autosave", "compression"] as const;
const OPEN_OPTIONS = [...GRAPH_OPTIONS, ...STORE_OPTIONS, "readOnly", "create", "takeOver", "wait"] as const;
const COPY_OPTIONS = [
  "key",
  "keys",
  "clock",
  "origin",
  "schema",
  "types",
  "policies",
  ...STORE_OPTIONS,
  "path",
  ...RUN_OPTIONS,
] as const;

/** Options of a transaction. */
export interface TransactionOptions {
  /** The name of the step that it is; without one it is part of the next step. */
  readonly label?: string;
}

/** The result of a function that is done when it returns: anything but a promise. */
export type Immediate<R> = R extends PromiseLike<unknown> ? never : R;

/** A graph as plain columns: nodes numbered from 0 on, and the numbers of the ends of each edge. */
interface NumberedGraph {
  readonly nodeCount: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly attributes: Readonly<Record<string, ArrayLike<unknown>>>;
  readonly edgeAttributes: Readonly<Record<string, ArrayLike<unknown>>>;
}

/** The histories of graphs of this thread that write to stores, by folder: whom a push to the folder goes to. */
const writers = new Map<string, WeakRef<History>>();

/** The graph of this thread that writes to the store at a path: it is told of a push, and stays open. */
function writerOf(path: string): { readonly history: History; close(): void } | undefined {
  for (const [folder, reference] of writers) {
    const history = reference.deref();
    if (history === undefined) writers.delete(folder);
    else if (isSameStore(folder, path)) return { history, close: () => {} };
  }
  return undefined;
}

/** From so many new nodes on, their keys are looked up all at one go. */
const TEXTS_MIN = 256;

/** Elements of a bulk write that were checked. */
interface CheckedBulk {
  readonly labelSets: number | Int32Array;
  readonly columns: readonly CheckedColumn[];
}

/** Edges of a bulk write that were read and checked. */
interface EdgeRows {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly columns: readonly ReadColumn[];
  readonly checked: CheckedBulk;
}

/** Ends that were read; `find` gives their ids, and throws if they are not in the graph. */
interface ReadEnds {
  readonly count: number;
  readonly find: () => [sources: Uint32Array, targets: Uint32Array];
}

/** One name, or several, or for each element its own. */
export type BulkLabels =
  | string
  | readonly string[]
  | readonly (string | readonly string[] | null | undefined)[];

/** The properties of many edges besides their ends. */
export interface BulkEdgeOptions<A extends object = Record<string, unknown>> {
  /** The same type for all, or an array with a type for each edge. */
  readonly type?: string | readonly (string | null | undefined)[];
  readonly attributes?: BulkAttributes<A>;
  /** The ends are ids. */
  readonly by?: "id";
}

/** The same, where the ends are keys of nodes. */
export interface KeyedEdgeOptions<A extends object = Record<string, unknown>>
  extends Omit<BulkEdgeOptions<A>, "by"> {
  readonly by: "key";
  /** In a graph with keys by label: the label of both ends, or of each. */
  readonly label?: string | { readonly source: string; readonly target: string };
}

/** The result of an upsert of many nodes or edges. */
export interface MergedIds<N extends number = number> {
  /** The id of each row; rows of one key, or of the same ends and type, have one. */
  readonly ids: NewIds<N>;
  /** The ids of what was added, ascending; all others were there. */
  readonly added: Uint32Array;
}

/** Values for many elements at once: for each attribute a typed array or an array, one value an element. */
export type BulkAttributes<A extends object> = { readonly [K in keyof A]?: WritableColumn<A[K]> | undefined };

/**
 * A property graph in memory, with its history.
 *
 * @example
 * const graph = new Graph();
 * const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
 * const alan = graph.addNode("Person", { name: "Alan", born: 1912 });
 * graph.addEdge(ada, alan, "INSPIRED");
 * graph.commit("two people");
 */
export class Graph<const T extends GraphTypes = AnyGraphTypes> extends GraphView<T> {
  declare readonly nodes: Elements<NodeAttributes<T>, WritableNodeAttributes<T>, EdgeAttributes<T>>;
  declare readonly edges: Elements<EdgeAttributes<T>, WritableEdgeAttributes<T>, NodeAttributes<T>>;
  declare readonly attributes: GraphAttributes<OwnAttributes<T>, WritableOwnAttributes<T>>;
  /** The commits and everything about them. */
  readonly history: History;
  readonly #space: GraphSpace;
  readonly #key: string | undefined;
  /** The graph that this is a worktree of. */
  readonly #main: Graph<T> | undefined;
  #storeHandle: StoreHandle | undefined;
  /** The policies with which a store was opened that is only read: they stay, whatever the writer keeps. */
  #ownPolicies: KeptPolicies | undefined;

  /**
   * Opens the graph in a store: a folder, which is created if there is none. Commits and all verbs that change names
   * or the head are durable when they return; uncommitted changes are lost with the process, unless `autosave` is on.
   * One process at a time can write, any number can read. Data is read on demand.
   *
   * @throws StoreLockedError if another process writes to the store, CorruptStoreError if durable data is damaged,
   *   StoreError NOT_A_STORE, NEWER_FORMAT or STORE_IO otherwise.
   * @example
   * const store = Graph.open("people.groggy");
   * store.addNode("Person", { name: "Ada" });
   * store.commit("one person");
   * store.close();
   */
  static open<const T extends GraphTypes = AnyGraphTypes>(
    path: string,
    options: OpenOptions & { readonly schema?: (T & GraphSchema) | GraphSchema } = {},
  ): Graph<T> {
    const given = readOptions<typeof options, typeof OPEN_OPTIONS>(options, OPEN_OPTIONS);
    const { directed = true, key = "" } = given;
    if (key !== "") checkName("key", key);
    const schema = readSchema(given.schema);
    const declared = typesOf(schema);
    const rules = rulesIn(given, schema);
    const policies = given.policies === undefined ? undefined : History.readPolicies(given.policies);
    const handle = openStore(path, { directed, key }, given);
    try {
      const { head } = handle;
      requireSame("directed", given.directed, head.directed);
      requireSame("key", given.key, head.key === "" ? undefined : head.key);
      const own = { ...pick(given, ["clock", "origin", "types"]), directed: head.directed };
      const graph = new Graph<T>((head.key === "" ? own : { ...own, key: head.key }) as GraphOptions);
      // before the store is written to, or its lock taken
      const { rules: present } = graph.#space;
      let wanted = present.byLabel;
      handle.attach(graph.history.core, () => {
        requireTypes(declared, graph.#space, "store");
        declareSchema(schema, graph.#space);
        const before = present.byLabel;
        addRules(rules, graph.#space, "the store");
        wanted = present.byLabel;
        // until the store is there to keep them
        present.restore(before);
      });
      graph.#storeHandle = handle;
      graph.#space.guard = () => handle.check();
      if (!handle.readOnly) writers.set(handle.path, new WeakRef(graph.history));
      if (handle.readOnly) present.restore(wanted);
      else if (JSON.stringify(wanted) !== JSON.stringify(present.byLabel)) present.replace(wanted);
      if (policies !== undefined) {
        if (handle.readOnly) {
          graph.#ownPolicies = policies;
          graph.history.core.repository.setPolicies(policies);
        } else graph.history.policies = policies;
      }
      return graph;
    } catch (error) {
      handle.abandon();
      throw error;
    }
  }

  /**
   * Creates a new store from the readable part of a damaged one, and reports the losses. The old one is not changed.
   * A commit that lost nothing, nor any before it, keeps its id; values and edges that cannot be read are left out of
   * the others. Names whose commit is lost mean the newest one before it that is left. The operation log and the
   * stashes are not brought over.
   *
   * @param into a folder that is empty or not there yet.
   * @throws CorruptStoreError if not even the columns' names can be read.
   */
  static salvage(path: string, into: string): SalvageReport {
    return salvageStore(path, into);
  }

  /** The folder of the graph's store; undefined for a graph in memory. */
  get path(): string | undefined {
    return (this.#main ?? this).#storeHandle?.path;
  }

  /** Whether the graph can only be read. */
  get readOnly(): boolean {
    return (this.#main ?? this).#storeHandle?.readOnly ?? false;
  }

  /** Makes durable all that was committed, and with `autosave` uncommitted changes as well. */
  flush(): void {
    this.history.core.gate.requireFree("flush");
    (this.#main ?? this).#storeHandle?.flush();
  }

  /**
   * Reads new commits of a writer, if the store is only read; returns whether there were any. Earlier views do not
   * change.
   */
  refresh(): boolean {
    return this.history.core.verb("refresh", () => {
      this.#space.departs?.();
      const isNew = this.#storeHandle?.refresh() ?? false;
      if (this.#ownPolicies !== undefined) this.history.core.repository.setPolicies(this.#ownPolicies);
      if (isNew) this.#space.structureVersion++;
      return isNew;
    });
  }

  /**
   * Ends the use of the store: makes durable what was committed, and gives the lock back. Uncommitted changes are
   * lost, unless `autosave` is on. A graph in memory is not changed. A worktree alone is closed, and its branch is free
   * again; the graph it is of goes on. Without effect a second time.
   */
  close(): void {
    const { core } = this.history;
    if (this.#main !== undefined && !core.isOpen) return;
    core.gate.requireFree("close");
    const { path = "" } = this;
    if (writers.get(path)?.deref() === this.history) writers.delete(path);
    if (this.#main === undefined) this.#storeHandle?.close();
    else core.leave();
  }

  /**
   * Copies the store to a folder that is empty, or not there: as it is now, all that was committed and the draft, if
   * there is one. The copy is durable and can be opened at once; readers and this graph go on. If it fails, or is
   * stopped, there is no store. A backup is to be restored: for a second store to work with, `clone` the graph, since a
   * copy gives new elements the ids that this store gives too. O(bytes of the store).
   *
   * @throws TypeError for a graph in memory; StoreError STORE_IO, with `data.systemCode` EEXIST, if there is something
   *   in the folder, STORE_CLOSED if the graph was closed.
   * @example
   * const store = Graph.open("people.groggy");
   * store.backup("people.backup");
   * store.close();
   */
  backup(path: string, options: ProgressOptions = {}): void {
    const given = readOptions(options, RUN_OPTIONS);
    checkProgress(given);
    const handle = (this.#main ?? this).#storeHandle;
    if (handle === undefined) throw new TypeError('"backup" expected a graph in a store, got one in memory');
    this.history.core.verb("backup", () => handle.backup(path, given));
  }

  /** As `close`, at the end of a block: `using graph = Graph.open("people.groggy")`. */
  [Symbol.dispose](): void {
    this.close();
  }

  constructor(options: GraphOptions & { readonly schema?: (T & GraphSchema) | GraphSchema } = {}) {
    const worktree = options instanceof OpenWorktree ? options : undefined;
    const begun = worktree === undefined ? begin(options) : undefined;
    const space = worktree?.core.space ?? (begun as Begun).space;
    super(
      space,
      new Elements<NodeAttributes<T>, NodeAttributes<T>, EdgeAttributes<T>>(
        space.nodes,
        space.indices.node,
        space.rules,
      ),
      new Elements<EdgeAttributes<T>, EdgeAttributes<T>, NodeAttributes<T>>(space.edges, space.indices.edge),
      new GraphAttributes<OwnAttributes<T>, OwnAttributes<T>>(space.graph, () => space.beforeGraphWrite()),
    );
    inspectAsGraph();
    provideProcedures(PROCEDURES);
    this.#space = space;
    this.#main = worktree?.main as Graph<T> | undefined;
    this.#key = worktree === undefined ? begun?.key : worktree.main.#key;
    const openPeer: OpenPeer = (path, writes, wait) =>
      writes
        ? (writerOf(path) ?? Graph.open(path, { create: false, wait }))
        : Graph.open(path, { readOnly: true });
    this.history =
      worktree === undefined
        ? History.begin(space, (begun as Begun).clock, openPeer)
        : new History(worktree.core, openPeer);
    if (begun?.policies !== undefined) this.history.core.repository.setPolicies(begun.policies);
    if (begun !== undefined) Graph.#keepCompiled();
  }

  /** How many graphs this process has made, up to three. */
  static #madeCount = 0;
  /** A small graph that stays once there was a third one. */
  static readonly #kept: unknown[] = [];

  /**
   * Keeps a small graph that was written to, from the third graph on. V8 throws away code that was compiled for
   * classes of which no object is left: after the last graph was collected, all verbs on the next one would begin as
   * slow as in a new process.
   */
  static #keepCompiled(): void {
    if (Graph.#madeCount === 3) return;
    Graph.#madeCount++;
    if (Graph.#madeCount < 3) return;
    const graph = new Graph({ key: "plain", clock: () => 0 });
    const { column } = graph.#space.pool.nodes.column("plain", "utf8");
    column.adopt?.({ kind: "bytes", offsets: new Uint32Array(1), bytes: new Uint8Array(0) });
    const attributes = { text: "b", number: 0.5, integer: 1 };
    const [source, target] = graph.addNodes(2, {
      labels: "A",
      attributes: { text: ["a", "b"], number: [0.5, 1.5], integer: [1, 2] },
    });
    for (let i = 0; i < 2; i++) {
      graph.addNode("A", attributes);
      graph.nodes.set(source, { ...attributes, integer: i });
      graph.mergeEdge(source, target, "B", { number: i });
      graph.updateNode(target, ({ integer }) => ({ integer }));
      graph.transaction(() => graph.nodes.set(target, { integer: i }));
      graph.attributes.set({ number: i, text: "a" });
      graph.neighbors(source);
    }
    const stop = graph.onChange((diff) => Graph.#kept.push(diff, diff.nodes.counts));
    graph.addNode("A", attributes);
    graph.nodes.set(source, { integer: 3 });
    stop();
    Graph.#kept.push(graph, graph.nodes.select([source]));
  }

  /**
   * A second head of this graph: a graph on another branch, which shares the history, the values, the indices and the
   * store with this one and can be written to beside it. A branch is worked on by one head at a time. Its uncommitted
   * changes, its operation log and its hooks are its own and last as long as it does; what it commits is in the history
   * of both, and durable where this graph is. While a verb or a transaction of one head is under way, the others
   * neither begin one nor write. Costs what a view costs.
   *
   * @throws GroggyError REF_NOT_FOUND if there is no such branch and it is not to be created, REF_IN_USE if a head is
   *   on it, DUPLICATE_REF if it is to be created and exists.
   * @example
   * const bob = graph.worktree("bob", { create: true });
   * bob.addNode("Note", { text: "learned by bob" });
   * bob.commit("a note");
   * graph.merge("bob").commit();
   * bob.close();
   */
  worktree(branch: string, options: WorktreeOptions = {}): Graph<T> {
    const main = this.#main ?? this;
    const core = this.history.openWorktree(branch, options);
    core.space.guard = main.#space.guard;
    return new Graph<T>(new OpenWorktree(main, core) as GraphOptions);
  }

  /**
   * A graph with the whole history of another one, on the same branch: in this process, or in a store at a path. Its
   * other branches are `origin/…` here. What is added in either is distinguished by its identity, so that both can
   * fetch, push and merge. The key and the schema default to those of the other graph.
   *
   * @example
   * const other = Graph.clone(graph);
   * other.head.branch; // => 'main'
   */
  static clone<const T extends GraphTypes = AnyGraphTypes>(
    source: Graph<T> | string,
    options: CloneOptions = {},
  ): Graph<T> {
    const given = readOptions(options, [...COPY_OPTIONS, "remote"]);
    if (typeof source === "string") {
      const store = Graph.open<T>(source, { readOnly: true });
      try {
        return Graph.clone(store, given);
      } finally {
        store.close();
      }
    }
    if (!(source instanceof Graph && isMarkedView(source)))
      throw new TypeError(
        `"source" expected a graph or the path of a store, got ${describeUnmarked(source)}`,
      );
    const schema = schemaOf(source.#space);
    requireTypes(typesOf(readSchema(given.schema)), source.#space, "graph");
    const types: "open" | "strict" = source.#space.isStrict ? "strict" : "open";
    const { policies } = source.history;
    const common = { schema, types, policies };
    const inherited = source.#key === undefined ? common : { ...common, key: source.#key };
    const { rules, indices, pool } = source.#space;
    const all = { ...inherited, ...given };
    const own = rulesIn(all, readSchema(all.schema));
    // before a store is created; the clone has what is committed
    const { core } = source.history;
    const wanted = new NodeRules(indices.node, pool.nodes.labelSets, undefined);
    wanted.restore(rules.byLabel);
    addRules(own, { rules: wanted, nodes: core.stateOf(core.node).nodes }, "the graph");
    return Graph.#fill<T>(all, own, source.directed, (clone) => {
      clone.history.cloneFrom(source.history, given);
      // after its commits, of which old ones need not keep what was declared since
      if (rules.byLabel.uniques.length + rules.required.length > 0)
        clone.#space.rules.replace(uniteRules(clone.#space.rules.byLabel, rules.byLabel));
    });
  }

  /**
   * Makes a graph and has it filled. Rules by label that it gets of its own come after its commits, which need not keep
   * them: they hold from the head on, as those of a store that is opened with more than it has.
   */
  static #fill<const T extends GraphTypes>(
    { path, keys: _keys, ...options }: CloneOptions,
    rules: RuleList,
    directed: boolean,
    fill: (graph: Graph<T>) => void,
  ): Graph<T> {
    const all: CloneOptions & OpenOptions = {
      ...options,
      schema: typesOf(readSchema(options.schema)),
      directed,
      origin: options.origin ?? mintOrigin(),
    };
    if (path !== undefined) requireNothing(path);
    const graph =
      path === undefined
        ? new Graph<T>(pick(all, GRAPH_OPTIONS))
        : Graph.open<T>(path, pick(all, OPEN_OPTIONS));
    try {
      fill(graph);
      if (rules.uniques.length + rules.required.length > 0)
        graph.#space.rules.replace(uniteRules(graph.#space.rules.byLabel, rules));
      return graph;
    } catch (error) {
      graph.close();
      throw error;
    }
  }

  /**
   * A graph with the commits, branches and tags of a bundle, given as bytes or by its path; it has the head of the
   * bundle's graph.
   *
   * @throws GroggyError INVALID_BUNDLE if it is not what its hashes say, or builds on commits that are not in it.
   */
  static fromBundle<const T extends GraphTypes = AnyGraphTypes>(
    source: Uint8Array | string,
    options: Omit<CloneOptions, "remote"> = {},
  ): Graph<T> {
    const given = readOptions(options, COPY_OPTIONS);
    if (typeof source !== "string" && !(source instanceof Uint8Array))
      throw new TypeError(`"source" expected the bytes of a bundle or its path, got ${describe(source)}`);
    const bundle = readBundle(typeof source === "string" ? readBundleFile(source) : source);
    const schema = readSchema(given.schema);
    const rules = rulesIn(given, schema);
    if (given.schema !== undefined || given.keys !== undefined) {
      // the last state is known when its commits are made: in memory, before a store is created
      const graph = new Graph({ directed: bundle.directed });
      graph.history.restoreFrom(bundle, pick(given, ["signal"]));
      requireTypes(typesOf(schema), graph.#space, "bundle");
      addRules(rules, graph.#space, "the bundle");
    }
    const { policies } = bundle;
    return Graph.#fill<T>({ policies, ...given }, rules, bundle.directed, (graph) =>
      graph.history.restoreFrom(bundle, given),
    );
  }

  /**
   * The contents of a bundle, given as bytes or by its path, with every hash in it checked: its commits, its names, and
   * the commits that a graph has to have before it can fetch from it. No graph is made, and the states of the commits
   * are not checked. O(its size).
   *
   * @throws GroggyError INVALID_BUNDLE if it is not what its hashes say; StoreError STORE_IO if it cannot be read.
   * @example
   * const { required, branches } = Graph.inspectBundle(graph.history.bundle());
   * required.length; // => 0
   * branches.length === graph.history.branches().length; // => true
   */
  static inspectBundle(source: Uint8Array | string): BundleSummary {
    return summarizeBundle(source);
  }

  /**
   * Adds a node and returns its id.
   *
   * @param labels a label, several, or none; may be left out altogether.
   * @throws TypeError if an attribute's value does not fit; then nothing is changed.
   */
  addNode(
    labels?: string | readonly string[] | null,
    attributes?: AttributeValues<WritableNodeAttributes<T>> | null,
  ): NodeId;
  addNode(attributes: AttributeValues<WritableNodeAttributes<T>>): NodeId;
  addNode(first?: string | readonly string[] | object | null, second?: object | null): NodeId {
    const [labels, attributes] = takeApart("labels", first, second);
    return this.#addRead(readNames(labels), this.nodes.writer.read(attributes));
  }

  /** Checks and adds a node of labels and attributes that were read. */
  #addRead(labels: unknown, list: AttributeList): NodeId {
    this.#space.guard?.();
    const { nodes } = this.#space;
    const set = labelSetOf(nodes, "labels", labels);
    const { writer } = this.nodes;
    writer.check(list);
    this.nodes.checkNew(set, list);
    const id = this.#addChecked(set, list);
    this.#space.written?.();
    return id;
  }

  /** Adds a node with a set of labels and attributes that were checked, without telling anybody. */
  #addChecked(set: number, list: AttributeList): NodeId {
    const { nodes } = this.#space;
    const id = nodes.pool.take(1);
    nodes.addNew(id, 1);
    if (set !== NO_ROW) nodes.setNewLabelSet(id, 1, set);
    this.nodes.writer.writeNew(list, id);
    this.#space.structureVersion++;
    return id;
  }

  /**
   * Adds an edge and returns its id.
   *
   * @param type the edge's type, if it has one; may be left out altogether.
   * @throws GroggyError NODE_NOT_FOUND if an end is not in the graph, TypeError if a value does not fit; then
   *   nothing is changed.
   */
  addEdge(
    source: NodeId,
    target: NodeId,
    type?: string | null,
    attributes?: AttributeValues<WritableEdgeAttributes<T>> | null,
  ): EdgeId;
  addEdge(source: NodeId, target: NodeId, attributes: AttributeValues<WritableEdgeAttributes<T>>): EdgeId;
  addEdge(source: NodeId, target: NodeId, third?: string | object | null, fourth?: object | null): EdgeId {
    const [type, attributes] = takeApart("type", third, fourth);
    const list = this.edges.writer.read(attributes);
    const set = this.#checkEdge(source, target, type, list);
    return this.#addCheckedEdge(source, target, set, list);
  }

  /** Checks an edge whose attributes were read. Returns the set of its type. */
  #checkEdge(source: NodeId, target: NodeId, type: unknown, list: AttributeList): number {
    this.#space.guard?.();
    this.nodes.check(source, "source");
    this.nodes.check(target, "target");
    const set = labelSetOf(this.#space.edges, "type", type);
    this.edges.writer.check(list);
    return set;
  }

  #addCheckedEdge(source: NodeId, target: NodeId, set: number, list: AttributeList): EdgeId {
    const { edges, pool } = this.#space;
    const id = pool.edges.append(source, target);
    edges.addNew(id, 1);
    if (set !== NO_ROW) edges.setNewLabelSet(id, 1, set);
    this.edges.writer.writeNew(list, id);
    this.#space.structureVersion++;
    this.#space.written?.();
    return id;
  }

  /**
   * Adds nodes and returns their ids, which follow each other. Typed arrays are copied by block.
   *
   * @param options.labels the same for all, or an array with an array of labels for each node.
   * @throws TypeError or RangeError if a column does not fit; then nothing is changed.
   */
  addNodes<const N extends number>(
    count: N,
    options: {
      readonly labels?: string | readonly string[] | readonly (readonly string[])[];
      readonly attributes?: BulkAttributes<WritableNodeAttributes<T>>;
    } = {},
  ): NewIds<N> {
    if (!Number.isInteger(count) || count < 0 || count > ELEMENTS_MAX) {
      throw new RangeError(
        `"count" expected a whole number from 0 to ${ELEMENTS_MAX}, got ${describe(count)}`,
      );
    }
    checkOptions(options, ["labels", "attributes"]);
    const labels = readBulkNames("node", "labels", options.labels, count);
    const columns = this.nodes.writer.readBulk(options.attributes, count);
    this.#space.guard?.();
    const ids = this.#writeNodes<N>(count, this.#checkBulk("node", labels, columns, count));
    this.#space.written?.();
    return ids;
  }

  /** Checks labels or types and columns that were read. */
  #checkBulk(kind: ElementKind, names: unknown, columns: readonly ReadColumn[], count: number): CheckedBulk {
    const space = this.#space.elementsOf(kind);
    const elements = kind === "node" ? this.nodes : this.edges;
    const labelSets = bulkLabelSets(space, kind === "node" ? "labels" : "type", names);
    const checked = elements.writer.checkBulk(columns);
    const { rules } = this.#space;
    if (kind === "node" && count >= TEXTS_MIN && rules.isPlain) {
      const at = checked.findIndex(({ name }) => name === rules.key?.name);
      const texts = at < 0 ? undefined : newTexts(this.#space, checked[at]);
      if (texts !== undefined) return { labelSets, columns: checked.with(at, { ...checked[at], texts }) };
    }
    const given = columns.map(({ values }) => values);
    elements.checkColumns(checked, given, { sets: labelSets, count });
    return { labelSets, columns: checked };
  }

  #writeNodes<N extends number>(count: number, { labelSets, columns }: CheckedBulk): NewIds<N> {
    const { nodes } = this.#space;
    // made first, since there may be no memory for it
    const ids = new Uint32Array(count);
    const first = nodes.pool.take(count);
    this.#writeBulk(nodes, first, count, labelSets);
    this.nodes.writer.writeNewRun(columns, first);
    return sequence(ids, first);
  }

  /**
   * Adds edges from `sources[i]` to `targets[i]` and returns their ids, which follow each other. All or nothing.
   *
   * @param sources ids of nodes, or keys with `by: "key"`; each distinct key is looked up once.
   * @param options.type the same for all, or an array with a type for each edge.
   * @throws GroggyError NODE_NOT_FOUND, TypeError or RangeError; then nothing is changed.
   * @example
   * const people = new Graph({ key: "email" });
   * people.addNodes(2, { attributes: { email: ["ada@example.org", "alan@example.org"] } });
   * people.addEdges(["ada@example.org"], ["alan@example.org"], { by: "key", type: "INSPIRED" });
   */
  addEdges<const S extends ArrayLike<NodeId>>(
    sources: S,
    targets: ArrayLike<NodeId>,
    options?: BulkEdgeOptions<WritableEdgeAttributes<T>>,
  ): NewIds<S["length"]>;
  addEdges<const S extends ArrayLike<unknown>>(
    sources: S,
    targets: ArrayLike<unknown>,
    options: KeyedEdgeOptions<WritableEdgeAttributes<T>>,
  ): NewIds<S["length"]>;
  addEdges<N extends number>(sources: unknown, targets: unknown, options: object = {}): NewIds<N> {
    const rows = this.#readEdgeRows(sources, targets, options);
    const ids = this.#writeEdges<N>(rows.sources, rows.targets, rows.checked);
    this.#space.written?.();
    return ids;
  }

  /** Reads in full what edges are given in bulk, and checks it. */
  #readEdgeRows(sources: unknown, targets: unknown, options: object): EdgeRows {
    const given: Partial<KeyedEdgeOptions> = options;
    checkOptions(given, ["type", "attributes", "by", "label"]);
    const { by = "id", label } = given as { by?: unknown; label?: unknown };
    if (by !== "id" && by !== "key") throw new TypeError(`"by" expected "id" or "key", got ${describe(by)}`);
    if (by === "id" && label !== undefined)
      throw new TypeError(`"label" expected "by" to be "key", got ${describe(by)}`);
    const ends =
      by === "id" ? this.#readEndIds(sources, targets) : this.#readEndKeys(sources, targets, label);
    const types = readBulkNames("edge", "type", given.type, ends.count);
    const columns = this.edges.writer.readBulk(given.attributes, ends.count);
    this.#space.guard?.();
    const [from, to] = ends.find();
    return {
      sources: from,
      targets: to,
      columns,
      checked: this.#checkBulk("edge", types, columns, ends.count),
    };
  }

  #readEndIds(sources: unknown, targets: unknown): ReadEnds {
    const from = this.#readEnds("sources", sources);
    const to = this.#readEnds("targets", targets);
    if (to.length !== from.length)
      throw new RangeError(`"targets" expected ${from.length} ids, as in "sources", got ${to.length}`);
    const find = (): [Uint32Array, Uint32Array] => {
      this.#checkEnds("sources", from);
      this.#checkEnds("targets", to);
      return [from, to];
    };
    return { count: from.length, find };
  }

  #readEndKeys(sources: unknown, targets: unknown, label: unknown): ReadEnds {
    const { rules, nodes } = this.#space;
    const labels = readEndLabels(label);
    const [sourceRule, targetRule] = labels.map((each) => requireRule(rules, each));
    const from = readNodeKeys("sources", sourceRule, sources);
    const to = readNodeKeys("targets", targetRule, targets);
    const count = from.values.length;
    if (to.values.length !== count)
      throw new RangeError(`"targets" expected ${count} keys, as in "sources", got ${to.values.length}`);
    const find = (): [Uint32Array, Uint32Array] => {
      const known = new Map<unknown, number>();
      const first = resolveKeys(from, rules, nodes, known);
      return [first, resolveKeys(to, rules, nodes, sourceRule === targetRule ? known : new Map())];
    };
    return { count, find };
  }

  #writeEdges<N extends number>(
    sources: Uint32Array,
    targets: Uint32Array,
    { labelSets, columns }: CheckedBulk,
  ): NewIds<N> {
    const { edges, pool } = this.#space;
    const ids = new Uint32Array(sources.length);
    const first = pool.edges.appendMany(sources, targets);
    this.#writeBulk(edges, first, sources.length, labelSets);
    this.edges.writer.writeNewRun(columns, first);
    return sequence(ids, first);
  }

  /** Adds nodes and edges among them, whose ends are numbers of the nodes from 0 on; all or nothing. @internal */
  addNumbered(list: NumberedGraph): void {
    const { nodeCount } = list;
    const sources = this.#readEnds("sources", list.sources);
    const targets = this.#readEnds("targets", list.targets);
    const nodeColumns = this.nodes.writer.readBulk(list.attributes, nodeCount);
    const edgeColumns = this.edges.writer.readBulk(list.edgeAttributes, sources.length);
    this.#space.guard?.();
    const { pool } = this.#space;
    for (const [kind, count] of [
      ["node", nodeCount],
      ["edge", sources.length],
    ] as const) {
      const total = pool[`${kind}s`].count + count;
      if (total > ELEMENTS_MAX) throw new LimitError(`${kind}s`, ELEMENTS_MAX, total);
    }
    const nodes = this.#checkBulk("node", undefined, nodeColumns, nodeCount);
    const edges = this.#checkBulk("edge", undefined, edgeColumns, sources.length);
    const first = pool.nodes.count;
    // in a graph that was empty and new, numbers are ids already
    const idsOf = (ends: Uint32Array) => (first === 0 ? ends : ends.map((end) => first + end));
    const ends = [idsOf(sources), idsOf(targets)] as const;
    this.#writeNodes(nodeCount, nodes);
    this.#writeEdges(...ends, edges);
    this.#space.written?.();
  }

  #writeBulk(space: TrackedElements, first: number, count: number, labelSets: number | Int32Array): void {
    space.addNew(first, count);
    if (typeof labelSets === "number") space.setNewLabelSet(first, count, labelSets);
    else {
      for (let start = 0, end = 0; start < count; start = end) {
        do end++;
        while (end < count && labelSets[end] === labelSets[start]);
        space.setNewLabelSet(first + start, end - start, labelSets[start]);
      }
    }
    this.#space.structureVersion++;
  }

  #readEnds(what: string, ids: unknown): Uint32Array {
    checkOwner(what, ids, this.#space.pool.nodes);
    if (!isArrayLike(ids)) {
      throw new TypeError(`"${what}" expected an array of node ids, got ${describe(ids)}`);
    }
    return readIdArray(what, ids, (id, place) => this.nodes.check(id, place));
  }

  #checkEnds(what: string, ids: Uint32Array): void {
    const { live } = this.#space.nodes;
    // Ids that are all below the count of a graph without gaps need no check of the bitmap.
    if (live.isDense()) {
      let largest = 0;
      for (let i = 0; i < ids.length; i++) if (ids[i] > largest) largest = ids[i];
      if (ids.length === 0 || largest < live.count) return;
    }
    for (let i = 0; i < ids.length; i++)
      if (!this.nodes.has(ids[i])) this.nodes.check(ids[i], `${what}[${i}]`);
  }

  /** Removes a node with its edges. Its id is not given out again. O(degree). */
  removeNode(id: NodeId): void {
    this.#removeNodes([id]);
  }

  /** Removes an edge. Its id is not given out again. */
  removeEdge(id: EdgeId): void {
    this.#removeEdges([id]);
  }

  /**
   * Removes nodes with their edges; all or nothing. An id that is given twice is removed once.
   *
   * @throws GroggyError NODE_NOT_FOUND, or FOREIGN_SELECTION for a selection of edges or of another graph; then
   *   nothing is changed.
   */
  removeNodes(ids: Iterable<NodeId>): void {
    this.#removeNodes(readIds("ids", ids, this.#space.pool.nodes));
  }

  #removeNodes(list: ArrayLike<NodeId>): void {
    this.#space.guard?.();
    for (let i = 0; i < list.length; i++) this.nodes.check(list[i]);
    const { nodes, edges, adjacency } = this.#space;
    for (let i = 0; i < list.length; i++) {
      const id = list[i];
      if (!nodes.remove(id)) continue;
      for (const edge of adjacency.lists(false).edges(id, edges.live)) edges.remove(edge);
      for (const edge of adjacency.lists(true).edges(id, edges.live)) edges.remove(edge);
    }
    this.#space.structureVersion++;
    this.#space.written?.();
  }

  /**
   * Removes edges; all or nothing. An id that is given twice is removed once.
   *
   * @throws GroggyError EDGE_NOT_FOUND, or FOREIGN_SELECTION for a selection of nodes or of another graph; then
   *   nothing is changed.
   */
  removeEdges(ids: Iterable<EdgeId>): void {
    this.#removeEdges(readIds("ids", ids, this.#space.pool.edges));
  }

  #removeEdges(list: ArrayLike<EdgeId>): void {
    this.#space.guard?.();
    for (let i = 0; i < list.length; i++) this.edges.check(list[i]);
    for (let i = 0; i < list.length; i++) this.#space.edges.remove(list[i]);
    this.#space.structureVersion++;
    this.#space.written?.();
  }

  /**
   * Sets attributes, and adds labels, of the node whose key has this value; adds the node if there is none. In a graph
   * with keys by label the first argument is the label, and the attributes have the key. Returns the node's id.
   *
   * @throws GroggyError MISSING_KEY without a key, TypeError if a value does not fit, DUPLICATE_KEY or
   *   MISSING_ATTRIBUTE if a rule of the schema would be broken; then nothing is changed.
   * @example
   * const library = new Graph({ keys: { Person: "email" } });
   * library.mergeNode("Person", { email: "ada@example.org", name: "Ada" }); // => 0
   * library.mergeNode("Person", { email: "ada@example.org", born: 1815 }, "Author"); // => 0
   */
  mergeNode(
    key: unknown,
    attributes?: AttributeValues<WritableNodeAttributes<T>> | null,
    labels?: string | readonly string[],
  ): NodeId {
    const { rules } = this.#space;
    if (rules.key === undefined) return this.#mergeByLabel(key, attributes, labels);
    const { name } = rules.key;
    const value = readValue(key);
    if (value === null || value === undefined) {
      throw missingKey({ label: undefined, names: [name] }, name, value);
    }
    const { writer } = this.nodes;
    // the key given counts, whatever the attributes say
    const list = writer.read(attributes, name);
    const more = readNames(labels);
    this.#space.guard?.();
    const set = labelSetOf(this.#space.nodes, "labels", more);
    writer.check(list);
    requireKey(name, value);
    const id = rules.key.find(this.#space.nodes, value);
    if (id === undefined) {
      writer.add(list, name, value);
      if (!rules.isPlain) this.nodes.checkNew(set, list);
      const added = this.#addChecked(set, list);
      this.#space.written?.();
      return added;
    }
    // the node has the key already, in the form in which it was given first
    const labelSet = this.nodes.labelsWith(id, set);
    if (!rules.isPlain) this.nodes.checkChange(id, list, labelSet);
    writer.write(list, id);
    this.nodes.setLabelSet(id, labelSet);
    this.#space.written?.();
    return id;
  }

  #mergeByLabel(label: unknown, attributes: unknown, labels: unknown): NodeId {
    const { rules, nodes } = this.#space;
    const rule = requireRule(rules, label) as UniqueRule;
    const { writer } = this.nodes;
    const list = writer.read(attributes);
    const more = readNames(labels);
    this.#space.guard?.();
    const set = this.#unitedSet(labelSetOf(nodes, "labels", label), labelSetOf(nodes, "labels", more));
    writer.check(list);
    const values = rule.names.map((name) => {
      const value = list.get(name);
      if (value === null || value === undefined) throw missingKey(rule, name, value);
      requireKey(name, value);
      return value;
    });
    const id = this.#mergeChecked(rule, values, set, list);
    this.#space.written?.();
    return id;
  }

  /** The set of the labels of two. */
  #unitedSet(set: number, more: number): number {
    const { labelSets } = this.#space.nodes;
    if (set < 0) return more;
    return more < 0 || more === set ? set : labelSets.intern([...labelSets.set(set), ...labelSets.set(more)]);
  }

  /** Merges a node of labels and attributes that were checked, the key among them, without telling anybody. */
  #mergeChecked(rule: UniqueRule, key: readonly unknown[], set: number, list: AttributeList): NodeId {
    const { rules, nodes } = this.#space;
    const id = rules.find(nodes, rule, key);
    if (id === undefined) {
      this.nodes.checkNew(set, list);
      return this.#addChecked(set, list);
    }
    for (const name of rule.names) list.leaveOut(name);
    const labelSet = this.nodes.labelsWith(id, set);
    this.nodes.checkChange(id, list, labelSet);
    this.nodes.writer.write(list, id);
    this.nodes.setLabelSet(id, labelSet);
    return id;
  }

  /**
   * Sets attributes, and adds labels, of the nodes that have these keys, row by row as `mergeNode` does, and adds the
   * nodes that there are none of; all or nothing. Null and undefined are absent values, also of nodes that are there.
   * Of rows of one key a later one counts. O(rows).
   *
   * @param columns a column for each attribute, the key among them; in a graph with keys by label the label comes first.
   * @param options.labels more labels, the same for all, or an array with an array of labels for each row.
   * @returns the id of each row, and the ids of the nodes that are new.
   * @throws GroggyError MISSING_KEY for a row without a key, DUPLICATE_KEY or MISSING_ATTRIBUTE if a rule of the schema
   *   would be broken, TypeError or RangeError if a column does not fit; then nothing is changed.
   * @example
   * const people = new Graph({ key: "email" });
   * const email = ["ada@example.org", "alan@example.org"];
   * people.mergeNodes({ email, born: [1815, 1912] }, { labels: "Person" }).added; // => Uint32Array(2) [ 0, 1 ]
   * people.mergeNodes({ email, name: ["Ada", "Alan"] }).added; // => Uint32Array(0) []
   */
  mergeNodes(
    columns: BulkAttributes<WritableNodeAttributes<T>>,
    options?: { readonly labels?: string | readonly string[] | readonly (readonly string[])[] },
  ): MergedIds;
  mergeNodes(
    label: string,
    columns: BulkAttributes<WritableNodeAttributes<T>>,
    options?: { readonly labels?: string | readonly string[] | readonly (readonly string[])[] },
  ): MergedIds;
  mergeNodes(...given: readonly unknown[]): MergedIds {
    const label = typeof given[0] === "string" ? given[0] : undefined;
    const [columns, options = {}] = label === undefined ? given : given.slice(1);
    checkOptions(options as { labels?: unknown }, ["labels"]);
    const { rules, nodes } = this.#space;
    const rule = requireRule(rules, label) as UniqueRule;
    const rows = readMergeRows(rule, columns);
    const labels = readBulkNames("node", "labels", (options as { labels?: unknown }).labels, rows.count);
    this.#space.guard?.();
    const own = labelSetOf(nodes, "labels", label);
    const more = bulkLabelSets(nodes, "labels", labels);
    const sets =
      typeof more === "number" ? this.#unitedSet(own, more) : more.map((each) => this.#unitedSet(own, each));
    const merged = mergeNodeRows(
      this.#space,
      this.nodes as unknown as Elements,
      rule,
      rows,
      sets,
      (set, list, key) => this.#mergeChecked(rule, key, set, list),
    );
    this.#space.written?.();
    return merged as MergedIds;
  }

  /**
   * Sets attributes of the edge of a type from one node to another, either way in an undirected graph; adds the edge if
   * there is none. Of several the oldest is taken; an edge of another type, or of none, is not. Returns its id.
   * O(the smaller degree of the two nodes).
   *
   * @param type the edge's type; of an edge without one if it is left out.
   * @throws GroggyError NODE_NOT_FOUND if an end is not in the graph, TypeError if a value does not fit; then
   *   nothing is changed.
   * @example
   * const knows = graph.mergeEdge(ada, alan, "KNOWS", { since: 1840 });
   * graph.mergeEdge(ada, alan, "KNOWS", { until: 1852 }) === knows; // => true
   */
  mergeEdge(
    source: NodeId,
    target: NodeId,
    type?: string | null,
    attributes?: AttributeValues<WritableEdgeAttributes<T>> | null,
  ): EdgeId;
  mergeEdge(source: NodeId, target: NodeId, attributes: AttributeValues<WritableEdgeAttributes<T>>): EdgeId;
  mergeEdge(source: NodeId, target: NodeId, third?: string | object | null, fourth?: object | null): EdgeId {
    const [type, attributes] = takeApart("type", third, fourth);
    const list = this.edges.writer.read(attributes);
    const set = this.#checkEdge(source, target, type, list);
    const found = this.#space.oldestEdge(source, target, set);
    if (found < 0) return this.#addCheckedEdge(source, target, set, list);
    this.edges.writer.write(list, found);
    this.#space.written?.();
    return found;
  }

  /**
   * Sets attributes of the edges of a type from `sources[i]` to `targets[i]`, row by row as `mergeEdge` does, and adds
   * the edges that there are none of; all or nothing. Null and undefined are absent values, also of edges that are
   * there. Of rows of the same ends and type a later one counts. O(rows + edges), or where rows are few O(rows · degree).
   *
   * @param sources ids of nodes, or keys with `by: "key"`; each distinct key is looked up once.
   * @param options.type the same for all, or an array with a type for each row.
   * @returns the id of each row, and the ids of the edges that are new.
   * @throws GroggyError NODE_NOT_FOUND, TypeError or RangeError; then nothing is changed.
   * @example
   * graph.mergeEdges([ada, ada], [alan, alan], { type: "ADMIRES", attributes: { since: [1840, 1841] } }).added.length; // => 1
   */
  mergeEdges<const S extends ArrayLike<NodeId>>(
    sources: S,
    targets: ArrayLike<NodeId>,
    options?: BulkEdgeOptions<WritableEdgeAttributes<T>>,
  ): MergedIds<S["length"]>;
  mergeEdges<const S extends ArrayLike<unknown>>(
    sources: S,
    targets: ArrayLike<unknown>,
    options: KeyedEdgeOptions<WritableEdgeAttributes<T>>,
  ): MergedIds<S["length"]>;
  mergeEdges(sources: unknown, targets: unknown, options: object = {}): MergedIds {
    const { checked, ...rows } = this.#readEdgeRows(sources, targets, options);
    const { labelSets, columns } = checked;
    const merged = mergeEdgeRows(this.#space, this.edges.writer, {
      ...rows,
      sets: labelSets,
      checked: columns,
    });
    this.#space.written?.();
    return merged as MergedIds;
  }

  /**
   * Changes attributes of a node by what they are at present: `update` is given them, as `nodes.get` reads them, and
   * returns those to set, as `nodes.set` takes them. Nothing can be written to the graph meanwhile.
   *
   * @throws GroggyError NODE_NOT_FOUND, TypeError if a value does not fit, or what `update` throws; then nothing is
   *   changed.
   * @example
   * graph.updateNode(ada, ({ visits }) => ({ visits: Number(visits ?? 0) + 1 }));
   */
  updateNode(
    id: NodeId,
    update: (
      attributes: Partial<NodeAttributes<T>>,
    ) => AttributeValues<WritableNodeAttributes<T>> | null | undefined,
  ): void {
    this.#update("updateNode", this.nodes, id, update);
  }

  /** As `updateNode`, for an edge. */
  updateEdge(
    id: EdgeId,
    update: (
      attributes: Partial<EdgeAttributes<T>>,
    ) => AttributeValues<WritableEdgeAttributes<T>> | null | undefined,
  ): void {
    this.#update("updateEdge", this.edges, id, update);
  }

  #update<A extends object, W extends object>(
    verb: string,
    elements: Elements<A, W>,
    id: number,
    update: (attributes: Partial<A>) => unknown,
  ): void {
    if (typeof update !== "function")
      throw new TypeError(`"update" expected a function, got ${describe(update)}`);
    this.#space.guard?.();
    elements.check(id);
    const list = this.history.core.gate.guardWrites(verb, () =>
      elements.writer.read(update(elements.get(id))),
    );
    elements.setRead(id, list);
  }

  /**
   * Calls a function; all that it writes to the graph is taken back if it throws: elements, attributes and their types,
   * indices, and the ids that were given out, which are given again. A transaction within another that throws takes
   * back its own part alone. Verbs such as `commit` and `checkout` are refused meanwhile. Costs less than a microsecond
   * beside the work, and O(writes) where they are taken back.
   *
   * @param options.label lets it be a step that `history.back` goes over, by this name; of the outermost one alone.
   * @param fn is given the graph. It has to be done when it returns: what ids, selections and views it has taken of
   *   elements that it added is of no use once they are taken back.
   * @returns what the function returns.
   * @throws what the function throws, TypeError if it is asynchronous.
   * @example
   * graph.transaction(() => {
   *   const ada = graph.addNode("Person", { name: "Ada" });
   *   graph.addEdge(ada, graph.addNode("Person", { name: "Alan" }), "KNOWS");
   * });
   */
  transaction<R>(fn: (graph: this) => Immediate<R>, options: TransactionOptions = {}): R {
    const { label } = readOptions(options, ["label"]);
    if (label !== undefined) checkText("label", label);
    checkSynchronous(fn);
    if (label !== undefined) this.history.watch();
    return this.history.core.recorder.transaction(() => fn(this) as R, label);
  }

  /**
   * Calls a function with what has changed in the live state, as a diff: once for each write, transaction and verb that
   * changed something, after it, or with `batch` once for all that was changed in a turn. The function may read the
   * graph, and not write to it. Nothing is paid while nobody listens. Returns what stops it.
   *
   * @example
   * const stop = graph.onChange(({ nodes }) => console.log(nodes.added));
   * graph.addNode();
   * stop();
   */
  onChange(listener: ChangeListener, options: ChangeOptions = {}): () => void {
    const { batch = false } = readOptions(options, ["batch"]);
    checkCallback("listener", listener);
    if (typeof batch !== "boolean") throw new TypeError(`"batch" expected a boolean, got ${describe(batch)}`);
    return this.history.watch().listen(listener, batch);
  }

  /** The history as queries see it that run on a commit, or on the present. */
  #pastOf(commit: string | undefined): PastOfQuery {
    const at = (revision: string | number): QueryTarget => this.at(revision).queryTarget;
    return { commit, at, history: this.history };
  }

  /** @internal */
  override get queryTarget(): QueryTarget {
    const past = this.#pastOf(undefined);
    return {
      ...super.queryTarget,
      past,
      live: {
        port: () => livePortOf(this.#space, this as unknown as LiveGraph, past),
        transaction: (run) => this.history.core.recorder.transaction(run),
        alone: () => {
          const { core } = this.history;
          const isSeen = this.#space.written !== undefined || core.recorder.watch !== undefined;
          if (isSeen || core.gate.isUnderway) return undefined;
          const { nodes, rules } = this.#space;
          return { graph: this as unknown as LiveGraph, nodes, rules };
        },
        another: () => new Graph({ key: "id" }) as unknown as QueriedGraph,
      },
    };
  }

  /**
   * Makes a commit of the present state on the present branch.
   *
   * @throws GroggyError EMPTY_COMMIT if nothing has changed, unless `allowEmpty`.
   */
  commit(message: string, options: PartialCommitOptions = {}): Commit {
    return this.history.commit(message, options);
  }

  /** Names the present commit with a branch; the graph stays on the branch it is on. O(1). */
  branch(name: string, options: { readonly at?: Revision } = {}): void {
    this.history.branch(name, options);
  }

  /**
   * Moves to a branch, or detached to a tag, a commit or an ancestor ("main~2"); "HEAD" stays where it is. The cost is
   * the size of the difference.
   *
   * @returns a warning if commits were left that no name leads to; `data.unreachable` are those commits.
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  checkout(revision: Revision, options: CheckoutOptions = {}): CheckoutWarning | undefined {
    return this.history.checkout(revision, options);
  }

  /**
   * The graph as it was at a commit: a view beside the present state, which stays as it is. A Date, or a number
   * of ms, means the newest commit along first parents that was made then or before, of the present line or of
   * another branch.
   */
  at(revision: Revision | Date | number, options: AtOptions = {}): GraphView<T> {
    const { state, commit } = this.history.stateAt(revision, options);
    return new GraphView<T>(state).within(this.#pastOf(commit));
  }

  /**
   * Merges a branch, or any revision, into the present state: three-way, by fact. The result is a value, with
   * its conflicts as data; nothing moves until its `commit`.
   *
   * @throws GroggyError DIRTY_STATE if there are uncommitted changes and the options do not say what to do.
   */
  merge(revision: Revision, options: MergeOptions = {}): MergeResult {
    return this.history.merge(revision, options);
  }

  /** The head of the graph, and the number of changes since the last commit. O(changes). */
  status(): Status {
    return this.history.status();
  }

  /** The present branch (null if detached) and its last commit (null before the first). */
  get head(): Head {
    return this.history.head;
  }

  /** The summary that `JSON.stringify` writes of a graph: its size and its head, and nothing of its contents. */
  override toJSON(): GraphSummary & { readonly branch: string | null; readonly commit: string | null } {
    const { branch, commit } = this.head;
    return { ...super.toJSON(), branch, commit: commit?.id ?? null };
  }
}

/** The kinds of functions that are not done when they return. */
const LATER_KINDS = ["AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"];

/** Throws unless `fn` is a function that may be done when it returns. */
function checkSynchronous(fn: unknown): void {
  const kind = Object.prototype.toString.call(fn).slice("[object ".length, -1);
  if (typeof fn === "function" && !LATER_KINDS.includes(kind)) return;
  const received = typeof fn === "function" ? `one of kind ${kind}` : describe(fn);
  throw new TypeError(`"fn" expected a function that is done when it returns, got ${received}`);
}

/** A graph that begins, by its options. */
interface Begun {
  readonly space: GraphSpace;
  readonly clock: () => number;
  readonly key: string | undefined;
  readonly policies: KeptPolicies | undefined;
}

function begin(options: GraphOptions & { readonly schema?: unknown }): Begun {
  const given = readOptions<typeof options, typeof GRAPH_OPTIONS>(options, GRAPH_OPTIONS);
  const { directed = true, key, clock = Date.now, origin = 0, types = "open" } = given;
  if (typeof directed !== "boolean")
    throw new TypeError(`"directed" expected a boolean, got ${describe(directed)}`);
  if (typeof clock !== "function") throw new TypeError(`"clock" expected a function, got ${describe(clock)}`);
  if (key !== undefined) checkName("key", key);
  if (!Number.isInteger(origin) || origin < 0 || origin > IDENTITY_MAX)
    throw new RangeError(`"origin" expected a whole number below 2^32, got ${describe(origin)}`);
  if (types !== "open" && types !== "strict")
    throw new TypeError(`"types" expected "open" or "strict", got ${describe(types)}`);
  const schema = readSchema(given.schema);
  const rules = rulesIn(given, schema);
  const policies = given.policies === undefined ? undefined : History.readPolicies(given.policies);
  const space = new GraphSpace(directed, origin, key);
  space.isStrict = types === "strict";
  declareSchema(schema, space);
  addRules(rules, space, "the graph");
  return { space, clock, key, policies };
}

/** A head beside that of a graph, of which another graph is made. */
class OpenWorktree {
  readonly main: Graph<never>;
  readonly core: HistoryCore;

  constructor(main: unknown, core: HistoryCore) {
    this.main = main as Graph<never>;
    this.core = core;
  }
}

const PROCEDURES = { find: findGraphProcedure, names: graphProcedureNames };

function inspectAsGraph(): void {
  defineInspect(Graph.prototype, "Graph", (graph) => ({ ...graph.toJSON() }));
}

/** The labels of the ends of edges that are given by key. */
function readEndLabels(label: unknown): [source: unknown, target: unknown] {
  if (typeof label !== "object" || label === null) return [label, label];
  const { source, target } = readOptions<{ source?: unknown; target?: unknown }, ["source", "target"]>(
    label,
    ["source", "target"],
  );
  return [source, target];
}

/** The options that have one of these names. */
function pick<O extends object, K extends keyof O & string>(options: O, names: readonly K[]): Pick<O, K> {
  return Object.fromEntries(
    names.flatMap((name) => (name in options ? [[name, options[name]]] : [])),
  ) as never;
}

/** The types that were declared for every state. */
function schemaOf({ nodes, edges, graph }: GraphSpace): FlatSchema {
  return {
    nodes: Object.fromEntries(nodes.declared),
    edges: Object.fromEntries(edges.declared),
    graph: Object.fromEntries(graph.declared),
  };
}

/** The types that a schema declares, in the form in which they are kept. */
function typesOf({ nodes, edges, graph }: ReadSchema): FlatSchema {
  return {
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(edges),
    graph: Object.fromEntries(graph),
  };
}

/** Throws if attributes that are declared have other types already. */
function requireTypes(declared: FlatSchema, space: GraphSpace, where: "store" | "graph" | "bundle"): void {
  for (const kind of ["nodes", "edges", "graph"] as const) {
    for (const [name, type] of Object.entries(declared[kind] ?? {})) {
      const attribute = space[kind].attribute(name);
      const present =
        attribute && unionType((attribute.mixed ?? [attribute]).map(({ stored }) => stored.type));
      const found = space[kind].declared.get(name) ?? present;
      const bound = present ?? found;
      const other = [found, bound].find((each) => each !== undefined && each !== type);
      if (other === undefined) continue;
      throw new TypeError(
        `schema of attribute "${name}" of ${kind} expected ${other}, as in the ${where}, got ${describe(type)}`,
      );
    }
  }
}

/** Throws unless the given options match those of the store. */
function requireSame(name: string, given: unknown, stored: unknown): void {
  if (given === undefined || given === stored) return;
  throw new TypeError(`"${name}" expected ${describe(stored)}, as in the store, got ${describe(given)}`);
}

function declareSchema(read: ReadSchema, space: GraphSpace): void {
  for (const kind of ["nodes", "edges", "graph"] as const)
    for (const [name, type] of read[kind]) space[kind].declare(name, type);
}

/** The rules that options state. */
function rulesIn({ key, keys }: Pick<OpenOptions, "key" | "keys">, schema: ReadSchema): RuleList {
  const uniques = readKeys(keys);
  if (key !== undefined && keys !== undefined)
    throw new TypeError('"options" expected "key" or "keys", got both');
  return uniteRules({ uniques, required: [] }, schema.rules);
}

/** Adds rules. Throws if there are others for a key already, or if the present nodes break one. */
function addRules(
  added: RuleList,
  { rules, nodes }: { readonly rules: NodeRules; readonly nodes: ElementState },
  where: string,
): void {
  if (added.uniques.length + added.required.length === 0) return;
  const before = rules.byLabel;
  for (const { label, names, isKey } of added.uniques) {
    const known = rules.keyOf(label);
    if (!isKey || (known === undefined ? rules.key === undefined : isSameList(known.names, names))) continue;
    const expected =
      known === undefined ? `a graph without the key "${rules.key?.name}"` : listed(known.names);
    throw new TypeError(`"keys" of "${label}" expected ${expected}, as in ${where}, got ${listed(names)}`);
  }
  const all = uniteRules(before, added);
  rules.restore(all);
  const violations = violationsOf(rules, nodes);
  if (violations.length === 0) return;
  rules.restore(before);
  throw violationError(violations, where);
}

function listed(names: readonly string[]): string {
  return names.map((name) => describe(name)).join(", ");
}

/** For a node to be merged without a part of its key. */
function missingKey(
  { label, names }: Pick<UniqueRule, "label" | "names">,
  name: string,
  value: unknown,
): GroggyError {
  const key = names.length === 1 ? name : names;
  return new GroggyError(
    "MISSING_KEY",
    `key "${name}"${label === undefined ? "" : ` of "${label}"`} expected a value, got ${describe(value)}`,
    label === undefined ? { key } : { key, label },
  );
}

/** Labels or a type may be left out before attributes. */
function takeApart(what: string, first: unknown, second: unknown): [unknown, object | null | undefined] {
  const isClass = first === null || first === undefined || typeof first !== "object" || Array.isArray(first);
  if (isClass) return [first, second as object];
  if (second !== undefined) {
    throw new TypeError(
      `"${what}" expected ${what === "type" ? "a name" : "a name or an array of names"}, got ${describe(first)}`,
    );
  }
  return [undefined, first];
}

/**
 * Labels or types as they are given: the same for all elements, or an array with those of each, which is an array of
 * types, or one with an array of labels in it.
 */
function readBulkNames(kind: ElementKind, what: "labels" | "type", given: unknown, count: number): unknown {
  if (!Array.isArray(given)) return given;
  const { length } = given;
  if (length !== count && (what === "type" || length > LABELS_MAX))
    throw wrongCount(kind, what, length, count);
  const items: unknown[] = [];
  let before: unknown;
  let isOfEach = what === "type";
  for (let i = 0; i < length; i++) {
    const item: unknown = given[i];
    isOfEach ||= Array.isArray(item);
    // neighbors often share one array, or one string
    items.push(i > 0 && item === before ? items[i - 1] : readNames(item));
    before = item;
  }
  if (!isOfEach) return items;
  if (length !== count) throw wrongCount(kind, what, length, count);
  return new OfEach(items);
}

/** The names of each element, as they were read. */
class OfEach {
  readonly names: readonly unknown[];

  constructor(names: readonly unknown[]) {
    this.names = names;
  }
}

function wrongCount(kind: ElementKind, what: string, length: number, count: number): RangeError {
  return new RangeError(`"${what}" expected ${count}, one for each ${kind}, got an array of ${length}`);
}

/** The set of all elements, or for each its own. */
function bulkLabelSets(space: TrackedElements, what: "labels" | "type", given: unknown): number | Int32Array {
  if (!(given instanceof OfEach)) return labelSetOf(space, what, given);
  const { names } = given;
  const labelSets = new Int32Array(names.length);
  for (let i = 0; i < labelSets.length; i++) {
    labelSets[i] = i > 0 && names[i] === names[i - 1] ? labelSets[i - 1] : labelSetOf(space, what, names[i]);
  }
  return labelSets;
}

/** Fills `ids` with numbers that follow each other from `first` on. */
function sequence<N extends number>(ids: Uint32Array, first: number): NewIds<N> {
  for (let i = 0; i < ids.length; i++) ids[i] = first + i;
  return ids as NewIds<N>;
}
