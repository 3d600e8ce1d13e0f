// Every option of the table makes a difference: to what is printed, to the exit code or to the files.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "groggy";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { commands } from "../../src/cli/commands.js";
import { globalOptions } from "../../src/cli/shared/global-options.js";
import { shellWords } from "../../src/cli/shared/shell-words.js";
import { algorithmOptions } from "../../src/cli/table/algorithm-options.js";
import { encodeWriter, writerFileName } from "../../src/store/lock/writer-file.js";
import {
  globalOptionPairs,
  leaveDraft,
  makePairFiles,
  type OptionPair,
  optionPairs,
  type Situation,
} from "./option-pairs.js";
import { clock } from "./run-cli.js";
import { runLine } from "./run-line.js";
import { exampleFolder, temporaryFolder } from "./stores.js";

/** The options of a verb but those of algorithms and of the viewer, which the tests of `run` and `view` hold. */
function optionsOf(verb: string): string[] {
  if (verb === "view") return [];
  const own = verb === "run" ? commands.query!.options : {};
  return Object.keys(commands[verb]!.options).filter(
    (name) => verb !== "run" || name in own || !(name in algorithmOptions),
  );
}

let made: string | undefined;
afterAll(() => {
  if (made !== undefined) rmSync(made, { recursive: true, force: true });
});
function copyTo(cwd: string): void {
  if (made === undefined) {
    made = `${temporaryFolder()}-made`;
    cpSync(exampleFolder(), made, { recursive: true });
    makePairFiles(made);
  }
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd);
  cpSync(made, cwd, { recursive: true });
}

/** All files below a folder, by their paths; stores, some of whose bytes are random, by what is in them. */
function filesOf(folder: string): Record<string, unknown> {
  const files: Record<string, unknown> = {};
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (name === "damaged.groggy") continue;
    if (statSync(path).isFile()) files[name] = createHash("sha256").update(readFileSync(path)).digest("hex");
    else files[name] = readdirSync(path).length === 0 ? "empty" : storeOf(path);
  }
  return files;
}

function storeOf(path: string): unknown {
  const graph = Graph.open(path, { readOnly: true });
  try {
    const { directed, head, history, key } = graph;
    return {
      ...{ directed, head, key, size: sizeOf(path), status: graph.status() },
      refs: [history.branches(), history.tags(), history.remoteBranches(), history.stashes()],
      steps: history.operations().map(({ name, undone }) => [name, undone]),
    };
  } finally {
    graph.close();
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** What a line does in a new copy of the examples, always at one place, whose path may be printed. */
async function outcomeOf(line: string, cwd: string, situation: Situation = {}) {
  const { before = [], busy, env = {}, hasDraft = false, isTerminal = false, stdin = "" } = situation;
  copyTo(cwd);
  const now = clock();
  if (hasDraft && !before.some((each) => each.includes("undo"))) leaveDraft(join(cwd, "people.groggy"));
  for (const each of before) await runLine(each, { cwd, now });
  if (hasDraft && before.some((each) => each.includes("undo"))) leaveDraft(join(cwd, "people.groggy"));
  if (busy !== undefined) makeBusy(join(cwd, busy));
  const run = await runLine(line, { cwd, env, now, isTerminal, stdin });
  return { ...run, files: filesOf(cwd) };
}

/** Makes the lock of a writer on another machine, who releases it within two seconds. */
function makeBusy(store: string): void {
  const path = join(store, writerFileName(9));
  const writer = { pid: 1, host: "elsewhere", start: "", thread: "", nonce: "00".repeat(8) };
  writeFileSync(path, encodeWriter({ ...writer, released: false, making: false, mark: undefined }));
  const child = spawn("sh", ["-c", `sleep 1.5; rm -f '${path}'`], { stdio: "ignore" });
  onTestFinished(() => void child.kill());
}

test("each option of the table has a pair of lines", () => {
  for (const verb of Object.keys(commands))
    expect({ verb, options: Object.keys(optionPairs[verb] ?? {}).sort() }).toEqual({
      verb,
      options: optionsOf(verb).sort(),
    });
  expect(Object.keys(globalOptionPairs).sort()).toEqual(Object.keys(globalOptions).sort());
});

async function holdPair(
  name: string,
  short: string | undefined,
  [line, words, situation]: OptionPair,
): Promise<void> {
  const [first] = shellWords(words).map(({ text }) => text.replace(/=.*/, ""));
  expect([`--${name}`, `-${short}`]).toContain(first);
  const cwd = join(temporaryFolder(), "cli");
  const without = await outcomeOf(line, cwd, situation);
  // nothing but the option makes the difference
  expect(await outcomeOf(line, cwd, situation)).toEqual(without);
  const given = await outcomeOf(`${line} ${words}`, cwd, situation);
  expect(given).not.toEqual(without);
  expect(given.stderr).not.toMatch(/unknown option/i);
  expect(given.code).not.toBe(70);
}

describe.each(Object.entries(optionPairs))("%s", (verb, pairs) => {
  test.each(Object.entries(pairs))("--%s", async (name, pair) => {
    await holdPair(name, commands[verb]!.options[name]!.short, pair);
  });
});

test.each(Object.entries(globalOptionPairs))("--%s", async (name, pair) => {
  await holdPair(name, globalOptions[name]!.short, pair);
});
