// Threads in a real browser: a page that is cross-origin isolated has them, one that is not does without, and both
// answer as Node does.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { visit } from "./chromium.js";
import { openSite } from "./site.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scenario = "/test/browser/threads-scenario.mjs";
const reportTimeoutMs = 120_000;

test.each([
  ["cross-origin isolated", true],
  ["not isolated", false],
])("a page that is %s answers as Node does", async (_, isolated) => {
  const code = `import { run } from ".${scenario}"; console.log(JSON.stringify(await run()));`;
  const args = ["--input-type=module", "--eval", code];
  const expected = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
  expect(expected.answers.isSame).toBe(true);
  await using site = await openSite(isolated, {});
  const url = `${site.origin}/test/browser/page.html?scenario=${scenario}`;
  const { result } = (await visit(url, site.report, reportTimeoutMs)) as { result: unknown };
  expect(result).toEqual({ answers: expected.answers, isFree: true, hasThreads: isolated });
});
