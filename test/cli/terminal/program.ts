// A small program over the terminal of the command line, for tests in a pseudo-terminal.
import { createTerminal } from "../../../src/cli/terminal/create-terminal.js";
import { startPager } from "../../../src/cli/terminal/pager.js";

const [task, count = "0"] = process.argv.slice(2);
const terminal = createTerminal(
  { color: "auto", quiet: false, env: process.env, platform: process.platform, startPager },
  { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
);
const { output, progress } = terminal;

function table(rows: Iterable<readonly unknown[]>): Promise<void> {
  return output.table({ name: "rows", columns: [{ name: "id" }, { name: "name", style: "green" }], rows });
}

function* numbered(): Generator<readonly unknown[]> {
  for (let i = 0; i < Number(count); i++) yield [i, `row number ${i}`];
}

// while a pager has the terminal Ctrl-C is for it, as the program sees to
if (task === "page") process.on("SIGINT", () => {});
try {
  if (task === "page") {
    await table(numbered());
    output.note("a note");
  } else if (task === "hostile") {
    await table([
      [1, "\x1b[2J\x1b]0;title\x07 山田 👩‍👩‍👧‍👦 e\u0301 \u202edlo"],
      [2, undefined],
    ]);
  } else if (task === "resize") {
    await table(numbered());
    const waiting = setInterval(() => {}, 1000);
    await new Promise((resolve) => process.stdout.once("resize", resolve));
    clearInterval(waiting);
    await table(numbered());
  } else if (task === "ask") {
    const answer = await terminal.ask?.("Delete the branch? [y/N]");
    output.note(`answer: ${JSON.stringify(answer)}`);
  } else if (task === "progress") {
    const startMs = performance.now();
    for (let nowMs = 0; nowMs < 900; nowMs = performance.now() - startMs) {
      progress.report("import", Math.floor(nowMs), 900, "rows");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await table([[1, "done"]]);
  }
} catch (error) {
  process.exitCode =
    (error as { exitCode?: number }).exitCode ?? ((error as Error).name === "OutputClosed" ? 0 : 9);
}
await terminal.close();
