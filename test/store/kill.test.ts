// Real processes that are killed, stopped and overridden while they acknowledge commits: none of those is ever missing.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sourcesOfImports } from "../../scripts/imported-modules.mjs";
import { Graph } from "../../src/index.js";

const scratch = mkdtempSync(join(tmpdir(), "groggy-kill-"));
const script = join(scratch, "child.mjs");
const children: Child[] = [];
let folder: string;
let count = 0;

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL("commit-child.ts", import.meta.url))],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: sourcesOfImports(),
    external: ["@noble/hashes"],
  });
});
beforeEach(() => {
  folder = join(scratch, `store ${count++}`);
});
afterEach(() => {
  for (const child of children.splice(0)) child.process.kill("SIGKILL");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process that commits, and the ids that it has acknowledged. */
class Child {
  readonly process: ChildProcess;
  readonly #isOver: Promise<unknown>;
  #text = "";
  #errors = "";

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, [script, folder, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout?.on("data", (chunk) => {
      this.#text += chunk;
    });
    this.process.stderr?.on("data", (chunk) => {
      this.#errors += chunk;
    });
    this.#isOver = new Promise((resolve) => this.process.once("close", resolve));
    children.push(this);
  }

  get errors(): string {
    return this.#errors;
  }

  get isOpen(): boolean {
    return this.#text.startsWith("open\n");
  }

  /** The ids of whole lines. */
  get ids(): string[] {
    return this.#text.split("\n").slice(1, -1);
  }

  async until(commits: number): Promise<void> {
    while (this.ids.length < commits && this.process.exitCode === null) await wait(2);
    if (this.process.exitCode !== null) throw new Error(`the child ended: ${this.#errors}`);
  }

  /** Sends a signal and waits for the end; what was acknowledged until then has arrived. */
  async end(signal: NodeJS.Signals): Promise<string[]> {
    this.process.kill(signal);
    await this.#isOver;
    return this.ids;
  }
}

function expectAll(graph: Graph, ids: readonly string[]): void {
  for (const id of ids) expect(graph.history.resolve(id).id).toBe(id);
}

describe("a process that is killed while it commits", () => {
  it("has lost no commit that it acknowledged, however often", async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 8; round++) {
      const child = new Child();
      await child.until(1 + ((round * 13) % 60));
      // anywhere in what comes next
      await wait((round * 7) % 11);
      acknowledged.push(...(await child.end("SIGKILL")));
    }
    const graph = Graph.open(folder);
    expect(acknowledged.length).toBeGreaterThan(100);
    expectAll(graph, acknowledged);
    // the one under way may have made it, and no other
    expect(graph.history.commitCount).toBeGreaterThanOrEqual(acknowledged.length);
    expect(graph.history.commitCount).toBeLessThanOrEqual(acknowledged.length + 8);
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
    graph.close();
  });

  it("is followed by readers, who never see less than before", async () => {
    const child = new Child();
    await child.until(5);
    const reader = Graph.open(folder, { readOnly: true });
    let seen = reader.history.commitCount;
    for (let i = 0; i < 40; i++) {
      await wait(5);
      const acknowledged = child.ids;
      reader.refresh();
      expectAll(reader, acknowledged);
      expect(reader.history.commitCount).toBeGreaterThanOrEqual(seen);
      seen = reader.history.commitCount;
    }
    expect(reader.history.verify({ level: "full" })).toMatchObject({ ok: true });
    await child.end("SIGKILL");
    reader.close();
  });

  it("leaves a folder that can be copied and opened elsewhere", async () => {
    const child = new Child();
    await child.until(20);
    const ids = await child.end("SIGKILL");
    cpSync(folder, `${folder} copy`, { recursive: true });
    const copy = Graph.open(`${folder} copy`);
    expectAll(copy, ids);
    copy.addNode();
    copy.commit("in the copy");
    copy.close();
  });
});

describe("a process that is stopped", () => {
  it("cannot write once another has taken over, and loses nothing that it acknowledged before", async () => {
    const stopped = new Child();
    await stopped.until(10);
    stopped.process.kill("SIGSTOP");
    await wait(50);
    const before = stopped.ids;
    expect(() => Graph.open(folder)).toThrow(new RegExp(`process ${stopped.process.pid} `));
    const other = new Child("takeOver");
    await other.until(10);
    stopped.process.kill("SIGCONT");
    const after = await stopped.end("SIGCONT");
    expect(stopped.errors).toContain("STORE_FENCED");
    // nothing was acknowledged after the takeover that is not there
    const taken = await other.end("SIGKILL");
    const graph = Graph.open(folder);
    expectAll(graph, before);
    expectAll(graph, after);
    expectAll(graph, taken);
    expect(graph.history.verify({ level: "deep" })).toMatchObject({ ok: true });
    graph.close();
  });
});

describe("two processes at once", () => {
  it("are one writer and one that is told who writes", async () => {
    const [first, second] = [new Child(), new Child()];
    while (!first.isOpen && !second.isOpen) await wait(2);
    const [winner, loser] = first.isOpen ? [first, second] : [second, first];
    while (loser.process.exitCode === null) await wait(2);
    expect(loser.errors).toContain("STORE_LOCKED");
    expect(loser.errors).toContain(`process ${winner.process.pid} `);
    await winner.until(5);
    const ids = await winner.end("SIGKILL");
    const graph = Graph.open(folder);
    expectAll(graph, ids);
    graph.close();
  });
});
