// `nodes` and `edges` say what the library says, in every format, of the present and of the past.
import fc from "fast-check";
import { Graph, type GraphView } from "groggy";
import { describe, expect, it } from "vitest";
import { runs } from "../../model/arbitrary.js";
import { asJson, makeRandomStore, randomGraph } from "../random-store.js";
import { type CliRun, runCli } from "../run-cli.js";
import { exampleFolder } from "../stores.js";

function rowsBy(view: GraphView, kind: "node" | "edge", ids: Iterable<number>): object[] {
  const elements = kind === "node" ? view.nodes : view.edges;
  const { key } = view;
  return [...ids].map((id) => {
    const own: Record<string, unknown> =
      kind === "node" ? { id, labels: elements.labels(id) } : { id, type: elements.type(id) };
    if (kind === "edge") {
      const ends = { source: view.source(id), target: view.target(id) };
      for (const [end, node] of Object.entries(ends))
        own[key === undefined ? end : `${end}.${key}`] = key === undefined ? node : view.nodes.get(node, key);
    }
    for (const name of Object.keys(elements.schema)) own[name] = elements.get(id, name);
    return asJson(
      Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value ?? null])),
    ) as object;
  });
}

it.each([
  ["nodes", "--at"],
  ["edges", "--at"],
  ["stats", "--at"],
  ["run", "pageRank", "--at"],
  ["query", "MATCH (n) RETURN n", "--at"],
])("%s %s of an unknown revision names the nearest", async (...words) => {
  const cwd = exampleFolder();
  expect(await runCli([...words, "v2", "--store", "people.groggy"], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("did you mean v1?"),
  });
});

