/** The correlation of a number at either end of an arc, over all arcs. Pearson 1895. */
import type { Csr } from "../../view.js";

/**
 * Pearson's correlation between the sources' and the targets' numbers; NaN if there are no arcs, or one side's
 * numbers are all the same. O(arcs).
 */
export function correlationOf(csr: Csr, atSource: Float64Array, atTarget: Float64Array): number {
  const { offsets, ends } = csr.out;
  const count = ends.length;
  // the means first, since sums of squares of large numbers would lose what tells these apart
  let [sumX, sumY] = [0, 0];
  for (let u = 0; u < csr.nodeCount; u++) {
    sumX += (offsets[u + 1] - offsets[u]) * atSource[u];
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) sumY += atTarget[ends[arc]];
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, xy, yy] = [0, 0, 0];
  for (let u = 0; u < csr.nodeCount; u++) {
    const x = atSource[u] - meanX;
    for (let arc = offsets[u]; arc < offsets[u + 1]; arc++) {
      const y = atTarget[ends[arc]] - meanY;
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
  }
  return xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy);
}
