/**
 * The source of a thread, as text: a bundle then needs no file for it. A thread waits until a step is open, joins it
 * if it has capacity, and runs the kernel over chunks, whose numbers it draws from counters in shared memory, until
 * there are none left. `STATE` says in one word which step it is, whether it is open, and how many threads are in it,
 * so that joining is one atomic exchange and no thread joins a step that has ended.
 *
 * Chunks are parted into as many ranges as threads are asked for, each with a counter. A thread begins with its own
 * range, the same one in each step, and then takes from the others: what it wrote in the step before is in its cache,
 * where another core may wait 0.2 us for each line of it.
 */

/** Words of the block that threads share. */
export const STATE = 0;
/** The number of ranges that chunks are parted into. */
export const RANGE_COUNT = 1;
export const CHUNK_COUNT = 2;
export const CHUNK_SIZE = 3;
export const KERNEL = 4;
/** The number of threads that may run the step at a time. */
export const CAPACITY = 5;
/** The number of the arena that the step works in. */
export const ARENA = 6;
/** Goes up each time a thread has left a step. */
export const LEFT = 7;
/** Whether a kernel has failed. */
export const FAILED = 8;
export const VALUE_COUNT = 9;
/** The number of threads that have started. */
export const STARTED = 10;

/** The offset of the float64 values, in bytes: the first item, the last, and the kernel's values. */
export const NUMBERS_OFFSET = 64;
export const VALUE_CAPACITY = 24;

/** The word of the next chunk of the first range; that of each other is a cache line further on. */
export const NEXT_CHUNKS = 80;
export const RANGE_WORDS = 16;

/** As many ranges as threads. */
export const RANGE_CAPACITY = 64;
export const BLOCK_BYTES = 4 * (NEXT_CHUNKS + RANGE_CAPACITY * RANGE_WORDS);

/** Parts of STATE: threads in the step, whether it is open, and above that its number. */
export const THREADS_MASK = 0xff;
export const OPEN = 0x100;
export const STEP_SHIFT = 9;

/** Looks at STATE before sleeping: some 20 us, about what a sleep and being woken cost. */
const SPIN_COUNT = 2000;

export const threadCode = `
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
let words, numbers, number, arena = -1, kernels = [];
const listen = (message) => {
  if (message.block !== undefined) {
    words = new Int32Array(message.block);
    numbers = new Float64Array(message.block, ${NUMBERS_OFFSET}, ${2 + VALUE_CAPACITY});
    number = message.number;
    Atomics.add(words, ${STARTED}, 1);
    return;
  }
  arena = message.arena;
  kernels = Object.values(new WebAssembly.Instance(message.code, { env: { memory: message.memory } }).exports);
  serve();
};
if (node) node.parentPort.on("message", listen);
else globalThis.onmessage = (event) => listen(event.data);

// returns to hear of another arena
function serve() {
  let last = -1;
  for (;;) {
    const state = Atomics.load(words, ${STATE});
    const step = state >>> ${STEP_SHIFT};
    const isOpen = (state & ${OPEN}) !== 0 && step !== last;
    if (!isOpen || (state & ${THREADS_MASK}) >= words[${CAPACITY}]) {
      rest(state);
      continue;
    }
    if (words[${ARENA}] !== arena) return;
    if (Atomics.compareExchange(words, ${STATE}, state, state + 1) !== state) continue;
    last = step;
    work();
    Atomics.sub(words, ${STATE}, 1);
    Atomics.add(words, ${LEFT}, 1);
    Atomics.notify(words, ${LEFT});
  }
}

function rest(state) {
  for (let i = 0; i < ${SPIN_COUNT}; i++) if (Atomics.load(words, ${STATE}) !== state) return;
  Atomics.wait(words, ${STATE}, state);
}

function work() {
  const kernel = kernels[words[${KERNEL}]];
  const [chunkCount, chunkSize] = [words[${CHUNK_COUNT}], words[${CHUNK_SIZE}]];
  const rangeCount = words[${RANGE_COUNT}];
  const [first, last] = numbers;
  const values = Array.from(numbers.subarray(2, 2 + words[${VALUE_COUNT}]));
  try {
    for (let i = 0; i < rangeCount; i++) {
      const range = (number + i) % rangeCount;
      const end = Math.floor((chunkCount * (range + 1)) / rangeCount);
      const next = ${NEXT_CHUNKS} + range * ${RANGE_WORDS};
      for (let chunk; (chunk = Atomics.add(words, next, 1)) < end; ) {
        const start = first + chunk * chunkSize;
        kernel(start, Math.min(last, start + chunkSize), ...values);
      }
    }
  } catch {
    Atomics.store(words, ${FAILED}, 1);
    for (let i = 0; i < rangeCount; i++) Atomics.store(words, ${NEXT_CHUNKS} + i * ${RANGE_WORDS}, chunkCount);
  }
}
`;
