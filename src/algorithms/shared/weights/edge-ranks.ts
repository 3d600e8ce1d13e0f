/** Edges in the order of their weights: by weight, and by id where weights are equal. */
import { radixSort } from "../../../structures/numbers/radix-sort.js";

/** Edge indices, lightest first. O(edges); without weights their own order. */
export function edgesByWeight(edgeCount: number, weights: Float64Array | undefined): Int32Array {
  const items = Int32Array.from({ length: edgeCount }, (_, i) => i);
  if (weights === undefined) return items;
  const bits = new DataView(new ArrayBuffer(8));
  const high = new Uint32Array(edgeCount);
  const low = new Uint32Array(edgeCount);
  for (let i = 0; i < edgeCount; i++) {
    // numbers sort like their bits once the sign is inverted, and of negative ones all bits; + 0 makes 0 of -0
    bits.setFloat64(0, weights[i] + 0);
    const upper = bits.getInt32(0);
    high[i] = upper < 0 ? ~upper : upper ^ 0x8000_0000;
    low[i] = upper < 0 ? ~bits.getInt32(4) : bits.getInt32(4);
  }
  radixSort(items, high, low);
  return items;
}
