// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what shells expand
// The program as users have it: the bin of the packed tarball in an empty project, in processes of its own.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createProject, type Outcome, type Project } from "./project.js";

let project: Project;
let bin: string;
beforeAll(() => {
  project = createProject();
  bin = join(project.folder, "node_modules/.bin");
  const rows = Array.from({ length: 2000 }, (_, i) => `p${i},Person ${i},${1800 + (i % 200)}`);
  writeFileSync(join(project.folder, "people.csv"), `id,name,born\n${rows.join("\n")}\n`);
  const edges = Array.from({ length: 2000 }, (_, i) => `p${i},p${(i * 7) % 2000},KNOWS,${i}`);
  writeFileSync(join(project.folder, "knows.csv"), `source,target,type,since\n${edges.join("\n")}\n`);
});
afterAll(() => project?.[Symbol.dispose]());

const environment = (): NodeJS.ProcessEnv => ({ PATH: `${bin}:${process.env.PATH}`, LANG: "C.UTF-8" });

function groggy(
  words: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): Outcome {
  const { cwd = project.folder, env = environment(), input = "" } = options;
  const { status, stdout, stderr } = spawnSync(join(bin, "groggy"), words, {
    cwd,
    env,
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
}

/** Without what a user has set up, which bash reads where it takes itself for a remote shell. */
const plain: Readonly<Record<string, readonly string[]>> = {
  bash: ["--norc"],
  zsh: ["-f"],
  fish: ["--no-config"],
};

function shell(line: string, command: "bash" | "zsh" | "fish" = "bash"): Outcome {
  const { status, stdout, stderr } = spawnSync(command, [...plain[command]!, "-c", line], {
    cwd: project.folder,
    env: environment(),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** A store that no other test touches. */
function imported(name: string): string {
  const { status, stderr } = groggy([
    "import",
    name,
    "people.csv",
    "--edges",
    "knows.csv",
    "-m",
    "first import",
  ]);
  expect(status, stderr).toBe(0);
  return name;
}

test("--version and npx", () => {
  expect(groggy(["--version"])).toEqual({ status: 0, stdout: `groggy ${manifest.version}\n`, stderr: "" });
  expect(shell("npx --no-install groggy --version").stdout).toBe(`groggy ${manifest.version}\n`);
});

test("the program takes at most 1 MB", () => {
  const folder = join(project.folder, "node_modules/groggy/dist/cli");
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2 ** 20);
  expect(readdirSync(folder).filter((name) => !name.endsWith(".js"))).toEqual([]);
});

test("every verb answers -h", () => {
  const { verbs } = JSON.parse(groggy(["help", "--json"]).stdout) as { verbs: { name: string }[] };
  expect(verbs.length).toBeGreaterThan(20);
  for (const { name } of verbs) {
    const { status, stderr, stdout } = groggy([name, "-h"]);
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}groggy /);
  }
});

test("every format works though its packages are not installed", () => {
  const store = imported("formats.groggy");
  expect(existsSync(join(project.folder, "node_modules/apache-arrow"))).toBe(false);
  for (const format of ["parquet", "arrow", "csv.gz", "jsonl"]) {
    const files = format === "jsonl" ? [`all.${format}`] : [`nodes.${format}`, "--edges", `edges.${format}`];
    expect(groggy(["export", store, ...files])).toMatchObject({ status: 0 });
    const back = `back-${format.replace(".", "-")}.groggy`;
    const { status, stderr } = groggy(["import", back, ...files]);
    expect(status, stderr).toBe(0);
    expect(groggy(["nodes", back, "--count"]).stdout.trim()).toBe("2000");
    expect(groggy(["edges", back, "--count"]).stdout.trim()).toBe("2000");
  }
  const { stdout: parquet } = groggy(["nodes", store, "--format", "parquet"]);
  expect(parquet.startsWith("PAR1")).toBe(true);
});

describe("manners", () => {
  test("a reader that has enough ends it quietly, with 0", () => {
    const store = imported("head.groggy");
    const line = `set -o pipefail; groggy nodes ${store} --format jsonl | head -1`;
    const { status, stderr, stdout } = shell(line);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    for (const verb of ["help", "log", "schema", "info"]) {
      const words = verb === "help" ? verb : `${verb} ${store}`;
      expect(shell(`set -o pipefail; groggy ${words} | true`)).toMatchObject({ status: 0, stderr: "" });
    }
  });

  test("runs without HOME, TERM or a locale, in plain ASCII", () => {
    const store = imported("bare.groggy");
    const env = { PATH: environment().PATH };
    for (const words of [
      ["info", store],
      ["help"],
      ["nodes", store, "--limit", "3", "--format", "table"],
      ["log", store],
    ]) {
      const { status, stderr, stdout } = groggy(words, { env });
      expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: "" });
      if (words[0] === "nodes") expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  test("arguments of 1 MB, and paths with spaces and unusual names", () => {
    const store = imported("-odd näme 日本 'x.groggy".replace(/^-/, "./-"));
    expect(groggy(["nodes", "--count", "--", store]).stdout.trim()).toBe("2000");
    const long = "x".repeat(100_000);
    const words = ["nodes", store, ...Array.from({ length: 10 }, () => long)];
    const { status, stderr } = groggy(words);
    expect(status).toBe(2);
    expect(stderr.length).toBeLessThan(300_000);
    expect(groggy([long]).status).toBe(2);
    expect(groggy([`--${long}`]).status).toBe(2);
  });

  test("no verb opens a socket", () => {
    const store = imported("quiet.groggy");
    const log = join(project.folder, "sockets.txt");
    writeFileSync(
      join(project.folder, "watch.cjs"),
      `const net = require("node:net"), dns = require("node:dns"), fs = require("node:fs");
      const told = (what) => { fs.appendFileSync(${JSON.stringify(log)}, what + "\\n"); throw new Error(what); };
      net.Socket.prototype.connect = () => told("connect");
      net.Server.prototype.listen = () => told("listen");
      dns.lookup = () => told("lookup");
      require("node:dgram").createSocket = () => told("dgram");
      globalThis.fetch = () => told("fetch");`,
    );
    const env = { ...environment(), NODE_OPTIONS: `--require ${join(project.folder, "watch.cjs")}` };
    const lines = [
      ["info"],
      ["schema"],
      ["stats"],
      ["nodes", "--limit", "1"],
      ["log"],
      ["diff", "HEAD", "HEAD"],
      ["verify"],
      ["gc", "--dry-run"],
    ];
    for (const [verb, ...rest] of lines) {
      const { status, stderr } = groggy([verb!, store, ...rest], { env });
      expect({ verb, status, stderr }).toMatchObject({ verb, status: 0 });
    }
    expect(groggy(["clone", store, "quiet-copy.groggy"], { env }).status).toBe(0);
    expect(groggy(["fetch", store, "https://example.org/people.groggy"], { env }).status).not.toBe(0);
    expect(existsSync(log)).toBe(false);
    // the watch itself can fail
    spawnSync(process.execPath, ["-e", "require('node:net').connect(1)"], { env });
    expect(existsSync(log)).toBe(true);
  });

  test("errors are lines without a stack", () => {
    mkdirSync(join(project.folder, "empty.groggy"), { recursive: true });
    for (const [words, code] of [
      [["lgo"], 2],
      [["nodes", "gone.groggy"], 4],
      [["nodes", "empty.groggy"], 4],
      [["nodes", "people.csv"], 4],
      [["import", "x.groggy", "gone.csv"], 2],
    ] as const) {
      const { status, stderr } = groggy(words, { cwd: project.folder, env: environment() });
      expect({ words, status }).toEqual({ words, status: code });
      expect(stderr).toMatch(/^groggy: /);
      expect(stderr).not.toMatch(/^ +at /m);
    }
  });
});

describe("signals", () => {
  const CSV_ROWS = 300_000;
  const bigCsv = (): string => {
    const path = join(project.folder, "big.csv");
    if (!existsSync(path)) {
      const rows = Array.from({ length: CSV_ROWS }, (_, i) => `${i},name ${i},${i % 97}`);
      writeFileSync(path, `id,name,age\n${rows.join("\n")}\n`);
    }
    return path;
  };

  /** Starts a verb and sends a signal after so many ms. */
  function interrupted(
    words: readonly string[],
    signal: NodeJS.Signals,
    afterMs: number,
  ): Promise<{ status: number | null; signal: string | null; stderr: string }> {
    return new Promise((resolve) => {
      const child = spawn(
        process.execPath,
        [join(project.folder, "node_modules/groggy/dist/cli/groggy.js"), ...words],
        {
          cwd: project.folder,
          env: environment(),
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      let stderr = "";
      child.stderr.on("data", (chunk) => {
        stderr += String(chunk);
      });
      const timer = setTimeout(() => child.kill(signal), afterMs);
      child.on("close", (status, by) => {
        clearTimeout(timer);
        resolve({ status, signal: by, stderr });
      });
    });
  }

  test("SIGTERM at any time while importing leaves the last commit, or the new one", async () => {
    const store = imported("killed.groggy");
    bigCsv();
    const seen = new Set<string>();
    for (const afterMs of [50, 150, 300, 500, 800, 1200]) {
      await interrupted(["import", store, "big.csv"], "SIGTERM", afterMs);
      const count = groggy(["nodes", store, "--count"]).stdout.trim();
      seen.add(count);
      expect(["2000", String(2000 + CSV_ROWS)]).toContain(count);
      expect(groggy(["verify", store]).status).toBe(0);
      if (count !== "2000") expect(groggy(["undo", store]).status).toBe(0);
    }
    expect(seen.has("2000")).toBe(true);
  });

  test("Ctrl-C stops an import with 130 and leaves the graph as it was", async () => {
    const store = imported("stopped.groggy");
    bigCsv();
    const { signal, status } = await interrupted(["import", store, "big.csv"], "SIGINT", 400);
    // before the verb listens the signal ends the process, which shells report as 130 too
    if (signal === null) expect([0, 130]).toContain(status);
    else expect(signal).toBe("SIGINT");
    if (status !== 0) expect(groggy(["nodes", store, "--count"]).stdout.trim()).toBe("2000");
  });
});

describe("completion", () => {
  beforeAll(() => {
    imported("done.groggy");
  });

  test("bash", () => {
    const { stderr, stdout } = shell(
      [
        "source <(groggy completion bash)",
        'try() { COMP_LINE="$1" COMP_POINT=${#1} COMP_WORDS=(groggy) COMP_CWORD=1; _groggy; echo "${COMPREPLY[*]}"; }',
        'try "groggy comple"',
        'try "groggy info done.g"',
        'try "groggy nodes done.groggy --columns na"',
        'try "groggy nodes done.groggy --at m"',
      ].join("\n"),
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("completion\ndone.groggy\nname\nmain\n");
  });

  const hasFish = spawnSync("fish", ["--version"]).status === 0;
  test.skipIf(!hasFish)("fish", () => {
    const { stdout } = shell(
      'groggy completion fish | source; complete -C "groggy comple"; complete -C "groggy nodes done.groggy --at m"',
      "fish",
    );
    expect(stdout).toMatch(/^completion\tPrint a script.*\nmain\tfirst import\n$/);
  });

  const hasZsh = spawnSync("zsh", ["--version"]).status === 0;
  test.skipIf(!hasZsh)("zsh", () => {
    // compadd is what the completion system would be told
    const { stdout } = shell(
      [
        "compadd() { print -r -- ${(P)@[-1]} }",
        "_files() { print files }",
        "source <(groggy completion zsh)",
        'try() { words=("$@") CURRENT=$#; _groggy }',
        "try groggy comple",
        "try groggy nodes done.groggy --at m",
      ].join("\n"),
      "zsh",
    );
    expect(stdout).toBe("completion\nmain\n");
  });
});

test("what was imported is what the files say", () => {
  const store = imported("whole.groggy");
  const { stdout } = groggy(["nodes", store, "--columns", "name,born", "--format", "csv"]);
  const lines = readFileSync(join(project.folder, "people.csv"), "utf8").trimEnd().split("\n");
  expect(stdout.trimEnd().split(/\r?\n/)).toHaveLength(lines.length);
});
