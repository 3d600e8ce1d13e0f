// The verbs of history and branches: what they print, what they tell to do next, what they refuse.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Graph } from "groggy";
import { describe, expect, it, test } from "vitest";
import { leaveDraft } from "./option-pairs.js";
import { type CliRun, type CliSettings, runCli } from "./run-cli.js";
import { exampleFolder, temporaryFolder } from "./stores.js";

/** A folder with the example stores, and the program run in it. */
function begin() {
  const cwd = exampleFolder();
  const run = (words: string, settings: CliSettings = {}): Promise<CliRun> => {
    const parts = Array.from(words.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!);
    return runCli(parts, { cwd, ...settings });
  };
  const view = <R>(read: (graph: Graph) => R): R => {
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    try {
      return read(graph);
    } finally {
      graph.close();
    }
  };
  const write = (change: (graph: Graph) => void): void => {
    const graph = Graph.open(join(cwd, "people.groggy"));
    change(graph);
    graph.close();
  };
  return { cwd, run, view, write };
}

/** Answers that somebody types, one for each question. */
function typing(...answers: string[]): CliSettings {
  return { isTerminal: true, stdin: Readable.from(answers.map((answer) => `${answer}\n`)) };
}

const LINES = [
  "status people.groggy",
  "log people.groggy",
  "log people.groggy --oneline --all",
  "log people.groggy --graph --all",
  "log people.groggy --graph --all --grep name",
  "log people.groggy -n 1",
  "log people.groggy -n 1 --patch",
  "log people.groggy main..experiment --stat",
  "log wide.groggy --oneline",
  "show people.groggy v1",
  "show people.groggy rival --stat",
  "diff people.groggy v1 rival",
  "diff people.groggy v1..rival --stat",
  "diff people.groggy v1 main --attribute born",
  "diff people.groggy v1 main --edges",
  "blame people.groggy ada@example.org",
  "blame people.groggy node:0 name --at experiment",
  "history people.groggy alan@example.org",
  "history people.groggy node:3 --at rival --lifetimes",
  "branch people.groggy",
  "tag people.groggy",
  "undo people.groggy --list",
  "stash people.groggy",
  "merge people.groggy experiment --dry-run",
  "merge people.groggy experiment",
  "merge people.groggy rival",
  "merge people.groggy rival --policy theirs",
  "merge people.groggy rival",
  "log people.groggy --graph --all",
  "revert people.groggy HEAD",
  "revert people.groggy HEAD --mainline 1",
  "cherry-pick people.groggy rival",
  "checkout people.groggy v1",
  "status people.groggy",
  "checkout people.groggy --create idea",
  "checkout people.groggy ideo",
  "rebase people.groggy main",
  "reset people.groggy v1 --force",
  "undo people.groggy",
  "redo people.groggy",
  "tag people.groggy v2 main -m 'counted by hand'",
  "tag people.groggy",
  "branch people.groggy --move idea ideas",
  "branch people.groggy --delete experiment",
  "bisect people.groggy v1 main --bad-if 'born = 1911'",
];

test.each([80, 40])("what is printed on a terminal of %i columns is on record", async (columns) => {
  const { run } = begin();
  let text = "";
  for (const line of LINES) {
    const { code, stdout, stderr } = await run(line, {
      isTerminal: true,
      columns,
      rows: 60,
      env: { NO_COLOR: "1", LANG: "C.UTF-8", TERM: "xterm" },
    });
    const ended = code === 0 ? "" : `[exit code ${code}]\n`;
    text += `$ groggy ${line}\n${stdout}${stderr}${ended}\n`;
  }
  await expect(text).toMatchFileSnapshot(`golden/history-${columns}.txt`);
});

describe("errors are in the words of the command line", () => {
  it("names --ff-only, the number of a stash, and the flags for what is uncommitted", async () => {
    const { cwd, run } = begin();
    expect(await run("merge people.groggy experiment --ff-only")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /"--ff-only" expected a revision that .*\n {2}leave --ff-only out to merge\n$/,
      ),
    });
    expect(await run("stash people.groggy pop")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'groggy: "stash pop" expected a stash, got none\n  groggy stash push puts aside what is uncommitted\n',
    });
    leaveDraft(join(cwd, "people.groggy"));
    const hints = {
      "checkout people.groggy v1": "--carry takes them along, --stash puts them aside, --discard drops them",
      "undo people.groggy": "groggy stash push puts them aside, --force drops them",
    };
    for (const [line, hint] of Object.entries(hints)) {
      const { code, stderr } = await run(line);
      expect([code, stderr.split("\n")[1]]).toEqual([1, `  ${hint}`]);
      expect(stderr).not.toContain('"carry"');
    }
    await run("stash people.groggy push");
    expect(await run("stash people.groggy drop 3 --force")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'groggy: "stash drop" expected the number of a stash, 0 to 0, got 3\n  groggy stash list lists them\n',
    });
  });
});

