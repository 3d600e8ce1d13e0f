// `set`, `apply` and `query` write what they say and nothing else; what is ambiguous is refused.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { describe, expect, it } from "vitest";
import { runs } from "../../model/arbitrary.js";
import { asJson, makeRandomStore, randomGraph } from "../random-store.js";
import { runCli } from "../run-cli.js";
import { exampleFolder } from "../stores.js";

/** Runs words on the example store, and looks at it. */
async function onPeople<R>(words: readonly string[], look: (graph: Graph) => R) {
  const cwd = exampleFolder();
  const run = await runCli(words, { cwd });
  const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
  try {
    return { ...run, seen: look(graph) };
  } finally {
    graph.close();
  }
}

const commits = (graph: Graph): number => graph.history.log().length;

describe("set", () => {
  it.each([
    ["era=old", "era", "utf8", "old"],
    ["born=1900", "born", "float64", 1900],
    ["rank:=5", "rank", "float64", 5],
    ["rank:=-1.5e3", "rank", "float64", -1500],
    ["big:=12345678901234567890", "big", "int64", undefined],
    ["big:=1234567890123456789", "big", "int64", 1234567890123456789n],
    ["on:=true", "on", "bool", true],
    ['text:="5"', "text", "utf8", "5"],
    ['text:=""', "text", "utf8", ""],
    ["text:utf8=5", "text", "utf8", "5"],
    ["n:int32=5", "n", "int32", 5],
    ["n:int64=-9223372036854775808", "n", "int64", -(2n ** 63n)],
    ["n:float32=0.5", "n", "float32", 0.5],
    ["at:timestamp=2020-01-02", "at", "timestamp", new Date("2020-01-02")],
    ["list:=[1,2]", "list", "list<float64>", [1, 2]],
    ["`a=b`=c", "a=b", "utf8", "c"],
    ["`a:b`:=1", "a:b", "float64", 1],
    ["url=http://x/?a=b", "url", "utf8", "http://x/?a=b"],
    ["born:=null", "born", "float64", undefined],
  ])("%s", async (word, name, type, value) => {
    const { code, seen, stderr } = await onPeople(["set", "people.groggy", "born < 1800", word], (graph) => ({
      type: graph.nodes.schema[name],
      values: graph.nodes.ids().length === 5 && [2, 0].map((id) => graph.nodes.get(id, name)),
      commits: commits(graph),
    }));
    if (value === undefined && word !== "born:=null") {
      expect(code).toBeGreaterThan(1);
      expect(seen.commits).toBe(3);
      return;
    }
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^\[main .{7}\] set .*: 1 node changed\n$/)]);
    expect([seen.type, (seen.values as unknown[])[0]]).toEqual([type, value]);
    // the other node keeps what it had
    expect((seen.values as unknown[])[1]).toEqual(name === "born" ? 1815 : undefined);
  });

  it.each([
    ["x=5", /type is clear/],
    ["x=true", /type is clear/],
    ["x=", /type is clear/],
    ["x=NaN", /type is clear/],
    ["x=1e5", /type is clear/],
    ["born=", /expected a value, got nothing/],
    ["born=abc", /expected float64, got "abc"/],
    ["born:int32=5", /expected float64, the type that the attribute has, got int32/],
    ["x:int3=5", /int3/],
    ["x:int32=abc", /expected int32/],
    ["x:int32=1.5", /expected int32/],
    ["x:int32=4294967296", /expected int32/],
    ["x:=abc", /expected JSON/],
    ["x:=", /expected JSON/],
    ["=5", /name=text/],
    ["novalue", /name=text/],
    ['born:="text"', /born/],
    ["at:timestamp=yesterday", /timestamp/],
  ])("%s is refused, and nothing is changed", async (word, message) => {
    const { code, seen, stderr } = await onPeople(["set", "people.groggy", "", word], commits);
    expect([code, stderr]).toEqual([expect.any(Number), expect.stringMatching(message)]);
    expect([2, 3]).toContain(code);
    expect(seen).toBe(3);
  });

  it("sets edges, the graph itself, and labels", async () => {
    const edges = await onPeople(["set", "people.groggy", ":KNOWS", "note=x", "--edges", "--json"], (graph) =>
      [0, 1].map((id) => graph.edges.get(id, "note")),
    );
    expect([JSON.parse(edges.stdout).selected, edges.seen]).toEqual([1, ["x", undefined]]);
    const own = await onPeople(["set", "people.groggy", "--graph", "title=x"], (graph) =>
      graph.attributes.get("title"),
    );
    expect(own.seen).toBe("x");
    const labels = await onPeople(
      ["set", "people.groggy", ":Author", "--add-label", "Writer", "--remove-label", "Person,Author"],
      (graph) => [graph.nodes.labels(1), graph.nodes.labels(0), graph.head.commit?.message],
    );
    expect(labels.seen).toEqual([["Writer"], ["Person"], "set +Writer -Person -Author"]);
  });

  it("writes nothing in a dry run, where nothing is selected, or where a rule is broken", async () => {
    const dry = await onPeople(["set", "people.groggy", "", "x=y", "--dry-run"], commits);
    expect([dry.code, dry.stderr, dry.seen]).toEqual([0, "would commit: 5 nodes changed\n", 3]);
    const none = await onPeople(["set", "people.groggy", "born > 3000", "x=y", "--fail-empty"], commits);
    expect([none.code, none.stderr, none.seen]).toEqual([1, "nothing to commit: nothing changed\n", 3]);
    const broken = await onPeople(["set", "people.groggy", "", "name=x", "email=same"], (graph) => [
      commits(graph),
      graph.nodes.get(0, "name"),
    ]);
    expect([broken.code, broken.seen]).toEqual([3, [3, "Ada"]]);
    const bare = await onPeople(["set", "people.groggy", "x=y"], commits);
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining("a filter comes first")]);
  });
});

