/**
 * Who may ask: whoever has the token, from this page alone. A page of elsewhere that has its name point to this machine
 * (DNS rebinding) comes with that name as the host, so that names are refused but for localhost and the one served on;
 * the numbers of an address cannot be made to point to another one. Through a tunnel the port differs, and the origin
 * still has to be the host.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

const TOKEN_BYTES = 24;

export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** Sent with everything: nothing from elsewhere is loaded, no inline script runs, and no other page embeds this one. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Whether the host, the origin and the site that a request names are this page's. */
export function isOwnRequest({ headers }: Pick<IncomingMessage, "headers">, host: string): boolean {
  const { host: asked, origin } = headers;
  if (asked === undefined || !isOwnHost(asked, host)) return false;
  if (origin !== undefined && origin !== `http://${asked}`) return false;
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin" || site === "none";
}

function isOwnHost(asked: string, host: string): boolean {
  const [, name] = /^(\[[\da-f:.]+\]|[^:[\]/@]+)(?::\d{1,5})?$/i.exec(asked) ?? [];
  if (name === undefined) return false;
  const bare = name.replace(/^\[|\]$/g, "").toLowerCase();
  return isIP(bare) !== 0 || bare === "localhost" || bare === host.toLowerCase();
}

/** The path behind the token; undefined unless the request has the token. */
export function pathWithToken(
  url: string,
  token: string,
): { path: string; query: URLSearchParams } | undefined {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const [, given, rest] = /^\/([^/]*)\/(.*)$/.exec(path) ?? [];
  if (given === undefined) return undefined;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) return undefined;
  return { path: rest!, query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)) };
}
