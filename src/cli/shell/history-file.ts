/**
 * The lines of earlier shells, in `$XDG_STATE_HOME/groggy/history`, which its owner alone can read. Each line is appended
 * as it is entered, so that shells beside each other lose none of each other's; the file is cut under a lock. What goes
 * wrong with it is nothing that a shell stops for.
 */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

export const HISTORY_LINES_MAX = 10_000;
/** The file is cut once it has so many lines more. */
const SLACK_LINES = 1_000;
/** A lock that is older was left by a shell that is gone. */
const LOCK_AGE_MS = 5_000;
const LOCK_TRIES = 50;
const LOCK_WAIT_MS = 10;

/** The path of the history; undefined where there is no home. */
export function historyPath({ XDG_STATE_HOME: state = "", HOME }: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(state)) return join(state, "groggy", "history");
  let home = HOME ?? "";
  if (home === "" && process.platform === "win32") home = homedir();
  return isAbsolute(home) ? join(home, ".local", "state", "groggy", "history") : undefined;
}

/** The lines of a history, the newest first; none where there is none that can be read. */
export function readHistory(path: string | undefined): string[] {
  if (path === undefined) return [];
  try {
    const lines = linesIn(path);
    if (lines.length > HISTORY_LINES_MAX + SLACK_LINES) cut(path);
    return lines.slice(-HISTORY_LINES_MAX).reverse();
  } catch {
    return [];
  }
}

/** Makes the folder of a history, for its owner alone. */
export function makeHistoryFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
}

/** Appends a line. */
export function appendHistory(path: string | undefined, line: string): void {
  if (path === undefined || line.trim() === "") return;
  try {
    makeHistoryFolder(path);
    locked(path, () => {
      appendFileSync(path, `${line.replaceAll("\n", " ")}\n`, { mode: 0o600 });
      // one that was there before may be open to others
      if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    });
  } catch {
    // a full disk, a folder of somebody else: the shell goes on without
  }
}

function linesIn(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function cut(path: string): void {
  locked(path, () => {
    const part = `${path}.part`;
    writeFileSync(part, `${linesIn(path).slice(-HISTORY_LINES_MAX).join("\n")}\n`, { mode: 0o600 });
    renameSync(part, path);
  });
}

/** Calls a function while no other shell writes the file; after half a second it is called all the same. */
function locked(path: string, use: () => void): void {
  const lock = `${path}.lock`;
  let isHeld = false;
  for (let i = 0; i < LOCK_TRIES && !isHeld; i++) {
    try {
      closeSync(openSync(lock, "wx", 0o600));
      isHeld = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") break;
      const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
      if (made !== undefined && Date.now() - made > LOCK_AGE_MS) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_WAIT_MS);
    }
  }
  try {
    use();
  } finally {
    if (isHeld) rmSync(lock, { force: true });
  }
}
