/** Folders of stores that were lost, moved or left behind, and what is told of each. */
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourcesOfImports } from "../../scripts/imported-modules.mjs";
import { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { FOLDER, openOn } from "./contents.js";
import { CrashError, SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

let scratch: string;
let path: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "groggy-folder-"));
  path = join(scratch, "store");
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function made(): Graph {
  const graph = Graph.open(path);
  graph.addNode("Person", { name: "Ada" });
  graph.commit("one");
  return graph;
}

const gone = { name: "StoreError", code: "STORE_GONE" };

describe.skipIf(process.platform === "win32")("a copy of a store by hard links", () => {
  const linked = (): string => {
    const copy = `${path} linked`;
    mkdirSync(copy);
    for (const name of readdirSync(path)) linkSync(join(path, name), join(copy, name));
    return copy;
  };
  const namesIn = (folder: string): unknown[] => {
    const graph = Graph.open(folder, { create: false });
    expect(graph.history.verify({ level: "deep" }).ok).toBe(true);
    const names = [...graph.nodes.column("name")];
    graph.close();
    return names;
  };

  it("is written to beside it, of files of its own", () => {
    made().close();
    const copy = linked();
    const graphs = [path, copy].map((folder) => Graph.open(folder));
    for (const turn of [0, 1, 0])
      for (const [i, graph] of graphs.entries()) {
        graph.addNode("Person", { name: `${turn} of ${i}` });
        graph.commit("more");
      }
    for (const graph of graphs) graph.close();
    expect(namesIn(path)).toEqual(["Ada", "0 of 0", "1 of 0", "0 of 0"]);
    expect(namesIn(copy)).toEqual(["Ada", "0 of 1", "1 of 1", "0 of 1"]);
  });

  it("that was made while the store was open has what was committed, and goes its own way", () => {
    const graph = made();
    const copy = linked();
    const other = Graph.open(copy, { takeOver: true });
    other.addNode("Person", { name: "other" });
    other.commit("other");
    graph.addNode("Person", { name: "own" });
    graph.commit("own");
    other.close();
    graph.close();
    expect(namesIn(path)).toEqual(["Ada", "own"]);
    expect(namesIn(copy)).toEqual(["Ada", "other"]);
  });
});

describe.skipIf(process.platform === "win32")("the journal of an open store that is removed", () => {
  it.each(["full", "group"] as const)("is told of, and nothing more is acknowledged: %s", (durability) => {
    const graph = Graph.open(path, { durability });
    graph.addNode("Person", { name: "Ada" });
    graph.commit("one");
    for (const name of readdirSync(path)) if (name.startsWith("journal-")) rmSync(join(path, name));
    graph.addNode("Person", { name: "lost" });
    if (durability === "full") {
      expect(() => graph.commit("two")).toThrow(expect.objectContaining(gone));
      expect(graph.head.commit?.message).toBe("one");
    } else {
      graph.commit("two");
      expect(() => graph.close()).toThrow(expect.objectContaining(gone));
      return;
    }
    expect(() => graph.commit("two")).toThrow(expect.objectContaining({ code: "STORE_FAILED" }));
    // what was committed can be taken elsewhere
    const rescued = Graph.clone(graph, { path: `${path} rescued` });
    expect(rescued.nodeCount).toBe(1);
    rescued.close();
    graph.close();
  });
});

describe("the folder of an open store", () => {
  it.each([
    ["moved", () => renameSync(path, `${path} elsewhere`)],
    ["removed", () => rmSync(path, { recursive: true })],
    [
      "replaced by another store",
      () => {
        rmSync(path, { recursive: true });
        Graph.open(path).close();
      },
    ],
    [
      "replaced by an empty one",
      () => {
        rmSync(path, { recursive: true });
        mkdirSync(path);
      },
    ],
  ])("that was %s is told to be, to the writer", (_, act) => {
    const graph = made();
    act();
    const before = existsSync(path) ? readdirSync(path) : undefined;
    graph.addNode("Person", { name: "Alan" });
    expect(() => graph.commit("two")).toThrow(expect.objectContaining(gone));
    expect(() => graph.branch("topic")).toThrow(/moved or removed/);
    expect(graph.history.commitCount).toBe(1);
    expect(() => graph.close()).toThrow(/moved or removed/);
    expect(existsSync(path) ? readdirSync(path) : undefined).toEqual(before);
  });

  it("that was moved is told to be, to a reader, and opens where it is", () => {
    made().close();
    const reader = Graph.open(path, { readOnly: true });
    renameSync(path, `${path} elsewhere`);
    expect(() => reader.refresh()).toThrow(expect.objectContaining(gone));
    expect(reader.nodes.get(0, "name")).toBe("Ada");
    reader.close();
    const again = Graph.open(`${path} elsewhere`, { create: false });
    expect(again.nodeCount).toBe(1);
    again.close();
  });

  it("that another writer took over is not", () => {
    const graph = made();
    const taker = Graph.open(path, { takeOver: true });
    expect(() => graph.branch("topic")).toThrow(expect.objectContaining({ code: "STORE_FENCED" }));
    taker.close();
  });
});

