/**
 * A graph frozen for algorithms: nodes and edges by dense index in ascending order of their ids, and for each node
 * its arcs in sequence. Built once for each version of a graph; nodes without edges are in it too.
 */
import { type CsrHalf, type FrozenCsr, freezeCsr } from "../kernels/core/csr.js";
import type { ReadonlyElementPool, ReadonlyPool } from "../pool/pool.js";
import { Bitmap } from "../structures/bitmap.js";
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

  /** The id of one edge, by index. */
  edgeIdAt(index: number): number {
    return this.#edgeIds === undefined ? index : this.#edgeIds[index];
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

/** Freezes a state. Time and space linear in its nodes and edges. */
export function buildCsr(state: GraphState, tables?: CsrTables): Csr {
  const { nodes, edges, pool, directed } = state;
  const nodeIds = nodes.live.toArray();
  const edgeIds = edges.live.isDense() ? undefined : edges.live.toArray();
  const edgeCount = edges.live.count;
  const indexOfId = nodes.live.isDense() ? undefined : invert(nodeIds);
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
