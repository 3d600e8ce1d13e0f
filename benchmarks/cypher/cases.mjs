// The queries, each with its text for groggy, its text for Ladybug where that is another, and its answer by a loop
// over arrays. Rows are arrays of numbers and texts. A case may be asked with several parameters in one call.
import { drawer } from "../shared/measure.mjs";
import * as loops from "./loops.mjs";

/**
 * One case. `form` is that of the rows, or "past" for one that is asked at main~1, as the case `of` is at main. `row` is the line of the goals it belongs to, `goal` how many times as fast as Ladybug it is to be. `peer`
 * is Ladybug's text; `note` says what is to be known of its answer: where it counts walks, and on what both answer
 * alike. `written` is run before each call, outside of its time. Those that write have `before`, which makes what they need each time, and `after`, whose rows are `expected`.
 */
const cases = [];
const add = (data, row, goal, name, query, rest) => cases.push({ data, row, goal, name, query, ...rest });

const study = (number, goal, query, expected, parameters, rest) =>
  add("study", `study ${number}`, goal, `study ${number}`, query, { expected, parameters, ...rest });

study(
  1,
  50,
  `MATCH (follower:Person)-[:FOLLOWS]->(person:Person)
   RETURN person.id AS id, person.name AS name, count(follower.id) AS followers ORDER BY followers DESC, id LIMIT 3`,
  loops.mostFollowed,
);
study(
  2,
  50,
  `MATCH (follower:Person)-[:FOLLOWS]->(person:Person)
   WITH person, count(follower.id) AS followers ORDER BY followers DESC, person.id LIMIT 1
   MATCH (person)-[:LIVES_IN]->(city:City)
   RETURN person.name AS name, followers, city.city AS city, city.state AS state, city.country AS country`,
  loops.cityOfMostFollowed,
);
study(
  3,
  3,
  `MATCH (p:Person)-[:LIVES_IN]->(c:City)-[:CITY_IN]->(:State)-[:STATE_IN]->(co:Country)
   WHERE co.country = $country
   RETURN c.id AS id, c.city AS city, avg(p.age) AS age ORDER BY age, id LIMIT 5`,
  loops.youngestCities,
  [{ country: "United States" }],
);
study(
  4,
  10,
  `MATCH (p:Person)-[:LIVES_IN]->(:City)-[:CITY_IN]->(:State)-[:STATE_IN]->(co:Country)
   WHERE p.age >= $low AND p.age <= $high
   RETURN co.country AS country, count(*) AS persons ORDER BY persons DESC, country LIMIT 3`,
  loops.personsByCountry,
  [{ low: 30, high: 40 }],
);
study(
  5,
  3,
  `MATCH (p:Person)-[:HAS_INTEREST]->(i:Interest)
   WHERE lower(i.interest) = lower($interest) AND lower(p.gender) = lower($gender)
   WITH p, i MATCH (p)-[:LIVES_IN]->(c:City) WHERE c.city = $city RETURN count(p) AS persons`,
  loops.interestedInCity,
  [{ interest: "fine dining", gender: "male", city: "London" }],
);
study(
  6,
  3,
  `MATCH (p:Person)-[:HAS_INTEREST]->(i:Interest)
   WHERE lower(i.interest) = lower($interest) AND lower(p.gender) = lower($gender)
   WITH p, i MATCH (p)-[:LIVES_IN]->(c:City)
   RETURN count(p.id) AS persons, c.id AS id, c.city AS city ORDER BY persons DESC, id LIMIT 5`,
  loops.citiesByInterest,
  [{ interest: "tennis", gender: "female" }],
);
study(
  7,
  3,
  `MATCH (p:Person)-[:LIVES_IN]->(:City)-[:CITY_IN]->(s:State)
   WHERE p.age >= $low AND p.age <= $high AND s.country = $country
   WITH p, s MATCH (p)-[:HAS_INTEREST]->(i:Interest) WHERE lower(i.interest) = lower($interest)
   RETURN count(p.id) AS persons, s.id AS id, s.state AS state ORDER BY persons DESC, id LIMIT 1`,
  loops.statesByInterest,
  [{ low: 23, high: 30, country: "United States", interest: "photography" }],
);
study(
  8,
  20,
  "MATCH (a:Person)-[r1:FOLLOWS]->(b:Person)-[r2:FOLLOWS]->(c:Person) RETURN count(*) AS paths",
  loops.pathsOfTwo,
);
study(
  9,
  10,
  `MATCH (a:Person)-[r1:FOLLOWS]->(b:Person)-[r2:FOLLOWS]->(c:Person)
   WHERE b.age < $below AND c.age > $above RETURN count(*) AS paths`,
  loops.pathsBetweenAges,
  [{ below: 50, above: 25 }],
);

