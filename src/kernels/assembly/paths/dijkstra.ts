// Shortest paths over weights of 0 and more, by delta-stepping: Meyer and Sanders 2003. Entries, a node and the
// distance it was given, wait in buckets of distances, lists of blocks in each thread's workspace, so that pushing
// needs no synchronization. Distances are u32 or f64, and so are weights, which are stored beside the ends of arcs.
// The state is a block of words and numbers, in the order of src/kernels/layouts/path-layout.ts.

import * as layout from "../../layouts/path-layout";
import { word } from "../shared/address";
import { WORKSPACE_HEAD, leaveWorkspace, takeWorkspace } from "../shared/workspace";

// Addresses in the state.
const OFFSETS: usize = layout.PATH_OFFSETS_WORD << 2;
const ARCS: usize = layout.PATH_ARCS_WORD << 2;
const DISTANCES: usize = layout.PATH_DISTANCES_WORD << 2;
const WORKSPACES: usize = layout.PATH_WORKSPACES_WORD << 2;
const WORKSPACE_BYTES: usize = layout.PATH_WORKSPACE_BYTES_WORD << 2;
const WORKSPACE_COUNT: usize = layout.PATH_WORKSPACE_COUNT_WORD << 2;
const LINKS: usize = layout.PATH_LINKS_WORD << 2;
const BLOCKS: usize = layout.PATH_BLOCKS_WORD << 2;
const FRESH: usize = layout.PATH_FRESH_WORD << 2;
const BLOCK_COUNT: usize = layout.PATH_BLOCK_COUNT_WORD << 2;
const FRONTIER: usize = layout.PATH_FRONTIER_WORD << 2;
const FRONTIER_NEXT: usize = layout.PATH_FRONTIER_NEXT_WORD << 2;
const FRONTIER_COUNT: usize = layout.PATH_FRONTIER_COUNT_WORD << 2;
const FAILED: usize = layout.PATH_FAILED_WORD << 2;
const BUCKET: usize = layout.PATH_BUCKET_WORD << 2;
const SHIFT: usize = layout.PATH_SHIFT_WORD << 2;
const INVERSE: usize = layout.PATH_INVERSE_NUMBER << 3, DISTANCE_MAX: usize = layout.PATH_DISTANCE_MAX_NUMBER << 3;
const SHARE_MIN: usize = layout.PATH_SHARE_MIN_WORD << 2, DONE: usize = layout.PATH_DONE_WORD << 2;

// A workspace has its free blocks, a word for what is prefetched, where each bucket's list ends, and room for arcs to look
// at and what they promise.
const FREE: usize = WORKSPACE_HEAD, TOUCHED: usize = WORKSPACE_HEAD + 4, ENDS: usize = WORKSPACE_HEAD + layout.PATH_HEAD_SIZE_BYTES;
const RING_SIZE: u32 = layout.PATH_RING_SIZE;
const TASKS: usize = ENDS + (RING_SIZE << 2);
const TASK_BYTES: usize = layout.PATH_TASK_SIZE_BYTES;
const BLOCK_SIZE: u32 = layout.PATH_BLOCK_SIZE;
const PROMISES: usize = TASKS + <usize>BLOCK_SIZE * TASK_BYTES;
const PROMISE_COUNT: usize = layout.PATH_PROMISE_COUNT;

// Blocks that are done in a call when one thread is at it alone.
const CALL_BLOCKS: u32 = 32;

// An entry is a node and behind it its distance, in as many bytes as two distances; an arc is an end and a weight.
// @ts-ignore: decorator
@inline
function entryBytes<T>(): usize {
  return isFloat<T>() ? 16 : 8;
}

// @ts-ignore: decorator
@inline
function arcBytes<T>(): usize {
  return isFloat<T>() ? 12 : 8;
}

// @ts-ignore: decorator
@inline
function blockBytes<T>(): usize {
  return entryBytes<T>() * BLOCK_SIZE;
}

// @ts-ignore: decorator
@inline
function at<T>(base: usize, index: u32): usize {
  return base + (<usize>index << alignof<T>());
}

