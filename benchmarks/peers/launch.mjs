// Runs a peer in a process of its own and gathers what it says, line by line. One that takes longer than the limit
// over a single step, or dies over it, is ended there; what it had said by then counts.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { folder, pythons } from "./list.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What a peer says of a request: its versions, what it measured, what it lacks, and the step it did not end, with
 * the reason. `missing` if its package is not installed.
 */
export async function launch(peer, request, limitMs) {
  if (peer.kind === "node") {
    const flags = ["--expose-gc", "--max-old-space-size=12000"];
    const spec = JSON.stringify({ ...request, driver: peer.driver, folder });
    return listen(process.execPath, [...flags, here("run-peer.mjs"), spec], limitMs);
  }
  let heard;
  for (const python of pythons()) {
    const spec = JSON.stringify(request);
    heard = await listen(python, ["-s", here(`python/${peer.driver}`), spec], limitMs);
    if (heard.missing === undefined) return heard;
  }
  return heard;
}

/** Reads the lines of a process until it ends, or until it is ended for taking too long. */
function listen(command, args, limitMs) {
  return new Promise((resolve) => {
    const heard = { versions: {}, results: [], lacking: [], missing: undefined, failure: undefined };
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [step, timer, rest, errors, reason] = [undefined, undefined, "", "", undefined];
    const hear = (line) => {
      clearTimeout(timer);
      if (line.versions !== undefined) heard.versions = line.versions;
      if (line.missing !== undefined) heard.missing = line.missing;
      if (line.lacks !== undefined) heard.lacking.push(line);
      if (line.task !== undefined) {
        heard.results.push(line);
        step = undefined;
      }
      if (line.begin === undefined) return;
      step = line;
      timer = setTimeout(() => {
        reason = `over ${Math.round(limitMs / 1000)} s`;
        child.kill("SIGKILL");
      }, limitMs);
    };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      // libraries may greet on standard output: only lines of JSON are meant for us
      for (const line of lines) if (line.startsWith('{"')) hear(JSON.parse(line));
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors = (errors + text).slice(-4000);
    });
    child.on("error", ({ message }) => resolve({ ...heard, missing: message }));
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code !== 0 && heard.missing === undefined) {
        const lines = errors.trim().split("\n");
        const last = lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
        const outOfMemory = /heap out of memory|MemoryError|bad_alloc/.test(errors);
        heard.failure = {
          step,
          reason: reason ?? (outOfMemory ? "out of memory" : `failed: ${last}`),
          errors,
        };
      }
      resolve(heard);
    });
  });
}
