// Programs in a real pseudo-terminal, which `script` of util-linux makes.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Whether there is such a `script`. */
export const hasPseudoTerminal =
  process.platform === "linux" && spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

export const folder = mkdtempSync(join(tmpdir(), "groggy-terminal-"));

const children = new Set<ChildProcess>();

let bundled: Promise<string> | undefined;

/** Ends what is still running, and removes the folder. */
export function removeFolder(): void {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  bundled = undefined;
}

/** The path of the test's program, in JavaScript. */
function bundledProgram(): Promise<string> {
  bundled ??= build({
    entryPoints: [fileURLToPath(new URL("./program.ts", import.meta.url))],
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  }).then(() => join(folder, "program.mjs"));
  return bundled;
}

export interface PseudoSettings {
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

  private constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#name = name;
    child.stdout!.on("data", (chunk: Buffer) => {
      this.text += chunk.toString();
    });
    this.ended = new Promise((resolve) => child.once("close", (code) => resolve(code ?? 255)));
  }

  static async start(words: readonly string[], settings: PseudoSettings = {}): Promise<PseudoTerminal> {
    const { columns = 80, rows = 24, env = {} } = settings;
    const program = await bundledProgram();
    const name = join(folder, `tty-${Math.random()}`);
    const command = `tty > ${name}; stty cols ${columns} rows ${rows}; exec ${process.execPath} ${program} ${words.join(" ")}`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
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

  /** Resolves when the terminal shows a text. */
  async shows(text: string): Promise<void> {
    for (let tries = 0; !this.text.includes(text); tries++) {
      if (tries > 500) throw new Error(`expected ${JSON.stringify(text)}, got ${JSON.stringify(this.text)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
