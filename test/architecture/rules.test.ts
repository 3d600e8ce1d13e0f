// The checker has to be able to fail: each rule is shown one file that keeps it and one that breaks it.
import { describe, expect, test } from "vitest";
import { complaintsOf } from "./rules.js";

const header = "/** What this is. */\n";

/** The complaints about files given by their texts below the header. */
function complaints(files: Record<string, string>): string[] {
  return complaintsOf(new Map(Object.entries(files).map(([file, text]) => [file, header + text])));
}

const errors = "export class GroggyError extends Error {}\n";

describe("layers", () => {
  test("a layer may import the layers before it", () => {
    const found = complaints({
      "errors.ts": errors,
      "view.ts": 'import type { GroggyError } from "./errors.js";\n',
      "algorithms/degrees.ts": 'import { View } from "../view.js";\n',
      "index.ts": 'export { degrees } from "./algorithms/degrees.js";\n',
    });
    expect(found).toEqual([]);
  });

  test.each([
    ["a value", 'import { space } from "../space/space.js";\n'],
    ["a type", 'import type { Space } from "../space/space.js";\n'],
    ["an inline type", 'import { type Space } from "../space/space.js";\n'],
    ["an export from", 'export { space } from "../space/space.js";\n'],
    ["everything", 'export * from "../space/space.js";\n'],
    ["nothing but effects", 'import "../space/space.js";\n'],
    ["a dynamic import", 'const load = () => import("../space/space.js");\n'],
    ["an import type", 'export type Space = import("../space/space.js").Space;\n'],
    ["an import over lines", 'import {\n  space,\n} from "../space/space.js";\n'],
  ])("a layer may not import one behind it, be it %s", (_, text) => {
    expect(complaints({ "space/space.ts": "", "pool/pool.ts": text })).toEqual([
      'pool/pool.ts: pool may not import space, "../space/space.js"',
    ]);
  });

  test("an import in a comment or a string is none", () => {
    const text = `// import { space } from "../space/space.js";\nconst s = 'import "../space/space.js"';\n`;
    expect(complaints({ "space/space.ts": "", "pool/pool.ts": text })).toEqual([]);
  });

  test.each(["pool", "space", "history", "store"])("algorithms and formats may not import %s", (layer) => {
    const text = `import { it } from "../${layer}/it.js";\n`;
    const found = complaints({ [`${layer}/it.ts`]: "", "algorithms/a.ts": text, "formats/b.ts": text });
    expect(found).toEqual([
      `algorithms/a.ts: algorithms may not import ${layer}, "../${layer}/it.js"`,
      `formats/b.ts: formats may not import ${layer}, "../${layer}/it.js"`,
    ]);
  });

  test("a file of no layer is told of", () => {
    expect(complaints({ "utilities/strings.ts": "", "common.ts": "" })).toEqual([
      "utilities/strings.ts: belongs to no layer",
      "common.ts: belongs to no layer",
    ]);
  });

  test("an import of a file that is not there is told of", () => {
    const found = complaints({ "pool/pool.ts": 'import "./gone.js";\n' });
    expect(found).toEqual(['pool/pool.ts: "./gone.js" is no file of src']);
  });

  test("nothing imports an index.ts, not even the other entry points", () => {
    const found = complaints({
      "index.ts": "",
      "algorithms/index.ts": 'export * from "../index.js";\n',
      "graph.ts": 'import { Graph } from "./index.js";\n',
    });
    expect(found).toEqual([
      'algorithms/index.ts: imports an index.ts, "../index.js"',
      'graph.ts: imports an index.ts, "./index.js"',
    ]);
  });
});

describe("rooms", () => {
  test("a sub-folder may import those before it, and what stands beside them all of them", () => {
    const found = complaints({
      "history/hashing/leaf.ts": "",
      "history/merge/merge.ts": 'import { leaf } from "../hashing/leaf.js";\n',
      "history/history.ts": 'import { merge } from "./merge/merge.js";\n',
    });
    expect(found).toEqual([]);
  });

  test("a sub-folder may import neither those behind it nor what stands beside them", () => {
    const found = complaints({
      "history/hashing/leaf.ts": 'import { merge } from "../merge/merge.js";\n',
      "history/merge/merge.ts": 'import { History } from "../history.js";\n',
      "history/history.ts": "",
    });
    expect(found).toEqual([
      'history/hashing/leaf.ts: may not import "../merge/merge.js", which is above it',
      'history/merge/merge.ts: may not import "../history.js", which is above it',
    ]);
  });

  test("a sub-folder that no rule names is told of, and one with too many files", () => {
    const many = Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`history/merge/m${i}.ts`, ""]));
    expect(complaints({ ...many, "space/misc/it.ts": "" })).toEqual([
      "history/merge: has 26 files",
      "space/misc: is no room of space",
    ]);
  });
});

test("an exported name stands in one file", () => {
  const found = complaints({
    "pool/pool.ts": "export function readOne(): void {}\nexport interface Row {}\n",
    "space/row.ts": "export class Row {}\nfunction readOne(): void {}\n",
    "platform/node.ts": "export const platform = 1;\n",
    "platform/web.ts": "export const platform = 2;\n",
  });
  expect(found).toEqual(['"Row" is exported by pool/pool.ts and space/row.ts']);
});

