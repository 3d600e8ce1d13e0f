// Verbs of care: verify, gc, salvage and backup say what the library says, and ask before they destroy.
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { describe, expect, test } from "vitest";
import { runs } from "../model/arbitrary.js";
import { clock, runCli } from "./run-cli.js";
import { exampleFolder, makePeople, temporaryFolder } from "./stores.js";

async function jsonOf(cwd: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runCli([...words, "--json"], { cwd });
  return stdout === "" ? { code, stderr } : { code, ...JSON.parse(stdout) };
}

function opened<R>(path: string, use: (graph: Graph) => R): R {
  const graph = Graph.open(path, { readOnly: true });
  try {
    return use(graph);
  } finally {
    graph.close();
  }
}

/** A store of some commits, and the bytes of one of its files with one of them changed. */
function makeDamaged(folder: string, commits: number, file: number, place: number, bit: number): string {
  const path = join(folder, "people.groggy");
  const graph = Graph.open(path, { clock: clock() });
  for (let i = 0; i < commits; i++) {
    graph.addNode("A", { number: i, text: `t${i}` });
    graph.commit(`commit ${i}`);
  }
  if (commits > 0) graph.branch("side");
  graph.close();
  const names = readdirSync(path).filter((name) => /^(journal|pack|state)/.test(name));
  const damaged = join(path, names[file % names.length]!);
  const bytes = readFileSync(damaged);
  bytes[Math.floor(place * bytes.length)]! ^= 1 << bit;
  writeFileSync(damaged, bytes);
  return path;
}

const damage = fc.record({
  commits: fc.integer({ min: 0, max: 4 }),
  file: fc.nat(5),
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  bit: fc.nat(7),
});

describe("on stores with a damaged byte", () => {
  test("verify finds what the library finds, and exits with 5", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ commits, file, place, bit }) => {
        const cwd = temporaryFolder();
        const path = makeDamaged(cwd, commits, file, place, bit);
        const said = await jsonOf(cwd, "verify", "people.groggy", "--level", "deep");
        try {
          const result = opened(path, (graph) => graph.history.verify({ level: "deep" }));
          expect(said).toMatchObject({
            code: result.ok ? 0 : result.findings.some(({ kind }) => kind === "file") ? 5 : 1,
            ok: result.ok,
            commits: result.commits,
            states: result.states,
            findings: result.findings.map(({ kind, message, path: at = null, offset = null, commit }) => ({
              kind,
              message,
              path: at,
              offset,
              commit: commit === "" ? null : commit,
            })),
          });
        } catch (error) {
          const { code, message, offset = 0 } = error as Error & { code: string; offset?: number };
          if (code === "CORRUPT_STORE")
            expect(said).toMatchObject({ code: 5, ok: false, findings: [{ kind: "file", message, offset }] });
          else expect(said).toMatchObject({ code: 4 });
        }
      }),
      runs(25),
    );
  });

  test("salvage says what the library says, and makes what it makes", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ commits, file, place, bit }) => {
        const cwd = temporaryFolder();
        const path = makeDamaged(cwd, commits, file, place, bit);
        const dry = await jsonOf(cwd, "salvage", "people.groggy", "saved.groggy", "--dry-run");
        expect(existsSync(join(cwd, "saved.groggy"))).toBe(false);
        const said = await jsonOf(cwd, "salvage", "people.groggy", "saved.groggy");
        let report: ReturnType<typeof Graph.salvage>;
        try {
          report = Graph.salvage(path, join(cwd, "api.groggy"));
        } catch (error) {
          expect(said).toMatchObject({ code: (error as { code: string }).code === "CORRUPT_STORE" ? 5 : 4 });
          return;
        }
        const { commitsKept, commitsLost, cellsLost, edgesLost, refsMoved, findings } = report;
        const isWhole = commitsLost + cellsLost + edgesLost + refsMoved.length + findings.length === 0;
        expect(said).toMatchObject({
          code: isWhole ? 0 : 1,
          commitsKept,
          commitsLost,
          cellsLost,
          edgesLost,
          refsMoved,
          damage: findings.map(({ path: at, offset, message }) => ({ path: at, offset, message })),
        });
        expect(dry).toEqual({ ...said, dryRun: true });
        const logOf = (graph: Graph): unknown => graph.history.log();
        expect(opened(join(cwd, "saved.groggy"), logOf)).toEqual(opened(join(cwd, "api.groggy"), logOf));
      }),
      runs(25),
    );
  });
});

