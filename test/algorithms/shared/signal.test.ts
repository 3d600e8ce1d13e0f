// A signal that was aborted before a call is heeded by every function there is.
import { describe, expect, it } from "vitest";
import { begin, calls } from "./calls.js";

describe("a signal that is aborted already", () => {
  it.each(calls)("stops %s with its reason", async (_, call) => {
    const reason = new Error("enough");
    await expect(async () => begin(call({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  });

  it.each(calls)("stops %s with a reason that is no error", async (_, call) => {
    await expect(async () => begin(call({ signal: AbortSignal.abort("enough") }))).rejects.toBe("enough");
  });
});
