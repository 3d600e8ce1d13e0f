/** Every example of the README, of the pages in docs/ and of the doc comments in src/ compiles and runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root, run, typeErrors } from "./check-examples.js";
import { examplesOfPage, examplesOfSource } from "./extract.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
].filter((path) => path.endsWith(".md"));
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts") && !path.startsWith("src/kernels/assembly/"))
  .sort();

const examples = [
  ...pages.flatMap((page) => examplesOfPage(page, read(page))),
  ...sources.flatMap((page) => examplesOfSource(page, read(page))),
];
const errors = typeErrors(examples);

describe("examples", () => {
  for (const example of examples) {
    test(`${example.page}:${example.line}`, async () => {
      expect(errors.get(example)).toEqual([]);
      expect(await run(example)).toEqual([]);
    });
  }
});

describe("links", () => {
  test.each(pages)("%s leads to files and headings that exist", (page) => {
    const folder = page.includes("/") ? page.slice(0, page.lastIndexOf("/") + 1) : "";
    const prose = read(page).replace(/^```[\s\S]*?^```/gm, "");
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^\w+:/.test(target)) continue;
      const [path, heading] = target.split("#");
      const text = read(path === "" ? page : join(folder, path));
      if (heading !== undefined) expect(headingsOf(text), target).toContain(heading);
    }
  });
});

/** The anchors of a page's headings. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
