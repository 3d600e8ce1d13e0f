/**
 * Uncommitted changes that a store keeps: whatever is done, with and without `autosave`, with handles that are closed or
 * killed, what is found uncommitted is what docs/store.md says. A model keeps the draft as a plain value.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../src/index.js";
import { Prng } from "../../src/structures/prng.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { FOLDER, openOn } from "./contents.js";
import { SimulatedDisk } from "./simulated-disk.js";
import { SimulatedMachine, simulatedStorage } from "./simulated-host.js";

const prng = new Prng(3);

/** A store of two nodes with a commit of each of two branches; `a` of node 0 is what is changed. */
class Run {
  disk = new SimulatedDisk();
  machine = new SimulatedMachine();
  graph: Graph;
  #autosave = false;
  /** What the last commit says, what is there now, and what the draft says; undefined where there is no draft. */
  committed = 0;
  present = 0;
  draft: number | undefined;
  #count = 0;

  constructor() {
    this.graph = this.#open(false);
    this.graph.addNodes(2, { attributes: { a: [0, 0] } });
    this.graph.commit("first");
  }

  #open(autosave: boolean): Graph {
    this.#autosave = autosave;
    const storage = simulatedStorage(this.disk, this.machine.start(), prng);
    return openOn(storage, { autosave, clock: () => 0 });
  }

  /** A draft goes along with verbs; with `autosave` there is one whenever something is uncommitted. */
  #settle(): void {
    const isDirty = this.present !== this.committed;
    if (this.#autosave || this.draft !== undefined) this.draft = isDirty ? this.present : undefined;
  }

  readonly steps: Record<string, (n: number) => void> = {
    change: () => {
      this.present = ++this.#count;
      this.graph.nodes.set(0, { a: this.present });
    },
    changeBack: () => {
      this.present = this.committed;
      this.graph.nodes.set(0, { a: this.present });
      // another row of the same value is a change as well, if a silent one
      this.graph.checkout("main", { discard: true });
      this.#settle();
    },
    commit: () => {
      this.graph.commit("more", { allowEmpty: true });
      this.committed = this.present;
      this.#settle();
    },
    branch: (n) => {
      this.graph.branch(`branch ${n} ${this.#count++}`.replaceAll(" ", "-"));
      this.#settle();
    },
    discard: () => {
      this.graph.checkout("main", { discard: true });
      this.present = this.committed;
      this.#settle();
    },
    reset: () => {
      this.graph.history.reset("main", { discard: true });
      this.present = this.committed;
      this.#settle();
    },
    stash: () => {
      if (this.present === this.committed) return;
      this.graph.history.stash();
      this.present = this.committed;
      this.#settle();
      this.graph.history.stashDrop();
    },
    gc: () => {
      this.graph.history.gc();
      this.#settle();
    },
    index: (n) => {
      this.graph.nodes.createIndex(`at ${n} ${this.#count++}`);
      this.#settle();
    },
    flush: () => {
      this.graph.flush();
      if (this.#autosave) this.#settle();
    },
    close: (n) => {
      this.graph.close();
      if (this.#autosave) this.#settle();
      this.#reopen(n % 2 === 0);
    },
    kill: (n) => {
      this.disk = this.disk.clone();
      this.machine = new SimulatedMachine();
      this.#reopen(n % 2 === 0);
    },
  };

  #reopen(autosave: boolean): void {
    this.graph = this.#open(autosave);
    this.present = this.draft ?? this.committed;
  }

  check(text: string): void {
    expect(this.graph.nodes.get(0, "a"), text).toBe(this.present);
    // what a reader finds, and who opens the store after a kill
    const disk = this.disk.clone();
    const reader = openOn(simulatedStorage(disk, new SimulatedMachine().start(), prng), { readOnly: true });
    expect(reader.nodes.get(0, "a"), `${text}, read`).toBe(this.draft ?? this.committed);
    expect(reader.status().clean, `${text}, read`).toBe(this.draft === undefined);
    expect(disk.files().size).toBeGreaterThan(2);
    expect(FOLDER).toBe("/store");
  }
}

const NAMES = Object.keys(new Run().steps);

describe("a draft", () => {
  it("is what the rule says, whatever was done", { timeout: 600_000 }, () => {
    const step = fc.tuple(fc.constantFrom(...NAMES, "change", "change", "close", "kill"), fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const run = new Run();
        for (const [i, [name, n]] of steps.entries()) {
          run.steps[name](n);
          run.check(`after ${i + 1} steps, ${name} ${n}`);
        }
      }),
      { numRuns: 60 * Math.max(1, RUNS_FACTOR) },
    );
  });

  it("that was discarded by a handle without autosave does not come back", () => {
    const run = new Run();
    for (const [name, n] of [
      ["close", 0],
      ["change", 0],
      ["close", 1],
      ["discard", 0],
      ["kill", 1],
    ] as const)
      run.steps[name](n);
    expect(run.graph.nodes.get(0, "a")).toBe(0);
    expect(run.graph.status().clean).toBe(true);
  });

  for (const autosave of [false, true])
    it(`goes along with steps back and forward, ${autosave ? "with" : "without"} autosave`, () => {
      const run = new Run();
      run.steps.close(0);
      run.steps.change(0);
      run.steps.close(autosave ? 0 : 1);
      const { present } = run;
      expect(run.graph.status().clean).toBe(false);
      run.graph.history.back();
      run.present = run.committed;
      run.draft = undefined;
      run.check("back");
      run.graph.history.forward();
      run.present = present;
      // without autosave there was no draft any more that could have come along
      run.draft = autosave ? present : undefined;
      run.check("forward");
      run.steps.kill(1);
      expect(run.graph.nodes.get(0, "a")).toBe(autosave ? present : run.committed);
    });

  it("is followed by readers, from one to the next and to none", () => {
    const run = new Run();
    run.steps.close(0);
    const storage = simulatedStorage(run.disk, run.machine.start(), prng);
    const reader = openOn(storage, { readOnly: true });
    for (const name of [
      "change",
      "flush",
      "change",
      "branch",
      "commit",
      "change",
      "flush",
      "discard",
      "gc",
    ]) {
      run.steps[name](0);
      reader.refresh();
      expect(reader.nodes.get(0, "a"), name).toBe(run.draft ?? run.committed);
      expect(reader.status().clean, name).toBe(run.draft === undefined);
    }
  });
});
