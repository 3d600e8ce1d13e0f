// docs/cli-recipes.md is run line by line, and prints what it says; `vitest run test/cli/recipes.test.ts --update` writes what
// is printed into the page.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { clock } from "./run-cli.js";
import { runLine } from "./run-line.js";
import { temporaryFolder } from "./stores.js";

const page = new URL("../../docs/cli-recipes.md", import.meta.url);

function lockFile(version: string, other: string): string {
  const packages = {
    "": { dependencies: { left: "*", [other]: "*" } },
    "node_modules/left": { version },
    [`node_modules/${other}`]: { version: "2.0.0" },
  };
  return JSON.stringify({ name: "me", lockfileVersion: 3, packages });
}

it("the recipes of the command line do what they say", async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, "people.csv"),
    "id,name,born\nada,Ada,1815\nalan,Alan,1911\ncharles,Charles,1791\n",
  );
  writeFileSync(join(cwd, "tuesday.csv"), "id,name,born\nada,Ada,1815\nalan,Alan,1912\ngrace,Grace,1906\n");
  for (const [folder, lock] of [
    ["before", lockFile("1.0.0", "right")],
    ["after", lockFile("1.1.0", "middle")],
  ] as const) {
    mkdirSync(join(cwd, folder));
    writeFileSync(join(cwd, folder, "package-lock.json"), lock);
  }
  const now = clock();
  const given = readFileSync(page, "utf8");
  const parts = given.split(/(?<=```console\n)(.*?)(?=```)/s);
  for (let i = 1; i < parts.length; i += 2) {
    let seen = "";
    for (const line of parts[i]!.split("\n").filter((each) => each.startsWith("$ "))) {
      const { stderr, stdout } = await runLine(line.slice(2), { cwd, now });
      seen += `${line}\n${stdout}${stderr}`;
    }
    parts[i] = seen;
  }
  await expect(parts.join("")).toMatchFileSnapshot("../../docs/cli-recipes.md");
});
