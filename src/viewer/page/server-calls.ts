/** Calls of the server, at paths beside the page: the token is in its address. */
import { type BlockFrame, decodeFrame } from "../protocol/frame.js";
import type {
  ColumnMeta,
  ErrorAnswer,
  GraphMeta,
  SearchMeta,
  ShownElement,
  ShownHistory,
  StateQuery,
  ViewerSettings,
} from "../protocol/messages.js";

/** A no of the server, in its words. */
export class ServerNo extends Error {}

type Query = Readonly<Record<string, string | number | undefined>>;

async function ask(path: string, query: Query, signal?: AbortSignal, body?: Uint32Array): Promise<Response> {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  const response = await fetch(`${path}?${new URLSearchParams(given)}`, {
    ...(body === undefined ? {} : { method: "POST", body: body as Uint32Array<ArrayBuffer> }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) return response;
  const text = await response.text();
  let message = text.trim();
  try {
    message = (JSON.parse(text) as ErrorAnswer).error;
  } catch {
    // not one of its own answers
  }
  throw new ServerNo(message || `the server answered ${response.status}`);
}

async function json<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, query, signal)).json()) as T;
}

async function frame<Meta>(
  path: string,
  query: Query,
  signal?: AbortSignal,
  body?: Uint32Array,
): Promise<BlockFrame<Meta>> {
  const response = await ask(path, query, signal, body);
  return decodeFrame<Meta>(new Uint8Array(await response.arrayBuffer()));
}

export interface ShownState extends StateQuery {
  readonly caption?: string | undefined;
}

export const calls = {
  settings: () => json<ViewerSettings>("settings"),
  history: (branch: string | undefined) => json<ShownHistory>("history", { branch }),
  graph: (state: ShownState, signal: AbortSignal) => frame<GraphMeta>("graph", { ...state }, signal),
  part: (state: ShownState, ids: Uint32Array, around: number, signal: AbortSignal) =>
    frame<GraphMeta>("part", { at: state.at, from: state.from, caption: state.caption, around }, signal, ids),
  column: (at: string, kind: "nodes" | "edges", name: string, ids: Uint32Array) =>
    frame<ColumnMeta>("column", { at, kind, name }, undefined, ids),
  search: (at: string, text: string, signal: AbortSignal) =>
    frame<SearchMeta>("search", { at, text }, signal),
  element: (at: string, kind: "node" | "edge", id: number, caption: string | undefined) =>
    json<ShownElement>("element", { at, kind, id, caption }),
};
