// Builds what is published, dist/: the kernels first, since the TypeScript embeds their bytes; then the
// declarations, and the modules one by one in build/; then these joined, one file for each entry point and
// one for what several share; the program in dist/cli (build-cli.mjs); and llms.txt. Loading a file costs Node 20 half a millisecond: from 90 files
// `import "groggy"` took 52 ms, from four it takes 14 (npm run bench:startup).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildCli } from "./build-cli.mjs";
import { bundledPackages } from "./bundled-packages.mjs";
import { importedModules } from "./imported-modules.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const run = (script, ...args) => {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
};

/** The modules behind every "./dist/….js" that a part of package.json names. */
function modulesOf(part) {
  if (typeof part !== "string") return Object.values(part).flatMap(modulesOf);
  const path = part.replace("./dist/", "build/");
  // publint tells of an entry point that is missing
  return path.endsWith(".js") && existsSync(root + path) ? [path] : [];
}

/** The doors of src/lazy: modules that Node loads when something of them is first called. */
const doors = Object.values(importedModules).filter((module) => module.startsWith("lazy/"));

/**
 * What Node loads in their place: functions of the same names, the first call of which loads the module. That is
 * `require`, which can load modules without a wait from Node 20.19 on. All doors share one file of stubs, since
 * each file more would cost every import of the root half a millisecond.
 */
const stubs = (outputOf) =>
  [
    "let require;",
    "const loaded = new Map();",
    "function load(path, needed) {",
    '  require ??= process.getBuiltinModule("node:module").createRequire(import.meta.url);',
    "  if (!loaded.has(path)) {",
    "    try {",
    "      loaded.set(path, require(path));",
    "    } catch (cause) {",
    '      const missing = needed.find((name) => String(cause?.message).includes("package \'" + name + "\'"));',
    '      if (cause?.code !== "ERR_MODULE_NOT_FOUND" || missing === undefined) throw cause;',
    '      const message = "expected the package " + missing + " to be installed: npm install " + missing;',
    '      const { GroggyError } = require("./errors.js");',
    '      throw new GroggyError("MISSING_PACKAGE", message, { package: missing }, cause);',
    "    }",
    "  }",
    "  return loaded.get(path);",
    "}",
    ...doors.flatMap((door) => {
      const { exports: names, imports: needs } = outputOf(door);
      const packages = needs.flatMap(({ path, external }) =>
        external && /^[a-z@]/.test(path) ? [path] : [],
      );
      const given = `"./${door}.js", ${JSON.stringify([...new Set(packages)])}`;
      return [
        `// ${door}`,
        ...names
          .sort()
          .map((name) => `export const ${name} = (...given) => load(${given}).${name}(...given);`),
      ];
    }),
    "",
  ].join("\n");

for (const folder of ["build", "dist"]) rmSync(root + folder, { recursive: true, force: true });
run("scripts/build-kernels.mjs");
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
const { exports, imports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

const doorModules = doors.map((door) => `build/${door}.js`);
// errors are one more, for stubs to throw
const entryPoints = [
  ...new Set([...modulesOf(exports), ...modulesOf(imports), ...doorModules, "build/errors.js"]),
];

/** Bundles packages whose objects no user sees. */
const bundled = {
  name: "bundled",
  setup({ onResolve }) {
    const names = new RegExp(`^(?:${bundledPackages.join("|")})(?:/|$)`);
    onResolve({ filter: names }, ({ path }) => ({ path: require.resolve(path) }));
  },
};

const options = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // other packages stay imports, and so do #platform and #lazy, which Node and browsers resolve each their own way
  packages: "external",
  external: ["#*"],
  logLevel: "warning",
  metafile: true,
  plugins: [bundled],
};

/**
 * The modules that the root stands on and that open no door: joined, and imported by every door. Left to
 * itself the bundler makes a file for each set of doors that share something, nineteen for the root alone. What opens
 * doors stays out: where there are no stubs a door loads at once, and must find below it all that it builds on.
 */
