/**
 * A shortest path between two nodes of a frozen graph, searched from both ends in its memory: see
 * kernels/assembly/paths/bidirectional-search.ts. Records of the nodes stay there from one search to the next, each
 * of which clears those it used, so that a search costs only what it touches; they go when the memory is wanted.
 */

import type { Arena, Evictable } from "../../kernels/core/arena.js";
import type { CsrHalf, CsrPlace } from "../../kernels/core/csr.js";
import * as layout from "../../kernels/layouts/search-layout.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import type { EdgeWeights } from "../shared/weights/edge-weights.js";
import { KernelWeights } from "../shared/weights/packed-weights.js";

export interface BidirectionalInput {
  /** The arcs to go along from one end, and those from the other. */
  readonly ahead: CsrHalf;
  readonly behind: CsrHalf;
  /** By edge, not negative; all 1 if undefined. */
  readonly weights: EdgeWeights | undefined;
  /** Not the same. */
  readonly from: number;
  readonly to: number;
  /** Called at intervals with the number of finished nodes. */
  readonly tick: (done: number) => void;
}

/** The indices along a path, and its length; no nodes if there is none. */
export interface Walk {
  readonly nodes: number[];
  readonly edges: number[];
  readonly distance: number;
}

/** Of both sides. */
const RECORD_SIZE_BYTES = 2 << layout.SEARCH_RECORD_BITS;
const ENTRY_SIZE_BYTES = 1 << layout.SEARCH_ENTRY_BITS;
const STATE_SIZE_BYTES = 192;

/** The initial capacity in entries: a search that needs no more does not grow the memory. */
const CAPACITY_MIN = 16384;
/**
 * Undefined where the loops have to run: there are no kernels, memory is short, or lengths exceed what numbers hold.
 */
export function bidirectionalWalk(input: BidirectionalInput): Walk | undefined {
  const { ahead, behind, weights } = input;
  const [place, placeBehind] = [ahead.place, behind.place];
  if (place === undefined || place.arena !== placeBehind?.arena) return undefined;
  const nodeCount = ahead.offsets.length - 1;
  const given = weights && KernelWeights.open(place.arena, nodeCount, weights);
  const records = recordsOf(place.arena, nodeCount);
  try {
    if (given !== undefined && given.survey.most * nodeCount === Infinity) return undefined;
    const ways = weightWays(input, given);
    if (records === undefined || ways === undefined) return undefined;
    // a node waits once for each time that its distance fell; few do, but for hubs
    const capacityMax = nodeCount * 4 + 1024;
    const few = Math.min(capacityMax, CAPACITY_MIN);
    const walk = walkWith(input, ways, records, place.arena, few);
    return walk ?? (few < capacityMax ? walkWith(input, ways, records, place.arena, capacityMax) : undefined);
  } finally {
    records?.leave();
    given?.release();
  }
}

/** The addresses and the layout of either side's weights, if there are any. */
interface WeightWays {
  readonly kernel:
    | "searchByHops"
    | "searchPackedWords"
    | "searchPackedNumbers"
    | "searchByEdgeWords"
    | "searchByEdgeNumbers";
  readonly ahead: number;
  readonly behind: number;
  /** The weight of an arc of a side. */
  weightOf(side: CsrHalf, address: number, arc: number): number;
}

function weightWays(
  { ahead, behind, weights }: BidirectionalInput,
  given: KernelWeights | undefined,
): WeightWays | undefined {
  if (weights === undefined || given === undefined) {
    return { kernel: "searchByHops", ahead: 0, behind: 0, weightOf: () => 1 };
  }
  const { isWhole } = given;
  const packs = [given.packOf(ahead), given.packOf(behind)];
  if (packs[0] !== undefined && packs[1] !== undefined) {
    return {
      kernel: isWhole ? "searchPackedWords" : "searchPackedNumbers",
      ahead: packs[0],
      behind: packs[1],
      weightOf: (_, address, arc) => given.weightAt(address + arc * (4 + given.sizeBytes) + 4),
    };
  }
  const byEdge = given.byEdge(weights);
  if (byEdge === undefined) return undefined;
  return {
    kernel: isWhole ? "searchByEdgeWords" : "searchByEdgeNumbers",
    ahead: byEdge,
    behind: byEdge,
    weightOf: ({ edges }, address, arc) => given.weightAt(address + edges[arc] * given.sizeBytes),
  };
}