describe("verify", () => {
  test("says that a store is whole, at each level", async () => {
    const cwd = exampleFolder();
    for (const level of ["quick", "full", "deep"])
      expect(await jsonOf(cwd, "verify", "people.groggy", "-l", level)).toMatchObject({
        code: 0,
        ok: true,
        level,
      });
    const { code, stderr } = await runCli(["verify", "people.groggy"], { cwd });
    expect([code, stderr]).toEqual([0, "no damage: 5 commits and 4 states checked\n"]);
    expect(await runCli(["verify", "people.groggy", "--level", "deeper"], { cwd })).toMatchObject({
      code: 2,
    });
  });

  test("names file and offset of the damage, and what to do", async () => {
    const cwd = exampleFolder();
    const { code, stdout, stderr } = await runCli(["verify", "damaged.groggy"], { cwd });
    expect([code, stdout, stderr]).toEqual([
      5,
      expect.stringMatching(/^kind\tpath\toffset\tcommit\tmessage\nfile\t.*journal-\d+-\d+\t\d+\t\t.*\n$/),
      "1 finding: 0 commits and 0 states checked\ngroggy salvage makes a new store of what can be read\n",
    ]);
    const [name] = readdirSync(join(cwd, "people.groggy")).filter((each) => each.startsWith("journal"));
    truncateSync(join(cwd, "people.groggy", name!), 10);
    expect(await runCli(["verify", "people.groggy"], { cwd })).toMatchObject({ code: 5 });
  });
});

describe("gc", () => {
  /** A store in which a branch with two commits was deleted. */
  function makeLoose(): string {
    const cwd = temporaryFolder();
    const graph = Graph.open(makePeople(join(cwd, "people.groggy")), { clock: clock() });
    graph.history.deleteBranch("rival", { force: true });
    graph.close();
    return cwd;
  }

  test("asks, and changes nothing without a yes", async () => {
    const cwd = makeLoose();
    const count = (): number => opened(join(cwd, "people.groggy"), (graph) => graph.history.commitCount);
    expect(count()).toBe(5);
    expect(await runCli(["gc", "people.groggy"], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/expected --force where nobody can be asked/),
    });
    expect(count()).toBe(5);
    expect(await runCli(["gc", "people.groggy", "--force"], { cwd })).toMatchObject({ code: 0 });
    // undo still leads there
    expect(count()).toBe(5);
    expect(await jsonOf(cwd, "gc", "people.groggy", "--drop-undo", "--dry-run")).toMatchObject({
      code: 0,
      commitsDropped: 1,
      commitsKept: 4,
      dryRun: true,
    });
    expect(count()).toBe(5);
    const { code, commitsDropped, fileBytesBefore, fileBytesAfter } = await jsonOf(
      cwd,
      "gc",
      "people.groggy",
      "--drop-undo",
      "-f",
    );
    expect([code, commitsDropped, count()]).toEqual([0, 1, 4]);
    expect(fileBytesAfter).toBeLessThan(fileBytesBefore as number);
    expect(opened(join(cwd, "people.groggy"), (graph) => graph.history.verify({ level: "deep" }).ok)).toBe(
      true,
    );
  });
});

describe("backup", () => {
  test("copies a store that somebody writes to", async () => {
    const cwd = exampleFolder();
    const writer = Graph.open(join(cwd, "people.groggy"));
    try {
      writer.addNode({ email: "uncommitted" });
      const said = await jsonOf(cwd, "backup", "people.groggy", "copy");
      expect(said).toMatchObject({ code: 0, into: join(cwd, "copy"), commit: writer.head.commit?.id });
      expect(opened(join(cwd, "copy"), (graph) => [graph.head, graph.nodeCount])).toEqual([writer.head, 5]);
    } finally {
      writer.close();
    }
    expect(await runCli(["backup", "people.groggy", "copy"], { cwd })).toMatchObject({ code: 4 });
  });
});
