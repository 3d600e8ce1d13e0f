/**
 * The threads that share a step's chunks with the thread that runs it. They start on first use, and until one is
 * ready the others do its part, so that none waits for it (starting takes some 30 ms). They do not keep the process
 * alive, and end when they have been idle for a while, which also frees their references to graphs that are gone. One
 * step runs at a time.
 */
import { platform, type Thread } from "#platform";
import { assert, InvariantError } from "../../errors.js";
import { chunkCountOf, type KernelRun, runChunk, type StepMemory } from "./steps.js";
import * as code from "./thread-code.js";

/** More than one may ask for. */
export const THREADS_MAX = 64;

/** Threads end after so long without a step. */
const IDLE_MS = 10_000;

/**
 * They also end once they have received so many arenas, or so much memory: a thread collects dropped memory too late,
 * since its collector does not count shared memory (120 graphs of 20 MB held 1.9 GB).
 */
const ARENA_COUNT_MAX = 64;
const ANNOUNCED_BYTES_MAX = 2 ** 28;

/** Chunks are counted by an atomic word; threads may draw a few beyond the last. */
const CHUNK_COUNT_MAX = 2 ** 30;

interface Pool {
  readonly threads: Thread[];
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  /** The number of the arena that all threads have received; -1 for none. */
  arena: number;
  arenaCount: number;
  /** The total size of all arenas that they have received. */
  announcedBytes: number;
  stepNumber: number;
  isRunning: boolean;
  lastUseMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

let pool: Pool | undefined;

/** Whether a thread could not be started; then none is tried again. */
let areRefused = false;

/**
 * Opens a step for up to `helperCount` threads, undefined if it cannot be shared: threads see shared memories
 * only, one step runs at a time, and there may be no threads to be had. Chunks are parted into `rangeCount` ranges, one
 * for each thread that takes part, of which this thread has the first.
 */
export function openStep(
  step: KernelRun,
  helperCount: number,
  rangeCount = helperCount,
): OpenStep | undefined {
  const { arena } = step.scratch;
  const chunkCount = chunkCountOf(step);
  if (!arena.isShared || pool?.isRunning || chunkCount > CHUNK_COUNT_MAX) return undefined;
  if (pool !== undefined && isWornOut(pool) && pool.arena !== arena.number) endThreads();
  const ready = enlist(helperCount);
  if (ready === undefined) return undefined;
  announceArena(ready, step.scratch);
  const { words, numbers } = ready;
  assert(step.values.length <= code.VALUE_CAPACITY, "a kernel with more values than the block has room for");
  const kernel = Object.keys(step.scratch.kernels).indexOf(step.kernel);
  for (const [word, value] of [
    [code.RANGE_COUNT, rangeCount],
    [code.CHUNK_COUNT, chunkCount],
    [code.CHUNK_SIZE, step.chunkSize],
    [code.KERNEL, kernel],
    [code.CAPACITY, helperCount],
    [code.ARENA, ready.arena],
    [code.VALUE_COUNT, step.values.length],
  ]) {
    words[word] = value;
  }
  for (let range = 0; range < rangeCount; range++) {
    words[nextOf(range)] = rangeStart(range, rangeCount, chunkCount);
  }
  numbers.set([step.first, step.last, ...step.values]);
  ready.isRunning = true;
  ready.stepNumber = (ready.stepNumber + 1) & 0x3f_ffff;
  Atomics.store(words, code.STATE, (ready.stepNumber << code.STEP_SHIFT) | code.OPEN);
  Atomics.notify(words, code.STATE, helperCount);
  return new OpenStep(ready, step, chunkCount, rangeCount);
}

/** The word of a range's next chunk. */
function nextOf(range: number): number {
  return code.NEXT_CHUNKS + range * code.RANGE_WORDS;
}

/** The first chunk of a range, where the range before ends. */
function rangeStart(range: number, rangeCount: number, chunkCount: number): number {
  return Math.floor((chunkCount * range) / rangeCount);
}

/** A step that threads may join. It has to be closed. */
export class OpenStep {
  readonly #pool: Pool;
  readonly #step: KernelRun;
  readonly #chunkCount: number;
  readonly #rangeCount: number;

  constructor(pool: Pool, step: KernelRun, chunkCount: number, rangeCount: number) {
    this.#pool = pool;
    this.#step = step;
    this.#chunkCount = chunkCount;
    this.#rangeCount = rangeCount;
  }