describe("apply", () => {
  it("makes the changes of a patch, and takes them back", async () => {
    const cwd = exampleFolder();
    const run = (...words: string[]) => runCli(["apply", "people.groggy", ...words], { cwd });
    const name = () => {
      const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
      const found = graph.nodes.get(0, "name");
      graph.close();
      return found;
    };
    expect((await run("rename.json", "--dry-run")).stderr).toBe("would commit: 1 node changed\n");
    expect(name()).toBe("Ada");
    expect((await run("rename.json")).code).toBe(0);
    expect(name()).toBe("Ada Lovelace");
    expect((await run("rename.json")).code).toBe(1);
    const stdin = readFileSync(join(cwd, "rename.json"));
    expect((await runCli(["apply", "people.groggy", "-", "--reverse"], { cwd, stdin })).code).toBe(0);
    expect(name()).toBe("Ada");
  });

  it.each([
    ["{}", 3],
    ["null", 3],
    ["[", 3],
    ["", 3],
    ['{"format":99}', 3],
  ])("refuses %j", async (text, code) => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "bad.json"), text);
    expect((await runCli(["apply", "people.groggy", "bad.json"], { cwd })).code).toBe(code);
    expect((await runCli(["apply", "people.groggy", "nothing.json"], { cwd })).code).toBe(2);
  });
});

