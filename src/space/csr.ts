/**
 * A graph frozen for algorithms: nodes and edges by dense index in ascending order of their ids, and for each node
 * its arcs in sequence. Built once for each version of a graph; nodes without edges are in it too.
 */
import { type CsrHalf, type FrozenCsr, freezeCsr, patchCsr } from "../kernels/core/csr.js";
import { Renumbering } from "../kernels/core/patch-half.js";
import type { ReadonlyElementPool, ReadonlyPool } from "../pool/pool.js";
import { Bitmap } from "../structures/bitmap.js";
import { gallop } from "../structures/sorted-arcs.js";
import { type IdTable, ownedIds, readableIds } from "./elements/id-owners.js";
import type { GraphState } from "./states/graph-state.js";

/** How rows of the nodes, and of the edges, are read. */
export interface CsrTables {
  readonly nodes: IdTable;
  readonly edges: IdTable;
}

export class Csr {
  /** The id of each node, by index, ascending. */
  readonly nodeIds: Uint32Array;
  /** The arrays themselves, as kernels take them. @internal */
  readonly frozen: FrozenCsr;
  /** Undefined where every node's index is its id. */
  readonly #indexOfId: Uint32Array | undefined;
  readonly #edgePool: ReadonlyElementPool;
  readonly #edgeTable: IdTable | undefined;
  /** Undefined, until it is requested, where every edge's index is its id. */
  #edgeIds: Uint32Array | undefined;

  constructor(
    nodeIds: Uint32Array,
    edgeIds: Uint32Array | undefined,
    frozen: FrozenCsr,
    indexOfId: Uint32Array | undefined,
    pool: ReadonlyPool,
    tables?: CsrTables,
  ) {
    this.nodeIds = readableIds(ownedIds(nodeIds, pool.nodes), tables?.nodes);
    this.#edgeIds = edgeIds && readableIds(ownedIds(edgeIds, pool.edges), tables?.edges);
    this.#edgeTable = tables?.edges;
    this.#edgePool = pool.edges;
    this.frozen = frozen;
    this.#indexOfId = indexOfId;
  }

  /** The id of each edge, by index, ascending. */
  get edgeIds(): Uint32Array {
    this.#edgeIds ??= readableIds(
      ownedIds(Bitmap.range(0, this.edgeCount).toArray(), this.#edgePool),
      this.#edgeTable,
    );
    return this.#edgeIds;
  }

  /** The same; undefined where every edge's index is its id, until it is requested. @internal */
  get edgeIdsIfListed(): Uint32Array | undefined {
    return this.#edgeIds;
  }

  /** The id of one edge, by index. */
  edgeIdAt(index: number): number {
    return this.#edgeIds === undefined ? index : this.#edgeIds[index];
  }

