/** `shell`: opens a store and runs statements on it, from a terminal, from a pipe, or as JavaScript. */
import { type Graph, StoreError, StoreLockedError } from "groggy";
import type { ExitCode } from "../shared/command.js";
import type { Invocation } from "../shared/invocation.js";
import { ShellSession } from "./session.js";

interface ShellFlags {
  readonly "read-only"?: boolean;
  readonly js?: boolean;
}

export async function run(invocation: Invocation<ShellFlags>): Promise<ExitCode | undefined> {
  const graph = await openGraph(invocation);
  const session = new ShellSession(graph, invocation as Invocation<never>);
  const { format } = invocation.output;
  if (format !== "table" && format !== "tsv") session.mode = format;
  if (invocation.options.js === true) {
    const { runJavaScript } = await import("./javascript.js");
    return runJavaScript(session);
  }
  const { stdin, stdout } = invocation;
  if (isTerminal(stdin) && isTerminal(stdout)) {
    session.note(
      `${graph.nodeCount.toLocaleString("en-US")} nodes and ${graph.edgeCount.toLocaleString("en-US")} edges; .help lists what can be said, Ctrl-D leaves`,
    );
    const { runTerminal } = await import("./run-terminal.js");
    return runTerminal(session);
  }
  const { runScript } = await import("./run-script.js");
  return runScript(session, stdin);
}

function isTerminal(stream: object): boolean {
  return (stream as { readonly isTTY?: boolean }).isTTY === true;
}

/** Opens the store to write, or to read beside another writer or where nothing can be written. */
async function openGraph(invocation: Invocation<ShellFlags>): Promise<Graph> {
  if (invocation.options["read-only"] === true) return invocation.open({ readOnly: true });
  try {
    return await invocation.open({ create: false });
  } catch (error) {
    const why = whyReadOnly(error);
    if (why === undefined) throw error;
    const graph = await invocation.open({ readOnly: true });
    invocation.output.note(`${why}: opened to read only`);
    return graph;
  }
}

function whyReadOnly(error: unknown): string | undefined {
  if (error instanceof StoreLockedError) return `process ${error.pid} on ${error.host} writes to the store`;
  if (!(error instanceof StoreError)) return undefined;
  const { systemCode } = error.data as { readonly systemCode?: string };
  return systemCode === "EACCES" || systemCode === "EROFS" || systemCode === "EPERM"
    ? "the store cannot be written to"
    : undefined;
}
