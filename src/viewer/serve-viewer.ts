/**
 * Serves a page that draws a graph, to the browser of whoever is given its address. It listens on this machine alone, asks
 * for a random token with each request, and loads nothing from elsewhere. Nothing on the page writes to the graph.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { type Graph, GraphView, GroggyError } from "groggy";
import { describe } from "../errors.js";
import type { AbortSignalLike } from "../structures/abort-signal.js";
import { readOptions } from "../structures/options.js";
import { pageFile } from "./page-files.js";
import type { ErrorAnswer, ViewerSettings } from "./protocol/messages.js";
import { createToken, isOwnRequest, PAGE_HEADERS, pathWithToken } from "./server/access.js";
import { type AnswerContext, answer, methodsOf } from "./server/answer.js";
import { LiveEvents } from "./server/live-events.js";
import { RequestError } from "./server/request-body.js";
import { ShownStates } from "./server/shown-states.js";

export interface ViewerOptions {
  /** The port to listen on. Defaults to 0: any that is free. */
  readonly port?: number | undefined;
  /** The address to listen on. Defaults to 127.0.0.1, which only this machine reaches; the traffic is not encrypted. */
  readonly host?: string | undefined;
  /** Closes the viewer when it is aborted. */
  readonly signal?: AbortSignalLike | undefined;
  /** The name of the graph on the page. Defaults to that of the folder of its store, or "graph". */
  readonly title?: string | undefined;
  /** The revision that is shown first. Defaults to the live state. */
  readonly at?: string | undefined;
  /** A filter, a query in Cypher, or words: the page begins with what it finds. */
  readonly search?: string | undefined;
  /** The number of nodes that are drawn at most; of more those with the most edges. Defaults to 20,000. */
  readonly limit?: number | undefined;
  /**
   * Whether a graph that is only read is kept up with its writer, by `refresh` once a second while a page is open.
   * Defaults to false, since views of it that others hold stay while the graph moves on.
   */
  readonly follow?: boolean | undefined;
}

/** A viewer that is being served. */
export interface Viewer {
  /** The address of the page, with the token: whoever has it can read the graph. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections and stops listening; the graph stays open. Without effect a second time. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const OPTIONS = ["port", "host", "signal", "title", "at", "search", "limit", "follow"] as const;
const LIMIT_DEFAULT = 20_000;
const LIMIT_MAX = 1_000_000;
const PORT_MAX = 65_535;
/** A signal that cannot be listened to is looked at so often. */
const SIGNAL_MS = 100;

/**
 * Serves a page in which a graph is drawn, searched and looked at through its history, and resolves when it can be
 * opened. The page follows the changes of a graph of this process; of a view, such as a state of the past or a
 * subgraph, it shows that one state.
 *
 * @throws TypeError or RangeError for an option; GroggyError PORT_IN_USE if another program listens there; what
 *   `graph.at` throws for a revision that is not there; the reason of `signal`.
 * @example
 * import { Graph } from "groggy";
 * import { serveViewer } from "groggy/viewer";
 *
 * const graph = new Graph();
 * graph.addNode("Person", { name: "Ada" });
 * const viewer = await serveViewer(graph, { limit: 5000 });
 * viewer.url.startsWith("http://127.0.0.1:"); // => true
 * await viewer.close();
 */
export async function serveViewer(graph: GraphView, options: ViewerOptions = {}): Promise<Viewer> {
  if (!(graph instanceof GraphView)) throw new TypeError(`"graph" expected a graph, got ${describe(graph)}`);
  const { at = "", follow = false, host, limit, port, search = "", signal, title } = read(options);
  const states = new ShownStates(graph);
  // a revision that is not there is told now, and not on the page
  if (at !== "") {
    if (states.graph === undefined)
      throw new TypeError('"at" expected a graph with a history to go with it, got a view');
    states.graph.history.resolve(at);
  }
  const settings: ViewerSettings = { title: title ?? nameOf(states.graph), at, search, limit };
  const token = createToken();
  const events = states.graph && new LiveEvents(states.graph, () => states.forgetLive(), follow);
  const ended = new AbortController();
  const server = createServer((request, response) => {
    respond(request, response, { events, host, token, states, settings, ended: ended.signal }).catch(() =>
      response.destroy(),
    );
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    events?.close();
    throw listeningError(error, port, host);
  }
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  let unwatch = (): void => {};
  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      unwatch();
      events?.close();
      ended.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closing;
  };
  unwatch = onAbort(signal, () => void close());
  const name = isIPv6(host) ? `[${host}]` : host === "0.0.0.0" ? "127.0.0.1" : host;
  return {
    url: `http://${host === "::" ? "[::1]" : name}:${address.port}/${token}/`,
    port: address.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function read(options: ViewerOptions) {
  const given = readOptions(options, OPTIONS);
  const { at, follow, host = "127.0.0.1", limit = LIMIT_DEFAULT, port = 0, search, signal, title } = given;
  checkWhole("port", port, 0, PORT_MAX);
  checkWhole("limit", limit, 1, LIMIT_MAX);
  for (const [name, value] of Object.entries({ at, host, search, title }))
    if (value !== undefined && typeof value !== "string")
      throw new TypeError(`"${name}" expected a string, got ${describe(value)}`);
  if (host === "") throw new RangeError('"host" expected an address, got ""');
  if (follow !== undefined && typeof follow !== "boolean")
    throw new TypeError(`"follow" expected a boolean, got ${describe(follow)}`);
  return { at, follow, host, limit, port, search, signal, title };
}

function checkWhole(name: string, value: unknown, min: number, max: number): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`"${name}" expected a number, got ${describe(value)}`);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`"${name}" expected a whole number ${min}..${max}, got ${value}`);
}

