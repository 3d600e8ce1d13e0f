// Policies of merges: kept by stores, backups, clones and bundles, whatever happens, and in no commit.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Graph, type KeptPolicies } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { keptPolicies } from "../history/merge/kept-policies.js";
import { runs } from "../model/arbitrary.js";
import { compareReaders } from "./compare-readers.js";
import { openOn } from "./contents.js";
import { PowerCut } from "./power-cut.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

let scratch: string;
let path: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "groggy-policies-"));
  path = join(scratch, "store");
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** What the journal's header says that a reader has to know. */
function features(): number {
  const journal = readdirSync(path)
    .filter((name) => name.startsWith("journal"))
    .sort()
    .at(-1) as string;
  return readFileSync(join(path, journal)).readUInt32LE(20);
}

const POLICIES: KeptPolicies = { policy: "ours", attributes: { a: "sum", b: "union" }, unify: true };

describe("policies of a store", () => {
  it("that a reader was opened with stay its own when it reads on", () => {
    const graph = Graph.open(path, { clock: () => 1 });
    graph.addNode("Person");
    graph.commit("one");
    const reader = Graph.open(path, { readOnly: true, policies: POLICIES });
    const other = Graph.open(path, { readOnly: true });
    graph.history.policies = { policy: "theirs" };
    graph.addNode("Person");
    graph.commit("two");
    for (const each of [reader, other]) expect(each.refresh()).toBe(true);
    expect(reader.nodeCount).toBe(2);
    expect(reader.history.policies).toEqual(POLICIES);
    expect(other.history.policies).toEqual({ policy: "theirs" });
    graph.close();
    expect(Graph.open(path, { readOnly: true }).history.policies).toEqual({ policy: "theirs" });
  });

  it("are there when it is opened again, backed up, cloned, killed or read, and no commit speaks of them", () => {
    const graph = Graph.open(path, { clock: () => 1 });
    graph.addNode("Person");
    const { id, root } = graph.commit("one");
    expect(features()).toBe(0);
    graph.history.policies = {};
    expect(features()).toBe(0);
    graph.history.policies = POLICIES;
    expect(features()).toBe(32);
    graph.nodes.createIndex("name");
    expect(features()).toBe(33);
    expect([graph.head.commit?.id, graph.head.commit?.root, graph.status().clean]).toEqual([id, root, true]);
    const reader = Graph.open(path, { readOnly: true });
    expect(reader.history.policies).toEqual(POLICIES);
    expect(() => {
      reader.history.policies = {};
    }).toThrow(expect.objectContaining({ code: "STORE_READ_ONLY" }));
    const others: KeptPolicies = { uniqueEdges: ["KNOWS"] };
    graph.history.policies = others;
    expect(reader.refresh()).toBe(true);
    expect(reader.history.policies).toEqual(others);
    reader.close();
    graph.backup(join(scratch, "backup"));
    graph.history.bundle(join(scratch, "bundle"));
    const killed = join(scratch, "killed");
    cpSync(path, killed, { recursive: true });
    const copies = [
      Graph.clone(graph),
      Graph.clone(graph, { path: join(scratch, "clone") }),
      Graph.fromBundle(join(scratch, "bundle")),
      Graph.fromBundle(graph.history.bundle(), { path: join(scratch, "from") }),
      graph.worktree("side", { create: true }),
    ];
    for (const copy of copies) {
      expect(copy.history.policies).toEqual(others);
      copy.close();
    }
    expect(Graph.clone(graph, { policies: {} }).history.policies).toEqual({});
    expect(Graph.fromBundle(graph.history.bundle(), { policies: POLICIES }).history.policies).toEqual(
      POLICIES,
    );
    graph.history.gc();
    graph.close();
    for (const each of [
      path,
      killed,
      join(scratch, "backup"),
      join(scratch, "clone"),
      join(scratch, "from"),
    ]) {
      if (each !== killed) expect(compareReaders(each).policies).toBe('{"uniqueEdges":["KNOWS"]}');
      const again = Graph.open(each, { takeOver: true });
      expect(again.history.policies).toEqual(others);
      again.history.policies = {};
      again.close();
      const last = Graph.open(each);
      expect(last.history.policies).toEqual({});
      last.close();
    }
  });

  it("are brought over where a store is salvaged", () => {
    const graph = Graph.open(path, { policies: POLICIES });
    graph.addNode();
    graph.commit("one");
    graph.close();
    Graph.salvage(path, join(scratch, "salvaged"));
    const found = Graph.open(join(scratch, "salvaged"), { readOnly: true });
    expect(found.history.policies).toEqual(POLICIES);
    found.close();
  });

  it("are replaced by those that it is opened with, and stay without", () => {
    Graph.open(path, { policies: POLICIES }).close();
    const opened = (options: object): KeptPolicies => {
      const graph = Graph.open(path, options);
      graph.close();
      return graph.history.policies;
    };
    expect(opened({})).toEqual(POLICIES);
    expect(() => opened({ policies: { policy: () => "ours" } })).toThrow(TypeError);
    expect(opened({ readOnly: true, policies: { unify: true } })).toEqual({ unify: true });
    expect(opened({})).toEqual(POLICIES);
    expect(opened({ policies: { unify: true } })).toEqual({ unify: true });
    expect(opened({ policies: {} })).toEqual({});
    expect(opened({})).toEqual({});
    compareReaders(path);
  });

  it("are what was set last, or before it, at any call that the power is cut at", () => {
    fc.assert(
      fc.property(
        fc.array(keptPolicies, { minLength: 1, maxLength: 5 }),
        fc.integer(),
        fc.boolean(),
        (changes, seed, autosave) => {
          const [disk, prng] = [new SimulatedDisk(), new Prng(seed >>> 0)];
          const open = (on: SimulatedDisk): Graph =>
            openOn(simulatedStorage(on, new SimulatedMachine().start(), prng), { clock: () => 1, autosave });
          const graph = open(disk);
          const found = (moment: SimulatedDisk): string => {
            const cut = new PowerCut(moment);
            return JSON.stringify(open(cut.disk(cut.draw(prng))).history.policies);
          };
          for (const [i, policies] of changes.entries()) {
            const before = JSON.stringify(graph.history.policies);
            const moments: SimulatedDisk[] = [];
            disk.beforeCall = () => moments.push(disk.clone());
            graph.history.policies = policies;
            disk.beforeCall = undefined;
            const after = JSON.stringify(graph.history.policies);
            for (const moment of moments) expect([before, after]).toContain(found(moment));
            expect(found(disk)).toBe(after);
            graph.addNode({ i });
            graph.commit(`${i}`);
          }
          expect(found(disk)).toBe(JSON.stringify(graph.history.policies));
        },
      ),
      runs(15),
    );
  });

  it("stay as they were where others cannot be kept, and the next change is kept", () => {
    const disk = new SimulatedDisk();
    const storage = simulatedStorage(disk, new SimulatedMachine().start(), new Prng(1));
    let failures = 0;
    for (let call = 1; call <= 12; call++) {
      const graph = openOn(storage, { takeOver: true });
      graph.history.policies = { unify: true };
      disk.failAt(disk.callCount + call, "EIO");
      try {
        graph.history.policies = POLICIES;
        expect(graph.history.policies).toEqual(POLICIES);
      } catch (error) {
        failures++;
        expect((error as { code: string }).code).toMatch(/^STORE_/);
        expect(graph.history.policies).toEqual({ unify: true });
      }
      graph.close();
      const again = openOn(storage, { takeOver: true });
      expect([{ unify: true }, POLICIES]).toContainEqual(again.history.policies);
      again.history.policies = { uniqueEdges: true };
      again.close();
    }
    expect(failures).toBeGreaterThan(2);
  });
});
