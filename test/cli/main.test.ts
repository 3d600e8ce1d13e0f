// The program around the verbs: finding them, opening and closing the store, errors and exit codes.
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CorruptStoreError, Graph, GroggyError, InvariantError } from "groggy";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { CliError } from "../../src/cli/shared/cli-error.js";
import type { Command, ExitCode, StoreUse } from "../../src/cli/shared/command.js";
import { exitCodeOf } from "../../src/cli/shared/exit-codes.js";
import type { Invocation } from "../../src/cli/shared/invocation.js";
import { runCli } from "./run-cli.js";
import { makePeople, temporaryFolder } from "./stores.js";

/** A verb "try" that does what a test wants. */
function tried(run: (invocation: Invocation) => Promise<ExitCode | undefined>, store: StoreUse = "read") {
  const command: Command = {
    group: "program",
    summary: "Try",
    description: "Tries.",
    store,
    operands: [{ name: "word", summary: "a word", optional: true }],
    options: {},
    examples: [{ line: "groggy try", summary: "try" }],
    json: {},
  };
  return { commands: { try: command }, loaders: { try: async () => ({ run }) } };
}

test("a verb gets its store opened as the table says, its operands, and is closed when it ends", async () => {
  const cwd = temporaryFolder();
  const path = makePeople(join(cwd, "people.groggy"));
  let graph: Graph | undefined;
  const verbs = tried(async ({ open, operands, output, storePath }) => {
    graph = await open();
    expect(await open()).toBe(graph);
    expect(graph.readOnly).toBe(true);
    expect(storePath).toBe(path);
    await output.report({
      json: { nodes: graph.nodeCount },
      lines: [`${operands.word}: ${graph.nodeCount}`],
    });
    return undefined;
  });
  expect(await runCli(["try", "people.groggy", "nodes"], { cwd, verbs })).toEqual({
    code: 0,
    stdout: "nodes: 5\n",
    stderr: "",
  });
  expect(() => graph!.refresh()).toThrow(/expected an open store/);
  const { stdout } = await runCli(["try", "--json"], { cwd, verbs });
  expect(JSON.parse(stdout)).toEqual({ schema: 1, nodes: 5 });
});

test("a verb that writes has the store to itself, and what it throws lets go of it", async () => {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "people.groggy"));
  const verbs = tried(async ({ open }) => {
    const graph = await open();
    graph.addNode({ email: "a" });
    throw new CliError("enough", { exitCode: 1, hint: "do less" });
  }, "write");
  for (let i = 0; i < 2; i++) {
    expect(await runCli(["try"], { cwd, verbs })).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^groggy: enough\n.*do less\n$/),
    });
  }
});

test("what a verb returns is the exit code", async () => {
  const verbs = tried(async () => 1, "none");
  expect((await runCli(["try"], { verbs })).code).toBe(1);
});

describe("errors are one line and a hint, and a stack with --debug alone", () => {
  test.each([
    [["lgo"], 2, 'expected a verb, got "lgo"'],
    [["version", "--formt", "x"], 2, 'expected an option of this verb, got "--formt"'],
    [["version", "x"], 2, '"version" expected no operand, got "x" besides'],
    [["help", "versoin"], 2, '"help" expected a verb or a topic, got "versoin"'],
    [["__proto__"], 2, 'expected a verb, got "__proto__"'],
    [["constructor"], 2, 'expected a verb, got "constructor"'],
  ])("%j", async (words, code, message) => {
    const run = await runCli(words);
    expect(run).toEqual({ code, stdout: "", stderr: expect.stringContaining(message) });
    expect(run.stderr.startsWith("groggy: ")).toBe(true);
    expect(run.stderr).not.toMatch(/^ +at /m);
    const debugged = await runCli([...words, "--debug"]);
    expect(debugged.stderr).toMatch(/^ +at .*src.cli/m);
  });
});

describe("exit codes", () => {
  test("4 for what is no store, and 5 for a damaged one, with path and offset", async () => {
    const cwd = temporaryFolder();
    const verbs = tried(async ({ open }) => {
      (await open()).nodes.ids();
      return undefined;
    });
    mkdirSync(join(cwd, "empty.groggy"));
    writeFileSync(join(cwd, "file.groggy"), "not a folder");
    mkdirSync(join(cwd, "other.groggy"));
    writeFileSync(join(cwd, "other.groggy", "notes.txt"), "not a store");
    for (const name of ["missing.groggy", "empty.groggy", "file.groggy", "other.groggy"]) {
      const { code, stderr } = await runCli(["try", name], { cwd, verbs });
      expect({ name, code }).toEqual({ name, code: 4 });
      expect(stderr).toContain(name);
      expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
    }
    const path = makePeople(join(cwd, "people.groggy"));
    const journal = readdirSync(path).find((name) => name.startsWith("journal"))!;
    truncateSync(join(path, journal), 20);
    const { code, stderr } = await runCli(["try", "people.groggy"], { cwd, verbs });
    expect(code).toBe(5);
    expect(stderr).toContain(join(path, journal));
    expect(stderr).toMatch(/at byte \d+/);
  });

  test("4 for a store that is locked, and by whom", async () => {
    const cwd = temporaryFolder();
    const path = makePeople(join(cwd, "people.groggy"));
    const writer = Graph.open(path);
    const open = async ({ open }: Invocation): Promise<undefined> => {
      await open();
    };
    const { code, stderr } = await runCli(["try"], { cwd, verbs: tried(open, "write") });
    expect(code).toBe(4);
    expect(stderr).toContain(`process ${process.pid}`);
    // who only reads runs beside a writer
    expect((await runCli(["try"], { cwd, verbs: tried(open) })).code).toBe(0);
    writer.close();
  });

  test.each([
    [new CliError("x"), 2],
    [new CliError("x", { exitCode: 1 }), 1],
    [new GroggyError("NODE_NOT_FOUND", "x"), 1],
    [new GroggyError("EMPTY_COMMIT", "x"), 1],
    [new GroggyError("FILTER_SYNTAX", "x", { text: "", offset: 0 }), 2],
    [new TypeError("x"), 2],
    [new RangeError("x"), 2],
    [Object.assign(new Error("x"), { code: "ENOENT" }), 2],
    [new GroggyError("DUPLICATE_KEY", "x", { key: 1 }), 3],
    [Object.assign(new Error("x"), { code: "CYPHER", phase: "compile" }), 2],
    [Object.assign(new Error("x"), { code: "CYPHER", phase: "runtime" }), 3],
    [Object.assign(new Error("x"), { code: "FORMAT_VALUE" }), 3],
    [Object.assign(new Error("x"), { code: "ENOSPC" }), 4],
    [new CorruptStoreError("p", 1, "x"), 5],
    [new InvariantError("x"), 70],
    [new ReferenceError("x"), 70],
    ["x", 70],
    [new DOMException("x", "AbortError"), 130],
  ])("of %s is %i", (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

test("--version, version and version --json", async () => {
  for (const words of [["--version"], ["version"]]) {
    expect(await runCli(words)).toEqual({ code: 0, stdout: `groggy ${manifest.version}\n`, stderr: "" });
  }
  for (const words of [
    ["--version", "--json"],
    ["nodes", "gone.groggy", "--version", "--json"],
    ["version", "--json"],
    ["--json", "version"],
  ]) {
    expect(JSON.parse((await runCli(words)).stdout)).toMatchObject({ schema: 1, version: manifest.version });
  }
});