// @ts-ignore: decorator
@inline
function bucketOf<T>(state: usize, distance: T): u32 {
  // the sum has the bucket, rounded, in its lowest bits; a conversion would look at signs and sizes first
  if (isFloat<T>()) return <u32>reinterpret<u64>(<f64>distance * load<f64>(state, INVERSE) + 4503599627370496.0);
  return <u32>distance >>> load<u32>(state, SHIFT);
}

// Whether the distance at `place` has been lowered to `distance` by this thread; M is bool where it is alone.
// @ts-ignore: decorator
@inline
function lower<T, M>(place: usize, distance: T): bool {
  let before = load<T>(place);
  if (!ASC_FEATURE_THREADS || sizeof<M>() == 1) {
    if (distance >= before) return false;
    store<T>(place, distance);
    return true;
  }
  while (distance < before) {
    if (isFloat<T>()) {
      const bits = reinterpret<u64>(<f64>before);
      const seen = atomic.cmpxchg<u64>(place, bits, reinterpret<u64>(<f64>distance));
      if (seen == bits) return true;
      before = <T>reinterpret<f64>(seen);
    } else {
      const seen = atomic.cmpxchg<u32>(place, <u32>before, <u32>distance);
      if (seen == <u32>before) return true;
      before = <T>seen;
    }
  }
  return false;
}

// A block for what comes behind `before`, which is linked to it; 0 if there is none left.
function takeBlock<T>(state: usize, workspace: usize, before: usize): usize {
  const blocks: usize = load<u32>(state, BLOCKS);
  const links: usize = load<u32>(state, LINKS);
  let block = <usize>load<u32>(workspace, FREE);
  if (block != 0) {
    store<u32>(workspace, load<u32>(word(links, <u32>((block - blocks) / blockBytes<T>()))), FREE);
  } else {
    let fresh: u32;
    if (ASC_FEATURE_THREADS) fresh = atomic.add<u32>(state + FRESH, 1);
    else {
      fresh = load<u32>(state, FRESH);
      store<u32>(state, fresh + 1, FRESH);
    }
    if (fresh >= load<u32>(state, BLOCK_COUNT)) {
      store<u32>(state, 1, FAILED);
      return 0;
    }
    block = blocks + <usize>fresh * blockBytes<T>();
  }
  const full: usize = before == 0 ? 0 : before - blockBytes<T>();
  store<u32>(word(links, <u32>((block - blocks) / blockBytes<T>())), <u32>full);
  return block;
}

// @ts-ignore: decorator
@inline
function giveBlock<T>(state: usize, workspace: usize, block: usize): void {
  const place = <u32>((block - load<u32>(state, BLOCKS)) / blockBytes<T>());
  store<u32>(word(load<u32>(state, LINKS), place), load<u32>(workspace, FREE));
  store<u32>(workspace, <u32>block, FREE);
}

// @ts-ignore: decorator
@inline
function push<T>(state: usize, workspace: usize, node: u32, distance: T): void {
  const last = load<u32>(state, BUCKET) + RING_SIZE - 1;
  const place = word(workspace + ENDS, min(bucketOf<T>(state, distance), last) & (RING_SIZE - 1));
  let entry: usize = load<u32>(place);
  // blocks begin at multiples of their size
  if ((entry & (blockBytes<T>() - 1)) == 0) {
    entry = takeBlock<T>(state, workspace, entry);
    if (entry == 0) return;
  }
  store<T>(entry, distance);
  store<u32>(entry, node, sizeof<T>());
  store<u32>(place, <u32>(entry + entryBytes<T>()));
}

