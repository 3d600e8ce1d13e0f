/** `groggy undo`: takes back the last verb that changed branches, tags or the head. */
import type { Invocation } from "../../shared/invocation.js";
import { goOver, type OperationFlags } from "./operations.js";

export function run(invocation: Invocation<OperationFlags>): Promise<undefined> {
  return goOver(invocation, "undo");
}
