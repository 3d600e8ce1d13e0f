// Power cuts while skips are written: at every call of a checkpoint, of closing and of a collection, in which a long
// history gets its skips or gets others. What is opened then has every commit, with the state and the root it had.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { compareReaders } from "./compare-readers.js";
import { openOn } from "./contents.js";
import { PowerCut } from "./power-cut.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

const NODES = 20;
/** Cuts drawn for each call. */
const DRAW_COUNT = Math.max(1, Math.round(2 * RUNS_FACTOR));

/** The values of all nodes and the root of each commit, by its id. */
type States = Map<string, { readonly root: string; readonly values: readonly unknown[] }>;

function open(disk: SimulatedDisk, prng: Prng): Graph {
  const storage = simulatedStorage(disk, new SimulatedMachine().start(), prng);
  return openOn(storage, { clock: () => 0, durability: "none" });
}

function work(graph: Graph, prng: Prng, commitCount: number, states: States): void {
  for (let i = 0; i < commitCount; i++) {
    graph.nodes.set(prng.below(NODES), { n: prng.below(9) === 0 ? null : states.size });
    const { id, root } = graph.commit(`${states.size}`, { allowEmpty: true });
    const values = Array.from({ length: NODES }, (_, node) => graph.nodes.get(node, "n"));
    states.set(id, { root, values });
  }
}

/** Runs a verb, and gives the disk as it was before each call that followed a change of it. */
function momentsOf(disk: SimulatedDisk, verb: () => void): SimulatedDisk[] {
  const moments: SimulatedDisk[] = [];
  let changeCount = disk.changeCount;
  disk.beforeCall = () => {
    if (disk.changeCount === changeCount) return;
    changeCount = disk.changeCount;
    moments.push(disk.clone());
  };
  verb();
  disk.beforeCall = undefined;
  return [...moments, disk.clone()];
}

function checkStates(graph: Graph, states: States, step: number): void {
  const head = graph.head.commit?.id;
  const ids = graph.history.log().map(({ id }) => id);
  expect(head).toBe(ids[0]);
  for (let i = 0; i < ids.length; i += step) {
    const state = states.get(ids[i]);
    const view = graph.at(ids[i]);
    expect(graph.history.resolve(ids[i]).root).toBe(state?.root);
    expect(Array.from({ length: NODES }, (_, node) => view.nodes.get(node, "n"))).toEqual(state?.values);
  }
}

/** Cuts the power at each of the moments; every disk found has so many commits, goes on, and is opened once more. */
function cutAll(moments: readonly SimulatedDisk[], prng: Prng, states: States): void {
  for (const moment of moments) {
    for (let draw = 0; draw < DRAW_COUNT; draw++) {
      const cut = new PowerCut(moment, prng.below(2) === 0 ? 512 : 4096);
      const disk = cut.disk(cut.draw(prng));
      const later: States = new Map(states);
      const graph = open(disk, prng);
      expect(graph.history.commitCount).toBe(states.size);
      checkStates(graph, states, 17);
      expect(graph.history.verify().findings).toEqual([]);
      work(graph, prng, 3, later);
      graph.close();
      const again = open(disk, prng);
      checkStates(again, later, 29);
      again.close();
    }
  }
}

/** The number of skips on a disk, as a reader of its own finds them. */
function countSkips(disk: SimulatedDisk): number {
  const folder = mkdtempSync(join(tmpdir(), "groggy-skips-cut-"));
  try {
    for (const [path, bytes] of disk.files()) writeFileSync(join(folder, basename(path)), bytes);
    return compareReaders(folder).skips.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("every commit keeps its state and root where the power is cut while skips are written", {
  timeout: 300_000,
}, () => {
  const prng = new Prng(1);
  const disk = new SimulatedDisk();
  const states: States = new Map();
  let graph = open(disk, prng);
  graph.addNodes(NODES, { attributes: { n: new Float64Array(NODES) } });
  const { id, root } = graph.commit("import");
  states.set(id, { root, values: new Array(NODES).fill(0) });
  // the first skips, of 64 commits and of 256
  work(graph, prng, 270 + prng.below(40), states);
  graph.flush();
  const closing = momentsOf(disk, () => graph.close());
  expect(closing.length).toBeGreaterThan(5);
  // of four times 64 commits one each, and one of all
  expect(countSkips(disk)).toBe(5);
  cutAll(closing, prng, states);
  // those of later commits, beside the first ones
  graph = open(disk, prng);
  work(graph, prng, 150, states);
  graph.flush();
  cutAll(
    momentsOf(disk, () => graph.close()),
    prng,
    states,
  );
  expect(countSkips(disk)).toBeGreaterThan(5);
  // a collection gives rows and columns other numbers, so that all skips are written anew
  graph = open(disk, prng);
  for (let node = 0; node < NODES; node++) graph.nodes.set(node, { m: node });
  graph.checkout("main", { discard: true });
  graph.flush();
  const collecting = momentsOf(disk, () => graph.history.gc({ keepOperations: false }));
  expect(collecting.length).toBeGreaterThan(5);
  graph.close();
  expect(countSkips(disk)).toBeGreaterThan(5);
  cutAll(collecting, prng, states);
});
