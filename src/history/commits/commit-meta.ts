/** The meta of a commit as it is given: an object of JSON values, read once and frozen. */
import { describe } from "../../errors.js";
import { placed, readJson } from "../../pool/canonical-json.js";
import { deepFreeze } from "../../structures/deep-freeze.js";
import type { Json } from "./commit.js";

/** The meta of a commit without any. */
export const NO_META: Readonly<Record<string, Json>> = /* @__PURE__ */ Object.freeze({});

/** Reads meta, and writes it in the form that hashes are taken over. */
export function readMeta(given: object): { canonicalMeta: string; meta: Readonly<Record<string, Json>> } {
  const { text, fault } = readJson(given);
  if (fault !== undefined && fault.path !== "")
    throw new TypeError(`"${placed("meta", fault.path)}" expected ${fault.expected}, got ${fault.received}`);
  // the result of an object's toJSON may not be an object
  if (typeof given !== "object" || Array.isArray(given) || !text?.startsWith("{"))
    throw new TypeError(`"meta" expected an object of JSON values, got ${describe(given)}`);
  const meta = text === "{}" ? NO_META : (deepFreeze(JSON.parse(text)) as Record<string, Json>);
  return { canonicalMeta: text, meta };
}
