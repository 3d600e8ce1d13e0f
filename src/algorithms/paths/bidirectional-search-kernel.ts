/**
 * A shortest path between two nodes of a frozen graph, searched from both ends in its memory: see
 * kernels/assembly/paths/bidirectional-search.ts. Records of the nodes stay there from one search to the next, each of which leaves them
 * as it found them, so that a search costs what it touches; they go when the memory is wanted.
 */

import type { KernelSpace, Spare } from "../../kernels/core/arena.js";
import type { CsrHalf, CsrPlace } from "../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import type { EdgeWeights } from "../shared/edge-weights.js";
import { KernelWeights } from "../shared/packed-weights.js";

export interface MeetingInput {
  /** The arcs to go along from one end, and those from the other. */
  readonly ahead: CsrHalf;
  readonly behind: CsrHalf;
  /** By edge, not negative; all 1 if undefined. */
  readonly weights: EdgeWeights | undefined;
  /** Not the same. */
  readonly from: number;
  readonly to: number;
  /** Told now and then how many nodes are done. */
  readonly tick: (done: number) => void;
}

/** The indices along a path, and its length; no nodes if there is none. */
export interface Walk {
  readonly nodes: number[];
  readonly edges: number[];
  readonly distance: number;
}

const recordSizeBytes = 32;
const entrySizeBytes = 16;
const stateSizeBytes = 192;

/** Entries that there is room for at first: a search that needs no more leaves the memory as large as it is. */
const capacityMin = 16384;
const sideWordCount = 16;

// words of the state
const recordsWord = 32;
const touchedWord = 33;
const capacityWord = 35;
const meetingWord = 36;
const doneWord = 37;
const failedWord = 38;
const takenWord = 39;
const bestNumber = 20;

/** Undefined where the loops have to run: there are no kernels, no room, or lengths pass what numbers hold. */
export function meetingWalk(input: MeetingInput): Walk | undefined {
  const { ahead, behind, weights } = input;
  const [place, placeBehind] = [ahead.place, behind.place];
  if (place === undefined || place.space !== placeBehind?.space) return undefined;
  const nodeCount = ahead.offsets.length - 1;
  const given = weights && KernelWeights.open(place.space, nodeCount, weights);
  const records = recordsOf(place.space, nodeCount);
  try {
    if (given !== undefined && given.survey.most * nodeCount === Infinity) return undefined;
    const ways = weightWays(input, given);
    if (records === undefined || ways === undefined) return undefined;
    // a node waits once for each time that its distance fell; few do, but for hubs
    const capacityMax = nodeCount * 4 + 1024;
    const few = Math.min(capacityMax, capacityMin);
    const walk = walkWith(input, ways, records, place.space, few);
    return walk ?? (few < capacityMax ? walkWith(input, ways, records, place.space, capacityMax) : undefined);
  } finally {
    records?.leave();
    given?.release();
  }
}

/** Where the weights of either side are, if there are any, and how they lie. */
interface WeightWays {
  readonly kernel:
    | "meetByHops"
    | "meetPackedWords"
    | "meetPackedNumbers"
    | "meetByEdgeWords"
    | "meetByEdgeNumbers";
  readonly ahead: number;
  readonly behind: number;
  /** The weight of an arc of a side. */
  weightOf(side: CsrHalf, address: number, arc: number): number;
}

function weightWays(
  { ahead, behind, weights }: MeetingInput,
  given: KernelWeights | undefined,
): WeightWays | undefined {
  if (weights === undefined || given === undefined) {
    return { kernel: "meetByHops", ahead: 0, behind: 0, weightOf: () => 1 };
  }
  const { isWhole } = given;
  const packs = [given.packOf(ahead), given.packOf(behind)];
  if (packs[0] !== undefined && packs[1] !== undefined) {
    return {
      kernel: isWhole ? "meetPackedWords" : "meetPackedNumbers",
      ahead: packs[0],
      behind: packs[1],
      weightOf: (_, address, arc) => given.weightAt(address + arc * (4 + given.sizeBytes) + 4),
    };
  }
  const byEdge = given.byEdge(weights);
  if (byEdge === undefined) return undefined;
  return {
    kernel: isWhole ? "meetByEdgeWords" : "meetByEdgeNumbers",
    ahead: byEdge,
    behind: byEdge,
    weightOf: ({ edges }, address, arc) => given.weightAt(address + edges[arc] * given.sizeBytes),
  };
}

