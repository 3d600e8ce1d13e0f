/** `groggy cherry-pick`: makes what a commit changed once more, on the present branch. */
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { type ReplayFlags, replayAll } from "./replay.js";

export function run(invocation: Invocation<ReplayFlags>): Promise<ExitCode> {
  return replayAll(invocation, "cherryPick");
}
