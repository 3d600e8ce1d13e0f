/** `groggy shell --js`: Node's own shell, with the graph and the algorithms at hand. */
import { appendFileSync } from "node:fs";
import { type REPLServer, start } from "node:repl";
import { Graph } from "groggy";
import type { ExitCode } from "../shared/command.js";
import { changesText } from "../shared/committing.js";
import { historyPath, makeHistoryFolder } from "./history-file.js";
import { leave, type ShellSession } from "./session.js";

const INTERRUPTED = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

/** Runs it until it is left. Input that is no terminal ends with the first error. */
export async function runJavaScript(session: ShellSession): Promise<ExitCode> {
  const { stdin, ask } = session.invocation;
  const isTerminal = (stdin as { readonly isTTY?: boolean }).isTTY === true;
  const algorithms = await import("groggy/algorithms");
  const names = { ...algorithms, Graph };
  for (let isFirst = true; ; isFirst = false) {
    const code = await serve(session, { ...names, graph: session.graph }, isTerminal, isFirst);
    if (isTerminal && !(await leave(session, ask))) continue;
    // one that was opened again is not the program's to close
    session.graph.close();
    return code;
  }
}

/** Keeps the lines of JavaScript in a file of their own, if there can be one. */
function remember(server: REPLServer, path: string): void {
  try {
    makeHistoryFolder(path);
    appendFileSync(path, "", { mode: 0o600 });
  } catch {
    return;
  }
  server.setupHistory(path, () => {});
}

/** Ends with what was interrupted, at whatever place that was: what it has changed may be half done. */
function openAgain(session: ShellSession, wasDirty: boolean): void {
  const { path, readOnly } = session.graph;
  if (readOnly || path === undefined) return;
  if (wasDirty) {
    session.note(
      "what was interrupted may have left a change half done, beside those that were there before",
    );
    return;
  }
  session.graph.close();
  session.graph = Graph.open(path, { create: false, clock: session.invocation.now });
}

function serve(
  session: ShellSession,
  names: Readonly<Record<string, unknown>>,
  isTerminal: boolean,
  isFirst: boolean,
): Promise<ExitCode> {
  const { env, stdin, stdout } = session.invocation;
  if (isTerminal && isFirst)
    session.note("graph, Graph and the algorithms are there, await too; .exit or Ctrl-D leaves");
  return new Promise((resolve) => {
    let code: ExitCode = 0;
    const server: REPLServer = start({
      input: stdin,
      output: stdout,
      prompt: isTerminal ? session.prompt : "",
      terminal: isTerminal,
      useGlobal: false,
      ignoreUndefined: !isTerminal,
      breakEvalOnSigint: isTerminal,
      // what is typed and not entered would be run to see what comes of it, a commit too
      preview: false,
    });
    const give = (context: object): void => {
      for (const [name, value] of Object.entries(names))
        Object.defineProperty(context, name, { value, enumerable: true, configurable: true, writable: true });
    };
    give(server.context);
    // `.clear` begins anew
    server.on("reset", give);
    let wasDirty = session.isDirty;
    let known: unknown;
    const prompt = server.displayPrompt.bind(server);
    // after each line; `_error` is the last thing that was thrown
    server.displayPrompt = (preserveCursor) => {
      const thrown: unknown = server.context._error;
      if (thrown !== known) {
        known = thrown;
        if ((thrown as { code?: unknown } | null)?.code === INTERRUPTED) {
          openAgain(session, wasDirty);
          server.context.graph = session.graph;
        }
        if (!isTerminal) {
          code = 1;
          server.close();
          return;
        }
      }
      wasDirty = session.isDirty;
      if (isTerminal) server.setPrompt(session.prompt);
      prompt(preserveCursor);
    };
    const history = historyPath(env);
    if (isTerminal && history !== undefined) remember(server, `${history}.js`);
    server.once("exit", () => {
      const status = session.graph.status();
      if (!isTerminal && !status.clean && code === 0) {
        session.note(`not committed: ${changesText(status)}`);
        code = 1;
      }
      resolve(code);
    });
  });
}
