// A small server over a store: people and whom they know, written by PUT, read at any revision.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { Graph, GroggyError } from "groggy";

const folder = mkdtempSync(`${tmpdir()}/server-`);
const graph = Graph.open(`${folder}/people.groggy`, { keys: { Person: "name" } });

const ONE = `MATCH (p:Person {name: $name}) OPTIONAL MATCH (p)-[:KNOWS]->(other)
  RETURN p.name AS name, p.born AS born, collect(other.name) AS knows`;

const routes = {
  "GET /people": (view, { filter = ":Person" }) => view.nodes.where(filter).rows(),
  "GET /person": (view, { name }) => view.query(ONE, { name }).toArray()[0],
  "PUT /person": (_view, _query, { name, knows = [], ...attributes }) => {
    // what a refused request wrote is taken back
    graph.transaction(() => {
      const person = graph.mergeNode("Person", { name, ...attributes });
      for (const other of knows) graph.mergeEdge(person, graph.mergeNode("Person", { name: other }), "KNOWS");
    });
    return { commit: graph.commit(`put ${name}`, { allowEmpty: true }).id };
  },
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const { at, ...query } = Object.fromEntries(searchParams);
  let [status, answer] = [404, { error: "not found" }];
  try {
    const body = JSON.parse((await text(request)) || "{}");
    const view = at === undefined ? graph : graph.at(at);
    const found = routes[`${request.method} ${pathname}`]?.(view, query, body);
    if (found !== undefined) [status, answer] = [200, found];
  } catch (error) {
    status = error instanceof GroggyError || error instanceof TypeError ? 400 : 500;
    answer = { error: error.message };
  }
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
});
await once(server.listen(0, "127.0.0.1"), "listening");

for (const [method, path, body] of [
  ["PUT", "/person", { name: "Ada", born: 1815, knows: ["Charles"] }],
  ["PUT", "/person", { name: "Ada", born: 1816 }],
  ["PUT", "/person", { name: "Grace", born: "in 1906", knows: ["Ada"] }],
  ["GET", "/person?name=Ada&at=HEAD~1"],
  ["GET", "/people?filter=bron+%3C+1900"],
]) {
  const url = `http://127.0.0.1:${server.address().port}${path}`;
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  console.log(method, path, response.status, JSON.stringify(await response.json()).slice(0, 100));
}
server.close();
graph.close();
rmSync(folder, { recursive: true });
