// Conflicts of a revert, a cherry-pick, a rebase and a pull by a file: they end as the calls of the library do.
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph, GroggyError } from "groggy";
import { describe, expect, it, test } from "vitest";
import { runs } from "../model/arbitrary.js";
import {
  type Change,
  edit,
  makeConflicted,
  play,
  resolutionOf,
  resolveAll,
  side,
} from "./conflicted-stores.js";
import { runCli } from "./run-cli.js";
import { exampleFolder, temporaryFolder } from "./stores.js";

interface Case {
  /** Makes a store that is beside others, if need be, and gives its path. */
  readonly make: (folder: string, sides: readonly (readonly Change[])[]) => string;
  readonly words: (folder: string) => readonly string[];
  /** What the file goes on with. */
  readonly again: readonly string[];
  readonly call: (graph: Graph, folder: string, seed: number) => void;
}

/** Calls a verb of the library, and resolves what conflicts. */
function resolving(call: () => unknown, seed: number): void {
  try {
    call();
  } catch (error) {
    if (error instanceof GroggyError && error.code === "EMPTY_COMMIT") return;
    if (!(error instanceof GroggyError && error.is("MERGE_CONFLICT"))) throw error;
    const { merge } = error.data;
    resolveAll(merge, seed);
    merge.commit();
  }
}

/** The conflicted store, with more that happens on its branches after it. */
function makeLonger(folder: string, sides: readonly (readonly Change[])[], branch: string): string {
  const path = join(folder, "random.groggy");
  makeConflicted(path, sides);
  const graph = Graph.open(path, { durability: "none", clock: () => 0 });
  graph.checkout(branch);
  for (const [i, changes] of sides.slice(3).entries()) {
    play(graph, changes, branch === "main");
    graph.commit(`later ${i}`, { allowEmpty: true });
  }
  graph.close();
  return path;
}

const CASES: Record<string, Case> = {
  revert: {
    make: (folder, sides) => makeLonger(folder, sides, "main"),
    words: () => ["revert", "random.groggy", "HEAD~2"],
    again: ["revert", "random.groggy"],
    call: (graph, _, seed) => resolving(() => graph.history.revert("HEAD~2"), seed),
  },
  "cherry-pick": {
    make: (folder, sides) => makeLonger(folder, sides, "main"),
    words: () => ["cherry-pick", "random.groggy", "theirs"],
    again: ["cherry-pick", "random.groggy"],
    call: (graph, _, seed) => resolving(() => graph.history.cherryPick("theirs"), seed),
  },
  rebase: {
    make: (folder, sides) => makeLonger(folder, sides, "theirs"),
    words: () => ["rebase", "random.groggy", "main"],
    again: ["rebase", "random.groggy"],
    call: (graph, _, seed) => {
      graph.history.rebase("main", { policy: (conflict) => resolutionOf(conflict, seed) });
    },
  },
  pull: {
    make: (folder, sides) => {
      const path = makeLonger(folder, sides, "main");
      cpSync(path, join(folder, "other.groggy"), { recursive: true });
      return path;
    },
    words: () => ["pull", "random.groggy", "other.groggy", "--branch", "theirs"],
    again: ["pull", "random.groggy", "other.groggy", "--branch", "theirs"],
    call: (graph, folder, seed) =>
      resolving(() => graph.history.pull(join(folder, "other.groggy"), { branch: "theirs" }), seed),
  },
};

test.each(Object.entries(CASES))(
  "a file resolves a %s as the library does",
  async (_, { again, call, make, words }) => {
    let conflicted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.noShrink(fc.tuple(side, side, side, side, side)),
        fc.noShrink(fc.nat()),
        async (sides, seed) => {
          const cwd = temporaryFolder();
          const path = make(cwd, sides);
          const copy = join(cwd, "copy.groggy");
          cpSync(path, copy, { recursive: true });
          const expected = Graph.open(copy, { durability: "none", clock: () => 0 });
          call(expected, cwd, seed);
          const before = readFileNames(path);

          let result = await runCli([...words(cwd), "--write", "conflicts.json"], { cwd });
          for (let rounds = 0; result.code === 1 && existsSync(join(cwd, "conflicts.json")); rounds++) {
            conflicted++;
            expect(rounds).toBeLessThan(20);
            expect(readFileNames(path)).toEqual(before);
            expect(edit(join(cwd, "conflicts.json"), seed), result.stderr).toBeGreaterThan(0);
            const line = [...again, "--resolutions", "conflicts.json", "--write", "conflicts.json"];
            result = await runCli(line, { cwd });
          }
          const done = Graph.open(path, { readOnly: true });
          expect(
            [done.head.branch, done.head.commit?.root, done.history.log().map(({ message }) => message)],
            result.stderr,
          ).toEqual([
            expected.head.branch,
            expected.head.commit?.root,
            expected.history.log().map(({ message }) => message),
          ]);
          expect(done.status().clean).toBe(true);
          done.close();
          expected.close();
        },
      ),
      runs(10),
    );
    expect(conflicted).toBeGreaterThan(0);
  },
);

