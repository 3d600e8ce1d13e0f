/** Random programs on a graph in a store that is closed and opened again in their midst, beside the model. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "vitest";
import { Graph } from "../../src/index.js";
import { branchingPrograms, programs, RUNS_FACTOR, runs } from "../model/arbitrary.js";
import { type Place, type Program, runProgram } from "../model/program.js";
import { dropEmptyAttributes, type Run } from "../model/run.js";

const TIMEOUT_MS = 120_000 * Math.max(1, RUNS_FACTOR);
/** Durability is not what is tested here, so nothing waits for the disk. */
const OPTIONS = { durability: "none", clock: () => 0 } as const;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groggy-model-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;

/** A store that is opened anew after every `often`th step or so, as the numbers of the step say. */
function inStore(often: number, autosave: boolean): Place & { close(): void } {
  const path = join(folder, String(count++));
  let graph: Graph;
  let steps = 0;
  const make = (options: object): Graph => {
    graph = Graph.open(path, { ...OPTIONS, ...options, autosave });
    return graph;
  };
  const reopen = (run: Run): void => {
    graph.close();
    run.graph = make({});
    // views of a graph that was closed may lead to files that are no longer open
    run.held.length = 0;
    // ids that no commit ever had may come again
    if (!autosave) Object.assign(run.next, { nodes: 0, edges: 0 });
  };
  return {
    make,
    after(run) {
      if (++steps % often !== 0) return;
      const isClean = run.graph.status().clean;
      dropEmptyAttributes(run);
      if (autosave || isClean) reopen(run);
    },
    close: () => graph.close(),
  };
}

function runInStore(program: Program, often: number, autosave: boolean): void {
  const place = inStore(often, autosave);
  try {
    runProgram(program, place);
  } finally {
    place.close();
  }
}

describe("a graph in a store under random programs", () => {
  it(
    "reads as the model does after every step, opened anew wherever it is clean",
    () => {
      const program = branchingPrograms(40);
      fc.assert(
        fc.property(program, fc.integer({ min: 1, max: 5 }), (each, often) => runInStore(each, often, false)),
        runs(40),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "keeps uncommitted changes where it is told to",
    () => {
      const program = programs(30, [0, 20]);
      fc.assert(
        fc.property(program, fc.integer({ min: 1, max: 5 }), (each, often) => runInStore(each, often, true)),
        runs(40),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "does so across the widths of leaves and pages",
    () => {
      const program = programs(12, [1023, 1024, 1025, 4095, 4096, 4097]);
      fc.assert(
        fc.property(program, (each) => runInStore(each, 3, true)),
        runs(6),
      );
    },
    TIMEOUT_MS,
  );
});
