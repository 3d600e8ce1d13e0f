// Every damage to a small store is found, or does no harm: whoever opens it and reads all there is gets the right data
// or a typed error, never anything else. A frame that is damaged behind all that a root slot speaks of cannot be told
// from a torn write; but after a clean close there is none. `GROGGY_TEST_RUNS=10` flips every single bit.
import { beforeAll, describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.js";
import { Prng } from "../../src/structures/prng.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { durableContents, openOn } from "./contents.js";
import { type Damage, damaged, fileDamages, flippedBit, sectorDamages } from "./damage.js";
import { PowerCut } from "./power-cut.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";
import { stepOf } from "./workload.js";

const TIMEOUT_MS = 600_000;
const SECTOR_BYTES = 512;
const prng = new Prng(1);
let disk: SimulatedDisk;
let right: string;

/** A store with a pack, a state and a journal with frames. */
function madeStore(): SimulatedDisk {
  const made = new SimulatedDisk();
  const machine = new SimulatedMachine();
  const storage = simulatedStorage(made, machine.start(), prng);
  const graph = openOn(storage, { clock: () => 0 });
  const verbs = ["commit", "commit", "branch", "tag", "gc", "commit", "stash", "commit", "undo"];
  for (const [i, name] of verbs.entries()) stepOf(name, i, i).act(graph);
  right = durableContents(graph);
  graph.close();
  return made;
}

/** All that a store holds, read in one way or the other, or the typed error that says it cannot be. */
function read(found: SimulatedDisk, readOnly: boolean): string | StoreError {
  const machine = new SimulatedMachine();
  try {
    const storage = simulatedStorage(found, machine.start(), prng);
    return durableContents(openOn(storage, { readOnly, create: false }));
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

/** What a damage leads to; throws if that is neither the right data nor a typed error. */
function outcome(damage: Damage, modes: readonly boolean[]): "right" | "found" {
  for (const readOnly of modes) {
    let result: string | StoreError;
    try {
      result = read(damaged(disk, damage), readOnly);
    } catch (error) {
      throw new Error(`${damage.text}: expected a typed error, got ${error}`, { cause: error });
    }
    if (result instanceof StoreError) return "found";
    if (result !== right) throw new Error(`${damage.text}: a silent difference\n${right}\nor\n${result}`);
  }
  return "right";
}

/** How many are harmless and how many are found, where stores are only read, or also written to. */
function tally(damages: Iterable<Damage>, modes = [true, false]): { right: number; found: number } {
  const counts = { right: 0, found: 0 };
  for (const damage of damages) counts[outcome(damage, modes)]++;
  return counts;
}

/** All bits in a long run; else all of bytes that are not zero, and one of every fourth of the others. */
function* bitsOf(bytes: Uint8Array): Generator<number> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (RUNS_FACTOR >= 10 || bytes[bit >> 3] !== 0 || bit % 32 === (bit >> 5) % 8) yield bit;
  }
}

beforeAll(() => {
  disk = madeStore();
});

describe("a store of which something durable is damaged", () => {
  it("is right as long as nothing is", () => {
    expect(read(disk.clone(), true)).toBe(right);
    expect(read(disk.clone(), false)).toBe(right);
    expect([...disk.files().keys()].map((path) => path.split("-")[0])).toEqual([
      "/store/journal",
      "/store/pack",
      "/store/state",
      "/store/watermark",
      "/store/writer",
    ]);
  });

  const each = it.each(["journal", "pack", "state", "watermark", "writer"]);

  each("whatever bit of its %s flips", { timeout: TIMEOUT_MS }, (kind) => {
    const [path, bytes] = fileOf(kind);
    const bits = Array.from(bitsOf(bytes), (bit) => flippedBit(path, bit));
    const counts = tally(bits, [true]);
    if (kind !== "writer" && kind !== "watermark") expect(counts.found).toBeGreaterThan(bits.length / 10);
  });

  each("whatever befalls its %s", { timeout: TIMEOUT_MS }, (kind) => {
    const [path, bytes] = fileOf(kind);
    const counts = tally([
      ...fileDamages(path, bytes.length, SECTOR_BYTES),
      ...sectorDamages(path, bytes.length, SECTOR_BYTES),
    ]);
    if (kind !== "writer" && kind !== "watermark") expect(counts.found).toBeGreaterThan(3);
  });

  it("an acknowledged frame is missed, even if the power was cut straight after", () => {
    const machine = new SimulatedMachine();
    const made = new SimulatedDisk();
    const graph = openOn(simulatedStorage(made, machine.start(), prng), { clock: () => 0 });
    stepOf("commit", 1, 1).act(graph);
    const [path, before] = [...made.files()].find(([each]) => each.includes("journal"))!;
    const start = before.length;
    stepOf("commit", 2, 2).act(graph);
    const contents = durableContents(graph);
    const cut = new PowerCut(made);
    const kept = Array.from({ length: cut.decisionCount }, () => false);
    const found = cut.disk({ kept, fill: { kind: "zeros" } });
    const size = found.files().get(path)!.length;
    expect(size).toBeGreaterThan(start + 100);
    for (let byte = start; byte < size; byte += 3) {
      const result = read(damaged(found, flippedBit(path, byte * 8)), false);
      if (!(result instanceof StoreError)) expect(result, `byte ${byte}`).toBe(contents);
    }
  });

  function fileOf(kind: string): [string, Uint8Array] {
    return [...disk.files()].find(([path]) => path.startsWith(`/store/${kind}`))!;
  }
});
