/** `groggy redo`: does what was undone last once more. */
import type { Invocation } from "../../shared/invocation.js";
import { goOver, type OperationFlags } from "./operations.js";

export function run(invocation: Invocation<OperationFlags>): Promise<undefined> {
  return goOver(invocation, "redo");
}
