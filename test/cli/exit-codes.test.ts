// The program ends with each of its exit codes, by its own verbs.
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "groggy";
import { expect, test } from "vitest";
import { exitCodeMeanings } from "../../src/cli/shared/help-text.js";
import { runCli } from "./run-cli.js";
import { exampleFolder } from "./stores.js";

const cwd = exampleFolder;
const codeOf = async (folder: string, ...words: string[]): Promise<number> =>
  (await runCli(words, { cwd: folder })).code;

test("0: done", async () => {
  expect(await codeOf(cwd(), "info", "people.groggy")).toBe(0);
});

test("1: differences that were asked for, conflicts, nothing there", async () => {
  const folder = cwd();
  expect(await codeOf(folder, "diff", "people.groggy", "v1", "main", "--exit-code")).toBe(1);
  expect(await codeOf(folder, "diff", "people.groggy", "v1", "v1", "--exit-code")).toBe(0);
  expect(await codeOf(folder, "nodes", "people.groggy", "born > 3000", "--fail-empty")).toBe(1);
  expect(await codeOf(folder, "nodes", "people.groggy", "born > 3000")).toBe(0);
  expect(await codeOf(folder, "get", "people.groggy", "nobody@example.org")).toBe(1);
  expect(await codeOf(folder, "checkout", "people.groggy", "experiment")).toBe(0);
  expect(await codeOf(folder, "merge", "people.groggy", "rival")).toBe(1);
});

test("2: a mistake on the command line", async () => {
  const folder = cwd();
  for (const words of [
    ["lgo"],
    ["log", "people.groggy", "--colour"],
    ["nodes", "people.groggy", "born >"],
    ["nodes", "people.groggy", "bron > 1"],
    ["nodes", "people.groggy", ":Persn"],
    ["nodes", "people.groggy", "--limit", "many"],
    ["log", "people.groggy", "mian"],
    ["import", "people.groggy", "gone.csv"],
    ["query", "people.groggy", "MATCH (n RETURN n"],
    ["run", "people.groggy", "pagerankk"],
  ]) {
    expect({ words, code: await codeOf(folder, ...words) }).toEqual({ words, code: 2 });
  }
});

test("3: data that was refused, and nothing was changed", async () => {
  const folder = cwd();
  const { code } = await runCli(["import", "people.groggy", "-", "--format", "csv"], {
    cwd: folder,
    stdin: "email,born\nx@example.org,1\ny@example.org\n",
  });
  expect(code).toBe(3);
  const { stdout } = await runCli(["nodes", "people.groggy", "--count"], { cwd: folder });
  expect(stdout.trim()).toBe("5");
});

test("files and pipes of text: not there, folders, other encodings, byte order marks", async () => {
  const folder = cwd();
  const store = "people.groggy";
  const before = (await runCli(["info", store, "--json"], { cwd: folder })).stdout;
  const run = async (words: string[], stdin?: Uint8Array): Promise<[number, string]> => {
    const { code, stderr } = await runCli(words, { cwd: folder, ...(stdin && { stdin }) });
    return [code, stderr];
  };
  const verbs: Record<string, string[]> = {
    "--file": ["query", store, "--file"],
    "--plan": ["rebase", store, "main", "--plan"],
    "--resolutions": ["merge", store, "experiment", "--resolutions"],
    patch: ["apply", store],
  };
  const wrong = Buffer.from("CREATE (:Person {email: 'caf\xe9'}) // \xff", "latin1");
  writeFileSync(join(folder, "latin1.txt"), wrong);
  for (const [what, words] of Object.entries(verbs)) {
    for (const [name, got] of [
      ["gone.txt", "which is not there"],
      [".", "which is a folder"],
    ] as const)
      expect(await run([...words, name])).toEqual([
        2,
        `groggy: "${what}" expected a file, got "${name}", ${got}\n`,
      ]);
    expect(await run([...words, "latin1.txt"])).toEqual([
      3,
      'groggy: "latin1.txt" expected text in UTF-8, got other bytes\n',
    ]);
  }
  for (const words of [["query", store, "-"], ["apply", store, "-"], [store]])
    expect(await run(words, Buffer.concat([Buffer.from("\n"), wrong]))).toEqual([
      3,
      expect.stringContaining('groggy: "-" expected text in UTF-8, got other bytes\n'),
    ]);
  // a character that is cut is no character
  expect((await run([store], Buffer.from("RETURN 'é'").subarray(0, 9)))[0]).toBe(3);
  expect((await runCli(["info", store, "--json"], { cwd: folder })).stdout).toBe(before);
  const patch = readFileSync(join(folder, "rename.json"));
  writeFileSync(join(folder, "bom.json"), Buffer.concat([Buffer.from("\ufeff"), patch]));
  expect((await run(["apply", store, "bom.json"]))[0]).toBe(0);
  expect((await run(["query", store, "-"], Buffer.from("\ufeffRETURN 1 AS x")))[0]).toBe(0);
});

test("4: no store, or a locked one", async () => {
  const folder = cwd();
  expect(await codeOf(folder, "info", "gone.groggy")).toBe(4);
  const writer = Graph.open(join(folder, "people.groggy"));
  expect(await codeOf(folder, "info", "people.groggy")).toBe(0);
  expect(await codeOf(folder, "undo", "people.groggy")).toBe(4);
  writer.close();
});

test("5: a damaged store, by path and offset", async () => {
  const folder = cwd();
  const store = join(folder, "people.groggy");
  const name = readdirSync(store).find((each) => each.startsWith("journal"))!;
  truncateSync(join(store, name), 20);
  const { code, stderr } = await runCli(["info", "people.groggy"], { cwd: folder });
  expect(code).toBe(5);
  expect(stderr).toContain(name);
  expect(stderr).toMatch(/byte \d+/);
});

test("1: a query that takes too long", async () => {
  const query = "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b RETURN count(*)";
  const { code, stderr } = await runCli(["query", "people.groggy", query, "--timeout", "5"], { cwd: cwd() });
  expect([code, stderr]).toEqual([1, "groggy: The query took more than 5 ms\n"]);
});

test("130: interrupted", async () => {
  const words = ["import", "people.groggy", "people.csv", "--edges", "knows.csv"];
  const { code } = await runCli(words, { cwd: cwd(), signal: AbortSignal.abort() });
  expect(code).toBe(130);
});

test("help names each of them", async () => {
  const { stdout } = await runCli(["help", "exit-codes"]);
  for (const code of Object.keys(exitCodeMeanings)) expect(stdout).toMatch(new RegExp(`^ +${code} {2}`, "m"));
});
