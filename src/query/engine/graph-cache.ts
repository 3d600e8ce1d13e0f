/**
 * Data that the engine derives from a state and keeps while that stays as it is: arcs by type, and nodes by labels. Kept for
 * the state that a view has, as long as no node and no edge comes or goes, and no label moves.
 */
import type { GraphState } from "../../space/states/graph-state.js";
import type { RowIndex } from "../../structures/row-index.js";
import { patchedArcs } from "../../structures/sorted-arcs.js";
import { fitsLabels } from "../plan/label-predicate.js";
import type { LabelExpression } from "../text/tree.js";
import { patchedCounts, type TypeCounts, typeCounts } from "./loops/type-counts.js";
import {
  cameOf,
  changedArcs,
  type EdgeChanges,
  edgeChanges,
  edgeList,
  patchedEdges,
  type TypedArcs,
  type TypedEdges,
  typedArcs,
  wentOf,
} from "./typed-arcs.js";

/** Nodes that have some labels: which, and for each id whether it is one of them. */
export interface NodeSet {
  readonly ids: Uint32Array;
  /** Undefined where all live nodes are in it. */
  readonly mask: Uint8Array | undefined;
}

interface KeyedSet extends NodeSet {
  readonly key: string;
}

/** The sets of types that fit, by their numbers; undefined where all do. */
interface TypeSets {
  readonly fits: readonly number[] | undefined;
  readonly ofNone: boolean;
  readonly key: string;
}

const ALL_TYPES: TypeSets = { fits: undefined, ofNone: true, key: "" };

export class GraphCache {
  readonly state: GraphState;
  /** One more than the largest id of a live node. */
  readonly nodeLimit: number;
  /** Arcs that may still be read from the lists of single nodes before those of the type are sorted. */
  arcsLeft: number;
  readonly #lists = new Map<string, TypedEdges>();
  readonly #arcs = new Map<string, TypedArcs>();
  readonly #counts = new Map<string, TypeCounts>();
  readonly #nodes = new Map<string, KeyedSet>();
  readonly #nodesOf = new WeakMap<LabelExpression, KeyedSet>();
  readonly #typesOf = new WeakMap<LabelExpression, TypeSets>();
  readonly #endsHave = new Map<string, boolean>();
  /** A cache of the graph before some writes, whose arcs are patched instead of sorting all of them anew. */
  readonly #before: GraphCache | undefined;
  #changes: EdgeChanges | "many" | undefined;
  /** How often ids of edges had been taken back: after one more an id may be that of another edge. */
  readonly #takeBacks: number;

  constructor(state: GraphState, before?: GraphCache) {
    this.state = state;
    this.#takeBacks = state.pool.edges.root.takeBacks;
    if (before === undefined) this.#before = undefined;
    else {
      const known = before.#arcs.size + before.#counts.size > 0 ? before : before.#before;
      const isOfSame = known !== undefined && known.state.pool === state.pool;
      this.#before = isOfSame && known.#takeBacks === this.#takeBacks ? known : undefined;
    }
    this.nodeLimit = state.pool.nodes.count;
    this.arcsLeft = state.edges.live.count / 8;
  }

  /** The edges of some types; all of them where none are named. */
  edges(types: LabelExpression | undefined): TypedEdges {
    const { fits, ofNone, key } = this.#typeSets(types);
    let list = this.#lists.get(key);
    if (list === undefined) {
      const { edges, pool } = this.state;
      const known = this.#before === undefined ? undefined : this.#before.#lists.get(key);
      const changes = known && this.#changesSince();
      list =
        known !== undefined && changes !== undefined
          ? patchedEdges(known, changes, { fits, ofNone })
          : edgeList(edges, { fits, ofNone }, pool.edges.sources, pool.edges.targets);
      this.#lists.set(key, list);
    }
    return list;
  }

  /** The numbers of edges of some types, by node. */
  counts(types: LabelExpression | undefined): TypeCounts {
    const sets = this.#typeSets(types);
    let counts = this.#counts.get(sets.key);
    if (counts === undefined) {
      const known = this.#before === undefined ? undefined : this.#before.#counts.get(sets.key);
      const changes = known && this.#changesSince();
      counts =
        known !== undefined && changes !== undefined
          ? patchedCounts(known, wentOf(changes, sets), cameOf(changes, sets), this.state)
          : typeCounts(this.state, sets);
      this.#counts.set(sets.key, counts);
    }
    return counts;
  }

  arcs(types: LabelExpression | undefined, incoming: boolean): TypedArcs {
    const sets = this.#typeSets(types);
    const key = `${incoming ? "in" : "out"} ${sets.key}`;
    let arcs = this.#arcs.get(key);
    if (arcs === undefined) {
      const known = this.#before === undefined ? undefined : this.#before.#arcs.get(key);
      const changes = known && this.#changesSince();
      if (known !== undefined && changes !== undefined) {
        const { removed, added, nodeLimit } = changedArcs(changes, sets, incoming);
        arcs = patchedArcs(known, removed, added, nodeLimit);
      } else arcs = typedArcs(this.edges(types), incoming);
      this.#arcs.set(key, arcs);
    }
    return arcs;
  }

  /** Whether the arcs are there, or cheap to make. */
  hasArcs(types: LabelExpression | undefined, incoming: boolean): boolean {
    if (this.state.edges.live.count <= SORTED_ALWAYS) return true;
    return this.#arcs.has(`${incoming ? "in" : "out"} ${this.#typeSets(types).key}`);
  }