// Relaxes the arcs of a block's nodes. Distances are first read without a branch on what they are, so that the
// waits for memory overlap; what seems to become nearer is looked at again.
// @ts-ignore: decorator
@inline
function relaxBlock<T, M>(state: usize, workspace: usize, block: usize, count: u32): void {
  const bucket = load<u32>(state, BUCKET);
  const offsets: usize = load<u32>(state, OFFSETS);
  const arcs: usize = load<u32>(state, ARCS);
  const distances: usize = load<u32>(state, DISTANCES);
  const tasks = workspace + TASKS;
  let task = tasks;
  const end = block + <usize>count * entryBytes<T>();
  for (let entry = block; entry < end; entry += entryBytes<T>()) {
    const distance = load<T>(entry);
    const u = load<u32>(entry, sizeof<T>());
    if (bucketOf<T>(state, distance) > bucket) {
      // it has come round the ring too soon
      push<T>(state, workspace, u, distance);
      continue;
    }
    store<T>(task, distance);
    store<u32>(task, u, 8);
    // a node's distance may have fallen since; then another entry has it
    task += <usize>(load<T>(at<T>(distances, u)) == distance) * TASK_BYTES;
  }
  // the places of their arcs, which are prefetched
  let touched: u32 = 0;
  for (let t = tasks; t < task; t += TASK_BYTES) {
    const u = load<u32>(t, 8);
    const first = arcs + <usize>load<u32>(word(offsets, u)) * arcBytes<T>();
    const last = arcs + <usize>load<u32>(word(offsets, u), 4) * arcBytes<T>();
    store<u32>(t, <u32>first, 8);
    store<u32>(t, <u32>last, 12);
    touched += load<u8>(first) + load<u8>(last - 1);
  }
  store<u32>(workspace, touched, TOUCHED);
  const promises = workspace + PROMISES;
  const promisesEnd = promises + PROMISE_COUNT * entryBytes<T>();
  let promise = promises;
  for (let t = tasks; t < task; t += TASK_BYTES) {
    const distance = load<T>(t);
    let arc: usize = load<u32>(t, 8);
    const arcsEnd: usize = load<u32>(t, 12);
    while (arc < arcsEnd) {
      const room = (promisesEnd - promise) / entryBytes<T>() * arcBytes<T>();
      const stop = min(arcsEnd, arc + room);
      for (; arc < stop; arc += arcBytes<T>()) {
        const v = load<u32>(arc);
        const reached = <T>(distance + load<T>(arc, 4));
        store<T>(promise, reached);
        store<u32>(promise, v, sizeof<T>());
        promise += <usize>(reached < load<T>(at<T>(distances, v))) * entryBytes<T>();
      }
      if (promise == promisesEnd) {
        keepPromises<T, M>(state, workspace, promises, promise);
        promise = promises;
      }
    }
  }
  keepPromises<T, M>(state, workspace, promises, promise);
}

// @ts-ignore: decorator
@inline
function keepPromises<T, M>(state: usize, workspace: usize, first: usize, end: usize): void {
  const distances: usize = load<u32>(state, DISTANCES);
  const most = <T>load<f64>(state, DISTANCE_MAX);
  for (let promise = first; promise < end; promise += entryBytes<T>()) {
    const distance = load<T>(promise);
    const v = load<u32>(promise, sizeof<T>());
    if (distance <= most && lower<T, M>(at<T>(distances, v), distance)) push<T>(state, workspace, v, distance);
  }
}

// Makes the next bucket that is not empty the frontier, from the present one on: each word is a block and how many
// entries it has.
// @ts-ignore: decorator
@inline
function collect<T>(state: usize): void {
  const workspaces: usize = load<u32>(state, WORKSPACES);
  const workspaceBytes: usize = load<u32>(state, WORKSPACE_BYTES);
  const workspacesEnd = workspaces + <usize>load<u32>(state, WORKSPACE_COUNT) * workspaceBytes;
  const frontier: usize = load<u32>(state, FRONTIER);
  const blocks: usize = load<u32>(state, BLOCKS);
  const links: usize = load<u32>(state, LINKS);
  const start = load<u32>(state, BUCKET);
  let found: u32 = 0;
  for (let bucket = start; bucket - start < RING_SIZE && found == 0; bucket++) {
    for (let workspace = workspaces; workspace < workspacesEnd; workspace += workspaceBytes) {
      const place = word(workspace + ENDS, bucket & (RING_SIZE - 1));
      const end: usize = load<u32>(place);
      if (end == 0) continue;
      store<u32>(place, 0);
      let block = (end - 1) & ~(blockBytes<T>() - 1);
      let count = (end - block) / entryBytes<T>();
      while (block != 0) {
        store<u32>(word(frontier, found++), <u32>(block | count));
        block = load<u32>(word(links, <u32>((block - blocks) / blockBytes<T>())));
        // only the last block of a list may be partly filled
        count = BLOCK_SIZE;
      }
      store<u32>(state, bucket, BUCKET);
    }
  }
  store<u32>(state, 0, FRONTIER_NEXT);
  store<u32>(state, found, FRONTIER_COUNT);
}