describe("log", () => {
  it("prints TSV in a pipe: whole ids, times in ISO 8601, whole messages", async () => {
    const { stdout } = await begin().run("log people.groggy -n 1");
    expect(stdout).toBe(
      "commit\tmessage\tauthor\tdate\tnames\n" +
        "48c96b6263827de3bd3e5ed2fc4279ac6862e57f1225b1aaedc509c55e08e625\tEdsger, and a wrong year\t" +
        "Ada <ada@example.org>\t2024-01-13T09:00:00.000Z\tHEAD -> main\n",
    );
  });

  it.each([
    ["--author ADA@ --oneline", 3],
    ["--author nobody --oneline", 0],
    ["--author '[' --oneline", 0],
    ["--grep inspired --oneline", 1],
    ["--grep . --oneline", 0],
    ["--since 2024-01-03 --oneline", 2],
    ["--until 2024-01-03 --oneline", 1],
    ["--since 1704272400000 --until 2024-01-03T09:00Z --oneline", 1],
    ["--since '2 weeks ago' --oneline", 0],
    ["--touching node:1.born --oneline", 2],
    ["--touching alan@example.org.born --oneline", 2],
    ["--touching alan@example.org --oneline", 2],
    ["--touching edge:0 --oneline", 1],
    ["--touching graph --oneline", 0],
    ["-n 0 --oneline", 0],
    ["HEAD~1 --oneline", 2],
    ["v1... --oneline", 1],
  ])("%s gives %i commits", async (options, count) => {
    const { code, stdout, stderr } = await begin().run(`log people.groggy ${options}`);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").filter((line) => line !== "")).toHaveLength(count);
  });

  it.each([
    ["--since soon", 2, '"--since" expected a time, got "soon"'],
    ["--touching node:99", 1, "expected a node that is or was in this graph, got 99"],
    ["--touching node:0.nmae", 2, "did you mean name?"],
    ["--touching nobody", 1, 'expected the key of a node, got "nobody"'],
    ["experimnt", 2, "did you mean experiment?"],
    ["v1..experimnt~2", 2, "did you mean experiment?"],
    ["main~9", 2, "goes back beyond the first commit"],
    ["-n -1", 2, '"-n" expected an integer of at least 0, got "-1"'],
    ["main --all", 2, '"all" expected to be given alone'],
  ])("refuses %s", async (options, code, message) => {
    const result = await begin().run(`log people.groggy ${options}`);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
  });

  it("leads a drawn lane to the nearest ancestor that is shown", async () => {
    const { run } = begin();
    const { stdout } = await run("log people.groggy --graph --all --touching node:0");
    expect(stdout).toBe(
      "* 53cc97a (rival) her name by law\n| * d712cb4 (experiment) her full name\n|/\n* a4235d0 first import\n",
    );
  });
});

describe("diff", () => {
  it("has rows in a pipe, one for each value of what came or went", async () => {
    const { stdout } = await begin().run("diff people.groggy v1 rival --format csv");
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "change,element,id,labels,source,target,attribute,before,after",
      'removed,node,3,"[""Person""]",,,,,',
      'removed,node,3,"[""Person""]",,,born,1906,',
    ]);
  });

  it("compares with what is common for a...b, and prints nothing where nothing differs", async () => {
    const { run } = begin();
    const symmetric = await run("diff people.groggy main...rival --json");
    const plain = await run("diff people.groggy v1 rival --json");
    expect(symmetric.stdout).toBe(plain.stdout);
    const none = await run("diff people.groggy main --exit-code", { isTerminal: true });
    expect(none).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  it("limits the changes, and says how many more there are", async () => {
    const { stdout } = await begin().run("diff people.groggy v1 rival -n 1", { isTerminal: true });
    expect(stdout).toContain("… and 2 more\n");
  });

  it("makes a patch that the library applies", async () => {
    const { run, write } = begin();
    const { stdout } = await run("diff people.groggy v1 experiment --patch");
    write((graph) => {
      graph.checkout("v1");
      graph.history.apply(JSON.parse(stdout));
      expect(graph.nodes.get(0, "name")).toBe("Ada Lovelace");
      graph.checkout("main", { discard: true });
    });
    expect((await run("diff people.groggy v1 experiment --patch --nodes")).code).toBe(2);
  });
});

