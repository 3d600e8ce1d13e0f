/**
 * A generator of steps with which algorithms drive kernels: each step is one kernel over a range, run in chunks.
 * Chunks are short, since a long call would stay in the engine's baseline code (PageRank: 579 ms against 403); they
 * are also what threads share out. The generator itself goes on between steps, on the calling thread, where it looks
 * at results, asks the signal and tells of progress.
 */

import type { Arena } from "../core/arena.js";
import type { WasmCode } from "../core/wasm.js";
import { type Address, argumentOrders, type KernelArguments } from "./algorithm-module.js";
import type { Scratch } from "./scratch.js";

/** A kernel over a range. */
type KernelName = keyof KernelArguments;

/** A memory that kernels work in, and the module that they are of: one for each memory. */
export interface StepMemory {
  readonly arena: Arena;
  readonly kernels: object;
  /** Compiled for the arena's kind of memory. */
  readonly code: WasmCode | null;
}

/** A kernel of some module over the items first .. last - 1. */
export interface KernelRun {
  readonly scratch: StepMemory;
  readonly kernel: string;
  readonly first: number;
  readonly last: number;
  readonly values: readonly number[];
  /** Items a call. */
  readonly chunkSize: number;
  /** Whether each chunk must wait for the one before. */
  readonly inOrder: boolean;
}

/** A run of a kernel of algorithms. */
export interface Step<K extends KernelName = KernelName> extends KernelRun {
  readonly scratch: Scratch;
  readonly kernel: K;
}

/** An algorithm as steps. It opens its scratch itself, and gives it back in a `finally`. */
export type Steps<T> = Generator<Step, T, void>;

/** Items handed to a kernel at a time. */
export const ITEM_CHUNK_SIZE = 4096;

/** A step whose chunks may run in any order and at the same time. */
export function step<K extends KernelName>(
  scratch: Scratch,
  kernel: K,
  count: number,
  named: KernelArguments[K],
): Step<K> {
  const values = inOrderOf(kernel, named);
  return { scratch, kernel, first: 0, last: count, values, chunkSize: ITEM_CHUNK_SIZE, inOrder: false };
}

/** A step whose chunks run one after another, from the first. */
export function stepInOrder<K extends KernelName>(
  scratch: Scratch,
  kernel: K,
  count: number,
  named: KernelArguments[K],
): Step<K> {
  return { ...step(scratch, kernel, count, named), inOrder: true };
}

const orders: Partial<Record<KernelName, readonly string[]>> = {};

/** The arguments that go by name, as the numbers that the kernel takes in a row. */
function inOrderOf<K extends KernelName>(kernel: K, named: KernelArguments[K]): number[] {
  const given = named as Readonly<Record<string, Address>>;
  return orderOf(kernel).map((name) => numberOf(given[name]));
}

function orderOf(kernel: KernelName): readonly string[] {
  orders[kernel] ??= argumentOrders[kernel].split(" ");
  return orders[kernel];
}

function numberOf(value: Address): number {
  return typeof value === "object" ? value.byteOffset : (value ?? 0);
}

/**
 * The step over another range, with some arguments changed: what loops of many short steps yield, since names are then
 * looked up for these alone (the hops of a path of 300,000 nodes: 570, 130 ms).
 */
export function stepOver<K extends KernelName>(
  whole: Step<K>,
  first: number,
  last: number,
  changed: Partial<KernelArguments[K]>,
): Step<K> {
  const values = whole.values.slice();
  const given = changed as Readonly<Record<string, Address>>;
  for (const name in given) values[orderOf(whole.kernel).indexOf(name)] = numberOf(given[name]);
  return { ...whole, first, last, values };
}

/** The number of chunks of a step after which progress is reported. */
const PART_CHUNK_COUNT = 16;

/** A step in parts; after each of them `tick` is called with the number of items done. */
export function* inParts(whole: Step, tick: (done: number) => void): Generator<Step, void, void> {
  const partSize = whole.chunkSize * PART_CHUNK_COUNT;
  for (let first = whole.first; first < whole.last; first += partSize) {
    const last = Math.min(whole.last, first + partSize);
    yield { ...whole, first, last };
    tick(last);
  }
}

/** Runs one step on this thread. */
export function runStep(step: KernelRun): void {
  const chunkCount = chunkCountOf(step);
  for (let chunk = 0; chunk < chunkCount; chunk++) runChunk(step, chunk);
}

export function chunkCountOf({ first, last, chunkSize }: KernelRun): number {
  return Math.max(0, Math.ceil((last - first) / chunkSize));
}

/** Runs one chunk of a step on this thread. */
export function runChunk(
  { scratch, kernel, first, last, values, chunkSize }: KernelRun,
  chunk: number,
): void {
  const kernels = scratch.kernels as Record<
    string,
    (first: number, last: number, ...values: readonly number[]) => void
  >;
  const run = kernels[kernel];
  const start = first + chunk * chunkSize;
  run(start, Math.min(last, start + chunkSize), ...values);
}