// @ts-ignore: decorator
@inline
function relaxAt<T, M>(state: usize, workspace: usize, place: u32): void {
  const entry: usize = load<u32>(word(load<u32>(state, FRONTIER), place));
  const block = entry & ~(blockBytes<T>() - 1);
  relaxBlock<T, M>(state, workspace, block, <u32>(entry - block));
  giveBlock<T>(state, workspace, block);
}

// Goes on alone for a while, or until it is over, or there is a bucket worth sharing out. It does as much at each
// call; the items are calls.
// @ts-ignore: decorator
@inline
function advance<T>(state: usize): void {
  const workspace: usize = load<u32>(state, WORKSPACES);
  for (let left = CALL_BLOCKS; left > 0 && load<u32>(state, DONE) == 0; left--) {
    if (load<u32>(state, FRONTIER_NEXT) == load<u32>(state, FRONTIER_COUNT)) {
      collect<T>(state);
      if (load<u32>(state, FRONTIER_COUNT) == 0) store<u32>(state, 1, DONE);
    }
    if (load<u32>(state, FRONTIER_COUNT) >= load<u32>(state, SHARE_MIN)) return;
    const next = load<u32>(state, FRONTIER_NEXT);
    if (next == load<u32>(state, FRONTIER_COUNT)) return;
    relaxAt<T, bool>(state, workspace, next);
    store<u32>(state, next + 1, FRONTIER_NEXT);
    if (load<u32>(state, FAILED)) store<u32>(state, 1, DONE);
  }
}

export function advanceWords(first: u32, last: u32, state: usize): void {
  for (let i = first; i < last; i++) advance<u32>(state);
}

export function advanceNumbers(first: u32, last: u32, state: usize): void {
  for (let i = first; i < last; i++) advance<f64>(state);
}

// Relaxes the arcs of the nodes in blocks first..last of the frontier, beside other threads.
// @ts-ignore: decorator
@inline
function relax<T>(first: u32, last: u32, state: usize): void {
  const workspace = takeWorkspace(load<u32>(state, WORKSPACES), load<u32>(state, WORKSPACE_BYTES), load<u32>(state, WORKSPACE_COUNT));
  for (let i = first; i < last; i++) relaxAt<T, u32>(state, workspace, i);
  leaveWorkspace(workspace);
}

export function relaxWords(first: u32, last: u32, state: usize): void {
  relax<u32>(first, last, state);
}

export function relaxNumbers(first: u32, last: u32, state: usize): void {
  relax<f64>(first, last, state);
}

// Puts nodes into the first bucket.
export function pushSourceWord(first: u32, last: u32, state: usize): void {
  for (let u = first; u < last; u++) push<u32>(state, load<u32>(state, WORKSPACES), u, 0);
}

export function pushSourceNumber(first: u32, last: u32, state: usize): void {
  for (let u = first; u < last; u++) push<f64>(state, load<u32>(state, WORKSPACES), u, 0);
}

// Packs ends and weights of arcs next to each other; weights are given in the order of edges.
// @ts-ignore: decorator
@inline
function pack<T, Given>(
  first: u32, last: u32, ends: usize, edges: usize, weights: usize, arcs: usize,
): void {
  for (let i = first; i < last; i++) {
    const arc = arcs + <usize>i * arcBytes<T>();
    store<u32>(arc, load<u32>(word(ends, i)));
    store<T>(arc, <T>load<Given>(at<Given>(weights, load<u32>(word(edges, i)))), 4);
  }
}

export function packBytes(first: u32, last: u32, ends: usize, edges: usize, weights: usize, arcs: usize): void {
  pack<u32, u8>(first, last, ends, edges, weights, arcs);
}

export function packWords(first: u32, last: u32, ends: usize, edges: usize, weights: usize, arcs: usize): void {
  pack<u32, u32>(first, last, ends, edges, weights, arcs);
}

export function packNumbers(
  first: u32, last: u32, ends: usize, edges: usize, weights: usize, arcs: usize,
): void {
  pack<f64, f64>(first, last, ends, edges, weights, arcs);
}

