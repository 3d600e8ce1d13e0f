// THIRD-PARTY-NOTICES has each package that is a part of dist/, in its version and with its licence, and no other.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundledPackages } from "../../scripts/bundled-packages.mjs";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const notices = read("THIRD-PARTY-NOTICES");

interface Package {
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const packageOf = (name: string) => JSON.parse(read(`node_modules/${name}/package.json`)) as Package;

test("the notices name each package that is bundled, and no other", () => {
  const named = [...notices.matchAll(/^-+\n(\S+) (\S+) \((\S+)\),/gm)].map((match) => match.slice(1));
  expect(named).toEqual(
    bundledPackages.map((name) => [name, packageOf(name).version, packageOf(name).license]),
  );
});

test.each(bundledPackages)("the notices have the licence of %s", (name) => {
  const [, text] = notices.split(new RegExp(`^${name} .*\\n-+$`, "m"));
  expect(text).toMatch(/copyright/i);
  expect(text).toMatch(/permission/i);
  const licence = new URL(`../../node_modules/${name}/LICENSE`, import.meta.url);
  if (existsSync(licence)) expect(text).toContain(readFileSync(licence, "utf8").trim());
});

test("what a bundled package needs is bundled too", () => {
  const needed = bundledPackages.flatMap((name) => Object.keys(packageOf(name).dependencies ?? {}));
  expect(needed.filter((name) => !bundledPackages.includes(name))).toEqual([]);
});

test("the notices are published", () => {
  expect((JSON.parse(read("package.json")) as { files: string[] }).files).toContain("THIRD-PARTY-NOTICES");
});
