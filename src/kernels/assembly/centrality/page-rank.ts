// PageRank by pulling. Each node's sum is taken in the order of its arcs, and sums over nodes block by block, a
// chunk each, so that the result is the same to the last bit however many threads there are.

import { long, word } from "../shared/address";

// One round: ranks become what comes in plus the jumps', `given` is what nodes give along an arc, `next` what they
// will give in the round after, `changes` by how much more than in this one, in float32, unless it is 0. `jumps` is 0
// where jumps lead everywhere alike, each getting `jump`; else the share of each node. Writes the block's change and
// the ranks of nodes that give nothing.
export function pullRanks(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, given: usize, next: usize, changes: usize,
  ranks: usize, shares: usize, jumps: usize, jump: f64, damping: f64, sums: usize, blockSize: u32,
): void {
  // sums first, all of the block: reads at random overlap best where nothing comes between them
  let arc = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const end = load<u32>(word(offsets, u), 4);
    let sum: f64 = 0;
    if (weights == 0) {
      for (; arc < end; arc++) sum += load<f64>(long(given, load<u32>(word(ends, arc))));
    } else {
      for (; arc < end; arc++) {
        sum += load<f64>(long(given, load<u32>(word(ends, arc)))) * load<f64>(long(weights, arc));
      }
    }
    store<f64>(long(next, u), sum);
  }
  let change: f64 = 0;
  let stranded: f64 = 0;
  for (let u = first; u < last; u++) {
    const rank = load<f64>(long(next, u)) + (jumps == 0 ? jump : jump * load<f64>(long(jumps, u)));
    const share = load<f64>(long(shares, u));
    const more = rank - load<f64>(long(ranks, u));
    change += Math.abs(more);
    if (share == 0) stranded += rank;
    store<f64>(long(ranks, u), rank);
    store<f64>(long(next, u), damping * rank * share);
    if (changes != 0) store<f32>(word(changes, u), <f32>(damping * more * share));
  }
  const block = long(sums, (first / blockSize) << 1);
  store<f64>(block, change);
  store<f64>(block, stranded, 8);
}

// values[positions[i]] for each i.
export function gatherNumbers(first: u32, last: u32, values: usize, positions: usize, gathered: usize): void {
  for (let i = first; i < last; i++) {
    store<f64>(long(gathered, i), load<f64>(long(values, load<u32>(word(positions, i)))));
  }
}
