// Shells whose input is a pipe: statement by statement until one fails, with the program's verbs on one graph.
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { Graph } from "groggy";
import { describe, expect, test } from "vitest";
import { commands } from "../../../src/cli/commands.js";
import { loaders } from "../../../src/cli/loaders.js";
import type { Command } from "../../../src/cli/shared/command.js";
import { runs } from "../../model/arbitrary.js";
import { runCli } from "../run-cli.js";
import { exampleFolder, makePeople, temporaryFolder } from "../stores.js";

/** Adds a verb "write" that changes the graph and commits nothing. */
const writing: Command = {
  group: "data",
  summary: "Write",
  description: "Writes.",
  store: "write",
  operands: [{ name: "name", summary: "a name" }],
  options: {},
  examples: [{ line: "groggy write people.groggy Ada", summary: "write" }],
  json: {},
};
const verbs = {
  commands: Object.assign(Object.create(null), commands, { write: writing }),
  loaders: {
    ...loaders,
    write: async () => ({
      run: async ({ open, operands }: { open(): Promise<Graph>; operands: Record<string, unknown> }) => {
        (await open()).addNode("Person", { name: operands.name, email: `${operands.name}` });
        return undefined;
      },
    }),
  },
};

function shell(cwd: string, stdin: string, ...words: string[]) {
  return runCli(words.length === 0 ? ["people.groggy"] : words, { cwd, stdin, verbs });
}

function people(): string {
  const cwd = temporaryFolder();
  makePeople(join(cwd, "people.groggy"));
  return cwd;
}

describe("a script", () => {
  test("runs filters, options behind them, verbs and the commands of the shell", async () => {
    const cwd = people();
    const script = `# who was there
:Person AND
  born < 1900 --columns name
edges :INSPIRED --count
.at v1
nodes --count
.at
.nodes --count
.mode json
:Author --columns born
.mode
`;
    expect(await shell(cwd, script)).toEqual({
      code: 0,
      stdout: 'name\nAda\nCharles\n2\n4\n5\n{"schema":1,"nodes":[\n{"born":1911}\n]}\n',
      stderr: "",
    });
    expect(await shell(cwd, "\uFEFF:Author --count\r\n", "shell", "people.groggy")).toMatchObject({
      stdout: "1\n",
    });
  });

  test("stops at the first error, and tells its line", async () => {
    const cwd = people();
    for (const [script, code, line, message] of [
      [":Person --count\n\nborn <\n\n.info\n", 2, 3, /expected a value/],
      [".nodse\n", 2, 1, /did you mean \.nodes\?/],
      [".at nowhere\n", 2, 1, /nowhere/],
      [".mode tabel\n", 2, 1, /did you mean table\?/],
      [".timer maybe\n", 2, 1, /expected on or off/],
      [".init other.groggy\n", 2, 1, /outside of the shell/],
      [".exit now\n", 2, 1, /"\.exit" expected nothing, got "now"/],
      [":Person --cuont\n", 2, 1, /did you mean --count\?/],
      ["'open", 2, 1, /closing/],
    ] as const) {
      const { code: found, stderr } = await shell(cwd, script);
      expect([script, found, stderr]).toEqual([script, code, expect.stringMatching(message)]);
      expect(stderr).toMatch(new RegExp(`\nstopped at line ${line}\n$`));
    }
  });

  test("runs what semicolons divide, up to an error", async () => {
    expect(await shell(people(), "RETURN 1 AS a; :Author --count; born <<; RETURN 2 AS b\n")).toMatchObject({
      code: 2,
      stdout: "a\n1\n1\n",
    });
  });

  test("lines end in any way, however the pipe cuts them", async () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const lines = ["RETURN ('é'", ") AS x", "", "RETURN 2 AS y"];
      const stdin = Readable.from(Array.from(Buffer.from(lines.join(end) + end), (byte) => Buffer.of(byte)));
      const run = await runCli(["people.groggy"], { cwd: people(), stdin, verbs });
      expect(run).toEqual({ code: 0, stdout: "x\né\ny\n2\n", stderr: "" });
    }
  });

  test("changes pile up until they are committed, or discarded", async () => {
    const cwd = people();
    const done = await shell(
      cwd,
      '.write Barbara\n.write Emmy\n.commit -m "two more" --author Ada\n:Person --count\n',
    );
    expect(done).toMatchObject({ code: 0, stdout: "7\n" });
    expect(done.stderr).toMatch(/^\[main [0-9a-f]{7}\] two more: 2 nodes added\n$/);
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    expect(graph.head.commit).toMatchObject({ message: "two more", author: "Ada" });
    graph.close();
    expect(await shell(cwd, ".write Mary\n.discard\n:Person --count\n.discard\n")).toEqual({
      code: 0,
      stdout: "7\n",
      stderr: "taken back: 1 node added\nnothing to take back\n",
    });
    expect(await shell(cwd, ".commit nothing at all\n")).toMatchObject({ code: 1 });
    for (const bad of [".commit -x", ".commit -m", '.commit -m "a" b', ".commit --author ''"])
      expect(await shell(cwd, `.write A\n${bad}\n`)).toMatchObject({ code: 2 });
  });

  test("that leaves changes behind fails, and they are gone", async () => {
    const cwd = people();
    expect(await shell(cwd, ".write Mary\n")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/uncommitted changes at the end, got 1 node added\n.*\.commit/),
    });
    expect(await shell(cwd, ":Person --count\n")).toMatchObject({ stdout: "5\n" });
  });

  test("ends at .exit, and takes no question for a yes", async () => {
    const cwd = people();
    expect(await shell(cwd, ":Person --count\nexit\n.nodse\n")).toMatchObject({ code: 0, stdout: "5\n" });
    expect(await shell(cwd, ".gc\n")).toMatchObject({ code: 2, stderr: expect.stringMatching(/--force/) });
  });

  test("only reads beside a writer, says so, and sees what that commits", async () => {
    const cwd = people();
    const writer = Graph.open(join(cwd, "people.groggy"));
    try {
      const { code, stdout, stderr } = await shell(cwd, ":Person --count\n");
      expect([code, stdout, stderr]).toEqual([
        0,
        "5\n",
        expect.stringMatching(/process \d+ on .* writes to the store: opened to read only/),
      ]);
      expect(await shell(cwd, ".write A\n")).toMatchObject({ code: 4 });
      expect(await shell(cwd, ":Person --count\n", "shell", "--read-only")).toMatchObject({ stderr: "" });
    } finally {
      writer.close();
    }
  });

  test("of a store that is none, or damaged, ends with its code", async () => {
    const cwd = exampleFolder();
    expect(await shell(cwd, "", "nowhere.groggy")).toMatchObject({ code: 4 });
    expect(await shell(cwd, "", "damaged.groggy")).toMatchObject({ code: 5 });
    expect(await shell(cwd, "", "shell", "people.csv")).toMatchObject({ code: 4 });
  });

  test("says by verbs what the verbs say", async () => {
    const cwd = exampleFolder();
    const lines = fc.constantFrom(
      ["info"],
      ["schema"],
      ["stats"],
      ["nodes", ":Person"],
      ["edges", "--limit", "2"],
      ["verify", "--level", "quick"],
      ["bundle", "all.bundle", "--list"],
      ["fetch", "colleague.groggy", "--dry-run"],
    );
    await fc.assert(
      fc.asyncProperty(lines, async ([verb = "", ...words]) => {
        const outside = await runCli([verb, "people.groggy", ...words, "--json"], { cwd });
        const inside = await shell(cwd, `.mode json\n.${verb} ${words.join(" ")}\n`);
        expect(inside).toEqual(outside);
      }),
      runs(12),
    );
  });
});