describe("a folder without a journal", () => {
  const without = (kind: string): void => {
    for (const name of readdirSync(path)) if (name.startsWith(kind)) rmSync(join(path, name));
  };

  it.each([{}, { readOnly: true }, { create: false }, { takeOver: true }])(
    "is no empty one, opened with %o",
    (options) => {
      made().close();
      without("journal");
      const left = readdirSync(path);
      expect(() => Graph.open(path, options)).toThrow(
        expect.objectContaining({ code: "CORRUPT_STORE", path: join(path, "journal-0000000001-0000000002") }),
      );
      expect(() => Graph.clone(path)).toThrow(/the journal is missing/);
      expect(() => Graph.clone(new Graph(), { path })).toThrow(/something in it/);
      expect(readdirSync(path)).toEqual(left);
    },
  );

  it.each(["writer", "state", "watermark"])("is no empty one with nothing but its %s", (kind) => {
    made().close();
    for (const name of readdirSync(path)) if (!name.startsWith(kind)) rmSync(join(path, name));
    expect(() => Graph.open(path)).toThrow(expect.objectContaining({ code: "CORRUPT_STORE" }));
    expect(readdirSync(path).length).toBe(1);
  });

  it("and with strange files is no store", () => {
    mkdirSync(path);
    writeFileSync(join(path, "notes.txt"), "");
    expect(() => Graph.open(path)).toThrow(expect.objectContaining({ code: "NOT_A_STORE" }));
  });

  it("is an empty one where a creation was interrupted at any call", () => {
    const prng = new Prng(5);
    const kinds = new Set<string>();
    for (let call = 1; ; call++) {
      const disk = new SimulatedDisk();
      const machine = new SimulatedMachine();
      const host = machine.start();
      disk.beforeCall = ({ number }) => {
        if (number === call) disk.crash();
      };
      let isMade = true;
      try {
        openOn(simulatedStorage(disk, host, prng));
      } catch (error) {
        if (!(error instanceof CrashError)) throw error;
        isMade = false;
      }
      disk.beforeCall = undefined;
      if (isMade) break;
      const left = disk.clone();
      machine.kill(host.pid);
      const names = [...left.files().keys()];
      kinds.add(names.some((name) => name.endsWith("2")) ? "journal" : `${names.length}`);
      const isThere = names.some((name) => /journal-\d+-\d+$/.test(name));
      const open = (options: object): Graph => openOn(simulatedStorage(left, machine.start(), prng), options);
      if (!isThere) {
        expect(() => open({ create: false })).toThrow(
          /got nothing|got an empty folder|begun and never finished/,
        );
        expect([...left.files().keys()]).toEqual(names);
      }
      const graph = open({});
      graph.addNode();
      graph.commit("one");
      graph.close();
      const again = open({ readOnly: true });
      expect(again.nodeCount).toBe(1);
      expect([...left.files().keys()].filter((name) => name.includes("writer")).length).toBe(1);
      expect([...left.files().keys()].every((name) => name.startsWith(`${FOLDER}/`))).toBe(true);
    }
    expect(kinds.size).toBeGreaterThan(2);
  });
});

describe("a lock", () => {
  const isLinux = process.platform === "linux";

  it("that a worker thread left behind is free once the thread has ended", async () => {
    const script = join(scratch, "worker.mjs");
    await build({
      stdin: {
        contents: `import { workerData, parentPort } from "node:worker_threads";
          import { Graph } from ${JSON.stringify(fileURLToPath(new URL("../../src/index.ts", import.meta.url)))};
          const graph = Graph.open(workerData);
          graph.addNode("Person", { name: "in a worker" });
          graph.commit("one");
          parentPort.postMessage("open");
          parentPort.once("message", () => process.exit(0));`,
        resolveDir: scratch,
        loader: "ts",
      },
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      alias: sourcesOfImports(),
      nodePaths: [fileURLToPath(new URL("../../node_modules", import.meta.url))],
    });
    const worker = new Worker(script, { workerData: path });
    await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    expect(() => Graph.open(path)).toThrow(isLinux ? /another thread of this process/ : /this process/);
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.postMessage("end");
    await ended;
    const graph = Graph.open(path, { takeOver: !isLinux });
    expect(graph.nodes.get(0, "name")).toBe("in a worker");
    graph.close();
  });

  it("in a copy of an open store is that of this thread, and of none once the handle is closed", () => {
    const graph = made();
    cpSync(path, `${path} copy`, { recursive: true });
    expect(() => Graph.open(`${path} copy`)).toThrow(/close the other handle first/);
    graph.close();
    if (!isLinux) return;
    const copy = Graph.open(`${path} copy`);
    expect(copy.nodeCount).toBe(1);
    copy.close();
  });
});