/** The names and the head of a store, which conflicts do not move; what was fetched stays. */
function readFileNames(path: string): unknown {
  const graph = Graph.open(path, { readOnly: true });
  const names = [graph.head, graph.history.branches().map(({ name, commit }) => [name, commit.id])];
  graph.close();
  return names;
}

/** The example stores, and the program run among them. */
function begin() {
  const cwd = exampleFolder();
  const run = (words: string, stdin = "") => runCli(words.split(" "), { cwd, stdin });
  const read = (name = "conflicts.json") => JSON.parse(readFileSync(join(cwd, name), "utf8"));
  const resolve = (resolution: unknown, name = "conflicts.json"): void => {
    const file = read(name);
    for (const entry of file.conflicts) if (entry.resolution === null) entry.resolution = resolution;
    writeFileSync(join(cwd, name), JSON.stringify(file));
  };
  const name = (): unknown => {
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    const found = graph.nodes.get(0, "name");
    graph.close();
    return found;
  };
  return { cwd, run, read, resolve, name };
}

describe("cherry-pick", () => {
  it("goes on with the commits that come after the conflicted one", async () => {
    const { run, read, resolve, name } = begin();
    await run("merge people.groggy experiment");
    const stopped = await run("cherry-pick people.groggy rival experiment~1 --write conflicts.json");
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain("  groggy cherry-pick --resolutions conflicts.json\n");
    expect(read()).toMatchObject({
      verb: "cherry-pick",
      revisions: [expect.any(String), expect.any(String)],
    });
    const open = await run("cherry-pick people.groggy --resolutions conflicts.json");
    expect(open).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("give it a resolution in conflicts.json"),
    });
    resolve({ value: "Ada King" });
    const dry = await run("cherry-pick people.groggy --resolutions - --dry-run", JSON.stringify(read()));
    expect(dry.code).toBe(2);
    const done = await run("cherry-pick people.groggy --resolutions conflicts.json");
    expect(done).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /her name by law: 1 node and 1 edge removed, 1 node changed\n.*who inspired whom/,
      ),
    });
    expect(name()).toBe("Ada King");
    const stale = await run("cherry-pick people.groggy --resolutions conflicts.json");
    expect(stale).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("expected the present branch at"),
    });
  });

  it("keeps author and meta, takes --policy for what the file leaves open, and tells of a dry run", async () => {
    const { run, resolve, read, name } = begin();
    await run("merge people.groggy experiment");
    await run("cherry-pick people.groggy rival --write conflicts.json");
    const dry = await run("cherry-pick people.groggy --resolutions conflicts.json --policy theirs --dry-run");
    expect(dry).toMatchObject({
      code: 0,
      stderr: "would commit: her name by law: 1 node and 1 edge removed, 1 node changed\n",
    });
    expect(name()).toBe("Ada Lovelace");
    resolve("ours");
    // a resolution comes before the policy
    expect(read().conflicts).toMatchObject([{ resolution: "ours" }]);
    expect((await run("cherry-pick people.groggy --resolutions conflicts.json --policy theirs")).code).toBe(
      0,
    );
    expect(name()).toBe("Ada Lovelace");
    const refused = await run("cherry-pick people.groggy --resolutions conflicts.json --attribute name=ours");
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"--attribute" expected to be given without'),
    });
    const named = await run("cherry-pick people.groggy rival --resolutions conflicts.json");
    expect(named).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected no commits beside --resolutions"),
    });
  });
});

describe("a file of another verb, or of none", () => {
  it.each(["merge", "revert", "rebase", "pull other.groggy"])("is refused by %s", async (verb) => {
    const { run } = begin();
    await run("merge people.groggy experiment");
    await run("cherry-pick people.groggy rival --write conflicts.json");
    const [word, ...rest] = verb.split(" ");
    const refused = await run([word, "people.groggy", ...rest, "--resolutions", "conflicts.json"].join(" "));
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(
        'got one of "cherry-pick"\n  groggy cherry-pick --resolutions conflicts.json',
      ),
    });
  });

  it.each([
    ['{"format":"groggy conflicts 1","verb":"rebase"', 'expected the "plan" of a rebase'],
    ['{"format":"groggy conflicts 1","verb":"revert"', 'expected the "revisions" of a revert'],
    [
      '{"format":"groggy conflicts 1","verb":"bisect"',
      "expected a verb of merge, revert, cherry-pick, rebase",
    ],
  ])("is refused: %s", async (text, message) => {
    const { cwd, run } = begin();
    const rest = ',"ours":{"commit":null},"theirs":{"commit":null,"revision":"main"},"conflicts":[]}';
    writeFileSync(join(cwd, "file.json"), text + rest);
    for (const verb of ["merge", "revert", "cherry-pick", "rebase"])
      expect(await run(`${verb} people.groggy --resolutions file.json`)).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(message),
      });
  });

  it("wants a commit where neither it nor the line has one", async () => {
    const { run } = begin();
    for (const [verb, operand] of [
      ["revert", "REVISIONS"],
      ["cherry-pick", "REVISIONS"],
      ["rebase", "ONTO"],
    ] as const)
      expect(await run(`${verb} people.groggy`)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`"${verb}" expected ${operand}, got nothing`),
      });
  });
});

