/**
 * The common part of verbs that write: their options, the commit that they end with, and the line that says what was
 * committed. A store keeps no uncommitted changes, so a verb commits or changes nothing.
 */
import type { Commit, ElementStatus, Graph, Status } from "groggy";
import { CliError } from "./cli-error.js";
import type { CommandOption, JsonSchema } from "./command.js";
import type { Invocation } from "./invocation.js";

/** The options of verbs that commit, for their rows of the table. */
export const commitFlags = {
  message: { type: "string", short: "m", value: "TEXT", summary: "Message of the commit" },
  author: {
    type: "string",
    value: "NAME",
    summary: 'Author of the commit, such as "Ada <ada@example.org>"; $GROGGY_AUTHOR by default',
  },
  "dry-run": { type: "boolean", summary: "Say what would be done, and change nothing" },
  "no-commit": { type: "boolean", summary: "With --dry-run: say what would change, and nothing of a commit" },
} as const satisfies Record<string, CommandOption>;

/** The values of {@link commitFlags}. */
export interface CommitFlags {
  readonly message?: string;
  readonly author?: string;
  readonly "dry-run"?: boolean;
  readonly "no-commit"?: boolean;
}

/** How a verb is to commit. */
export interface CommitChoices {
  readonly message: string | undefined;
  /** Empty if nobody was named. */
  readonly author: string;
  readonly isDryRun: boolean;
  /** Whether nothing is to be said of a commit. */
  readonly isQuietOfCommit: boolean;
}

/** The changes of a verb, and their commit; null where nothing was committed. */
export interface Committed {
  readonly commit: Commit | null;
  readonly branch: string | null;
  readonly changes: ChangeCounts;
  readonly isDryRun: boolean;
}

/** The elements that were added, removed and changed, and the attributes of the graph itself. */
export type ChangeCounts = Pick<Status, "nodes" | "edges" | "graph">;

const NONE: ElementStatus = { added: 0, removed: 0, changed: 0 };

/** Reads the options before anything is done. */
export function readCommitChoices({ options, env }: Invocation<CommitFlags>): CommitChoices {
  const isDryRun = options["dry-run"] === true;
  if (options["no-commit"] === true && !isDryRun)
    throw new CliError("--no-commit expected --dry-run beside it: a store keeps no uncommitted changes", {
      hint: "add --dry-run, or leave --no-commit out",
    });
  return {
    message: oneOf("--message", options.message, false),
    author: oneOf("--author", options.author, true) ?? oneOf("$GROGGY_AUTHOR", env.GROGGY_AUTHOR, true) ?? "",
    isDryRun,
    isQuietOfCommit: options["no-commit"] === true,
  };
}

