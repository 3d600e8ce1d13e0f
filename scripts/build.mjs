// Builds dist/: the kernels first, since the TypeScript embeds their bytes, then the TypeScript.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });

rmSync(`${root}dist`, { recursive: true, force: true });
if (existsSync(`${root}scripts/build-kernels.mjs`)) run("scripts/build-kernels.mjs");
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