describe("rebase", () => {
  it("goes from conflict to conflict, and changes nothing before the last is resolved", async () => {
    const { run, read, resolve, name } = begin();
    await run("checkout people.groggy rival");
    const stopped = await run("rebase people.groggy experiment --write conflicts.json");
    expect(stopped).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("(her name by law): nothing was rebased"),
    });
    expect(stopped.stderr).toContain("  groggy rebase --resolutions conflicts.json\n");
    expect(read()).toMatchObject({
      verb: "rebase",
      ours: { branch: "rival" },
      plan: [{ action: "pick", message: "her name by law" }],
      conflicts: [
        {
          commit: read().plan[0].commit,
          attribute: "name",
          ours: "Ada Lovelace",
          theirs: "Augusta Ada King",
        },
      ],
    });
    expect((await run("rebase people.groggy --resolutions conflicts.json")).code).toBe(1);
    resolve({ value: 7 });
    expect(await run("rebase people.groggy --resolutions conflicts.json")).toMatchObject({ code: 3 });
    const file = read();
    file.conflicts[0].element.id = 3;
    expect(await run("rebase people.groggy --resolutions -", JSON.stringify(file))).toMatchObject({
      code: 1,
    });
    file.conflicts[0].resolution = "ours";
    expect(
      await run("rebase people.groggy --resolutions - --policy ours", JSON.stringify(file)),
    ).toMatchObject({ code: 3, stderr: expect.stringContaining("which is none") });
    expect(name()).toBe("Augusta Ada King");
    file.conflicts[0].element.id = 0;
    file.conflicts[0].resolution = { value: "Ada, Countess" };
    const dry = await run("rebase people.groggy --resolutions - --dry-run", JSON.stringify(file));
    expect(dry).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("would put 1 commit of rival on top of"),
    });
    const done = await run("rebase people.groggy --resolutions - --json", JSON.stringify(file));
    expect(JSON.parse(done.stdout)).toMatchObject({ branch: "rival", unresolved: 0 });
    expect(name()).toBe("Ada, Countess");
  });

  it("refuses a plan beside a file, and one that has a commit twice", async () => {
    const { cwd, run } = begin();
    await run("checkout people.groggy rival");
    await run("rebase people.groggy experiment --write-plan plan.txt");
    const plan = readFileSync(join(cwd, "plan.txt"), "utf8");
    const [line] = plan.split("\n");
    writeFileSync(join(cwd, "plan.txt"), `${line}\n${line}\n`);
    expect(await run("rebase people.groggy experiment --plan plan.txt --write conflicts.json")).toMatchObject(
      {
        code: 2,
        stderr: expect.stringContaining("expected each commit once in the plan"),
      },
    );
    await run("rebase people.groggy experiment --write conflicts.json");
    expect(await run("rebase people.groggy experiment --resolutions conflicts.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'expected no ONTO and no plan beside it, since its file has both, got "experiment"',
      ),
    });
  });
});

test("a file that a pull wrote is taken by a merge as well, and the other way about", async () => {
  for (const verb of ["merge people.groggy", "pull people.groggy all.bundle --branch rival"]) {
    const { run, resolve, name } = begin();
    await run("merge people.groggy experiment");
    const stopped = await run("pull people.groggy all.bundle --branch rival --write conflicts.json --json");
    expect(stopped.code).toBe(1);
    expect(JSON.parse(stopped.stdout)).toMatchObject({ written: expect.stringMatching(/conflicts\.json$/) });
    expect(await run("pull people.groggy all.bundle --branch rival --write conflicts.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("remove it, or name another"),
    });
    resolve("theirs");
    const done = await run(`${verb} --resolutions conflicts.json`);
    expect(done).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("1 node and 1 edge removed, 1 node changed"),
    });
    expect(name()).toBe("Augusta Ada King");
  }
});
