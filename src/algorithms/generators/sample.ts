/** Some of many ids, drawn at random without putting back: Floyd's algorithm, in Bentley 1987, "A sample of brilliance". */
import { Prng } from "../../structures/prng.js";
import { checkInteger, checkRunOptions, checkSeed, type SignalOption } from "../shared/options.js";

export interface SampleOptions extends SignalOption {
  /** The same are drawn for the same seed: any finite number, whose fraction counts. Defaults to 0. */
  readonly seed?: number;
}

/** `count` of the ids, each set of them as likely as the others; all of them if there are no more. */
export function sampleOf(ids: Uint32Array, count: number, options: SampleOptions): Set<number> {
  checkRunOptions(options, ["seed"]);
  const { seed = 0 } = options as SampleOptions;
  checkInteger("count", count, 0);
  checkSeed(seed);
  if (count >= ids.length) return new Set(ids);
  const prng = new Prng(seed);
  const drawn = new Set<number>();
  for (let last = ids.length - count; last < ids.length; last++) {
    const id = ids[prng.below(last + 1)];
    drawn.add(drawn.has(id) ? ids[last] : id);
  }
  return drawn;
}
