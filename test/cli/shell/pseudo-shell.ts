// The program in a real pseudo-terminal, which `script` of util-linux makes; it runs from the source, bundled once.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sourcesOfExports, sourcesOfImports } from "../../../scripts/imported-modules.mjs";

export const hasPseudoTerminal =
  process.platform === "linux" && spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

const folder = mkdtempSync(join(tmpdir(), "groggy-shell-"));
const children = new Set<ChildProcess>();
const root = fileURLToPath(new URL("../../..", import.meta.url));

let bundled: Promise<string> | undefined;

/** Ends what is still running, and removes the bundle. */
export function removeProgram(): void {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  bundled = undefined;
}

/** The path of the program in JavaScript. */
export function bundledProgram(): Promise<string> {
  const sources = { ...sourcesOfExports(root), ...sourcesOfImports(root) };
  bundled ??= build({
    entryPoints: [join(root, "src/cli/groggy.ts")],
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    external: ["apache-arrow", "hyparquet", "hyparquet-*", "saxes"],
    plugins: [
      {
        name: "sources",
        setup({ onResolve }) {
          onResolve({ filter: /^(#|groggy)/ }, ({ path }) =>
            Object.hasOwn(sources, path) ? { path: sources[path]! } : undefined,
          );
        },
      },
    ],
  }).then(() => join(folder, "groggy.mjs"));
  return bundled;
}

export interface PseudoShellSettings {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export class PseudoShell {
  /** All that the terminal got to show. */
  text = "";
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #name: string;
  #seen = 0;

  private constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#name = name;
    child.stdout!.on("data", (chunk: Buffer) => {
      this.text += chunk.toString();
    });
    this.ended = new Promise((resolve) => child.once("close", (code) => resolve(code ?? 255)));
  }

  static async start(words: readonly string[], settings: PseudoShellSettings): Promise<PseudoShell> {
    const { columns = 80, rows = 24, env = {}, cwd } = settings;
    const program = await bundledProgram();
    const name = join(folder, `tty-${Math.random()}`);
    const command = `tty > ${name}; stty cols ${columns} rows ${rows}; exec ${process.execPath} ${program} ${words.join(" ")}`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      cwd,
      env: {
        PATH: process.env.PATH,
        LANG: "C.UTF-8",
        TERM: "xterm-256color",
        NO_COLOR: "1",
        XDG_STATE_HOME: join(cwd, "state"),
        ...env,
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.on("error", () => {});
    children.add(child);
    child.once("close", () => children.delete(child));
    return new PseudoShell(child, name);
  }

  send(text: string): void {
    if (this.#child.exitCode === null) this.#child.stdin!.write(text);
  }

  resize(columns: number): void {
    spawnSync("stty", ["-F", readFileSync(this.#name, "utf8").trim(), "cols", String(columns)]);
  }

  /** Resolves when the terminal shows a text after what was waited for last; what came until then. */
  async shows(text: string): Promise<string> {
    for (let tries = 0; ; tries++) {
      const at = this.text.indexOf(text, this.#seen);
      if (at >= 0) {
        const found = this.text.slice(this.#seen, at + text.length);
        this.#seen = at + text.length;
        return found;
      }
      if (tries > 1500)
        throw new Error(
          `expected ${JSON.stringify(text)}, got ${JSON.stringify(this.text.slice(this.#seen))}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
