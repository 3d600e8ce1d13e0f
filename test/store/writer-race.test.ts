// The writer's lock among real processes: many that want it at the same moment, holders killed and holders stopped.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "groggy-race-"));
const script = join(scratch, "child.mjs");
const children: Child[] = [];

beforeAll(async () => {
  const entry = fileURLToPath(new URL("writer-child.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile: script, bundle: true, platform: "node", format: "esm" });
});
afterEach(() => {
  for (const child of children.splice(0)) child.process.kill("SIGKILL");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Answer {
  readonly epoch?: number;
  readonly previous?: string;
  readonly code?: string;
  readonly pid?: number;
  readonly host?: string;
}

class Child {
  readonly process: ChildProcess;
  readonly #lines: Interface;
  readonly #isOver: Promise<never>;

  constructor(folder: string) {
    this.process = spawn(process.execPath, [script, folder], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface(this.process.stdout!);
    this.#isOver = new Promise((_, reject) =>
      this.process.once("exit", () => reject(new Error("the child ended before it answered"))),
    );
    // told to those that wait for an answer
    this.#isOver.catch(() => {});
    children.push(this);
  }

  get pid(): number {
    return this.process.pid!;
  }

  ask(line: string): Promise<Answer> {
    const answer = new Promise<Answer>((resolve) =>
      this.#lines.once("line", (text) => resolve(JSON.parse(text))),
    );
    this.process.stdin!.write(`${line}\n`);
    return Promise.race([answer, this.#isOver]);
  }

  kill(): Promise<unknown> {
    const isOver = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    return isOver;
  }
}

function newFolder(): string {
  return mkdtempSync(join(scratch, "store-"));
}

describe("of six processes that want the lock at the same moment", () => {
  it("one gets it, the others are told who; when it is killed, one of the others gets it", async () => {
    const folder = newFolder();
    let contenders = Array.from({ length: 6 }, () => new Child(folder));
    for (const previous of ["none", "dead", "dead"]) {
      const time = Date.now() + (previous === "none" ? 400 : 20);
      const answers = await Promise.all(contenders.map((child) => child.ask(`acquire ${time}`)));
      const winners = contenders.filter((_, i) => answers[i].code === undefined);
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      expect(answers[contenders.indexOf(winner)].previous).toBe(previous);
      for (const answer of answers.filter(({ code }) => code !== undefined)) {
        expect(answer).toEqual({ code: "STORE_LOCKED", pid: winner.pid, host: hostname() });
      }
      expect(readdirSync(folder)).toHaveLength(1);
      await winner.kill();
      contenders = contenders.filter((child) => child !== winner);
    }
  });

  it("one after the other gets it, each with an epoch of its own, if all give it back at once", async () => {
    const folder = newFolder();
    const contenders = Array.from({ length: 6 }, () => new Child(folder));
    const epochs: number[] = [];
    const contend = async (child: Child): Promise<void> => {
      for (let got = 0; got < 5; ) {
        const answer = await child.ask("acquire");
        if (answer.code !== undefined) {
          expect(answer.code).toBe("STORE_LOCKED");
          continue;
        }
        // "taken" where a contender withdrew, or files went while they were looked at: to be careful is never wrong
        expect(["none", "released", "taken"]).toContain(answer.previous);
        epochs.push(answer.epoch!);
        await child.ask("check");
        await child.ask("release");
        got++;
      }
    };
    await Promise.all(contenders.map(contend));
    expect(epochs).toHaveLength(30);
    expect(new Set(epochs).size).toBe(30);
  });
});

describe.skipIf(process.platform === "win32")("a holder that is stopped", () => {
  it("keeps the lock, loses it to one that takes over, and finds so when it goes on", async () => {
    const folder = newFolder();
    const [holder, other] = [new Child(folder), new Child(folder)];
    expect(await holder.ask("acquire")).toEqual({ epoch: 1, previous: "none" });
    holder.process.kill("SIGSTOP");
    expect((await other.ask("acquire")).pid).toBe(holder.pid);
    expect(await other.ask("takeOver")).toEqual({ epoch: 2, previous: "taken" });
    holder.process.kill("SIGCONT");
    expect((await holder.ask("check")).code).toBe("STORE_FENCED");
    await holder.ask("release");
    expect(await other.ask("check")).toEqual({ epoch: 2, previous: "taken" });
  });
});
