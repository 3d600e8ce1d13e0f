// Node's SHA-256 and the one in JavaScript give the same ids, roots and strings.
import { afterEach, describe, expect, it, vi } from "vitest";
import { platform as node } from "../../../src/platform/node.js";
import { platform as web } from "../../../src/platform/web.js";

const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 255, 256, 257, 4096, 65535, 65536, 65537];

afterEach(() => {
  vi.doUnmock("#platform");
  vi.resetModules();
});

/** The ids and roots of some commits, made by a graph on a platform. */
async function commitsOn(platform: typeof node): Promise<unknown[]> {
  vi.resetModules();
  vi.doMock("#platform", () => ({ platform }));
  const { Graph } = await import("../../../src/index.js");
  const graph = new Graph({ clock: () => 1.5e12 });
  const ids = graph.addNodes(3000, {
    labels: [...Array(3000).keys()].map((i) => (i % 2 === 0 ? ["A", "é"] : [])),
    attributes: {
      name: Array.from({ length: 3000 }, (_, i) => `😀${i}`),
      x: new Float64Array(3000).fill(Number.NaN),
    },
  });
  graph.addEdges(ids, ids.slice().reverse(), { type: "T" });
  const commits = [
    graph.commit("erster Stand é", { author: "Ada <ada@example.org>", meta: { b: [1], a: null } }),
  ];
  graph.removeNode(1024);
  graph.nodes.set(0, { name: null, later: { deep: [true] } });
  commits.push(graph.commit("", { time: new Date(5) }));
  return [...commits, graph.nodes.get(2999)];
}

describe("the two platforms", () => {
  it("hash alike", () => {
    for (const length of LENGTHS) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 31);
      const hash = node.sha256(bytes);
      expect(hash).toHaveLength(32);
      expect([...web.sha256(bytes)]).toEqual([...hash]);
      expect([...web.sha256(bytes.subarray(1))]).toEqual([...node.sha256(bytes.subarray(1))]);
    }
  });

  it("decode base64 alike", () => {
    for (const length of LENGTHS) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 31);
      const text = Buffer.from(bytes).toString("base64");
      expect([...node.decodeBase64(text)]).toEqual([...bytes]);
      expect([...web.decodeBase64(text)]).toEqual([...bytes]);
    }
  });

  it("read UTF-8 alike, a byte order mark included", () => {
    const texts = ["", "a", "é", "😀", "\ufeffmark", "\u0000", "x".repeat(10_000), "中".repeat(3000)];
    const bytes = new TextEncoder().encode(`..${texts.join("")}`);
    let start = 2;
    for (const text of texts) {
      const end = start + new TextEncoder().encode(text).length;
      expect([node.decodeUtf8(bytes, start, end), web.decodeUtf8(bytes, start, end)]).toEqual([text, text]);
      start = end;
    }
    const other = new TextEncoder().encode("another buffer");
    expect([node.decodeUtf8(other, 0, 7), node.decodeUtf8(other.subarray(8), 0, 6)]).toEqual([
      "another",
      "buffer",
    ]);
  });

  it("give commits the same ids", async () => {
    const onNode = await commitsOn(node);
    const onWeb = await commitsOn(web);
    expect(onWeb).toEqual(onNode);
    expect((onNode[0] as { id: string }).id).toMatch(/^[0-9a-f]{64}$/);
  });
});
