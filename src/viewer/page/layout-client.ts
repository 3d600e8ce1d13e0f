/** The layout as the page sees it: positions that come from the worker, and that the drawing moves towards. */
import type { LayoutInput } from "../layout/force-layout.js";
import type { LayoutNews, LayoutOrder } from "./layout-worker.js";

/** The part of the way that is gone with each frame. */
const EASE = 0.35;
const NEAR = 0.05;

export class LayoutClient {
  readonly #worker = new Worker("page.js", { type: "module", name: "layout" });
  readonly #moved: (isFirst: boolean) => void;
  readonly #progress: (step: number, steps: number) => void;
  #run = 0;
  #x: Float32Array = new Float32Array(0);
  #y: Float32Array = new Float32Array(0);
  #goal: { readonly x: Float32Array; readonly y: Float32Array } | undefined;
  #isScheduled = false;
  /** Whether the first positions are still to come: they are jumped to. */
  #isFirst = true;
  readonly #held = new Map<number, readonly [number, number]>();

  constructor(moved: (isFirst: boolean) => void, progress: (step: number, steps: number) => void) {
    this.#moved = moved;
    this.#progress = progress;
    this.#worker.onmessage = ({ data }: MessageEvent<LayoutNews>) => {
      if (data.run !== this.#run) return;
      this.#goal = data;
      for (const [node, [x, y]] of this.#held) {
        data.x[node] = x;
        data.y[node] = y;
      }
      this.#progress(data.step, data.steps);
      this.#schedule();
    };
  }

  /** Begins anew; the arrays are written to as positions come. */
  start(x: Float32Array, y: Float32Array, input: LayoutInput, isFirst: boolean): void {
    this.#begin(x, y, isFirst);
    this.#order({ run: this.#run, input });
  }

  /** Shows positions that need no layout. */
  place(x: Float32Array, y: Float32Array): void {
    this.#begin(x, y, false);
    this.#order({ run: this.#run, stop: true });
    this.#progress(1, 1);
    this.#moved(true);
  }

  #begin(x: Float32Array, y: Float32Array, isFirst: boolean): void {
    this.#run++;
    this.#x = x;
    this.#y = y;
    this.#goal = undefined;
    this.#isFirst = isFirst;
    this.#held.clear();
  }

  /** Puts a node where it is dragged to; it stays there. */
  hold(node: number, [x, y]: readonly [number, number]): void {
    this.#held.set(node, [x, y]);
    this.#x[node] = x;
    this.#y[node] = y;
    if (this.#goal !== undefined) {
      this.#goal.x[node] = x;
      this.#goal.y[node] = y;
    }
    this.#order({ run: this.#run, hold: node, place: [x, y] });
    this.#moved(false);
  }

  #order(order: LayoutOrder): void {
    this.#worker.postMessage(order);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#ease();
    });
  }

  #ease(): void {
    const goal = this.#goal;
    if (goal === undefined || goal.x.length !== this.#x.length) return;
    const isStill = this.#isFirst || matchMedia("(prefers-reduced-motion: reduce)").matches;
    let farthest = 0;
    for (let i = 0; i < goal.x.length; i++) {
      const dx = goal.x[i]! - this.#x[i]!;
      const dy = goal.y[i]! - this.#y[i]!;
      farthest = Math.max(farthest, Math.abs(dx), Math.abs(dy));
      this.#x[i]! += isStill ? dx : dx * EASE;
      this.#y[i]! += isStill ? dy : dy * EASE;
    }
    const wasFirst = this.#isFirst;
    this.#isFirst = false;
    this.#moved(wasFirst);
    if (!isStill && farthest > NEAR) this.#schedule();
  }
}
