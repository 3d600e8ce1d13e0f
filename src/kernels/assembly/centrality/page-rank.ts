// PageRank by pulling. Each node's sum is taken in the order of its arcs, and sums over nodes block by block, a
// chunk each, so that the result is the same to the last bit however many threads there are.

import { long, word } from "../shared/address";

// One round: a rank becomes the sum of what comes in and of the node's part of the teleport. `contributions` holds what
// each node gives along an arc of weight 1 in this round, and `next` takes what it gives in the round after. `teleport` is 0 for a uniform teleport, where each node gets
// `teleportShare`; else it holds the part of each node. Writes the block's change and the ranks of its dangling nodes.
export function pullRanks(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, contributions: usize, next: usize,
  ranks: usize, inverseOutWeights: usize, teleport: usize, teleportShare: f64, damping: f64,
  sums: usize, blockSize: u32,
): void {
  // sums first, all of the block: reads at random overlap best where nothing comes between them
  let arc = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const end = load<u32>(word(offsets, u), 4);
    let sum: f64 = 0;
    if (weights == 0) {
      for (; arc < end; arc++) sum += load<f64>(long(contributions, load<u32>(word(ends, arc))));
    } else {
      for (; arc < end; arc++) {
        sum += load<f64>(long(contributions, load<u32>(word(ends, arc)))) * load<f64>(long(weights, arc));
      }
    }
    store<f64>(long(next, u), sum);
  }
  let change: f64 = 0;
  let dangling: f64 = 0;
  for (let u = first; u < last; u++) {
    const teleported = teleport == 0 ? teleportShare : teleportShare * load<f64>(long(teleport, u));
    const rank = load<f64>(long(next, u)) + teleported;
    const inverse = load<f64>(long(inverseOutWeights, u));
    change += Math.abs(rank - load<f64>(long(ranks, u)));
    if (inverse == 0) dangling += rank;
    store<f64>(long(ranks, u), rank);
    store<f64>(long(next, u), damping * rank * inverse);
  }
  const block = long(sums, (first / blockSize) << 1);
  store<f64>(block, change);
  store<f64>(block, dangling, 8);
}

// values[positions[i]] for each i.
export function gatherNumbers(first: u32, last: u32, values: usize, positions: usize, gathered: usize): void {
  for (let i = first; i < last; i++) {
    store<f64>(long(gathered, i), load<f64>(long(values, load<u32>(word(positions, i)))));
  }
}
