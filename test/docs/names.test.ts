/** Names that pages list in tables are public: the functions of groggy/algorithms, and the commands of the package. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as algorithms from "../../src/algorithms/index.js";
import { root } from "./check-examples.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = ["README.md", "CHANGELOG.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)]
  .filter((path) => path.endsWith(".md"))
  .map((path) => ({ path, text: read(path) }));

test("the algorithms in the guide's table are those that are exported", () => {
  const table =
    /\| family \| functions \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(read("docs/guide.md"))?.[1] ?? "";
  const listed = Array.from(table.matchAll(/`(\w+)`/g), ([, name]) => name);
  // classes begin with a capital; what runs in the background is listed beside
  const exported = Object.keys(algorithms).filter((name) => /^[a-z]/.test(name) && !name.endsWith("Async"));
  expect(listed.sort()).toEqual(exported.sort());
});

test("the algorithms that the guide says run in the background are those that do", () => {
  const listed = /There are such forms of ([^.]*)\./.exec(read("docs/guide.md"))?.[1] ?? "";
  const named = Array.from(listed.matchAll(/`(\w+)`/g), ([, name]) => `${name}Async`);
  expect(named.sort()).toEqual(
    Object.keys(algorithms)
      .filter((name) => name.endsWith("Async"))
      .sort(),
  );
});

test.each(pages)("the commands that $path names exist", ({ text }) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name]) => name);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test.each(pages)("the files that $path names exist", ({ text }) => {
  const paths = Array.from(
    text.matchAll(/`((?:src|test|docs|benchmarks|examples|scripts)\/[\w./-]*\w\.\w+)`/g),
  );
  const missing = paths.map(([, path]) => path).filter((path) => !isFile(path));
  expect(missing).toEqual([]);
});

function isFile(path: string): boolean {
  try {
    read(path);
    return true;
  } catch {
    return false;
  }
}
