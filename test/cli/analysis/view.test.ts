// `groggy view`: what it serves, what it prints, when it opens a browser, and how it ends.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { Graph } from "groggy";
import { describe, expect, test } from "vitest";
import { commands } from "../../../src/cli/commands.js";
import { browserCommand, hasBrowser } from "../../../src/cli/verbs/analysis/open-browser.js";
import { decodeFrame } from "../../../src/viewer/protocol/frame.js";
import type { GraphMeta } from "../../../src/viewer/protocol/messages.js";
import { type CliRun, runCli } from "../run-cli.js";
import { exampleFolder } from "../stores.js";

interface Running {
  readonly url: string;
  readonly get: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Ctrl-C; resolves with the exit code and what was printed. */
  readonly end: () => Promise<CliRun>;
}

/** Runs the verb until it has printed its address. */
async function view(words: readonly string[], cwd: string): Promise<Running> {
  const interrupts = new AbortController();
  let stdout = "";
  let told: (url: string) => void = () => {};
  const address = new Promise<string>((resolve) => {
    told = resolve;
  });
  const done = runCli(["view", ...words], {
    cwd,
    signal: interrupts.signal,
    onStdout: (text) => {
      stdout += text;
      const [url] = /http:\/\/[^\s"]+\/(?=\s|")/.exec(stdout) ?? [];
      if (url !== undefined) told(url);
    },
  });
  const ended = done.then(({ code, stderr }) => {
    throw new Error(`ended with ${code}: ${stderr}`);
  });
  const url = await Promise.race([address, ended]);
  ended.catch(() => {});
  return {
    url,
    get: async (path) => new Uint8Array(await (await fetch(url + path)).arrayBuffer()),
    end: () => {
      interrupts.abort();
      return done;
    },
  };
}

const countsOf = async ({ get }: Running, path = "graph") => {
  const { meta } = decodeFrame<GraphMeta>(await get(path));
  return [meta.nodeCount, meta.edgeCount];
};
const settingsOf = async ({ get }: Running) =>
  JSON.parse(new TextDecoder().decode(await get("settings"))) as Record<string, unknown>;

describe("a store", () => {
  test("is served until Ctrl-C, which ends it with 0", async () => {
    const running = await view(["people.groggy"], exampleFolder());
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
    expect(await countsOf(running)).toEqual([5, 3]);
    expect(await settingsOf(running)).toEqual({ title: "people", at: "", search: "", limit: 20_000 });
    expect(await running.end()).toEqual({ code: 0, stdout: `${running.url}\n`, stderr: "Ctrl-C ends it\n" });
    await expect(fetch(running.url)).rejects.toThrow();
  });

  test("is read beside a writer, whose commits are told", async () => {
    const cwd = exampleFolder();
    const writer = Graph.open(join(cwd, "people.groggy"));
    const running = await view(["people.groggy"], cwd);
    const events = http.get(`${running.url}events`);
    const told = new Promise<string>((resolve) => {
      let text = "";
      events.on("response", (response) =>
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          if (text.includes("event: state")) resolve(text);
        }),
      );
    });
    events.on("error", () => {});
    writer.addNode("Person", { email: "new@example.org" });
    writer.commit("one more");
    await told;
    expect(await countsOf(running)).toEqual([6, 3]);
    writer.close();
    expect((await running.end()).code).toBe(0);
  });

  test("is found as by other verbs, and the word behind it is a filter", async () => {
    const cwd = exampleFolder();
    const running = await view(["--store", "people.groggy", ":Person AND born < 1900"], cwd);
    expect(await settingsOf(running)).toMatchObject({ title: "people", search: ":Person AND born < 1900" });
    await running.end();
  });
});

describe("options", () => {
  test.each([
    [["--at", "v1"], { at: "v1" }],
    [["--query", "MATCH (n) RETURN n LIMIT 1"], { search: "MATCH (n) RETURN n LIMIT 1" }],
    [["--limit", "3"], { limit: 3 }],
  ] as const)("%j", async (words, settings) => {
    const running = await view(["people.groggy", ...words], exampleFolder());
    expect(await settingsOf(running)).toMatchObject(settings);
    await running.end();
  });

  test("--port is the port, and one in use is refused", async () => {
    const cwd = exampleFolder();
    const free = await view(["people.groggy"], cwd);
    const { port } = new URL(free.url);
    const busy = await runCli(["view", "people.groggy", "--port", port], { cwd });
    expect([busy.code, busy.stderr]).toEqual([
      2,
      `groggy: "port" expected a free port of 127.0.0.1, got ${port}, which is in use\n`,
    ]);
    await free.end();
    const again = await view(["people.groggy", "--port", port], cwd);
    expect(new URL(again.url).port).toBe(port);
    await again.end();
  });

  test("--json is one document, and --quiet leaves the note out", async () => {
    const cwd = exampleFolder();
    const running = await view(["people.groggy", "--json"], cwd);
    const { stdout } = await running.end();
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      url: running.url,
      port: Number(new URL(running.url).port),
      nodes: 5,
      edges: 3,
    });
    const quiet = await view(["people.groggy", "--quiet"], cwd);
    expect((await quiet.end()).stderr).toBe("");
  });

  test("every option of the table is among those tried here", () => {
    expect(Object.keys(commands.view!.options).sort()).toEqual(
      ["at", "query", "from", "limit", "port", "no-open"].sort(),
    );
  });
});