  /** The edges that came and went since the cache before; undefined where they are so many that sorting is as fast. */
  #changesSince(): EdgeChanges | undefined {
    this.#changes ??= (this.#before && edgeChanges(this.#before.state, this.state)) ?? "many";
    return this.#changes === "many" ? undefined : this.#changes;
  }

  /** Whether all far ends of the arcs that leave nodes, or enter them, have some labels. */
  endsHave(types: LabelExpression | undefined, incoming: boolean, labels: LabelExpression): boolean {
    const { mask, key } = this.#nodeSet(labels);
    if (mask === undefined) return true;
    const name = `${incoming} ${this.#typeSets(types).key} ${key}`;
    let haveThem = this.#endsHave.get(name);
    if (haveThem === undefined) {
      const counts = this.counts(types);
      haveThem = areMarked(incoming ? counts.outgoing : counts.incoming, mask);
      this.#endsHave.set(name, haveThem);
    }
    return haveThem;
  }

  #typeSets(types: LabelExpression | undefined): TypeSets {
    if (types === undefined) return ALL_TYPES;
    let sets = this.#typesOf.get(types);
    if (sets === undefined) {
      const fits = setsThatFit(this.state.edges.labelSets, types);
      const ofNone = fitsLabels(types, []);
      const isAll = ofNone && fits.every((fit) => fit === 1);
      sets = isAll ? ALL_TYPES : { fits, ofNone, key: `${ofNone} ${fits.join("")}` };
      this.#typesOf.set(types, sets);
    }
    return sets;
  }

  /** Whether one relationship may be of both types. */
  mayBeBoth(a: LabelExpression | undefined, b: LabelExpression | undefined): boolean {
    const [x, y] = [this.#typeSets(a), this.#typeSets(b)];
    if (x.ofNone && y.ofNone) return true;
    const { setCount } = this.state.edges.labelSets;
    for (let set = 0; set < setCount; set++)
      if ((x.fits?.[set] ?? 1) === 1 && (y.fits?.[set] ?? 1) === 1) return true;
    return false;
  }

  nodes(labels: LabelExpression | undefined): NodeSet {
    return this.#nodeSet(labels);
  }

  #nodeSet(labels: LabelExpression | undefined): KeyedSet {
    const known = labels === undefined ? this.#nodes.get("") : this.#nodesOf.get(labels);
    if (known !== undefined) return known;
    const { nodes } = this.state;
    let set: KeyedSet | undefined;
    if (labels === undefined) {
      set = { ids: nodes.live.toArray(), mask: undefined, key: "" };
      this.#nodes.set("", set);
      return set;
    }
    const fits = setsThatFit(nodes.labelSets, labels);
    const ofNone = fitsLabels(labels, []);
    const key = `${ofNone} ${fits.join("")}`;
    set = this.#nodes.get(key) ?? { ...this.#labelled(fits, ofNone), key };
    this.#nodes.set(key, set);
    this.#nodesOf.set(labels, set);
    return set;
  }

  #labelled(fits: readonly number[], ofNone: boolean): NodeSet {
    const { live, labelRows } = this.state.nodes;
    const all = live.toArray();
    const rows = new Int32Array(all.length);
    labelRows.gather(all, rows);
    const mask = new Uint8Array(this.nodeLimit);
    let count = 0;
    for (let i = 0; i < all.length; i++) {
      if (!(rows[i] < 0 ? ofNone : fits[rows[i]] === 1)) continue;
      mask[all[i]] = 1;
      all[count++] = all[i];
    }
    return count === all.length ? { ids: all, mask: undefined } : { ids: all.slice(0, count), mask };
  }
}

/** Whether all nodes that have edges are marked. */
function areMarked(degrees: Uint32Array, mask: Uint8Array): boolean {
  for (let id = 0; id < degrees.length; id++) if (degrees[id] !== 0 && mask[id] !== 1) return false;
  return true;
}

/** Up to so many edges are sorted whatever is asked of them. */
const SORTED_ALWAYS = 4096;

function setsThatFit(
  sets: { readonly setCount: number; set(id: number): readonly string[] },
  labels: LabelExpression,
): number[] {
  const fits: number[] = [];
  for (let set = 0; set < sets.setCount; set++) fits.push(fitsLabels(labels, sets.set(set)) ? 1 : 0);
  return fits;
}

interface Kept {
  readonly structure: number;
  readonly labelRows: RowIndex;
  readonly labels: number;
  readonly types: number;
  readonly cache: GraphCache;
}

const kept = new WeakMap<GraphState, Kept>();

/**
 * The cache of the state that a view has now.
 *
 * @param pinned the same state, as it will stay.
 */
export function cacheOf(state: GraphState, pinned: GraphState): GraphCache {
  const structure = state.structureVersion;
  const { labelRows } = state.nodes;
  const labels = labelRows.version;
  const types = state.edges.labelRows.version;
  const known = kept.get(state);
  const isSame = known?.structure === structure && known.labels === labels && known.types === types;
  if (known !== undefined && isSame && known.labelRows === labelRows) return known.cache;
  const cache = new GraphCache(pinned, known?.cache);
  kept.set(state, { structure, labelRows, labels, types, cache });
  return cache;
}