describe("JavaScript from a pipe", () => {
  test("has the graph and the algorithms, and ends with the first error", async () => {
    const cwd = people();
    const { code, stdout } = await shell(
      cwd,
      "graph.nodeCount\nconnectedComponents(graph).count\nawait Promise.resolve('later')\n",
      "shell",
      "--js",
    );
    expect([code, stdout]).toEqual([0, "5\n2\n'later'\n"]);
    const failed = await shell(cwd, "graph.nodeCount\nnowhere\ngraph.edgeCount\n", "shell", "--js");
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/^5\nUncaught ReferenceError: nowhere is not defined/);
    expect(await shell(cwd, "graph.addNode()\n", "shell", "--js")).toMatchObject({
      code: 1,
      stderr: "not committed: 1 node added\n",
    });
    expect(
      await shell(cwd, "graph.addNode();\ngraph.commit('one').message\n", "shell", "--js"),
    ).toMatchObject({ code: 0 });
  });
});

describe("hints in the shell", () => {
  test("name verbs as the shell has them", async () => {
    const cwd = people();
    const undone = await shell(cwd, ".branch idea\n.undo\n.status\n");
    expect(undone.stderr).toContain("  .redo   does it again");
    expect(undone.stderr + undone.stdout).not.toMatch(/groggy (redo|checkout|branch)/);
    expect((await shell(cwd, ".run --lst\n.help formts\n")).stderr).not.toContain("groggy run");
    expect((await runCli(["undo", "people.groggy"], { cwd })).stderr).toContain("groggy redo");
  });

  test.each([".checkout v1", ".merge v1", ".undo", ".rebase v1"])(
    "%s with uncommitted changes names what the shell can do",
    async (line) => {
      const { code, stderr } = await shell(people(), `.write Zoe\n${line}\n`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/expected no uncommitted changes, got .*\n {2}\.commit keeps them, .*\.discard/);
      expect(stderr).not.toMatch(/"carry"|"discard"/);
    },
  );
});
