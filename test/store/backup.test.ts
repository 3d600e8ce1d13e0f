// Copies of stores that are open: whole or not there, at every call that a power cut or an error may come at.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreError } from "../../src/errors.js";
import { Graph, type OpenOptions } from "../../src/index.js";
import { platform } from "../../src/platform/node.js";
import type { StoragePlatform } from "../../src/platform/platform.js";
import { Prng } from "../../src/structures/prng.js";
import { durableContents, FOLDER, openOn, viewContents } from "./contents.js";
import { PowerCut } from "./power-cut.js";
import { type Fault, SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";
import { drawWorkload } from "./workload.js";

const TARGET = "/backups/today";

let scratch: string;
let path: string;
let target: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "groggy-backup-"));
  path = join(scratch, "store");
  target = join(scratch, "backup");
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** A graph with packs, a state and a journal with frames. */
function filled(options: OpenOptions = {}): Graph {
  const graph = Graph.open(path, { clock: () => 1, ...options });
  graph.addNodes(20_000, { attributes: { value: Float64Array.from({ length: 20_000 }, (_, i) => i) } });
  graph.commit("import");
  for (let i = 0; i < 900; i++) {
    graph.nodes.set(i, { value: -i, name: `name ${i}` });
    graph.commit(`change ${i}`);
  }
  graph.branch("topic");
  return graph;
}

function openedBackup(act: (graph: Graph) => void): void {
  const backup = Graph.open(target, { create: false, clock: () => 1 });
  act(backup);
  backup.close();
}

describe("a backup", () => {
  it.each(["full", "group", "none"] as const)(
    "holds what was committed, with durability %s",
    (durability) => {
      const graph = filled({ durability });
      const contents = durableContents(graph);
      graph.addNode("Draft");
      graph.backup(target);
      graph.commit("after the backup");
      openedBackup((backup) => {
        expect(durableContents(backup)).toBe(contents);
        expect(backup.status().clean).toBe(true);
        expect(backup.history.verify({ level: "full" }).findings).toEqual([]);
        backup.addNode("Person");
        backup.commit("goes on");
      });
      graph.close();
      const again = Graph.open(path, { readOnly: true });
      expect(again.head.commit?.message).toBe("after the backup");
      again.close();
    },
  );

  it("holds the draft", () => {
    const graph = filled({ autosave: true });
    graph.addNode("Draft");
    graph.flush();
    graph.backup(target);
    openedBackup((backup) => {
      expect(backup.status().clean).toBe(false);
      expect(viewContents(backup)).toBe(viewContents(graph));
    });
    graph.close();
  });

  it("of a reader is of what it has read, although the writer has let those files go", () => {
    filled().close();
    const reader = Graph.open(path, { readOnly: true });
    const contents = durableContents(reader);
    const writer = Graph.open(path);
    writer.addNode("Person");
    writer.commit("later");
    writer.history.gc();
    reader.backup(target);
    openedBackup((backup) => expect(durableContents(backup)).toBe(contents));
    expect(reader.refresh()).toBe(true);
    expect(reader.head.commit?.message).toBe("later");
    reader.close();
    writer.close();
  });

  it("goes to an empty folder, and to no other", () => {
    const graph = filled();
    mkdirSync(target);
    graph.backup(target);
    const names = readdirSync(target).sort();
    const eexist = expect.objectContaining({
      code: "STORE_IO",
      data: expect.objectContaining({ systemCode: "EEXIST" }),
    });
    expect(() => graph.backup(target)).toThrow(eexist);
    expect(() => graph.backup(path)).toThrow(eexist);
    expect(readdirSync(target).sort()).toEqual(names);
    for (const inside of [join(path, "inner"), join(path, "a", "b")])
      expect(() => graph.backup(inside)).toThrow(/"path" expected a folder outside of the store/);
    const other = join(scratch, "notes");
    mkdirSync(other);
    writeFileSync(join(other, "notes.txt"), "");
    expect(() => graph.backup(other)).toThrow(eexist);
    expect(() => graph.backup(join(other, "notes.txt"))).toThrow(eexist);
    expect(readdirSync(other)).toEqual(["notes.txt"]);
    for (const wrong of ["", 5, undefined, null])
      expect(() => graph.backup(wrong as string)).toThrow(TypeError);
    expect(() => graph.backup(join(other, "x"), { signals: 1 } as object)).toThrow(TypeError);
    graph.close();
    expect(() => graph.backup(join(other, "x"))).toThrow(expect.objectContaining({ code: "STORE_CLOSED" }));
    expect(() => new Graph().backup(target)).toThrow(/expected a graph in a store, got one in memory/);
  });

  it("tells how far it is, and is stopped at any step without a trace of a store", () => {
    const graph = filled();
    const steps: { done: number; total: number }[] = [];
    graph.backup(target, { onProgress: (progress) => steps.push({ ...progress }) });
    expect(steps.at(0)?.done).toBe(0);
    expect(steps.at(-1)?.done).toBe(steps.at(-1)?.total);
    expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).sort((a, b) => a - b));
    for (let stop = 0; stop < steps.length; stop++) {
      const other = join(scratch, `other ${stop}`);
      const controller = new AbortController();
      let step = 0;
      const onProgress = (): void => {
        if (step++ === stop) controller.abort();
      };
      expect(() => graph.backup(other, { signal: controller.signal, onProgress })).toThrow(/abort/);
      expect(() => Graph.open(other, { create: false })).toThrow(
        expect.objectContaining({ code: "NOT_A_STORE" }),
      );
      graph.backup(other);
    }
    graph.close();
  });

  it("lets no function of the user's change the graph meanwhile", () => {
    const graph = filled();
    const underway = expect.objectContaining({ code: "VERB_UNDERWAY" });
    graph.backup(target, {
      onProgress() {
        for (const act of [
          () => graph.addNode(),
          () => graph.commit("x", { allowEmpty: true }),
          () => graph.backup(join(scratch, "other")),
          () => graph.close(),
          () => graph.flush(),
        ])
          expect(act).toThrow(underway);
      },
    });
    openedBackup((backup) => expect(durableContents(backup)).toBe(durableContents(graph)));
    graph.close();
  });
});

