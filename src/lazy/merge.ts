/** Door to three-way merges and what replays commits by them, opened by the first `merge`, `rebase` and the like. */
export { merge } from "../history/merge/merge.js";
export { cherryPick, rebase, rebasePlan, revert } from "../history/merge/replay.js";
