// Histories so long that walks take skips: the same states, and the same roots, as step by step.
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/index.js";
import type { State } from "../../model/state.js";
import { Tape } from "../../model/values.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { checkState } from "./check-merge.js";
import { Editor } from "./edits.js";
import { readState } from "./states.js";

/** Numbers that look random, the same ones for the same seed. */
function tapeOf(seed: number): Tape {
  let state = seed;
  const numbers = Array.from({ length: 997 }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return state >>> 1;
  });
  return new Tape(numbers);
}

interface Past {
  readonly id: string;
  readonly root: string;
  readonly state: State;
}

/** A history of so many commits on two branches, which are merged now and then; some of them with full copies. */
function grow(graph: Graph, commits: number, tape: Tape): Past[] {
  const editor = new Editor(graph, ["float", "mixed", "words"]);
  const past: Past[] = [];
  let count = 0;
  const take = ({ id, root }: { id: string; root: string }) => {
    if (count++ % 5 === 0) past.push({ id, root, state: readState(graph) });
  };
  take(graph.commit("begin", { allowEmpty: true }));
  graph.branch("side");
  while (count < commits) {
    // main is the long one
    const isOnMain = graph.head.branch === "main";
    if (tape.chance(isOnMain ? 60 : 5)) graph.checkout(isOnMain ? "side" : "main");
    if (tape.chance(60)) {
      const other = graph.head.branch === "main" ? "side" : "main";
      const merge = graph.merge(other, {
        policy: tape.pick(["ours", "theirs"] as const),
        fastForward: "never",
      });
      if (merge.status === "clean") take(merge.commit());
    }
    editor.edit(tape, 1 + tape.next(2));
    take(graph.commit("edit", { allowEmpty: true }));
  }
  return past;
}

describe("a long history", () => {
  it.each([
    ["64 commits", 63 + 2, 1],
    ["several skips", 700, 2],
    ["4,096 commits", 4096 + 500, 3],
  ])("of %s has every state and every root, however far one goes at once", (_, commits, seed) => {
    const graph = new Graph({ clock: () => 0 });
    const tape = tapeOf(seed);
    const past = grow(graph, commits, tape);
    for (let i = 0; i < 100; i++) {
      const { id, root, state } = i < 10 ? past[(i % 2) * (past.length - 1)] : tape.pick(past);
      if (tape.chance(3)) checkState(`at ${id}`, readState(graph.at(id)), state);
      graph.checkout(id);
      checkState(`checkout ${id}`, readState(graph), state);
      const empty = graph.commit(`empty ${i}`, { allowEmpty: true });
      expect(empty.root).toBe(root);
      expect(empty.root).toBe(naiveRoot(graph));
    }
  });
});
