// A web server of this repository's files on 127.0.0.1, which also takes the one report of a page.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };
import { importedModules } from "../../scripts/imported-modules.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const served = /^\/(dist|node_modules\/@noble\/hashes|test\/browser)\/[\w./-]+$/;
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
};
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

export interface Site extends AsyncDisposable {
  readonly origin: string;
  /** The first report a page sends. */
  readonly report: Promise<unknown>;
  /** Paths asked for, in order. */
  readonly paths: readonly string[];
}

/** The entry points, what package.json names in "imports" and packages, as a browser finds them here. */
const importMap = JSON.stringify({
  imports: {
    ...Object.fromEntries(
      Object.entries(packageJson.exports).flatMap(([name, paths]) =>
        typeof paths === "string" ? [] : [[`groggy${name.slice(1)}`, paths.default.slice(1)]],
      ),
    ),
    ...Object.fromEntries(
      Object.entries(importedModules).map(([name, module]) => [name, `/dist/${module}.js`]),
    ),
    // what the build writes: lists of doors
    ...Object.fromEntries(
      ["root-doors", "engine-doors"].map((name) => [`#lazy/${name}`, `/dist/lazy/${name}.js`]),
    ),
    "#platform": packageJson.imports["#platform"].default.slice(1),
    "@noble/hashes/": "/node_modules/@noble/hashes/",
  },
});

/** Serves the repository, and `extra` (path to JavaScript) before it; `isolated` sends COOP and COEP. */
export async function openSite(isolated: boolean, extra: Readonly<Record<string, string>>): Promise<Site> {
  const paths: string[] = [];
  const { promise: report, resolve } = deferred<unknown>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    paths.push(path);
    if (request.method === "POST" && path === "/report") {
      response.writeHead(204).end();
      resolve(JSON.parse(await textOf(request)));
      return;
    }
    const body = await contentOf(path, extra);
    const type = types[extname(path)] ?? "application/octet-stream";
    const headers = { "content-type": `${type}; charset=utf-8`, ...(isolated ? isolation : {}) };
    response.writeHead(body === undefined ? 404 : 200, headers).end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    report,
    paths,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function contentOf(path: string, extra: Readonly<Record<string, string>>) {
  if (Object.hasOwn(extra, path)) return extra[path];
  if (!served.test(path) || path.includes("..")) return undefined;
  const content = await readFile(root + path.slice(1)).catch(() => undefined);
  if (content === undefined || extname(path) !== ".html") return content;
  return content.toString("utf8").replace('importmap">{}', `importmap">${importMap}`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