describe("what is told before anything is done", () => {
  it.each(["diff people.groggy main main --attribute nmae", "history people.groggy node:0 --attribute nmae"])(
    "%s names the nearest attribute",
    async (line) => {
      expect(await begin().run(line)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("did you mean name?"),
      });
    },
  );

  it("an attribute that is gone, or on another branch, is known", async () => {
    const { run, write } = begin();
    write((graph) => {
      graph.nodes.set(0, { short: 1 });
      graph.commit("a value");
      graph.nodes.set(0, { short: null });
      graph.commit("no value");
      graph.checkout("experiment");
      graph.nodes.set(0, { elsewhere: 1 });
      graph.commit("on a branch");
      graph.checkout("main");
    });
    for (const name of ["short", "elsewhere"])
      expect(await run(`history people.groggy node:0 --attribute ${name}`)).toMatchObject({ code: 0 });
  });

  it("a format that a verb has nothing to print in does not stop it halfway", async () => {
    const { run, view } = begin();
    for (const line of [
      "branch people.groggy idea",
      "tag people.groggy v2",
      "merge people.groggy experiment",
      "undo people.groggy",
      "checkout people.groggy idea",
    ])
      expect(await run(`${line} --format csv`)).toMatchObject({ code: 0, stdout: "" });
    expect(view(({ head }) => head.branch)).toBe("idea");
    const bisected = await run("bisect people.groggy main~1 main --bad-if 'born = 1911' --format csv");
    expect(bisected).toMatchObject({ code: 2, stdout: "", stderr: expect.not.stringContaining("bad ") });
  });

  it.each([
    ["status", 0],
    ["log", 0],
    ["log --graph", 0],
    ["diff", 0],
    ["diff --stat", 0],
    ["branch", 0],
    ["tag", 0],
    ["stash", 0],
    ["undo --list", 0],
    ["checkout --create other", 0],
    ["show", 1],
    ["branch x", 1],
    ["tag x", 1],
    ["undo", 1],
    ["redo", 1],
    ["reset", 1],
    ["revert HEAD", 1],
    ["stash push", 1],
    ["merge main", 2],
    ["rebase main", 2],
    ["bisect a b --bad-if 'x = 1'", 2],
  ])("a store without a commit: %s", async (words, code) => {
    const cwd = temporaryFolder();
    Graph.open(join(cwd, "empty.groggy")).close();
    const parts = Array.from(words.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word!);
    const result = await runCli([...parts, "--store", "empty.groggy"], { cwd });
    expect([result.code, result.stderr]).toEqual([
      code,
      code === 0 ? expect.anything() : expect.stringMatching(/^groggy: "/),
    ]);
  });
});

