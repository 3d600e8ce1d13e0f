// What package.json names is accounted for, and can be installed anywhere.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const { dependencies, devDependencies, peerDependencies } = JSON.parse(read("package.json")) as Record<
  string,
  object
>;

interface Locked {
  readonly optionalDependencies?: Record<string, string>;
}
const lock = read("package-lock.json");
const packages = (JSON.parse(lock) as { packages: Record<string, Locked> }).packages;

test("docs/internals/dependencies.md has an entry for each dependency, and for no other", () => {
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const [text] = read("docs/internals/dependencies.md").split("## Done without");
  const entries = [...text!.matchAll(/^- \*\*(.+?)\*\*/gm)].flatMap(([, list]) => list!.split(", "));
  expect(entries.map((entry) => entry.replaceAll("`", "")).sort()).toEqual(names.sort());
});

test("the lock file names no registry", () => {
  expect(lock).not.toContain('"resolved"');
});

// or npm ci refuses it on every machine
test("the lock file has the packages of every platform", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
