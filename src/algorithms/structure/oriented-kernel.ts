/**
 * Arcs turned towards the higher degree, as kernels/assembly/structure/triangles.ts has them. From the second time on that they
 * are asked for they stay in the graph's memory, so that those who ask again find them; they go with the graph, and
 * when the memory is wanted for something else. What someone works with stays until they have released it.
 */

import type { Spare } from "../../kernels/core/arena.js";
import type { FrozenCsr } from "../../kernels/core/csr.js";
import { openScratch, type Scratch } from "../../kernels/runtime/scratch.js";
import { type Step, type Steps, step, stepInOrder } from "../../kernels/runtime/steps.js";
import { type JoinedPlace, joinSteps, openJoined } from "../shared/symmetrized-kernel.js";
import { deskMarks, desksSizeBytes, layDesks } from "../shared/workspaces.js";

/** What kernels read. */
export interface TurnedPlace {
  readonly offsets: number;
  readonly lists: number;
  readonly backs: number;
  /** The distinct neighbours of each node. */
  readonly degrees: Uint32Array;
  /** The rank of each node, if its neighbours call it by that. */
  readonly ranks: Uint32Array | undefined;
  /** Where lists start, by label. */
  readonly starts: number;
}

/** Those that are kept, and the graphs that they have been asked for of. */
interface Shelf {
  readonly kept: WeakMap<FrozenCsr, Turned>;
  readonly wished: WeakSet<FrozenCsr>;
}

const narrow: Shelf = { kept: new WeakMap(), wished: new WeakSet() };
const wide: Shelf = { kept: new WeakMap(), wished: new WeakSet() };

/** Turned arcs in a part of the graph's memory. To be released. */
export class Turned implements Spare {
  readonly place: TurnedPlace;
  readonly #room: Scratch;
  #userCount = 1;
  #forget: (() => void) | undefined;

  constructor(place: TurnedPlace, room: Scratch) {
    this.place = place;
    this.#room = room;
  }

  /** Those that are kept, if there are any. */
  static find(csr: FrozenCsr, isWide: boolean): Turned | undefined {
    const kept = (isWide ? wide : narrow).kept.get(csr);
    if (kept !== undefined) kept.#userCount++;
    return kept;
  }

  /** Keeps them, unless others are kept or this is the first time that they were wished for. */
  keepIfUseful(csr: FrozenCsr, isWide: boolean): void {
    const { kept, wished } = isWide ? wide : narrow;
    const isFirst = !wished.has(csr);
    wished.add(csr);
    if (isFirst || kept.has(csr)) return;
    kept.set(csr, this);
    this.#room.space.addSpare(this);
    this.#forget = () => kept.delete(csr);
  }

  release(): void {
    this.#userCount--;
    this.#free();
  }

  giveUp(): void {
    this.#forget?.();
    this.#forget = undefined;
    this.#room.space.dropSpare(this);
    this.#free();
  }

  #free(): void {
    if (this.#userCount === 0 && this.#forget === undefined) this.#room.release();
  }
}

/**
 * The turned arcs of a graph; undefined where the loops in TypeScript have to run.
 *
 * @param isWide whether entries have the number of directions in which the pair has arcs.
 */
export function* turnedSteps(csr: FrozenCsr, isWide: boolean, deskCount: number): Steps<Turned | undefined> {
  const kept = Turned.find(csr, isWide);
  if (kept !== undefined) return kept;
  const room = openScratch(csr.out.place?.space, roomSizeBytes(csr));
  if (room === undefined) return undefined;
  let turned: Turned | undefined;
  let scratch: Scratch | undefined;
  try {
    scratch = openJoined(csr, workSizeBytes(csr) + desksSizeBytes(deskCount, csr.nodeCount), false);
    if (scratch !== undefined) {
      turned = new Turned(yield* turnSteps(csr, isWide, deskCount, room, scratch), room);
      turned.keepIfUseful(csr, isWide);
    }
    return turned;
  } finally {
    scratch?.release();
    if (turned === undefined) room.release();
  }
}

/** Lists; their offsets if arcs are joined; where they are parted; degrees; ranks and where their lists start. */
function roomSizeBytes({ nodeCount, arcCount, directed }: FrozenCsr): number {
  return nodeCount * 20 + 4 + arcCount * (directed ? 8 : 4);
}

/** What finds ranks, or classes. */
function workSizeBytes({ nodeCount }: FrozenCsr): number {
  return nodeCount * 4 + 4;
}

