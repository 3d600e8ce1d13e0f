// `init`, `info`, `schema` and `stats` say what the library says.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { describe, expect, it } from "vitest";
import { runs } from "../../model/arbitrary.js";
import { asJson, makeRandomStore, randomGraph } from "../random-store.js";
import { runCli } from "../run-cli.js";
import { exampleFolder, temporaryFolder } from "../stores.js";

const json = async (words: readonly string[], cwd = temporaryFolder()) =>
  JSON.parse((await runCli([...words, "--json"], { cwd })).stdout);

describe("info, schema and stats", () => {
  it("count what a naive look counts", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, fc.constantFrom([], ["--at", "main~1"]), async (given, at) => {
        const path = makeRandomStore(given);
        const graph = Graph.open(path, { readOnly: true });
        const view = at.length === 0 ? graph : graph.at("main~1");
        const info = await json(["info", path, ...at]);
        expect(info).toMatchObject({
          path,
          formatVersion: 1,
          directed: given.directed,
          key: given.key ? "name" : null,
          head: { branch: "main", commit: graph.head.commit?.id, message: "second" },
          commits: 2,
          branches: ["main"],
          nodes: view.nodeCount,
          edges: view.edgeCount,
        });
        const schema = await json(["schema", path, ...at]);
        const stats = await json(["stats", path, "--top", "100", ...at]);
        for (const [of, elements, names] of [
          ["node", view.nodes, info.labels],
          ["edge", view.edges, info.types],
        ] as const) {
          const counts: Record<string, number> = {};
          for (const id of elements)
            for (const name of elements.labels(id)) counts[name] = (counts[name] ?? 0) + 1;
          const listed = Object.fromEntries(
            names.map(({ name, count }: { name: string; count: number }) => [name, count]),
          );
          expect(listed).toEqual(counts);
          const attributes = Object.entries(elements.schema).map(([attribute, type]) => {
            const having = [...elements].filter((id) => elements.get(id, attribute) !== undefined);
            const labels = [...new Set(having.flatMap((id) => elements.labels(id)))].sort();
            return { of, attribute, type, count: having.length, labels };
          });
          const found = schema.attributes.filter((row: { of: string }) => row.of === of);
          expect(found).toEqual(
            attributes.map((row) => ({
              ...row,
              rules: row.attribute === "name" && of === "node" ? ["key"] : [],
            })),
          );
          for (const { attribute } of attributes) {
            const values = [...elements].flatMap((id) => elements.get(id, attribute) ?? []);
            const row = stats.distributions.find(
              (each: { of: string; name: string }) => each.of === of && each.name === attribute,
            );
            expect(row.count).toBe(values.length);
            if (values.length === 0) continue;
            const different = [...new Set(values)];
            expect(row.distinct).toBe(different.length);
            if (different.length < values.length) {
              const frequent = Object.fromEntries(
                row.top.map(({ value, count }: { value: unknown; count: number }) => [String(value), count]),
              );
              for (const value of different)
                expect(frequent[String(asJson(value))]).toBe(values.filter((each) => each === value).length);
            } else expect(row.top).toEqual([]);
            const numbers = values.every((value) => typeof value === "number")
              ? (values as number[])
              : undefined;
            if (numbers !== undefined)
              expect([row.min, row.max]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
          }
        }
        const degrees = stats.distributions.find((each: { name: string }) => each.name === "degree()");
        const all = [...view.nodes].map((id) => view.degree(id));
        expect([degrees.count, degrees.max ?? 0]).toEqual([all.length, Math.max(0, ...all)]);
        graph.close();
      }),
      runs(20),
    );
  });

  it("name the rules of attributes, and the graph's own", async () => {
    const cwd = temporaryFolder();
    const graph: Graph = Graph.open(join(cwd, "rules.groggy"), {
      keys: { Paper: ["venue", "number"] },
      schema: {
        nodes: { Person: { name: { type: "utf8", required: true }, badge: { type: "int32", unique: true } } },
      },
    });
    graph.attributes.set({ title: "library", pages: [1, 2] });
    graph.addNode("Paper", { venue: "VLDB", number: 7 });
    graph.commit("one");
    graph.close();
    const { attributes, keys } = await json(["schema"], cwd);
    const rules = Object.fromEntries(
      attributes.map(({ attribute, rules }: { attribute: string; rules: string[] }) => [attribute, rules]),
    );
    expect(rules).toMatchObject({
      venue: ["key of Paper with number"],
      badge: ["unique of Person"],
      name: ["required of Person"],
      title: [],
    });
    expect(keys).toEqual([{ label: "Paper", attributes: ["venue", "number"] }]);
    expect((await json(["info"], cwd)).graphAttributes).toEqual({ title: "library", pages: [1, 2] });
  });

  it("work where attributes are called as labels are grouped by", async () => {
    const cwd = temporaryFolder();
    const graph = Graph.open(join(cwd, "own.groggy"));
    graph.addNode("A", { label: "x", type: "y", labels: "z" });
    graph.addNode("A", { "label#": 1, label: "x" });
    graph.commit("one");
    graph.close();
    expect((await json(["info"], cwd)).labels).toEqual([{ name: "A", count: 2 }]);
    expect((await runCli(["stats"], { cwd })).code).toBe(0);
  });
});

describe("init", () => {
  it("makes a store as asked, and no second one", async () => {
    const cwd = temporaryFolder();
    const words = [
      "init",
      "new.groggy",
      "--undirected",
      "--label-key",
      "Paper=venue,number",
      "--label-key",
      "P=a",
    ];
    expect(await json(words, cwd)).toEqual({
      schema: 1,
      path: join(cwd, "new.groggy"),
      directed: false,
      key: null,
      keys: { Paper: ["venue", "number"], P: ["a"] },
    });
    const graph = Graph.open(join(cwd, "new.groggy"), { readOnly: true });
    expect([graph.directed, graph.rules.unique.length]).toEqual([false, 2]);
    graph.close();
    const again = await runCli(["init", "new.groggy"], { cwd });
    expect([again.code, again.stderr]).toEqual([4, expect.stringMatching(/expected a folder that is empty/)]);
  });

  it.each([
    [["--key", "a", "--label-key", "P=a"], /no --label-key beside it/],
    [["--label-key", "P"], /LABEL=ATTRIBUTE, got "P"/],
    [["--label-key", "=a"], /LABEL=ATTRIBUTE/],
    [["--label-key", "P=a", "--label-key", "P=b"], /each label once/],
  ])("refuses %j and makes nothing", async (options, message) => {
    const cwd = temporaryFolder();
    const run = await runCli(["init", "new.groggy", ...options], { cwd });
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(join(cwd, "new.groggy"))).toBe(false);
  });

  it("refuses a file in the place of the folder", async () => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "file.groggy"), "");
    expect((await runCli(["init", "file.groggy"], { cwd })).code).toBe(4);
  });
});
