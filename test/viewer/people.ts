/** A graph with a history for the tests of the viewer, and calls of its server. */
import http from "node:http";
import { Graph } from "groggy";
import { serveViewer, type Viewer, type ViewerOptions } from "groggy/viewer";
import { expect, onTestFinished } from "vitest";
import { type BlockFrame, decodeFrame } from "../../src/viewer/protocol/frame.js";

/** Ada, Alan and Grace, in three commits: the second adds Grace, the third removes Alan and renames Ada. */
export function peopleGraph(): Graph {
  const graph = new Graph({ clock: () => Date.UTC(2024, 5, 1) });
  const ada = graph.addNode("Person", { name: "Ada", born: 1815 });
  const alan = graph.addNode(["Person", "Author"], { name: "Alan", born: 1912 });
  graph.addEdge(ada, alan, "INSPIRED", { since: 1936 });
  graph.commit("two people", { author: "ada" });
  const grace = graph.addNode("Person", { name: "Grace", born: 1906 });
  graph.addEdge(ada, grace, "INSPIRED", { since: 1943 });
  graph.commit("Grace", { author: "ada" });
  graph.history.tag("v1");
  graph.removeNode(alan);
  graph.nodes.set(ada, { name: "Ada Lovelace" });
  graph.commit("without Alan", { author: "ada" });
  return graph;
}

/** A viewer that is closed when the test ends. */
export async function served(
  graph: Parameters<typeof serveViewer>[0],
  options: ViewerOptions = {},
): Promise<Viewer> {
  const viewer = await serveViewer(graph, options);
  onTestFinished(() => viewer.close());
  return viewer;
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** Asks for a path as it is, without the checks of a browser. */
export function ask(
  viewer: Viewer,
  path: string,
  { body, headers = {}, method = "GET" }: Asked = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port: viewer.port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const all = Uint8Array.from(Buffer.concat(chunks));
          const { headers: got, statusCode = 0 } = response;
          resolve({ status: statusCode, headers: got, body: all, text: new TextDecoder().decode(all) });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** The path with the token. */
export function pathOf({ url }: Viewer, path = ""): string {
  return new URL(url).pathname + path;
}

export async function askJson<T = Record<string, unknown>>(viewer: Viewer, path: string): Promise<T> {
  return JSON.parse((await ask(viewer, pathOf(viewer, path))).text) as T;
}

export async function askFrame<Meta>(
  viewer: Viewer,
  path: string,
  ids?: Uint32Array,
): Promise<BlockFrame<Meta>> {
  const given =
    ids === undefined
      ? {}
      : { method: "POST", body: new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength) };
  const reply = await ask(viewer, pathOf(viewer, path), given);
  if (reply.status !== 200) throw new Error(reply.text);
  return decodeFrame<Meta>(reply.body);
}

/** Waits for what another process or a browser does, as long as a busy machine may take. */
export function eventually<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: 30_000 });
}
