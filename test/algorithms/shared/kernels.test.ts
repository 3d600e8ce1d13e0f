// Algorithms whose large graphs run by kernels, made to do so on small graphs: the same results as by loops, on one
// thread, on two, and in the background.
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import {
  betweennessCentrality,
  betweennessCentralityAsync,
  breadthFirstSearch,
  connectedComponents,
  connectedComponentsAsync,
  dijkstra,
  dijkstraAsync,
  edgeBetweennessCentrality,
  edgeBetweennessCentralityAsync,
  pageRank,
  pageRankAsync,
  type ShortestPaths,
  shortestPath,
  shortestPathLengths,
  shortestPathLengthsAsync,
  stronglyConnectedComponents,
  stronglyConnectedComponentsAsync,
  type ThreadOptions,
} from "../../../src/algorithms/index.js";
import { endThreads } from "../../../src/kernels/runtime/threads.js";
import { type Direction, type GraphView, reversedView } from "../../../src/view.js";
import { tune } from "../../kernels/tune.js";
import { type Case, cases } from "./random-graphs.js";

afterEach(() => tune());
afterAll(endThreads);

/** The same graph, which freezes itself anew, in a kernel's memory however small it is. */
function withKernels<T>(view: GraphView, run: (view: GraphView) => T): T {
  const again = reversedView(reversedView(view));
  tune({ kernelEdgeCountMin: 0 });
  try {
    expect(again.csr().out.place).toBeDefined();
    return run(again);
  } finally {
    tune();
  }
}

interface Draw {
  readonly direction: Direction;
  readonly isWeighted: boolean;
  readonly sourceCount: number;
}

type Run = (view: GraphView, draw: Draw & { sources: number[] }, options: ThreadOptions) => unknown;

const weightOf = ({ isWeighted }: Draw) => (isWeighted ? { weight: "weight" } : {});

/** All there is in a tree of paths. */
function readPaths({ distances, predecessors, pathTo, edgesTo }: ShortestPaths) {
  const ways = [...distances.ids].map((id) => [pathTo(id), edgesTo(id)]);
  return { distances, predecessors, ways };
}

const runs: Record<string, { now: Run; aside?: Run }> = {
  betweennessCentrality: {
    now: (view, draw, options) => betweennessCentrality(view, { direction: draw.direction, ...options }),
    aside: (view, draw, options) =>
      betweennessCentralityAsync(view, { direction: draw.direction, ...options }),
  },
  edgeBetweennessCentrality: {
    now: (view, draw, options) => edgeBetweennessCentrality(view, { direction: draw.direction, ...options }),
    aside: (view, draw, options) =>
      edgeBetweennessCentralityAsync(view, { direction: draw.direction, ...options }),
  },
  breadthFirstSearch: {
    now: (view, { sources, direction }, { signal, onProgress }) =>
      breadthFirstSearch(view, sources, {
        direction,
        maxDepth: 3,
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      }),
  },
  connectedComponents: {
    now: (view, _, options) => connectedComponents(view, options),
    aside: (view, _, options) => connectedComponentsAsync(view, options),
  },
  stronglyConnectedComponents: {
    now: (view, _, options) => stronglyConnectedComponents(view, options),
    aside: (view, _, options) => stronglyConnectedComponentsAsync(view, options),
  },
  dijkstra: {
    now: (view, draw, options) =>
      readPaths(dijkstra(view, draw.sources, { direction: draw.direction, ...weightOf(draw), ...options })),
    aside: async (view, draw, options) =>
      readPaths(
        await dijkstraAsync(view, draw.sources, {
          direction: draw.direction,
          ...weightOf(draw),
          ...options,
        }),
      ),
  },
  shortestPathLengths: {
    now: (view, { sources, direction, isWeighted }, options) =>
      isWeighted
        ? shortestPathLengths(view, sources, { direction, weight: "weight", ...options })
        : shortestPathLengths(view, sources, { direction, ...options }),
    aside: (view, { sources, direction, isWeighted }, options) =>
      isWeighted
        ? shortestPathLengthsAsync(view, sources, { direction, weight: "weight", ...options })
        : shortestPathLengthsAsync(view, sources, { direction, ...options }),
  },
  shortestPath: {
    // of several that are as long loops and kernels may find another
    now: (view, draw, { signal, onProgress }) => {
      const { sources, direction } = draw;
      const options = {
        direction,
        ...weightOf(draw),
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      };
      return sources.flatMap((source) =>
        sources.map((target) => shortestPath(view, source, target, options)?.distance ?? Infinity),
      );
    },
  },
  pageRank: {
    now: (view, draw, options) =>
      pageRank(view, { direction: draw.direction, ...weightOf(draw), ...options }),
    aside: (view, draw, options) =>
      pageRankAsync(view, { direction: draw.direction, ...weightOf(draw), ...options }),
  },
};

const draws = fc.record({
  direction: fc.constantFrom<Direction>("out", "in", "both"),
  isWeighted: fc.boolean(),
  sourceCount: fc.nat(2),
});

const drawWith = ({ ids }: Case, draw: Draw) => ({ ...draw, sources: ids.slice(0, draw.sourceCount) });

describe.each(Object.entries(runs))("%s by kernels", (_, { now, aside }) => {
  it.each([0, 1])("gives what the loops give, with weights from %i on", (weightMin) => {
    fc.assert(
      fc.property(cases({ weightMin }), draws, (c, draw) => {
        const all = drawWith(c, draw);
        // an attribute that no edge has is refused
        fc.pre(c.edges.length > 0 || !draw.isWeighted);
        const expected = now(c.view, all, {});
        withKernels(c.view, (view) => {
          expect(now(view, all, {})).toEqual(expected);
          expect(now(view, all, { threads: 2 })).toEqual(expected);
        });
      }),
    );
  });

  it.skipIf(aside === undefined)("gives the same in the background", async () => {
    await fc.assert(
      fc.asyncProperty(cases({ weightMin: 1 }), draws, async (c, draw) => {
        const all = drawWith(c, draw);
        fc.pre(c.edges.length > 0 || !draw.isWeighted);
        const expected = now(c.view, all, {});
        expect(await aside?.(c.view, all, {})).toEqual(expected);
        expect(await withKernels(c.view, (view) => aside?.(view, all, { threads: 2 }))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it.skipIf(aside === undefined)("takes whole numbers of threads, and no others", async () => {
    const [c] = fc.sample(cases({ nodesMin: 3 }), { numRuns: 1, seed: 5 });
    const draw = drawWith(c, { direction: "out", isWeighted: false, sourceCount: 1 });
    for (const threads of [0, 65, 1.5, Number.NaN]) {
      expect(() => now(c.view, draw, { threads })).toThrow(RangeError);
      await expect(aside?.(c.view, draw, { threads })).rejects.toThrow(RangeError);
    }
    expect(() => now(c.view, draw, { threads: "2" as never })).toThrow(TypeError);
  });

  it.skipIf(aside === undefined)("ends with the signal's reason in the background", async () => {
    const [c] = fc.sample(cases({ nodesMin: 3 }), { numRuns: 1, seed: 5 });
    const draw = drawWith(c, { direction: "out", isWeighted: false, sourceCount: 1 });
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(withKernels(c.view, (view) => aside?.(view, draw, { signal }))).rejects.toBe(reason);
  });
});