function* turnSteps(
  csr: FrozenCsr,
  isWide: boolean,
  deskCount: number,
  room: Scratch,
  scratch: Scratch,
): Generator<Step, TurnedPlace, void> {
  const { nodeCount } = csr;
  const arcs = yield* joinSteps(csr, scratch, false);
  const { offsets, ends } = arcs;
  const order = isUneven(arcs, nodeCount, scratch)
    ? yield* rankSteps(nodeCount, offsets, room, scratch)
    : yield* classSteps(nodeCount, offsets, scratch);
  const ranks = order.ranks?.byteOffset ?? 0;
  const lists = room.uint32(arcs.arcCount).byteOffset;
  const backs = room.uint32(nodeCount).byteOffset;
  const degrees = room.uint32(nodeCount);
  const desks = layDesks(scratch, deskCount, nodeCount);
  const turned = [lists, backs, degrees.byteOffset] as const;
  const places = [desks.address, desks.deskBytes, deskCount] as const;
  if (isWide) {
    const classes = order.classes?.byteOffset ?? 0;
    const given = [offsets, ends, csr.out.place!.offsets, classes, ranks] as const;
    yield step(scratch, "turnWideArcs", nodeCount, ...given, ...turned, ...places);
  } else if (order.classes === undefined) {
    yield step(scratch, "turnRankedArcs", nodeCount, offsets, ends, ranks, ...turned, ...places);
  } else {
    // classes are marked by their highest bit, which saves looking marks up
    for (let i = 0; i < deskCount; i++) deskMarks(desks, i, nodeCount).set(order.classes);
    yield step(scratch, "turnArcs", nodeCount, offsets, ends, ...turned, ...places);
  }
  const lasting = csr.directed ? copyOffsets(offsets, nodeCount, room) : offsets;
  const starts = order.starts === offsets ? lasting : order.starts;
  return { offsets: lasting, lists, backs, degrees, ranks: order.ranks, starts };
}

/** Joined arcs are given back. */
function copyOffsets(offsets: number, nodeCount: number, room: Scratch): number {
  const copy = room.uint32(nodeCount + 1);
  copy.set(new Uint32Array(room.space.memory.buffer, offsets, nodeCount + 1));
  return copy.byteOffset;
}

/**
 * Whether some node has so many arcs that the few most of all lists are about should lie side by side: that pays
 * where degrees differ (Kronecker of scale 18: 1156, then 983 ms), and costs where they do not (392, 492 ms).
 */
function isUneven({ offsets, arcCount }: JoinedPlace, nodeCount: number, { space }: Scratch): boolean {
  const starts = new Uint32Array(space.memory.buffer, offsets, nodeCount + 1);
  const degreeMin = (unevenness * arcCount) / nodeCount;
  for (let u = 0; u < nodeCount; u++) if (starts[u + 1] - starts[u] > degreeMin) return true;
  return false;
}

/** How many times as many arcs as a node has on average. */
const unevenness = 32;

/** By what arcs are turned: ranks, or classes of degrees; and where the lists start, by label. */
interface Order {
  readonly ranks: Uint32Array | undefined;
  readonly classes: Uint8Array | undefined;
  readonly starts: number;
}

/** The rank of each node by falling degree, of those of one degree by index. */
function* rankSteps(
  nodeCount: number,
  offsets: number,
  room: Scratch,
  scratch: Scratch,
): Generator<Step, Order, void> {
  const ranks = room.uint32(nodeCount);
  const starts = room.uint32(nodeCount).byteOffset;
  const places = scratch.uint32(nodeCount + 1).fill(0);
  const cap = Math.max(1, nodeCount) - 1;
  yield stepInOrder(scratch, "countShortfalls", nodeCount, offsets, cap, places.byteOffset);
  for (let shortfall = 0, sum = 0; shortfall <= nodeCount; shortfall++) {
    sum += places[shortfall];
    places[shortfall] = sum;
  }
  const filled = [places.byteOffset, ranks.byteOffset, starts] as const;
  yield stepInOrder(scratch, "rankNodes", nodeCount, offsets, cap, ...filled);
  return { ranks, classes: undefined, starts };
}

function* classSteps(nodeCount: number, offsets: number, scratch: Scratch): Generator<Step, Order, void> {
  const classes = scratch.uint8(nodeCount);
  yield step(scratch, "classDegrees", nodeCount, offsets, classes.byteOffset);
  return { ranks: undefined, classes, starts: offsets };
}
