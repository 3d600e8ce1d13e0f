// Compressed files that expand hundreds of times: refused early, or passed over, within 64 MiB, in every format.
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FormatError, readGraph } from "../../src/formats/index.js";

const SIZE = 2 ** 25;

/** The beginning of a file, and the byte that goes on and on. */
const bombs: readonly (readonly [format: string, start: string, byte: string])[] = [
  ["csv", 'id,name\n1,"', "a"],
  ["csv", "id,name\n1,", "a"],
  ["csv", "", "a"],
  ["csv", "id", ","],
  ["csv", "id,name\n", "\n"],
  ["neo4j", ":ID,name\n1,", "a"],
  ["jsonl", '{"id":"', "a"],
  ["jsonl", "", "\n"],
  ["apoc", '{"type":"node","id":"', "a"],
  ["apoc", '[{"type":"node","id":"', "a"],
  ["graphology", '{"attributes":{"x":"', "a"],
  ["node-link", '{"nodes":[', " "],
  ["node-link", '{"nodes":[{"id":1,"x":', "["],
  ["adjacency", '{"nodes":[{"id":"', "a"],
  ["cytoscape", '{"elements":[{"data":{"id":"', "a"],
  ["jgf", '{"graph":{"label":"', "a"],
  ["edgelist", "1", " "],
  ["mtx", "%%MatrixMarket matrix coordinate real general\n%", "a"],
  ["pajek", '*Vertices 2\n1 "', "a"],
  ["metis", "%", "a"],
  ["gdf", "nodedef>name VARCHAR\n", "a"],
  ["tgf", "1 ", "a"],
  ["graph6", "", "~"],
  ["sparse6", ":", "~"],
  ["npm-lock", '{"lockfileVersion":3,"packages":{"":{"name":"', "a"],
  ["pnpm-lock", "lockfileVersion: '9.0'\nx: '", "a"],
  ["yarn-lock", '# yarn lockfile v1\n"', "a"],
  ["cyclonedx", '{"bomFormat":"CycloneDX","x":"', "a"],
  ["spdx", '{"spdxVersion":"SPDX-2.3","x":"', "a"],
  ["dot", 'digraph { a [x="', "a"],
  ["dot", "digraph {", "\n"],
  ["gml", 'graph [ node [ id 1 label "', "a"],
  ["gml", "graph [ ", " "],
  ["ntriples", "<", "a"],
  ["turtle", "<", "a"],
  ["turtle", '<urn:a> <urn:b> """', "a"],
  ["turtle", "@prefix x: <urn:x> .", " "],
  ["graphviz-json", '{"_subgraph_cnt":0,"objects":[{"name":"', "a"],
  ["cypher", "CREATE (:A {x: '", "a"],
  ["cypher", "", " "],
  ["graphml", '<graphml><graph edgedefault="directed"><node id="', "a"],
  ["graphml", "<graphml><graph><!--", "a"],
  ["gexf", "<gexf><graph><nodes>", " "],
];

test.each(bombs)("%s: %s and then %j without end", async (format, start, byte) => {
  const bytes = gzipSync(start + byte.repeat(SIZE), { level: 1 });
  let pulled = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 1024) {
      yield bytes.subarray(at, at + 1024);
      pulled += 1024;
    }
  }
  const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;
  const peak = peakBytes();
  const failure: unknown = await readGraph(source(), { format }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(peakBytes() - peak).toBeLessThan(64 * 2 ** 20);
  if (failure === undefined || pulled >= bytes.length) return;
  expect(failure).toBeInstanceOf(FormatError);
  // what is refused is refused early
  if ((failure as FormatError).code === "FORMAT_UNSUPPORTED") expect(pulled).toBeLessThan(bytes.length / 2);
});
