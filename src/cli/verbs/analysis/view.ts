/** `groggy view`: the graph of a store, or of a file, in the browser until Ctrl-C. */
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Graph, GraphView } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import type { Invocation } from "../../shared/invocation.js";
import { viewAt } from "../../shared/view-at.js";
import { noteProblems, sourceOf, withHints } from "../data/files.js";
import { hasBrowser, openBrowser } from "./open-browser.js";

interface ViewFlags {
  readonly at?: string;
  readonly query?: string;
  readonly from?: string;
  readonly limit: number;
  readonly port: number;
  readonly "no-open"?: boolean;
}

export async function run(invocation: Invocation<ViewFlags>): Promise<ExitCode> {
  const { env, options, output, progress, signal, stdout } = invocation;
  const { file, filter } = wordsOf(invocation);
  if (filter !== undefined && options.query !== undefined)
    throw new CliError('"--query" expected no filter beside it, got both');
  const { graph, title } = await openGraph(invocation, file);
  progress.done();
  const { at, limit, port } = options;
  // a revision that is not there, or a filter that cannot be read, is told here and not on the page
  const view = viewAt(graph, at);
  if (filter !== undefined) checkFilter(view, filter);
  const search = filter ?? options.query;
  const { serveViewer } = await import("groggy/viewer");
  const given = { limit, port, follow: true, ...(title === undefined ? {} : { title }) };
  const viewer = await serveViewer(graph, {
    ...given,
    ...(at === undefined ? {} : { at }),
    ...(search === undefined ? {} : { search }),
  });
  const ended = new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });
  try {
    const { url } = viewer;
    const json = { url, port: viewer.port, nodes: view.nodeCount, edges: view.edgeCount };
    await output.report({ json, lines: [url] });
    output.note("Ctrl-C ends it");
    const isTerminal = (stdout as { readonly isTTY?: boolean }).isTTY === true;
    if (options["no-open"] !== true && hasBrowser(env, process.platform, isTerminal))
      openBrowser(url, process.platform, () =>
        output.note("no browser could be opened: open the address in one"),
      );
    await ended;
  } finally {
    await viewer.close();
  }
  return 0;
}

/** The first word is a file if there is one of that name, and else the filter. */
function wordsOf({ cwd, operands, storePath }: Invocation<ViewFlags>): {
  readonly file: string | undefined;
  readonly filter: string | undefined;
} {
  const first = operands.file as string | undefined;
  const second = operands.filter as string | undefined;
  if (first === undefined) return { file: undefined, filter: undefined };
  const isFile = first === "-" || statSync(resolve(cwd, first), { throwIfNoEntry: false })?.isFile() === true;
  if (isFile) return { file: first, filter: second };
  if (second !== undefined || storePath === undefined)
    throw new CliError(
      `"file" expected a store or a file, got ${JSON.stringify(first)}, which is not there`,
      {
        exitCode: 4,
      },
    );
  return { file: undefined, filter: first };
}

async function openGraph(
  invocation: Invocation<ViewFlags>,
  file: string | undefined,
): Promise<{ readonly graph: Graph; readonly title: string | undefined }> {
  const { options, progress, signal } = invocation;
  if (file === undefined) {
    if (options.from !== undefined) throw new CliError('"--from" expected a file to go with it, got a store');
    return { graph: await invocation.open(), title: undefined };
  }
  const source = sourceOf(invocation, [file], []);
  const { readGraph } = await import("groggy/formats");
  const { graph, report } = await withHints(() =>
    readGraph(source, {
      ...(options.from === undefined ? {} : { format: options.from }),
      // edges of a table name nodes that no other table has
      missingNodes: "add",
      signal,
      onProgress: ({ bytes, bytesTotal }) => progress.report("read", bytes, bytesTotal, "bytes"),
    }),
  );
  noteProblems(invocation, report);
  return { graph, title: file === "-" ? "standard input" : basename(file) };
}

/** Throws what is wrong with a filter, unless it is one of edges. */
function checkFilter(view: GraphView, filter: string): void {
  try {
    view.nodes.where(filter);
  } catch (error) {
    try {
      view.edges.where(filter);
    } catch {
      throw error;
    }
  }
}
