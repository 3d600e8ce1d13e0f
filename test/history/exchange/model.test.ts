// Programs of several clones that write, commit and exchange, with full copies beside them: whatever way a commit
// took, every clone that has it shows the same elements by identity, and the root that the commit says.
import fc from "fast-check";
import { describe, it } from "vitest";
import { Graph } from "../../../src/index.js";
import { runs } from "../../model/arbitrary.js";
import { Tape } from "../../model/values.js";
import { STEPS, type Verb } from "./steps.js";
import { World } from "./world.js";

const WEIGHTS: Partial<Record<Verb, number>> = {
  addNode: 4,
  addEdge: 4,
  remove: 3,
  change: 6,
  commit: 6,
  fetch: 3,
  push: 4,
  pull: 6,
};

const verbs = Object.keys(STEPS) as Verb[];

const step = fc.record({
  party: fc.nat(2),
  verb: fc.oneof(...verbs.map((verb) => ({ weight: WEIGHTS[verb] ?? 1, arbitrary: fc.constant(verb) }))),
  numbers: fc.array(fc.nat(2 ** 31 - 1), { minLength: 12, maxLength: 12 }),
});

const program = fc.record({
  directed: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: "max" }),
});

describe("clones that exchange commits", () => {
  it("have the same states and roots, and those that the copies have", { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(program, ({ directed, steps }) => {
        const world = new World();
        const { clock } = world;
        const hub = world.add("hub", new Graph({ directed, clock }));
        STEPS.addNodes(world, hub, new Tape([0]));
        STEPS.addEdge(world, hub, new Tape([1, 1, 0]));
        STEPS.commit(world, hub, new Tape([0]));
        for (const name of ["one", "two"]) {
          world.add(name, Graph.clone(hub.graph, { clock, origin: world.nextOrigin() }));
        }
        const log: string[] = [];
        for (const { party, verb, numbers } of steps) {
          const acting = world.parties[party];
          log.push(`${acting.name} ${verb} ${numbers.join()}`);
          try {
            STEPS[verb](world, acting, new Tape(numbers));
            for (const each of world.parties) world.check(each);
          } catch (error) {
            throw new Error(`${(error as Error).message}\nafter ${log.join("\n")}`, { cause: error });
          }
        }
        for (const { graph } of world.parties) {
          const { findings } = graph.history.verify({ level: "deep" });
          if (findings.length > 0) throw new Error(findings[0].message);
        }
      }),
      runs(60),
    );
  });
});
