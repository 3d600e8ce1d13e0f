// The history of shells: for its owner alone, of so many lines, and whole where shells write it at one time.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import {
  appendHistory,
  HISTORY_LINES_MAX,
  historyPath,
  readHistory,
} from "../../../src/cli/shell/history-file.js";
import { temporaryFolder } from "../stores.js";

describe("the history", () => {
  test("is in the folder of states, and nowhere without a home", () => {
    expect(historyPath({ XDG_STATE_HOME: "/s", HOME: "/h" })).toBe(join("/s", "groggy", "history"));
    expect(historyPath({ HOME: "/h" })).toBe(join("/h", ".local", "state", "groggy", "history"));
    expect(historyPath({ XDG_STATE_HOME: "relative", HOME: "/h" })).toBe(
      join("/h", ".local", "state", "groggy", "history"),
    );
    if (process.platform !== "win32") expect(historyPath({})).toBe(undefined);
  });

  test("is read by its owner alone, the newest line first", () => {
    const path = join(temporaryFolder(), "a", "history");
    expect(readHistory(path)).toEqual([]);
    appendHistory(path, "one");
    appendHistory(path, "  ");
    appendHistory(path, "two\nlines");
    expect(readHistory(path)).toEqual(["two lines", "one"]);
    expect(existsSync(`${path}.lock`)).toBe(false);
    if (process.platform === "win32") return;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o644);
    appendHistory(path, "three");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("keeps so many lines, and cuts its file", () => {
    const path = join(temporaryFolder(), "history");
    const count = HISTORY_LINES_MAX + 1_500;
    writeFileSync(path, `${Array.from({ length: count }, (_, i) => `line ${i}`).join("\n")}\n`);
    const lines = readHistory(path);
    expect([lines.length, lines[0]]).toEqual([HISTORY_LINES_MAX, `line ${count - 1}`]);
    expect(readFileSync(path, "utf8").split("\n").length - 1).toBe(HISTORY_LINES_MAX);
    appendHistory(path, "more");
    expect(readHistory(path)[0]).toBe("more");
  });

  test("is done without where it cannot be read or written", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    for (const path of [undefined, folder, join(folder, "file", "history")]) {
      appendHistory(path, "line");
      expect(readHistory(path)).toEqual([]);
    }
  });

  test("does not wait for a lock that was left behind", () => {
    const path = join(temporaryFolder(), "history");
    writeFileSync(`${path}.lock`, "");
    utimesSync(`${path}.lock`, 0, 0);
    const begun = performance.now();
    appendHistory(path, "line");
    expect(performance.now() - begun).toBeLessThan(400);
    expect(readHistory(path)).toEqual(["line"]);
  });

  test("loses no line of shells that write at one time, while it is cut", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const path = join(folder, "history");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, "old\n".repeat(HISTORY_LINES_MAX + 1_100));
    const entry = fileURLToPath(new URL("../../../src/cli/shell/history-file.ts", import.meta.url));
    await build({
      entryPoints: [entry],
      platform: "node",
      format: "esm",
      outfile: join(folder, "h.mjs"),
      logLevel: "error",
    });
    writeFileSync(
      join(folder, "child.mjs"),
      `import { appendHistory, readHistory } from "./h.mjs";
       const [path, name] = process.argv.slice(2);
       for (let i = 0; i < 60; i++) { appendHistory(path, name + " " + i); if (i % 20 === 0) readHistory(path); }`,
    );
    const names = ["a", "b", "c"];
    await Promise.all(
      names.map(
        (name) =>
          new Promise((done) =>
            spawn(process.execPath, [join(folder, "child.mjs"), path, name], { stdio: "inherit" }).once(
              "close",
              done,
            ),
          ),
      ),
    );
    const lines = readHistory(path);
    for (const name of names)
      expect(lines.filter((line) => line.startsWith(`${name} `)).reverse()).toEqual(
        Array.from({ length: 60 }, (_, i) => `${name} ${i}`),
      );
  });
});
