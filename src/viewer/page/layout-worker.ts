/** The layout in a worker: it makes steps for a while, tells the positions, and looks whether something new is asked. */
import { ForceLayout, type LayoutInput } from "../layout/force-layout.js";

/** A run begins with an input; `hold` fixes a node of it, or frees it where there is no place. */
export type LayoutOrder =
  | { readonly run: number; readonly input: LayoutInput }
  | { readonly run: number; readonly hold: number; readonly place: readonly [number, number] | undefined }
  | { readonly run: number; readonly stop: true };

export interface LayoutNews {
  readonly run: number;
  readonly step: number;
  readonly steps: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Milliseconds between news. */
const SLICE_MS = 40;

export function startLayoutWorker(): void {
  let run = 0;
  let layout: ForceLayout | undefined;
  let isScheduled = false;
  const tell = (): void => {
    if (layout === undefined) return;
    const news: LayoutNews = {
      run,
      step: layout.step,
      steps: layout.steps,
      x: Float32Array.from(layout.x),
      y: Float32Array.from(layout.y),
    };
    self.postMessage(news, { transfer: [news.x.buffer, news.y.buffer] });
  };
  const work = (): void => {
    isScheduled = false;
    if (layout === undefined) return;
    const end = performance.now() + SLICE_MS;
    while (!layout.isDone && performance.now() < end) layout.advance();
    tell();
    if (!layout.isDone) schedule();
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(work);
  };
  self.onmessage = ({ data }: MessageEvent<LayoutOrder>): void => {
    if ("input" in data) {
      run = data.run;
      layout = new ForceLayout(data.input);
      schedule();
    } else if (data.run !== run) return;
    else if ("hold" in data) layout?.hold(data.hold, data.place);
    else layout = undefined;
  };
}