describe("nodes and edges", () => {
  it("list what the library has, of any graph, now and then", async () => {
    const filters = ["small > 0", "flag OR text < 'm'", "NOT :Person", "`odd, name` = 'a'", "id >= 3"];
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.constantFrom("node" as const, "edge" as const),
        fc.option(fc.constantFrom(...filters), { nil: undefined }),
        fc.constantFrom(undefined, "HEAD", "main~1"),
        async (given, kind, filter, at) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const view = at === undefined ? graph : graph.at(at);
          const elements = kind === "node" ? view.nodes : view.edges;
          const words = [`${kind}s`, path, ...(filter === undefined ? [] : [filter])];
          const past = at === undefined ? [] : ["--at", at];
          const run = await runCli([...words, ...past, "--json"]);
          let ids: Uint32Array;
          try {
            ids = (filter === undefined ? elements.all() : elements.where(filter)).ids();
          } catch {
            expect(run.code).toBe(2);
            return;
          }
          expect(run.stderr).toBe("");
          expect(JSON.parse(run.stdout)).toEqual({ schema: 1, [`${kind}s`]: rowsBy(view, kind, ids) });
          const count = await runCli([...words, ...past, "--count", "--json"]);
          expect(JSON.parse(count.stdout)).toEqual({ schema: 1, count: ids.length });
          const listed = await runCli([...words, ...past, "--ids"]);
          expect(listed.stdout).toBe([...ids].map((id) => `${id}\n`).join(""));
          graph.close();
        },
      ),
      runs(25),
    );
  });

  it("sort as the library orders rows", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.uniqueArray(fc.constantFrom("small", "text", "-real", "-long", "-`odd, name`", "-degree", "id"), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.option(fc.nat(8), { nil: undefined }),
        async (given, sort, limit) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const orderBy = sort.map((term) => ({
            column: term.replace(/^-/, "").replaceAll("`", ""),
            order: term.startsWith("-") ? ("descending" as const) : ("ascending" as const),
          }));
          const expected = graph.nodes.all().rows({ orderBy, ...(limit === undefined ? {} : { limit }) });
          const words = ["nodes", path, "--sort", sort.join(","), "--ids", "--json"];
          const run = await runCli([...words, ...(limit === undefined ? [] : ["--limit", String(limit)])]);
          expect(JSON.parse(run.stdout)).toEqual({ schema: 1, ids: expected.map(({ id }) => id) });
          const rows = await runCli([
            "nodes",
            path,
            "--sort",
            sort.join(","),
            "--columns",
            "id,text",
            "--json",
          ]);
          const all = graph.nodes.all().rows({ orderBy });
          expect(JSON.parse(rows.stdout).nodes).toEqual(
            all.map(({ id }) => ({ id, text: graph.nodes.get(id, "text") ?? null })),
          );
          graph.close();
        },
      ),
      runs(15),
    );
  });

  const people = (words: readonly string[]): Promise<CliRun> => runCli(words, { cwd: exampleFolder() });

  it("have columns of the ends of edges, and labels as an import takes them apart", async () => {
    const run = await people([
      "edges",
      "--store",
      "people.groggy",
      "--columns",
      "source.name,type,target.born,source",
    ]);
    expect(run.stdout).toBe(
      "source.name\ttype\ttarget.born\tsource\nCharles\tKNOWS\t1815\t2\nAda\tINSPIRED\t1911\t0\nAda\tINSPIRED\t1906\t0\n",
    );
    expect(
      (await people(["nodes", "people.groggy", "id = 1", "--columns", "labels", "--format", "csv"])).stdout,
    ).toBe("labels\nAuthor;Person\n");
  });

  it.each([
    [
      ["nodes", "people.groggy", "--columns", "nmae"],
      2,
      /"--columns" expected attributes.*got "nmae"\n {2}did you mean name/,
    ],
    [["nodes", "people.groggy", "--columns", "a,,b"], 2, /"--columns" expected names between commas/],
    [["nodes", "people.groggy", "--sort", "nmae"], 2, /expected/],
    [["nodes", "people.groggy", "born <"], 2, /filter/],
    [["nodes", "people.groggy", "--at", "nowhere"], 2, /nowhere/],
    [["nodes", "people.groggy", "born > 3000", "--fail-empty"], 1, /^$/],
    [["nodes", "people.groggy", "--limit", "-1"], 2, /limit/],
  ])("%j ends with %i", async (words, code, stderr) => {
    const run = await people(words);
    expect([run.code, run.stderr]).toEqual([code, expect.stringMatching(stderr)]);
  });

  it("tell their own names from attributes that are called so", async () => {
    const cwd = exampleFolder();
    const graph = Graph.open(`${cwd}/own.groggy`);
    const a = graph.addNode("A", { id: "x", labels: "none", type: 5 });
    graph.addEdge(a, a, "T", { source: "s", type: "own" });
    graph.commit("own names");
    graph.close();
    const nodes = await runCli(["nodes", "own.groggy", "--json"], { cwd });
    expect(JSON.parse(nodes.stdout).nodes).toEqual([
      { "id()": 0, "labels()": ["A"], id: "x", labels: "none", type: 5 },
    ]);
    const edges = await runCli(["edges", "own.groggy", "--json"], { cwd });
    expect(JSON.parse(edges.stdout).edges).toEqual([
      { id: 0, "type()": "T", "source()": 0, target: 0, source: "s", type: "own" },
    ]);
  });

  it.each([80, 40])("print tables that fit %i columns", async (columns) => {
    const settings = {
      cwd: exampleFolder(),
      isTerminal: true,
      columns,
      env: { NO_COLOR: "1", LANG: "en_US.UTF-8" },
    };
    let text = "";
    for (const words of [
      ["nodes", "people.groggy"],
      ["nodes", "wide.groggy"],
      ["edges", "people.groggy"],
      ["schema", "people.groggy"],
      ["stats", "people.groggy"],
    ]) {
      const { stdout } = await runCli(words, settings);
      text += `$ groggy ${words.join(" ")}\n${stdout}\n`;
    }
    await expect(text).toMatchFileSnapshot(`../golden/data-${columns}.txt`);
  });
});
