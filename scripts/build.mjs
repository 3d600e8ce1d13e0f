// Builds what is published, dist/: the kernels first, since the TypeScript embeds their bytes; then the
// declarations, and the modules one by one in build/; then these joined, one file for each entry point and a few for
// what they share; the program in dist/cli (build-cli.mjs); and llms.txt. Loading a file costs Node 20 half a
// millisecond and more: from 90 files `import "groggy"` took 52 ms, from four 14 (npm run bench:startup).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildCli } from "./build-cli.mjs";
import { writePage } from "./build-viewer.mjs";
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
const doors = [...new Set(Object.values(importedModules))].filter((module) => module.startsWith("lazy/"));

/**
 * What Node loads in their place: functions of the same names, the first call of which loads the module. That is
 * `require`, which can load modules without a wait from Node 20.19 on. All doors share one file of stubs, since
 * each file more would cost every import of the root half a millisecond.
 */
const stubs = (outputOf) =>
  [
    "let require;",
    "function load(path, needed) {",
    '  require ??= process.getBuiltinModule("node:module").createRequire(import.meta.url);',
    "  try {",
    "    return require(path);",
    "  } catch (cause) {",
    '    const missing = needed.find((name) => String(cause?.message).includes("package \'" + name + "\'"));',
    '    if (cause?.code !== "ERR_MODULE_NOT_FOUND" || missing === undefined) throw cause;',
    '    const message = "expected the package " + missing + " to be installed: npm install " + missing;',
    '    const { GroggyError } = require("./errors.js");',
    '    throw new GroggyError("MISSING_PACKAGE", message, { package: missing }, cause);',
    "  }",
    "}",
    ...doors.flatMap((door, i) => {
      const { exports: names, imports: needs } = outputOf(door);
      const packages = needs.flatMap(({ path, external }) =>
        external && /^[a-z@]/.test(path) ? [path] : [],
      );
      const given = `"./${door}.js", ${JSON.stringify([...new Set(packages)])}`;
      return [
        `// ${door}`,
        `let door${i};`,
        `const load${i} = () => (door${i} = load(${given}));`,
        ...names
          .sort()
          .map((name) => `export const ${name} = (...given) => (door${i} ?? load${i}()).${name}(...given);`),
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
    onResolve({ filter: names }, ({ path, kind }) => ({
      path: kind === "require-call" ? require.resolve(path) : fileURLToPath(import.meta.resolve(path)),
    }));
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

/** All modules of the package with what they import, and those that load late by `import()`. */
const { inputs } = (await build({ ...options, entryPoints, splitting: true, outdir: "dist", write: false }))
  .metafile;
const importsOf = (path) => inputs[path].imports;
const lateModules = Object.keys(inputs)
  .flatMap(importsOf)
  .filter(({ kind, path }) => kind === "dynamic-import" && path in inputs)
  .map(({ path }) => path);

/** A module and all that loads with it: not what it opens by a door or by `import()`. */
function loadedWith(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: next, kind } of importsOf(path))
    if (kind !== "dynamic-import" && next in inputs) loadedWith(next, found);
  return found;
}

/** How many doors lead one out of the other below a module: 0 if neither it nor what it imports opens any. */
const depths = new Map();
function depthOf(path) {
  if (!depths.has(path)) {
    const below = importsOf(path).map(({ path: next, kind }) => {
      if (next.startsWith("#lazy/")) return 1 + depthOf(`build/${next.slice(1)}.js`);
      return kind !== "dynamic-import" && next in inputs ? depthOf(next) : 0;
    });
    depths.set(path, Math.max(0, ...below));
  }
  return depths.get(path);
}

/**
 * What loads with the root is joined into three files, each of which everything imports as a whole that needs a part of
 * it; left to itself the bundler makes a file for each set of entry points that share something, 27 for the root. Each
 * file costs an import about as much as 40 KB of text. Modules that open doors are apart from those that open none:
 * where there are no stubs, in browsers, a door loads at once, and finds all that opens none. What lists and
 * declarations need that load without the root, those of `lightEntries`, is apart as well; and the list of formats, for
 * all that formats load late. The door of queries is joined in the same way: the language, which declarations need
 * too; what filters are evaluated by; and the engine, in two files again, for the doors that it opens. So is the door of
 * stores, apart from what others need of it.
 */
const lightEntries = ["build/formats/index.js", "build/query/index.js"];
const isEntry = (path) => entryPoints.includes(path);
const rootModules = [...loadedWith("build/index.js")].filter((path) => !isEntry(path));
const lightModules = new Set(lightEntries.flatMap((path) => [...loadedWith(path)]));
const formatList = [...loadedWith("build/formats/index.js")];
const notRoot = (path) => !isEntry(path) && !rootModules.includes(path);
const isEngineDoor = (path) => /^(#|build\/)lazy\/query-/.test(path);
/** The modules that a door loads, and that nothing else loads but `users`, which stand on it, too. */
function modulesFor(door, ...users) {
  const rest = entryPoints.filter((path) => path !== door && !users.includes(path) && !isEngineDoor(path));
  const elsewhere = new Set(rest.flatMap((path) => [...loadedWith(path)]));
  return [...loadedWith(door)].filter((path) => notRoot(path) && !elsewhere.has(path));
}
const queryDoor = ["build/lazy/query.js", "build/lazy/procedures.js"];
const engine = modulesFor(...queryDoor);
const beside = (path) => modulesFor(...queryDoor, path).filter((each) => !engine.includes(each));
const language = beside("build/query/index.js");
const filters = beside("build/lazy/filter.js");
const storing = modulesFor("build/lazy/store.js", "build/lazy/salvage.js");
const stored = [...loadedWith("build/lazy/store.js")].filter(
  (path) => notRoot(path) && !storing.includes(path),
);
const opensEngine = (path) =>
  importsOf(path).some(
    ({ path: next }) => isEngineDoor(next) || (engine.includes(next) && opensEngine(next)),
  );
const groups = new Map([
  ["light", rootModules.filter((path) => lightModules.has(path))],
  ["base", rootModules.filter((path) => !lightModules.has(path) && depthOf(path) === 0)],
  ["opening", rootModules.filter((path) => !lightModules.has(path) && depthOf(path) > 0)],
  ["formats", formatList.filter(notRoot)],
  ["language", language],
  ["filters", filters],
  ["engine", engine.filter((path) => !opensEngine(path))],
  ["engine-opening", engine.filter(opensEngine)],
  ["stored", stored],
  ["storing", storing],
]);
for (const [name, paths] of groups) {
  writeFileSync(`${root}build/${name}.js`, paths.map((path) => `import "./${path.slice(6)}";\n`).join(""));
}

/**
 * The groups that a module imports, by what loads with it. The door of procedures opens doors of the root, which have
 * to find the root loaded where there are no stubs.
 */
function groupsFor(path) {
  const loaded = loadedWith(path === "build/procedures/index.js" ? "build/index.js" : path, new Set());
  const names = new Set(["light"]);
  // what a group loads may be of other groups
  for (let count = 0; count < names.size; ) {
    count = names.size;
    for (const [name, paths] of groups) {
      if (names.has(name) || !paths.some((each) => loaded.has(each))) continue;
      names.add(name);
      for (const each of paths) loadedWith(each, loaded);
    }
    if (names.has("opening")) names.add("base");
  }
  return [...groups.keys()].filter((name) => names.has(name));
}

/**
 * The doors that the root and the engine open, under one name each: Node finds a module anew for every name that a file
 * has for it, 15 names for the one file of stubs, which took 2 ms of `import "groggy"`.
 */
const doorLists = new Map([
  ["root-doors", rootModules],
  ["engine-doors", engine],
]);
const doorsOf = (name) =>
  [...new Set(doorLists.get(name).flatMap((path) => importsOf(path).map((each) => each.path)))]
    .filter((path) => path in importedModules && importedModules[path].startsWith("lazy/"))
    .sort();

const onDoors = {
  name: "doors",
  setup({ onResolve }) {
    for (const [name, paths] of doorLists) {
      const importers = new Set(paths.map((path) => root + path));
      const opened = new Set(doorsOf(name));
      onResolve({ filter: /^#/ }, ({ path, importer }) =>
        opened.has(path) && importers.has(importer) ? { path: `#lazy/${name}`, external: true } : undefined,
      );
    }
  },
};

/** The text of such a list, for where there are no stubs. */
function doorList(name, outputOf) {
  const lines = doorsOf(name).map((path) => {
    const { default: target } = imports[path] ?? { default: `./dist/${path.slice(1)}.js` };
    return `export { ${outputOf(target.slice(2)).exports.sort().join(", ")} } from "../${target.slice(7)}";\n`;
  });
  return lines.join("");
}

/** Lets entry points, doors and what loads late import whole groups. */
const onGroups = {
  name: "groups",
  setup({ onLoad }) {
    const modules = [...new Set([...entryPoints, ...lateModules])];
    const needed = new Map(modules.map((path) => [root + path, groupsFor(path)]));
    onLoad({ filter: /\.js$/, namespace: "file" }, ({ path }) => {
      const names = needed.get(path) ?? [];
      if (names.length === 0) return undefined;
      const text = names.map((name) => `import ${JSON.stringify(`${root}build/${name}.js`)};`).join(" ");
      // on the first line, so that all others keep their numbers
      return { contents: `${text} ${readFileSync(path, "utf8")}` };
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
  plugins: [bundled, onGroups, onDoors],
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
for (const name of doorLists.keys())
  writeFileSync(
    `${root}dist/lazy/${name}.js`,
    doorList(name, (path) => metafile.outputs[path]),
  );
await writePage();
await buildCli(metafile.outputs);
run("scripts/llms.mjs");
