/** `groggy status`: the head, what is uncommitted, and how far the branch is from those of other stores. */
import type { Graph } from "groggy";
import { changesText } from "../../shared/committing.js";
import { minuteText, shortId, subjectOf } from "../../shared/history/commit-words.js";
import type { Invocation } from "../../shared/invocation.js";
import type { Output } from "../../shared/output.js";

interface Upstream {
  readonly name: string;
  readonly ahead: number;
  readonly behind: number;
}

export async function run(invocation: Invocation): Promise<undefined> {
  const graph = await invocation.open();
  const { output } = invocation;
  const upstreams = upstreamsOf(graph);
  const stashes = graph.history.stashes().length;
  await output.report({
    json: { ...graph.status(), upstreams, stashes },
    lines: linesOf(graph, upstreams, stashes, output),
  });
}

/** The branches of other stores, as of the last exchange, that have the name of the present one. */
function upstreamsOf({ history, head }: Graph): Upstream[] {
  const { branch, commit } = head;
  if (branch === null || commit === null) return [];
  return history
    .remoteBranches()
    .filter(({ name }) => name.endsWith(`/${branch}`))
    .map(({ name, commit: theirs }) => ({ name, ...history.aheadBehind(commit, theirs) }));
}

function linesOf(graph: Graph, upstreams: readonly Upstream[], stashes: number, output: Output): string[] {
  const { branch, clean, detached, unreachable, nodes, edges, graph: own } = graph.status();
  const { commit } = graph.head;
  const lines = [
    detached && commit !== null ? `HEAD is detached at ${shortId(commit)}` : `On branch ${branch}`,
  ];
  if (commit === null) lines.push("No commits yet");
  else {
    const by = commit.author === "" ? "" : ` by ${commit.author}`;
    lines.push(`Last commit ${shortId(commit)} of ${minuteText(commit.time)}${by}: ${subjectOf(commit)}`);
  }
  for (const upstream of upstreams) lines.push(upstreamLine(upstream, output));
  if (unreachable > 0) {
    lines.push(
      unreachable === 1 ? "1 commit is on no branch" : `${unreachable} commits are on no branch`,
      `  (keep it with "${output.verb("branch")} NAME")`,
    );
  }
  if (clean) lines.push("Nothing uncommitted");
  else
    lines.push(
      `Uncommitted: ${changesText({ nodes, edges, graph: own })}`,
      `  (see it with "${output.verb("diff")}")`,
    );
  if (stashes > 0)
    lines.push(`Put aside: ${stashes} ${stashes === 1 ? "stash" : "stashes"} (${output.verb("stash")} list)`);
  return lines;
}

function upstreamLine({ name, ahead, behind }: Upstream, output: Output): string {
  const commits = (count: number): string => `${count} commit${count === 1 ? "" : "s"}`;
  if (ahead === 0 && behind === 0) return `Level with ${name}`;
  if (behind === 0) return `${commits(ahead)} ahead of ${name} (${output.verb("push")})`;
  if (ahead === 0) return `${commits(behind)} behind ${name} (${output.verb("pull")})`;
  return `${commits(ahead)} ahead of ${name} and ${commits(behind)} behind it (${output.verb("pull")})`;
}
