/**
 * The kernels of algorithms, a module of their own that `groggy/algorithms` alone brings along: decoded and
 * compiled on first use, and instantiated once over each memory.
 */

import type { Arena } from "../core/arena.js";
import { codeOf, type WasmCode } from "../core/wasm.js";
import { algorithmPlainModule, algorithmSharedModule } from "./algorithm-module.js";
import type { PathKernels } from "./path-kernels.js";
import type { StructureKernels } from "./structure-kernels.js";

/**
 * The exports of the module: each works on the items first .. last - 1 of a range, so that any can be driven in
 * chunks and by several threads. Addresses and lengths are numbers, taken as 32 bits.
 */
export interface AlgorithmKernels extends StructureKernels, PathKernels {
  startSets(first: number, last: number, parents: number): void;
  setsOfFound(first: number, last: number, parents: number, root: number): void;
  uniteArcs(
    first: number,
    last: number,
    parents: number,
    offsets: number,
    ends: number,
    fromPlace: number,
    toPlace: number,
    skipped: number,
  ): void;
  uniteUnseen(
    first: number,
    last: number,
    parents: number,
    offsets: number,
    ends: number,
    seen: number,
  ): void;
  nameRoots(first: number, last: number, parents: number): void;
  topDownStep(
    first: number,
    last: number,
    queue: number,
    offsets: number,
    ends: number,
    depths: number,
    depth: number,
    seen: number,
    counters: number,
  ): void;
  markDown(first: number, last: number, front: number, offsets: number, ends: number, marks: number): void;
  findMarked(
    first: number,
    last: number,
    marks: number,
    next: number,
    seen: number,
    offsets: number,
    depths: number,
    depth: number,
    counters: number,
  ): void;
  bottomUpStep(
    first: number,
    last: number,
    front: number,
    next: number,
    seen: number,
    offsets: number,
    ends: number,
    offsetsAlong: number,
    depths: number,
    depth: number,
    counters: number,
  ): void;
  sweepBack(
    first: number,
    last: number,
    wanted: number,
    found: number,
    offsets: number,
    ends: number,
    counter: number,
  ): void;
  bitsOfDepth(first: number, last: number, depths: number, depth: number, bits: number): void;
  queueOfBits(
    first: number,
    last: number,
    bits: number,
    queue: number,
    offsets: number,
    counters: number,
  ): void;
  searchInOrder(
    first: number,
    last: number,
    queue: number,
    offsets: number,
    ends: number,
    depths: number,
    predecessors: number,
    seen: number,
    depth: number,
    state: number,
  ): void;
  pullRanks(
    first: number,
    last: number,
    offsets: number,
    ends: number,
    weights: number,
    given: number,
    next: number,
    changes: number,
    ranks: number,
    shares: number,
    jumps: number,
    jump: number,
    damping: number,
    sums: number,
    blockSize: number,
  ): void;
  countTiles(
    first: number,
    last: number,
    nodeCount: number,
    offsets: number,
    ends: number,
    bits: number,
    width: number,
    counts: number,
  ): void;
  placeTiles(
    first: number,
    last: number,
    nodeCount: number,
    offsets: number,
    ends: number,
    bits: number,
    width: number,
    cursors: number,
    tiles: number,
  ): void;
  pullChanges(
    first: number,
    last: number,
    nodeCount: number,
    bits: number,
    width: number,
    starts: number,
    tiles: number,
    given: number,
    next: number,
    arriving: number,
    ranks: number,
    shares: number,
    jumps: number,
    jump: number,
    damping: number,
    sums: number,
  ): void;
  gatherNumbers(first: number, last: number, values: number, positions: number, gathered: number): void;
  searchSources(
    first: number,
    last: number,
    sources: number,
    nodeCount: number,
    offsets: number,
    ends: number,
    backOffsets: number,
    backEnds: number,
    heads: number,
    round: number,
    chunkSize: number,
    byLink: number,
  ): void;
  searchByLength(
    first: number,
    last: number,
    sources: number,
    nodeCount: number,
    offsets: number,
    ends: number,
    lengths: number,
    heads: number,
    round: number,
    chunkSize: number,
    byLink: number,
    tolerance: number,
  ): void;
  addValues(
    first: number,
    last: number,
    sums: number,
    values: number,
    workspaceBytes: number,
    workspaceCount: number,
  ): void;
  linkArcs(
    first: number,
    last: number,
    arcOffsets: number,
    arcEnds: number,
    offsets: number,
    ends: number,
    marks: number,
  ): void;
  rankFound(first: number, last: number, found: number, ranks: number, nodeCount: number): void;
  walkStrongComponents(
    first: number,
    last: number,
    state: number,
    nodeCount: number,
    offsets: number,
    ends: number,
    ranks: number,
    next: number,
    parents: number,
    waiting: number,
    isRoot: number,
  ): void;
}

const plain = /* @__PURE__ */ codeOf(algorithmPlainModule);
const shared = /* @__PURE__ */ codeOf(algorithmSharedModule);
const instances = new WeakMap<Arena, AlgorithmKernels | null>();

/** The compiled module for an arena's kind of memory; null where there is no WebAssembly. */
export function algorithmCode(isShared: boolean): WasmCode | null {
  return isShared ? shared.module() : plain.module();
}

/** The kernels over an arena; undefined where there is no WebAssembly. */
export function algorithmKernels(arena: Arena): AlgorithmKernels | undefined {
  let kernels = instances.get(arena);
  if (kernels === undefined) {
    const code = arena.isShared ? shared : plain;
    kernels = (code.instantiate(arena.memory) as AlgorithmKernels | undefined) ?? null;
    instances.set(arena, kernels);
  }
  return kernels ?? undefined;
}