function walkWith(
  input: BidirectionalInput,
  ways: WeightWays,
  records: Records,
  arena: Arena,
  capacity: number,
): Walk | undefined {
  const { from, to, tick } = input;
  const nodeCount = input.ahead.offsets.length - 1;
  const scratch = openScratch(arena, STATE_SIZE_BYTES + nodeCount * 4 + 8 + capacity * ENTRY_SIZE_BYTES * 2);
  if (scratch === undefined) return undefined;
  const words = layOut(input, ways, records, scratch, capacity);
  const { kernels } = scratch;
  const address = words.byteOffset;
  try {
    kernels.startSide(address, 0, from);
    kernels.startSide(address, 1, to);
    while (words[layout.SEARCH_DONE_WORD] === 0) {
      kernels[ways.kernel](address);
      tick(words[layout.SEARCH_TAKEN_WORD] >>> 1);
    }
    return words[layout.SEARCH_FAILED_WORD] === 0 ? readWalk(input, ways, records, words) : undefined;
  } finally {
    kernels.resetSearch(address);
    scratch.release();
  }
}

function layOut(
  { ahead, behind }: BidirectionalInput,
  ways: WeightWays,
  records: Records,
  scratch: Scratch,
  capacity: number,
): Uint32Array {
  const words = scratch.uint32(STATE_SIZE_BYTES / 4).fill(0);
  [ahead.place!, behind.place!].forEach(({ offsets, ends, edges }: CsrPlace, side) => {
    const heap = scratch.uint8(capacity * ENTRY_SIZE_BYTES).byteOffset;
    words.set(
      [offsets, ends, edges, side === 0 ? ways.ahead : ways.behind, heap],
      side * layout.SIDE_WORD_COUNT,
    );
  });
  words[layout.SEARCH_RECORDS_WORD] = records.address;
  words[layout.SEARCH_TOUCHED_WORD] = scratch.uint32(ahead.offsets.length + 1).byteOffset;
  words[layout.SEARCH_CAPACITY_WORD] = capacity;
  words[layout.SEARCH_MIDDLE_WORD] = NO_NODE;
  new Float64Array(words.buffer, words.byteOffset, layout.SEARCH_BEST_NUMBER + 1)[layout.SEARCH_BEST_NUMBER] =
    Infinity;
  return words;
}

const NO_NODE = 0xffff_ffff;

/** From the meeting to either end, and the sum in the path's order. */
function readWalk(
  { ahead, behind }: BidirectionalInput,
  ways: WeightWays,
  records: Records,
  words: Uint32Array,
): Walk {
  const meeting = words[layout.SEARCH_MIDDLE_WORD];
  const nodes: number[] = [];
  const edges: number[] = [];
  const weights: number[] = [];
  if (meeting === NO_NODE) return { nodes, edges, distance: Infinity };
  const follow = (side: CsrHalf, address: number, sideIndex: number): void => {
    for (let at = meeting; ; ) {
      const { before, arc } = records.read(at, sideIndex);
      if (before < 0) return;
      edges.push(side.edges[arc]);
      weights.push(ways.weightOf(side, address, arc));
      nodes.push(before);
      at = before;
    }
  };
  follow(ahead, ways.ahead, 0);
  for (const list of [nodes, edges, weights]) list.reverse();
  nodes.push(meeting);
  follow(behind, ways.behind, 1);
  let distance = 0;
  for (const weight of weights) distance += weight;
  return { nodes, edges, distance };
}

const recordsByArena = new WeakMap<Arena, Records>();

/** Undefined if memory is short, or if the caller runs inside another search. */
function recordsOf(arena: Arena, nodeCount: number): Records | undefined {
  const records = recordsByArena.get(arena) ?? Records.make(arena, nodeCount);
  return records?.enter() ? records : undefined;
}

class Records implements Evictable {
  readonly address: number;
  readonly #space: Arena;
  #isBusy = false;
  #isEvicted = false;

  private constructor(arena: Arena, address: number) {
    this.#space = arena;
    this.address = address;
  }

  static make(arena: Arena, nodeCount: number): Records | undefined {
    const address = arena.reserve(nodeCount * RECORD_SIZE_BYTES);
    if (address === undefined) return undefined;
    new Uint8Array(arena.memory.buffer, address, nodeCount * RECORD_SIZE_BYTES).fill(0xff);
    const records = new Records(arena, address);
    recordsByArena.set(arena, records);
    arena.addEvictable(records);
    return records;
  }

  enter(): boolean {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    return true;
  }

  leave(): void {
    this.#isBusy = false;
    if (this.#isEvicted) this.#space.release(this.address);
  }

  evict(): void {
    recordsByArena.delete(this.#space);
    this.#space.removeEvictable(this);
    if (!this.#isBusy) this.#space.release(this.address);
    this.#isEvicted = true;
  }

  read(node: number, sideIndex: number): { before: number; arc: number } {
    const at = this.address + node * RECORD_SIZE_BYTES + sideIndex * (RECORD_SIZE_BYTES / 2) + 8;
    const [before, arc] = new Int32Array(this.#space.memory.buffer, at, 2);
    return { before, arc: arc >>> 0 };
  }
}
