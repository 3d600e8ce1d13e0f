/**
 * A shortest path between two nodes, searched from both ends: the twin in TypeScript of
 * src/kernels/assembly/paths/bidirectional-search.ts. Step by step it does the same, so that of several shortest paths both find the same
 * one, whether over a frozen graph or over the part of a graph that the search comes to.
 */

import type { ArcReader } from "../shared/arcs/arc-reader.js";
import type { Walk } from "./bidirectional-search-kernel.js";

interface BidirectionalInput {
  /** The arcs to go along from one end, and those from the other. */
  readonly ahead: ArcReader;
  readonly behind: ArcReader;
  /** The weight of an edge, not negative; 1 each if undefined. */
  readonly weightOf: ((edge: number) => number) | undefined;
  /** Not the same. */
  readonly from: number;
  readonly to: number;
  /** Called at intervals with the number of finished nodes. */
  readonly tick: (done: number) => void;
}

/** Nodes taken between two ticks. */
const NODES_BETWEEN_TICKS = 512;

/** A walk found by loops; `isTooFar` if none was found and a sum of weights exceeded what a number holds. */
export interface LoopWalk extends Walk {
  readonly isTooFar: boolean;
}

/** The path by index, without nodes if there is none; undefined where arcs ended the search. */
export function bidirectionalLoops(input: BidirectionalInput): LoopWalk | undefined {
  const { weightOf, tick } = input;
  const sides = [input.ahead, input.behind].map((arcs) => new Side(arcs, weightOf)) as [Side, Side];
  const [ahead, behind] = sides;
  const best: Meeting = { distance: Infinity, node: -1 };
  ahead.reachNode(input.from, 0, -1, -1);
  ahead.wait(input.from, 0);
  behind.reachNode(input.to, 0, -1, -1);
  behind.wait(input.to, 0);
  // neither end alone may stop: a shorter path may run through what both have yet to take
  for (let taken = 1; ; taken++) {
    const reach = ahead.reach();
    const otherReach = behind.reach();
    if (!(reach + otherReach < best.distance)) break;
    if (taken % NODES_BETWEEN_TICKS === 0) tick(taken >>> 1);
    // the side with the shorter queue continues, however far it is: compared with a hub's the other's is short
    const goesAhead = ahead.waiting <= behind.waiting;
    const pays = goesAhead ? ahead.take(behind, otherReach, best) : behind.take(ahead, reach, best);
    if (!pays) return undefined;
  }
  const isTooFar = best.node < 0 && (ahead.isTooFar || behind.isTooFar);
  return { ...readWalk(ahead, behind, best.node, weightOf), isTooFar };
}

/** The shortest path known, and a node on it that both sides have reached. */
interface Meeting {
  distance: number;
  node: number;
}

/** From the meeting to either end, and the sum in the path's order. */
function readWalk(
  ahead: Side,
  behind: Side,
  meeting: number,
  weightOf: ((edge: number) => number) | undefined,
): Walk {
  const nodes: number[] = [];
  const edges: number[] = [];
  if (meeting < 0) return { nodes, edges, distance: Infinity };
  const follow = ({ before, edgeOf }: Side): void => {
    for (let at = meeting; before[at] >= 0; at = before[at]) {
      edges.push(edgeOf[at]);
      nodes.push(before[at]);
    }
  };
  follow(ahead);
  nodes.reverse();
  edges.reverse();
  nodes.push(meeting);
  follow(behind);
  let distance = 0;
  for (const edge of edges) distance += weightOf === undefined ? 1 : weightOf(edge);
  return { nodes, edges, distance };
}

const CAPACITY_MIN = 512;

