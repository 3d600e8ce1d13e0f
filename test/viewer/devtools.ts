/**
 * A headless Chromium that is told what to do over pipes, and what it shows asked: the DevTools protocol without a package.
 * Fresh profile, gone at the end.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { findChromium } from "../browser/chromium.js";

/** The path of Chromium; undefined where there is none, and its tests are left out. */
export function chromiumPath(): string | undefined {
  try {
    return findChromium();
  } catch {
    return undefined;
  }
}

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--remote-debugging-pipe",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export interface Tab {
  /** Runs an expression in the page, waits for it, and returns its value. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  readonly send: (method: string, params?: object) => Promise<Record<string, unknown>>;
  /** Errors, refused loads and breaches of the policy, as they come. */
  readonly complaints: string[];
  /** The addresses that it has asked for. */
  readonly asked: string[];
}

export interface TabSettings {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), "groggy-chromium-"));
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners: ((message: Message) => void)[] = [];
  #id = 0;

  constructor() {
    this.#child = spawn(findChromium(), [...FLAGS, `--user-data-dir=${this.#profile}`, "about:blank"], {
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    let rest = "";
    (this.#child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\0");
      rest = parts.pop()!;
      for (const part of parts) this.#take(JSON.parse(part) as Message);
    });
    (this.#child.stdio[3] as Writable).on("error", () => {});
  }

  #take(message: Message): void {
    if (message.id === undefined) for (const listener of this.#listeners) listener(message);
    else this.#waiting.get(message.id)?.(message);
  }

  #send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result }) => {
        this.#waiting.delete(id);
        if (error === undefined) resolve(result!);
        else reject(new Error(`${method}: ${error.message}`));
      });
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  async open(url: string, { height = 700, isDark = false, width = 1000 }: TabSettings = {}): Promise<Tab> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    const send = (method: string, params?: object) => this.#send(method, params, sessionId as string);
    const complaints: string[] = [];
    const asked: string[] = [];
    this.#listeners.push(({ method, params = {}, sessionId: of }) => {
      if (of !== sessionId) return;
      const { args, entry, exceptionDetails, request } = params as {
        args?: { value?: unknown }[];
        entry?: { level: string; text: string };
        exceptionDetails?: { text: string; exception?: { description?: string } };
        request?: { url: string };
      };
      if (method === "Runtime.exceptionThrown")
        complaints.push(exceptionDetails!.exception?.description ?? exceptionDetails!.text);
      if (method === "Log.entryAdded" && entry!.level === "error") complaints.push(entry!.text);
      if (method === "Runtime.consoleAPICalled") complaints.push(args!.map(({ value }) => value).join(" "));
      if (method === "Network.requestWillBeSent") asked.push(request!.url);
    });
    for (const domain of ["Runtime", "Log", "Page", "Network"]) await send(`${domain}.enable`);
    await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    const value = isDark ? "dark" : "light";
    await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
    await send("Page.navigate", { url });
    const evaluate = async <T>(expression: string): Promise<T> => {
      const { exceptionDetails, result } = (await send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })) as {
        exceptionDetails?: { text: string; exception?: { description?: string } };
        result: { value: T };
      };
      if (exceptionDetails !== undefined)
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    return { evaluate, send, complaints, asked };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    // the whole group, since Chromium's own processes outlive it for a moment
    if (this.#child.pid !== undefined && this.#child.exitCode === null)
      process.kill(-this.#child.pid, "SIGKILL");
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
