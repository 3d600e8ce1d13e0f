/** Door to three-way merges and what replays commits by them, opened by the first `merge`, `rebase` and the like. */

export { keepPolicies, readKeptPolicies } from "../history/merge/kept-policies.js";
export { merge } from "../history/merge/merge.js";
export { cherryPick, rebase, rebasePlan, revert } from "../history/merge/replay.js";