async function baseModules() {
  const { metafile } = await build({ ...options, entryPoints: ["build/index.js"], write: false });
  const { inputs } = metafile;
  const opensDoor = new Map();
  const reachesDoor = (path) => {
    if (!opensDoor.has(path)) {
      opensDoor.set(path, false);
      const opens = (inputs[path]?.imports ?? []).some(
        (each) => each.path.startsWith("#lazy/") || reachesDoor(each.path),
      );
      opensDoor.set(path, opens);
    }
    return opensDoor.get(path);
  };
  return Object.keys(inputs).filter((path) => !reachesDoor(path));
}

const base = await baseModules();
writeFileSync(`${root}build/base.js`, base.map((path) => `import "./${path.slice(6)}";\n`).join(""));

/**
 * The modules that `groggy/formats` loads at once, which is the list of formats, and those that it loads late. The former
 * are joined and imported by all of the latter; else each of them would be a file of its own.
 */
async function formatModules() {
  const { metafile } = await build({ ...options, entryPoints: ["build/formats/index.js"], write: false });
  const { inputs } = metafile;
  const list = new Set();
  const visit = (path) => {
    if (list.has(path)) return;
    list.add(path);
    for (const { path: next, kind } of inputs[path]?.imports ?? [])
      if (kind !== "dynamic-import" && next in inputs) visit(next);
  };
  visit("build/formats/index.js");
  const late = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ kind, path }) => kind === "dynamic-import" && path in inputs).map(({ path }) => path),
  );
  return { list: [...list].filter((path) => !isEntry(path) && !base.includes(path)), late };
}

const isEntry = (path) => entryPoints.includes(path);
const { list, late } = await formatModules();
writeFileSync(`${root}build/formats-base.js`, list.map((path) => `import "./${path.slice(6)}";\n`).join(""));

/** Lets the root and every door import the base, and all of formats their list. Others load of it what they use. */
const onBase = {
  name: "base",
  setup({ onLoad }) {
    const bases = new Map([
      ...["build/index.js", ...doorModules].map((path) => [root + path, "base"]),
      ...["build/formats/index.js", "build/formats/json/index.js", ...late].map((path) => [
        root + path,
        "formats-base",
      ]),
    ]);
    onLoad({ filter: /\.js$/, namespace: "file" }, ({ path }) => {
      const own = bases.get(path);
      if (own === undefined) return undefined;
      // on the first line, so that all others keep their numbers
      return {
        contents: `import ${JSON.stringify(`${root}build/${own}.js`)}; ${readFileSync(path, "utf8")}`,
      };
    });
  },
};

// here "sideEffects": false of the package would drop imports of the base that name nothing
const scope = `${root}build/package.json`;
writeFileSync(scope, JSON.stringify({ type: "module", sideEffects: true }));
const { metafile } = await build({
  ...options,
  entryPoints,
  outbase: "build",
  outdir: "dist",
  splitting: true,
  chunkNames: "shared-[hash]",
  sourcemap: true,
  sourcesContent: false,
  plugins: [bundled, onBase],
});
// build/ is a part of the package again, with its "#" names
rmSync(scope);

/**
 * esbuild calls a class that speaks of itself `_Graph` where a variable `Graph` holds it, and so it would be called in
 * messages and stacks. Inside the class its own name may hide the variable: both are the class. `keepNames` would do
 * the same by a call for each class and function.
 */
for (const path of Object.keys(metafile.outputs).filter((path) => path.endsWith(".js"))) {
  const text = readFileSync(root + path, "utf8");
  const names = [...text.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  if (names.length === 0) continue;
  const hidden = new RegExp(`\\b_(${names.join("|")})\\b`, "g");
  writeFileSync(root + path, text.replace(hidden, "$1"));
}

writeFileSync(
  `${root}dist/lazy-stubs.js`,
  stubs((door) => metafile.outputs[`dist/${door}.js`]),
);
await buildCli(metafile.outputs);
run("scripts/llms.mjs");
