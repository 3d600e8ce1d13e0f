/** Door to the verbs of version control that few programs call: patches, collection and verification. */
export { invertPatch } from "../history/diff/patch.js";
export { valueFromJson, valueToJson } from "../history/diff/value-json.js";
export { applyChange } from "../history/verbs/apply-patch.js";
export { watchChanges } from "../history/verbs/changes.js";
export { commitPart, readChosenChanges } from "../history/verbs/commit-part.js";
export { gc } from "../history/verbs/gc.js";
export { restorePart } from "../history/verbs/restore-part.js";
export { goBack, goForward } from "../history/verbs/step-verbs.js";
export { verify } from "../history/verbs/verify.js";
export { openWorktree } from "../history/verbs/worktree.js";
