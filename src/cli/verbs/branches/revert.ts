/** `groggy revert`: makes a commit that takes back what another one changed. */
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { type ReplayFlags, replayAll } from "./replay.js";

export function run(invocation: Invocation<ReplayFlags>): Promise<ExitCode> {
  return replayAll(invocation, "revert");
}
