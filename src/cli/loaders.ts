/** The module of each verb, which is loaded when the verb is run. */
import type { VerbModule } from "./shared/invocation.js";

export const loaders: Readonly<Record<string, () => Promise<VerbModule>>> = {
  backup: () => import("./verbs/care/backup.js"),
  bundle: () => import("./verbs/exchange/bundle.js"),
  clone: () => import("./verbs/exchange/clone.js"),
  complete: () => import("./verbs/program/complete.js"),
  completion: () => import("./verbs/program/completion.js"),
  convert: () => import("./verbs/data/convert.js"),
  edges: () => import("./verbs/data/edges.js"),
  export: () => import("./verbs/data/export.js"),
  fetch: () => import("./verbs/exchange/fetch.js"),
  gc: () => import("./verbs/care/gc.js"),
  help: () => import("./verbs/program/help.js"),
  import: () => import("./verbs/data/import.js"),
  info: () => import("./verbs/store/info.js"),
  init: () => import("./verbs/store/init.js"),
  nodes: () => import("./verbs/data/nodes.js"),
  pull: () => import("./verbs/exchange/pull.js"),
  push: () => import("./verbs/exchange/push.js"),
  salvage: () => import("./verbs/care/salvage.js"),
  schema: () => import("./verbs/store/schema.js"),
  stats: () => import("./verbs/store/stats.js"),
  verify: () => import("./verbs/care/verify.js"),
  version: () => import("./verbs/program/version.js"),
};
