// Strongly connected components: Pearce 2016, one number a node for Tarjan's two, with a stack of its own. A walk
// of units, each an arc looked at or a node left, so that it can be driven in chunks; by one thread.

import { COMPONENT_RANK_MIN } from "../../layouts/kernel-constants";
import { word } from "../shared/address";

// Words of the state.
const START: usize = 0, NODE: usize = 4, VISIT: usize = 8, WAITING_COUNT: usize = 12, COUNT: usize = 16;

// Ranks from here on are components.
const DONE: u32 = <u32>COMPONENT_RANK_MIN;

// Starts the ranks: nodes of a bitmap are component 0, from sets of 32 at places first..last. Several threads may run it.
export function rankFound(first: u32, last: u32, found: usize, ranks: usize, nodeCount: u32): void {
  for (let i = first; i < last; i++) {
    const bits = load<u32>(word(found, i));
    const start = i << 5;
    const size = min(nodeCount - start, 32);
    for (let k: u32 = 0; k < size; k++) store<u32>(word(ranks, start + k), (bits >>> k) << 31);
  }
}

// `ranks` are 0 at first, or those of components found before; while a node is open or waits, the smallest visit it leads to, and in the end its
// component plus 2^31. `waiting` are nodes left whose root is open.
export function walkStrongComponents(
  first: u32, last: u32, state: usize, nodeCount: u32, offsets: usize, ends: usize,
  ranks: usize, next: usize, parents: usize, waiting: usize, isRoot: usize,
): void {
  let start = load<u32>(state, START);
  let u = load<i32>(state, NODE);
  let visit = load<u32>(state, VISIT);
  let waitingCount = load<u32>(state, WAITING_COUNT);
  let count = load<u32>(state, COUNT);
  for (let unit = first; unit < last; unit++) {
    if (u < 0) {
      // the next node that no walk has come to
      while (start < nodeCount && load<u32>(word(ranks, start)) != 0) start++;
      if (start == nodeCount) break;
      u = start;
      store<i32>(word(parents, u), -1);
      store<u32>(word(ranks, u), ++visit);
      store<u8>(isRoot + u, 1);
      store<u32>(word(next, u), load<u32>(word(offsets, u)));
    }
    const arc = load<u32>(word(next, u));
    if (arc < load<u32>(word(offsets, u), 4)) {
      const v = load<u32>(word(ends, arc));
      const rank = load<u32>(word(ranks, v));
      if (rank == 0) {
        // the arc is looked at again once v is left
        store<i32>(word(parents, v), u);
        store<u32>(word(ranks, v), ++visit);
        store<u8>(isRoot + v, 1);
        store<u32>(word(next, v), load<u32>(word(offsets, v)));
        u = v;
        continue;
      }
      store<u32>(word(next, u), arc + 1);
      if (rank < load<u32>(word(ranks, u))) {
        store<u32>(word(ranks, u), rank);
        store<u8>(isRoot + u, 0);
      }
      continue;
    }
    // leave u
    if (load<u8>(isRoot + u)) {
      const label = DONE + count++;
      const rank = load<u32>(word(ranks, u));
      store<u32>(word(ranks, u), label);
      while (waitingCount > 0) {
        const place = word(ranks, load<u32>(word(waiting, waitingCount - 1)));
        if (load<u32>(place) < rank) break;
        store<u32>(place, label);
        waitingCount--;
      }
    } else store<u32>(word(waiting, waitingCount++), u);
    u = load<i32>(word(parents, u));
  }
  store<u32>(state, start, START);
  store<i32>(state, u, NODE);
  store<u32>(state, visit, VISIT);
  store<u32>(state, waitingCount, WAITING_COUNT);
  store<u32>(state, count, COUNT);
}
