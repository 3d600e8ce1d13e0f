// `get`, `neighbors` and `path` say what the library says, and find elements by key and by id.
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { allShortestPaths, neighborhood, shortestPath } from "groggy/algorithms";
import { describe, expect, it } from "vitest";
import { runs } from "../../model/arbitrary.js";
import { asJson, makeRandomStore, randomGraph } from "../random-store.js";
import { runCli } from "../run-cli.js";
import { exampleFolder, temporaryFolder } from "../stores.js";

const direction = fc.constantFrom("out" as const, "in" as const, "both" as const);

describe("get", () => {
  it("has what the library has of every element, and its history", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.constantFrom("node" as const, "edge" as const),
        fc.nat(12),
        async (given, kind, id) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const elements = kind === "node" ? graph.nodes : graph.edges;
          const run = await runCli(["get", path, `${kind}:${id}`, "--history", "--json"]);
          if (!elements.has(id)) {
            expect([run.code, run.stderr]).toEqual([1, expect.stringContaining(`${kind}:${id}`)]);
          } else {
            const document = JSON.parse(run.stdout);
            expect(document).toMatchObject({ kind, id, attributes: asJson(elements.get(id)) as object });
            const changes = graph.history.changesOf(id, { kind });
            expect(
              document.history.map((each: { commit: string; change: string }) => [each.commit, each.change]),
            ).toEqual(changes.map(({ commit, kind }) => [commit.id, kind]));
            if (kind === "node") expect(document.labels).toEqual(graph.nodes.labels(id));
            else
              expect([document.source.id, document.target.id]).toEqual([graph.source(id), graph.target(id)]);
          }
          graph.close();
        },
      ),
      runs(25),
    );
  });

  it("finds nodes by keys of every type, and by keys of labels", async () => {
    const cwd = temporaryFolder();
    const any: Graph = Graph.open(join(cwd, "number.groggy"), {
      key: "n",
      schema: { nodes: { n: "int64" } },
    });
    any.addNode({ n: 7n });
    any.commit("one");
    any.close();
    expect((await runCli(["get", "--store", "number.groggy", "7"], { cwd })).stdout).toMatch(/^node:0\n/);
    const wrong = await runCli(["get", "--store", "number.groggy", "seven"], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/expected int64, got "seven"/)]);
    const labels: Graph = Graph.open(join(cwd, "labels.groggy"), {
      keys: { P: "name", Paper: ["venue", "number"] },
    });
    labels.addNode("P", { name: "a:b" });
    labels.addNode("Paper", { venue: "VLDB", number: 7 });
    labels.commit("one");
    labels.close();
    for (const [word, id] of [
      ["P:a:b", 0],
      ["Paper:VLDB,7", 1],
      ['Paper:["VLDB",7]', 1],
      ["node:1", 1],
    ] as const) {
      const { stdout } = await runCli(["get", "--store", "labels.groggy", word, "--json"], { cwd });
      expect(JSON.parse(stdout).id).toBe(id);
    }
    for (const [word, code] of [
      ["P:nobody", 1],
      ["a:b", 2],
      ["Paper:VLDB", 2],
      ["edge:0", 1],
    ] as const)
      expect((await runCli(["get", "--store", "labels.groggy", word], { cwd })).code).toBe(code);
  });

  it("takes a key that looks like an id with key: before it", async () => {
    const cwd = temporaryFolder();
    const graph: Graph = Graph.open(join(cwd, "odd.groggy"), { key: "name" });
    graph.addNode({ name: "x" });
    graph.addNode({ name: "node:0" });
    graph.addNode({ name: "5" });
    graph.commit("one");
    graph.close();
    for (const [word, id] of [
      ["node:0", 0],
      ["key:node:0", 1],
      ["5", 2],
    ] as const)
      expect(JSON.parse((await runCli(["get", word, "--json"], { cwd })).stdout).id).toBe(id);
  });
});

