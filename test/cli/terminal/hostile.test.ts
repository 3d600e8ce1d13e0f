// Whatever a store holds, no verb hands a terminal anything to obey: names, values, messages, authors, paths.
import { join } from "node:path";
import { Graph } from "groggy";
import { expect, test } from "vitest";
import { clock, runCli } from "../run-cli.js";
import { temporaryFolder } from "../stores.js";

const HOSTILE = "\x1b[2J\x1b]0;owned\x07\u009b31m\r\nforged\u202e\u2066\x7f\b";

// biome-ignore lint/suspicious/noControlCharactersInRegex: there are to be none
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A store in which every text that may be anything is hostile. */
function makeHostile(path: string): void {
  const graph = Graph.open(path, { clock: clock() });
  const commit = (message: string) =>
    graph.commit(`${message} ${HOSTILE}`, { author: `Eve ${HOSTILE} <eve@example.org>` });
  const name = `name ${HOSTILE}`;
  const a = graph.addNode([`Label ${HOSTILE}`], {
    [name]: HOSTILE,
    list: [HOSTILE],
    json: { [HOSTILE]: HOSTILE },
    n: 1,
  });
  const b = graph.addNode("B", { [name]: `b ${HOSTILE}` });
  graph.addEdge(a, b, `TYPE ${HOSTILE}`, { [name]: HOSTILE });
  commit("one");
  graph.history.tag("v1", { message: HOSTILE });
  graph.branch("other");
  graph.checkout("other");
  graph.nodes.set(a, { [name]: `theirs ${HOSTILE}` });
  commit("theirs");
  graph.checkout("main");
  graph.nodes.set(a, { [name]: `ours ${HOSTILE}`, n: 2 });
  graph.removeNode(b);
  commit("ours");
  graph.nodes.set(a, { n: 3 });
  graph.history.stash(`stashed ${HOSTILE}`);
  graph.close();
}

const lines: readonly (readonly string[])[] = [
  ["info"],
  ["schema"],
  ["stats"],
  ["nodes"],
  ["edges", "--at", "v1"],
  ["get", "node:0"],
  ["neighbors", "node:0", "--at", "v1"],
  ["path", "node:0", "node:1", "--at", "v1"],
  ["query", "MATCH (a) RETURN a, labels(a) AS labels, properties(a) AS all"],
  ["query", "MATCH p = (a)-[r]->(b) RETURN p, r", "--at", "v1"],
  ["status"],
  ["log"],
  ["log", "--graph", "--all"],
  ["log", "--patch"],
  ["log", "--stat"],
  ["show"],
  ["show", "v1"],
  ["diff", "v1", "main"],
  ["diff", "v1", "main", "--stat"],
  ["blame", "node:0"],
  ["history", "node:0"],
  ["branch"],
  ["tag"],
  ["stash", "list"],
  ["merge", "other"],
  ["merge", "other", "--policy", "theirs", "--dry-run"],
  ["cherry-pick", "other"],
  ["revert", "v1"],
  ["undo", "--dry-run"],
  ["verify"],
  ["gc", "--dry-run"],
  // errors say what was given
  ["nodes", `${HOSTILE} ANDD`],
  ["nodes", "--columns", HOSTILE],
  ["query", `RETURN "${HOSTILE}" +`],
  ["log", HOSTILE],
  ["checkout", HOSTILE],
  ["get", HOSTILE],
  [HOSTILE],
  ["nodes", `--${HOSTILE}`],
  ["import", `${HOSTILE}.csv`],
  ["set", HOSTILE, "1"],
];

test("nothing that a store or a command line holds is obeyed by the terminal", {
  timeout: 120_000,
}, async () => {
  const cwd = temporaryFolder();
  const store = join(cwd, "hostile.groggy");
  makeHostile(store);
  const bad: string[] = [];
  for (const words of lines) {
    for (const format of ["table", "tsv", "json", "csv", "markdown"]) {
      const settings = { cwd, isTerminal: true, columns: 60, env: { TERM: "xterm", NO_COLOR: "1" } };
      const given = [...words, "--store", store, "--format", format, "--no-pager"];
      const { stdout, stderr, code } = await runCli(given, settings);
      const text = (stdout + stderr).replaceAll("\t", "");
      // in a quoted field of CSV a newline is one
      const start = format === "csv" ? /$^/ : /^forged/m;
      const found = OBEYED.exec(text) ?? start.exec(text);
      if (found !== null || code === 70)
        bad.push(
          `${JSON.stringify(given.join(" "))}: ${code} ${JSON.stringify(text.slice(Math.max(0, (found?.index ?? 0) - 60), (found?.index ?? 0) + 60))}`,
        );
    }
  }
  expect(bad).toEqual([]);
});
