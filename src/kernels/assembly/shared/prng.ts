// The random numbers of structures/prng.ts, from a state of four words: the same ones, so that a run by kernels
// takes the same turns as one by loops.

// The next 32 bits.
// @ts-ignore: decorator
@inline
export function nextBits(state: usize): u32 {
  const a = load<u32>(state);
  const b = load<u32>(state, 4);
  const c = load<u32>(state, 8);
  const counter = load<u32>(state, 12);
  const sum = a + b + counter;
  store<u32>(state, b ^ (b >>> 9));
  store<u32>(state, c + (c << 3), 4);
  store<u32>(state, rotl<u32>(c, 21) + sum, 8);
  store<u32>(state, counter + 1, 12);
  return sum;
}

// A whole number 0 .. bound - 1; what does not fill a whole round of `bound` numbers is drawn again.
// @ts-ignore: decorator
@inline
export function below(state: usize, bound: u32): u32 {
  const zero: u32 = 0;
  const excess: u32 = (zero - bound) % bound;
  let drawn = nextBits(state);
  while (drawn > u32.MAX_VALUE - excess) drawn = nextBits(state);
  return drawn % bound;
}

// A number from 0 up to but not including 1, a multiple of 2^-53.
// @ts-ignore: decorator
@inline
export function float(state: usize): f64 {
  const upper = <f64>(nextBits(state) >>> 5);
  return (upper * 67108864.0 + <f64>(nextBits(state) >>> 6)) * 1.1102230246251565e-16;
}

// Shuffles `count` words. Item i of the range puts the word at place count - 1 - i, so 0 .. count - 2 is all.
export function shuffleWords(first: u32, last: u32, words: usize, count: u32, state: usize): void {
  for (let i = first; i < last; i++) {
    const place = count - 1 - i;
    const p = words + (<usize>place << 2);
    const q = words + (<usize>below(state, place + 1) << 2);
    const word = load<u32>(p);
    store<u32>(p, load<u32>(q));
    store<u32>(q, word);
  }
}
