// The in-memory graph in a real browser, from plain ES modules and from a bundle, with and without
// cross-origin isolation: the same commits come out as in Node.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { visit } from "./chromium.js";
import { openSite } from "./site.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scenario = "/test/browser/scenario.mjs";
const reportTimeoutMs = 120_000;

let expected: { commits: string[]; adults: number };
let bundle: string;
let bundled: string[];

beforeAll(async () => {
  const code = `import { run } from ".${scenario}"; console.log(JSON.stringify(run()));`;
  const args = ["--input-type=module", "--eval", code];
  expected = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [scenario.slice(1)],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
  });
  bundle = outputFiles[0]!.text;
  bundled = Object.keys(metafile.inputs);
});

test("what Node answers is worth comparing with", () => {
  expect(expected.commits).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  expect(expected.adults).toBeGreaterThan(30_000);
  expect(expected).toMatchObject({
    changed: [99_999, "Lovelace", false],
    seen: [100_000, expect.stringContaining("name "), true],
    back: [100_000, 300_000, "main", expected.commits[0]],
  });
});

test("a bundler takes the web platform, and nothing of Node or of the other entry points", () => {
  expect(bundled).toContain("dist/platform/web.js");
  expect(bundled).not.toContain("dist/platform/node.js");
  expect(bundled.filter((path) => /dist\/(algorithms|formats)|apache-arrow/.test(path))).toEqual([]);
});

describe.each([
  ["cross-origin isolated", true],
  ["not isolated", false],
])("a page that is %s", (_, isolated) => {
  test.each([
    ["plain ES modules", scenario],
    ["a bundle", "/bundle.js"],
  ])("makes the same graph as Node, from %s", async (_, path) => {
    await using site = await openSite(isolated, { "/bundle.js": bundle });
    const url = `${site.origin}/test/browser/page.html?scenario=${path}`;
    const report = await visit(url, site.report, reportTimeoutMs);
    expect(report).toEqual({ isolated, sharedArrayBuffer: isolated, result: expected });
    expect(site.paths).toContain(path);
  });
});
