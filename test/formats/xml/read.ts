// Short files of XML for tests, and what is read of them.
import { exportGraph, readGraph } from "../../../src/formats/index.js";
import type { Graph } from "../../../src/graph.js";

export const graphml = (content: string): Blob =>
  new Blob([`<graphml xmlns="http://graphml.graphdrawing.org/xmlns">${content}</graphml>`]);

export const gexf = (content: string, attributes = 'defaultedgetype="directed"'): Blob =>
  new Blob([
    `<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><graph ${attributes}>${content}</graph></gexf>`,
  ]);

/** What is read: nodes by key, each with its attributes, without the key; edges with ends by key. */
export async function readXml(source: Blob, options: Record<string, unknown> = {}) {
  const { graph, report } = await readGraph(source, {
    format: formatOfBlob(await source.text()),
    ...options,
  });
  return { graph, report, ...plain(graph, report.key) };
}

function formatOfBlob(text: string): string {
  return text.includes("<gexf") ? "gexf" : "graphml";
}

function plain(graph: Graph, key: string | null) {
  const keyOf = (id: number): string => (key === null ? String(id) : String(graph.nodes.get(id, key)));
  const nodes = Object.fromEntries(
    Array.from(graph.nodes.ids(), (id) => {
      const { [key ?? ""]: _, ...rest } = graph.nodes.get(id) as Record<string, unknown>;
      return [keyOf(id), rest];
    }),
  );
  const edges = Array.from(graph.edges.ids(), (id) => ({
    source: keyOf(graph.source(id)),
    target: keyOf(graph.target(id)),
    ...(graph.edges.get(id) as object),
  }));
  return { nodes, edges };
}

/** What a graph is as text of a format. */
export async function textOf(graph: Graph, format: string, options: object = {}): Promise<string> {
  const parts: Uint8Array[] = [];
  await exportGraph(graph, (chunk) => void parts.push(chunk), { format, ...options });
  return Buffer.concat(parts).toString();
}

/** The kinds of problems in a list, with their counts. */
export const kinds = (problems: readonly { kind: string; count: number }[]): Record<string, number> =>
  Object.fromEntries(problems.map(({ kind, count }) => [kind, count]));
