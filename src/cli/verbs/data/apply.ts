/** `groggy apply`: a patch, as `groggy diff --patch` writes it, made on the present state. */
import type { Patch } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import {
  type CommitFlags,
  commitChanges,
  committedJson,
  openToCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import type { Invocation } from "../../shared/invocation.js";
import { readInput } from "../../shared/read-input.js";

interface ApplyFlags extends CommitFlags {
  readonly reverse?: boolean;
}

export async function run(invocation: Invocation<ApplyFlags>): Promise<undefined> {
  const { operands, options, output } = invocation;
  readCommitChoices(invocation);
  const file = operands.patch as string;
  const text = await readInput("patch", invocation, file);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      `"patch" expected a file of JSON, got ${JSON.stringify(file)}: ${(cause as Error).message}`,
      {
        exitCode: 3,
        cause,
      },
    );
  }
  const graph = await openToCommit(invocation);
  const { invertPatch } = await import("groggy");
  // a document of --json has the patch beside its version
  const patch = ((given as { patch?: unknown } | null)?.patch ?? given) as Patch;
  graph.history.apply(options.reverse === true ? invertPatch(patch) : patch);
  const name = file === "-" ? "standard input" : file;
  const message = `${options.reverse === true ? "take back" : "apply"} ${name}`;
  const committed = commitChanges(invocation, graph, { message });
  await output.report({ json: committedJson(committed), lines: [] });
}