function walkWith(
  input: MeetingInput,
  ways: WeightWays,
  records: Records,
  space: KernelSpace,
  capacity: number,
): Walk | undefined {
  const { from, to, tick } = input;
  const nodeCount = input.ahead.offsets.length - 1;
  const scratch = openScratch(space, stateSizeBytes + nodeCount * 4 + 8 + capacity * entrySizeBytes * 2);
  if (scratch === undefined) return undefined;
  const words = layOut(input, ways, records, scratch, capacity);
  const { kernels } = scratch;
  const address = words.byteOffset;
  try {
    kernels.startSide(address, 0, from);
    kernels.startSide(address, 1, to);
    while (words[doneWord] === 0) {
      kernels[ways.kernel](address);
      tick(words[takenWord] >>> 1);
    }
    return words[failedWord] === 0 ? readWalk(input, ways, records, words) : undefined;
  } finally {
    kernels.forgetMeeting(address);
    scratch.release();
  }
}

function layOut(
  { ahead, behind }: MeetingInput,
  ways: WeightWays,
  records: Records,
  scratch: Scratch,
  capacity: number,
): Uint32Array {
  const words = scratch.uint32(stateSizeBytes / 4).fill(0);
  [ahead.place!, behind.place!].forEach(({ offsets, ends, edges }: CsrPlace, side) => {
    const heap = scratch.uint8(capacity * entrySizeBytes).byteOffset;
    words.set([offsets, ends, edges, side === 0 ? ways.ahead : ways.behind, heap], side * sideWordCount);
  });
  words[recordsWord] = records.address;
  words[touchedWord] = scratch.uint32(ahead.offsets.length + 1).byteOffset;
  words[capacityWord] = capacity;
  words[meetingWord] = noNode;
  new Float64Array(words.buffer, words.byteOffset, bestNumber + 1)[bestNumber] = Infinity;
  return words;
}

const noNode = 0xffff_ffff;

/** From the meeting to either end, and the sum in the path's order. */
function readWalk(
  { ahead, behind }: MeetingInput,
  ways: WeightWays,
  records: Records,
  words: Uint32Array,
): Walk {
  const meeting = words[meetingWord];
  const nodes: number[] = [];
  const edges: number[] = [];
  const weights: number[] = [];
  if (meeting === noNode) return { nodes, edges, distance: Infinity };
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

const recordsBySpace = new WeakMap<KernelSpace, Records>();

/** Undefined if there is no room, or a search is under way that has called whoever asks. */
function recordsOf(space: KernelSpace, nodeCount: number): Records | undefined {
  const records = recordsBySpace.get(space) ?? Records.make(space, nodeCount);
  return records?.enter() ? records : undefined;
}

class Records implements Spare {
  readonly address: number;
  readonly #space: KernelSpace;
  #isBusy = false;
  #isGivenUp = false;

  private constructor(space: KernelSpace, address: number) {
    this.#space = space;
    this.address = address;
  }

  static make(space: KernelSpace, nodeCount: number): Records | undefined {
    const address = space.reserve(nodeCount * recordSizeBytes);
    if (address === undefined) return undefined;
    new Uint8Array(space.memory.buffer, address, nodeCount * recordSizeBytes).fill(0xff);
    const records = new Records(space, address);
    recordsBySpace.set(space, records);
    space.addSpare(records);
    return records;
  }

  enter(): boolean {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    return true;
  }

  leave(): void {
    this.#isBusy = false;
    if (this.#isGivenUp) this.#space.release(this.address);
  }

  giveUp(): void {
    recordsBySpace.delete(this.#space);
    this.#space.dropSpare(this);
    if (!this.#isBusy) this.#space.release(this.address);
    this.#isGivenUp = true;
  }

  read(node: number, sideIndex: number): { before: number; arc: number } {
    const at = this.address + node * recordSizeBytes + sideIndex * (recordSizeBytes / 2) + 8;
    const [before, arc] = new Int32Array(this.#space.memory.buffer, at, 2);
    return { before, arc: arc >>> 0 };
  }
}
