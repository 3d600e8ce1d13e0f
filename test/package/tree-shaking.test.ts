// What a bundler keeps of an import: a name brings along what it needs and not the rest of its entry point,
// but for the small change of what modules make once when they are loaded.
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { root } from "./project.js";

/** The bytes of dist/ that end up in a minified bundle of `code`. */
async function sizeBytesOf(code: string): Promise<number> {
  const { metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    // what a page is served with is there in Node alone
    external: ["apache-arrow", "node:*"],
    write: false,
    metafile: true,
    // an import that leaves nothing is worth a warning to esbuild
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output!.inputs).filter(([path]) => path.includes("dist/"));
  return inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
}

test.each([
  "groggy",
  "groggy/algorithms",
  "groggy/arrow",
  "groggy/formats",
  "groggy/json",
  "groggy/cypher",
  "groggy/procedures",
  "groggy/search",
  "groggy/search/languages",
  "groggy/viewer",
])("importing %s for nothing leaves nothing", async (entry) => {
  expect(await sizeBytesOf(`import "${entry}"; import * as all from "${entry}";`)).toBe(0);
});

test("an error class does not bring the database along", async () => {
  const whole = await sizeBytesOf('export * from "groggy";');
  const part = await sizeBytesOf('export { GroggyError } from "groggy";');
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(whole / 10);
});

const algorithms = readFileSync(`${root}test/package/exports.txt`, "utf8").split("\n\n")[1]!;
const algorithmCount = algorithms.match(/ function$/gm)?.length ?? 0;

test("one language does not bring the others along", async () => {
  const whole = await sizeBytesOf('export * from "groggy/search/languages";');
  const part = await sizeBytesOf('export { english } from "groggy/search/languages";');
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(whole / 20);
});

test.skipIf(algorithmCount < 4)("one algorithm does not bring the others along", async () => {
  const whole = await sizeBytesOf('export * from "groggy/algorithms";');
  const part = await sizeBytesOf('export { connectedComponents } from "groggy/algorithms";');
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(whole / 2);
});
