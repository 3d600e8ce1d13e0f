// Verbs of exchange: what they say is what the library does, on random stores; and what they refuse.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph, GroggyError } from "groggy";
import { describe, expect, test } from "vitest";
import { runs } from "../model/arbitrary.js";
import { clock, runCli } from "./run-cli.js";
import { exampleFolder, makePeople, temporaryFolder } from "./stores.js";

/** Runs a verb with --json; the document without "schema". */
async function jsonOf(cwd: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runCli([...words, "--json"], { cwd });
  if (stdout === "") return { code, stderr };
  const { schema, ...document } = JSON.parse(stdout);
  expect(schema).toBe(1);
  return { code, ...document };
}

function opened<R>(path: string, use: (graph: Graph) => R, options = { readOnly: true }): R {
  const graph = Graph.open(path, { clock: clock(), ...options });
  try {
    return use(graph);
  } finally {
    graph.close();
  }
}

const namesOf = (graph: Graph): unknown => [
  graph.head,
  graph.history.branches(),
  graph.history.remoteBranches(),
  graph.history.tags(),
  graph.nodeCount,
];

/** A step of one of two clones. */
const step = fc.record({
  who: fc.nat(1),
  what: fc.constantFrom("add", "set", "branch", "tag", "checkout"),
  number: fc.nat(3),
});

function play(graph: Graph, { what, number, who }: { what: string; number: number; who: number }): void {
  const name = `b${number}`;
  const { history } = graph;
  if (what === "add") graph.addNode("A", { at: number });
  if (what === "set" && graph.nodeCount > 0)
    graph.nodes.set(graph.nodes.ids()[0]!, { at: who * 10 + number });
  if (!graph.status().clean) graph.commit(`${what} ${number}`);
  if (what === "branch" && !history.branches().some((each) => each.name === name)) graph.branch(name);
  if (what === "checkout" && history.branches().some((each) => each.name === name)) graph.checkout(name);
  if (what === "tag" && !history.tags().some((each) => each.name === `t${number}`)) history.tag(`t${number}`);
}

/** Two stores, the second a clone of the first, in which both have done something. */
function makeTwo(folder: string, steps: readonly { who: number; what: string; number: number }[]): void {
  const one = Graph.open(join(folder, "one.groggy"), { clock: clock() });
  one.addNode("A", { at: 0 });
  one.commit("the first");
  const two = Graph.clone(one, { path: join(folder, "two.groggy"), origin: 9, clock: clock() });
  for (const each of steps) play(each.who === 0 ? one : two, each);
  one.close();
  two.close();
}

/** The answer of the library, or the code of its error. */
function answerOf<R>(use: () => R): R | string {
  try {
    return use();
  } catch (error) {
    if (error instanceof GroggyError) return error.code;
    throw error;
  }
}

describe("on random stores", () => {
  test.each(["fetch", "pull", "push"] as const)(
    "%s says what the library does, a dry run too, and does it",
    { timeout: 120_000 },
    async (verb) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, force) => {
          const folder = temporaryFolder();
          makeTwo(folder, steps);
          const api = temporaryFolder();
          cpSync(folder, api, { recursive: true });
          const time = Date.UTC(2024, 5, 1);
          const expected = opened(
            join(api, "one.groggy"),
            (graph) =>
              answerOf((): Record<string, unknown> => {
                const other = join(api, "two.groggy");
                if (verb === "fetch") return { ...graph.history.fetch(other, { force }) };
                if (verb === "push") return { ...graph.history.push(other, { force }) };
                const { fetched, status, commit } = graph.history.pull(other, { force, time });
                return { ...fetched, status, head: commit.id };
              }),
            { readOnly: false },
          );
          const words = [verb, "one.groggy", "two.groggy", ...(force ? ["--force"] : [])];
          const before = opened(join(folder, "one.groggy"), namesOf);
          const dry = await runCli([...words, "--dry-run", "--json"], { cwd: folder });
          expect(opened(join(folder, "one.groggy"), namesOf)).toEqual(before);
          const real = await runCli([...words, "--json"], { cwd: folder });
          expect(dry.code).toBe(real.code);
          if (typeof expected === "string") {
            expect(real.code).toBe(expected === "REF_NOT_FOUND" ? 2 : 1);
          } else {
            expect(real).toMatchObject({ code: 0, stderr: "" });
            const { commits, updates, rejected, status, head } = expected;
            expect(JSON.parse(real.stdout)).toMatchObject(
              JSON.parse(JSON.stringify({ commits, updates, rejected, status, head })),
            );
            const { dryRun, merge, ...rest } = JSON.parse(real.stdout);
            expect(JSON.parse(dry.stdout)).toMatchObject({ ...rest, dryRun: true });
          }
          for (const name of ["one.groggy", "two.groggy"])
            expect(opened(join(folder, name), namesOf)).toEqual(opened(join(api, name), namesOf));
        }),
        runs(12),
      );
    },
  );
});