  /** @internal */
  get nodeNumbers(): NodeNumbers {
    return { nodeIds: this.nodeIds, indexOfId: this.#indexOfId };
  }

  get nodeCount(): number {
    return this.frozen.nodeCount;
  }

  get edgeCount(): number {
    return this.frozen.edgeCount;
  }

  /** One for each edge, or two where the graph is undirected. */
  get arcCount(): number {
    return this.frozen.arcCount;
  }

  get directed(): boolean {
    return this.frozen.directed;
  }

  /** The arcs by the node they leave: offsets, ends (node indices) and edges (edge indices). */
  get out(): CsrHalf {
    return this.frozen.out;
  }

  /** The arcs by the node they enter; of an undirected graph the same as `out`. */
  get in(): CsrHalf {
    return this.frozen.in;
  }

  /** The index of a node's id, or -1 if the node is not in the graph. */
  indexOf(id: number): number {
    if (typeof id !== "number") return -1;
    if (this.#indexOfId === undefined)
      return id < this.nodeCount && Number.isInteger(id) && id >= 0 ? id : -1;
    const index = this.#indexOfId[id];
    return index === undefined || this.nodeIds[index] !== id ? -1 : index;
  }
}

/** A frozen graph, and what tells how a later state differs from the one that it is of. */
export interface KeptCsr {
  readonly csr: Csr;
  readonly nodes: Bitmap;
  readonly edges: Bitmap;
  readonly pool: ReadonlyPool;
  /** How often ids had been taken back: after one more an id may be that of another element. */
  readonly takeBacks: number;
}

/**
 * Freezes a state: anew, in time linear in its nodes and edges, or, where few of them came and went since another one was
 * frozen, by copying what has not changed.
 */
export function keptCsr(state: GraphState, tables: CsrTables, before: KeptCsr | undefined): KeptCsr {
  const { nodes, edges, pool } = state;
  const csr = (before && patchedCsr(state, tables, before)) ?? buildCsr(state, tables);
  const isByIds = csr.nodeNumbers.indexOfId === undefined && csr.edgeIdsIfListed === undefined;
  if (isByIds && csr.directed && csr.edgeCount === pool.edges.count)
    state.adjacency.offer?.(csr.frozen, csr.edgeCount);
  const takeBacks = takeBacksOf(pool);
  return { csr, nodes: nodes.live.clone(), edges: edges.live.clone(), pool, takeBacks };
}

function takeBacksOf({ nodes, edges }: ReadonlyPool): number {
  return nodes.root.takeBacks + edges.root.takeBacks;
}

/** Past this share of all nodes, or edges, sorting them anew is as fast. */
const CHANGED_SHARE = 1 / 20;
const CHANGED_COUNT_MIN = 16;

/** The frozen form of a state, made of one before; undefined where too much has changed. */
function patchedCsr(state: GraphState, tables: CsrTables, before: KeptCsr): Csr | undefined {
  const { pool, directed } = state;
  const { csr } = before;
  if (before.pool !== pool || before.takeBacks !== takeBacksOf(pool) || csr.directed !== directed)
    return undefined;
  const nodes = changesOf(before.nodes, state.nodes.live);
  const edges = nodes && changesOf(before.edges, state.edges.live);
  if (nodes === undefined || edges === undefined) return undefined;
  const { sources, targets } = pool.edges;
  const isSame = nodes.removed.length + nodes.added.length === 0;
  const numbers = isSame ? csr.nodeNumbers : nodeNumbersOf(state);
  const { nodeIds, indexOfId } = numbers;
  const edgeIds = state.edges.live.isDense() ? undefined : state.edges.live.toArray();
  const edgeCount = state.edges.live.count;
  const indexOf = (id: number): number => (indexOfId === undefined ? id : indexOfId[id]);
  const frozen = patchCsr(
    csr.frozen,
    {
      nodes: new Renumbering(
        placesOf(nodes.removed, csr.nodeIds),
        placesOf(nodes.added, nodeIds),
        csr.nodeCount,
      ),
      edges: new Renumbering(
        placesOf(edges.removed, csr.edgeIdsIfListed),
        placesOf(edges.added, edgeIds),
        csr.edgeCount,
      ),
      removed: {
        sources: edges.removed.map((edge) => csr.indexOf(sources[edge])),
        targets: edges.removed.map((edge) => csr.indexOf(targets[edge])),
      },
      added: {
        sources: edges.added.map((edge) => indexOf(sources[edge])),
        targets: edges.added.map((edge) => indexOf(targets[edge])),
      },
    },
    edgeIds === undefined && indexOfId === undefined
      ? { sources: sources.subarray(0, edgeCount), targets: targets.subarray(0, edgeCount) }
      : undefined,
  );
  return new Csr(nodeIds, edgeIds, frozen, indexOfId, pool, tables);
}

interface Changes {
  readonly removed: Uint32Array;
  readonly added: Uint32Array;
}

/** The ids that went and those that came; undefined if they are many. */
function changesOf(before: Bitmap, after: Bitmap): Changes | undefined {
  const most = Math.max(CHANGED_COUNT_MIN, before.count * CHANGED_SHARE);
  if (Math.abs(before.count - after.count) > most) return undefined;
  const changed = before.difference(after, most);
  if (changed === undefined) return undefined;
  const removed = Uint32Array.from(changed.filter((id) => before.has(id)));
  return { removed, added: Uint32Array.from(changed.filter((id) => after.has(id))) };
}

/** The indices of ascending ids in a list that has them; without one they are the ids. */
function placesOf(ids: Uint32Array, list: Uint32Array | undefined): Uint32Array {
  if (list === undefined) return ids;
  let place = 0;
  return ids.map((id) => {
    place = gallop(list, place, list.length, id);
    return place;
  });
}

/** Freezes a state. Time and space linear in its nodes and edges. */
export function buildCsr(state: GraphState, tables?: CsrTables): Csr {
  const { edges, pool, directed } = state;
  const { nodeIds, indexOfId } = nodeNumbersOf(state);
  const edgeIds = edges.live.isDense() ? undefined : edges.live.toArray();
  const edgeCount = edges.live.count;
  const [sources, targets] = [pool.edges.sources, pool.edges.targets].map((ends) =>
    denseEnds(ends, edgeCount, edgeIds, indexOfId),
  );
  const frozen = freezeCsr({
    nodeCount: nodeIds.length,
    edgeCount,
    sources,
    targets,
    directed,
    // If the ends are the pool's own arrays, keeping them for the other direction costs nothing.
    keepEnds: sources.buffer === pool.edges.sources.buffer,
  });
  return new Csr(nodeIds, edgeIds, frozen, indexOfId, pool, tables);
}

/** The ids of nodes by index, and their indices by id unless those are the same. */
interface NodeNumbers {
  readonly nodeIds: Uint32Array;
  readonly indexOfId: Uint32Array | undefined;
}

function nodeNumbersOf({ nodes }: GraphState): NodeNumbers {
  const nodeIds = nodes.live.toArray();
  return { nodeIds, indexOfId: nodes.live.isDense() ? undefined : invert(nodeIds) };
}

function invert(ids: Uint32Array): Uint32Array {
  const indexOf = new Uint32Array(ids.length === 0 ? 0 : ids[ids.length - 1] + 1);
  for (let i = 0; i < ids.length; i++) indexOf[ids[i]] = i;
  return indexOf;
}

function denseEnds(
  ends: Uint32Array,
  edgeCount: number,
  edgeIds: Uint32Array | undefined,
  indexOfId: Uint32Array | undefined,
): Uint32Array {
  const all = ends.subarray(0, edgeCount);
  if (indexOfId === undefined && edgeIds === undefined) return all;
  const dense = edgeIds === undefined ? all.slice() : new Uint32Array(edgeCount);
  if (edgeIds !== undefined) for (let i = 0; i < edgeCount; i++) dense[i] = ends[edgeIds[i]];
  if (indexOfId !== undefined) for (let i = 0; i < edgeCount; i++) dense[i] = indexOfId[dense[i]];
  return dense;
}
