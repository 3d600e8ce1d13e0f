// Files made to do harm, kin of those that other tools' faults are known by: each is refused or read, in time and memory.
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FormatError, importGraph } from "../../src/formats/index.js";
import { Graph } from "../../src/index.js";
import { inPieces } from "./fixtures.js";

const e = (text: string): Uint8Array => new TextEncoder().encode(text);
const xml = (body: string): string => `<graphml><graph edgedefault="directed">${body}</graph></graphml>`;

const cases: Readonly<Record<string, readonly [format: string, data: string | Uint8Array]>> = {
  "gexf entity": [
    "gexf",
    '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><gexf version="1.3"><graph><nodes><node id="&c;"/></nodes></graph></gexf>',
  ],
  "gexf deep": ["gexf", `<gexf><graph><nodes>${'<node id="a"><nodes>'.repeat(5000)}`],
  "gexf dup": ["gexf", '<gexf><graph><nodes><node id="a"/><node id="a"/></nodes></graph></gexf>'],
  "gexf dangling": [
    "gexf",
    '<gexf><graph><nodes><node id="a"/></nodes><edges><edge source="a" target="b"/></edges></graph></gexf>',
  ],
  "gexf trunc": ["gexf", '<gexf><graph><nodes><node id="a"'],
  "graphml xxe": [
    "graphml",
    `<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml('<node id="&x;"/>')}`,
  ],
  "graphml param": [
    "graphml",
    `<!DOCTYPE g [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>${xml('<node id="a"/>')}`,
  ],
  "graphml nulchar": ["graphml", xml('<node id="a&#0;b"/>')],
  "graphml badnum": [
    "graphml",
    '<graphml><key id="k" for="node" attr.name="n" attr.type="int"/><graph edgedefault="directed"><node id="a"><data key="k">1e99</data></node></graph></graphml>',
  ],
  "graphml attr flood": [
    "graphml",
    xml(`<node id="a" ${Array.from({ length: 70000 }, (_, i) => `a${i}="x"`).join(" ")}/>`),
  ],
  "gml deep": ["gml", "graph [ ".repeat(10000)],
  "gml huge id": ["gml", `graph [ node [ id ${"9".repeat(400)} ] ]`],
  "gml unclosed": ["gml", 'graph [ node [ id 0 label "x'],
  "gml entity": ["gml", 'graph [ node [ id 0 label "&#x110000;&#xD800;&bogus;" ] ]'],
  "dot deep": ["dot", `digraph {${"{".repeat(100000)}`],
  "dot product": [
    "dot",
    "digraph { {" +
      Array.from({ length: 5000 }, (_, i) => `a${i}`).join(" ") +
      "} -> {" +
      Array.from({ length: 5000 }, (_, i) => `b${i}`).join(" ") +
      "} }",
  ],
  "dot html open": ["dot", `digraph { a [label=<${"<b>".repeat(50000)}] }`],
  "dot comment": ["dot", `digraph { a /* ${"x".repeat(1e6)}`],
  "dot string": ["dot", `digraph { a [x="${"\\".repeat(100001)}"] }`],
  "json deep": ["node-link", `{"nodes":[{"id":1,"x":${"[".repeat(5000)}${"]".repeat(5000)}}],"links":[]}`],
  "json proto": [
    "node-link",
    '{"nodes":[{"id":"__proto__","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}],"links":[]}',
  ],
  "json dup id": ["node-link", '{"nodes":[{"id":1},{"id":"1"}],"links":[]}'],
  "json tuple deep": ["node-link", `{"nodes":[{"id":${"[".repeat(900)}${"]".repeat(900)}}],"links":[]}`],
  "json tuple deep2": ["node-link", `{"nodes":[{"id":${"[".repeat(1100)}${"]".repeat(1100)}}],"links":[]}`],
  "json bad utf": ["node-link", Uint8Array.of(...e('{"nodes":[{"id":"'), 0xff, 0xfe, ...e('"}]}'))],
  "json 1e400": ["node-link", '{"nodes":[{"id":1,"x":1e400,"y":-1e-400}],"links":[]}'],
  "json long num": ["node-link", `{"nodes":[{"id":${"1".repeat(100000)}}],"links":[]}`],
  "jsonl trunc": ["jsonl", '{"id":1}\n{"id":'],
  "jsonl arr": ["jsonl", "[1]\n"],
  "jsonl lone surrogate": ["jsonl", '{"id":"\\ud800"}\n'],
  "jsonl label surrogate": ["jsonl", '{"id":"a","labels":["\\udc00"]}\n'],
  "mtx huge": ["mtx", "%%MatrixMarket matrix coordinate pattern general\n99999999999 99999999999 1\n1 1\n"],
  "mtx negative": ["mtx", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n-1 1\n"],
  "mtx beyond": ["mtx", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n3 1\n"],
  "mtx fewer": ["mtx", "%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 1\n"],
  "metis count": ["metis", "4000000000 4000000000\n1\n"],
  "metis asym": ["metis", "2 1\n2\n\n"],
  "pajek count": ["pajek", '*Vertices 4294967296\n1 "a"\n'],
  "pajek quote": ["pajek", '*Vertices 1\n1 "a\n'],
  "pajek beyond": ["pajek", '*Vertices 1\n1 "a"\n*Arcs\n1 2\n'],
  "edgelist one": ["edgelist", "a\n"],
  "edgelist dict": ["edgelist", `a b {'x': ${"[".repeat(1000)}`],
  "gdf quote": ["gdf", `nodedef>name VARCHAR\n'${"x".repeat(1e6)}`],
  "gdf cols": ["gdf", `nodedef>name VARCHAR${",a INT".repeat(70000)}\n`],
  "gdf dup col": ["gdf", "nodedef>name VARCHAR,x INT,x INT\na,1,2\n"],
  "gdf int": ["gdf", "nodedef>name VARCHAR,x INT\na,99999999999\n"],
  "gdf redos": ["gdf", `nodedef>name VARCHAR default ${" ".repeat(50000)}x\n`],
  tgf: ["tgf", "#\n".repeat(1000)],
  "g6 huge": ["graph6", "~~?~????"],
  "s6 huge": ["sparse6", ":~~~~~~~~~"],
  nt: ["ntriples", '<a> <b> "x'],
  "nt surrogate": ["ntriples", '<http://a> <http://b> "\\uD800" .\n'],
  "nt big": ["ntriples", '<http://a> <http://b> "\\U00110000" .\n'],
  "ttl dots": ["turtle", `@prefix a: <urn:a> .\na:b${".".repeat(1e6)}`],
  "ttl slashes": ["turtle", `<urn:a> <urn:b> "${"\\\\".repeat(1e6)}`],
  "ttl spaces": ["turtle", `<urn:a>${" \n#".repeat(1e6)}`],
  "ttl deep": ["turtle", `<urn:a> <urn:b> ${"[ <urn:c> ".repeat(1e5)}`],
  "ttl points": ["turtle", ". ".repeat(1e5)],
  "gv deep": [
    "graphviz-json",
    `{"_subgraph_cnt":1,"objects":[{"name":"s","_gvid":0,"nodes":${"[".repeat(1e5)}`,
  ],
  "gv names": ["graphviz-json", `{"objects":[{${'"name":"a",'.repeat(1e5)}"_gvid":0}],"edges":[]}`],
  "gv subgraphs": [
    "graphviz-json",
    `{"_subgraph_cnt":3000,"objects":[${Array.from({ length: 3000 }, (_, i) => `{"name":"s${i}","_gvid":${i},"subgraphs":[${i + 1}]}`).join(",")}]}`,
  ],
  cypher: ["cypher", "CREATE (a {x: '"],
  "cypher deep": ["cypher", `RETURN ${"[".repeat(100_000)}`],
  "cypher range": ["cypher", "UNWIND range(1, 9999999999) AS x CREATE (:A {x: x})"],
  "cypher param": ["cypher", ":param x => $x\nRETURN $x"],
  "npm null": ["npm-lock", '{"lockfileVersion":3,"packages":null}'],
  "npm cyc": [
    "npm-lock",
    '{"lockfileVersion":3,"packages":{"":{"dependencies":{"__proto__":"*"}},"node_modules/__proto__":{"version":"1"}}}',
  ],
  "npm v1 deep": [
    "npm-lock",
    '{"lockfileVersion":1,"dependencies":' +
      '{"a":{"version":"1","dependencies":'.repeat(900) +
      "{}" +
      "}}".repeat(900) +
      "}",
  ],
  "pnpm anchor": ["pnpm-lock", "lockfileVersion: '9.0'\na: &a [*a,*a]\n"],
  "pnpm tab": ["pnpm-lock", "lockfileVersion: '9.0'\npackages:\n\t- x\n"],
  yarn: ["yarn-lock", '# yarn lockfile v1\n\na@1:\n  version "1\n'],
  cdx: [
    "cyclonedx",
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"bom-ref":1}],"dependencies":[{"ref":"x","dependsOn":"y"}]}',
  ],
  spdx: ["spdx", '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":null}],"relationships":[{}]}'],
  parquet: ["parquet", "PAR1\u0000\u0000\u0000\u0000PAR1"],
  "parquet foot": ["parquet", Uint8Array.of(80, 65, 82, 49, 0xff, 0xff, 0xff, 0x7f, 80, 65, 82, 49)],
  arrow: ["arrow", "ARROW1\0\0\xff\xff\xff\xff"],
  "arrow len": ["arrow", Uint8Array.of(255, 255, 255, 255, 0xff, 0xff, 0xff, 0x7f)],
  "csv gzip trunc": ["csv", gzipSync(e("id,a\n1,2\n".repeat(1000))).subarray(0, 40)],
  "csv nul": ["csv", "id,a\n1,\0\n"],
  "csv utf16 odd": ["csv", Uint8Array.of(0xff, 0xfe, 0x69, 0, 0x64)],
  "csv overlong": ["csv", Uint8Array.of(...e("id\n"), 0xc0, 0x80, 10)],
  "csv dup head": ["csv", "id,a,a\n1,2,3\n"],
  "csv proto": ["csv", "id,__proto__,constructor\n1,2,3\n"],
  "csv many cols": ["csv", `${Array.from({ length: 70000 }, (_, i) => `c${i}`).join(",")}\n1\n`],
  "csv quote eof": ["csv", 'id,a\n1,"x'],
  "csv id empty": ["csv", "id,a\n,1\n"],
  apoc: ["apoc", '{"type":"relationship","id":"1","label":"A","start":null,"end":{}}\n'],
  graphology: ["graphology", '{"nodes":[{"key":{}}],"edges":[]}'],
  cyto: [
    "cytoscape",
    '{"elements":{"nodes":[{"data":{"id":null}}],"edges":[{"data":{"source":{},"target":[]}}]}}',
  ],
  jgf: [
    "jgf",
    '{"graph":{"nodes":{"a":{"metadata":"x"}},"edges":[{"source":"a","target":"b","metadata":[1]}]}}',
  ],
  "label surrogates": [
    "graphology",
    '{"nodes":[{"key":"a","attributes":{"labels":["\\ud800","ok"]}}],"edges":[]}',
  ],
  "type surrogate": [
    "jgf",
    '{"graph":{"nodes":{"a":{}},"edges":[{"source":"a","target":"a","relation":"\\udfff"}]}}',
  ],
  "label long": ["csv", `id,labels\n1,${"x".repeat(2000)};ok\n`],
};

test.each(Object.entries(cases))(
  "%s is refused or read, in time and memory",
  async (_name, [format, data]) => {
    const bytes = typeof data === "string" ? e(data) : data;
    for (const lenient of [false, true]) {
      const graph = new Graph({ key: "key" });
      const before = process.cpuUsage();
      const peak = process.resourceUsage().maxRSS;
      const source = bytes.length < 2000 && lenient ? inPieces(bytes, 3) : bytes;
      const error: unknown = await importGraph(graph, source, { format, lenient }).catch(
        (thrown: unknown) => thrown,
      );
      const { user, system } = process.cpuUsage(before);
      if (error instanceof Error) {
        expect(error).toBeInstanceOf(FormatError);
        expect((error as FormatError).message.length).toBeLessThan(2000);
        expect([graph.nodeCount, graph.edgeCount]).toEqual([0, 0]);
      }
      expect(user + system).toBeLessThan(2_000_000);
      expect(process.resourceUsage().maxRSS - peak).toBeLessThan(64 * 1024);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  },
);