describe("clone", () => {
  test("makes a store of a store, and of a bundle", async () => {
    const cwd = exampleFolder();
    const people = opened(join(cwd, "people.groggy"), (graph) => ({
      id: graph.head.commit?.id,
      nodes: graph.nodeCount,
    }));
    expect(await jsonOf(cwd, "clone", "people.groggy", "copy.groggy")).toEqual({
      code: 0,
      source: join(cwd, "people.groggy"),
      path: join(cwd, "copy.groggy"),
      branch: "main",
      commit: people.id,
      commits: 5,
      nodes: people.nodes,
      edges: 3,
    });
    expect(await jsonOf(cwd, "clone", "all.bundle", "back.groggy")).toMatchObject({
      commit: people.id,
      commits: 5,
    });
    expect(opened(join(cwd, "back.groggy"), (graph) => graph.history.branches().length)).toBe(3);
    const named = await runCli(["clone", "people.groggy", "named.groggy", "--remote", "upstream"], { cwd });
    expect(named).toMatchObject({ code: 0, stderr: "" });
    expect(
      opened(join(cwd, "named.groggy"), (graph) => graph.history.remoteBranches().map(({ name }) => name)),
    ).toContain("upstream/main");
  });

  test("refuses a target with something in it, and a source that is nothing", async () => {
    const cwd = exampleFolder();
    expect(await runCli(["clone", "people.groggy", "wide.groggy"], { cwd })).toMatchObject({ code: 4 });
    expect(await runCli(["clone", "nowhere.groggy", "new.groggy"], { cwd })).toMatchObject({ code: 4 });
    expect(await runCli(["clone", "people.csv", "new.groggy"], { cwd })).toMatchObject({ code: 3 });
    expect(existsSync(join(cwd, "new.groggy"))).toBe(false);
    expect(await runCli(["clone", "people.groggy"], { cwd })).toMatchObject({ code: 2 });
  });
});

describe("fetch, pull and push", () => {
  test("take the store of the folder where only the other one is named", async () => {
    const cwd = exampleFolder();
    const inner = join(cwd, "mine");
    mkdirSync(inner);
    makePeople(join(inner, "people.groggy"));
    expect(await jsonOf(inner, "fetch", "../colleague.groggy")).toMatchObject({ code: 0, commits: 1 });
    expect(await jsonOf(inner, "pull", "../colleague.groggy")).toMatchObject({ status: "fastForward" });
    expect(await jsonOf(inner, "push", "../people.groggy")).toMatchObject({ commits: 1 });
  });

  test("a pull with conflicts merges nothing, says how to go on, and exits with 1; a policy resolves them", async () => {
    const cwd = exampleFolder();
    for (const [name, value] of [
      ["people.groggy", "Countess"],
      ["colleague.groggy", "Ada King"],
    ] as const)
      opened(
        join(cwd, name),
        (graph) => {
          graph.nodes.set(graph.node("ada@example.org")!, { name: value });
          graph.commit(value, { time: 1 });
        },
        { readOnly: false },
      );
    const before = opened(join(cwd, "people.groggy"), ({ head }) => head);
    const { code, stdout, stderr } = await runCli(["pull", "people.groggy", "colleague.groggy"], { cwd });
    expect([code, stdout, stderr]).toEqual([
      1,
      "conflict\telement\tattribute\tbase\tours\ttheirs\nattribute\tnode 0\tname\tAda\tCountess\tAda King\n",
      "1 conflict: nothing was merged\n" +
        "  groggy merge origin/main --write conflicts.json   to resolve them in a file\n" +
        "  groggy merge origin/main --policy ours            to take one side, or theirs\n",
    ]);
    expect(opened(join(cwd, "people.groggy"), ({ head }) => head)).toEqual(before);
    const pulled = await runCli(
      ["pull", "people.groggy", "colleague.groggy", "--attribute", "name=theirs", "-m", "both"],
      { cwd },
    );
    expect(pulled).toMatchObject({ code: 0 });
    expect(pulled.stderr).toMatch(/\[main [0-9a-f]{7}\] both: 1 node added, 1 node changed\n/);
    expect(opened(join(cwd, "people.groggy"), (graph) => graph.nodes.get(0, "name"))).toBe("Ada King");
    for (const [words, message] of [
      [["--attribute", "name"], /"--attribute" expected NAME=POLICY with .*, got "name"/],
      [["--attribute", "name=mine"], /name/],
      [["--ff-only", "--no-ff"], /"--ff-only" expected to be given alone/],
      [["-b", "main", "-b", "side"], /"--branch" expected one branch, got 2/],
    ] as const)
      expect(await runCli(["pull", "people.groggy", "colleague.groggy", ...words], { cwd })).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(message),
      });
  });

  test("a push that loses commits is refused, unless it is forced; one that expects another commit too", async () => {
    const cwd = exampleFolder();
    const words = ["push", "people.groggy", "colleague.groggy"];
    expect(await runCli(words, { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/fetch first/),
    });
    expect(await runCli([...words, "--force", "--expected", "none"], { cwd })).toMatchObject({ code: 1 });
    expect(await runCli([...words, "--force", "--tag", "v1"], { cwd })).toMatchObject({ code: 0 });
    expect(await runCli([...words, "--force"], { cwd })).toMatchObject({
      code: 0,
      stderr: "nothing to push: colleague.groggy has it all\n",
    });
  });

  test("a store that is locked says by whom", async () => {
    const cwd = exampleFolder();
    const graph = Graph.open(join(cwd, "people.groggy"));
    try {
      const { code, stderr } = await runCli(["fetch", "people.groggy", "colleague.groggy"], { cwd });
      expect([code, stderr]).toEqual([4, expect.stringContaining(`process ${process.pid}`)]);
    } finally {
      graph.close();
    }
  });
});

