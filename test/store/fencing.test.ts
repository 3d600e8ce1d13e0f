// A writer that is stopped before any one of its calls, while another takes over and commits, and then goes on: what
// the other committed stays, and what the first one is told was committed is there as well.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { StoreError } from "../../src/errors.js";
import type { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { durableContents, openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";
import { stepOf } from "./workload.js";

/** The same, as another process has it: nothing in memory is shared. */
let other: typeof import("./contents.js");

beforeAll(async () => {
  vi.resetModules();
  other = await import("./contents.js");
  expect(other.openOn).not.toBe(openOn);
});

const VERBS: Record<string, (graph: Graph) => void> = {
  commit(graph) {
    graph.addNode("Person", { name: "mine" });
    graph.commit("mine");
  },
  branch: (graph) => graph.branch("mine"),
  gc: (graph) => void graph.history.gc(),
  close: (graph) => graph.close(),
};

/** Makes some commits, and with a long text a pack so large that the next writer goes on from it. */
function fill(graph: Graph, textLength: number): void {
  graph.addNode({ text: "x".repeat(textLength) });
  for (const [i, name] of ["commit", "commit", "gc", "commit"].entries()) stepOf(name, i, i).act(graph);
}

/** Does a verb, before the call of that number of which another takes over; false if there is no such call. */
function overtake(verb: (graph: Graph) => void, call: number, textLength = 10): boolean {
  const disk = new SimulatedDisk();
  const machine = new SimulatedMachine();
  const prng = new Prng(call);
  const storage = () => simulatedStorage(disk, machine.start(), prng);
  const mine = openOn(storage(), { clock: () => 1 });
  fill(mine, textLength);
  let theirs: Graph | undefined;
  const start = disk.callCount;
  disk.beforeCall = ({ number }) => {
    if (number !== start + call) return;
    disk.beforeCall = undefined;
    theirs = other.openOn(storage(), { takeOver: true, clock: () => 2 }) as Graph;
    theirs.addNode("Person", { name: "theirs" });
    theirs.commit("theirs");
  };
  const before = durableContents(mine);
  let error: unknown;
  try {
    verb(mine);
  } catch (caught) {
    error = caught;
  }
  disk.beforeCall = undefined;
  if (theirs === undefined) return false;
  if (error !== undefined) expect(error).toBeInstanceOf(StoreError);
  theirs.addNode("Person", { name: "theirs again" });
  theirs.commit("theirs again");
  const expected = other.durableContents(theirs as never);
  const found = openOn(storage(), { takeOver: true, clock: () => 3 });
  const contents = durableContents(found);
  expect(contents, `call ${call}`).toBe(expected);
  const isThere = contents.includes("mine");
  // told that it was done, it is; gc and close change nothing that could be missing
  if (error === undefined && durableContents(mine) !== before && durableContents(mine).includes("mine"))
    expect(isThere, `call ${call}: acknowledged, and not there`).toBe(true);
  return true;
}

describe("a writer that another overtakes at any call", () => {
  it.each(Object.keys(VERBS))("in %s loses nothing of either", (name) => {
    let call = 1;
    while (overtake(VERBS[name], call)) call++;
    expect(call).toBeGreaterThan(5);
  });

  it("leaves the packs alone that the other goes on from", () => {
    let call = 1;
    const compact = (graph: Graph): void => {
      graph.history.undo();
      graph.history.gc({ keepOperations: false });
    };
    while (overtake(compact, call, 200_000)) call++;
    expect(call).toBeGreaterThan(40);
  });
});
