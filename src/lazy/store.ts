/** Door to stores on disk, opened by the first `Graph.open` or `Graph.salvage`. */
export { isSameStore, openStore, salvageStore } from "../store/store-handle.js";
