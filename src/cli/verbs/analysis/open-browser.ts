/** Opens an address in the browser of whoever sits at the terminal. */
import { spawn } from "node:child_process";

/** Whether there is a browser to open: at a terminal of this machine, with a screen. */
export function hasBrowser(env: NodeJS.ProcessEnv, platform: string, isTerminal: boolean): boolean {
  const { CI, DISPLAY, SSH_CONNECTION, SSH_TTY, WAYLAND_DISPLAY } = env;
  if (!isTerminal || isSet(CI) || isSet(SSH_CONNECTION) || isSet(SSH_TTY)) return false;
  return platform === "darwin" || platform === "win32" || isSet(DISPLAY) || isSet(WAYLAND_DISPLAY);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** The command that opens an address on a platform. */
export function browserCommand(
  url: string,
  platform: string,
): readonly [command: string, ...words: string[]] {
  if (platform === "darwin") return ["open", url];
  // the empty text is the title of a window
  if (platform === "win32") return ["cmd", "/c", "start", '""', url];
  return ["xdg-open", url];
}

/** Starts the browser and does not wait for it; calls `failed` if there is none. */
export function openBrowser(url: string, platform: string, failed: () => void): void {
  const [command, ...words] = browserCommand(url, platform);
  const child = spawn(command, words, { detached: true, stdio: "ignore" });
  child.once("error", failed);
  child.unref();
}
