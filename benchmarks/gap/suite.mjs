// The GAP Benchmark Suite as a process that runs one kernel each time it is asked.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Compiles the suite's kernels of the checkout `source` into `folder`, with the suite's own flags. */
export function compileSuite(source, folder) {
  if (!existsSync(join(source, "src", "benchmark.h"))) {
    throw new Error(`GAPBS expected the folder of a checkout of the GAP Benchmark Suite, got ${source}`);
  }
  const program = join(folder, "gap");
  const driver = fileURLToPath(new URL("driver.cc", import.meta.url));
  const flags = ["-std=c++11", "-O3", "-fopenmp", "-I", join(source, "src")];
  const { status, stderr, error } = spawnSync("g++", [...flags, driver, "-o", program], { encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`g++ failed\n${stderr}`);
  return program;
}

/** The version of the compiler, for the page. */
export function compilerOf() {
  return spawnSync("g++", ["--version"], { encoding: "utf8" }).stdout?.split("\n")[0] ?? "g++";
}

/** A running suite that holds the edges of `file`. */
export function startSuite(program, file) {
  const child = spawn(program, [file], { stdio: ["pipe", "pipe", "inherit"] });
  let [rest, heard, failed] = ["", undefined, undefined];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.startsWith('{"')) heard?.(JSON.parse(line));
  });
  child.on("exit", (code) => failed?.(new Error(`the suite ended with ${code}`)));
  return {
    /** Runs a kernel once: `{ wallMs, cpuMs }`. */
    run(kernel, { threads = 1, answer = "-", delta = 1 } = {}) {
      return new Promise((resolve, reject) => {
        [heard, failed] = [resolve, reject];
        child.stdin.write(`${kernel} ${threads} ${answer} ${delta}\n`);
      });
    },
    stop() {
      failed = undefined;
      child.stdin.end();
    },
  };
}

/** What the suite wrote as an answer. */
export function answerIn(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
