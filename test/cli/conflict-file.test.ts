// Merging over two calls: what a file of conflicts says merges as the calls of the library do, whatever the values.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph, type Patch } from "groggy";
import { expect, test } from "vitest";
import { runs } from "../model/arbitrary.js";
import {
  type ConflictFileEntry as Entry,
  edit,
  makeConflicted,
  resolveAll,
  side,
} from "./conflicted-stores.js";
import { runCli } from "./run-cli.js";
import { makePeople, temporaryFolder } from "./stores.js";

const throughText = (patch: Patch): Patch => JSON.parse(JSON.stringify(patch));

test("a file with resolutions merges as the library does with the same ones", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    // a run opens many stores, so that shrinking would take longer than a test may
    fc.asyncProperty(fc.noShrink(fc.tuple(side, side, side)), fc.noShrink(fc.nat()), async (sides, seed) => {
      const path = join(temporaryFolder(), "random.groggy");
      makeConflicted(path, sides);
      const file = `${path}.json`;

      const graph = Graph.open(path, { readOnly: true });
      const merge = graph.merge("theirs");
      for (const { kind } of merge.conflicts) kinds.add(kind);
      resolveAll(merge, seed);
      const patch = throughText(merge.diff().toPatch());
      graph.close();

      let result = await runCli(["merge", path, "theirs", "--write", file]);
      for (let rounds = 0; result.code === 1; rounds++) {
        expect(rounds).toBeLessThan(6);
        expect(edit(file, seed), result.stderr).toBeGreaterThan(0);
        result = await runCli(["merge", path, "--resolutions", file, "--write", file]);
      }
      expect([result.code, result.stdout]).toEqual([0, ""]);
      const merged = Graph.open(path, { readOnly: true });
      const { commit } = merged.head;
      if (commit?.parents.length === 2)
        expect(throughText(merged.history.diff(commit.parents[0], commit.id).toPatch())).toEqual(patch);
      merged.close();
    }),
    runs(20),
  );
  expect([...kinds].sort()).toEqual(["attribute", "dangling", "key", "removal", "schema"]);
});

test("a file is refused once either side has moved, and names what is open", async () => {
  const folder = temporaryFolder();
  const path = makePeople(join(folder, "people.groggy"));
  const run = (...words: string[]) => runCli(words, { cwd: folder });
  expect((await run("merge", path, "experiment")).code).toBe(0);
  const written = await run("merge", path, "rival", "--write", "conflicts.json");
  expect(written).toMatchObject({ code: 1, stdout: expect.stringContaining("Augusta Ada King") });
  expect(written.stderr).toBe(
    "1 conflict: nothing was merged\n  written to conflicts.json; give each a resolution there, then:\n" +
      "  groggy merge --resolutions conflicts.json\n",
  );
  const file = JSON.parse(readFileSync(join(folder, "conflicts.json"), "utf8"));
  expect(file.conflicts).toEqual([
    {
      conflict: "attribute",
      element: { kind: "node", id: 0, labels: ["Person"], key: { email: "ada@example.org" } },
      attribute: "name",
      type: "utf8",
      base: "Ada",
      ours: "Ada Lovelace",
      theirs: "Augusta Ada King",
      choices: ["ours", "theirs", "{ value }"],
      resolution: null,
    },
  ]);

  const open = await run("merge", path, "--resolutions", "conflicts.json");
  expect(open).toMatchObject({ code: 1, stdout: expect.stringContaining("Augusta Ada King") });
  expect(open.stderr).toContain("give it a resolution in conflicts.json");
  // what somebody may have edited is not written over
  expect((await run("merge", path, "rival", "--write", "conflicts.json")).stderr).toContain(
    '"--write" expected a file that is not there yet, got "conflicts.json"\n  --force replaces it',
  );

  const edit = (resolution: unknown) => {
    file.conflicts[0].resolution = resolution;
    writeFileSync(join(folder, "conflicts.json"), JSON.stringify(file));
  };
  const refusals: [unknown, string][] = [
    [
      "thiers",
      'resolution of attribute (node 0, "name") expected ours, theirs, { value }, got "thiers"\n  did you mean theirs?',
    ],
    ["dropEdge", 'expected ours, theirs, { value }, got "dropEdge"'],
    [7, "expected ours, theirs, { value }, got 7"],
    [{ value: 7 }, '"json" expected a value of utf8, got 7'],
    [{}, "expected ours, theirs, { value }, got {}"],
  ];
  for (const [resolution, message] of refusals) {
    edit(resolution);
    expect(await run("merge", path, "--resolutions", "conflicts.json")).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  }
  for (const text of [
    "{",
    "[]",
    "null",
    '{"format":"groggy conflicts 2"}',
    '{"format":"groggy conflicts 1"}',
  ]) {
    writeFileSync(join(folder, "none.json"), text);
    expect((await run("merge", path, "--resolutions", "none.json")).code).toBe(3);
  }
  expect((await run("merge", path, "--resolutions", "missing.json")).code).toBe(2);
  edit({ value: "Ada King" });
  expect((await run("merge", path, "--resolutions", "conflicts.json", "--dry-run")).code).toBe(0);

  await run("checkout", path, "rival");
  const elsewhere = await run("merge", path, "--resolutions", "conflicts.json");
  expect(elsewhere).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("expected the present branch at"),
  });
  await run("checkout", path, "main");
  await run("tag", path, "before");
  const done = await runCli(["merge", path, "--resolutions", "-", "-m", "both names", "--json"], {
    cwd: folder,
    stdin: JSON.stringify(file),
    env: { GROGGY_AUTHOR: "Grace" },
  });
  expect(JSON.parse(done.stdout)).toMatchObject({
    status: "clean",
    unresolved: 0,
    commit: { message: "both names", author: "Grace" },
    conflicts: [{ resolution: { value: "Ada King" } }],
  });
  const stale = await run("merge", path, "--resolutions", "conflicts.json");
  expect(stale).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("as when it was written, got it at"),
  });
  const graph = Graph.open(path, { readOnly: true });
  expect(graph.nodes.get(0, "name")).toBe("Ada King");
  graph.close();
});

