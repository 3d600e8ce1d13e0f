// Lock files of pnpm and yarn: what they say of packages, and YAML as far as they need it.
import { describe, expect, test } from "vitest";
import { formatOf, readGraph } from "../../../src/formats/index.js";
import { parseYaml } from "../../../src/formats/npm/yaml.js";
import { fixture, hasFixtures } from "../fixtures.js";

const read = async (text: string, name: string, options: object = {}) => {
  const { graph, report } = await readGraph({ source: new Blob([text]), name }, options as never);
  const key = (id: number) => graph.nodes.get(id, "key") as string;
  const nodes = Object.fromEntries(
    Array.from(graph.nodes.ids(), (id) => {
      const { key: own, ...others } = graph.nodes.get(id) as Record<string, unknown>;
      return [own as string, others];
    }),
  );
  const edges = Array.from(graph.edges.ids(), (id) => {
    const { name: alias, range } = graph.edges.get(id) as Record<string, unknown>;
    return [key(graph.source(id)), key(graph.target(id)), graph.edges.type(id), alias, range];
  });
  return { nodes, edges, report, directed: graph.directed };
};

describe("pnpm-lock.yaml", () => {
  test("version 9: projects, packages with their peers, links and aliases", async () => {
    const { nodes, edges, report } = await read(
      `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(p@2.0.0)}
      lib:
        specifier: workspace:*
        version: link:packages/lib
    devDependencies:
      other:
        specifier: npm:b@^1
        version: b@1.2.0
  packages/lib:
    optionalDependencies:
      gone:
        specifier: ^1.0.0
        version: 1.0.0
packages:
  a@1.0.0:
    resolution: {integrity: sha512-x==, tarball: 'file:a.tgz'}
    engines: {node: '>=12', npm: ">= 3"}
    hasBin: true
    peerDependencies:
      p: '*'
  b@1.2.0: {resolution: {integrity: y}, os: [darwin, linux]}
  p@2.0.0:
    resolution: {integrity: z}
    deprecated: >-
      use something
      else
snapshots:
  a@1.0.0(p@2.0.0):
    dependencies:
      p: 2.0.0
    transitivePeerDependencies:
      - supports-color
  b@1.2.0: {}
  p@2.0.0:
    optional: true
`,
      "pnpm-lock.yaml",
    );
    expect(nodes).toEqual({
      ".": {},
      "packages/lib": {},
      "a@1.0.0(p@2.0.0)": {
        name: "a",
        version: "1.0.0",
        resolution: { integrity: "sha512-x==", tarball: "file:a.tgz" },
        engines: { node: ">=12", npm: ">= 3" },
        hasBin: true,
        peerDependencies: { p: "*" },
        transitivePeerDependencies: ["supports-color"],
      },
      "b@1.2.0": { name: "b", version: "1.2.0", resolution: { integrity: "y" }, os: ["darwin", "linux"] },
      "p@2.0.0": {
        name: "p",
        version: "2.0.0",
        resolution: { integrity: "z" },
        deprecated: "use something else",
        optional: true,
      },
    });
    expect(edges).toEqual([
      [".", "a@1.0.0(p@2.0.0)", "prod", "a", "^1.0.0"],
      [".", "packages/lib", "prod", "lib", "workspace:*"],
      [".", "b@1.2.0", "dev", "other", "npm:b@^1"],
      ["a@1.0.0(p@2.0.0)", "p@2.0.0", "prod", "p", undefined],
    ]);
    expect([report.version, report.skipped]).toMatchObject([
      "9.0",
      [{ kind: "optionalDependency", count: 1 }],
    ]);
  });

  test.each([
    ["6.0", "  a:\n    specifier: ^1\n    version: 1.0.0(p@2.0.0)\n", "/a@1.0.0(p@2.0.0)", "/@s/p@2.0.0", ""],
    ["5.4", "  a: 1.0.0_p@2.0.0\n", "/a/1.0.0_p@2.0.0", "/@s/p/2.0.0", "specifiers:\n  a: ^1\n"],
  ])("version %s has its packages by paths", async (version, dependency, first, second, specifiers) => {
    const { nodes, edges } = await read(
      `lockfileVersion: ${version}\n${specifiers}dependencies:\n${dependency}packages:\n  ${first}:\n    dependencies:\n      '@s/p': 2.0.0\n    dev: false\n  ${second}:\n    dev: true\n`,
      "pnpm-lock.yaml",
    );
    expect(nodes).toEqual({
      ".": {},
      [first]: { name: "a", version: "1.0.0", dev: false },
      [second]: { name: "@s/p", version: "2.0.0", dev: true },
    });
    expect(edges).toEqual([
      [".", first, "prod", "a", "^1"],
      [first, second, "prod", "@s/p", undefined],
    ]);
  });
});

