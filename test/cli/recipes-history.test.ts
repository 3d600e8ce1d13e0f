// docs/cli-recipes-history.md, line by line, on the example stores; `-u` writes anew what is printed.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clock } from "./run-cli.js";
import { runLine } from "./run-line.js";
import { exampleFolder } from "./stores.js";

const path = new URL("../../docs/cli-recipes-history.md", import.meta.url);

test("the recipes for history print what they show", async () => {
  const cwd = exampleFolder();
  const now = clock();
  const failures: string[] = [];
  const parts = readFileSync(path, "utf8").split(/^(```console\n[\s\S]*?^```\n)/m);
  const shown: string[] = [];
  for (const part of parts) {
    if (!part.startsWith("```console\n")) {
      shown.push(part);
      continue;
    }
    let block = "";
    for (const line of part.split("\n").filter((each) => each.startsWith("$ "))) {
      const run = await runLine(line.slice(2), { cwd, now, env: process.env });
      if (run.code !== 0) failures.push(`${line}: exit code ${run.code}, ${run.stderr}`);
      block += `${line}\n${run.stdout}${run.stderr}`;
    }
    shown.push(`\`\`\`console\n${block}\`\`\`\n`);
  }
  expect(failures).toEqual([]);
  await expect(shown.join("")).toMatchFileSnapshot("../../docs/cli-recipes-history.md");
});
