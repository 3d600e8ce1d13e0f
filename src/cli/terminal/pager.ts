/**
 * The pager that more than a screen goes to: GROGGY_PAGER, PAGER, or `less` with the options FRX: quit where all fits,
 * show colours, leave the screen as it is. An empty name and `cat` mean none.
 */
import { type ChildProcess, spawn } from "node:child_process";

/** A pager that runs: what to write to, and its end. */
export interface Pager {
  readonly input: NodeJS.WritableStream;
  /** Resolves when it has ended, by itself or since its input has. */
  readonly ended: Promise<void>;
}

/** As {@link startPager}. */
export type StartPager = (env: NodeJS.ProcessEnv) => Promise<Pager | undefined>;

/** Starts the pager that the surroundings name; undefined if there is none, or it cannot be started. */
export async function startPager(env: NodeJS.ProcessEnv): Promise<Pager | undefined> {
  const command = env.GROGGY_PAGER ?? env.PAGER ?? "less";
  const words = command.trim().split(/\s+/);
  if (words[0] === "" || (words[0] === "cat" && words.length === 1)) return undefined;
  // what a shell has to read is left to it
  const isShell = /["'`$&|;<>()*?~\\[\]{}#!=%]/.test(command);
  const [program, args] = isShell ? [command, []] : [words[0], words.slice(1)];
  const child = spawn(program, args, {
    stdio: ["pipe", "inherit", "inherit"],
    env: { ...env, ...lessOptions(env, words[0]) },
    shell: isShell,
  });
  const isStarted = await new Promise<boolean>((resolve) => {
    child.once("spawn", () => resolve(true));
    child.once("error", () => resolve(false));
  });
  if (!isStarted || child.stdin === null) return undefined;
  return { input: child.stdin, ended: endOf(child) };
}

/** `less` and those like it show colours only if they are told to. */
function lessOptions({ LESS, LV }: NodeJS.ProcessEnv, program: string): NodeJS.ProcessEnv {
  const own = LV === undefined ? { LV: "-c" } : {};
  if (LESS === undefined) return { ...own, LESS: "FRX" };
  const isLess = /(^|[\\/])less(\.exe)?$/.test(program);
  return isLess && !/[Rr]/.test(LESS.replace(/--\S+/g, "")) ? { ...own, LESS: `${LESS} -R` } : own;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
  });
}
