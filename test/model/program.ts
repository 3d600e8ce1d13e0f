// Random programs on a graph, and the same on the model; after every step the two are compared.

import type { Graph } from "../../src/index.js";
import { addEdge, addEdges, addMany, addNode, addNodes, mergeEdge, mergeEdges } from "./adding.js";
import { check, checkHeld, checkPast } from "./check-run.js";
import { checkout, commit, commitMany, gc, reset } from "./committing.js";
import { diff, hold } from "./looking.js";
import { merge, takeElsewhere } from "./merging.js";
import { createBranch, createTag, deleteBranch, deleteTag, renameBranch } from "./naming.js";
import { rebase } from "./rebasing.js";
import { Run, wrote } from "./run.js";
import { redo, stash, undo, unstash } from "./stashing.js";
import { transactionOf } from "./transacting.js";
import { Tape } from "./values.js";
import {
  mistake,
  removeEdges,
  removeNodes,
  setAttributes,
  setColumn,
  setLabels,
  setValues,
  updateValues,
} from "./writing.js";

export interface Step {
  readonly verb: Verb;
  readonly numbers: readonly number[];
}

export interface Program {
  readonly directed: boolean;
  /** Whether the types of some attributes are declared. */
  readonly declared: boolean;
  /** How many nodes and edges there are to begin with, added in bulk. */
  readonly size: number;
  readonly steps: readonly Step[];
}

/** What writes uncommitted changes, and nothing else. */
const WRITING = {
  addNode,
  addEdge,
  addNodes,
  addEdges,
  mergeEdge,
  mergeEdges,
  removeNodes,
  removeEdges,
  set: setValues,
  update: updateValues,
  setColumn,
  labels: setLabels,
  attributes: setAttributes,
};

const ACTIONS = {
  ...WRITING,
  transaction: transactionOf(Object.values(WRITING)),
  commit,
  branch: createBranch,
  tag: createTag,
  renameBranch,
  deleteBranch,
  deleteTag,
  checkout,
  hold,
  diff,
  mistake,
  reset,
  gc,
  stash,
  unstash,
  undo,
  redo,
  merge,
  takeElsewhere,
  rebase,
  many: commitMany,
};

export type Verb = keyof typeof ACTIONS;
export const VERBS = Object.keys(ACTIONS) as readonly Verb[];

/** Where programs run, if not in memory: how their graph is made, and what is done to it after each step. */
export interface Place {
  make(options: object): Graph;
  after(run: Run, step: Step): void;
}

/** Runs a program; throws at the first thing that is not as in the model. */
export function runProgram(program: Program, place?: Place): void {
  const run = new Run(program, place?.make);
  if (program.size > 0) addMany(run, program.size);
  const logs: string[] = [];
  program.steps.forEach((step, i) => {
    const { verb, numbers } = step;
    run.log = verb;
    try {
      ACTIONS[verb](run, new Tape(numbers));
      if (Object.hasOwn(WRITING, verb)) wrote(run);
      place?.after(run, step);
      check(run);
      checkHeld(run, i);
      logs.push(run.log);
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`step ${i}, ${run.log}: ${message}\nafter ${logs.join("\n")}`, { cause: error });
    }
  });
  checkPast(run);
}
