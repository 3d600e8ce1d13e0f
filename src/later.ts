/**
 * What many programs never ask for, reached by `#later`: Node loads it when one of these functions is first called,
 * which takes a third off the time of `import "groggy"`. Bundlers and browsers have it from the beginning. Functions
 * alone may stand here, since in Node others of the same names stand in for them until then.
 */
export { applyChange } from "./history/apply-patch.js";
export { bisect } from "./history/bisect.js";
export { blameAttribute, blameElement } from "./history/blame.js";
export { readBundleFile, requireNothing, requireStorage, writeBundleFile } from "./history/bundle-file.js";
export { changesOf } from "./history/changes-of.js";
export { diffOf } from "./history/diff.js";
export { drawLog } from "./history/draw-log.js";
export { clone, fetch, pull, push, restore } from "./history/exchange.js";
export { gc } from "./history/gc.js";
export { lifetimes } from "./history/lifetimes.js";
export { log } from "./history/log.js";
export { makeBundle } from "./history/make-bundle.js";
export { merge } from "./history/merge.js";
export { invertPatch } from "./history/patch.js";
export { readBundle } from "./history/read-bundle.js";
export { cherryPick, rebase, rebasePlan, revert } from "./history/replay.js";
export { gatherWindows, series } from "./history/series.js";
export { show } from "./history/show.js";
export { timeline } from "./history/timeline.js";
export { verify } from "./history/verify.js";
export { openDurable, salvageStore } from "./store/durable.js";