describe("branch", () => {
  it("asks before it deletes the last name of commits, and wants --force in a pipe", async () => {
    const { run, view } = begin();
    const names = () => view(({ history }) => history.branches().map(({ name }) => name));
    expect(await run("branch people.groggy -d rival")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "expected --force where nobody can be asked: delete rival, which alone leads to 1 commit?",
      ),
    });
    expect((await run("branch people.groggy -d rival", typing("n"))).code).toBe(1);
    expect(names()).toEqual(["experiment", "main", "rival"]);
    // none goes where one of them is none
    expect((await run("branch people.groggy -d --force rival expriment")).stderr).toContain(
      "did you mean experiment?",
    );
    expect(names()).toEqual(["experiment", "main", "rival"]);
    expect((await run("branch people.groggy -d rival", typing("yes"))).code).toBe(0);
    expect((await run("branch people.groggy -d --force experiment")).stderr).toContain(
      "groggy undo brings it back",
    );
    expect(names()).toEqual(["main"]);
    await run("undo people.groggy -n 2");
    expect(names()).toEqual(["experiment", "main", "rival"]);
  });

  it("makes and renames branches", async () => {
    const { run, view } = begin();
    await run("branch people.groggy idea v1");
    await run("branch people.groggy --move trunk");
    expect(view((graph) => [graph.head.branch, graph.history.resolve("idea").message])).toEqual([
      "trunk",
      "who inspired whom",
    ]);
    expect(await run("branch people.groggy idea")).toMatchObject({ code: 1 });
    expect(await run("branch people.groggy 'a b'")).toMatchObject({ code: 2 });
    expect(await run("branch people.groggy a v1 c")).toMatchObject({ code: 2 });
    expect(await run("branch people.groggy --move a b c")).toMatchObject({ code: 2 });
    expect(await run("branch people.groggy --move trnk b")).toMatchObject({
      stderr: expect.stringContaining("did you mean trunk?"),
    });
    expect(await run("branch people.groggy --delete")).toMatchObject({ code: 2 });
    expect(await run("branch people.groggy --delete trunk")).toMatchObject({ code: 1 });
  });

  it("lists beside a writer", async () => {
    const { run, write } = begin();
    let listed: Promise<CliRun>[] = [];
    write(() => {
      listed = ["branch", "tag", "stash", "log", "status", "undo -l"].map((verb) =>
        run(verb.replace(/^\w+/, "$& people.groggy")),
      );
    });
    for (const { code } of await Promise.all(listed)) expect(code).toBe(0);
  });
});

describe("checkout", () => {
  it("keeps where it is, and tells of commits that are on no branch", async () => {
    const { run, view, write } = begin();
    await run("checkout people.groggy v1");
    expect(view(({ head }) => head.branch)).toBe(null);
    write((graph) => {
      graph.addNode("Person", { email: "x", name: "X" });
      graph.commit("beside");
    });
    expect((await run("status people.groggy")).stdout).toContain("1 commit is on no branch\n");
    const { stderr } = await run("checkout people.groggy main");
    expect(stderr).toMatch(
      /^on branch main, at 48c96b6: .*\n1 commit is on no branch any more\n {2}groggy branch NAME \w{7} {3}keeps it\n$/,
    );
    expect(await run("checkout people.groggy main")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("already on main"),
    });
  });

  it("makes a branch of one that only another store has", async () => {
    const { cwd, run, view, write } = begin();
    const other = Graph.clone(join(cwd, "people.groggy"));
    other.checkout("news", { create: true });
    other.addNode("Person", { email: "n", name: "News" });
    other.commit("news");
    write((graph) => {
      graph.history.fetch(other, { remote: "origin" });
    });
    const { stderr, code } = await run("checkout people.groggy news");
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^new branch news, from the other store's, at /),
    ]);
    expect(view(({ head }) => head.commit?.message)).toBe("news");
  });
});

