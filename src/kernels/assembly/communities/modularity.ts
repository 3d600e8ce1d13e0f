// The input of modularity: the weight that leaves and enters each community, and the weight within it.

import { long, word } from "../shared/address";

// The weight of each arc, from those of the edges; several threads may run it at once.
export function weighArcs(first: u32, last: u32, edges: usize, edgeWeights: usize, weights: usize): void {
  for (let arc = first; arc < last; arc++) {
    store<f64>(long(weights, arc), load<f64>(long(edgeWeights, load<u32>(word(edges, arc)))));
  }
}

// Adds what leaves the nodes first..last to `leaving` by community, and to `entering` by the community where it
// arrives, unless that is at address 0; what stays within, and all, to the two sums. Weights as for labels.
export function tallyWeights(
  first: u32, last: u32, offsets: usize, ends: usize, weights: usize, labels: usize,
  leaving: usize, entering: usize, sums: usize,
): void {
  let within = load<f64>(sums);
  let total = load<f64>(sums, 8);
  for (let u = first; u < last; u++) {
    const own = load<u32>(word(labels, u));
    const stop = load<u32>(word(offsets, u + 1));
    let leaves: f64 = 0;
    for (let arc = load<u32>(word(offsets, u)); arc < stop; arc++) {
      const label = load<u32>(word(labels, load<u32>(word(ends, arc))));
      const weight = weights == 0 ? 1.0 : load<f64>(long(weights, arc));
      leaves += weight;
      if (label == own) within += weight;
      if (entering == 0) continue;
      const p = long(entering, label);
      store<f64>(p, load<f64>(p) + weight);
    }
    const p = long(leaving, own);
    store<f64>(p, load<f64>(p) + leaves);
    total += leaves;
  }
  store<f64>(sums, within);
  store<f64>(sums, total, 8);
}