describe("a file", () => {
  test("of any format is drawn without a store, by its name", async () => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "two.gml"), "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]\n");
    const running = await view(["two.gml"], cwd);
    expect([await countsOf(running), (await settingsOf(running)).title]).toEqual([[2, 1], "two.gml"]);
    await running.end();
    const table = await view(["knows.csv", "since > 1800"], cwd);
    expect([await countsOf(table), (await settingsOf(table)).search]).toEqual([[2, 1], "since > 1800"]);
    await table.end();
  });

  test("of a format that its name does not tell is read by --from", async () => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "pairs.data"), "a b\nb c\n");
    const running = await view(["pairs.data", "--from", "edgelist"], cwd);
    expect(await countsOf(running)).toEqual([3, 2]);
    await running.end();
  });

  test("that is wrong is refused with 3", async () => {
    const cwd = exampleFolder();
    writeFileSync(join(cwd, "torn.gml"), "graph [ node [ id 1 ");
    const { code, stderr } = await runCli(["view", "torn.gml"], { cwd });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^groggy: .+\n/)]);
  });
});

test.each([
  [["view", "nothing.here"], 4, /"file" expected a store or a file, got "nothing.here", which is not there/],
  [["view", "people.groggy", "nothing.here", "x"], 4, /which is not there/],
  [["view", "people.groggy", "born <"], 2, /filter/],
  [["view", "people.groggy", "borm < 1"], 2, /borm/],
  [["view", "people.groggy", "--at", "nowhere"], 2, /nowhere/],
  [
    ["view", "people.groggy", ":Person", "--query", "RETURN 1"],
    2,
    /"--query" expected no filter beside it, got both/,
  ],
  [["view", "people.groggy", "--from", "gml"], 2, /"--from" expected a file to go with it, got a store/],
  [["view", "people.groggy", "--port", "70000"], 2, /65535/],
  [["view", "people.groggy", "--limit", "0"], 2, /limit/],
  [["view", "missing.groggy"], 4, /missing\.groggy/],
] as const)("%j is refused at once", async (words, code, message) => {
  const run = await runCli(words, { cwd: exampleFolder() });
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code, stdout: "" });
  expect(run.stderr).toMatch(message);
});

describe("the browser", () => {
  test.each([
    [{ DISPLAY: ":0" }, "linux", true, true],
    [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", true, true],
    [{}, "linux", true, false],
    [{ DISPLAY: ":0" }, "linux", false, false],
    [{ DISPLAY: ":0", CI: "true" }, "linux", true, false],
    [{ DISPLAY: ":0", SSH_CONNECTION: "1 2 3 4" }, "linux", true, false],
    [{ DISPLAY: ":0", SSH_TTY: "/dev/pts/0" }, "linux", true, false],
    [{}, "darwin", true, true],
    [{}, "win32", true, true],
    [{ SSH_TTY: "x" }, "darwin", true, false],
  ] as const)("%j on %s, at a terminal: %s", (env, platform, isTerminal, expected) => {
    expect(hasBrowser(env, platform, isTerminal)).toBe(expected);
  });

  test("is opened by the command of the platform", () => {
    const url = "http://127.0.0.1:1/token/";
    expect(["darwin", "win32", "linux"].map((platform) => browserCommand(url, platform))).toEqual([
      ["open", url],
      ["cmd", "/c", "start", '""', url],
      ["xdg-open", url],
    ]);
  });

  test("is started at a terminal, and not with --no-open", async () => {
    const cwd = exampleFolder();
    const bin = join(cwd, "bin");
    const opened = join(cwd, "opened.txt");
    mkdirSync(bin);
    writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\necho "$1" > '${opened}'\n`);
    chmodSync(join(bin, "xdg-open"), 0o755);
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    try {
      const run = (...words: string[]) => {
        const interrupts = new AbortController();
        const end = () => setTimeout(() => interrupts.abort(), 1000);
        const settings = { cwd, env: { DISPLAY: ":0" }, isTerminal: true, onStdout: end };
        return runCli(["view", "people.groggy", ...words], { ...settings, signal: interrupts.signal });
      };
      expect([(await run("--no-open")).code, existsSync(opened)]).toEqual([0, false]);
      if (process.platform !== "linux") return;
      const { code, stdout } = await run();
      expect(code).toBe(0);
      await expect
        .poll(() => existsSync(opened) && readFileSync(opened, "utf8").trim())
        .toBe(/http:\S+/.exec(stdout)![0]);
    } finally {
      process.env.PATH = path;
    }
  });
});