describe("reset, undo and redo", () => {
  it("asks before it leaves commits behind, and wants --force in a pipe", async () => {
    const { run, view } = begin();
    expect(await run("reset people.groggy v1")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("leave behind 1 commit of main?"),
    });
    expect((await run("reset people.groggy v1", typing("no"))).code).toBe(1);
    expect(view(({ head }) => head.commit?.message)).toBe("Edsger, and a wrong year");
    expect((await run("reset people.groggy v1", typing("y"))).code).toBe(0);
    expect(view(({ head }) => head.commit?.message)).toBe("who inspired whom");
    // forward again nothing is left behind
    expect((await run("reset people.groggy 48c96b6")).code).toBe(0);
    expect((await run("undo people.groggy -n 2 --json")).stdout).toContain('"reset"');
    expect(view(({ head }) => head.commit?.message)).toBe("Edsger, and a wrong year");
  });

  it("takes back a commit, and brings it back, over several calls", async () => {
    const { run, view } = begin();
    const head = () => view((graph) => [graph.head.commit?.message, graph.nodeCount, graph.status().clean]);
    expect((await run("undo people.groggy")).stderr).toContain("undone: commit; main is at 278d073");
    expect(head()).toEqual(["who inspired whom", 4, true]);
    expect((await run("redo people.groggy")).code).toBe(0);
    expect(head()).toEqual(["Edsger, and a wrong year", 5, true]);
    expect(await run("redo people.groggy")).toMatchObject({ code: 1 });
  });

  it("takes back several verbs at once as in as many calls, all or none", async () => {
    const [one, many] = [begin(), begin()];
    const states: unknown[] = [];
    for (const { run, view } of [one, many]) {
      const state = () => view((graph) => [graph.head, graph.history.branches(), graph.status().clean]);
      for (const verb of ["undo", "redo"]) {
        if (run === one.run) for (let i = 0; i < 3; i++) await run(`${verb} people.groggy`);
        else expect(await run(`${verb} people.groggy -n 3`)).toMatchObject({ code: 0 });
        states.push(state());
      }
    }
    expect(states.slice(2)).toEqual(states.slice(0, 2));
    const { run, view } = many;
    expect(await run("undo people.groggy -n 99")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/"--count" expected at most \d+, the verbs to undo, got 99/),
    });
    expect(view(({ head }) => head.commit?.message)).toBe("Edsger, and a wrong year");
  });

  it("keeps the state with --keep, as a draft", async () => {
    const { run, view } = begin();
    expect((await run("reset people.groggy v1 --keep --force")).code).toBe(0);
    expect(view((graph) => [graph.head.commit?.message, graph.nodeCount, graph.status().clean])).toEqual([
      "who inspired whom",
      5,
      false,
    ]);
    expect((await run("status people.groggy")).stdout).toContain("Uncommitted: 1 node added, 1 node changed");
    expect((await run("diff people.groggy", { isTerminal: true })).stdout).toContain("+ node 4");
    // such changes are not mixed with those of a verb
    expect((await run("merge people.groggy experiment")).code).not.toBe(0);
    expect((await run("stash people.groggy push -m later")).stderr).toContain(
      "put aside: 1 node added, 1 node changed",
    );
    expect((await run("stash people.groggy", { isTerminal: true })).stdout).toContain("later");
    expect((await run("stash people.groggy drop")).code).toBe(2);
    const { stderr } = await run("stash people.groggy pop");
    expect(stderr).toMatch(/^\[main \w{7}\] later: 1 node added, 1 node changed\n$/);
    expect(view((graph) => [graph.history.stashes().length, graph.nodeCount, graph.status().clean])).toEqual([
      0,
      5,
      true,
    ]);
    expect(await run("stash people.groggy drop 3 --force")).toMatchObject({ code: 1 });
    expect(await run("stash people.groggy pop x")).toMatchObject({ code: 2 });
  });
});

describe("merge", () => {
  it("asks for each conflict on a terminal", async () => {
    const { run, view } = begin();
    await run("merge people.groggy experiment");
    expect((await run("merge people.groggy rival -i")).stderr).toContain(
      '"--interactive" expected a terminal, got none',
    );
    const skipped = await run("merge people.groggy rival -i", typing("s"));
    expect(skipped).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("1 conflict: nothing was merged"),
    });
    const asked = await run("merge people.groggy rival -i", typing("what", "v", "Ada King"));
    expect(asked.code).toBe(0);
    expect(asked.stderr).toContain("expected ours, theirs, value, skip, quit, or how one begins");
    expect(asked.stderr).toContain('theirs "Augusta Ada King"');
    expect(view((graph) => graph.nodes.get(0, "name"))).toBe("Ada King");
  });

  it("moves the branch where it can, unless told otherwise", async () => {
    const { run, view } = begin();
    await run("checkout people.groggy --create old v1");
    expect((await run("merge people.groggy main --dry-run")).stderr).toBe(
      "would move old forward to main: 1 node added, 1 node changed\n",
    );
    expect((await run("merge people.groggy main")).stderr).toBe(
      "fast-forward to main: 278d073 → 48c96b6, 1 node added, 1 node changed\n",
    );
    expect((await run("merge people.groggy main")).stderr).toBe("already up to date\n");
    await run("undo people.groggy");
    expect((await run("merge people.groggy main --no-ff -m forced --author Ada")).code).toBe(0);
    expect(
      view(({ head }) => [head.commit?.parents.length, head.commit?.message, head.commit?.author]),
    ).toEqual([2, "forced", "Ada"]);
    expect((await run("merge people.groggy experiment --ff-only")).code).toBe(1);
    expect((await run("merge people.groggy experiment --ff-only --no-ff")).code).toBe(2);
  });

  it.each([
    ["", 2, '"merge" expected REVISION, got nothing'],
    ["experimnt", 2, "did you mean experiment?"],
    ["experiment --attribute born", 2, '"--attribute" expected NAME=POLICY'],
    ["experiment --attribute =sum", 2, '"--attribute" expected NAME=POLICY'],
    ["experiment -a a=sum -a a=max", 2, "expected one policy for each attribute"],
    ["experiment --policy both", 2, '"--policy" expected one of ours, theirs, got "both"'],
    ["experiment -m ''", 2, '--message expected a text, got ""'],
  ])("refuses %j", async (words, code, message) => {
    const { run, view } = begin();
    expect(await run(`merge people.groggy ${words}`)).toMatchObject({
      code,
      stderr: expect.stringContaining(message),
    });
    expect(view(({ head }) => head.commit?.message)).toBe("Edsger, and a wrong year");
  });
});

