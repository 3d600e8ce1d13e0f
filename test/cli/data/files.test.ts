// `import`, `export` and `convert` do what the library does, for each format, option and fault.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { Graph } from "groggy";
import { exportGraph, formats, importGraph, readGraph } from "groggy/formats";
import { describe, expect, it } from "vitest";
import { formatOptionKinds } from "../../../src/cli/verbs/data/format-options.js";
import { runs } from "../../model/arbitrary.js";
import { makeRandomStore, randomGraph } from "../random-store.js";
import { type CliRun, type CliSettings, runCli } from "../run-cli.js";
import { exampleFolder, temporaryFolder } from "../stores.js";

const written = formats.filter(({ writes, name }) => writes && name !== "metis").map(({ name }) => name);

async function bytesOf(view: Graph, format: string, options: object = {}): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await exportGraph(view, (chunk: Uint8Array) => void chunks.push(chunk), { format, ...options });
  return Buffer.concat(chunks);
}

/** A run whose stdout is compared by its bytes. */
function inFolder(cwd: string) {
  return (words: readonly string[], settings: CliSettings = {}): Promise<CliRun> =>
    runCli(words, { cwd, ...settings });
}

describe("export", () => {
  it.each(written)("writes %s as the library does, to a pipe and to a file", async (format) => {
    await fc.assert(
      fc.asyncProperty(randomGraph, fc.constantFrom(undefined, "main~1"), async (given, at) => {
        const path = makeRandomStore(given);
        const graph = Graph.open(path, { readOnly: true });
        const view = (at === undefined ? graph : graph.at(at)) as Graph;
        const out = join(path, "..", "out.file");
        const words = ["export", path, out, "--format", format, ...(at === undefined ? [] : ["--at", at])];
        const run = await runCli(words);
        let expected: Buffer;
        try {
          expected = await bytesOf(view, format);
        } catch {
          expect(run.code).toBe(3);
          return;
        }
        expect(run.code).toBe(0);
        expect(readFileSync(out).equals(expected)).toBe(true);
        const piped = await runCli(words.map((word) => (word === out ? "-" : word)));
        expect(piped.stdout).toBe(expected.toString());
        graph.close();
      }),
      runs(2),
    );
  });

  const run = (words: readonly string[]) => inFolder(exampleFolder())(words);

  it("writes a part, and two tables", async () => {
    const cwd = exampleFolder();
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    const part = graph.subgraph(graph.nodes.where("born < 1900")) as Graph;
    const piped = await inFolder(cwd)([
      "export",
      "people.groggy",
      "-",
      "--format",
      "gml",
      "--where",
      "born < 1900",
    ]);
    expect(piped.stdout).toBe((await bytesOf(part, "gml")).toString());
    graph.close();
    const tables = await inFolder(cwd)(["export", "people.groggy", "n.csv", "--edges", "e.csv.gz", "--json"]);
    expect(JSON.parse(tables.stdout)).toMatchObject({ format: "csv", nodes: 5, edges: 3, losses: [] });
    const { graph: back } = await readGraph({
      nodes: { source: join(cwd, "n.csv"), columns: { id: "email" } },
      edges: join(cwd, "e.csv.gz"),
    });
    expect([back.nodeCount, back.edgeCount]).toEqual([5, 3]);
  });

  it.each([
    [["--only", "name"], (text: string) => !text.includes("born") && text.includes("name")],
    [["--without", "name"], (text: string) => text.includes("born") && !text.includes('"name"')],
    [["--rename", "name=called"], (text: string) => text.includes('"called"')],
    [["--key", "name"], (text: string) => text.includes('"source":"Charles"')],
    [["--no-key"], (text: string) => !text.includes('"source":"charles@example.org"')],
    [["--compression", "gzip"], (text: string) => !text.includes("name")],
  ])("%j changes the file", async (options, isChanged) => {
    const { code, stdout } = await run(["export", "people.groggy", "-", "--format", "jsonl", ...options]);
    expect(code).toBe(0);
    expect(isChanged(stdout)).toBe(true);
  });

  it.each([
    [["out.csv", "--losses", "refuse"], 3, /--losses report writes it all the same/],
    [["out.xyz"], 2, /--format says which it is/],
    [["-", "--format", "jsonl", "--json"], 2, /--json.*takes the output/],
    [["-", "--edges", "-", "--format", "csv"], 2, /at most once/],
    [["out.gml", "-o", "bom=true"], 2, /bom/],
    [["out.gml", "--where", "born <"], 2, /filter/],
    [["missing/out.gml"], 2, /missing/],
  ])("%j is refused, and nothing is left", async (words, code, message) => {
    const cwd = exampleFolder();
    const before = readdirSync(cwd);
    const found = await inFolder(cwd)(["export", "people.groggy", ...words]);
    expect([found.code, found.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(readdirSync(cwd)).toEqual(before);
  });
});

describe("import", () => {
  it("makes the graph and the report that the library makes, of any graph and in several formats", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomGraph,
        fc.constantFrom("jsonl", "graphml", "gexf", "dot"),
        async (given, format) => {
          const cwd = temporaryFolder();
          const graph = Graph.open(makeRandomStore(given, cwd), { readOnly: true });
          const file = join(cwd, `g.${format}`);
          writeFileSync(file, await bytesOf(graph, format));
          graph.close();
          const run = await runCli(["import", "new.groggy", `g.${format}`, "--json"], { cwd });
          const read = await readGraph(file).catch((error: Error) => error);
          if (read instanceof Error) {
            expect(run.code).toBe(3);
            return;
          }
          const { graph: expected, report } = read;
          const root = expected.commit("x", { allowEmpty: true }).root;
          const { timeMs: _, nodeIds: _ids, edgeIds: _edges, ...plain } = report;
          const document = JSON.parse(run.stdout);
          expect(document.commit).toMatchObject({ root, message: `import g.${format}`, branch: "main" });
          expect(document).toMatchObject({
            format,
            key: plain.key,
            nodes: { added: plain.nodeCount, merged: 0, removed: 0 },
            edges: { added: plain.edgeCount },
            nodeAttributes: plain.nodeAttributes,
            bytes: plain.bytes,
          });
          const made = Graph.open(join(cwd, "new.groggy"), { readOnly: true });
          expect([made.head.commit?.root, made.key, made.directed]).toEqual([
            root,
            expected.key,
            expected.directed,
          ]);
          made.close();
        },
      ),
      runs(8),
    );
  });

  it("commits with message, author and where it came from; of what changed nothing, none", async () => {
    const cwd = exampleFolder();
    const run = inFolder(cwd);
    const words = ["import", "new.groggy", "people.csv", "--edges", "knows.csv"];
    const first = await run([...words, "-m", "first import", "--author", "Ada <a@b>"]);
    expect(first.stderr).toMatch(/^\[main [0-9a-f]{7}\] first import: 2 nodes and 1 edge added\n$/);
    const graph = Graph.open(join(cwd, "new.groggy"), { readOnly: true });
    expect(graph.head.commit).toMatchObject({
      author: "Ada <a@b>",
      message: "first import",
      meta: { import: { source: "people.csv" } },
    });
    expect(graph.head.commit!.time % 1000).toBe(0);
    graph.close();
    const again = await run([...words, "--replace"]);
    expect([again.code, again.stderr]).toEqual([0, "nothing to commit: nothing changed\n"]);
    writeFileSync(join(cwd, "people.csv"), "id,name\nmary,Mary\n");
    writeFileSync(join(cwd, "knows.csv"), "source,target,type\n");
    const replaced = await run([...words, "--replace", "--json"], { env: { GROGGY_AUTHOR: "Grace" } });
    expect(JSON.parse(replaced.stdout)).toMatchObject({
      commit: { author: "Grace", message: "import people.csv and knows.csv" },
      nodes: { added: 0, merged: 1, removed: 1 },
      changes: { nodes: { added: 0, removed: 1, changed: 1 } },
    });
  });

  it("reads a pipe, and tells what it is", async () => {
    const cwd = temporaryFolder();
    const stdin = Readable.from([Buffer.from("id,na"), Buffer.from("me\na,Ada\n")]);
    const run = await runCli(["import", "p.groggy", "-"], { cwd, stdin });
    expect([run.code, run.stderr]).toEqual([
      0,
      expect.stringMatching(/^\[main .{7}\] import standard input: 1 node added/),
    ]);
    const terminal = await runCli(["import", "p.groggy", "-"], { cwd, isTerminal: true });
    expect([terminal.code, terminal.stderr]).toEqual([2, expect.stringMatching(/expected a pipe/)]);
  });

  it.each([false, true])("leaves nothing in a dry run, with a store there: %s", async (isThere) => {
    const cwd = exampleFolder();
    const path = join(cwd, "new.groggy");
    if (isThere) await runCli(["init", "new.groggy", "--key", "id"], { cwd });
    const run = await inFolder(cwd)([
      "import",
      "new.groggy",
      "people.csv",
      "--dry-run",
      "--types",
      "born=utf8",
    ]);
    expect(run.stdout).toContain("nodes  2 added\n");
    expect(run.stdout).toContain("born utf8");
    expect(run.stderr).toBe("would commit: 2 nodes added\n");
    expect(existsSync(path)).toBe(isThere);
    if (!isThere) return;
    const graph = Graph.open(path, { readOnly: true });
    expect([graph.nodeCount, graph.head.commit]).toEqual([0, null]);
    graph.close();
  });

  it("goes on behind the last commit of batches", async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, "n.csv"),
      `id\n${Array.from({ length: 50 }, (_, i) => `n${i}`).join("\n")}\nn3\n`,
    );
    const words = ["import", "b.groggy", "n.csv", "--batch", "10"];
    expect((await runCli(words, { cwd })).code).toBe(3);
    const graph = Graph.open(join(cwd, "b.groggy"), { readOnly: true });
    const before = graph.history.commitCount;
    expect(before).toBeGreaterThan(1);
    graph.close();
    const resumed = await runCli([...words, "--resume", "--duplicate-nodes", "skip"], { cwd });
    expect(resumed.code).toBe(0);
    const after = Graph.open(join(cwd, "b.groggy"), { readOnly: true });
    expect(after.nodeCount).toBe(50);
    expect(after.history.log().every(({ author }) => author === "")).toBe(true);
    after.close();
  });

  const csv = "von;na;x;w\na;b;1,5;\nb;zz;2;NA\n";

  it.each([
    [["--type", "T"], { edges: csv }, (graph: Graph) => graph.edges.type(0) === "T"],
    [["--labels", "A,B"], { edges: csv }, (graph: Graph) => graph.nodes.labels(0).join() === "A,B"],
    [["--only", "x"], { edges: csv }, (graph: Graph) => !("w" in graph.edges.schema)],
    [["--without", "x"], { edges: csv }, (graph: Graph) => !("x" in graph.edges.schema)],
    [["--rename", "x=y"], { edges: csv }, (graph: Graph) => "y" in graph.edges.schema],
    [["--types", "x=utf8"], { edges: csv }, (graph: Graph) => graph.edges.get(0, "x") === "1,5"],
    [["-o", "decimal=,"], { edges: csv }, (graph: Graph) => graph.edges.get(0, "x") === 1.5],
    [["-o", "nulls=NA,", "-o", "decimal=,"], { edges: csv }, undefined],
    [["-o", "nulls=NA"], { edges: csv }, (graph: Graph) => graph.edges.get(1, "w") === undefined],
    [["--delimiter", ";"], { edges: csv }, (graph: Graph) => graph.edgeCount === 2],
    [["--delimiter", "\\t"], { edges: csv.replaceAll(";", "\t") }, (graph: Graph) => graph.edgeCount === 2],
    [["--key", "code"], { edges: csv }, (graph: Graph) => graph.key === "code"],
    [["--no-key"], { edges: csv }, (graph: Graph) => graph.key === undefined],
    [["--undirected"], { edges: csv }, (graph: Graph) => !graph.directed],
    [["--directed"], { edges: csv }, (graph: Graph) => graph.directed],
    [
      ["--missing-nodes", "add"],
      { nodes: "id\na\n", plain: "source,target\na,b\nb,zz\n" },
      (graph: Graph) => graph.nodeCount === 3,
    ],
    [
      ["--missing-nodes", "skip"],
      { nodes: "id\na\n", plain: "source,target\na,b\nb,zz\n" },
      (graph: Graph) => graph.edgeCount === 0,
    ],
    [["--missing-nodes", "refuse"], { nodes: "id\na\n", plain: "source,target\na,b\nb,zz\n" }, undefined],
    [
      ["--duplicate-nodes", "merge"],
      { nodes: "id,y\na,\na,5\n" },
      (graph: Graph) => graph.nodes.get(0, "y") === 5,
    ],
    [["--merge-edges"], { edges: `${csv}a;b;7;\n` }, (graph: Graph) => graph.edgeCount === 2],
    [["--merge-edges-by", "x"], { edges: `${csv}a;b;7;\n` }, (graph: Graph) => graph.edgeCount === 3],
    [
      ["--encoding", "latin1"],
      { nodes: Buffer.from("id\n\xe9\n", "latin1") },
      (graph: Graph) => graph.node("é") === 0,
    ],
    [["--lenient"], { nodes: "id,y\na,5\nb\nc,1,2,3\n" }, (graph: Graph) => graph.nodeCount >= 1],
    [["--format", "edgelist"], { file: "a b\n" }, (graph: Graph) => graph.edgeCount === 1],
    [["--mixed", "both", "--format", "gexf"], { file: mixedGexf() }, (graph: Graph) => graph.edgeCount === 3],
    [["--mixed", "flag", "--format", "gexf"], { file: mixedGexf() }, (graph: Graph) => graph.edgeCount === 2],
    [["--mixed", "refuse", "--format", "gexf"], { file: mixedGexf() }, undefined],
  ] as const)("%j changes what is read, or is refused", async (options, files, isChanged) => {
    const cwd = temporaryFolder();
    const given: Record<string, string | Uint8Array | undefined> = { ...files };
    for (const [name, text] of Object.entries(given)) writeFileSync(join(cwd, `${name}.csv`), text!);
    const parts = [
      ...(given.nodes === undefined ? [] : ["nodes.csv"]),
      ...(given.file === undefined ? [] : ["file.csv"]),
      ...(given.edges === undefined ? [] : ["--edges", "edges.csv"]),
      ...(given.plain === undefined ? [] : ["--edges", "plain.csv"]),
    ];
    const pairs = given.edges === undefined ? [] : ["-o", "columns=source=von,target=na"];
    const run = await runCli(["import", "new.groggy", ...parts, ...pairs, ...options], { cwd });
    if (isChanged === undefined) {
      expect(run.code).toBeGreaterThan(1);
      expect(existsSync(join(cwd, "new.groggy"))).toBe(false);
      return;
    }
    expect([run.code, run.stderr]).toEqual([0, expect.any(String)]);
    const graph = Graph.open(join(cwd, "new.groggy"), { readOnly: true });
    expect(isChanged(graph)).toBe(true);
    graph.close();
  });

  it("merges with what is there by key", async () => {
    const cwd = exampleFolder();
    const words = ["import", "people.groggy", "more.csv"];
    writeFileSync(join(cwd, "more.csv"), "email,born\nada@example.org,1816\n");
    const own = ["-o", "columns=id=email"];
    const refused = await runCli([...words, ...own], { cwd });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/--merge merges the two/)]);
    expect((await runCli([...words, ...own, "--merge"], { cwd })).code).toBe(0);
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    expect([graph.nodeCount, graph.nodes.get(0, "born")]).toEqual([5, 1816]);
    graph.close();
  });

  it.each([
    [["nothing.csv"], 2, /"nothing.csv", which is not there/],
    [["."], 2, /which is a folder/],
    [[], 2, /"file" expected a path/],
    [["-", "--edges", "-"], 2, /- at most once/],
    [["people.csv", "--types", "born=int3"], 2, /int3/],
    [["people.csv", "--types", "born"], 2, /--types.*pairs/],
    [["people.csv", "-o", "hedaer=false"], 2, /did you mean header/],
    [["people.csv", "-o", "header=maybe"], 2, /true or false/],
    [["people.csv", "-o", "skip=x"], 2, /whole number/],
    [["people.csv", "-o", "skip"], 2, /NAME=VALUE/],
    [["people.csv", "-o", "skip=1", "-o", "skip=2"], 2, /each name once/],
    [["people.csv", "--key", "a", "--no-key"], 2, /--no-key/],
    [["people.csv", "--directed", "--undirected"], 2, /--undirected/],
    [["people.csv", "--no-commit"], 2, /--dry-run/],
    [["people.csv", "--replace", "--batch", "5"], 2, /replace/],
  ])("%j is refused, and no store is made", async (words, code, message) => {
    const cwd = exampleFolder();
    const run = await runCli(["import", "new.groggy", ...words], { cwd });
    expect([run.code, run.stderr]).toEqual([code, expect.stringMatching(message)]);
    expect(existsSync(join(cwd, "new.groggy"))).toBe(false);
  });

  it("stops at Ctrl-C with the store as it was", async () => {
    const cwd = exampleFolder();
    const signal = AbortSignal.abort();
    const run = await runCli(["import", "people.groggy", "people.csv"], { cwd, signal });
    expect(run.code).toBe(130);
    const graph = Graph.open(join(cwd, "people.groggy"), { readOnly: true });
    expect(graph.nodeCount).toBe(5);
    graph.close();
  });
});