describe("query", () => {
  it("gives the rows that the library gives", async () => {
    const queries = [
      "MATCH (a:Person) RETURN a.name AS name, a.small AS small ORDER BY name, small",
      "MATCH (a)-[e]->(b) RETURN a, e, b.text AS text",
      "MATCH p = (a)-[:KNOWS]->() RETURN p, [1, 2.5, null, 'x'] AS list",
      "RETURN $x AS x, $y AS y, 12345678901234567 AS big",
    ];
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.constantFrom(...queries),
        fc.constantFrom(undefined, "main~1"),
        async (given, text, at) => {
          const path = makeRandomStore(given);
          const graph = Graph.open(path, { readOnly: true });
          const view = at === undefined ? graph : graph.at(at);
          const words = ["query", path, text, "-p", "x=5", "-p", "y=five", "--json"];
          const run = await runCli([...words, ...(at === undefined ? [] : ["--at", at])]);
          const expected = view.query(text, { x: 5, y: "five" });
          expect(JSON.parse(run.stdout)).toMatchObject({
            columns: expected.columns,
            rows: asJson(expected.toArray()) as object[],
          });
          graph.close();
        },
      ),
      runs(20),
    );
  });

  it("commits what it writes, or takes it back", async () => {
    const text = "MATCH (p:Person) WHERE p.born < 1800 SET p.era = 'old' RETURN p.name";
    const done = await onPeople(
      ["query", "people.groggy", text, "-m", "eras", "--json"],
      (graph) => graph.head.commit,
    );
    expect(done.seen?.message).toBe("eras");
    expect(JSON.parse(done.stdout)).toMatchObject({
      rows: [{ "p.name": "Charles" }],
      summary: { attributesSet: 1 },
      commit: { id: done.seen?.id },
      changes: { nodes: { changed: 1 } },
    });
    const dry = await onPeople(["query", "people.groggy", text, "--dry-run"], commits);
    expect([dry.stdout, dry.stderr, dry.seen]).toEqual([
      "p.name\nCharles\n",
      "would commit: 1 node changed\n",
      3,
    ]);
    const nested = "CALL { CREATE (:Person {email: 'x'}) } RETURN 1 AS one";
    expect((await onPeople(["query", "people.groggy", nested], commits)).seen).toBe(4);
    const each = "FOREACH (i IN [1, 2] | CREATE (:Person {email: toString(i)}))";
    expect((await onPeople(["query", "people.groggy", each], commits)).seen).toBe(4);
  });

  it("reads beside a writer", async () => {
    const cwd = exampleFolder();
    const writer = Graph.open(join(cwd, "people.groggy"));
    const run = await runCli(["query", "people.groggy", "MATCH (n) RETURN count(n) AS n"], { cwd });
    expect(run.stdout).toBe("n\n5\n");
    writer.close();
  });

  it.each([
    [["EXPLAIN MATCH (p:Person) SET p.x = 1"], 0, /^$/],
    [["PROFILE MATCH (p:Person) RETURN count(*) AS n"], 0, /Scan/],
    [["MATCH (a), (b) RETURN count(*) AS n"], 0, /note: a cross product/],
    [["MATCH (a RETURN a"], 2, /line 1, column 10/],
    [["RETURN 1 / 0"], 3, /divisor other than 0/],
    [["RETURN $missing"], 2, /missing/],
    [["CREATE (a)", "--at", "v1"], 2, /"--at" expected a query that reads/],
    [[], 2, /expected a query/],
    [["RETURN 1", "-p", "x"], 2, /NAME=VALUE/],
    [["RETURN 1", "-p", "x=1", "-p", "x=2"], 2, /each name once/],
    [["RETURN 1", "--file", "q.cypher"], 2, /no query beside it/],
  ])("%j ends with %i", async (words, code, stderr) => {
    const run = await onPeople(["query", "people.groggy", ...words], commits);
    expect([run.code, run.stderr, run.seen]).toEqual([code, expect.stringMatching(stderr), 3]);
  });

  it("comes from a file or a pipe", async () => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "q.cypher"), "RETURN 1 AS one\n");
    expect((await runCli(["query", "people.groggy", "--file", "q.cypher"], { cwd })).stdout).toBe("one\n1\n");
    expect((await runCli(["query", "people.groggy", "-"], { cwd, stdin: "RETURN 2 AS two" })).stdout).toBe(
      "two\n2\n",
    );
  });
});
