// Programs in a real pseudo-terminal, which `script` of util-linux makes; they run from the source, each bundled once.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type BuildOptions, build } from "esbuild";

/** Whether there is such a `script`. */
export const hasPseudoTerminal =
  process.platform === "linux" && spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

const folder = mkdtempSync(join(tmpdir(), "groggy-terminal-"));
const children = new Set<ChildProcess>();
const bundles = new Map<string, Promise<string>>();

/** Ends what is still running, and removes the bundles. */
export function removeBundles(): void {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  bundles.clear();
}

/** The path of a program in JavaScript, from that of its source. */
export function bundleOf(source: string, options: BuildOptions = {}): Promise<string> {
  let bundle = bundles.get(source);
  if (bundle === undefined) {
    bundle = build({
      ...options,
      entryPoints: [source],
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      logLevel: "error",
    }).then(() => join(folder, `${basename(source, ".ts")}.mjs`));
    bundles.set(source, bundle);
  }
  return bundle;
}

export interface PseudoTerminalSettings {
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export class PseudoTerminal {
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

  static start(
    program: string,
    words: readonly string[],
    settings: PseudoTerminalSettings = {},
  ): PseudoTerminal {
    const { columns = 80, rows = 24, env = {}, cwd } = settings;
    const name = join(folder, `tty-${Math.random()}`);
    const command = `tty > ${name}; stty cols ${columns} rows ${rows}; exec ${process.execPath} ${program} ${words.join(" ")}`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      cwd,
      env: { PATH: process.env.PATH, LANG: "C.UTF-8", TERM: "xterm-256color", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    // it may end before what is typed arrives
    child.stdin.on("error", () => {});
    children.add(child);
    child.once("close", () => children.delete(child));
    return new PseudoTerminal(child, name);
  }

  send(text: string): void {
    if (this.#child.exitCode === null) this.#child.stdin!.write(text);
  }

  /** Types q until the program ends, since a pager that was interrupted drops what was typed; its exit code. */
  async quit(): Promise<number> {
    const typing = setInterval(() => this.send("q"), 100);
    const code = await this.ended;
    clearInterval(typing);
    return code;
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
