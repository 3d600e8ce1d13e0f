// Help: of all verbs, of each in its two lengths, and topics.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { HELP_COLUMNS, HELP_ROWS } from "../../src/cli/shared/help-text.js";
import { helpTopics } from "../../src/cli/shared/help-topics.js";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./stores.js";

const textOf = async (...words: string[]): Promise<string[]> => {
  const { code, stderr, stdout } = await runCli(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
};

describe.each(Object.keys(commands))("%s", (verb) => {
  const command = commands[verb]!;

  test("short help fits a screen and begins with an example", async () => {
    const lines = await textOf(verb, "-h");
    expect(lines.length).toBeLessThanOrEqual(HELP_ROWS);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(HELP_COLUMNS);
    expect(lines[0]).toMatch(/^ {2}groggy /);
    expect(await textOf("help", verb, "--short")).toEqual(lines);
  });

  test("help keeps to 40 columns of a narrow terminal, with the same words", async () => {
    const narrow = async (flag: string): Promise<string[]> => {
      const { stdout } = await runCli([verb, flag, "--no-pager"], { isTerminal: true, columns: 40 });
      return stdout.trimEnd().split("\n");
    };
    const lines = await narrow("--help");
    for (const line of [...lines, ...(await narrow("-h"))])
      if (line.trim().includes(" ")) expect(line.length).toBeLessThanOrEqual(40);
    expect((await narrow("-h")).length).toBeLessThanOrEqual(HELP_ROWS);
    expect(lines.join(" ").split(/\s+/)).toEqual((await textOf(verb, "--help")).join(" ").split(/\s+/));
  });

  test("long help has every example, operand, option and exit code", async () => {
    const lines = await textOf(verb, "--help");
    const text = lines.join(" ").replaceAll(/\s+/g, " ");
    for (const { line } of command.examples) expect(text).toContain(line.replaceAll(/\s+/g, " "));
    for (const { name } of command.operands) expect(text).toContain(name.toUpperCase());
    for (const name of Object.keys(command.options)) expect(text).toContain(`--${name}`);
    for (const code of Object.keys(command.exitCodes ?? {}))
      expect(text).toMatch(new RegExp(`Exit codes.* ${code} `));
    expect(await textOf("help", verb)).toEqual(lines);
  });

  test("its words keep to the form of help", () => {
    expect(command.summary).not.toMatch(/\.$/);
    expect(command.summary.length).toBeLessThanOrEqual(66);
    expect(command.description).toMatch(/\.$/);
    const parts = [...Object.values(command.options), ...command.operands];
    for (const { summary } of parts) expect(summary).not.toMatch(/\.$/);
    for (const topic of command.topics ?? []) expect(helpTopics).toHaveProperty([topic]);
    for (const { line } of command.examples) expect(line).toMatch(/(^|\s)groggy /);
  });
});

test.each(Object.keys(helpTopics))(
  "the topic %s begins with an example and keeps to 80 columns",
  async (topic) => {
    const lines = await textOf("help", topic);
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(HELP_COLUMNS);
    expect(lines[0]).toMatch(/^ {2}\S/);
  },
);

test("without a verb there is an overview, and every verb has a line in the list", async () => {
  const overview = await textOf();
  expect(overview.length).toBeLessThanOrEqual(HELP_ROWS);
  expect(await textOf("-h")).toEqual(overview);
  const list = await textOf("help");
  expect(await textOf("--help")).toEqual(list);
  for (const [verb, { hidden, summary }] of Object.entries(commands)) {
    const line = list.find((each) => each.startsWith(`  ${verb} `));
    if (hidden) expect(line).toBeUndefined();
    else expect(line).toContain(summary.slice(0, 40));
  }
});

test("as JSON", async () => {
  const { stdout } = await runCli(["help", "version", "--json"]);
  const { schema, text, verbs } = JSON.parse(stdout);
  expect({ schema, verbs }).toEqual({
    schema: 1,
    verbs: [{ name: "version", group: "program", summary: commands.version!.summary }],
  });
  expect(text).toContain("usage: groggy version");
});

test("help and the version that an option asks for heed the format, the colours and the pager of the words", async () => {
  const [asVerb, asOption] = [
    ["help", "log", "--short"],
    ["log", "-h"],
  ].map((words) => runCli([...words, "--json"]));
  expect((await asOption).stdout).toBe((await asVerb).stdout);
  expect(JSON.parse((await runCli(["-h", "--json"])).stdout)).toHaveProperty("verbs");
  expect(JSON.parse((await runCli(["log", "--version", "--format", "json"])).stdout)).toHaveProperty(
    "version",
  );
  expect(JSON.parse((await runCli(["--version", "--format", "json"])).stdout)).toHaveProperty("version");
  expect((await runCli(["log", "-h", "--format", "csv"])).code).toBe(2);
});

test("--no-pager holds for help as well", async () => {
  const path = join(temporaryFolder(), "paged");
  const env = { PATH: process.env.PATH, NO_COLOR: "1", PAGER: `cat > ${path}` };
  const words = ["log", "--help"];
  const settings = { env, isTerminal: true, rows: 5 };
  expect((await runCli([...words, "--no-pager"], settings)).stdout).toContain("usage: groggy log");
  expect(existsSync(path)).toBe(false);
  expect((await runCli(words, settings)).stdout).toBe("");
  expect(readFileSync(path, "utf8")).toContain("usage: groggy log");
});

test("a misspelt verb or topic gets the nearest one", async () => {
  const { code, stderr } = await runCli(["help", "revisoins"]);
  expect(code).toBe(2);
  expect(stderr).toContain("did you mean revisions?");
});
