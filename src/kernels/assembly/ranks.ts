// PageRank by pulling. Each node's sum is taken in the order of its arcs, and sums over nodes block by block, a
// chunk each, so that the result is the same to the last bit however many threads there are.

import { word } from "./address";

// @ts-ignore: decorator
@inline
function double(base: usize, index: u32): usize {
  return base + (<usize>index << 3);
}

// One round: ranks become what comes in plus the jumps', `given` is what nodes give along an arc, `next` what they
// will give in the round after. `jumps` is 0 where jumps lead everywhere alike, each getting `jump`; else the share
// of each node. Writes the block's change and the ranks of nodes that give nothing.
export function pullRanks(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, given: usize, next: usize,
  ranks: usize, shares: usize, jumps: usize, jump: f64, damping: f64, sums: usize, blockSize: u32,
): void {
  let change: f64 = 0;
  let stranded: f64 = 0;
  let arc = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const end = load<u32>(word(offsets, u), 4);
    let sum: f64 = 0;
    if (weights == 0) {
      for (; arc < end; arc++) sum += load<f64>(double(given, load<u32>(word(ends, arc))));
    } else {
      for (; arc < end; arc++) {
        sum += load<f64>(double(given, load<u32>(word(ends, arc)))) * load<f64>(double(weights, arc));
      }
    }
    const rank = sum + (jumps == 0 ? jump : jump * load<f64>(double(jumps, u)));
    const share = load<f64>(double(shares, u));
    change += Math.abs(rank - load<f64>(double(ranks, u)));
    if (share == 0) stranded += rank;
    store<f64>(double(ranks, u), rank);
    store<f64>(double(next, u), damping * rank * share);
  }
  const block = double(sums, (first / blockSize) << 1);
  store<f64>(block, change);
  store<f64>(block, stranded, 8);
}

// values[positions[i]] for each i.
export function gatherNumbers(first: u32, last: u32, values: usize, positions: usize, gathered: usize): void {
  for (let i = first; i < last; i++) {
    store<f64>(double(gathered, i), load<f64>(double(values, load<u32>(word(positions, i)))));
  }
}
