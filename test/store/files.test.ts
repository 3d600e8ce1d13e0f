/**
 * Any file of a store, and any two, missing, empty, cut off, of an earlier day or of another store: opening says which,
 * and changes nothing, or the store is what it was. What can be read can be salvaged.
 */
import { describe, expect, it } from "vitest";
import { CorruptStoreError, StoreError } from "../../src/errors.js";
import type { Graph, OpenOptions } from "../../src/index.js";
import { salvage } from "../../src/store/salvage.js";
import { Prng } from "../../src/structures/prng.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { durableContents, FOLDER, openOn, viewContents } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

const TIMEOUT_MS = 600_000;
const prng = new Prng(11);

/** What a store is at one time. */
interface Shape {
  readonly name: string;
  readonly disk: SimulatedDisk;
  readonly contents: string;
  /** The same store the day before, and another one that was made alike. */
  readonly before: SimulatedDisk;
  readonly other: SimulatedDisk;
}

const contentsOf = (graph: Graph): string => `${durableContents(graph)}\n${viewContents(graph)}`;

/** A store on a disk of its own, on which handles come and go. */
class Made {
  readonly disk = new SimulatedDisk();
  readonly machine = new SimulatedMachine();
  #time = 0;

  open(options: OpenOptions = {}): Graph {
    const host = this.machine.start();
    return openOn(simulatedStorage(this.disk, host, prng), { ...options, clock: () => this.#time++ });
  }

  /** A handle that is closed. */
  during(act: (graph: Graph) => void, options: OpenOptions = {}): void {
    const graph = this.open(options);
    act(graph);
    graph.close();
  }
}

function people(graph: Graph, count: number, name: string): void {
  const first = graph.nodeCount;
  graph.addNodes(count, {
    labels: "Person",
    attributes: { name: Array.from({ length: count }, (_, i) => `${name} ${i}`) },
  });
  if (first > 0) graph.addEdge(0, first, "KNOWS", { since: count });
  graph.commit(`${count} ${name}`);
}

const SHAPES: Record<string, [before: (made: Made) => void, after: (made: Made) => Graph | undefined]> = {
  fresh: [
    (made) => made.during((graph) => people(graph, 2, "ada")),
    (made) => {
      made.during((graph) => people(graph, 3, "alan"));
      return undefined;
    },
  ],
  "after checkpoints": [
    (made) => made.during((graph) => people(graph, 1500, "ada")),
    (made) => {
      made.during((graph) => people(graph, 2000, "alan"));
      made.during((graph) => people(graph, 2, "grace"));
      return undefined;
    },
  ],
  "after gc": [
    (made) => {
      made.during((graph) => {
        people(graph, 20, "ada");
        graph.branch("side");
        graph.history.gc();
        graph.history.tag("v1");
      });
    },
    (made) => {
      made.during((graph) => {
        people(graph, 2, "alan");
        graph.history.deleteBranch("side", { force: true });
        graph.history.gc();
        people(graph, 2, "grace");
      });
      return undefined;
    },
  ],
  "with a draft": [
    (made) =>
      made.during(
        (graph) => {
          people(graph, 2, "ada");
          graph.nodes.set(0, { name: "uncommitted" });
        },
        { autosave: true },
      ),
    (made) => {
      made.during((graph) => graph.nodes.set(1, { name: "uncommitted as well" }), { autosave: true });
      return undefined;
    },
  ],
  "whose writer was killed": [
    (made) => made.during((graph) => people(graph, 2, "ada")),
    (made) => {
      const graph = made.open();
      people(graph, 3, "alan");
      return graph;
    },
  ],
};

function make(name: string): Shape {
  const [before, after] = SHAPES[name];
  const [made, other] = [new Made(), new Made()];
  before(made);
  const day = made.disk.clone();
  after(made);
  before(other);
  after(other);
  const read = new Made();
  const graph = openOn(simulatedStorage(made.disk.clone(), read.machine.start(), prng), { readOnly: true });
  return {
    name,
    disk: made.disk.clone(),
    contents: contentsOf(graph),
    before: day,
    other: other.disk.clone(),
  };
}

type Change = "missing" | "empty" | "half" | "before" | "other";
const CHANGES: readonly Change[] = ["missing", "empty", "half", "before", "other"];

const kindOf = (path: string): string => path.slice(FOLDER.length + 1).split("-")[0];

/** The bytes of a file after a change; undefined for none. Of another day or store, those of the file of its kind. */
function changed({ disk, before, other }: Shape, path: string, change: Change): Uint8Array | undefined {
  const bytes = disk.files().get(path) as Uint8Array;
  if (change === "missing") return undefined;
  if (change === "empty") return new Uint8Array(0);
  if (change === "half") return bytes.slice(0, bytes.length >> 1);
  const files = (change === "before" ? before : other).files();
  const alike = [...files.keys()].filter((each) => kindOf(each) === kindOf(path)).sort();
  return files.get(path) ?? files.get(alike.at(-1) ?? "") ?? bytes;
}

function put(disk: SimulatedDisk, path: string, bytes: Uint8Array | undefined): void {
  disk.remove(path);
  if (bytes === undefined) return;
  const file = disk.open(path, "create");
  file.write(bytes, 0);
  file.close();
}

const imageOf = (disk: SimulatedDisk): string =>
  JSON.stringify(
    [...disk.files()].map(([path, bytes]) => [path, Buffer.from(bytes).toString("base64")]).sort(),
  );

/** What opening a damaged store comes to. */
function check(shape: Shape, damage: readonly (readonly [path: string, change: Change])[]): "right" | "told" {
  const text = `${shape.name}: ${damage.map(([path, change]) => `${path} ${change}`).join(" and ")}`;
  const damaged = shape.disk.clone();
  for (const [path, change] of damage) put(damaged, path, changed(shape, path, change));
  const image = imageOf(damaged);
  const outcomes = new Set<string>();
  for (const options of [{}, { create: false }, { readOnly: true }, { takeOver: true }, { autosave: true }]) {
    const disk = damaged.clone();
    const storage = simulatedStorage(disk, new SimulatedMachine().start(), prng);
    let found: string;
    try {
      found = contentsOf(openOn(storage, options));
    } catch (error) {
      if (!(error instanceof StoreError))
        throw new Error(`${text}: expected a typed error`, { cause: error });
      expect(error, text).toBeInstanceOf(CorruptStoreError);
      expect(error.path.startsWith(`${FOLDER}/`), `${text}: ${error.message}`).toBe(true);
      expect(imageOf(disk), `${text}: a refused opening changed something`).toBe(image);
      outcomes.add("told");
      continue;
    }
    expect(found, text).toBe(shape.contents);
    outcomes.add("right");
  }
  expect(outcomes.size, `${text}: ${[...outcomes]}`).toBe(1);
  if (outcomes.has("told")) trySalvage(shape, damaged, text);
  expect(imageOf(damaged)).toBe(image);
  return outcomes.has("told") ? "told" : "right";
}

/** Salvage finds something, or says by a typed error that there is nothing to be found. */
function trySalvage(shape: Shape, damaged: SimulatedDisk, text: string): void {
  const disk = damaged.clone();
  const storage = simulatedStorage(disk, new SimulatedMachine().start(), prng);
  try {
    const report = salvage(storage, FOLDER, "/saved");
    expect(report.findings.length, text).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof StoreError)) throw new Error(`${text}: salvage`, { cause: error });
    expect(["CORRUPT_STORE", "NOT_A_STORE"], `${text}: ${error.message}`).toContain(error.code);
  }
  for (const [path, bytes] of shape.disk.files()) {
    const now = damaged.files().get(path);
    if (now !== undefined && now.length === bytes.length) expect(disk.files().has(path), text).toBe(true);
  }
}

