/** Door to what reads a history, the log aside: diffs, blame, series and bisection. */
export { diffOf } from "../history/diff/diff.js";
export { bisect } from "../history/inspect/bisect.js";
export { blameAttribute, blameElement } from "../history/inspect/blame.js";
export { changesOf } from "../history/inspect/changes-of.js";
export { drawLog } from "../history/inspect/draw-log.js";
export { lifetimes } from "../history/inspect/lifetimes.js";
export { gatherWindows, series } from "../history/inspect/series.js";
export { show } from "../history/inspect/show.js";
export { timeline } from "../history/inspect/timeline.js";
