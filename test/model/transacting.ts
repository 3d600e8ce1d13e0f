// Transactions: what is written in one that throws is gone from the model as from the graph, with the ids given out.
import { check } from "./check-run.js";
import { diff } from "./looking.js";
import { type Run, wrote } from "./run.js";
import { agree } from "./show.js";
import { copyState } from "./state.js";
import type { Tape } from "./values.js";

const DEPTH_MAX = 3;

class Refused extends Error {}

/** Looks at what has changed, as `status` does, and at the differences to other states. */
function look(run: Run, tape: Tape): void {
  run.graph.status();
  diff(run, tape);
}

/** The verb that runs some of the others, which write and do no more, in a transaction or in several within each other. */
export function transactionOf(
  verbs: readonly ((run: Run, tape: Tape) => void)[],
): (run: Run, tape: Tape) => void {
  const steps = [...verbs, look, check];
  const transact = (run: Run, tape: Tape, depth: number): void => {
    const before = { state: copyState(run.state), next: { ...run.next }, writing: run.writing };
    const fails = tape.chance(2);
    const count = tape.next(5);
    run.log += " (";
    const result = {};
    try {
      const returned = run.graph.transaction((graph) => {
        agree("graph given", graph === run.graph, true);
        for (let i = 0; i < count; i++) {
          if (depth < DEPTH_MAX && tape.chance(4)) transact(run, tape, depth + 1);
          else tape.pick(steps)(run, tape);
          wrote(run);
          if (tape.chance(5)) check(run);
        }
        if (fails) throw new Refused();
        return result;
      });
      agree("result", returned === result, true);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      Object.assign(run, { state: before.state, writing: before.writing });
      Object.assign(run.next, before.next);
    }
    run.log += fails ? " x)" : ")";
  };
  return (run, tape) => transact(run, tape, 1);
}
