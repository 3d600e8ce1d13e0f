import { expect, test } from "vitest";
import { readGraph } from "../../../src/formats/index.js";

const csv = (text: string, options: object = {}) =>
  readGraph(new Blob([text]), { format: "csv", ...options } as never);

test("an error has its place once in its message, and as properties", async () => {
  const half = new Uint8Array(Buffer.from("\ufeffid,x\n1,Zo\u00eb\n", "utf16le")).subarray(0, -1);
  await expect(readGraph(half, { format: "csv" })).rejects.toMatchObject({
    message: "byte 23: expected utf-16le, got other bytes",
    code: "FORMAT_ENCODING",
    format: "csv",
    offset: 23,
  });
  await expect(readGraph({ source: new Blob(["id,x\n1\n"]), name: "a: b.csv" })).rejects.toMatchObject({
    message: expect.stringMatching(/^a: b\.csv:2: 2 fields expected/),
    line: 2,
    row: 1,
  });
});

test("a value beyond the sample that does not fit says where and what to do", async () => {
  await expect(csv("id,x\n1,2\n2,007\n", { sampleRows: 1 })).rejects.toThrow(
    '3:3: "x" expected int32, as in the first 1 rows, got "007"; types: { x: "utf8" } or infer: "all" reads it',
  );
  const { report } = await csv("id,x\n1,2\n2,007\n", { sampleRows: 1, infer: "all" });
  expect(report.nodeAttributes).toEqual({ id: "utf8", x: "utf8" });
});
