// `run`: every function of groggy/algorithms runs, with arguments and options from the command line, and prints what the
// library gives; the list of functions is that of the declarations.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import * as algorithms from "groggy/algorithms";
import { describe, expect, it } from "vitest";
import { algorithmFiles } from "../../../scripts/algorithm-list.mjs";
import { runnableAlgorithms } from "../../../src/cli/verbs/analysis/algorithm-list.js";
import { flagOf } from "../../../src/cli/verbs/analysis/read-arguments.js";
import { edgeFunctions } from "../../../src/cli/verbs/analysis/result-table.js";
import type { AlgorithmArgument, AlgorithmEntry } from "../../../src/procedures/algorithm-entry.js";
import { runs } from "../../model/arbitrary.js";
import { asJson, makeRandomStore, randomGraph } from "../random-store.js";
import { runCli } from "../run-cli.js";
import { exampleFolder } from "../stores.js";

describe("the list of functions", () => {
  it("is that of the declarations: npm run algorithms:update writes it", () => {
    for (const [path, text] of Object.entries(algorithmFiles()))
      expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("has every function but those that need one of the caller's", () => {
    const names = Object.entries(algorithms).flatMap(([name, value]) =>
      typeof value === "function" && /^[a-z]/.test(name) && !name.endsWith("Async") ? [name] : [],
    );
    expect(runnableAlgorithms.map(({ name }) => name).sort()).toEqual(
      names.filter((name) => name !== "aStar").sort(),
    );
  });

  it("is what --list shows, and of one function its arguments and options", async () => {
    const all = await runCli(["run", "--list", "--json"]);
    expect(JSON.parse(all.stdout).functions).toHaveLength(runnableAlgorithms.length);
    const shown = await runCli(["run", "--list"], { isTerminal: true, columns: 80, rows: 500 });
    expect(shown.stdout).toMatch(/^bridges +The edges whose removal leaves more con.*…$/m);
    expect(shown.stderr).toContain("groggy run --list FUNCTION");
    const one = await runCli(["run", "--list", "kShortestPaths"]);
    expect(one.stdout).toMatch(
      /^name\tvalue\tdefault\tsummary\nSOURCE\tnode\t\t\nTARGET\tnode\t\t\nK\tnumber\t\t\n--direction\tout\|in\|both\tout/,
    );
  });

  it("tells which functions give ids of edges", () => {
    const plain = runnableAlgorithms.filter(({ result }) => result === "Uint32Array").map(({ name }) => name);
    const nodes = [
      ...["ancestors", "articulationPoints", "center", "descendants", "dominatingSet", "kCore", "kTruss"],
      ...["maximumIndependentSet", "periphery", "topologicalSort"],
    ];
    expect(plain.filter((name) => !nodes.includes(name))).toEqual([...edgeFunctions].sort());
  });
});

/** The example store, or one with vectors for what compares them. */
function storeFor({ arguments: given }: AlgorithmEntry, cwd: string): string {
  if (!given.some(({ kind }) => kind === "attribute")) return "people.groggy";
  if (!existsSync(join(cwd, "vectors.groggy"))) {
    const graph = Graph.open(join(cwd, "vectors.groggy"));
    graph.addNodes(2, { attributes: { vector: [Float32Array.of(1, 0), Float32Array.of(1, 1)] } });
    graph.commit("vectors");
    graph.close();
  }
  return "vectors.groggy";
}

/** A word for an argument of a kind, on the example store. */
function wordFor({ kind, name, words }: AlgorithmArgument): string {
  switch (kind) {
    case "node":
      return name === "target" ? "grace@example.org" : "charles@example.org";
    case "nodes":
      return "charles@example.org,node:1";
    case "pairs":
      return '[["ada@example.org","node:1"]]';
    case "number":
      return name === "probability" || name === "inside" || name === "between" || name === "damping"
        ? "0.5"
        : "2";
    case "boolean":
      return "true";
    case "word":
      return words![0]!;
    case "attribute":
      return "vector";
    case "edge attribute":
      return "since";
    case "node attribute":
      return "born";
    case "types":
      return "KNOWS";
    case "filter":
      return "since > 1900";
    case "numbers":
      return name === "probabilities" ? "0.5,0.2,0.2" : "2,2";
    case "json":
      return name === "probabilities" ? "[[0.5,0.1],[0.1,0.5]]" : "{}";
    case "view":
    case "views":
      return "v1";
    default:
      throw new Error(`no word for ${kind}`);
  }
}

describe("every function", () => {
  it("runs, and prints a document", async () => {
    const cwd = exampleFolder();
    for (const entry of runnableAlgorithms) {
      const { name } = entry;
      const isGraph = entry.result === "EdgeList";
      const given = entry.arguments.filter(({ kind }, i) => i > 0 || kind !== "view").map(wordFor);
      const flags = entry.options.filter(({ required }) => required === true);
      const options = flags.flatMap((option) => [`--${flagOf(option.name)}`, wordFor(option)]);
      const probability = name === "erdosRenyiGraph" ? ["--probability", "0.5"] : [];
      // more nodes than neighbors of each
      const large = ["barabasiAlbertGraph", "randomRegularGraph", "wattsStrogatzGraph"].includes(name);
      const regular = large ? ["6", ...given.slice(1)] : given;
      const words = [
        "run",
        ...(isGraph ? [] : [storeFor(entry, cwd)]),
        name,
        ...regular,
        ...options,
        ...probability,
      ];
      const rest = isGraph ? ["--output", `${name}.gml`] : ["--top", "5"];
      const run = await runCli([...words, ...rest, "--json"], { cwd });
      // 1 where there is none, such as a walk over all edges
      expect([name, run.stderr, run.code === 0 || run.code === 1]).toEqual([name, "", true]);
      expect(JSON.parse(run.stdout)).toMatchObject({ schema: 1, function: name });
      if (isGraph) expect(existsSync(join(cwd, `${name}.gml`))).toBe(true);
    }
  });

  it("takes each option that it has", async () => {
    const cwd = exampleFolder();
    const byOption = new Map(
      runnableAlgorithms.flatMap((entry) =>
        entry.options.map((option) => [option.name, [entry, option] as const]),
      ),
    );
    for (const [name, [entry, option]] of byOption) {
      const isGraph = entry.result === "EdgeList";
      const given = entry.arguments.filter(({ kind }, i) => i > 0 || kind !== "view").map(wordFor);
      const others = entry.options.filter((each) => each.required === true && each.name !== name);
      const flags = [...others, option].flatMap((each) => [`--${flagOf(each.name)}`, wordFor(each)]);
      const words = ["run", ...(isGraph ? [] : [storeFor(entry, cwd)]), entry.name, ...given, ...flags];
      const run = await runCli([...words, ...(isGraph ? ["--output", "made.gml"] : [])], { cwd });
      expect([name, run.stderr]).toEqual([name, expect.not.stringMatching(/expected --|expected an option/)]);
      expect(run.code).toBeLessThan(4);
    }
  });
});

describe("what is printed", () => {
  it("tells the id from an attribute of that name", async () => {
    const cwd = exampleFolder();
    const graph = Graph.open(join(cwd, "keyed.groggy"), { key: "id" });
    graph.mergeNode("ada", {});
    graph.commit("one");
    graph.close();
    const { stdout } = await runCli(["run", "keyed.groggy", "degreeCentrality"], { cwd });
    expect(stdout.split("\n", 2)).toEqual(["id()\tid\tvalue", "0\tada\t1"]);
  });

  it("is what the library gives, of any graph", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.constantFrom(
          "pageRank",
          "connectedComponents",
          "betweennessCentrality",
          "edgeBetweennessCentrality",
        ),
        fc.option(fc.nat(4), { nil: undefined }),
        async (given, name, top) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const result = (algorithms as unknown as Record<string, (view: Graph) => algorithms.Result>)[name]!(
            graph,
          );
          const run = await runCli([
            "run",
            path,
            name,
            "--json",
            ...(top === undefined ? [] : ["--top", String(top)]),
          ]);
          const pairs = top === undefined ? [...result] : result.top(top);
          const rows: { id: number; value: number }[] = JSON.parse(run.stdout).rows;
          expect(rows.map(({ id, value }) => [id, value])).toEqual(asJson(pairs));
          graph.close();
        },
      ),
      runs(15),
    );
  });

  const run = (words: readonly string[], cwd = exampleFolder()) => runCli(["run", ...words], { cwd });

  it.each([
    [["people.groggy", "density"], "0.15\n"],
    [["people.groggy", "isBipartite"], "true\n"],
    [
      ["people.groggy", "bridges", "--top", "1"],
      "id\ttype\tsource.email\ttarget.email\n0\tKNOWS\tcharles@example.org\tada@example.org\n",
    ],
    [
      ["people.groggy", "shortestPath", "node:2", "node:3"],
      "index\tdistance\tnodes\tedges\n0\t2\tcharles@example.org → ada@example.org → grace@example.org\t2\n",
    ],
    [
      ["people.groggy", "topologicalSort", "--top", "2"],
      "id\temail\n2\tcharles@example.org\n4\tedsger@example.org\n",
    ],
    [
      ["people.groggy", "kCliqueCommunities", "2"],
      "index\tsize\tnodes\n0\t4\tada@example.org, alan@example.org, charles@example.org, grace@example.org\n",
    ],
    [
      ["people.groggy", "degreeCentrality", "--normalized", "false", "--within", "born < 1900"],
      "id\temail\tvalue\n0\tada@example.org\t1\n2\tcharles@example.org\t1\n",
    ],
    [
      ["people.groggy", "connectedComponents", "--at", "v1", "--top", "1"],
      "id\temail\tvalue\n0\tada@example.org\t0\n",
    ],
    [["people.groggy", "union", "v1"], "5 nodes, 3 edges, directed\n"],
  ])("%j", async (words, stdout) => {
    const found = await run(words);
    expect([found.code, found.stdout]).toEqual([0, stdout]);
  });

  it("goes into an attribute, and into files", async () => {
    const cwd = exampleFolder();
    const done = await run(
      ["people.groggy", "louvain", "--seed", "1", "--into", "group", "--author", "Ada"],
      cwd,
    );
    expect(done.stderr).toMatch(/^\[main .{7}\] run louvain into group: 5 nodes changed\n$/);
    await run(["people.groggy", "bridges", "--into", "bridge"], cwd);
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    const expected = algorithms.louvain(graph, { seed: 1 });
    expect(graph.nodes.column("group").toArray()).toEqual([...expected.values]);
    expect([...graph.edges.column("bridge")]).toEqual([true, true, true]);
    expect(graph.history.log()[1]?.author).toBe("Ada");
    graph.close();
    expect((await run(["people.groggy", "reverse", "--output", "r.graphml"], cwd)).code).toBe(0);
    expect(readFileSync(join(cwd, "r.graphml"), "utf8")).toContain("<graphml");
    expect((await run(["karateClub", "--output", "k.groggy"], cwd)).code).toBe(0);
    const karate = Graph.open(join(cwd, "k.groggy"), { readOnly: true });
    expect([karate.nodeCount, karate.directed]).toEqual([34, false]);
    karate.close();
    expect((await run(["karateClub", "--output", "k.groggy"], cwd)).code).toBe(4);
  });

  it.each([
    [["people.groggy"], 2, /expected a function.*got nothing/],
    [["people.groggy", "pageRnk"], 2, /did you mean pageRank/],
    [["people.groggy", "aStar"], 2, /expected a function/],
    [["people.groggy", "pageRank", "extra"], 2, /expected no arguments, got "extra"/],
    [["people.groggy", "shortestPath", "node:0"], 2, /expected SOURCE and TARGET/],
    [["people.groggy", "shortestPath", "node:0", "nobody"], 1, /"target" expected the key of a node/],
    [["people.groggy", "pageRank", "--alpha", "2"], 2, /expected --damping, .*got --alpha/],
    [["people.groggy", "pageRank", "--damping", "much"], 2, /"--damping" expected a number/],
    [["people.groggy", "pageRank", "--damping", "2"], 2, /damping/],
    [["people.groggy", "pageRank", "--direction", "up"], 2, /one of out, in, both/],
    [["people.groggy", "pageRank", "--weight", "sinc"], 2, /sinc/],
    [["people.groggy", "pageRank", "-m", "x"], 2, /expected --into beside it/],
    [["people.groggy", "pageRank", "--into", "x", "--at", "v1"], 2, /no --at beside it/],
    [["people.groggy", "density", "--into", "x"], 2, /gives a value for each node/],
    [["people.groggy", "reverse", "--into", "x"], 2, /gives a graph/],
    [["people.groggy", "hits", "--into", "x"], 2, /gives a value for each node/],
    [["people.groggy", "pageRank", "--into", "email"], 2, /expected utf8/],
    [["karateClub"], 2, /expected --output/],
    [["people.groggy", "shortestPath", "node:1", "node:2"], 1, /^$/],
  ])("%j ends with %i", async (words, code, message) => {
    const found = await run(words);
    expect([found.code, found.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});
