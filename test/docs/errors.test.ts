/** docs/errors.md speaks of every code and class there is and of no other, and shows each by code that runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./check-examples.js";

const page = readFileSync(join(root, "docs/errors.md"), "utf8");
const source = readFileSync(join(root, "src/errors.ts"), "utf8");
const files = readdirSync(join(root, "src"), { encoding: "utf8", recursive: true }).filter((path) =>
  path.endsWith(".ts"),
);
const codes = files.flatMap((path) => {
  const text = readFileSync(join(root, "src", path), "utf8");
  const declared = /interface GroggyErrorData \{\n(.*?)\n {0,2}\}\n/s.exec(text);
  return Array.from(declared?.[1].matchAll(/^ +([A-Z_]+): /gm) ?? [], ([, code]) => code);
});
const classes = Array.from(source.matchAll(/^export class (\w+)/gm), ([, name]) => name);

test("the codes in the tables are those of the source", () => {
  const listed = Array.from(page.matchAll(/^\| `([A-Z_]+)` \|/gm), ([, code]) => code);
  expect(listed.sort()).toEqual(codes.sort());
});

/** A package that is not installed, a port that is in use, a disk that fails and a platform without files; each is thrown by the test named. */
const BEYOND_EXAMPLES = {
  CYPHER: "test/query/query.test.ts",
  FORMAT_DEPENDENCY: "test/formats/shared/packages.test.ts",
  LANGUAGE_NOT_GIVEN: "test/store/search-indices.test.ts",
  MISSING_PACKAGE: "test/package/package.test.ts",
  PORT_IN_USE: "test/viewer/server.test.ts",
  STORE_FAILED: "test/store/error-run.ts",
  STORE_GONE: "test/store/disk-errors.test.ts",
  UNSUPPORTED_PLATFORM: "test/store/platform.test.ts",
};

test("each code is thrown by an example, or by a test where no example can", () => {
  const thrown = new Set(Array.from(page.matchAll(/\/\/ throws \w+ ([A-Z_]+):/g), ([, code]) => code));
  expect(codes.filter((code) => !thrown.has(code)).sort()).toEqual(Object.keys(BEYOND_EXAMPLES));
  for (const [code, path] of Object.entries(BEYOND_EXAMPLES)) {
    expect(readFileSync(join(root, path), "utf8")).toContain(`"${code}"`);
  }
});

test.each(classes)("%s is on the page", (name) => {
  expect(page).toContain(`| \`${name}\``);
});
