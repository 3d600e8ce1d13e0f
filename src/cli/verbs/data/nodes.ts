/** `groggy nodes`. */
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { type ListOptions, listElements } from "./list-elements.js";

export function run(invocation: Invocation<ListOptions>): Promise<ExitCode> {
  return listElements(invocation, "node");
}