describe("bundle", () => {
  test("makes a file that can be fetched from, and tells what is in it", async () => {
    const cwd = exampleFolder();
    const made = await jsonOf(cwd, "bundle", "people.groggy", "new.bundle", "--since", "v1");
    expect(made).toMatchObject({ code: 0, path: join(cwd, "new.bundle"), missing: [] });
    const { commits, required, tags, branches } = Graph.inspectBundle(join(cwd, "new.bundle"));
    expect(made).toMatchObject({
      required,
      tags,
      branches,
      commits: commits.map(({ id, message, author, time }) => ({ id, message, author, time })),
    });
    expect(await jsonOf(cwd, "bundle", "new.bundle", "--list")).toMatchObject({
      missing: null,
      required,
      names: [{ name: "experiment" }, { name: "main" }, { name: "rival" }, { name: "v1", message: null }],
    });
    expect(await jsonOf(cwd, "bundle", "people.groggy", "new.bundle", "--verify")).toMatchObject({
      code: 0,
      missing: [],
    });
    expect(await jsonOf(cwd, "bundle", "wide.groggy", "new.bundle", "--verify")).toMatchObject({
      code: 1,
      missing: required,
    });
    const range = await jsonOf(cwd, "bundle", "people.groggy", "new.bundle", "--range", "v1..main");
    expect(range).toMatchObject({ branches: [{ name: "main" }] });
  });

  test("replaces a bundle and no other file, unless it is forced", async () => {
    const cwd = exampleFolder();
    const words = ["bundle", "people.groggy"];
    expect(await runCli([...words, "all.bundle"], { cwd })).toMatchObject({ code: 0 });
    expect(await runCli([...words, "people.csv"], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/expected nothing at .*people\.csv, or a bundle, got another file/),
    });
    expect(readFileSync(join(cwd, "people.csv"), "utf8")).toMatch(/^id,/);
    expect(await runCli([...words, "wide.groggy/"], { cwd })).toMatchObject({ code: 2 });
    expect(await runCli([...words, "people.csv", "--force"], { cwd })).toMatchObject({ code: 0 });
    writeFileSync(join(cwd, "empty"), "");
    expect(await runCli([...words, "empty"], { cwd })).toMatchObject({ code: 0 });
    expect(await runCli([...words, "people.csv", "--list", "--force"], { cwd })).toMatchObject({ code: 2 });
  });

  test("refuses a damaged one with 3", async () => {
    const cwd = exampleFolder();
    const bytes = readFileSync(join(cwd, "all.bundle"));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(cwd, "all.bundle"), bytes);
    for (const words of [
      ["bundle", "all.bundle", "--verify"],
      ["bundle", "all.bundle", "--list"],
      ["fetch", "people.groggy", "all.bundle"],
      ["clone", "all.bundle", "new.groggy"],
    ])
      expect(await runCli(words, { cwd })).toMatchObject({ code: 3, stdout: "" });
    expect(existsSync(join(cwd, "new.groggy"))).toBe(false);
  });
});
