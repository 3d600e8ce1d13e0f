// THIRD-PARTY-NOTICES has each package that is a part of dist/, in its version and with its licence, and no other.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bundledPackages, programPackages } from "../../scripts/bundled-packages.mjs";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const notices = read("THIRD-PARTY-NOTICES");

const allPackages = [...bundledPackages, ...programPackages];

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const packageOf = (name: string) => JSON.parse(read(`node_modules/${name}/package.json`)) as Package;

test("the notices name each package that is bundled, and no other", () => {
  const named = [...notices.matchAll(/^-+\n(\S+) (\S+) \((\S+)\),/gm)].map((match) => match.slice(1));
  expect(named).toEqual(
    allPackages.map((folder) => {
      const { name, version, license } = packageOf(folder);
      return [name, version, license];
    }),
  );
});

test.each(allPackages)("the notices have the licence of %s", (folder) => {
  const { name, version } = packageOf(folder);
  const [, rest] = notices.split(`\n${name} ${version} `);
  const [, text] = rest!.split(/\n-+\n/);
  expect(text).toMatch(/copyright/i);
  const parts = new URL(`../../node_modules/${folder}/`, import.meta.url);
  for (const file of readdirSync(parts).filter((file) => /^(licen[cs]e|notice)/i.test(file))) {
    const licence = readFileSync(new URL(file, parts), "utf8").replaceAll("\r\n", "\n");
    expect(notices).toContain(licence.trim());
  }
});

test("what a bundled package needs is bundled too", () => {
  const needed = bundledPackages.flatMap((name) => Object.keys(packageOf(name).dependencies ?? {}));
  expect(needed.filter((name) => !bundledPackages.includes(name))).toEqual([]);
});

test("the notices are published", () => {
  expect((JSON.parse(read("package.json")) as { files: string[] }).files).toContain("THIRD-PARTY-NOTICES");
});