  /** Takes part until all chunks are drawn, from the first range on. */
  takePart(): void {
    const { words } = this.#pool;
    for (let range = 0; range < this.#rangeCount; range++) {
      const [next, end] = [nextOf(range), this.#endOf(range)];
      let chunk = Atomics.add(words, next, 1);
      for (; chunk < end; chunk = Atomics.add(words, next, 1)) runChunk(this.#step, chunk);
    }
  }

  /** No more chunks are drawn; those that are drawn come to their end. */
  stop(): void {
    const { words } = this.#pool;
    for (let range = 0; range < this.#rangeCount; range++) {
      Atomics.store(words, nextOf(range), this.#chunkCount);
    }
  }

  /** Whether all chunks are drawn and no thread is at one. */
  get isOver(): boolean {
    const { words } = this.#pool;
    for (let range = 0; range < this.#rangeCount; range++) {
      if (Atomics.load(words, nextOf(range)) < this.#endOf(range)) return false;
    }
    return this.#threadCount === 0;
  }

  #endOf(range: number): number {
    return rangeStart(range + 1, this.#rangeCount, this.#chunkCount);
  }

  /** Waits on this thread for those that have joined, then ends the step. */
  close(): void {
    const { words } = this.#pool;
    // no thread joins from here on
    Atomics.and(words, code.STATE, ~code.OPEN);
    for (let spins = 0; this.#threadCount > 0; spins++) {
      const left = Atomics.load(words, code.LEFT);
      if (spins > SPIN_COUNT && this.#threadCount > 0 && mayWait()) Atomics.wait(words, code.LEFT, left);
    }
    this.#pool.isRunning = false;
    restSoon(this.#pool);
    if (Atomics.exchange(words, code.FAILED, 0) !== 0) {
      throw new InvariantError(`the kernel "${this.#step.kernel}" failed on a thread`);
    }
  }

  /** Resolves once a thread has left the step, or after a while. */
  async someoneLeft(timeMs: number): Promise<void> {
    const { words } = this.#pool;
    const left = Atomics.load(words, code.LEFT);
    if (this.isOver) return;
    const waiting = waitAsync?.(words, code.LEFT, left, timeMs);
    // a pending wait does not keep the process alive, a timer does
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waiting === undefined ? 1 : timeMs);
    });
    await Promise.race(waiting === undefined ? [timeout] : [waiting.value, timeout]);
    clearTimeout(timer);
  }

  get #threadCount(): number {
    return Atomics.load(this.#pool.words, code.STATE) & code.THREADS_MASK;
  }
}

/** Looks at the count of threads before sleeping. */
const SPIN_COUNT = 2000;

type WaitAsync = (words: Int32Array, index: number, value: number, timeMs: number) => { value: unknown };
const waitAsync = (Atomics as { waitAsync?: WaitAsync }).waitAsync;

let waitingIsAllowed: boolean | undefined;

/** A page's main thread may not wait, it can only spin. */
function mayWait(): boolean {
  if (waitingIsAllowed === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
      waitingIsAllowed = true;
    } catch {
      waitingIsAllowed = false;
    }
  }
  return waitingIsAllowed;
}

/** Whether so many threads were started, and have not ended since. */
export function threadsAreStarted(helperCount: number): boolean {
  return pool !== undefined && pool.threads.length >= helperCount;
}

/** Whether a thread has started, or does so within a time. */
export async function threadsStart(helperCount: number, timeMs: number): Promise<boolean> {
  const end = performance.now() + timeMs;
  const starting = enlist(helperCount);
  while (starting !== undefined && Atomics.load(starting.words, code.STARTED) === 0) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return starting !== undefined;
}

/** The pool with at least so many threads, as far as there are any. */
function enlist(helperCount: number): Pool | undefined {
  if (pool === undefined) {
    const block = new SharedArrayBuffer(code.BLOCK_BYTES);
    pool = {
      threads: [],
      words: new Int32Array(block),
      numbers: new Float64Array(block, code.NUMBERS_OFFSET, 2 + code.VALUE_CAPACITY),
      arena: -1,
      arenaCount: 0,
      announcedBytes: 0,
      stepNumber: 0,
      isRunning: false,
      lastUseMs: 0,
      timer: undefined,
    };
  }
  while (pool.threads.length < helperCount && !areRefused) {
    const thread = platform.startThread(code.threadCode);
    areRefused = thread === undefined;
    if (thread === undefined) break;
    pool.threads.push(thread);
    thread.post({ block: pool.words.buffer, number: pool.threads.length });
    // a new thread has to hear of the arena
    pool.arena = -1;
  }
  return pool.threads.length > 0 ? pool : undefined;
}

function isWornOut({ announcedBytes, arenaCount }: Pool): boolean {
  return announcedBytes > ANNOUNCED_BYTES_MAX || arenaCount > ARENA_COUNT_MAX;
}

/** Each thread has one arena at a time; a step in another makes it listen to its messages. */
function announceArena(ready: Pool, { arena, code }: StepMemory): void {
  if (ready.arena === arena.number) return;
  ready.announcedBytes += arena.memory.buffer.byteLength;
  ready.arenaCount++;
  ready.arena = arena.number;
  const message = { memory: arena.memory, code, arena: ready.arena };
  for (const thread of ready.threads) thread.post(message);
}

/** Ends the threads once they have been idle for a while. */
function restSoon(resting: Pool): void {
  resting.lastUseMs = performance.now();
  if (resting.timer !== undefined) return;
  const look = () => {
    resting.timer = undefined;
    if (performance.now() - resting.lastUseMs < IDLE_MS - 1) restAfter(look);
    else if (pool === resting) endThreads();
  };
  const restAfter = (then: () => void) => {
    resting.timer = setTimeout(then, IDLE_MS);
    // a number in a browser
    (resting.timer as { unref?: () => void }).unref?.();
  };
  restAfter(look);
}

/** Ends the threads, unless they are at a step; the next step starts others. */
export function endThreads(): void {
  if (pool === undefined || pool.isRunning) return;
  clearTimeout(pool.timer);
  for (const thread of pool.threads) thread.stop();
  pool = undefined;
}
