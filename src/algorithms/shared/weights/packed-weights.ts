/**
 * Weights in a frozen graph's memory: by edge, and packed beside the ends of arcs. Those of the attribute that was
 * requested last stay cached there, so that they are read and gathered once. They are evicted with the graph, when
 * another attribute is requested or the same after a change, and when memory is short. Weights in use stay until they
 * are released.
 */

import type { Arena } from "../../../kernels/core/arena.js";
import type { CsrHalf } from "../../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../../kernels/runtime/scratch.js";
import { type Steps, step } from "../../../kernels/runtime/steps.js";
import {
  type EdgeWeights,
  isSameKey,
  type WeightKey,
  type WeightNumbers,
  type WeightSurvey,
} from "./edge-weights.js";

/** Distances as kernels keep them: whole numbers in 32 bits below this, else 64-bit floats. */
export const WHOLE_END = 0xffff_ffff;

/** Bytes behind the last arc that may be looked at. */
const SLACK_BYTES = 16;

const weightsByArena = new WeakMap<Arena, KernelWeights>();

export class KernelWeights {
  readonly arena: Arena;
  readonly survey: WeightSurvey;
  readonly edgeCount: number;
  /** Whether ways can only be whole numbers that 32 bits hold; the weights are then kept in as many. */
  readonly isWhole: boolean;
  readonly #key: WeightKey | undefined;
  #byEdge: number | undefined;
  readonly #packs = new Map<CsrHalf, number>();
  #userCount = 1;
  #isKept = false;

  private constructor(arena: Arena, nodeCount: number, { key, values, survey }: EdgeWeights) {
    this.arena = arena;
    this.survey = survey;
    this.edgeCount = values.length;
    this.isWhole = this.survey.isWhole && this.survey.most * nodeCount < WHOLE_END;
    this.#key = key;
  }

  /** The weights of a graph with arcs in a memory: those that are there, or others once they are read. To be released. */
  static open(arena: Arena, nodeCount: number, weights: EdgeWeights): KernelWeights {
    const kept = weightsByArena.get(arena);
    if (kept !== undefined && KernelWeights.has(arena, weights)) {
      kept.#userCount++;
      return kept;
    }
    const opened = new KernelWeights(arena, nodeCount, weights);
    if (weights.key !== undefined) {
      kept?.evict();
      opened.#isKept = true;
      weightsByArena.set(arena, opened);
      arena.addEvictable(opened);
    }
    return opened;
  }

  /** Whether weights need not be read, since a memory has them. */
  static has(arena: Arena, { key }: EdgeWeights): boolean {
    const kept = weightsByArena.get(arena);
    return kept !== undefined && kept.#key !== undefined && key !== undefined && isSameKey(kept.#key, key);
  }

  release(): void {
    this.#userCount--;
    if (!this.#isKept) this.#free();
  }

  /** Frees weights that are not in use. */
  evict(): void {
    this.#isKept = false;
    if (weightsByArena.get(this.arena) === this) weightsByArena.delete(this.arena);
    this.arena.removeEvictable(this);
    this.#free();
  }

  /** The address of the weights by edge; undefined if memory is short. */
  byEdge(weights: EdgeWeights): number | undefined {
    if (this.#byEdge !== undefined) return this.#byEdge;
    const { values } = weights;
    this.#byEdge = this.arena.reserve(values.length * this.sizeBytes);
    if (this.#byEdge !== undefined) this.#copy(values, this.#byEdge);
    return this.#byEdge;
  }

  /** The address of the arcs of a half if they are packed: for each its end, and behind it its weight. */
  packOf(half: CsrHalf): number | undefined {
    return this.#packs.get(half);
  }

  /** The same, once they are; undefined if memory is short. */
  *packSteps(half: CsrHalf, weights: EdgeWeights): Steps<number | undefined> {
    const { ends, place } = half;
    if (place === undefined || this.#packs.has(half)) return this.#packs.get(half);
    const scratch = openScratch(this.arena, this.edgeCount * this.sizeBytes);
    const pack = scratch && this.arena.reserve(ends.length * (4 + this.sizeBytes) + SLACK_BYTES);
    let isDone = false;
    try {
      if (scratch === undefined || pack === undefined) return undefined;
      const [kernel, table] = this.#tableOf(scratch, weights);
      yield step(scratch, kernel, ends.length, {
        ends: place.ends,
        edges: place.edges,
        weights: table,
        arcs: pack,
      });
      // another run may have packed them meanwhile
      isDone = !this.#packs.has(half);
      if (isDone) this.#packs.set(half, pack);
      return this.#packs.get(half);
    } finally {
      scratch?.release();
      if (!isDone && pack !== undefined) this.arena.release(pack);
    }
  }

  /**
   * The weights by edge for as long as they are packed, in as few bytes as they fit: a table that fits in the caches is
   * read in half the time.
   */
  #tableOf(scratch: Scratch, { values }: EdgeWeights) {
    const { most } = this.survey;
    if (this.isWhole && most < 0x100) {
      const table = scratch.uint8(values.length);
      table.set(values);
      return ["packBytes", table.byteOffset] as const;
    }
    const address =
      this.#byEdge ?? this.#copy(values, scratch.uint8(values.length * this.sizeBytes).byteOffset);
    return [this.isWhole ? "packWords" : "packNumbers", address] as const;
  }

  /** The weights by edge as they were read, out of a packed half. */
  unpack({ edges, ends }: CsrHalf, pack: number): Float64Array {
    const values = new Float64Array(this.edgeCount);
    const bytes = new DataView(this.arena.memory.buffer);
    const arcBytes = 4 + this.sizeBytes;
    for (let arc = 0; arc < ends.length; arc++) {
      const at = pack + arc * arcBytes + 4;
      values[edges[arc]] = this.isWhole ? bytes.getUint32(at, true) : bytes.getFloat64(at, true);
    }
    return values;
  }

  /** The weight at an address. */
  weightAt(address: number): number {
    const bytes = new DataView(this.arena.memory.buffer, address, this.sizeBytes);
    return this.isWhole ? bytes.getUint32(0, true) : bytes.getFloat64(0, true);
  }

  /** Bytes of a weight. */
  get sizeBytes(): number {
    return this.isWhole ? 4 : 8;
  }

  #copy(values: WeightNumbers, address: number): number {
    const { buffer } = this.arena.memory;
    const { length } = values;
    // arrays of the same kind are copied by block
    if (!this.isWhole) new Float64Array(buffer, address, length).set(values);
    else if (values instanceof Int32Array) new Int32Array(buffer, address, length).set(values);
    else new Uint32Array(buffer, address, length).set(values);
    return address;
  }

  #free(): void {
    if (this.#userCount > 0) return;
    if (this.#byEdge !== undefined) this.arena.release(this.#byEdge);
    this.#byEdge = undefined;
    for (const address of this.#packs.values()) this.arena.release(address);
    this.#packs.clear();
  }
}
