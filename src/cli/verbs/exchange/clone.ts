/** `clone`: a new store with the history of another one, or of a bundle. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Graph } from "groggy";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { countText } from "./moved-names.js";

interface CloneFlags {
  readonly remote?: string;
  readonly compression?: "none" | "deflate" | "zstd";
}

export async function run(invocation: Invocation<CloneFlags>): Promise<ExitCode | undefined> {
  const { cwd, operands, options, output } = invocation;
  const source = resolve(cwd, operands.source as string);
  const target = resolve(cwd, operands.target as string);
  const graph = await makeClone(invocation, source, target, options);
  try {
    const { branch, commit } = graph.head;
    const commits = graph.history.commitCount;
    await output.report({
      json: {
        source,
        path: target,
        branch,
        commit: commit?.id ?? null,
        commits,
        nodes: graph.nodeCount,
        edges: graph.edgeCount,
      },
      lines: [
        `${countText(commits, "commit")}, ${countText(graph.nodeCount, "node")}, ${countText(graph.edgeCount, "edge")} in ${operands.target}`,
        commit === null
          ? `on branch ${branch}, without a commit`
          : `on ${branch === null ? "no branch" : `branch ${branch}`} at ${commit.id.slice(0, 7)}`,
      ],
    });
  } finally {
    graph.close();
  }
  return undefined;
}

async function makeClone(
  { busySignal, now, progress }: Invocation<CloneFlags>,
  source: string,
  path: string,
  { remote, compression }: CloneFlags,
): Promise<Graph> {
  const { Graph: Graphs } = await import("groggy");
  const options = {
    path,
    clock: now,
    ...(compression === undefined ? {} : { compression }),
    ...(busySignal === undefined ? {} : { signal: busySignal }),
    onProgress: ({ done, total }: { readonly done: number; readonly total: number }) =>
      progress.report("cloning", done, total, "commits"),
  };
  if (statSync(source, { throwIfNoEntry: false })?.isFile() === true)
    return Graphs.fromBundle(source, options);
  return Graphs.clone(source, remote === undefined ? options : { ...options, remote });
}