describe("neighbors", () => {
  it("are those of the library, each with its depth", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.nat(11),
        fc.integer({ min: 1, max: 3 }),
        direction,
        fc.constantFrom(undefined, "KNOWS"),
        fc.constantFrom(undefined, "small > 0"),
        async (given, id, depth, direction, type, where) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const words = ["neighbors", path, `node:${id}`, "--depth", String(depth), "--direction", direction];
          const options = [
            ...(type === undefined ? [] : ["--type", type]),
            ...(where === undefined ? [] : ["--where", where]),
          ];
          const run = await runCli([...words, ...options, "--columns", "id", "--json"]);
          if (!graph.hasNode(id)) expect(run.code).toBe(1);
          else {
            const rows: { depth: number; id: number }[] = JSON.parse(run.stdout).neighbors;
            for (let d = 1; d <= depth; d++) {
              const within = neighborhood(graph, id, {
                maxDepth: d,
                direction,
                includeStart: false,
                ...(type === undefined ? {} : { type }),
                ...(where === undefined ? {} : { where }),
              });
              const found = rows.filter((row) => row.depth <= d).map((row) => row.id);
              expect(found.sort((a, b) => a - b)).toEqual([...within.ids()]);
            }
          }
          graph.close();
        },
      ),
      runs(25),
    );
  });

  it("are cut at a limit, and refuse what is no node", async () => {
    const cwd = exampleFolder();
    const run = await runCli(
      ["neighbors", "people.groggy", "charles@example.org", "--depth", "9", "--limit", "1", "--json"],
      { cwd },
    );
    expect(JSON.parse(run.stdout).neighbors).toHaveLength(1);
    expect((await runCli(["neighbors", "people.groggy", "edge:0"], { cwd })).code).toBe(2);
    expect((await runCli(["neighbors", "people.groggy", "node:0", "--depth", "0"], { cwd })).code).toBe(2);
    expect((await runCli(["neighbors", "people.groggy", "node:0", "--direction", "up"], { cwd })).code).toBe(
      2,
    );
  });
});

describe("path", () => {
  it("is the one of the library, or all of them", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.nat(11),
        fc.nat(11),
        direction,
        fc.boolean(),
        async (given, from, to, direction, all) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const words = ["path", path, `node:${from}`, `node:${to}`, "--direction", direction, "--json"];
          const run = await runCli([...words, ...(all ? ["--all"] : [])]);
          if (!graph.hasNode(from) || !graph.hasNode(to)) expect(run.code).toBe(1);
          else {
            const one = shortestPath(graph, from, to, { direction });
            const expected = all
              ? [...allShortestPaths(graph, from, to, { direction })]
              : one === undefined
                ? []
                : [one];
            expect(run.code).toBe(expected.length === 0 ? 1 : 0);
            expect(JSON.parse(run.stdout)).toEqual({
              schema: 1,
              paths: expected.map((each) => each.toJSON()),
              from,
              to,
            });
          }
          graph.close();
        },
      ),
      runs(25),
    );
  });

  it("adds up weights, and goes along types", async () => {
    const cwd = exampleFolder();
    const words = ["path", "people.groggy", "charles@example.org", "alan@example.org"];
    expect((await runCli([...words, "--weight", "since"], { cwd })).stdout).toBe(
      "distance\tnodes\tedges\n3769\tcharles@example.org → ada@example.org → alan@example.org\tKNOWS, INSPIRED\n",
    );
    expect((await runCli([...words, "--type", "INSPIRED"], { cwd })).code).toBe(1);
    expect((await runCli([...words, "--type", "INSPIRED,KNOWS"], { cwd })).code).toBe(0);
    expect((await runCli([...words, "--weight", "sinc"], { cwd })).code).toBe(2);
    expect((await runCli([...words, "--limit", "1"], { cwd })).code).toBe(2);
    expect((await runCli([...words, "--all", "--limit", "0"], { cwd })).code).toBe(2);
  });
});
