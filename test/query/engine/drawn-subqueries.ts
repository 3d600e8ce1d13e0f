/** Statements with queries within queries: CALL, EXISTS, COUNT and COLLECT, put together from parts that are drawn. */
import fc from "fast-check";

const OUTER = [
  "MATCH (a)",
  "MATCH (a:A)-[r]->(b)",
  "UNWIND [0, 1, 1, null] AS x MATCH (a {v: x})",
  "MATCH (a) OPTIONAL MATCH (a)-[:T]->(b)",
  "OPTIONAL MATCH (a:A)",
  "MATCH (a) WHERE false",
] as const;

const CALLS = [
  "CALL (a) { MATCH (a)-->(c) RETURN c.v AS y }",
  "CALL (a) { MATCH (a)--(c) RETURN count(*) AS y }",
  "CALL (a) { MATCH (a)--(c) WHERE c.v > 0 RETURN sum(c.v) + 1 AS y }",
  "CALL (a) { OPTIONAL MATCH (a)-[:T]->(c) RETURN c.s AS z, count(c) AS y }",
  "CALL (a) { MATCH (a)--(c) RETURN DISTINCT c.v AS y }",
  "CALL (a) { MATCH (a)--(c) RETURN c.v AS y ORDER BY y DESC, id(c) LIMIT 1 }",
  "CALL (a) { MATCH (a)--(c) RETURN c.v AS y ORDER BY y, id(c) SKIP 1 LIMIT 2 }",
  "CALL (a) { MATCH (a)-->(c) WITH c.v AS v, count(*) AS n WHERE n > 1 OR v = 1 RETURN v + n AS y }",
  "CALL (a) { WITH a.v AS v WHERE v > 0 RETURN v AS y UNION RETURN 0 AS y }",
  "CALL (a) { UNWIND [a.v, a.v, 1] AS y RETURN y UNION ALL MATCH (c:B) RETURN c.v AS y }",
  "CALL (a) { UNWIND [a.v, a.v, 1] AS y RETURN y UNION UNWIND [1, null] AS y RETURN y }",
  "OPTIONAL CALL (a) { MATCH (a)-[:U]->(c:A) RETURN c.v AS y }",
  "CALL (a) { CALL (a) { MATCH (a)-->(c) RETURN c } MATCH (c)--(d) RETURN count(d) AS y }",
  "CALL { MATCH (c:B) RETURN count(*) AS y }",
  "CALL (a) { MATCH (a)-[:T*1..2]->(c) RETURN count(*) AS y }",
  "CALL (a) { MATCH (a)((p)-[:T]->(q)){1,2}(c) RETURN count(*) AS y }",
  "CALL (a) { WITH 1 / a.v AS y RETURN y }",
  "CALL (a) { RETURN [(a)-->(c) | c.v] AS w, 1 AS y }",
  "CALL (a) { MATCH (c) WITH c ORDER BY id(c) LIMIT 2 MATCH (c)--(d) RETURN count(*) AS y }",
  "CALL (a) { MATCH (c:B) RETURN avg(c.v) AS y, collect(c.v) AS l }",
  "CALL (a) { MATCH (a)--(c) RETURN count(*) AS y ORDER BY y LIMIT 1 }",
  "CALL (*) { MATCH (a)-[:T]->(c) FILTER c.v IS NOT NULL LET y = c.v * 2 RETURN y }",
  "CALL (a) { USE at('main') MATCH (a)-->(c) RETURN count(*) AS y }",
] as const;

const TESTS = [
  "MATCH (a) WHERE EXISTS { MATCH (a)-->(c) MATCH (c)-->(d) WHERE d.v >= 0 }",
  "MATCH (a) WHERE NOT EXISTS { MATCH (a)--(c) WITH c.v AS v, count(*) AS n WHERE n > 1 RETURN v }",
  "MATCH (a) WHERE EXISTS { MATCH (a)--(c) RETURN c.v AS v LIMIT 0 } OR a.v = 1",
  "MATCH (a) WHERE COUNT { MATCH (a)--(c) RETURN DISTINCT c } > 1",
  "MATCH (a) WHERE COUNT { UNWIND [1, 2] AS x MATCH (a)-->(c) WHERE c.v < x } >= 1",
  "MATCH (a) WHERE size(COLLECT { MATCH (a)--(c) RETURN c.v ORDER BY c.v LIMIT 2 }) > 0",
  "MATCH (a) WHERE EXISTS { MATCH (a)-->(c) RETURN c UNION MATCH (c:B) WHERE c.v = a.v RETURN c }",
  "MATCH (a) WHERE EXISTS { OPTIONAL MATCH (a)-->(c) WITH c WHERE c IS NULL RETURN 1 AS one }",
  "MATCH (a) WHERE COUNT { MATCH (a)--(c) RETURN 1 / c.v AS q } > 0",
  "MATCH (a) WHERE a.v IN COLLECT { MATCH (a)-->(c) RETURN c.v }",
] as const;

const ENDS = [
  "RETURN count(*) AS n, count(y) AS m",
  "RETURN a AS a, y",
  "RETURN y, count(*) AS n",
  "RETURN DISTINCT y",
  "WITH a, y WHERE y > 0 RETURN a.v AS v, max(y) AS h",
  "MATCH (a)--(z) RETURN y, count(z) AS n",
] as const;

const TEST_ENDS = [
  "RETURN a AS a",
  "RETURN count(*) AS n",
  "RETURN a.v AS v, COUNT { MATCH (a)--(c) RETURN DISTINCT c.v } AS n",
  "RETURN a AS a, COLLECT { MATCH (a)-->(c) RETURN c.v } AS l",
] as const;

/** A statement each of whose answers is one up to the order of its rows. */
export const drawnSubqueryStatements: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...OUTER), fc.constantFrom(...CALLS), fc.constantFrom(...ENDS))
      .map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...TESTS), fc.constantFrom(...TEST_ENDS))
      .map((parts) => parts.join(" ")),
  },
);