test("values can be written as people write them: numbers for integers, times as text", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "values.groggy");
  const values = { long: [1n, 2n], moment: [new Date(0), new Date(1)], whole: [1, 2] } as const;
  const graph: Graph = Graph.open(path, { schema: { nodes: { whole: "integer" } } }) as never;
  graph.addNode({ long: 0n, moment: new Date(5), whole: 0, times: [new Date(0)] });
  graph.commit("base");
  graph.branch("theirs");
  for (const [i, branch] of ["main", "theirs"].entries()) {
    graph.checkout(branch);
    graph.nodes.set(0, {
      long: values.long[i],
      moment: values.moment[i],
      whole: values.whole[i],
      times: [new Date(i + 1)],
    });
    graph.commit(branch);
  }
  graph.checkout("main");
  graph.close();
  await runCli(["merge", path, "theirs", "--write", "conflicts.json"], { cwd: folder });
  const file = JSON.parse(readFileSync(join(folder, "conflicts.json"), "utf8"));
  const byName = Object.fromEntries(file.conflicts.map((entry: Entry) => [entry.attribute, entry]));
  expect(byName.long).toMatchObject({ type: "int64", base: "0", ours: "1", theirs: "2" });
  expect(byName.moment).toMatchObject({ type: "timestamp", ours: "1970-01-01T00:00:00.000Z" });
  expect(byName.times).toMatchObject({ theirs: ["1970-01-01T00:00:00.002Z"] });
  byName.long.resolution = { value: 77 };
  byName.whole.resolution = { value: 78 };
  byName.moment.resolution = { value: "2024-02-29T12:00Z" };
  byName.times.resolution = { value: ["2024-02-29", 7] };
  writeFileSync(join(folder, "conflicts.json"), JSON.stringify(file));
  expect(await runCli(["merge", path, "--resolutions", "conflicts.json"], { cwd: folder })).toMatchObject({
    code: 0,
  });
  const merged = Graph.open(path, { readOnly: true });
  expect(merged.nodes.get(0)).toEqual({
    long: 77n,
    whole: 78,
    moment: new Date("2024-02-29T12:00Z"),
    times: [new Date("2024-02-29"), new Date(7)],
  });
  merged.close();
});

test("an attribute that a label requires, and that the merge would lack, goes through a file as well", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "rules.groggy");
  const graph: Graph = Graph.open(path, {
    schema: { nodes: { Person: { name: { required: true } } } },
  }) as never;
  graph.addNode("Thing", { name: "Ada" });
  graph.commit("base");
  graph.branch("theirs");
  graph.nodes.addLabel(0, "Person");
  graph.commit("a person");
  graph.checkout("theirs");
  graph.nodes.set(0, { name: null });
  graph.commit("no name");
  graph.checkout("main");
  graph.close();
  const written = await runCli(["merge", path, "theirs", "--write", "conflicts.json", "--json"], {
    cwd: folder,
  });
  expect(JSON.parse(written.stdout).conflicts).toMatchObject([
    { conflict: "required", attribute: "name", label: "Person", ours: "Ada", theirs: null },
  ]);
  const file = JSON.parse(readFileSync(join(folder, "conflicts.json"), "utf8"));
  file.conflicts[0].resolution = { value: "Ada L." };
  writeFileSync(join(folder, "conflicts.json"), JSON.stringify(file));
  expect(await runCli(["merge", path, "--resolutions", "conflicts.json"], { cwd: folder })).toMatchObject({
    code: 0,
  });
  const merged = Graph.open(path, { readOnly: true });
  expect([merged.nodes.labels(0), merged.nodes.get(0, "name")]).toEqual([["Person", "Thing"], "Ada L."]);
  merged.close();
});
