// Software bills of materials: components, packages and files, and how they depend on each other.
import { describe, expect, test } from "vitest";
import { formatOf, readGraph } from "../../src/formats/index.js";
import { fixture, hasFixtures } from "./fixtures.js";

const read = async (document: object, options: object = {}) => {
  const { graph, report } = await readGraph(new Blob([JSON.stringify(document)]), options as never);
  const key = (id: number) => graph.nodes.get(id, "key") as string;
  const nodes = Array.from(graph.nodes.ids(), (id) => [graph.nodes.labels(id), { ...graph.nodes.get(id) }]);
  const edges = Array.from(graph.edges.ids(), (id) => [
    key(graph.source(id)),
    graph.edges.type(id),
    key(graph.target(id)),
  ]);
  return { nodes, edges, report };
};

describe("CycloneDX", () => {
  const bom = {
    $schema: "x",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 2,
    metadata: { timestamp: "t", component: { "bom-ref": "root", type: "application", name: "app" } },
    components: [
      {
        type: "library",
        group: "@s",
        name: "a",
        version: "1",
        hashes: [{ alg: "x", content: "y" }],
        components: [{ name: "in", purl: "pkg:in" }],
      },
      { "bom-ref": "b", name: "b", scope: "optional" },
    ],
    services: [{ "bom-ref": "s", name: "api" }],
    dependencies: [{ ref: "root", dependsOn: ["@s/a@1", "b"], provides: ["s"] }, { ref: "b" }],
    vulnerabilities: [{}],
  };

  test("components, those in them and services are nodes, dependencies are edges", async () => {
    const { nodes, edges, report } = await read(bom);
    expect(nodes).toEqual([
      [["component"], { key: "root", type: "application", name: "app" }],
      [
        ["component"],
        {
          key: "@s/a@1",
          type: "library",
          group: "@s",
          name: "a",
          version: "1",
          hashes: [{ alg: "x", content: "y" }],
        },
      ],
      [["component"], { key: "pkg:in", name: "in", purl: "pkg:in", parent: "@s/a@1" }],
      [["component"], { key: "b", name: "b", scope: "optional" }],
      [["service"], { key: "s", name: "api" }],
    ]);
    expect(edges).toEqual([
      ["root", "dependsOn", "@s/a@1"],
      ["root", "dependsOn", "b"],
      ["root", "provides", "s"],
    ]);
    expect(report).toMatchObject({
      format: "cyclonedx",
      version: "1.6",
      graphAttributes: { version: 2, metadata: { timestamp: "t" } },
    });
    expect(report.losses).toMatchObject([{ kind: "part", attribute: "vulnerabilities" }]);
  });

  test("references to nothing, and documents of another kind, are refused", async () => {
    await expect(
      read({ ...bom, dependencies: [{ ref: "root", dependsOn: ["gone"] }] }),
    ).rejects.toMatchObject({ code: "FORMAT_REFERENCE" });
    await expect(read({ ...bom, components: [{}] })).rejects.toMatchObject({ code: "FORMAT_VALUE" });
    await expect(read([], { format: "cyclonedx" })).rejects.toMatchObject({ code: "FORMAT_SYNTAX" });
    await expect(read({ a: 1 }, { format: "cyclonedx" })).rejects.toMatchObject({ code: "FORMAT_SYNTAX" });
  });
});

test("SPDX: packages, files and the document are nodes, relationships are edges", async () => {
  const document = {
    spdxVersion: "SPDX-2.3",
    SPDXID: "SPDXRef-DOCUMENT",
    name: "doc",
    creationInfo: { creators: ["Tool: x"] },
    packages: [{ SPDXID: "SPDXRef-a", name: "a", versionInfo: "1", filesAnalyzed: false }],
    files: [{ SPDXID: "SPDXRef-f", fileName: "./f", checksums: [] }],
    documentDescribes: ["SPDXRef-a"],
    relationships: [
      { spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-a" },
      {
        spdxElementId: "SPDXRef-a",
        relationshipType: "CONTAINS",
        relatedSpdxElement: "SPDXRef-f",
        comment: "c",
      },
      {
        spdxElementId: "SPDXRef-a",
        relationshipType: "DEPENDS_ON",
        relatedSpdxElement: "DocumentRef-x:SPDXRef-y",
      },
      { spdxElementId: "SPDXRef-a", relationshipType: "DEPENDS_ON", relatedSpdxElement: "NOASSERTION" },
    ],
  };
  const { nodes, edges, report } = await read(document);
  expect(nodes).toEqual([
    [
      ["Document"],
      {
        key: "SPDXRef-DOCUMENT",
        spdxVersion: "SPDX-2.3",
        name: "doc",
        creationInfo: { creators: ["Tool: x"] },
      },
    ],
    [["Package"], { key: "SPDXRef-a", name: "a", versionInfo: "1", filesAnalyzed: false }],
    [["File"], { key: "SPDXRef-f", fileName: "./f", checksums: [] }],
    [["External"], { key: "DocumentRef-x:SPDXRef-y" }],
  ]);
  expect(edges).toEqual([
    ["SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-a"],
    ["SPDXRef-a", "CONTAINS", "SPDXRef-f"],
    ["SPDXRef-a", "DEPENDS_ON", "DocumentRef-x:SPDXRef-y"],
  ]);
  expect(report).toMatchObject({
    format: "spdx",
    version: "2.3",
    skipped: [{ kind: "relationship", count: 1 }],
  });
  await expect(read({ "@context": "x", "@graph": [] }, { format: "spdx" })).rejects.toMatchObject({
    code: "FORMAT_UNSUPPORTED",
  });
});

test.skipIf(!hasFixtures)(
  "cyclonedx.json is told by its first bytes (skipped without ../shared/fixtures/formats)",
  async () => {
    expect(await formatOf(fixture("cyclonedx.json"))).toBe("cyclonedx");
  },
);
