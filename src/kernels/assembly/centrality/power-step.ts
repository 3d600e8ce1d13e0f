// One product of a graph's adjacency matrix and a vector. Each node's sum is taken in the order of its arcs, as the loop
// in algorithms/centrality/power-step.ts does, so that both give the same bits. Several threads may run it at once.

import { long, word } from "../shared/address";

// Adds up for each node the values at the far ends of its arcs, each times the weight of its arc; `weights` is 0 if all
// are 1.
export function multiplyArcs(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, values: usize, sums: usize,
): void {
  let arc = load<u32>(word(offsets, first));
  for (let u = first; u < last; u++) {
    const end = load<u32>(word(offsets, u), 4);
    let sum: f64 = 0;
    if (weights == 0) {
      for (; arc < end; arc++) sum += load<f64>(long(values, load<u32>(word(ends, arc))));
    } else {
      for (; arc < end; arc++) sum += load<f64>(long(values, load<u32>(word(ends, arc)))) * load<f64>(long(weights, arc));
    }
    store<f64>(long(sums, u), sum);
  }
}