describe("yarn.lock", () => {
  const classic = `# yarn lockfile v1\n\n\n"@s/a@^1.0.0", "@s/a@^1.1.0":\n  version "1.1.0"\n  resolved "https://x/a.tgz#1"\n  dependencies:\n    b "^2.0.0 || ^3"\n    "@s/gone" "*"\n  optionalDependencies:\n    b "^2.0.0 || ^3"\n
"b@^2.0.0 || ^3":\n  version "2.0.0"\n\n"c@npm:b@^2":\n  version "2.0.0"\n  foo true\n`;

  test.each([
    ["a pattern whose quote is not closed", '"a@^1:\n  version "1"\n'],
    ["a second pattern whose quote is not closed", 'a@1, "a@^1:\n  version "1"\n'],
    ["a pattern that begins in quotes only", '"a"@^1:\n  version "1"\n'],
    ["patterns without a comma", '"a@1" "a@2":\n  version "1"\n'],
    ["a comma without a pattern", 'a@1, :\n  version "1"\n'],
    ["a pattern with an escape that there is none of", '"a\\x@1":\n  version "1"\n'],
    ["a value whose quote is not closed", 'a@1:\n  version "1\n'],
    ["a value whose quote is not opened", 'a@1:\n  version 1"\n'],
    ["a value with more behind its quote", 'a@1:\n  version "1" x\n'],
    ["a name whose quote is not closed", 'a@1:\n  version "1"\n  dependencies:\n    "@s/b ^1\n'],
    ["a map whose name is not closed", 'a@1:\n  "dependencies:\n    b ^1\n'],
    ["a name without a value", "a@1:\n  version\n"],
    ["a field of no package", '  version "1"\n'],
  ])("%s is an error with its line, or left out", async (_name, text) => {
    const lock = `# yarn lockfile v1\n${text}\nb@2:\n  version "2"\n`;
    await expect(read(lock, "yarn.lock")).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
      line: expect.any(Number),
    });
    const { nodes, report } = await read(lock, "yarn.lock", { lenient: true });
    expect(nodes["b@2"]).toMatchObject({ version: "2" });
    expect(report.skipped[0]!.places[0]!.line).toBeGreaterThan(1);
  });

  test("yarn 1, with the root that package.json says", async () => {
    const { nodes, edges, report } = await read(classic, "yarn.lock");
    expect(nodes).toEqual({
      "@s/a@1.1.0": { name: "@s/a", version: "1.1.0", resolved: "https://x/a.tgz#1" },
      "b@2.0.0": { name: "b", version: "2.0.0" },
      "c@npm:b@^2": { name: "b", version: "2.0.0", foo: true },
    });
    expect(edges).toEqual([["@s/a@1.1.0", "b@2.0.0", "optional", "b", "^2.0.0 || ^3"]]);
    expect([report.warnings, report.skipped]).toMatchObject([
      [{ kind: "root" }],
      [{ kind: "dependency", count: 1 }],
    ]);
    const packageJson = {
      name: "me",
      dependencies: { "@s/a": "^1.1.0" },
      devDependencies: { c: "npm:b@^2" },
    };
    const rooted = await read(classic, "yarn.lock", { packageJson });
    expect(rooted.nodes[""]).toEqual({ name: "me" });
    expect(rooted.edges.slice(0, 2)).toEqual([
      ["", "@s/a@1.1.0", "prod", "@s/a", "^1.1.0"],
      ["", "c@npm:b@^2", "dev", "c", "npm:b@^2"],
    ]);
    await expect(read(classic, "yarn.lock", { packageJson: "x" })).rejects.toThrow('"packageJson" expected');
  });

  test("patterns with commas and spaces in their ranges", async () => {
    const { edges } = await read(
      '# yarn lockfile v1\n\n"a@>=1, <2", a@1, "@s/b@^1 || ^2":\n  version "1.0.0"\n  dependencies:\n    a ">=1, <2"\n    "@s/b" "^1 || ^2"\n',
      "yarn.lock",
    );
    expect(edges.map(([, target, , name]) => [target, name])).toEqual([
      ["a@1.0.0", "a"],
      ["a@1.0.0", "@s/b"],
    ]);
  });

  test("later versions, which are YAML, with the root as a workspace", async () => {
    const { nodes, edges, report } = await read(
      `# This file is generated\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n
"a@npm:^1.0.0, a@npm:^1.1.0":\n  version: 1.1.0\n  resolution: "a@npm:1.1.0"\n  dependencies:\n    b: "npm:^2.0.0"\n    opt: ^1\n  dependenciesMeta:\n    opt:\n      optional: true\n  peerDependencies:\n    react: "*"\n  bin:\n    a: ./cli.js\n  checksum: 10c0/abc\n  languageName: node\n  linkType: hard
\n? "b@npm:^2.0.0"\n:\n  version: 2.0.0\n  resolution: "b@npm:2.0.0"\n  linkType: hard\n
"me@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "me@workspace:."\n  dependencies:\n    a: "npm:^1.1.0"\n  languageName: unknown\n  linkType: soft\n`,
      "yarn.lock",
    );
    expect(Object.keys(nodes)).toEqual(["a@npm:1.1.0", "b@npm:2.0.0", "me@workspace:."]);
    expect(nodes["a@npm:1.1.0"]).toMatchObject({
      name: "a",
      version: "1.1.0",
      bin: { a: "./cli.js" },
      peerDependencies: { react: "*" },
    });
    expect(edges).toEqual([
      ["a@npm:1.1.0", "b@npm:2.0.0", "prod", "b", "npm:^2.0.0"],
      ["me@workspace:.", "a@npm:1.1.0", "prod", "a", "npm:^1.1.0"],
    ]);
    expect([report.version, report.skipped]).toMatchObject(["8", [{ kind: "optionalDependency" }]]);
  });
});

