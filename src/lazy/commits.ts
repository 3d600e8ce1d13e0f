/** Door to commits as bytes, opened once there are more than are kept as objects. */
export {
  readCommit,
  readCommitDelta,
  readId,
  readLeaves,
  writeCommit,
} from "../history/commits/commit-codec.js";
