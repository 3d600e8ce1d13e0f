/**
 * Keeps what V8 has compiled for queries. It throws code away at a collection of garbage once no object is left of a class
 * that the code was made for, and all objects of the engine go with the query that made them: after each collection
 * queries would begin as slow as in a new process, three to six times as slow as they then are.
 */

import type { RunContext } from "../run/run-context.js";

/** A graph that is queried for nothing but this. */
export interface QueriedGraph {
  query(text: string): Iterable<object>;
  prepare(text: string): (parameters: Record<string, unknown>) => Iterable<object>;
}

/** So many queries are run before anything is kept: a program that asks one does not pay. */
const QUERIES_MIN = 16;

/** Statements that between them use the operators of the engine. The first two make what the others ask. */
export const KEPT_STATEMENTS = [
  "UNWIND range(0, 7) AS i CREATE (:P {id: i, age: i, city: 'c' + (i % 3), weight: i / 2.0})",
  "MATCH (a:P), (b:P) WHERE b.id = a.id + 1 OR b.id = a.id + 2 CREATE (a)-[:F]->(b)",
  "MATCH (p:P) RETURN p.city AS c, avg(p.age) AS a, count(*) AS n, min(p.weight) AS m ORDER BY a DESC LIMIT 3",
  "MATCH (p:P) RETURN p.id AS i, p.city AS c ORDER BY p.age DESC, i LIMIT 3",
  "MATCH (p:P) WHERE p.age > 1 AND p.weight < 3.0 RETURN p.id AS i, p.city AS c, p.weight AS w",
  "MATCH (a:P {id: 1})-[:F]->(b) RETURN b.id AS i",
  "MATCH (a:P {id: 1})-[:F]->()-[:F]->(b) RETURN count(DISTINCT b) AS n",
  "MATCH (a:P)-[:F]->(b) WHERE a.age > 0 RETURN b.id AS i, count(*) AS n ORDER BY n DESC, i LIMIT 3",
  "MATCH (a:P)-[:F]->(b)-[:F]->(c) RETURN c.city AS c, count(*) AS n",
  "MATCH (a)-[:F]->(b)-[:F]->(c), (a)-[:F]->(c) RETURN a.id AS a, c.id AS c",
  "MATCH (a)-[:F]->(b)-[:F]->(c), (a)-[:F]->(c) RETURN count(*) AS n",
  "MATCH (a:P) OPTIONAL MATCH (a)-[:F]->(b) WHERE EXISTS { (b)-[:F]->() } RETURN a.id AS a, b.id AS b",
  "MATCH (a:P {id: 0})-[:F*1..3]->(b) RETURN DISTINCT b.id AS i",
  "MATCH p = shortestPath((a:P {id: 0})-[:F*]->(b:P {id: 5})) RETURN length(p) AS n",
  "UNWIND [1, 2, 3, 4, 5] AS x WITH x WHERE x > 1 RETURN DISTINCT x",
  "UNWIND range(6, 12) AS i MERGE (p:P {id: i}) SET p.city = 'c' RETURN p",
  "MATCH (p:P) SET p.age = p.age + 1 RETURN p",
  "MATCH (a:P)-[r:F]->(b) WHERE a.id > 4 DELETE r RETURN a",
];

let queryCount = 0;
let graph: QueriedGraph | undefined;
/** Results whose rows were not all asked for, so that the objects that make them stay. */
const kept: unknown[] = [];
let isKeeping = false;

/** Keeps the context of a statement that is run for nothing but this: of one that writes, no result has it. */
export function keepContext(run: RunContext): void {
  if (isKeeping) kept.push(run, run.holding("what is kept"));
}

/** Keeps what a statement that is run for nothing but this makes, and that no result has. */
export function keepMade(make: () => unknown): void {
  if (isKeeping) kept.push(make());
}

/**
 * Counts a query; from the 17th on runs one of the statements besides, a few ms at most, until all have been.
 *
 * @param another makes an empty graph with the key `id`.
 */
export function keepCompiled(another: () => QueriedGraph): void {
  const at = queryCount - QUERIES_MIN;
  if (at > KEPT_STATEMENTS.length) return;
  queryCount++;
  if (at < 0) return;
  // queries of this graph count as any
  const own = graph ?? another();
  graph = own;
  queryCount += KEPT_STATEMENTS.length + 1;
  isKeeping = true;
  try {
    const rows =
      at < KEPT_STATEMENTS.length ? own.query(KEPT_STATEMENTS[at]) : own.prepare(LOOKUP)({ id: 1 });
    const iterator = rows[Symbol.iterator]();
    iterator.next();
    kept.push(rows, iterator);
  } catch {
    // a caller that leaves no stack for it: without this one it is slower, and nothing else
  } finally {
    isKeeping = false;
    queryCount -= KEPT_STATEMENTS.length + 1;
  }
}

const LOOKUP = "MATCH (p:P {id: $id}) RETURN p.age AS age, p.city AS city";
