/** The executable: the program in a process of its own. */
import module from "node:module";

let interrupts: AbortController | undefined;
/** How many ask for Ctrl-C to be ignored. */
let held = 0;

function onInterrupt(): void {
  if (held > 0 || interrupts === undefined) return;
  if (interrupts.signal.aborted) process.exit(130);
  interrupts.abort();
}

/** Fires at the first Ctrl-C; the second ends the process. */
function signal(): AbortSignal {
  if (interrupts === undefined) {
    interrupts = new AbortController();
    if (held === 0) process.on("SIGINT", onInterrupt);
  }
  return interrupts.signal;
}

function hold(): () => void {
  if (held === 0 && interrupts === undefined) process.on("SIGINT", onInterrupt);
  held++;
  return () => {
    held--;
    if (held === 0 && interrupts === undefined) process.off("SIGINT", onInterrupt);
  };
}

const { env, stderr, stdin, stdout } = process;

// a reader that has gone, such as `head`, or a full disk: who writes is told by the stream, and this keeps the process
let outputError: NodeJS.ErrnoException | undefined;
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") outputError ??= error;
});
stderr.on("error", () => {});

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === "--version") {
  const { version } = module.createRequire(import.meta.url)("groggy/package.json") as { version: string };
  stdout.write(`groggy ${version}\n`);
} else {
  // keeps the compiled code of the program and the library, where Node can: from 22.1 on
  (module as { enableCompileCache?: () => void }).enableCompileCache?.();
  const { main } = await import("./main.js");
  const exitCode = await main(words, {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    now: Date.now,
    signal,
    hold,
  });
  process.exitCode = exitCode;
}
process.on("exit", (code) => {
  if (outputError === undefined || code !== 0) return;
  stderr.write(`groggy: standard output: expected to be written, got ${outputError.message}\n`);
  process.exitCode = 4;
});
