/** Going back and forward over one's own changes: contents and head, a step at a time. */
import { GroggyError } from "../../errors.js";
import { composeSteps } from "../../space/deltas/compose.js";
import type { HistoryCore } from "../repository/core.js";
import { type EditStep, isOfCommit } from "../repository/steps.js";
import { watchChanges } from "./changes.js";

/** Takes back the last step. Its label. */
export function goBack(core: HistoryCore): string | undefined {
  return turn(core, "back");
}

/** Makes the step that was taken back last once more. Its label. */
export function goForward(core: HistoryCore): string | undefined {
  return turn(core, "forward");
}

function turn(core: HistoryCore, verb: "back" | "forward"): string | undefined {
  core.gate.requireFree(verb);
  core.sink?.check();
  const changes = watchChanges(core);
  changes.followSteps();
  return core.verb(verb, () => {
    changes.closeStep();
    const { steps } = core;
    const forward = verb === "forward";
    const step = (forward ? steps.undone : steps.done).at(-1);
    if (step === undefined)
      throw new GroggyError("NOTHING_TO_UNDO", `"${verb}" expected a step to go ${verb} over, got none`);
    changes.turn(() => {
      if (step.move === undefined) changeUncommitted(core, step, forward);
      else core.record(verb, () => changeAll(core, step, forward));
    });
    steps.turn(forward);
    return step.label;
  });
}

/** Changes what is not committed; where a store keeps that as a draft, it keeps the new one. */
function changeUncommitted(core: HistoryCore, step: EditStep, forward: boolean): void {
  changeContents(core, step, forward);
  if (core.sink?.isStale() === true) core.recorder.keep(() => changeContents(core, step, !forward));
}

function changeAll(core: HistoryCore, step: EditStep, forward: boolean): void {
  if (forward) changeContents(core, step, true);
  core.head.softReset(forward ? step.move?.to : step.move?.from);
  if (!forward) changeContents(core, step, false);
}

function changeContents({ space }: HistoryCore, { change }: EditStep, forward: boolean): void {
  const isWhole = !isOfCommit(change);
  const delta = isWhole ? change : change.delta;
  space.replay(forward ? delta : composeSteps([{ delta, forward }]), isWhole);
}