/** The search from one end. */
class Side {
  /** The node before each that was reached, -1 at the end itself, and the edge from there. */
  before = new Int32Array(CAPACITY_MIN);
  edgeOf = new Uint32Array(CAPACITY_MIN);
  /** Whether a sum of finite weights has exceeded what a number holds. */
  isTooFar = false;
  /** Infinity where a node was not reached. */
  #distances = new Float64Array(CAPACITY_MIN).fill(Infinity);
  readonly #arcs: ArcReader;
  readonly #weightOf: ((edge: number) => number) | undefined;
  /**
   * The waiting nodes: a queue from `#first` on if all edges weigh 1, else a heap with one entry for each distance of
   * a node.
   */
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];
  #first = 0;

  constructor(arcs: ArcReader, weightOf: ((edge: number) => number) | undefined) {
    this.#arcs = arcs;
    this.#weightOf = weightOf;
  }

  get waiting(): number {
    return this.#nodes.length - this.#first;
  }

  distance(u: number): number {
    return u < this.#distances.length ? this.#distances[u] : Infinity;
  }

  reachNode(u: number, distance: number, before: number, edge: number): void {
    if (u >= this.#distances.length) this.#grow(u + 1);
    this.#distances[u] = distance;
    this.before[u] = before;
    this.edgeOf[u] = edge;
  }

  #grow(length: number): void {
    const capacity = Math.max(length, this.#distances.length * 2);
    const [distances, before, edgeOf] = [this.#distances, this.before, this.edgeOf];
    this.#distances = new Float64Array(capacity).fill(Infinity, distances.length);
    this.before = new Int32Array(capacity);
    this.edgeOf = new Uint32Array(capacity);
    this.#distances.set(distances);
    this.before.set(before);
    this.edgeOf.set(edgeOf);
  }

  /** The distance of the nearest that waits, without those that have become nearer since; Infinity if none do. */
  reach(): number {
    while (this.waiting > 0) {
      const key = this.#keys[this.#first];
      if (this.#distances[this.#nodes[this.#first]] === key) return key;
      this.#drop();
    }
    return Infinity;
  }

  /** Settles the nearest node and relaxes its arcs; false if the search can end. */
  take(other: Side, otherReach: number, best: Meeting): boolean {
    const u = this.#nodes[this.#first];
    const distance = this.#keys[this.#first];
    this.#drop();
    const arcs = this.#arcs;
    const weightOf = this.#weightOf;
    if (!arcs.open(u)) return false;
    const { ends, edges, last } = arcs;
    for (let arc = arcs.first; arc < last; arc++) {
      const v = ends[arc];
      const reached = distance + (weightOf === undefined ? 1 : weightOf(edges[arc]));
      if (reached >= this.distance(v)) {
        if (reached === Infinity && weightOf !== undefined && weightOf(edges[arc]) < Infinity)
          this.isTooFar = true;
        continue;
      }
      this.reachNode(v, reached, u, edges[arc]);
      const whole = reached + other.distance(v);
      if (whole < best.distance) {
        best.distance = whole;
        best.node = v;
      }
      // nodes beyond lead to no shorter path than the known one
      if (reached + otherReach < best.distance) this.wait(v, reached);
      else if (best.distance === Infinity && otherReach < Infinity) this.isTooFar = true;
    }
    return true;
  }

  wait(node: number, key: number): void {
    const [nodes, keys] = [this.#nodes, this.#keys];
    let place = nodes.length;
    nodes.push(node);
    keys.push(key);
    if (this.#weightOf === undefined) return;
    while (place > 0) {
      const parent = (place - 1) >>> 2;
      if (keys[parent] <= key) break;
      keys[place] = keys[parent];
      nodes[place] = nodes[parent];
      place = parent;
    }
    keys[place] = key;
    nodes[place] = node;
  }

  /** Drops the nearest of those that wait. */
  #drop(): void {
    if (this.#weightOf === undefined) {
      this.#first++;
      return;
    }
    const [nodes, keys] = [this.#nodes, this.#keys];
    const node = nodes.pop() as number;
    const key = keys.pop() as number;
    const count = nodes.length;
    if (count === 0) return;
    let place = 0;
    for (let child = 1; child < count; child = 4 * place + 1) {
      const end = Math.min(child + 4, count);
      let least = child;
      for (let each = child + 1; each < end; each++) if (keys[each] < keys[least]) least = each;
      if (keys[least] >= key) break;
      keys[place] = keys[least];
      nodes[place] = nodes[least];
      place = least;
    }
    keys[place] = key;
    nodes[place] = node;
  }
}
