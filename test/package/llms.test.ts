// llms.txt, which the build makes of the declarations: each public name is in it, in the section of its entry point.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./project.js";

const text = readFileSync(join(root, "llms.txt"), "utf8");
const sections = new Map(text.split(/^## /m).map((part) => [part.slice(0, part.indexOf("\n")), part]));

const exported = readFileSync(join(root, "test/package/exports.txt"), "utf8")
  .split("\n\n")
  .map((part) => {
    const [entry = "", ...lines] = part.trimEnd().split("\n");
    return { entry, names: lines.map((line) => line.trim().split(/ +/) as [string, string]) };
  });

test.each(exported)("$entry has all its public names", ({ entry, names }) => {
  expect(names.length).toBeGreaterThan(1);
  const section = sections.get(entry) ?? "";
  const missing = names.filter(([name]) => {
    const declared = new RegExp(
      `^(?:### (?:abstract )?class |- \`(?:function |interface |type |class )?)${name}\\b`,
      "m",
    );
    return !declared.test(section);
  });
  expect(missing).toEqual([]);
});

test("functions and methods have their signature and what they do", () => {
  const root = sections.get("groggy");
  expect(root).toMatch(/^- `removeNode\(id: NodeId\): void` Removes a node with its edges\.$/m);
  expect(root).toMatch(/^- `function label\(.*\): Filter` .*\.$/m);
  expect(sections.get("groggy/algorithms")).toMatch(/^- `function pageRank\(view: GraphView.*\): .*` .*\.$/m);
  const methods = /^- `(?:function |static )?(?!constructor)\w+(?:<.*>)?\(.*`$/gm;
  const undocumented = [...text.matchAll(methods)].map(([line]) => line);
  expect(undocumented).toEqual([]);
});

test("nothing internal is in it", () => {
  expect(text).not.toMatch(/#private|@internal|\bGraphState\b|\bTrackedElements\b/);
});

test("it is the same each time that it is made", () => {
  spawnSync(process.execPath, [join(root, "scripts/llms.mjs")]);
  expect(readFileSync(join(root, "llms.txt"), "utf8")).toBe(text);
});
