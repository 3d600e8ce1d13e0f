// Builds what is published, dist/: the kernels first, since the TypeScript embeds their bytes; then the
// declarations, and the modules one by one in build/; then these joined, one file for each entry point and
// one for what several share. Loading a file costs Node 20 half a millisecond: from 90 files
// `import "groggy"` took 52 ms, from four it takes 14 (npm run bench:startup).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
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
await build({
  absWorkingDir: root,
  entryPoints: [...modulesOf(exports), ...modulesOf(imports)],
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
});
