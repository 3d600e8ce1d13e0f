// Opens one page in a headless Chromium of its own: fresh profile, no network but the page's.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-logging=stderr",
  "--remote-debugging-port=0",
];

/** The browser that CHROMIUM names, or the first on the PATH. */
export function findChromium(): string {
  const named = process.env.CHROMIUM;
  if (named !== undefined) return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  if (found === undefined)
    throw new Error("no Chromium on the PATH; install one or set CHROMIUM to its path");
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Shows `url` until `report` settles; an early end or `timeoutMs` rejects with what Chromium had to say. */
export async function visit<T>(url: string, report: Promise<T>, timeoutMs: number): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), "groggy-chromium-"));
  const child = spawn(findChromium(), [...flags, `--user-data-dir=${profile}`, url], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Chromium ended early, code ${code}:\n${log}`)));
    timer = setTimeout(() => reject(new Error(`no report in ${timeoutMs} ms:\n${log}`)), timeoutMs);
  });
  try {
    return await Promise.race([report, failed]);
  } finally {
    clearTimeout(timer);
    // the whole group, since Chromium's own processes outlive it for a moment
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
