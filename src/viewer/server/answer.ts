/** The answer of the server to each path that the page asks for, below the token. */
import type { IncomingMessage } from "node:http";
import { encodeFrame } from "../protocol/frame.js";
import type { FoundCounts, SearchMeta, ViewerSettings } from "../protocol/messages.js";
import { columnFrame } from "./column-frame.js";
import { type FoundElements, findElements } from "./find-elements.js";
import { graphFrame } from "./graph-frame.js";
import { RequestError, readIdBody } from "./request-body.js";
import { showElement } from "./show-element.js";
import { showHistory } from "./show-history.js";
import type { ShownStates } from "./shown-states.js";

export interface AnswerContext {
  readonly states: ShownStates;
  readonly settings: ViewerSettings;
  /** Fires when the page has gone, or the viewer is closed. */
  readonly signal: AbortSignal;
}

/** JSON, or the bytes of a frame. */
export type Answer = { readonly json: unknown } | { readonly frame: Uint8Array };

type Handler = (
  context: AnswerContext,
  query: URLSearchParams,
  request: IncomingMessage,
) => Answer | Promise<Answer>;

/** Nodes around one that are added at a time, and nodes of a page at most. */
const EXPAND_MAX = 200;
const NODES_MAX = 1_000_000;
const SEARCH_LENGTH_MAX = 100_000;

/** By method and path. */
const handlers: Readonly<Record<string, Handler>> = Object.assign(Object.create(null), {
  "GET settings": ({ settings }) => ({ json: settings }),
  "GET history": ({ states }, query) => ({ json: showHistory(states, query.get("branch") ?? undefined) }),
  "GET graph": async (context, query) => {
    const { settings, states } = context;
    const search = textOf(query, "search");
    const at = query.get("at") ?? "";
    const view = states.view(at);
    const found = search === "" ? undefined : await findElements(view, search, context.signal);
    return {
      frame: graphFrame({
        ...stateRequest(states, query),
        only: found && { nodes: found.nodes, edges: found.edges, found: countsOf(found) },
        nodesMax: wholeOf(query, "limit", settings.limit, NODES_MAX),
      }),
    };
  },
  "POST part": async ({ states }, query, request) => {
    const given = await readIdBody(request);
    const { view } = stateRequest(states, query);
    const nodes = new Set(given.filter((id) => view.hasNode(id)));
    const around = query.get("around");
    if (around !== null) {
      const id = wholeOf(query, "around", 0, 2 ** 32 - 1);
      nodes.add(id);
      let count = 0;
      for (const each of view.neighbors(id, "both")) {
        if (nodes.has(each)) continue;
        if (++count > EXPAND_MAX) break;
        nodes.add(each);
      }
    }
    const found: FoundCounts = { kind: "filter", nodes: nodes.size, edges: 0 };
    return {
      frame: graphFrame({
        ...stateRequest(states, query),
        only: { nodes: Uint32Array.from(nodes).sort(), edges: new Uint32Array(0), found },
        nodesMax: NODES_MAX,
      }),
    };
  },
  "POST column": async ({ signal, states }, query, request) => {
    const ids = await readIdBody(request);
    const kind = query.get("kind") === "edges" ? "edges" : "nodes";
    return {
      frame: await columnFrame(
        states.view(query.get("at") ?? ""),
        kind,
        query.get("name") ?? "",
        ids,
        signal,
      ),
    };
  },
  "GET search": async ({ signal, states }, query) => {
    const found = await findElements(states.view(query.get("at") ?? ""), textOf(query, "text"), signal);
    const { columns, edges, nodes, rowCount, rows } = found;
    const meta: SearchMeta = { found: countsOf(found), columns, rows, rowCount };
    return { frame: encodeFrame({ meta, blocks: { nodeIds: nodes, edgeIds: edges } }) };
  },
  "GET element": ({ states }, query) => {
    const kind = query.get("kind") === "edge" ? "edge" : "node";
    const id = wholeOf(query, "id", -1, 2 ** 32 - 2);
    return {
      json: showElement(states, query.get("at") ?? "", kind, id, query.get("caption") ?? undefined),
    };
  },
} satisfies Record<string, Handler>);

/** The paths and the methods that each takes. */
export const methodsOf = (path: string): string[] =>
  Object.keys(handlers).flatMap((key) => {
    const [method, name] = key.split(" ");
    return name === path ? (method === "GET" ? ["GET", "HEAD"] : [method!]) : [];
  });

/** Answers a request; undefined where there is no such path, or not by this method. Throws what the graph throws. */
export async function answer(
  context: AnswerContext,
  method: string,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<Answer | undefined> {
  const handler = handlers[`${method === "HEAD" ? "GET" : method} ${path}`];
  return handler === undefined ? undefined : await handler(context, query, request);
}

function stateRequest(states: ShownStates, query: URLSearchParams) {
  const at = query.get("at") ?? "";
  const from = query.get("from");
  const view = states.view(at);
  const diff = from === null || from === "" ? undefined : states.diff(from, at);
  const comparison = diff && { from: from!, view: states.view(from!), diff };
  return { at, view, key: states.key, comparison, caption: query.get("caption") ?? undefined };
}

function countsOf({ edges, kind, nodes }: FoundElements): FoundCounts {
  return { kind, nodes: nodes.length, edges: edges.length };
}

function textOf(query: URLSearchParams, name: string): string {
  const text = query.get(name) ?? "";
  if (text.length > SEARCH_LENGTH_MAX)
    throw new RequestError(
      400,
      `"${name}" expected at most ${SEARCH_LENGTH_MAX} characters, got ${text.length}`,
    );
  return text;
}

function wholeOf(query: URLSearchParams, name: string, unless: number, max: number): number {
  const text = query.get(name);
  if (text === null && unless >= 0) return unless;
  const number = Number(text);
  if (text === null || !/^\d+$/.test(text) || number > max)
    throw new RequestError(400, `"${name}" expected a whole number 0..${max}, got ${JSON.stringify(text)}`);
  return number;
}
