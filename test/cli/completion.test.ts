// What the shells' scripts ask: candidates for the end of a command line.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { shellQuoted, shellWords } from "../../src/cli/shared/shell-words.js";
import { runCli } from "./run-cli.js";
import { exampleFolder, makePeople, temporaryFolder } from "./stores.js";

/** The candidates for the last word, without what they are. */
async function candidates(cwd: string, ...words: string[]): Promise<string[]> {
  const { code, stderr, stdout } = await runCli(["complete", "--", ...words], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout === ""
    ? []
    : stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split("\t")[0]!);
}

/** The same as bash asks for it. */
async function bash(cwd: string, line: string, point = line.length): Promise<string[]> {
  const { stdout } = await runCli(
    ["complete", "--shell", "bash", "--line", line, "--point", String(point), "--breaks", " \t\n\"'><=;|&(:"],
    { cwd },
  );
  return stdout === "" ? [] : stdout.trimEnd().split("\n");
}

const cwd = exampleFolder;

describe("verbs", () => {
  test("all but the hidden ones, and stores", async () => {
    const shown = Object.keys(commands).filter((name) => !commands[name]!.hidden);
    expect(await candidates(cwd(), "")).toEqual(expect.arrayContaining([...shown, "people.groggy"]));
    expect(await candidates(cwd(), "comple")).toEqual(["completion"]);
    expect(await candidates(cwd(), "--store", "people.groggy", "ver")).toEqual(["verify", "version"]);
    expect(await candidates(cwd(), "nosuch", "")).toEqual([]);
    expect(await candidates(cwd(), "__proto__", "")).toEqual([]);
  });
});

describe("options", () => {
  test("of the verb and of every verb", async () => {
    expect(await candidates(cwd(), "gc", "--d")).toEqual(["--debug", "--drop-undo", "--dry-run"]);
    expect(await candidates(cwd(), "--js")).toEqual(["--json"]);
    expect(await candidates(cwd(), "gc", "--", "--d")).not.toContain("--dry-run");
  });

  test("their values: choices, revisions, branches", async () => {
    expect(await candidates(cwd(), "gc", "--color", "a")).toEqual(["auto", "always"]);
    expect(await candidates(cwd(), "gc", "--color=a")).toEqual(["--color=auto", "--color=always"]);
    expect(await candidates(cwd(), "push", "people.groggy", "x.groggy", "--branch", "e")).toEqual([
      "experiment",
    ]);
    expect(await candidates(cwd(), "push", "people.groggy", "x.groggy", "--branch=e")).toEqual([
      "--branch=experiment",
    ]);
    expect(await candidates(cwd(), "push", "people.groggy", "x.groggy", "-b", "e")).toEqual(["experiment"]);
    expect(await candidates(cwd(), "gc", "--quiet=", "")).toEqual(expect.arrayContaining(["people.groggy"]));
  });
});

describe("operands", () => {
  test("the store comes first, then what the table says", async () => {
    expect(await candidates(cwd(), "gc", "peo")).toEqual(["people.groggy"]);
    expect(await candidates(cwd(), "help", "rev")).toContain("revisions");
    expect(await candidates(cwd(), "completion", "")).toEqual(["bash", "zsh", "fish"]);
    const folder = temporaryFolder();
    mkdirSync(join(folder, "deep"));
    makePeople(join(folder, "deep/other.groggy"));
    expect(await candidates(folder, "gc", "deep/")).toEqual(["deep/other.groggy"]);
  });

  test("a store that is not there, or is damaged, has no names, and nothing is said", async () => {
    expect(await candidates(cwd(), "push", "gone.groggy", "x.groggy", "--branch", "")).toEqual([]);
    expect(await candidates(temporaryFolder(), "push", "--branch", "")).toEqual([]);
  });
});

describe("for bash", () => {
  test("the line is parted as bash does, up to the cursor", async () => {
    expect(await bash(cwd(), "groggy gc --dr")).toEqual(["--drop-undo", "--dry-run"]);
    expect(await bash(cwd(), "groggy gc --dr people.groggy", 14)).toEqual(["--drop-undo", "--dry-run"]);
    expect(await bash(cwd(), "groggy push people.groggy x.groggy --branch 'exp")).toEqual(["experiment"]);
  });

  test("what stands before a character at which bash parts words is not said again", async () => {
    expect(await bash(cwd(), "groggy gc --color=al")).toEqual(["always"]);
  });

  test("a name with a space comes quoted", async () => {
    const folder = temporaryFolder();
    makePeople(join(folder, "my people.groggy"));
    expect(await bash(folder, "groggy gc my")).toEqual(["my\\ people.groggy"]);
    expect(await bash(folder, "groggy gc 'my")).toEqual(["my people.groggy"]);
    expect(await bash(folder, "groggy gc my\\ p")).toEqual(["my\\ people.groggy"]);
  });

  test("every text, quoted, is one word again", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(shellWords(`groggy ${shellQuoted(text)}`).map((word) => word.text)).toEqual(["groggy", text]);
      }),
    );
  });
});

test.each(["bash", "zsh", "fish"])("the script for %s, as text and as JSON", async (shell) => {
  const { stdout } = await runCli(["completion", shell]);
  expect(stdout).toContain("groggy");
  const { stdout: json } = await runCli(["completion", shell, "--json"]);
  expect(JSON.parse(json)).toEqual({ schema: 1, shell, script: stdout.trimEnd() });
});

test("another shell is refused", async () => {
  const { code, stderr } = await runCli(["completion", "fsih"]);
  expect(code).toBe(2);
  expect(stderr).toContain('SHELL expected one of bash, zsh, fish, got "fsih"');
  expect(stderr).toContain("did you mean fish?");
});
