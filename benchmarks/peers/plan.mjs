// Which task a peer does at which size: where it begins, and what becomes of a run that was not ended.
import { taskByName } from "./tasks.mjs";

/** With a build that takes longer than this, a peer that failed in a task is not started again on that rung. */
const rebuildMs = 15_000;

/** The rung a peer begins a task on: the largest it bears; -1 if none is small enough. */
export function firstRung(rungs, peer, name) {
  const limit = Math.min(
    peer.edgesMax ?? Infinity,
    peer.taskEdgesMax?.[name] ?? Infinity,
    taskByName.get(name)?.edgesMax ?? Infinity,
  );
  return rungs.findIndex(({ edgeCount, data }) => (data?.edgeCount ?? edgeCount) <= limit);
}

/** The tasks to start again for on the same rung, after one that was not ended; others are put off by `drop`. */
export function settle(heard, wanted, names, drop) {
  if (heard.failure === undefined) return [];
  const { step, reason } = heard.failure;
  const done = new Set([
    ...heard.results.map(({ task }) => task),
    ...heard.lacking.map(({ lacks }) => lacks),
  ]);
  const build = heard.results.find(({ task }) => task === "build");
  if (step === undefined || step.begin === "build" || build === undefined) {
    for (const name of names) drop(name, reason);
    return [];
  }
  // one that was in time on one thread has its result, whatever two threads did
  if (!done.has(step.begin)) drop(step.begin, reason);
  const left = wanted.filter((name) => name !== step.begin && !done.has(name));
  if (build.firstMs <= rebuildMs) return left;
  for (const name of left) drop(name, "not tried after that");
  return [];
}
