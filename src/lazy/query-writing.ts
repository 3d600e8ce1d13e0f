/** Door to statements that write. */
export { isRepeatable, writingEngineText, writtenRows } from "../query/engine/writing/written-rows.js";
export { createdNode } from "../query/result/create-one.js";
export { livePortOf } from "../query/result/live-port.js";
