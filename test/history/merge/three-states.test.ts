// Any three states, one of them the base of the other two: every fact of their merge against the oracle.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUNS_FACTOR, runs } from "../../model/arbitrary.js";
import { Tape } from "../../model/values.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { checkMerge, checkState, resolveAtRandom } from "./check-merge.js";
import { attributesOf, Editor } from "./edits.js";
import { Laboratory, type Version } from "./laboratory.js";
import { readState } from "./states.js";

const numbers = (length: number) => fc.array(fc.nat(2 ** 31 - 1), { minLength: length, maxLength: length });

const worlds = fc.record({
  directed: fc.boolean(),
  keyed: fc.boolean(),
  versions: fc.array(numbers(40), { minLength: 2, maxLength: 8 }),
  rounds: fc.array(numbers(40), { minLength: 1, maxLength: 4 }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function run({ directed, keyed, versions: tapes, rounds }: World): void {
  const key = keyed ? "name" : undefined;
  const lab = new Laboratory({ directed, ...(key === undefined ? {} : { key }) });
  const editor = new Editor(lab.graph, attributesOf(new Tape(tapes[0].slice(20))), key);
  const versions: Version[] = [{ node: undefined, state: readState(lab.graph) }];
  for (const numbers of tapes) {
    const tape = new Tape(numbers);
    lab.checkout(versions[Math.max(0, versions.length - 1 - tape.next(3))]);
    editor.edit(tape, 1 + tape.next(6));
    versions.push(lab.commit());
  }
  rounds.forEach((numbers, round) => {
    const tape = new Tape(numbers);
    const [base, ours, theirs] = [tape.pick(versions), tape.pick(versions), tape.pick(versions)];
    if (ours.node === undefined) return;
    const what = `round ${round}, ${[base, ours, theirs].map((version) => versions.indexOf(version))}`;
    lab.checkout(ours);
    const triple = { base: base.state, ours: ours.state, theirs: theirs.state };
    const merge = lab.merge(base, theirs);
    checkMerge(what, merge, triple, () => undefined, key);
    const wanted = resolveAtRandom(what, merge, triple, tape, key);
    const made = merge.commit();
    const state = readState(lab.graph);
    checkState(`${what}: state`, state, wanted);
    expect(made.root).toBe(naiveRoot(lab.graph));
    versions.push({ node: lab.core.node, state });
    for (const version of versions) {
      if (!tape.chance(3)) continue;
      lab.checkout(version);
      checkState(`${what}: version ${versions.indexOf(version)}`, readState(lab.graph), version.state);
    }
  });
  for (const [i, version] of versions.entries()) {
    lab.checkout(version);
    checkState(`version ${i}`, readState(lab.graph), version.state);
    if (version.node !== undefined)
      expect(lab.core.head.stateRoot.root(lab.graph.directed)).toBe(version.node.commit.root);
  }
}

describe("a merge of any state into any other against any third", () => {
  it("comes out as in full copies, with every resolution, and can be walked over", {
    timeout: 60_000 * Math.max(RUNS_FACTOR, 1),
  }, () => {
    fc.assert(fc.property(worlds, run), runs(600));
  });
});