function mixedGexf(): string {
  const edges =
    '<edge source="a" target="b" type="directed"/><edge source="b" target="a" type="undirected"/>';
  return `<gexf version="1.3"><graph><nodes><node id="a"/><node id="b"/></nodes><edges>${edges}</edges></graph></gexf>`;
}

describe("convert", () => {
  it.each(["gml", "dot", "jsonl", "graphml", "cytoscape"])(
    "writes the %s that reading and writing gives",
    async (to) => {
      const cwd = exampleFolder();
      const words = ["convert", "people.csv", "out.file", "--edges", "knows.csv", "--to", to, "--json"];
      const run = await runCli(words, { cwd });
      const { graph } = await readGraph({ nodes: join(cwd, "people.csv"), edges: join(cwd, "knows.csv") });
      expect(readFileSync(join(cwd, "out.file"), "utf8")).toBe((await bytesOf(graph, to)).toString());
      expect(JSON.parse(run.stdout)).toMatchObject({
        read: { format: "csv" },
        written: { format: to, nodes: 2 },
      });
    },
  );

  it("goes from a pipe to a pipe", async () => {
    const run = await runCli(["convert", "-", "-", "--from", "edgelist", "--to", "dot"], { stdin: "a b\n" });
    expect(run.stdout).toMatch(/a -- b/);
  });

  it("tells what is lost, or refuses it", async () => {
    const cwd = exampleFolder();
    const told = await runCli(["convert", "people.csv", "out.net", "--edges", "knows.csv"], { cwd });
    expect(told.stderr).toMatch(/^lost: .*\(born\)/m);
    const words = ["convert", "people.csv", "no.net", "--edges", "knows.csv", "--losses", "refuse"];
    expect((await runCli(words, { cwd })).code).toBe(3);
    expect(existsSync(join(cwd, "no.net"))).toBe(false);
  });

  it("reads and writes each format with options of its own", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.csv"), "a|b\n1|2\n");
    const words = ["convert", "a.csv", "n.csv", "--from-option", "header=false", "--to-option", "bom=true"];
    expect((await runCli(words, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "n.csv"))[0]).toBe(0xef);
  });
});

