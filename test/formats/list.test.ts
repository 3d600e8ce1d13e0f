// The list of formats is what docs/formats.md has, and each of them can be told and used.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatOf, formats, readGraph } from "../../src/formats/index.js";

test("the table of docs/formats.md is made of the list", () => {
  const page = readFileSync(new URL("../../docs/formats.md", import.meta.url), "utf8");
  const rows = formats.map(
    ({ title, name, extensions, reads, writes }) =>
      `| ${title} | \`${name}\` | ${extensions.join(" ")} | ${reads ? "yes" : "no"} | ${writes ? "yes" : "no"} |`,
  );
  expect(rows.filter((row) => !page.includes(`${row}\n`))).toEqual([]);
});

test("names are unique, and unknown ones are refused with those there are", async () => {
  expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length);
  await expect(readGraph(new Blob(["x"]), { format: "xls" })).rejects.toMatchObject({
    code: "FORMAT_UNKNOWN",
  });
  await expect(formatOf(new Blob(['{"hello": "world"}']))).rejects.toThrow(
    /expected a file in one of the formats csv/,
  );
});

test("options that no format has are refused, those of another format as well", async () => {
  const source = new Blob(["id,name\n1,Ada\n"]);
  await expect(readGraph(source, { format: "csv", delimeter: ";" })).rejects.toThrow('got "delimeter"');
  await expect(readGraph(source, { format: "mtx", delimiter: ";" })).rejects.toThrow('got "delimiter"');
});

test("a dump of a Neo4j server is refused with a way out", async () => {
  const dump = new Blob([new Uint8Array([0x44, 0x5a, 0x56, 0x31, 0x28, 0xb5, 0x2f, 0xfd, 0])]);
  for (const source of [dump, { source: new Blob(["\0\0"]), name: "neo4j.dump" }])
    await expect(readGraph(source)).rejects.toMatchObject({
      code: "FORMAT_UNSUPPORTED",
      message: expect.stringContaining("apoc.export.json"),
    });
});
