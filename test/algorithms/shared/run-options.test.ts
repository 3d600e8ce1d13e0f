// What can take long can be called off and tells how far it has come.
import { describe, expect, it } from "vitest";
import {
  betweennessCentrality,
  closenessCentrality,
  clusteringCoefficient,
  commonNeighbors,
  edgeBetweennessCentrality,
  eigenvectorCentrality,
  girvanNewman,
  harmonicCentrality,
  hits,
  infomap,
  karateClub,
  katzCentrality,
  kTruss,
  labelPropagation,
  leiden,
  louvain,
  pageRank,
  type RunOptions,
  simRank,
  transitivity,
  triadCensus,
  triangles,
  tripletCensus,
} from "../../../src/algorithms/index.js";
import { Graph, type GraphView } from "../../../src/index.js";

const karate = karateClub().addTo(new Graph({ directed: false }));

const runs: Record<string, (view: GraphView, options: RunOptions) => unknown> = {
  betweennessCentrality,
  closenessCentrality,
  clusteringCoefficient,
  commonNeighbors,
  edgeBetweennessCentrality,
  eigenvectorCentrality,
  girvanNewman: (view, options) => [...girvanNewman(view, options)],
  harmonicCentrality,
  hits,
  infomap,
  katzCentrality,
  kTruss: (view, options) => kTruss(view, 3, options),
  labelPropagation,
  leiden,
  louvain,
  pageRank,
  simRank,
  transitivity,
  triadCensus,
  triangles,
  tripletCensus,
};

describe.each(Object.entries(runs))("%s", (_, run) => {
  it("stops with the signal's reason, before it starts and on the way", () => {
    const reason = new Error("enough");
    expect(() => run(karate, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    expect(() => run(karate, { signal: controller.signal, onProgress })).toThrow(reason);
  });

  it("tells of its progress, which never goes back and never passes the total", () => {
    const seen: { done: number; total: number }[] = [];
    run(karate, { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(0);
    for (const [i, { done, total }] of seen.entries()) {
      expect(total).toBe(seen[0].total);
      expect(done).toBeLessThanOrEqual(total);
      if (i > 0) expect(done).toBeGreaterThanOrEqual(seen[i - 1].done);
    }
  });

  it("refuses options that are none", () => {
    expect(() => run(karate, null as never)).toThrow(TypeError);
  });
});