// For each node the first arc of the tree, of those that end there, come from nearer by, and are as long as the
// difference: the node they leave above 32 bits, the arc below. Here by a look back along arcs that lead either way.
// @ts-ignore: decorator
@inline
function tightBack<T>(first: u32, last: u32, offsets: usize, arcs: usize, distances: usize, tree: usize): void {
  for (let v = first; v < last; v++) {
    const distance = load<T>(at<T>(distances, v));
    let best = u64.MAX_VALUE;
    if (distance != unreached<T>()) {
      const end = load<u32>(word(offsets, v), 4);
      for (let i = load<u32>(word(offsets, v)); i < end; i++) {
        const arc = arcs + <usize>i * arcBytes<T>();
        const u = load<u32>(arc);
        const before = load<T>(at<T>(distances, u));
        const isTight = i32(<T>(before + load<T>(arc, 4)) == distance) & i32(before < distance);
        best = min(best, select<u64>((<u64>u << 32) | i, u64.MAX_VALUE, isTight));
      }
    }
    store<u64>(tree + (<usize>v << 3), best);
  }
}

// @ts-ignore: decorator
@inline
function unreached<T>(): T {
  return isFloat<T>() ? <T>Infinity : <T>(-1);
}

export function tightBackWords(
  first: u32, last: u32, offsets: usize, arcs: usize, distances: usize, tree: usize,
): void {
  tightBack<u32>(first, last, offsets, arcs, distances, tree);
}

export function tightBackNumbers(
  first: u32, last: u32, offsets: usize, arcs: usize, distances: usize, tree: usize,
): void {
  tightBack<f64>(first, last, offsets, arcs, distances, tree);
}

// The same along arcs. Without `arcs` all are 1, and `ends` says where they end.
// @ts-ignore: decorator
@inline
function tight<T>(
  first: u32, last: u32, offsets: usize, ends: usize, arcs: usize, distances: usize, tree: usize,
): void {
  for (let u = first; u < last; u++) {
    const distance = load<T>(at<T>(distances, u));
    if (distance == unreached<T>()) continue;
    const end = load<u32>(word(offsets, u), 4);
    for (let i = load<u32>(word(offsets, u)); i < end; i++) {
      const arc = arcs + <usize>i * arcBytes<T>();
      const v = arcs == 0 ? load<u32>(word(ends, i)) : load<u32>(arc);
      const reached = <T>(distance + (arcs == 0 ? <T>1 : load<T>(arc, 4)));
      if (reached != load<T>(at<T>(distances, v)) || reached <= distance) continue;
      if (isFloat<T>() && reached == <T>Infinity) continue;
      lowerTree(tree + (<usize>v << 3), (<u64>u << 32) | i);
    }
  }
}

// @ts-ignore: decorator
@inline
function lowerTree(place: usize, value: u64): void {
  let before = load<u64>(place);
  while (value < before) {
    if (!ASC_FEATURE_THREADS) {
      store<u64>(place, value);
      return;
    }
    const seen = atomic.cmpxchg<u64>(place, before, value);
    if (seen == before) return;
    before = seen;
  }
}

export function tightWords(
  first: u32, last: u32, offsets: usize, ends: usize, arcs: usize, distances: usize, tree: usize,
): void {
  tight<u32>(first, last, offsets, ends, arcs, distances, tree);
}

export function tightNumbers(
  first: u32, last: u32, offsets: usize, ends: usize, arcs: usize, distances: usize, tree: usize,
): void {
  tight<f64>(first, last, offsets, ends, arcs, distances, tree);
}

// The tree as two arrays: for each node the one before it and the edge from there, -1 where there is none.
export function readTree(first: u32, last: u32, tree: usize, edges: usize, before: usize, edgeTo: usize): void {
  for (let v = first; v < last; v++) {
    const value = load<u64>(tree + (<usize>v << 3));
    const isNone = value == u64.MAX_VALUE;
    store<i32>(word(before, v), isNone ? -1 : <i32>(value >>> 32));
    store<i32>(word(edgeTo, v), isNone ? -1 : load<i32>(word(edges, <u32>value)));
  }
}
