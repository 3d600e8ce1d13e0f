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
    node === "./dist/stand-in.js" ? [path.replace("./", "")] : [],
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
writeFileSync(
  `${root}dist/stand-in.js`,
  standIn((path) => metafile.outputs[path].exports.sort()),
);
