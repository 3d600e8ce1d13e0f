// Builds what is published, dist/: the kernels first, since the TypeScript embeds their bytes; then the
// declarations, and the modules one by one in build/; then these joined, one file for each entry point and
// one for what several share. Loading a file costs Node 20 half a millisecond: from 90 files
// `import "groggy"` took 52 ms, from four it takes 14 (npm run bench:startup).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
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

for (const folder of ["build", "dist"]) rmSync(root + folder, { recursive: true, force: true });
run("scripts/build-kernels.mjs");
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
const { exports, imports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

// one file for what is loaded late of the space: each more of them would tear what they share into more files
const late = ["frozen", "search", "index/value-indices"].map((name) => `export * from "./${name}.js";\n`);
writeFileSync(`${root}build/space/late.js`, late.join(""));

/** The modules that Node loads when something of them is first called: those with a stand-in for Node. */
const later = new Set(
  Object.values(imports).flatMap(({ node, default: path }) =>
    node === "./dist/platform/node.js" && path !== "./dist/platform/web.js" ? [path.replace("./", "")] : [],
  ),
);

/**
 * What stands in for them: functions of the same names, the first call of which loads the module. That is `require`,
 * which can load modules without a wait from Node 20.19 on.
 */
const standIn = (namesOf) =>
  [
    "let require;",
    "const loaded = new Map();",
    "function load(path) {",
    "  if (!loaded.has(path)) {",
    '    require ??= process.getBuiltinModule("node:module").createRequire(import.meta.url);',
    "    loaded.set(path, require(path));",
    "  }",
    "  return loaded.get(path);",
    "}",
    ...[...later].flatMap((path) =>
      namesOf(path).map((name) => {
        const from = JSON.stringify(path.replace("dist/", "./"));
        return `export const ${name} = (...given) => load(${from}).${name}(...given);`;
      }),
    ),
    "",
  ].join("\n");

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [...new Set([...modulesOf(exports), ...modulesOf(imports)])],
  outbase: "build",
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "shared-[hash]",
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // packages stay imports, and so does #platform, which Node and browsers resolve each their own way
  packages: "external",
  external: ["#*"],
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
  metafile: true,
});

// Each file costs Node half a millisecond. What stands in for others goes with the platform, which is Node's alone; and
// what is shared by the entry points of most is one file, whichever of them share which part of it.
const platform = `${root}dist/platform/node.js`;
const [code, map] = readFileSync(platform, "utf8").split("//# sourceMappingURL=");
const stubs = standIn((path) => metafile.outputs[path].exports.sort());
writeFileSync(platform, `${code}${stubs.replaceAll("./", "../")}//# sourceMappingURL=${map}`);

/** The shared files that an entry point loads. */
function sharedBy(entry, found = new Set()) {
  for (const { path } of metafile.outputs[entry].imports) {
    if (!/^dist\/shared-/.test(path) || found.has(path)) continue;
    found.add(path);
    sharedBy(path, found);
  }
  return found;
}

const ofAlgorithms = sharedBy("dist/algorithms/index.js");
const joined = [...sharedBy("dist/index.js")].filter((path) => ofAlgorithms.has(path));
const names = joined.flatMap((path) => metafile.outputs[path].exports);
if (new Set(names).size !== names.length) throw new Error("two shared files export one name");
await build({
  absWorkingDir: root,
  stdin: {
    contents: joined.map((path) => `export * from "./${path}";\n`).join(""),
    resolveDir: root,
  },
  outfile: "dist/core.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  packages: "external",
  external: ["#*"],
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
for (const path of Object.keys(metafile.outputs).filter((name) => name.endsWith(".js"))) {
  if (joined.includes(path)) continue;
  const text = readFileSync(root + path, "utf8");
  const toCore = joined.reduce(
    (all, shared) => all.replaceAll(`/${shared.slice("dist/".length)}"`, '/core.js"'),
    text,
  );
  if (toCore !== text) writeFileSync(root + path, toCore);
}
for (const path of joined) for (const file of [path, `${path}.map`]) rmSync(root + file);