function oneOf(name: string, text: string | undefined, isLine: boolean): string | undefined {
  if (text === undefined || (name.startsWith("$") && text === "")) return undefined;
  if (text.trim() === "") throw new CliError(`${name} expected a text, got ${JSON.stringify(text)}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an author is one line
  if (isLine && /[\x00-\x1f\x7f]/.test(text))
    throw new CliError(`${name} expected one line without control characters, got ${JSON.stringify(text)}`);
  return text;
}

/**
 * Opens the store for a verb that commits. Throws if there are uncommitted changes, as there may be in the shell, that
 * would be committed or taken back together with its own.
 */
export async function openToCommit(invocation: Invocation<CommitFlags>): Promise<Graph> {
  const { isDryRun, message } = readCommitChoices(invocation);
  const graph = await invocation.open();
  const status = graph.status();
  const isKept = invocation.commits === false && message === undefined && !isDryRun;
  if (!status.clean && !isKept)
    throw new CliError(`expected no uncommitted changes, got ${changesText(status)}`, {
      exitCode: 1,
      hint:
        invocation.commits === false
          ? ".commit keeps them, .stash push puts them aside, .discard takes them back"
          : "commit them or take them back first",
    });
  return graph;
}

/** Commits what the verb has written, or takes it back in a dry run, and tells so. */
export function commitChanges(
  invocation: Invocation<CommitFlags>,
  graph: Graph,
  { message, meta }: { readonly message: string; readonly meta?: Commit["meta"] },
): Committed {
  const choices = readCommitChoices(invocation);
  const { nodes, edges, graph: own, clean } = graph.status();
  const changes = { nodes, edges, graph: own };
  const { branch } = graph.head;
  const done = { branch, changes, isDryRun: choices.isDryRun };
  if (clean) {
    invocation.output.note("nothing to commit: nothing changed");
    return { ...done, commit: null };
  }
  if (choices.isDryRun) {
    takeBack(graph);
    invocation.output.note(`would ${choices.isQuietOfCommit ? "change" : "commit"}: ${changesText(changes)}`);
    return { ...done, commit: null };
  }
  if (invocation.commits === false && choices.message === undefined) {
    invocation.output.note(`not committed yet: ${changesText(changes)}`);
    return { ...done, commit: null };
  }
  const commit = graph.commit(choices.message ?? message, {
    author: choices.author,
    time: invocation.now(),
    ...(meta === undefined ? {} : { meta }),
  });
  invocation.output.note(committedText(commit, branch, changes));
  return { ...done, commit };
}

/** Discards what was not committed. */
export function takeBack(graph: Graph): void {
  if (graph.head.commit !== null) graph.checkout("HEAD", { discard: true });
  // before the first commit there is no state to go back to
  else graph.removeNodes(graph.nodes.ids());
}

/** Tells of a commit that the library has made, such as that of a merge: what it changed against its first parent. */
export function noteCommit({ output }: Pick<Invocation, "output">, graph: Graph, commit: Commit): Committed {
  const { nodes, edges, graph: own } = graph.history.show(commit.id).diff;
  const counts = { added: 0, removed: 0, changed: 0 };
  // to a diff they are attributes of the one element that is always there
  for (const fact of own)
    if (fact.kind === "attribute")
      counts[fact.before === undefined ? "added" : fact.after === undefined ? "removed" : "changed"]++;
  const changes = { nodes: nodes.counts, edges: edges.counts, graph: counts };
  const { branch } = graph.head;
  output.note(committedText(commit, branch, changes));
  return { commit, branch, changes, isDryRun: false };
}

/** The line of a commit: `[main 1a2b3c4] import people.csv: 3 nodes and 2 edges added`. */
export function committedText(commit: Commit, branch: string | null, changes: ChangeCounts): string {
  const [subject] = commit.message.split(/\r\n|\r|\n/);
  return `[${branch ?? "detached"} ${commit.id.slice(0, 7)}] ${subject}: ${changesText(changes)}`;
}

/** ChangeCounts in words: `3 nodes and 2 edges added, 1 node changed`. */
export function changesText({ nodes, edges, graph = NONE }: Partial<ChangeCounts>): string {
  const parts: string[] = [];
  for (const word of ["added", "removed", "changed"] as const) {
    const counted = [
      countOf(nodes?.[word], "node"),
      countOf(edges?.[word], "edge"),
      countOf(graph[word], "attribute of the graph", "attributes of the graph"),
    ].filter((text) => text !== "");
    const last = counted.pop();
    if (last !== undefined)
      parts.push(`${counted.length === 0 ? "" : `${counted.join(", ")} and `}${last} ${word}`);
  }
  return parts.length === 0 ? "nothing changed" : parts.join(", ");
}

function countOf(count = 0, one: string, many = `${one}s`): string {
  return count === 0 ? "" : `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** The commit as the document of `--json` has it. */
export function committedJson({ commit, branch, changes, isDryRun }: Committed): Record<string, unknown> {
  return {
    commit: commit === null ? null : { ...commit, branch },
    dryRun: isDryRun,
    changes,
  };
}

const count: JsonSchema = { type: "integer" };
const counts: JsonSchema = {
  type: "object",
  properties: { added: count, removed: count, changed: count },
  required: ["added", "removed", "changed"],
};

/** The properties of {@link committedJson}, for the `json` of a verb's row of the table. */
export const committedProperties = {
  commit: {
    type: ["object", "null"],
    description: "The commit that was made; null if nothing changed, or in a dry run",
    properties: {
      id: { type: "string" },
      parents: { type: "array", items: { type: "string" } },
      root: { type: "string" },
      delta: { type: "string" },
      author: { type: "string" },
      time: { type: "number", description: "Milliseconds since 1970" },
      message: { type: "string" },
      meta: { type: "object" },
      branch: { type: ["string", "null"] },
    },
    required: ["id", "parents", "root", "delta", "author", "time", "message", "meta", "branch"],
  },
  dryRun: { type: "boolean" },
  changes: {
    type: "object",
    properties: { nodes: counts, edges: counts, graph: counts },
    required: ["nodes", "edges", "graph"],
  },
} as const satisfies Record<string, JsonSchema>;
