/** `groggy checkout`: moves the store to a branch or to another commit. */
import type { CheckoutOptions, Graph } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import { shortId, subjectOf } from "../../shared/history/commit-words.js";
import { printDone } from "../../shared/history/print-done.js";
import { commitNamed, namingNearest } from "../../shared/history/revision-words.js";
import type { Invocation } from "../../shared/invocation.js";

export interface Options {
  readonly carry?: boolean;
  readonly create?: boolean;
  readonly discard?: boolean;
  readonly stash?: boolean;
}

export async function run(invocation: Invocation<Options>): Promise<undefined> {
  const { operands, options, output } = invocation;
  const [revision, start] = [operands.revision as string, operands.start as string | undefined];
  if (start !== undefined && options.create !== true)
    throw new CliError(`"checkout" expected one revision, got ${JSON.stringify(start)} besides`, {
      hint: "--create NAME START makes a branch",
    });
  const dirty = dirtyOptions(options);
  const graph = await invocation.open();
  const before = graph.head;
  const remote = options.create === true ? undefined : remoteOf(graph, revision);
  const at = start === undefined ? remote : commitNamed(graph, start);
  const isNew = options.create === true || remote !== undefined;
  const chosen: CheckoutOptions = {
    ...dirty,
    ...(isNew ? { create: true } : {}),
    ...(at === undefined ? {} : { at }),
  };
  const warning = namingNearest(graph, () => graph.checkout(revision, chosen));
  const { branch, commit } = graph.head;
  await printDone(output, {
    branch,
    commit: commit?.id ?? null,
    created: isNew,
    from: { branch: before.branch, commit: before.commit?.id ?? null },
    unreachable: warning?.data.unreachable.map(({ id }) => id) ?? [],
  });
  const where = commit === null ? "without a commit" : `at ${shortId(commit)}: ${subjectOf(commit)}`;
  if (branch === null) {
    output.note(`HEAD is detached ${where}`);
    output.note(`  ${output.verb("checkout")} --create NAME   makes a branch of it`);
  } else if (remote !== undefined) output.note(`new branch ${branch}, from the other store's, ${where}`);
  else if (branch === before.branch && !isNew) output.note(`already on ${branch}, ${where}`);
  else output.note(`${isNew ? "new branch" : "on branch"} ${branch}, ${where}`);
  if (warning !== undefined) {
    const [newest] = warning.data.unreachable;
    const { length } = warning.data.unreachable;
    output.note(`${length} commit${length === 1 ? " is" : "s are"} on no branch any more`);
    output.note(`  ${output.verb("branch")} NAME ${shortId(newest)}   keeps ${length === 1 ? "it" : "them"}`);
  }
}

function dirtyOptions({ carry, discard, stash }: Options): CheckoutOptions {
  const given = Object.entries({ carry, discard, stash }).filter(([, isGiven]) => isGiven === true);
  if (given.length > 1)
    throw new CliError(`"--${given[0][0]}" expected to be given without --${given[1][0]}, got both`);
  return Object.fromEntries(given);
}

/** The branch of another store that a name means where there is none of that name here. */
function remoteOf({ history }: Graph, name: string): string | undefined {
  if ([...history.branches(), ...history.tags()].some((ref) => ref.name === name)) return undefined;
  const remotes = history.remoteBranches().filter((ref) => ref.name.endsWith(`/${name}`));
  return remotes.length === 1 ? remotes[0].name : undefined;
}