/** The folder of the store without its ending. */
function nameOf(graph: Graph | undefined): string {
  const name = graph?.path?.split(/[\\/]/).findLast((part) => part !== "");
  return name?.replace(/\.groggy$/, "") || "graph";
}

function listeningError(error: unknown, port: number, host: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "EADDRINUSE" && code !== "EACCES") return error;
  const why = code === "EACCES" ? "which this user may not listen on" : "which is in use";
  return new GroggyError(
    "PORT_IN_USE",
    `"port" expected a free port of ${host}, got ${port}, ${why}`,
    { port, host },
    error,
  );
}

/** Calls a function once when a signal is aborted. Returns what stops it. */
function onAbort(signal: AbortSignalLike | undefined, call: () => void): () => void {
  if (signal === undefined) return () => {};
  const { addEventListener, removeEventListener } = signal as Partial<AbortSignal>;
  if (typeof addEventListener === "function" && typeof removeEventListener === "function") {
    addEventListener.call(signal, "abort", call, { once: true });
    // aborted while the server began to listen
    if (signal.aborted) call();
    return () => removeEventListener.call(signal, "abort", call);
  }
  const timer = setInterval(() => {
    if (signal.aborted) call();
  }, SIGNAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

interface Served {
  readonly events: LiveEvents | undefined;
  readonly host: string;
  readonly token: string;
  readonly states: ShownStates;
  readonly settings: ViewerSettings;
  /** Fires when the viewer is closed. */
  readonly ended: AbortSignal;
}

async function respond(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { method = "GET", url = "/" } = request;
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  // what a page of elsewhere asks learns nothing, not even whether the token was right
  if (!isOwnRequest(request, served.host)) return plain(response, 403, "not for this host or origin");
  const asked = pathWithToken(url, served.token);
  if (asked === undefined) return plain(response, 404, "not found: the address needs its token");
  const { path, query } = asked;
  const isRead = method === "GET" || method === "HEAD";
  const file = isRead ? await pageFile(path) : undefined;
  if (file !== undefined) return send(response, 200, file.type, file.content, method);
  if (path === "events" && method === "GET") return openEvents(response, served.events);
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const context: AnswerContext = { ...served, signal: AbortSignal.any([gone.signal, served.ended]) };
  try {
    const given = await answer(context, method, path, query, request);
    if (given === undefined) {
      const methods = path === "events" ? ["GET"] : methodsOf(path);
      if (methods.length === 0) return plain(response, 404, "not found");
      response.setHeader("allow", methods.join(", "));
      return plain(response, 405, `expected ${methods.join(" or ")}, got ${method}`);
    }
    if ("frame" in given) return send(response, 200, "application/octet-stream", given.frame, method);
    return send(response, 200, "application/json", Buffer.from(JSON.stringify(given.json)), method);
  } catch (error) {
    if (gone.signal.aborted || served.ended.aborted) {
      response.destroy();
      return;
    }
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    const status = error instanceof RequestError ? error.status : 400;
    const told: ErrorAnswer = {
      error: String(message ?? error),
      code: typeof code === "string" ? code : null,
    };
    // the rest of a body that is too large is not waited for
    if (status === 413) response.setHeader("connection", "close");
    send(response, status, "application/json", Buffer.from(JSON.stringify(told)), method);
  }
}

function openEvents(response: ServerResponse, events: LiveEvents | undefined): void {
  if (events === undefined) {
    // no content: the page is told not to ask again
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  if (!events.add(response)) response.end();
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.writeHead(status).end(`${text}\n`);
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  content: Uint8Array,
  method: string,
): void {
  response.writeHead(status, { "content-type": type, "content-length": content.length });
  response.end(method === "HEAD" ? undefined : content);
}
