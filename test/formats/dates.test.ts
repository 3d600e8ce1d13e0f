// Integers, dates, times and durations through a text format and back.
import { expect, test } from "vitest";
import { exportGraph, importGraph } from "../../src/formats/index.js";
import { Graph, type GraphSchema } from "../../src/index.js";
import { datetime, duration, localtime } from "../../src/query/values/temporal/make.js";
import { show } from "../model/show.js";

test("values of a stated type come back from CSV", async () => {
  const schema = {
    nodes: { n: "integer", at: "datetime", length: "duration", times: "list<localtime>" },
  } as const satisfies GraphSchema;
  const graph = new Graph({ schema });
  graph.addNode("A", {
    n: 2n ** 60n,
    at: datetime("2024-02-29T12:00[Europe/Paris]"),
    length: duration("P1M-2DT3S"),
  });
  graph.addNode("A", { n: 5, times: [localtime("12:00"), localtime("13:30:00.5")] });
  let csv = "";
  await exportGraph(
    graph,
    {
      nodes: (chunk: Uint8Array) => {
        csv += new TextDecoder().decode(chunk);
      },
    },
    { format: "csv" },
  );
  const back = new Graph({ schema });
  await importGraph(back, { nodes: new Blob([csv]) }, { format: "csv" });
  expect(show([...back.nodes.ids()].map((id) => ({ ...back.nodes.get(id), id: undefined })))).toBe(
    show([...graph.nodes.ids()].map((id) => ({ ...graph.nodes.get(id), id: undefined }))),
  );
});
