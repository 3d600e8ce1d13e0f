// Peers of searches: packages of npm from the folder GROGGY_PEERS, which has a node_modules, and those of the Python that
// GROGGY_PYTHON names. One that is not there is skipped, and named.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.GROGGY_PEERS;
const require = createRequire(resolve(folder ?? ".", "peers.cjs"));

/** What `use` makes of a package, or undefined, and a line that says so, where the package is not to be had. */
export async function withPackage(name, use) {
  try {
    if (folder === undefined) throw new Error("GROGGY_PEERS names no folder");
    let loaded;
    try {
      loaded = require(name);
    } catch (error) {
      if (error.code !== "ERR_REQUIRE_ESM") throw error;
      loaded = await import(pathToFileURL(require.resolve(name)).href);
    }
    const { version } = JSON.parse(
      (await import("node:fs")).readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"),
    );
    return await use(loaded, `${name} ${version}`);
  } catch (error) {
    console.log(`${name}: skipped, ${error.message.split("\n")[0]}`);
    return undefined;
  }
}

/** The lines that a program of Python prints, each an object; none, and a line that says so, where it cannot run. */
export function fromPython(program, ...args) {
  const python = process.env.GROGGY_PYTHON;
  if (python === undefined) {
    console.log(`${program}: skipped, GROGGY_PYTHON names no Python`);
    return [];
  }
  const path = new URL(program, import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(python, [path, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) console.log(`${program}: ${(stderr ?? "").trim().split("\n").at(-1)}`);
  return (stdout ?? "")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

/** The processor's time of a call in µs: the median of some rounds, each of so many calls that they take 5 ms. */
export function microsecondsOf(call, rounds) {
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  // until it is compiled
  for (const start = cpu(); ; ) {
    call();
    if (rounds === 1 || cpu() - start > 200_000) break;
  }
  const times = [];
  for (let round = 0; round < rounds; round++) {
    let calls = 0;
    let time = 0;
    for (const start = cpu(); time < (rounds > 1 ? 5000 : 1); time = cpu() - start) {
      call();
      calls++;
    }
    times.push(time / calls);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