describe("YAML", () => {
  test.each([
    [
      "a: 1.10\nb: 'it''s' # c\nc: \"x\\ty\\u00e9\"\nd:\ne: ~\nf: true\n",
      { a: "1.10", b: "it's", c: "x\tyé", d: null, e: null, f: true },
    ],
    ["a:\n- x\n- y: 1\n  z: 2\n-\n  - q\n", { a: ["x", { y: "1", z: "2" }, ["q"]] }],
    [
      "a: |\n  one\n   two\n\nb: >-\n  x\n  y\n\n  z\nc: |+\n  k\n\nd: e",
      { a: "one\n two\n", b: "x y\nz", c: "k\n\n", d: "e" },
    ],
    [
      "a: {x: 1, 'y z': [1, \"2, 3\", {k: v}], w: }\nb: []\nc: long\n  text\n  goes on\n",
      { a: { x: "1", "y z": ["1", "2, 3", { k: "v" }], w: null }, b: [], c: "long text goes on" },
    ],
    ["---\n__proto__: x\nhttp://a:b: 'c'\n", JSON.parse('{"__proto__":"x","http://a:b":"c"}')],
    ["", null],
  ])("%j", (text, value) => {
    expect(parseYaml(text)).toEqual(value);
  });

  test.each([
    "a: &x 1",
    "a: *x",
    "a: !t 1",
    "a: 1\na: 2",
    "a: {x",
    'a: "x',
    "a: 1\n  b: 2\n c",
    "- a\nb: 1",
    "a: b\nc",
  ])("%j is refused", async (text) => {
    await expect(read(`lockfileVersion: 9\n${text}`, "pnpm-lock.yaml")).rejects.toMatchObject({
      code: "FORMAT_SYNTAX",
    });
  });

  test("deep nesting passes a limit, and no stack", async () => {
    for (const text of [
      "- ".repeat(10_000),
      `a: ${"[".repeat(100_000)}`,
      Array.from({ length: 3000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    ])
      await expect(read(text, "pnpm-lock.yaml")).rejects.toMatchObject({ format: "pnpm-lock" });
  });
});

describe.skipIf(!hasFixtures)("files (skipped without ../shared/fixtures/formats)", () => {
  test("are told by their names", async () => {
    expect(await formatOf(fixture("pnpm-9.pnpm-lock.yaml"))).toBe("pnpm-lock");
    expect(await formatOf(fixture("yarn-1.yarn.lock"))).toBe("yarn-lock");
  });
});
