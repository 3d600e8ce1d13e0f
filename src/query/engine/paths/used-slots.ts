/** The relationships that a match has in use, by the slots of its variables. */
import type { MatchStep } from "../../plan/match-plan.js";

/** The slots of relationships that a match has in use. */
export interface UsedSlots {
  readonly single: readonly number[];
  /** Slots of lists of relationships, or of paths. */
  readonly lists: readonly number[];
}

/** The slots of relationships that a step puts in use. */
export function usedSlotsOf(step: MatchStep): UsedSlots {
  switch (step.kind) {
    case "expand":
      return { single: [step.relationship.slot.index], lists: [] };
    case "walk":
      return { single: [], lists: [step.relationship.slot.index] };
    case "repeat":
      return { single: [], lists: [step.group.walk.index] };
    case "choose":
    case "shortest": {
      const single: number[] = [];
      const lists: number[] = [];
      for (const element of step.path.elements) {
        if (element.kind === "group") lists.push(element.walk.index);
        else if (element.kind === "relationship")
          (element.length === undefined ? single : lists).push(element.slot.index);
      }
      return { single, lists };
    }
    default:
      return { single: [], lists: [] };
  }
}