it("every option of every format can be given, and no other", () => {
  const all = new Set(formats.flatMap(({ readOptions, writeOptions }) => [...readOptions, ...writeOptions]));
  expect(Object.keys(formatOptionKinds).sort()).toEqual([...all].sort());
});

it("a store that is imported into has the root that the library gives", async () => {
  const cwd = exampleFolder();
  const graph = new Graph({ key: "id" });
  await importGraph(graph, { nodes: join(cwd, "people.csv"), edges: join(cwd, "knows.csv") });
  await runCli(["init", "k.groggy", "--key", "id"], { cwd });
  const run = await runCli(["import", "k.groggy", "people.csv", "--edges", "knows.csv", "--json"], { cwd });
  expect(JSON.parse(run.stdout).commit.root).toBe(graph.commit("x").root);
});

describe("tables of a graph whose key is not id", () => {
  it.each([
    ["csv", ["nodes.csv", "--edges", "edges.csv"]],
    ["jsonl", ["all.jsonl"]],
  ])("%s is read again with the key that export names, and refused with a hint without", async (_, files) => {
    const cwd = temporaryFolder();
    const graph = Graph.open(join(cwd, "a.groggy"), { key: "e-mail" });
    const [from, to] = ["ada", "it's me"].map((name) => graph.addNode("P", { "e-mail": name }));
    graph.addEdge(from, to, "K");
    graph.commit("one");
    const { root } = graph.head.commit!;
    graph.close();
    const made = await runCli(["export", "a.groggy", ...files], { cwd });
    expect(made.stderr).toContain("--key e-mail");
    const refused = await runCli(["import", "b.groggy", ...files], { cwd });
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("--key NAME says") });
    expect(await runCli(["import", "b.groggy", ...files, "--key", "e-mail"], { cwd })).toMatchObject({
      code: 0,
    });
    const read = Graph.open(join(cwd, "b.groggy"));
    expect(read.head.commit?.root).toBe(root);
    read.close();
  });

  it("have no such hint where the key is found without, or no nodes are written", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "n.csv"), "Id,Label\n1,Ada\n2,Alan\n");
    writeFileSync(join(cwd, "e.csv"), "Source,Target\n1,2\n");
    await runCli(["import", "a.groggy", "n.csv", "--edges", "e.csv"], { cwd });
    const both = await runCli(["export", "a.groggy", "n2.csv", "--edges", "e2.csv"], { cwd });
    const one = await runCli(["export", "a.groggy", "e3.csv"], { cwd });
    expect([both.code, one.code]).toEqual([0, 0]);
    expect(both.stderr + one.stderr).not.toContain("--key");
    const again = await runCli(["import", "b.groggy", "n2.csv", "--edges", "e2.csv"], { cwd });
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("2 nodes and 1 edge added") });
  });
});