/** Acts with the files of a simulated machine. */
function on<T>(storage: StoragePlatform, act: () => T): T {
  const given = platform as { storage: StoragePlatform | undefined };
  const before = given.storage;
  given.storage = storage;
  try {
    return act();
  } finally {
    given.storage = before;
  }
}

/** A store on a simulated disk after a drawn workload. */
function simulated(seed: number): { disk: SimulatedDisk; graph: Graph; prng: Prng; contents: string } {
  const disk = new SimulatedDisk();
  const prng = new Prng(seed);
  const graph = openOn(simulatedStorage(disk, new SimulatedMachine().start(), prng), { clock: () => 1 });
  for (const { act } of drawWorkload(seed, 12)) if (typeof act === "function") act(graph);
  return { disk, graph, prng, contents: durableContents(graph) };
}

/** The contents of the store in a folder of a disk after a restart; undefined if there is none there. */
function contentsAt(disk: SimulatedDisk, folder: string, prng: Prng): string | undefined {
  return on(simulatedStorage(disk, new SimulatedMachine().start(), prng), () => {
    try {
      const graph = Graph.open(folder, { create: false, clock: () => 1 });
      const contents = durableContents(graph);
      graph.close();
      return contents;
    } catch (error) {
      if ((error as StoreError).code === "NOT_A_STORE") return undefined;
      throw error;
    }
  });
}

describe("a backup that loses power", () => {
  it.each([1, 2, 3, 4])(
    "at any call is whole or not there, and the store is as before, workload %i",
    (seed) => {
      const { disk, graph, prng, contents } = simulated(seed);
      const moments: SimulatedDisk[] = [];
      disk.beforeCall = () => moments.push(disk.clone());
      graph.backup(TARGET);
      disk.beforeCall = undefined;
      let found = 0;
      const look = (moment: SimulatedDisk): (string | undefined)[] => {
        const cut = new PowerCut(moment);
        return Array.from({ length: 12 }, () => {
          const choice = cut.draw(prng);
          expect(contentsAt(cut.disk(choice), FOLDER, prng)).toBe(contents);
          return contentsAt(cut.disk(choice), TARGET, prng);
        });
      };
      for (const moment of moments) {
        for (const each of look(moment)) {
          if (each !== undefined) found++;
          expect([undefined, contents]).toContain(each);
        }
      }
      expect(found).toBeGreaterThan(0);
      // once it has returned it is durable
      for (const each of look(disk)) expect(each).toBe(contents);
    },
  );

  it("is made anew where it was interrupted", () => {
    const { disk, graph, prng, contents } = simulated(5);
    const moments: SimulatedDisk[] = [];
    disk.beforeCall = () => moments.push(disk.clone());
    graph.backup(TARGET);
    for (const moment of moments) {
      const storage = simulatedStorage(moment, new SimulatedMachine().start(), prng);
      on(storage, () => {
        const again = Graph.open(FOLDER, { clock: () => 1 });
        try {
          again.backup(TARGET);
        } catch (error) {
          // it was there already
          expect(error).toMatchObject({ code: "STORE_IO", data: { systemCode: "EEXIST" } });
        }
        again.close();
      });
      expect(contentsAt(moment, TARGET, prng)).toBe(contents);
    }
  });
});

describe("a backup that fails", () => {
  it.each(["EIO", "ENOSPC", "EACCES", "short"] satisfies Fault[])(
    "with %s says so and leaves no half",
    (fault) => {
      let failures = 0;
      for (let call = 1; ; call++) {
        const { disk, graph, prng, contents } = simulated(6);
        disk.failAt(disk.callCount + call, fault);
        const before = disk.callCount;
        let isMade = true;
        try {
          graph.backup(TARGET);
        } catch (error) {
          isMade = false;
          failures++;
          expect(error).toBeInstanceOf(StoreError);
        }
        const isOver = disk.callCount - before < call;
        expect(contentsAt(disk.clone(), FOLDER, prng)).toBe(contents);
        const found = contentsAt(disk.clone(), TARGET, prng);
        if (isMade) expect(found).toBe(contents);
        else expect([undefined, contents]).toContain(found);
        if (isOver) break;
      }
      expect(failures).toBeGreaterThan(10);
    },
  );
});
