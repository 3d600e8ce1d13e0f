/**
 * What many programs never ask for, reached by `#later`: Node loads it when one of these functions is first called,
 * which takes a third off the time of `import "groggy"`. Bundlers and browsers have it from the beginning. Functions
 * alone may stand here, since in Node others of the same names stand in for them until then.
 */

export { diffOf } from "./history/diff/diff.js";
export { invertPatch } from "./history/diff/patch.js";
export {
  readBundleFile,
  requireNothing,
  requireStorage,
  writeBundleFile,
} from "./history/exchange/bundle-file.js";
export { clone, fetch, pull, push, restore } from "./history/exchange/exchange.js";
export { makeBundle } from "./history/exchange/make-bundle.js";
export { readBundle } from "./history/exchange/read-bundle.js";
export { bisect } from "./history/inspect/bisect.js";
export { blameAttribute, blameElement } from "./history/inspect/blame.js";
export { changesOf } from "./history/inspect/changes-of.js";
export { drawLog } from "./history/inspect/draw-log.js";
export { lifetimes } from "./history/inspect/lifetimes.js";
export { log } from "./history/inspect/log.js";
export { gatherWindows, series } from "./history/inspect/series.js";
export { show } from "./history/inspect/show.js";
export { timeline } from "./history/inspect/timeline.js";
export { merge } from "./history/merge/merge.js";
export { cherryPick, rebase, rebasePlan, revert } from "./history/merge/replay.js";
export { applyChange } from "./history/verbs/apply-patch.js";
export { gc } from "./history/verbs/gc.js";
export { verify } from "./history/verbs/verify.js";
export { openDurable, salvageStore } from "./store/durable.js";
