/** The executable: the program in a process of its own. */
import { main } from "./main.js";

/** Fires at the first Ctrl-C; the second ends the process. */
function catchInterrupts(): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });
  return controller.signal;
}

let signal: AbortSignal | undefined;
const { env, platform, stderr, stdin, stdout } = process;

// a reader that has seen enough, such as `head`, is no error
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

process.exitCode = await main(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  platform,
  startPager: async (given) => (await import("./terminal/pager.js")).startPager(given),
  cwd: process.cwd(),
  now: Date.now,
  signal: () => {
    signal ??= catchInterrupts();
    return signal;
  },
});