describe("doors", () => {
  test("a door imports any layer, and is opened by the files that the rule names", () => {
    const found = complaints({
      "view.ts": 'import { buildCsr } from "#lazy/csr";\n',
      "lazy/csr.ts": 'export { buildCsr } from "../space/csr.js";\n',
      "space/csr.ts": "",
    });
    expect(found).toEqual([]);
  });

  test("nothing else opens it, nobody goes around it, and each door has its rule", () => {
    const found = complaints({
      "pool/pool.ts": 'import { buildCsr } from "#lazy/csr";\n',
      "view.ts": 'import { buildCsr } from "./lazy/csr.js";\n',
      "lazy/csr.ts": "",
      "lazy/window.ts": "",
    });
    expect(found).toEqual([
      "lazy/window.ts: is a door that no rule names",
      'pool/pool.ts: may not open the door "#lazy/csr"',
      'view.ts: "./lazy/csr.js" is reached by "#lazy/csr"',
    ]);
  });
});

describe("packages", () => {
  test("only the platform knows Node, and it is reached by the conditional import", () => {
    const platform = { "platform/node.ts": 'import "node:fs";\n' };
    expect(complaints({ ...platform, "pool/a.ts": 'import "#platform";\n' })).toEqual([]);
    expect(complaints({ ...platform, "platform/node-files.ts": 'import "node:fs";\n' })).toEqual([]);
    expect(complaints({ ...platform, "pool/a.ts": 'import "node:fs";\n' })).toEqual([
      'pool/a.ts: may not import "node:fs"',
    ]);
    expect(complaints({ ...platform, "pool/a.ts": 'import "../platform/node.js";\n' })).toEqual([
      'pool/a.ts: "../platform/node.js" is reached by "#platform"',
    ]);
  });

  test("apache-arrow belongs to formats/arrow alone, other packages to nobody", () => {
    const arrow = 'import type { Table } from "apache-arrow";\n';
    expect(complaints({ "formats/arrow/index.ts": arrow })).toEqual([]);
    expect(complaints({ "formats/csv.ts": arrow })).toEqual([
      'formats/csv.ts: may not import "apache-arrow"',
    ]);
    expect(complaints({ "graph.ts": 'import "lodash";\n' })).toEqual(['graph.ts: may not import "lodash"']);
  });
});

describe("circles", () => {
  test("two files that import each other are told of once, types included", () => {
    const found = complaints({
      "pool/a.ts": 'import type { B } from "./b.js";\n',
      "pool/b.ts": 'import { a } from "./a.js";\n',
    });
    expect(found).toEqual(["imports in a circle: pool/a.ts -> pool/b.ts -> pool/a.ts"]);
  });

  test("a longer circle is told of by its members, without the way that led there", () => {
    const found = complaints({
      "pool/start.ts": 'import "./a.js";\n',
      "pool/a.ts": 'import "./b.js";\n',
      "pool/b.ts": 'import "./c.js";\n',
      "pool/c.ts": 'import "./a.js";\n',
    });
    expect(found).toEqual(["imports in a circle: pool/a.ts -> pool/b.ts -> pool/c.ts -> pool/a.ts"]);
  });

  test("a file that imports itself is one", () => {
    expect(complaints({ "pool/a.ts": 'import "./a.js";\n' })).toEqual([
      "imports in a circle: pool/a.ts -> pool/a.ts",
    ]);
  });

  test("two ways to the same file are none", () => {
    const found = complaints({
      "pool/a.ts": 'import "./b.js";\nimport "./c.js";\n',
      "pool/b.ts": 'import "./d.js";\n',
      "pool/c.ts": 'import "./d.js";\n',
      "pool/d.ts": "",
    });
    expect(found).toEqual([]);
  });
});

describe("texts", () => {
  const check = (text: string) => complaintsOf(new Map([["errors.ts", text]]));
  const lines = (count: number, text = "//\n") => text.repeat(count);

  test("a file opens with a comment of at most twelve lines", () => {
    expect(check("// What this is.\nexport {};\n")).toEqual([]);
    expect(check("export {};\n// What this was.\n")).toEqual([
      "errors.ts: does not open with a comment that says what it is",
    ]);
    expect(check(`${lines(12)}export {};\n`)).toEqual([]);
    expect(check(`${lines(13)}export {};\n`)).toEqual(["errors.ts: its header has 13 lines"]);
    expect(check(`/*\n${lines(11, "\n")}*/\n`)).toEqual(["errors.ts: its header has 13 lines"]);
  });

  test("a file of over 500 lines says why", () => {
    const body = (count: number) => lines(count, "f();\n");
    expect(check(`// What this is.\n${body(499)}`)).toEqual([]);
    expect(check(`// What this is.\n${body(500)}`)).toEqual([
      "errors.ts: has 501 lines, and its header does not say why over 500 lines",
    ]);
    expect(check(`// What this is: over 500 lines, since it is one table.\n${body(500)}`)).toEqual([]);
  });
});