describe("revert, cherry-pick and rebase", () => {
  it("changes nothing in a dry run", async () => {
    const { run, view } = begin();
    const before = view(({ history }) => history.log({ all: true }).length);
    expect((await run("revert people.groggy HEAD --dry-run")).stderr).toBe(
      'would commit: Revert "Edsger, and a wrong year": 1 node removed, 1 node changed\n',
    );
    expect((await run("cherry-pick people.groggy rival --dry-run")).stderr).toContain(
      "would commit: her name by law: ",
    );
    await run("checkout people.groggy experiment");
    expect((await run("rebase people.groggy main --dry-run")).stderr).toBe(
      "would put 1 commit of experiment on top of 48c96b6\n",
    );
    expect((await run("rebase people.groggy rival --dry-run", { isTerminal: true })).stdout).toContain(
      "Augusta Ada King",
    );
    expect(view(({ history }) => history.log({ all: true }).length)).toBe(before);
  });

  it("picks several commits in order, and says how far it came", async () => {
    const { run, view } = begin();
    const stopped = await run("cherry-pick people.groggy experiment rival");
    expect(stopped).toMatchObject({ code: 1, stderr: expect.stringContaining("1 of 2 commits were made") });
    expect((await run("cherry-pick people.groggy rival --policy theirs")).code).toBe(0);
    expect(view(({ head }) => [head.commit?.message, head.commit?.author])).toEqual([
      "her name by law",
      "Ada <ada@example.org>",
    ]);
    expect((await run("cherry-pick people.groggy rival")).code).toBe(1);
    expect((await run("revert people.groggy HEAD HEAD~1")).code).toBe(0);
    expect(view((graph) => graph.nodes.get(0, "name"))).toBe("Ada");
    expect((await run("revert people.groggy HEAD main~1 -m two")).code).toBe(2);
    expect((await run("revert people.groggy")).code).toBe(2);
  });

  it("replays by a plan", async () => {
    const { cwd, run, view, write } = begin();
    write((graph) => {
      graph.checkout("experiment");
      for (const [i, message] of ["secnod", "third", "to be dropped", "part of the third"].entries()) {
        graph.nodes.set(2, { [`step ${i}`]: i });
        graph.commit(message);
      }
    });
    expect((await run("rebase people.groggy main --write-plan plan.txt")).stderr).toContain(
      "groggy rebase main --plan plan.txt",
    );
    expect((await run("rebase people.groggy main --write-plan plan.txt")).code).toBe(2);
    expect((await run("rebase people.groggy main --write-plan plan.txt --force")).code).toBe(0);
    const plan = readFileSync(join(cwd, "plan.txt"), "utf8");
    const edit = (text: string) => writeFileSync(join(cwd, "plan.txt"), text);
    edit(plan.replace("pick", "pikc"));
    expect(await run("rebase people.groggy main --plan plan.txt")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(
        'plan.txt:1: expected pick, reword, squash or drop, got "pikc"\n  did you mean pick?',
      ),
    });
    // an empty plan is a change of mind
    edit("# nothing\n");
    expect(await run("rebase people.groggy main --plan plan.txt")).toMatchObject({ code: 3 });
    edit(
      plan
        .replace(/pick (\w+) secnod/, "reword $1 second")
        .replace(/pick (\w+) to be dropped/, "drop $1 to be dropped")
        .replace(/pick (\w+) part/, "s $1 part"),
    );
    expect((await run("rebase people.groggy main --plan plan.txt")).code).toBe(0);
    expect(view(({ history }) => history.log({ limit: 4 }).map(({ message }) => message))).toEqual([
      "third\n\npart of the third",
      "second",
      "her full name",
      "Edsger, and a wrong year",
    ]);
  });
});

