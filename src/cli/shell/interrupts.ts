/**
 * Ctrl-C while a statement runs. The work of the library is synchronous, so that no event tells of it: the terminal is
 * raw, and whoever asks the signal has the terminal read for a Ctrl-C. What else was typed meanwhile is put back.
 */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { CliError } from "../shared/cli-error.js";

const CTRL_C = 3;
const POLL_MS = 30;

export interface Interrupts {
  readonly signal: AbortSignal;
  /** Leaves the terminal to somebody who asks a question, or takes it again. */
  leaveTerminal(isLeft: boolean): void;
  /** Stops to listen, and gives what was typed meanwhile. */
  stop(): Buffer;
}

/** Begins to listen for Ctrl-C. Without a raw terminal it is the signal of the system, which tells of it between two steps. */
export function listenForInterrupts(isRaw: boolean): Interrupts {
  const controller = new AbortController();
  const typed: Buffer[] = [];
  const terminal = isRaw ? openTerminal() : undefined;
  let looked = performance.now();
  let isLeft = false;
  const onInterrupt = (): void => {
    // the second one does not wait for anybody
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new CliError("interrupted", { exitCode: 130 }));
  };
  const look = (): void => {
    if (terminal === undefined || isLeft) return;
    const now = performance.now();
    if (now - looked < POLL_MS) return;
    looked = now;
    const chunk = readAvailable(terminal);
    if (chunk === undefined) return;
    const at = chunk.lastIndexOf(CTRL_C);
    // what was typed before it is called off, too
    if (at >= 0) typed.length = 0;
    typed.push(chunk.subarray(at + 1));
    for (const byte of chunk) if (byte === CTRL_C) onInterrupt();
  };
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  if (terminal === undefined) process.on("SIGINT", onInterrupt);
  return {
    signal: asked(controller.signal, look),
    leaveTerminal(left) {
      isLeft = left;
    },
    stop() {
      clearInterval(timer);
      process.off("SIGINT", onInterrupt);
      if (terminal !== undefined) closeSync(terminal);
      return Buffer.concat(typed);
    },
  };
}

/** A signal that looks before it answers. */
function asked(signal: AbortSignal, look: () => void): AbortSignal {
  const { get } = Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted") as { get: () => boolean };
  return Object.defineProperties(signal, {
    aborted: {
      get() {
        look();
        return get.call(signal);
      },
    },
    throwIfAborted: {
      value() {
        look();
        AbortSignal.prototype.throwIfAborted.call(signal);
      },
    },
  });
}

function openTerminal(): number | undefined {
  try {
    return openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // no terminal of its own, or a system without the name
    return undefined;
  }
}

function readAvailable(terminal: number): Buffer | undefined {
  const chunk = Buffer.alloc(1024);
  try {
    const count = readSync(terminal, chunk);
    return count === 0 ? undefined : chunk.subarray(0, count);
  } catch {
    // nothing was typed
    return undefined;
  }
}
