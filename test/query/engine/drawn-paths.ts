/** Statements with relationships of variable length and shortest paths, put together from parts that are drawn. */
import fc from "fast-check";

const PATTERNS = [
  "MATCH (a)-[*..4]->(b)",
  "MATCH (a)-[*..2]-(b)",
  "MATCH (a:A)-[*0..4]->(b)",
  "MATCH (a)<-[:T*1..3]-(b:B)",
  "MATCH (a)-[:T*2..3]->(b)",
  "MATCH (a)-[*0..1]-(b:A)",
  "MATCH (a)-[*3..2]->(b)",
  "MATCH (a)-[*1..3]->(a) WITH a, a AS b",
  "MATCH (a), (b:B) MATCH (a)-[:T*0..3]-(b)",
  "MATCH (a)-[:T|U*..3 {w: 1}]->(b)",
  "MATCH (a)-[*..3 {w: a.v}]-(b)",
  "MATCH (a)-[:T*..2]->(c)-[:U*..2]-(b)",
  "MATCH (a)-[q]->(c)-[*1..2]-(b)",
  "MATCH (a)-[*1..2]-(c)-[q:T]->(b)",
  "MATCH (a)-[*1..2]->(b), (a)-[q]-(b)",
  "MATCH (a)-[*1..2]-(c), (c)-[]-(b)-[]-(a)",
  "OPTIONAL MATCH (a:A)-[:U*2..4]->(b)",
  "MATCH (a) OPTIONAL MATCH (a)-[:T*..2]->(b) WHERE b.v > 0",
  "MATCH (a)-[:T]->(b) MATCH (a)-[:U*1..2]-(c)",
  "UNWIND [1, 2, null] AS x MATCH (a {v: x})-[*..2]->(b)",
  "MATCH SHORTEST 1 (a)-[:T]->*(b) WITH DISTINCT a, b",
  "MATCH ALL SHORTEST (a)-[]-+(b)",
  "MATCH SHORTEST 2 GROUPS (a)-[:T]-{1,3}(b)",
  "MATCH (a), (b) WHERE shortestPath((a)-[*]-(b)) IS NOT NULL",
  "MATCH (a)((x)-[:T]->(y)){1,2}(b)",
] as const;

const CONDITIONS = [
  "",
  "",
  "WHERE a.v >= 0",
  "WHERE b.v + 1 > a.v",
  "WHERE a <> b AND b:A",
  "WHERE EXISTS { (b)-[:T*]->(a) }",
  "WHERE NOT EXISTS { (a)-[:U*0..2]-(:B) }",
  "WHERE NOT (a)-[*2]->(b)",
  "WHERE COUNT { (a)-[*1..3]->(b) } > 1",
  "WHERE COUNT { (b)-[:T*0..2]-() } < 4",
  "WHERE EXISTS { (b)-->(x)-[*..2]->(a) WHERE x.v > 0 }",
  "WHERE 1 / a.v > 0",
] as const;

const NAMED = [
  "MATCH p = (a)-[r*..3]->(b)",
  "MATCH p = (a:A)-[r:T*0..2]-(b)",
  "MATCH p = (a)-[r*2..2]->(b)-[q]-(c)",
  "MATCH (a), (b) MATCH p = (b)<-[r*..3]-(a)",
  "MATCH (a), (b) MATCH p = (a)-[q]->(c)-[r:T*..2]-(b)",
  "MATCH p = allShortestPaths((a)-[r*..5]->(b))",
  "MATCH p = allShortestPaths((a:A)-[r:T*0..3]-(b:B))",
  "MATCH (a), (b) MATCH p = allShortestPaths((a)<-[r*]-(b))",
  "MATCH (b) MATCH p = allShortestPaths((a)-[r*..3]-(b))",
  "MATCH (b:B), (a) MATCH p = allShortestPaths((a)-[r:T|U*0..]-(b))",
  "MATCH (a)-[q]->(b), p = allShortestPaths((a)-[r*..4]-(b))",
] as const;

const PATH_CONDITIONS = [
  "",
  "WHERE all(x IN nodes(p) WHERE x.v >= 0)",
  "WHERE none(x IN nodes(p) WHERE x:B OR x.v = 1)",
  "WHERE NOT any(x IN r WHERE x.w > 0)",
  "WHERE all(x IN r WHERE x.w = a.v)",
  "WHERE all(x IN relationships(p) WHERE type(x) = 'T') AND b.v >= 0",
  "WHERE all(x IN nodes(p) WHERE x.v <= b.v)",
  "WHERE none(x IN relationships(p) WHERE x.w IS NULL)",
  "WHERE all(x IN nodes(p) WHERE 1 / x.v > 0)",
  "WHERE any(x IN r WHERE x.w > 0)",
  "WHERE length(p) > 1",
  "WHERE all(x IN r WHERE x.w > 0) AND none(x IN nodes(p) WHERE x:B)",
  "WHERE size(r) < 2 OR a = b",
] as const;

const ENDINGS = [
  "RETURN count(*) AS n",
  "RETURN a AS a, b AS b",
  "RETURN DISTINCT b AS b",
  "RETURN DISTINCT a.v AS v, b.s AS s",
  "RETURN a AS a, count(*) AS n",
  "RETURN b.v AS v, count(b) AS n, count(DISTINCT a) AS m",
  "RETURN count(DISTINCT b) AS n, max(b.v) AS h",
  "RETURN b AS b, min(a.v) AS l",
  "RETURN sum(b.v) AS s, avg(a.f) AS m, count(*) AS n",
  "WITH DISTINCT b ORDER BY id(b) LIMIT 2 MATCH (b)-[*0..1]-(z) RETURN id(b) AS i, count(z) AS n",
  "RETURN a AS a, COUNT { (b)-[:T*..2]->() } AS n",
] as const;

const PATH_ENDINGS = [
  "RETURN count(*) AS n",
  "RETURN DISTINCT b AS b",
  "RETURN a AS a, b AS b, [x IN r | id(x)] AS r",
  "RETURN [x IN nodes(p) | id(x)] AS ns, [x IN relationships(p) | id(x)] AS rs",
  "RETURN length(p) AS l, count(*) AS n",
  "RETURN b AS b, count(p) AS n, count(r) AS m",
  "RETURN reduce(s = 0, x IN r | s + coalesce(x.w, 0)) AS s, count(DISTINCT b) AS n",
] as const;

/** A statement each of whose answers is one up to the order of its rows. */
export const drawnPathStatements: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PATTERNS), fc.constantFrom(...CONDITIONS), fc.constantFrom(...ENDINGS))
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom(...NAMED), fc.constantFrom(...PATH_CONDITIONS), fc.constantFrom(...PATH_ENDINGS))
    .map((parts) => parts.join(" ")),
);
