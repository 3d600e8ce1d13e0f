/**
 * A greatest matching of any graph. Edmonds 1965, "Paths, trees, and flowers", with a disjoint set for the odd cycles
 * that shrink: Gabow 1976, "An efficient implementation of Edmonds' algorithm for maximum matching on graphs". The
 * tree of a search that fails is never entered again, since no way that makes one more leads through it.
 */
import { assert } from "../../errors.js";
import type { Arcs } from "../shared/arcs/direction.js";
import { greedyMatching } from "./greedy-matching.js";

/** The mate of each node, -1 if it is free. */
export function blossomMatching(arcs: Arcs, nodeCount: number, tick: (done: number) => void): Int32Array {
  const search = new BlossomSearch(arcs, greedyMatching(arcs, nodeCount));
  for (let root = 0; root < nodeCount; root++) {
    tick(root);
    if (search.mates[root] < 0) search.extend(root);
  }
  return search.mates;
}

const UNSEEN = 0;
/** At an even distance from the root over edges by turns not taken and taken. */
const EVEN = 1;
const ODD = 2;

class BlossomSearch {
  readonly mates: Int32Array;
  readonly #arcs: Arcs;
  readonly #labels: Uint8Array;
  /** For each odd node, and each even one that was odd before its cycle shrank, the even node it was reached from. */
  readonly #origins: Int32Array;
  /** Disjoint sets of nodes that were shrunk to one, by parents; the root of a set is the base of its cycle. */
  readonly #bases: Uint32Array;
  readonly #marks: Uint32Array;
  readonly #queue: number[] = [];
  readonly #touched: number[] = [];
  #time = 0;

  constructor(arcs: Arcs, mates: Int32Array) {
    this.mates = mates;
    this.#arcs = arcs;
    this.#labels = new Uint8Array(mates.length);
    this.#origins = new Int32Array(mates.length).fill(-1);
    this.#bases = Uint32Array.from(mates, (_, i) => i);
    this.#marks = new Uint32Array(mates.length);
  }

  /** Searches a way from a free node to another, and turns it over if there is one. */
  extend(root: number): void {
    this.#queue.length = this.#touched.length = 0;
    this.#touch(root, EVEN, -1);
    for (let taken = 0; taken < this.#queue.length; taken++) {
      const end = this.#scan(this.#queue[taken]);
      if (end < 0) continue;
      this.#turn(end);
      for (const u of this.#touched) {
        this.#labels[u] = UNSEEN;
        this.#origins[u] = -1;
        this.#bases[u] = u;
      }
      return;
    }
  }

  #touch(u: number, label: number, origin: number): void {
    this.#labels[u] = label;
    this.#origins[u] = origin;
    this.#touched.push(u);
    if (label === EVEN) this.#queue.push(u);
  }

  /** Scans the arcs of an even node. Returns the free node that one leads to, or -1. */
  #scan(u: number): number {
    const { offsets, ends } = this.#arcs;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const v = ends[arc];
      if (this.#labels[v] === UNSEEN) {
        this.#touch(v, ODD, u);
        if (this.mates[v] < 0) return v;
        this.#touch(this.mates[v], EVEN, -1);
      } else if (this.#labels[v] === EVEN && this.#baseOf(u) !== this.#baseOf(v)) {
        const base = this.#meetingOf(u, v);
        // an abandoned tree has arcs to others only from its odd nodes
        assert(base >= 0, "two trees of a matching meet");
        this.#shrink(u, v, base);
        this.#shrink(v, u, base);
      }
    }
    return -1;
  }

  #baseOf(u: number): number {
    const bases = this.#bases;
    let at = u;
    while (bases[at] !== at) {
      bases[at] = bases[bases[at]];
      at = bases[at];
    }
    return at;
  }

  /** The base at which the ways of two even nodes to the root meet; -1 if they do not. */
  #meetingOf(a: number, b: number): number {
    this.#time++;
    let u = this.#baseOf(a);
    let v = this.#baseOf(b);
    while (u >= 0 || v >= 0) {
      if (u >= 0) {
        if (this.#marks[u] === this.#time) return u;
        this.#marks[u] = this.#time;
        u = this.#baseAbove(u);
      }
      [u, v] = [v, u];
    }
    return -1;
  }

  #baseAbove(base: number): number {
    const mate = this.mates[base];
    return mate < 0 ? -1 : this.#baseOf(this.#origins[mate]);
  }

  /** Shrinks the nodes from `u` up to the base; `v` is the next node of the cycle after `u`. */
  #shrink(u: number, v: number, base: number): void {
    let [at, from] = [u, v];
    while (this.#baseOf(at) !== base) {
      const mate = this.mates[at];
      this.#origins[at] = from;
      // a blossom that was shrunk before is walked through up to its own base, whose base becomes this one
      if (this.#bases[at] === at) this.#bases[at] = base;
      if (this.#bases[mate] === mate) this.#bases[mate] = base;
      if (this.#labels[mate] === ODD) {
        this.#labels[mate] = EVEN;
        this.#queue.push(mate);
      }
      from = mate;
      at = this.#origins[mate];
    }
  }

  /** Turns over the way from a free node to the root: what was taken is not, what was not is. */
  #turn(end: number): void {
    for (let v = end; v >= 0; ) {
      const u = this.#origins[v];
      const next = this.mates[u];
      this.mates[u] = v;
      this.mates[v] = u;
      v = next;
    }
  }
}