// the same nine at the commit before the last: groggy alone has one
for (const { name, query, expected, parameters } of [...cases])
  add("study", `${name} at main~1`, undefined, `${name} at main~1`, query, {
    expected,
    parameters,
    form: "past",
    of: name,
  });

/** Ids of persons, drawn; `fits` says which will do. */
function drawnPersons(data, count, fits = () => true) {
  const draw = drawer(0x3c6ef372);
  const ids = new Set();
  const { count: all } = data.table("Person");
  for (let tries = 0; ids.size < count && tries < 1000 * count; tries++) {
    const id = draw(all);
    if (!ids.has(id) && fits(id)) ids.add(id);
  }
  return [...ids];
}
const byId = (count, fits) => (data) => drawnPersons(data, count, fits?.(data)).map((id) => ({ id }));
/** Whom nobody follows whom they follow: no relationship can come twice within three steps. */
const followedByNone = (data) => (id) =>
  loops.follows(data, id).every((b) => !loops.follows(data, b).includes(id));
const ON_TRAILS = "walks; asked from persons from whom walks of three are trails";

add(
  "study",
  "person by key, prepared",
  50,
  "person by key",
  "MATCH (p:Person {id: $id}) RETURN p.name AS name, p.age AS age",
  { parameters: byId(1000), expected: loops.personById, sql: "SELECT name, age FROM Person WHERE id = $id" },
);
add(
  "study",
  "one hop",
  20,
  "one hop",
  "MATCH (:Person {id: $id})-[:FOLLOWS]->(b:Person) RETURN b.id AS id ORDER BY id",
  {
    parameters: byId(200),
    expected: loops.oneHop,
    sql: "SELECT target AS id FROM FOLLOWS WHERE source = $id ORDER BY id",
  },
);
add(
  "study",
  "one hop",
  20,
  "one hop after a write",
  "MATCH (:Person {id: $id})-[:FOLLOWS]->(b:Person) RETURN b.id AS id ORDER BY id",
  {
    before: ["MATCH (:Person)-[r:SAW]->(:Person) DELETE r"],
    written: "MATCH (a:Person {id: $id}) CREATE (a)-[:SAW {day: 0}]->(a)",
    parameters: byId(200),
    expected: loops.oneHop,
    note: "a relationship of another type is made before each call, outside of its time",
  },
);
add(
  "study",
  "two hops distinct",
  20,
  "two hops, distinct",
  "MATCH (:Person {id: $id})-[:FOLLOWS]->()-[:FOLLOWS]->(c:Person) RETURN count(DISTINCT c.id) AS n",
  { parameters: byId(50), expected: loops.twoHopsDistinct },
);
add(
  "study",
  "three hops grouped",
  10,
  "three hops, grouped",
  `MATCH (:Person {id: $id})-[:FOLLOWS]->()-[:FOLLOWS]->()-[:FOLLOWS]->(d:Person)
   RETURN d.age AS age, count(*) AS n ORDER BY age`,
  { parameters: byId(5, followedByNone), expected: loops.threeHopsGrouped, note: ON_TRAILS },
);
add(
  "study",
  "*1..3 counted",
  3,
  "*1..3, counted",
  "MATCH (:Person {id: $id})-[:FOLLOWS*1..3]->(d:Person) RETURN count(*) AS n",
  { parameters: byId(5, followedByNone), expected: loops.upToThreeHops, note: ON_TRAILS },
);
const pairs = (count) => (data) => {
  const ids = drawnPersons(data, 2 * count);
  return Array.from({ length: count }, (_, i) => ({ a: ids[2 * i], b: ids[2 * i + 1] }));
};
add(
  "study",
  "shortest path of a pair",
  20,
  "shortest path of a pair",
  "MATCH p = shortestPath((a:Person {id: $a})-[:FOLLOWS*]->(b:Person {id: $b})) RETURN length(p) AS n",
  {
    parameters: pairs(10),
    expected: loops.shortestLength,
    peer: "MATCH p = (a:Person {id: $a})-[:FOLLOWS* SHORTEST 1..30]->(b:Person {id: $b}) RETURN length(p) AS n",
  },
);
add(
  "study",
  "all shortest",
  20,
  "all shortest paths of a pair",
  `MATCH p = allShortestPaths((a:Person {id: $a})-[:FOLLOWS*]->(b:Person {id: $b}))
   RETURN length(p) AS n, count(*) AS paths`,
  {
    parameters: pairs(10),
    expected: loops.allShortest,
    peer: `MATCH p = (a:Person {id: $a})-[:FOLLOWS* ALL SHORTEST 1..30]->(b:Person {id: $b})
           RETURN length(p) AS n, count(*) AS paths`,
  },
);
add(
  "circle",
  "triangles",
  5,
  "triangles",
  "MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person), (a)-[:FOLLOWS]->(c) RETURN count(*) AS n",
  { expected: loops.triangles },
);
add(
  "circle",
  "directed cycles of three",
  15,
  "directed cycles of three",
  "MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person)-[:FOLLOWS]->(a) RETURN count(*) AS n",
  { expected: loops.cyclesOfThree },
);
add(
  "circle",
  "4-cliques and diamonds",
  3,
  "4-cliques",
  `MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person)-[:FOLLOWS]->(d:Person),
         (a)-[:FOLLOWS]->(c), (a)-[:FOLLOWS]->(d), (b)-[:FOLLOWS]->(d) RETURN count(*) AS n`,
  { expected: loops.fourCliques },
);
add(
  "circle",
  "4-cliques and diamonds",
  3,
  "diamonds",
  `MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(d:Person), (a)-[:FOLLOWS]->(c:Person)-[:FOLLOWS]->(d)
   WHERE b.id < c.id RETURN count(*) AS n`,
  { expected: loops.diamonds },
);
add(
  "social",
  "anti-join over two hops",
  3,
  "anti-join over two hops (LSQB 9)",
  `MATCH (p1:Person)-[:KNOWS]-(p2:Person)-[:KNOWS]-(p3:Person)-[:HAS_INTEREST]->(t:Tag)
   WHERE NOT (p1)-[:KNOWS]-(p3) AND p1.id <> p3.id RETURN count(*) AS n`,
  { expected: loops.friendsOfFriends, note: "walks; the ends differ, so that both hops do" },
);
add(
  "social",
  "two OPTIONAL MATCH",
  3,
  "two OPTIONAL MATCH (LSQB 7)",
  `MATCH (:Tag)<-[:HAS_TAG]-(m:Message)-[:HAS_CREATOR]->(creator:Person)
   OPTIONAL MATCH (m)<-[:LIKES]-(liker:Person)
   OPTIONAL MATCH (m)<-[:REPLY_OF]-(c:Comment) RETURN count(*) AS n`,
  {
    expected: loops.messagesLikedAndAnswered,
    peer: `MATCH (:Tag)<-[:HAS_TAG]-(m:Post:Comment)-[:HAS_CREATOR]->(creator:Person)
           OPTIONAL MATCH (m)<-[:LIKES]-(liker:Person)
           OPTIONAL MATCH (m)<-[:REPLY_OF]-(c:Comment) RETURN count(*) AS n`,
  },
);
add(
  "social",
  "chain of nine",
  3,
  "chain of nine (LSQB 1)",
  `MATCH (:Continent)<-[:IS_PART_OF]-(:Country)<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(:Person)
         <-[:HAS_MEMBER]-(:Forum)-[:CONTAINER_OF]->(:Post)<-[:REPLY_OF]-(:Comment)-[:HAS_TAG]->(:Tag)
         -[:HAS_TYPE]->(:TagClass) RETURN count(*) AS n`,
  { expected: loops.chainOfNine },
);
add(
  "study",
  "scan with two conditions",
  3,
  "scan with two conditions",
  "MATCH (p:Person) WHERE p.age > $age AND p.gender = $gender RETURN count(*) AS n",
  { parameters: [{ age: 40, gender: "female" }], expected: loops.scanned },
);
add(
  "study",
  "group by",
  3,
  "group by",
  "MATCH (p:Person) RETURN p.age AS age, p.gender AS gender, count(*) AS n, avg(p.id) AS mean ORDER BY age, gender",
  { expected: loops.grouped },
);
add(
  "study",
  "top 10",
  3,
  "top 10",
  "MATCH (p:Person) RETURN p.id AS id, p.name AS name ORDER BY p.age DESC, p.name, p.id LIMIT 10",
  { expected: loops.topTen },
);
const FORM_NOTES = {
  arrays: "Ladybug gives none",
  Arrow: "Ladybug's stays outside of JavaScript's memory",
};
for (const form of ["objects", "arrays", "Arrow"])
  add(
    "study",
    `100,000 rows out as ${form}`,
    20,
    `all persons as ${form}`,
    "MATCH (p:Person) RETURN p.id AS id, p.name AS name, p.age AS age",
    { form, expected: loops.allPersons, unordered: true, note: FORM_NOTES[form] },
  );

