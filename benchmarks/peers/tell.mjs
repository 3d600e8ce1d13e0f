// One line on the terminal for each result as it comes in: whose, of what, on which data, and how long beside
// groggy. A time whose answer differs is not shown.
import { digits, spread, summarize } from "../shared/measure.mjs";

/** The time of a result in steady state; of one that ran once, that one time. */
export function steadyOf({ firstMs, steadyMs }) {
  return summarize(steadyMs.length > 0 ? steadyMs : [firstMs]);
}

export function tellResult(name, rung, result) {
  const threads = result.threads > 1 ? `, ${result.threads} threads` : "";
  const head = `${name.padEnd(12)} ${rung.padEnd(14)} ${(result.task + threads).padEnd(29)}`;
  if (result.reason !== undefined) console.log(`${head} ${result.reason}`);
  else if (!result.agrees) console.log(`${head} answers differ: ${result.by}`);
  else console.log(`${head} ${timesOf(result)}`);
}

function timesOf(result) {
  const { firstMs, steadyMs } = result;
  const steady = steadyOf(result);
  const after = steadyMs.length > 1 ? spread(steady) : digits(steady.median);
  const times = steadyMs.length > 0 ? `${after} ms, first ${digits(firstMs)}` : `${digits(firstMs)} ms, once`;
  if (result.own === undefined) return times;
  return `${times}; ${digits(steady.median / steadyOf(result.own).median)} times groggy's`;
}
