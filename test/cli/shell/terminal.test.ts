// The shell in a real terminal: completion, history, Ctrl-C, Ctrl-D, lines that are pasted, wide characters, 40 columns.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "groggy";
import { afterAll, describe, expect, test } from "vitest";
import { makePeople, makeWide, temporaryFolder } from "../stores.js";
import { hasPseudoTerminal, removeBundles } from "../terminal/pseudo-terminal.js";
import { startShell } from "./pseudo-shell.js";

afterAll(removeBundles);

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const UP = "\x1b[A";

function people(): string {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "people.groggy"));
  return cwd;
}

async function begin(
  cwd = people(),
  settings: { columns?: number; env?: NodeJS.ProcessEnv } = {},
  ...words: string[]
) {
  const shell = await startShell(["people.groggy", ...words], { cwd, ...settings });
  await shell.shows("people main> ");
  return { shell, cwd };
}

describe.skipIf(!hasPseudoTerminal)("the shell in a terminal", { timeout: 60_000 }, () => {
  test("runs what is entered, shows the past in its prompt, and leaves at Ctrl-D", async () => {
    const { shell } = await begin();
    expect(shell.text).toMatch(/^5 nodes and 3 edges; \.help lists/);
    shell.send(":Author --columns name,born\r");
    expect(await shell.shows("people main> ")).toContain("name  born\r\n────  ────\r\nAlan  1911\r\n");
    shell.send(".at v1\r");
    await shell.shows("people main@v1> ");
    shell.send("born = 1911 --count\r");
    expect(await shell.shows("people main@v1> ")).toContain("\r\n0\r\n");
    shell.send(".at\r");
    await shell.shows("people main> ");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
  });

  test("an error keeps the shell, and its line can be called back", async () => {
    const { shell, cwd } = await begin();
    shell.send("born = = 1\r");
    await shell.shows("groggy: ");
    await shell.shows("people main> ");
    shell.send(UP);
    await shell.shows("born = = 1");
    shell.send("\b\b\b1815 --count\r");
    await shell.shows("--count\r\r\n");
    expect(await shell.shows("people main> ")).toContain("1\r\n");
    shell.send(" :Author --count\r");
    await shell.shows("people main> ");
    shell.send(CTRL_D);
    await shell.ended;
    expect(readFileSync(join(cwd, "state/groggy/history"), "utf8")).toBe("born = = 1\nborn = 1815 --count\n");
    const again = await startShell(["people.groggy"], { cwd });
    await again.shows("people main> ");
    again.send(UP);
    await again.shows("born = 1815 --count");
    again.send(`\r${CTRL_D}`);
    expect(await again.ended).toBe(0);
  });

  test("Tab completes verbs, options, labels, attributes and revisions", async () => {
    const { shell } = await begin();
    for (const [typed, whole] of [
      [".sche\t", ".schema "],
      [".nodes --col\t", ".nodes --columns "],
      [".nodes --at exp\t", "--at experiment"],
      [".at v\t", ".at v1"],
      [":Aut\t", ":Author"],
      [":Person AND bo\t", "AND born"],
      ["edges :INSP\t", "edges :INSPIRED"],
      ["MATCH (n:Auth\t", "(n:Author"],
      ["MATCH (n) WHERE n.na\t", "n.name"],
      [".fetch people.gr\t", "people.groggy/"],
    ] as const) {
      shell.send(typed);
      await shell.shows(whole);
      shell.send(CTRL_C);
      await shell.shows("people main> ");
    }
    shell.send("b\t\t");
    expect(await shell.shows("born")).toContain("born");
    shell.send(`${CTRL_C}${CTRL_D}`);
    expect(await shell.ended).toBe(0);
  });

  test("Ctrl-C clears what was typed, line after line", async () => {
    const { shell } = await begin();
    shell.send("(born <\r");
    await shell.shows("...> ");
    shell.send(`1900${CTRL_C}`);
    await shell.shows("^C");
    await shell.shows("people main> ");
    shell.send(":Author --count\r");
    expect(await shell.shows("people main> ")).toContain("\r\n1\r\n");
    shell.send(CTRL_C);
    await shell.shows("Ctrl-D leaves");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
  });

  test("Ctrl-C stops what runs, and what is typed after it is there", async () => {
    const cwd = temporaryFolder();
    const graph = Graph.open(join(cwd, "people.groggy"), { durability: "none" });
    graph.addNodes(20_000, { attributes: { x: Float64Array.from({ length: 20_000 }, (_, i) => i) } });
    for (let i = 0; i < 1_500; i++) {
      graph.nodes.set(i, { x: -i });
      graph.commit(`${i}`);
    }
    graph.close();
    const { shell } = await begin(cwd);
    shell.send(".verify --level deep\r");
    await shell.shows("verifying");
    shell.send(`lost${CTRL_C}x = 15000 `);
    await shell.shows("interrupted");
    await shell.shows("people main> ");
    await shell.shows("x = 15000");
    shell.send("--count\r");
    expect(await shell.shows("people main> ")).toContain("\r\n1\r\n");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
  });

  test("Ctrl-C stops a query, and Cypher of several lines is run as one", async () => {
    const { shell, cwd } = await begin();
    shell.send(
      "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b UNWIND range(1, 1000) AS c RETURN sum(a * b) AS s\r",
    );
    await new Promise((resolve) => setTimeout(resolve, 700));
    shell.send(CTRL_C);
    await shell.shows("interrupted");
    await shell.shows("people main> ");
    shell.send("CREATE (:Person {email: 'y', name: '山田'})\r");
    await shell.shows("not committed yet: 1 node added");
    await shell.shows("people main*> ");
    shell.send("MATCH (n:Person)\rRETURN n.name AS name\rORDER BY name DESC\rLIMIT 1\r");
    expect(await shell.shows("people main*> ")).not.toContain("groggy:");
    expect(shell.text).toContain("name\r\n────\r\n山田\r\n");
    shell.send(CTRL_D);
    await shell.shows("leave without committing 1 node added? [y/N] ");
    shell.send("n\r");
    await shell.shows("people main*> ");
    shell.send(".commit -m more\r");
    await shell.shows("more: 1 node added");
    await shell.shows("people main> ");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
    expect(readFileSync(join(cwd, "state/groggy/history"), "utf8")).toContain(
      "MATCH (n:Person) RETURN n.name AS name ORDER BY name DESC LIMIT 1\n",
    );
  });

  test("many lines that are pasted run one after the other", async () => {
    const { shell } = await begin();
    shell.send(":Person AND\r(born <\r1900)\r--count\r.at v1\r:Person --count\r:Aut");
    await shell.shows("people main@v1> ");
    await shell.shows(":Aut");
    shell.send("hor --count\r");
    await shell.shows("\r\n1\r\n");
    await shell.shows("people main@v1> ");
    expect(shell.text.replaceAll("\r\x1b[K", "")).toContain("\n4\r\n");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
  });

  test("wide characters are edited where they stand, at 40 columns and when that changes", async () => {
    const cwd = temporaryFolder();
    makeWide(join(cwd, "people.groggy"));
    const { shell } = await begin(cwd, { columns: 40 });
    shell.send("text STARTS WITH '日本語のテキスト' AND flag");
    await shell.shows("flag");
    shell.resize(60);
    await shell.shows("people main> ");
    shell.send(" --columns text\r");
    const shown = await shell.shows("people main> ");
    expect(shown).toContain("日本語のテキスト\r\n");
    for (const line of shown.split("\r\n").slice(-4)) expect(line.length).toBeLessThan(60);
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
  });

  test("JavaScript has the graph, awaits, and asks about changes when it is left", async () => {
    const { shell, cwd } = await begin(people(), {}, "--js");
    shell.send("(await Promise.resolve(graph)).nodeCount + 1000\r");
    await shell.shows("1005");
    await shell.shows("people main> ");
    shell.send("while (true) {}\r");
    await new Promise((resolve) => setTimeout(resolve, 500));
    shell.send(CTRL_C);
    await shell.shows("interrupted");
    await shell.shows("people main> ");
    shell.send("graph.addNode({ email: 'x' })\r");
    await shell.shows("people main*> ");
    shell.send(CTRL_D);
    await shell.shows("1 node added? [y/N] ");
    shell.send("n\r");
    await shell.shows("people main*> ");
    shell.send("graph.commit('x').message + '!'\r");
    await shell.shows("x!");
    await shell.shows("people main> ");
    shell.send(CTRL_D);
    expect(await shell.ended).toBe(0);
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    expect(graph.nodeCount).toBe(6);
    graph.close();
  });

  test("a question of a verb is answered in the shell", async () => {
    const { shell } = await begin();
    shell.send(".gc\r");
    await shell.shows("for good? [y/N] ");
    shell.send("n\r");
    await shell.shows("nothing was changed");
    await shell.shows("people main> ");
    shell.send(".gc\r");
    await shell.shows("[y/N] ");
    shell.send(CTRL_C);
    await shell.shows("interrupted");
    await shell.shows("people main> ");
    shell.send(".gc\r");
    await shell.shows("[y/N] ");
    shell.send("y\r");
    await shell.shows("0 commits forgotten, 5 kept");
    await shell.shows("people main> ");
    shell.send(UP);
    await shell.shows(".gc");
    shell.send(`${CTRL_C}${CTRL_D}`);
    expect(await shell.ended).toBe(0);
  });
});