const clear = "MATCH (n:Note) DETACH DELETE n";
const notes = "MATCH (n:Note) RETURN count(*) AS n, sum(n.id) AS ids, min(n.text) AS least";
const noteRows = (from, count, text) =>
  Array.from({ length: count }, (_, i) => ({ id: from + i, text: `${text} ${from + i}` }));
const sumOf = (from, count) => (count * (2 * from + count - 1)) / 2;
const written = (count) => (data) => Math.min(count, data.table("Person").count >> 1);
const write = (row, name, query, rest) => add("study", row, 10, name, query, { writes: true, ...rest });

write("CREATE one", "CREATE, one by one", "CREATE (:Note {id: $id, text: $text})", {
  before: [clear],
  parameters: () => noteRows(0, 100, "note"),
  after: notes,
  expected: () => [[100, sumOf(0, 100), "note 0"]],
});
write(
  "10,000 by UNWIND",
  "CREATE of 10,000 by UNWIND",
  "UNWIND $rows AS row CREATE (:Note {id: row.id, text: row.text})",
  {
    before: [clear],
    parameters: () => [{ rows: noteRows(0, 10_000, "note") }],
    after: notes,
    expected: () => [[10_000, sumOf(0, 10_000), "note 0"]],
  },
);
write(
  "10,000 by UNWIND",
  "CREATE of 10,000 relationships by UNWIND",
  `UNWIND $rows AS row MATCH (a:Person {id: row.a}), (b:Person {id: row.b}) CREATE (a)-[:SAW {day: row.day}]->(b)`,
  {
    before: ["MATCH (:Person)-[r:SAW]->(:Person) DELETE r"],
    parameters: (data) => {
      const { count } = data.table("Person");
      const rows = Array.from({ length: 10_000 }, (_, i) => ({
        a: (i * 7) % count,
        b: (i * 11 + 1) % count,
        day: i,
      }));
      return [{ rows }];
    },
    after: "MATCH (a:Person)-[r:SAW]->(b:Person) RETURN count(*) AS n, sum(r.day) AS days",
    expected: () => [[10_000, sumOf(0, 10_000)]],
  },
);
write(
  "MERGE 10,000",
  "MERGE of 10,000, half of them there",
  `UNWIND $rows AS row MERGE (n:Note {id: row.id})
   ON CREATE SET n.text = row.text ON MATCH SET n.text = 'matched'`,
  {
    before: [clear, "UNWIND range(0, 4999) AS i CREATE (:Note {id: i, text: 'note'})"],
    parameters: () => [{ rows: noteRows(0, 10_000, "note") }],
    after: notes,
    expected: () => [[10_000, sumOf(0, 10_000), "matched"]],
  },
);
write("SET 50,000", "SET of 50,000", "MATCH (p:Person) WHERE p.id < $count SET p.visits = p.id + $more", {
  before: ["MATCH (p:Person) WHERE p.visits > 0 SET p.visits = 0"],
  parameters: (data) => [{ count: written(50_000)(data), more: 1 }],
  after: "MATCH (p:Person) WHERE p.visits > 0 RETURN count(*) AS n, sum(p.visits) AS visits",
  expected: (data) => [[written(50_000)(data), sumOf(1, written(50_000)(data))]],
});
write("DETACH DELETE 1,000", "DETACH DELETE of 1,000", "MATCH (n:Note) DETACH DELETE n", {
  before: [
    clear,
    "UNWIND range(0, 999) AS i CREATE (:Note {id: i, text: 'note'})",
    "MATCH (p:Person) WHERE p.id < 10 WITH p MATCH (n:Note) CREATE (n)-[:ABOUT]->(p)",
  ],
  parameters: () => [{}],
  after: "OPTIONAL MATCH (n:Note) RETURN count(n) AS n",
  expected: () => [[0]],
});

export { cases };
