// An open page is told of what changes, and by whom.

import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph } from "groggy";
import type { Viewer } from "groggy/viewer";
import { expect, onTestFinished, test } from "vitest";
import type { GraphMeta } from "../../src/viewer/protocol/messages.js";
import { ask, askFrame, eventually, pathOf, peopleGraph, served } from "./people.js";

/** The events that a page is sent, as they come. */
async function listen(viewer: Viewer): Promise<string[]> {
  const events: string[] = [];
  const request = http.get(`${viewer.url}events`, { agent: false });
  request.on("error", () => {});
  onTestFinished(() => void request.destroy());
  const response = await new Promise<http.IncomingMessage>((resolve) => request.once("response", resolve));
  expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
  response.setEncoding("utf8").on("error", () => {});
  response.on("data", (text: string) => {
    for (const [, name] of text.matchAll(/^event: (\w+)$/gm)) events.push(name!);
  });
  return events;
}

test("a write is told once a turn, a commit as history, a checkout as both", async () => {
  const graph = peopleGraph();
  const events = await listen(await served(graph));
  graph.addNode("Person");
  graph.addNode("Person");
  await eventually(() => events).toEqual(["state"]);
  graph.commit("two more");
  await eventually(() => events).toEqual(["state", "history"]);
  graph.checkout("v1");
  await eventually(() => events.slice(2)).toContain("history");
  expect(events.slice(2)).toContain("state");
});

test("what is asked for after a change has it, and what was being asked before does not tear", async () => {
  const graph = peopleGraph();
  const viewer = await served(graph);
  for (let i = 0; i < 5; i++) {
    const [before] = await Promise.all([askFrame<GraphMeta>(viewer, "graph"), Promise.resolve()]);
    const { blocks } = before;
    const nodes = (blocks.nodeIds as Uint32Array).length;
    for (const end of [...(blocks.sources as Uint32Array), ...(blocks.targets as Uint32Array)])
      expect(end).toBeLessThan(nodes);
    graph.addEdge(0, graph.addNode("Person"));
  }
  expect((await askFrame<GraphMeta>(viewer, "graph")).meta.nodeCount).toBe(7);
});

test("a reader is kept up with its writer only where it is asked to be", async () => {
  const folder = mkdtempSync(join(tmpdir(), "groggy-viewer-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const writer = Graph.open(join(folder, "live.groggy"));
  writer.addNode("N");
  writer.commit("one");
  const [still, following] = [0, 1].map(() => Graph.open(join(folder, "live.groggy"), { readOnly: true }));
  const viewers = [await served(still!), await served(following!, { follow: true })];
  const [stillEvents, events] = await Promise.all(viewers.map(listen));
  writer.addNode("N");
  writer.commit("two");
  await eventually(() => events).toContain("history");
  const counts = await Promise.all(
    viewers.map(async (viewer) => (await askFrame<GraphMeta>(viewer, "graph")).meta.nodeCount),
  );
  expect([counts, stillEvents]).toEqual([[1, 2], []]);
  for (const graph of [writer, still!, following!]) graph.close();
});

test("a view, which never changes, has no events", async () => {
  const viewer = await served(peopleGraph().at("v1"));
  expect((await ask(viewer, pathOf(viewer, "events"))).status).toBe(204);
});