describe.each(Object.keys(SHAPES))("a store %s", (name) => {
  const shape = make(name);
  const paths = [...shape.disk.files().keys()];

  it.each(paths.map((path) => [kindOf(path), path]))(
    "of which the %s is damaged is told to be, or is what it was",
    { timeout: TIMEOUT_MS },
    (kind, path) => {
      const told = CHANGES.map((change) => check(shape, [[path, change]]));
      const isNeeded = kind !== "writer" && kind !== "watermark";
      for (const change of ["missing", "empty", "half", "other"] as const)
        if (isNeeded) expect(told[CHANGES.indexOf(change)], `${path} ${change}`).toBe("told");
      if (kind === "journal") expect(told[CHANGES.indexOf("before")]).toBe("told");
    },
  );

  it("of which two files are damaged is told to be, or is what it was", { timeout: TIMEOUT_MS }, () => {
    let [turn, told] = [0, 0];
    const every = Math.max(1, Math.round(3 / RUNS_FACTOR));
    for (const [i, a] of paths.entries()) {
      for (const b of paths.slice(i + 1)) {
        for (const first of CHANGES) {
          for (const second of CHANGES) {
            // as many as there is time for; all of those with a journal of an earlier day
            const isTried = turn++ % every === 0 || (kindOf(a) === "journal" && first === "before");
            if (
              isTried &&
              check(shape, [
                [a, first],
                [b, second],
              ]) === "told"
            )
              told++;
          }
        }
      }
    }
    expect(told).toBeGreaterThan(10);
  });
});
