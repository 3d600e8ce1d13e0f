// A disk that is full: the verb says so and exits with 4, and the store is at its last commit and whole.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Graph } from "groggy";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../stores.js";
import { removeBundles } from "../terminal/pseudo-terminal.js";
import { bundledProgram } from "./pseudo-shell.js";

afterAll(removeBundles);

const ROWS = 30_000;

/** A folder with a store of two branches that merge, and a table to import. */
function makeFiles(cwd: string): void {
  const graph = Graph.open(join(cwd, "one.groggy"), { durability: "none" });
  graph.addNodes(20_000, { attributes: { x: new Float64Array(20_000), text: Array(20_000).fill("base") } });
  graph.commit("nodes");
  graph.branch("theirs");
  for (const branch of ["main", "theirs"]) {
    graph.checkout(branch);
    for (let i = 0; i < 20_000; i++)
      if (i % 2 === (branch === "main" ? 0 : 1)) graph.nodes.set(i, { text: `number ${i} of ${branch}` });
    graph.commit(branch);
  }
  graph.checkout("main");
  graph.close();
  const rows = Array.from({ length: ROWS }, (_, i) => `p${i},Person number ${i} with a name,${i / 2}`);
  writeFileSync(join(cwd, "people.csv"), `id,name,score\n${rows.join("\n")}\n`);
}

const LINES = {
  import: ["import", "one.groggy", "people.csv"],
  merge: ["merge", "one.groggy", "theirs"],
} as const;

/** Whether a small disk can be mounted here, which takes a name space of one's own. */
const canMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status === 0;

interface Answer {
  readonly status: number | null;
  readonly stderr: string;
}

function expectFull({ status, stderr }: Answer, code: string): void {
  expect(status, stderr).toBe(4);
  expect(stderr).toMatch(
    new RegExp(`^groggy: \\S+one\\.groggy\\S+: expected to write the file, got ${code}: [^\\n]*\\n`),
  );
  expect(stderr).not.toMatch(/^ +at /m);
}

function expectWhole(path: string, head: string): void {
  const graph = Graph.open(path);
  expect(graph.head.commit?.id).toBe(head);
  expect(graph.history.verify().findings).toEqual([]);
  expect(graph.status().clean).toBe(true);
  // and can be written to again, once there is room
  graph.addNode();
  graph.commit("more");
  graph.close();
}

describe.skipIf(process.platform === "win32")("a full disk", { timeout: 120_000 }, () => {
  test.each(Object.entries(LINES))("in %s: the file may grow to a limit", async (_, words) => {
    const made = temporaryFolder();
    makeFiles(made);
    const [head, size] = headAndSize(join(made, "one.groggy"));
    const program = await bundledProgram();
    const seed = fc.readConfigureGlobal()?.seed ?? Date.now();
    // from what the largest file has already to what the verb writes
    const limits = fc.sample(fc.integer({ min: size + 1, max: size + 200 }), { numRuns: 4, seed });
    let refused = 0;
    for (const kib of [...limits, 1]) {
      const cwd = temporaryFolder();
      cpSync(made, cwd, { recursive: true });
      // in units of 1,024 bytes, as bash counts
      const answer = spawnSync(
        "bash",
        ["--norc", "-c", 'ulimit -f "$0" && exec "$@"', String(kib), process.execPath, program, ...words],
        { cwd, encoding: "utf8", env: { PATH: process.env.PATH } },
      );
      if (answer.status === 0) continue;
      refused++;
      expectFull(answer, "EFBIG");
      expectWhole(join(cwd, "one.groggy"), head);
    }
    expect(refused, `seed ${seed}`).toBeGreaterThan(0);
  });

  test.skipIf(!canMount).each(Object.entries(LINES))(
    "in %s: no space left on the device",
    async (_, words) => {
      const made = temporaryFolder();
      makeFiles(made);
      const [head] = headAndSize(join(made, "one.groggy"));
      const program = await bundledProgram();
      mkdirSync(join(made, "disk"));
      const line = [
        "mount -t tmpfs -o size=16m tmpfs disk && cp -r one.groggy people.csv disk/ && cd disk",
        // what is left is less than the verb needs
        "dd if=/dev/zero of=filler bs=1k count=$(($(df --output=avail -k . | tail -1) - 64)) status=none",
        '"$@"; status=$?; rm filler; cp -r one.groggy ../after.groggy; exit $status',
      ].join("\n");
      const answer = spawnSync(
        "unshare",
        ["-rm", "bash", "--norc", "-c", line, "bash", process.execPath, program, ...words],
        {
          cwd: made,
          encoding: "utf8",
          env: { PATH: process.env.PATH },
        },
      );
      expectFull(answer, "ENOSPC");
      expect(existsSync(join(made, "after.groggy"))).toBe(true);
      expectWhole(join(made, "after.groggy"), head);
    },
  );

  test("in export: exits with 4, and names the file", async () => {
    const cwd = temporaryFolder();
    makeFiles(cwd);
    const { status, stderr } = spawnSync(
      "bash",
      [
        "--norc",
        "-c",
        'ulimit -f 64 && exec "$@"',
        "bash",
        process.execPath,
        await bundledProgram(),
        "export",
        "one.groggy",
        "out.jsonl",
      ],
      { cwd, encoding: "utf8", env: { PATH: process.env.PATH } },
    );
    expect(status, stderr).toBe(4);
    expect(stderr).toMatch(/^groggy: [^\n]*out\.jsonl[^\n]*EFBIG/);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

test
  .skipIf(!existsSync("/dev/full"))
  .each([
    ["nodes one.groggy"],
    ["nodes one.groggy --json"],
    ["log one.groggy --oneline"],
    ["export one.groggy - --format jsonl"],
    ["help merge"],
  ])("%s on a standard output that is full: a line, and 4", async (words) => {
  const cwd = temporaryFolder();
  makeFiles(cwd);
  const { status, stderr } = spawnSync(
    "sh",
    ["-c", `"$0" "$1" ${words} > /dev/full`, process.execPath, await bundledProgram()],
    {
      cwd,
      encoding: "utf8",
      env: { PATH: process.env.PATH },
    },
  );
  expect(stderr).toMatch(
    /^groggy: standard output: expected to be written, got ENOSPC: no space left on device, write\n/,
  );
  expect(stderr.split("\n").length).toBeLessThan(4);
  expect(status).toBe(4);
});

/** The present commit of a store, and the size of its largest file in KiB. */
function headAndSize(path: string): [head: string, kib: number] {
  const graph = Graph.open(path, { readOnly: true });
  const id = graph.head.commit?.id as string;
  graph.close();
  const { stdout } = spawnSync("sh", ["-c", "ls -l | awk '{ print $5 }' | sort -n | tail -1"], {
    cwd: path,
    encoding: "utf8",
  });
  return [id, Math.ceil(Number(stdout) / 1024)];
}
