/** The module of each verb, which is loaded when the verb is run. */
import type { VerbModule } from "./shared/invocation.js";

export const loaders: Readonly<Record<string, () => Promise<VerbModule>>> = {
  help: () => import("./verbs/program/help.js"),
  version: () => import("./verbs/program/version.js"),
};
