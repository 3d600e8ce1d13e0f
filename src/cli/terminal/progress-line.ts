/**
 * The line that tells how far a piece of work is: what, how far, rate, time left; written over itself, from half a second
 * on, at most ten times a second, and gone when the work is done. The work may never let go of the thread, so the line is
 * drawn by those who report and by no timer.
 */
import type { ProgressLine } from "../shared/invocation.js";
import { groupedCount } from "./marks.js";
import { printableText } from "./printable-text.js";
import { columnsOf, obeysEscapes, type SizedStream } from "./settings.js";
import { cutToWidth } from "./text-width.js";

const DELAY_MS = 500;
const INTERVAL_MS = 100;
const ERASE = "\r\x1b[K";

export interface ProgressSettings {
  readonly stream: NodeJS.WritableStream & SizedStream;
  readonly env: NodeJS.ProcessEnv;
  /** `process.platform`. */
  readonly platform: string;
  readonly quiet: boolean;
  readonly ellipsis: string;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** A line of progress that others can take away before they write. */
export interface TerminalProgress extends ProgressLine {
  /** Takes the line off the screen; the next report draws it anew. */
  clear(): void;
}

/** Progress on a terminal; nothing in a pipe, in CI, on a terminal that cannot erase, and where quiet is asked for. */
export function createProgress(settings: ProgressSettings): TerminalProgress {
  const { stream, env, platform, quiet } = settings;
  const isShown = stream.isTTY === true && !quiet && obeysEscapes(env, platform) && !isSet(env.CI);
  if (!isShown) return { report() {}, done() {}, clear() {} };
  let what = "";
  let startMs = 0;
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write(ERASE);
    isDrawn = false;
  };
  return {
    report(name, done, total, unit) {
      const nowMs = settings.nowMs();
      if (name !== what) {
        // the pieces of one verb are one wait
        if (what === "") drawnMs = nowMs + DELAY_MS - INTERVAL_MS;
        what = name;
        startMs = nowMs;
      }
      if (nowMs - drawnMs < INTERVAL_MS) return;
      drawnMs = nowMs;
      const text = progressText(name, done, total, unit, nowMs - startMs);
      // the last column stays free: some terminals go on to the next line there
      stream.write(ERASE + cutToWidth(text, columnsOf(stream, env) - 1, settings.ellipsis));
      isDrawn = true;
    },
    done() {
      clear();
      what = "";
    },
    clear,
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

function progressText(
  what: string,
  done: number,
  total: number | undefined,
  unit: string | undefined,
  elapsedMs: number,
): string {
  const amount = (count: number): string =>
    unit === "bytes" ? bytesText(count) : groupedCount(Math.round(count));
  const noun = unit === undefined || unit === "bytes" ? "" : ` ${unit}`;
  const isBounded = total !== undefined && total > 0;
  const parts = [isBounded ? `${amount(done)} of ${amount(total)}${noun}` : `${amount(done)}${noun}`];
  if (isBounded) parts.unshift(`${Math.floor(Math.min(1, done / total) * 100)}%`);
  if (elapsedMs > 0 && done > 0) {
    const perSecond = (done / elapsedMs) * 1000;
    parts.push(`${perSecond >= 10 || unit === "bytes" ? amount(perSecond) : perSecond.toFixed(1)}/s`);
    if (isBounded && done < total) parts.push(`${durationText((total - done) / perSecond)} left`);
  }
  return `${printableText(what)}: ${parts.join(", ")}`;
}

function bytesText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let i = 0;
  while (value >= 999.5 && i < units.length - 1) {
    value /= 1000;
    i++;
  }
  return `${i === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[i]}`;
}

/** Seconds as `12 s`, `3 min 20 s` or `2 h 5 min`. */
function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
