// Deltas as a group of moves: any way between states made one delta leads where the way leads, and back.
import fc from "fast-check";
import { describe, it } from "vitest";
import { composeSteps } from "../../../src/space/deltas/compose.js";
import type { DeltaStep } from "../../../src/space/deltas/delta.js";
import { pastState } from "../../../src/space/states/past-state.js";
import { GraphView } from "../../../src/view.js";
import { RUNS_FACTOR, runs } from "../../model/arbitrary.js";
import { Tape } from "../../model/values.js";
import { checkState } from "./check-merge.js";
import { attributesOf, Editor } from "./edits.js";
import { Laboratory, type Version } from "./laboratory.js";
import { readState } from "./states.js";

const numbers = (length: number) => fc.array(fc.nat(2 ** 31 - 1), { minLength: length, maxLength: length });

const worlds = fc.record({
  versions: fc.array(numbers(32), { minLength: 3, maxLength: 12 }),
  walks: fc.array(numbers(24), { minLength: 1, maxLength: 4 }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

/** Versions on several branches; some are merges, in which attributes change their type. */
function grow(lab: Laboratory, tapes: readonly number[][]): Version[] {
  const editor = new Editor(lab.graph, attributesOf(new Tape(tapes[0].slice(16))));
  const versions: Version[] = [{ node: undefined, state: readState(lab.graph) }];
  for (const numbers of tapes) {
    const tape = new Tape(numbers);
    const at = Math.max(0, versions.length - 1 - tape.next(4));
    lab.checkout(versions[at]);
    if (tape.chance(4) && versions[at].node !== undefined) {
      const merge = lab.merge(tape.pick(versions), tape.pick(versions));
      merge.resolveAll(tape.pick(["theirs", "ours"] as const));
      merge.commit();
      versions.push({ node: lab.core.node, state: readState(lab.graph) });
    } else {
      editor.edit(tape, 1 + tape.next(5));
      versions.push(lab.commit());
    }
  }
  return versions;
}

function run({ versions: tapes, walks }: World): void {
  const lab = new Laboratory();
  const versions = grow(lab, tapes);
  const { space, forest } = lab.core;
  let at = versions[versions.length - 1];
  lab.checkout(at);
  const check = (what: string, version: Version) => checkState(what, readState(lab.graph), version.state);
  for (const numbers of walks) {
    const tape = new Tape(numbers);
    const stops = Array.from({ length: 1 + tape.next(5) }, () => tape.pick(versions));
    const steps: DeltaStep[] = [];
    let from = at;
    for (const stop of stops) {
      steps.push(...forest.path(from.node, stop.node));
      from = stop;
    }
    const what = `${[at, ...stops].map((version) => versions.indexOf(version))}`;
    const cut = tape.next(steps.length + 1);
    const whole = composeSteps(steps);
    const halves = composeSteps(
      [steps.slice(0, cut), steps.slice(cut)].map((part) => ({ delta: composeSteps(part), forward: true })),
    );
    const inverse = composeSteps(
      steps.toReversed().map(({ delta, forward }) => ({ delta, forward: !forward })),
    );
    const past = pastState(space, [{ delta: whole, forward: true }]);
    checkState(`${what}: beside`, readState(new GraphView(past)), from.state);
    const there = tape.pick([whole, halves]);
    const back = tape.pick([
      { delta: inverse, forward: true },
      { delta: whole, forward: false },
      { delta: halves, forward: false },
    ]);
    space.move([{ delta: there, forward: true }]);
    check(`${what}: there`, from);
    if (tape.chance(2)) {
      space.move([back]);
      check(`${what}: and back`, at);
      space.move([{ delta: there, forward: true }]);
    }
    // what had gone comes back as it was, whichever way one came
    for (let i = 0; i < 3; i++) {
      const next = tape.pick(versions);
      space.move(forest.path(from.node, next.node));
      check(`${what}: on to ${versions.indexOf(next)}`, next);
      from = next;
    }
    at = from;
  }
}

describe("deltas", () => {
  it("compose and invert: one delta leads where many do, and back, also for what comes to life again", {
    timeout: 60_000 * Math.max(RUNS_FACTOR, 1),
  }, () => {
    fc.assert(fc.property(worlds, run), runs(500));
  });
});
