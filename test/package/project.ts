// An empty project outside the repository with the packed tarball installed, as a user would have it.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project extends Disposable {
  readonly folder: string;
  /** The tarball, and the paths of the files in it. */
  readonly tarball: string;
  readonly files: readonly string[];
  /** Runs Node in the project. */
  node(...args: string[]): Outcome;
}

/** Packs dist/ as it is; the files of test/package/consumer/ are in the project, and the packages that are named. */
export function createProject(...packages: string[]): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "groggy-package-")));
  const manifest = { name: "consumer", private: true, type: "module" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  cpSync(join(root, "test/package/consumer"), folder, { recursive: true });
  // --ignore-scripts: the build has been made, and others may be working on it
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [packed] = JSON.parse(npm(root, packing)) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(folder, packed.filename);
  npm(folder, [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    tarball,
    ...packages,
  ]);
  return {
    folder,
    tarball,
    files: packed.files.map(({ path }) => path).sort(),
    node: (...args) => run(folder, process.execPath, args),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function npm(cwd: string, args: string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a command to its end, without the options for Node that the test runner itself was given. */
export function run(cwd: string, command: string, args: readonly string[]): Outcome {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env });
  return { status, stdout, stderr };
}