describe("bisect", () => {
  /** A store of 32 commits; from the 20th on a number is negative. */
  function counted() {
    const cwd = temporaryFolder();
    const graph = Graph.open(join(cwd, "counts.groggy"), { clock: () => 0 });
    graph.addNode("Counter", { count: 0 });
    for (let i = 0; i < 32; i++) {
      graph.nodes.set(0, { count: i < 20 ? i : -i });
      graph.commit(`count ${i}`);
    }
    graph.close();
    return (...words: string[]) =>
      runCli(["bisect", "counts.groggy", "main~31", "main", ...words], { cwd, env: process.env });
  }

  it.each([
    [["--bad-if", "count < 0"]],
    [["--run", "! grep -q -e -"]],
    [["--run", "grep -q -e '\"count\":-' {} && exit 7; exit 0"]],
    [["--run", 'test -n "$GROGGY_COMMIT"; ! grep -q -e - < "$GROGGY_FILE" #', "--input", "csv"]],
  ])("finds the first bad commit by %j", async (words) => {
    const { code, stdout, stderr } = await counted()(...words, "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const { first, tests } = JSON.parse(stdout);
    expect(first.message).toBe("count 20");
    expect(tests.length).toBeLessThanOrEqual(5);
  });

  it("skips what cannot be told, and says among which commits it is then", async () => {
    const run = counted();
    const skipping = await run("--run", "exit 125; true");
    expect(skipping).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the first bad one is among them"),
    });
    expect(await run("--run", "no-such-command-here")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("exit code 127"),
    });
    expect(await run("--run", "kill -9 $$;")).toMatchObject({ code: 1 });
    expect(await run("--run", "true", "--bad-if", "count < 0")).toMatchObject({ code: 2 });
    expect(await run()).toMatchObject({ code: 2 });
    expect(await run("--run", "true", "--input", "nothing")).toMatchObject({ code: 2 });
  });

  it("says that good has to lead to bad", async () => {
    const { run } = begin();
    expect(await run("bisect people.groggy main v1 --bad-if 'born = 1911'")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"good" expected a commit that "bad" builds on'),
    });
  });
});

describe("elements in differences", () => {
  function print(make: (graph: Graph) => void, key?: string): Promise<CliRun> {
    const cwd = temporaryFolder();
    const graph = Graph.open(join(cwd, "a.groggy"), key === undefined ? {} : { key });
    make(graph);
    graph.close();
    return runCli(["show", "a.groggy"], { cwd, isTerminal: true });
  }

  it.each([
    ["a key", "id", { id: "ada", name: "Ada" }, "~ node 0 :P ada  born 1 → 2"],
    ["a key of more than a word", "id", { id: 'a "b', name: "Ada" }, '~ node 0 :P "a \\"b"  born 1 → 2'],
    ["a name", undefined, { name: "Ada" }, '~ node 0 :P "Ada"  born 1 → 2'],
    ["a title", undefined, { title: "\u001b[31m", x: 1 }, '~ node 0 :P "\\x1b[31m"  born 1 → 2'],
    ["a label of Gephi", undefined, { Label: "Ada" }, '~ node 0 :P "Ada"  born 1 → 2'],
    ["neither", undefined, { name: 7 }, "~ node 0 :P  born 1 → 2"],
  ])("are called by %s", async (_, key, attributes, line) => {
    const { stdout } = await print((graph) => {
      graph.addNode("P", { ...attributes, born: 1 });
      graph.commit("one");
      graph.nodes.set(0, { born: 2 });
      graph.commit("two");
    }, key);
    expect(stdout).toContain(`\n${line}\n`);
  });

  it("are, of edges, called by their ends, in the state that has them", async () => {
    const { stdout } = await print((graph) => {
      graph.addNode("P", { name: "Ada" });
      graph.addNode("P");
      const kept = graph.addEdge(0, 1, "K", { w: 1 });
      const removed = graph.addEdge(1, 0, "K");
      graph.commit("one");
      graph.edges.set(kept, { w: 2 });
      graph.removeEdge(removed);
      graph.nodes.set(0, { name: "Ada L." });
      graph.commit("two");
    });
    expect(stdout).toContain('~ edge 0 :K 0 "Ada L." → 1  w 1 → 2');
    expect(stdout).toContain('- edge 1 :K 1 → 0 "Ada"');
  });
});
