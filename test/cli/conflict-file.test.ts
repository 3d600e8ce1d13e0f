// Merging over two calls: what a file of conflicts says merges as the calls of the library do, whatever the values.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  type Conflict,
  Graph,
  type MergeResult,
  type Patch,
  type Resolution,
  type ValueType,
  valueToJson,
} from "groggy";
import { expect, test } from "vitest";
import { choicesOf } from "../../src/cli/shared/history/conflict-file.js";
import { RUNS_FACTOR } from "../model/arbitrary.js";
import { MIXED_NAME, NAMES, NATURAL_TYPES, Tape, valueFor } from "../model/values.js";
import { runCli } from "./run-cli.js";
import { makePeople, temporaryFolder } from "./stores.js";

interface Change {
  readonly verb: number;
  readonly numbers: readonly number[];
}

const change: fc.Arbitrary<Change> = fc.record({
  verb: fc.nat(99),
  numbers: fc.array(fc.nat(2 ** 31 - 1), { minLength: 6, maxLength: 6 }),
});
const side = fc.array(change, { minLength: 3, maxLength: 25, size: "max" });

/** Writes at random: what two sides do so contradicts each other in every way. */
function play(graph: Graph, changes: readonly Change[], isOurs?: boolean): void {
  for (const { verb, numbers } of changes) {
    const tape = new Tape(numbers);
    const nodes = graph.nodes.ids();
    const edges = graph.edges.ids();
    const node = nodes[tape.next(Math.max(nodes.length, 1))];
    const name = tape.pick(NAMES);
    const value = tape.chance(8) ? null : valueFor(tape, name);
    if (nodes.length === 0) continue;
    if (name === MIXED_NAME)
      graph.query(`MATCH (n) WHERE id(n) = $node SET n.${MIXED_NAME} = $value`, { node, value });
    else if (verb < 50) graph.nodes.set(node, { [name]: value });
    else if (verb < 60) graph.attributes.set({ [name]: value });
    else if (verb < 68 && edges.length > 0)
      graph.edges.set(edges[tape.next(edges.length)], { [name]: value });
    else if (verb < 74) graph.removeNode(node);
    else if (verb < 78 && edges.length > 0) graph.removeEdge(edges[tape.next(edges.length)]);
    else if (verb < 88)
      graph.addEdge(node, nodes[tape.next(nodes.length)], "E", { [name]: valueFor(tape, name) });
    else if (verb < 94) graph.mergeNode(`key ${tape.next(4)}`, { [name]: value });
    else if (isOurs !== undefined)
      graph.nodes.set(node, { [`fresh ${tape.next(2)}`]: isOurs ? tape.next(3) : "a text" });
  }
}

function makeConflicted(path: string, [base, ours, theirs]: readonly (readonly Change[])[]): void {
  const graph = Graph.open(path, {
    durability: "none",
    key: "email",
    clock: () => 0,
  });
  for (let i = 0; i < 4; i++) graph.addNode("Person", { email: `old ${i}`, text: "base", float: i });
  graph.addEdge(0, 1, "E", { text: "base" });
  graph.addEdge(2, 3, "E", { long: 5n });
  // an attribute of several types, as queries make them
  for (const [i, value] of [1.5, "one", true].entries())
    graph.query(`MATCH (n {email: 'old ${i}'}) SET n.${MIXED_NAME} = $value`, { value });
  play(graph, base);
  graph.commit("base", { allowEmpty: true });
  graph.branch("theirs");
  play(graph, ours, true);
  graph.commit("ours", { allowEmpty: true });
  graph.checkout("theirs");
  play(graph, theirs, false);
  graph.commit("theirs", { allowEmpty: true });
  graph.checkout("main");
  graph.close();
}

/** A number that is always the same for a conflict. */
function numberOf(words: readonly unknown[], seed: number): number {
  let hash = seed | 1;
  for (const char of JSON.stringify(words)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** What a conflict is resolved by, which does not depend on how it is reported. */
function resolutionOf(conflict: Conflict, seed: number): Resolution {
  const attribute = "attribute" in conflict ? conflict.attribute : "";
  const number = numberOf(
    [
      conflict.kind,
      conflict.element?.kind,
      conflict.element?.id,
      attribute,
      (conflict as { node?: number }).node ?? 0,
    ],
    seed,
  );
  const choices = choicesOf(conflict).filter((choice) => choice !== "unify" || conflict.kind === "key");
  const choice = choices[number % choices.length];
  if (choice !== "{ value }") return choice as Resolution;
  if (conflict.kind === "key") return { value: `made up ${conflict.element.id}` };
  // of the types that a side has, another one is refused
  if (attribute === "email" || attribute === MIXED_NAME || attribute.startsWith("fresh")) return "ours";
  return {
    value: number % 7 === 0 ? null : valueFor(new Tape([number, number >>> 3, number >>> 7]), attribute),
  };
}

function resolveAll(merge: MergeResult, seed: number): void {
  for (let open = merge.unresolved; open.length > 0; open = merge.unresolved)
    for (const conflict of open) merge.resolve(conflict, resolutionOf(conflict, seed));
}

/** A value as somebody would write it into the file. */
function writtenValue(value: unknown, attribute: string, type: ValueType | undefined): unknown {
  if (value === null) return null;
  if (type !== undefined) return valueToJson(type, value);
  const own =
    attribute === MIXED_NAME
      ? ({ string: "utf8", number: "float64", boolean: "bool" } as const)[typeof value as "string"]
      : (NATURAL_TYPES[attribute] as ValueType);
  return { type: own, value: valueToJson(own, value) };
}

interface Entry {
  conflict: Conflict["kind"];
  element: { kind: "node" | "edge" | "graph"; id: number };
  attribute: string;
  node?: number;
  type?: ValueType;
  resolution: unknown;
}

/** Gives every open conflict of a file a resolution. */
function edit(file: string, seed: number): number {
  const document = JSON.parse(readFileSync(file, "utf8")) as { conflicts: Entry[] };
  let edited = 0;
  for (const entry of document.conflicts) {
    if (entry.resolution !== null) continue;
    edited++;
    const { conflict: kind, element, attribute, node, type } = entry;
    const conflict = {
      kind,
      element: kind === "schema" ? undefined : element,
      attribute,
      node,
    } as unknown as Conflict;
    if (attribute === undefined) delete (conflict as { attribute?: string }).attribute;
    const said = resolutionOf(conflict, seed);
    entry.resolution = typeof said === "object" ? { value: writtenValue(said.value, attribute, type) } : said;
  }
  writeFileSync(file, JSON.stringify(document));
  return edited;
}

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
    { numRuns: Math.ceil(20 * RUNS_FACTOR) },
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
