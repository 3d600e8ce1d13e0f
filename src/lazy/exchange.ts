/** Door to bundles, clones, fetch and push. */
export {
  kindAt,
  readBundleFile,
  requireNothing,
  requireStorage,
  writeBundleFile,
} from "../history/exchange/bundle-file.js";
export { clone, fetch, pull, push, restore } from "../history/exchange/exchange.js";
export { makeBundle } from "../history/exchange/make-bundle.js";
export { readBundle } from "../history/exchange/read-bundle.js";
export { summarizeBundle } from "../history/exchange/summarize-bundle.js";
