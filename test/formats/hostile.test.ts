// Files made to do harm: each is refused, or survived, within time and memory, and nothing is left of it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FormatError, formatOf, importGraph, readGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { fixture, hasFixtures, inPieces } from "./fixtures.js";

interface HostileAnswer {
  readonly ok?: boolean;
  readonly error?: string;
  readonly nodes?: number;
  readonly key?: string;
}

const answers: Record<string, HostileAnswer> = hasFixtures
  ? JSON.parse(readFileSync(fixture("hostile/answers.json"), "utf8"))
  : {};

/** Options without which a file does no harm. */
const options: Readonly<Record<string, object>> = { "bad-number.csv": { types: { age: "int32" } } };

const known: string[] = [];
for (const name of Object.keys(answers)) {
  const isCalled = /\.(?:csv(?:\.gz)?|mtx|metis)$/.test(name);
  const format = await formatOf(fixture(`hostile/${name}`)).catch(() => undefined);
  if (format !== undefined || isCalled) known.push(name);
}

/** The most memory that the process has had. */
const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;

describe.skipIf(!hasFixtures)(
  "hostile files (../shared/fixtures/formats/hostile; skipped where they are not)",
  () => {
    test.each(known)("%s, within its time and memory", async (name) => {
      const before = process.cpuUsage();
      const peakBefore = peakBytes();
      await check(name);
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(2_000_000);
      expect(peakBytes() - peakBefore).toBeLessThan(64 * 2 ** 20);
    });

    const check = async (name: string): Promise<void> => {
      const path = fixture(`hostile/${name}`);
      const source = name === "dangling.csv" ? { nodes: new Blob(["id\n1\n2\n"]), edges: path } : path;
      const work = readGraph(source, {
        format: name.includes(".csv") ? "csv" : undefined,
        ...options[name],
      } as never);
      const answer = answers[name]!;
      if (answer.ok !== true) {
        const error: unknown = await work.catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(FormatError);
        return;
      }
      const { graph, report } = await work;
      expect(graph.nodeCount).toBe(answer.nodes);
      if (answer.key !== undefined) expect(graph.nodes.get(0, report.key!)).toBe(answer.key);
    };

    test("rows of a wrong length are told one by one, and left out if that is asked", async () => {
      const path = fixture("hostile/ragged.csv");
      await expect(readGraph(path)).rejects.toMatchObject({ code: "FORMAT_SYNTAX", line: 3 });
      const { graph, report } = await readGraph(path, { onBadRow: "skip" });
      expect(graph.nodeCount).toBe(2);
      expect(report.skipped.flatMap(({ places }) => places.map(({ line }) => line))).toEqual([3, 4]);
    });

    test("an edge to a node that there is none of says where, and is left out or made if that is asked", async () => {
      const source = () => ({ nodes: new Blob(["id\n1\n2\n"]), edges: fixture("hostile/dangling.csv") });
      await expect(readGraph(source())).rejects.toMatchObject({ code: "FORMAT_REFERENCE", line: 3 });
      const added = await readGraph(source(), { missingNodes: "add" });
      expect([added.graph.nodeCount, added.graph.edgeCount]).toEqual([3, 2]);
      const skipped = await readGraph(source(), { missingNodes: "skip" });
      expect([skipped.graph.nodeCount, skipped.graph.edgeCount]).toEqual([2, 1]);
      expect(skipped.report.skipped).toMatchObject([
        { kind: "missingNode", count: 1, places: [{ line: 3 }] },
      ]);
    });
  },
);

test("600 MB in one line of quotes are refused at the limit, with memory for that much and no more", async () => {
  const piece = new TextEncoder().encode(`${"x".repeat(65_535)}\n`);
  let pulled = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('id,name\n1,"');
    for (; pulled < 600 * 2 ** 20; pulled += piece.length) yield piece;
  }
  await expect(readGraph(endless(), { format: "csv" })).rejects.toMatchObject({
    code: "FORMAT_UNSUPPORTED",
    line: 2,
  });
  expect(pulled).toBeLessThan(2 ** 27);
});

test("what is aborted at any time, or fails, leaves the graph, its next ids and the folder as they were", async () => {
  const folder = mkdtempSync(join(tmpdir(), "groggy-formats-"));
  try {
    const rows = Array.from({ length: 20_000 }, (_, i) => `n${i},${i % 7}`).join("\n");
    const bytes = new TextEncoder().encode(`id,kind\n${rows}\n`);
    const graph = new Graph({ key: "id" });
    graph.addNode({ id: "first" });
    const { root } = graph.commit("before");
    for (const after of [0, 1, 5, 10]) {
      const controller = new AbortController();
      let chunks = 0;
      async function* source(): AsyncGenerator<Uint8Array> {
        for await (const piece of inPieces(bytes, 8192)) {
          if (chunks++ === after) controller.abort(new Error("enough"));
          yield piece;
        }
      }
      await expect(
        importGraph(graph, source(), { format: "csv", signal: controller.signal }),
      ).rejects.toThrow("enough");
      const path = join(folder, "graph");
      const second = new AbortController();
      chunks = 0;
      async function* again(): AsyncGenerator<Uint8Array> {
        for await (const piece of inPieces(bytes, 8192)) {
          if (chunks++ === after) second.abort(new Error("enough"));
          yield piece;
        }
      }
      await expect(readGraph(again(), { format: "csv", path, signal: second.signal })).rejects.toThrow(
        "enough",
      );
      expect(existsSync(path)).toBe(false);
    }
    await expect(importGraph(graph, new Blob(["id\na\nb\na\n"]), { format: "csv" })).rejects.toMatchObject({
      code: "FORMAT_DUPLICATE",
    });
    expect(graph.nodeCount).toBe(1);
    expect(graph.commit("after", { allowEmpty: true }).root).toBe(root);
    expect(graph.addNode()).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
