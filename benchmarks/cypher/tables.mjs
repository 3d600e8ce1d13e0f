// Graphs as tables of nodes by label and of edges by type and labels: what each engine loads, and what loops over
// arrays answer questions from. Ends of edges are places within the tables of their labels, which are the ids too.
import { drawer } from "../shared/measure.mjs";

/** A graph of tables. `nodes` and `edges` say what it has. */
export class Tables {
  nodes = [];
  edges = [];

  addNodes(label, columns, labels = [label]) {
    const count = Object.values(columns)[0].length;
    const id = Int32Array.from({ length: count }, (_, i) => i);
    this.nodes.push({ label, labels, count, columns: { id, ...columns } });
  }

  addEdges(type, from, to, sources, targets) {
    this.edges.push({ type, from, to, sources, targets });
  }

  table(label) {
    return this.nodes.find((each) => each.label === label);
  }

  /** Neighbours along a type as { offsets, targets }, ascending for each node; towards the sources with `isReverse`. */
  neighbors(type, from, to, isReverse = false) {
    const key = `${type} ${from} ${to} ${isReverse}`;
    let found = this.#neighbors.get(key);
    if (found === undefined) {
      const { sources, targets } = this.edges.find((e) => e.type === type && e.from === from && e.to === to);
      const count = this.table(isReverse ? to : from).count;
      found = isReverse ? neighborLists(count, targets, sources) : neighborLists(count, sources, targets);
      this.#neighbors.set(key, found);
    }
    return found;
  }

  #neighbors = new Map();
}

/** Lists of targets by source, each ascending. */
export function neighborLists(count, sources, targets) {
  const offsets = new Uint32Array(count + 1);
  for (const source of sources) offsets[source + 1]++;
  for (let i = 0; i < count; i++) offsets[i + 1] += offsets[i];
  const at = offsets.slice();
  const lists = new Uint32Array(sources.length);
  for (let i = 0; i < sources.length; i++) lists[at[sources[i]]++] = targets[i];
  for (let i = 0; i < count; i++) lists.subarray(offsets[i], offsets[i + 1]).sort();
  return { offsets, targets: lists };
}

/** The tables of a data set: "study", "circle", which is a tenth of it for what has many answers, or "social". */
export function tablesOf({ dataset, persons, follows }) {
  if (dataset === "study") return studyTables(persons, follows);
  if (dataset === "circle") return studyTables(persons / 10, follows / 10);
  return socialTables(socialPersons(persons));
}

export const socialPersons = (persons) => Math.max(40, Math.round(persons / 50));

const INTERESTS =
  "Fine Dining|Tennis|Photography|Cycling|Running|Swimming|Chess|Poetry|Painting|Opera|Jazz|Rock|Gardening|Baking|Cooking|Wine|Tea|Coffee|Hiking|Climbing|Sailing|Rowing|Skiing|Skating|Football|Rugby|Cricket|Golf|Boxing|Yoga|Dancing|Theatre|Film|Comics|Travel|Camping|Fishing|Pottery|Knitting|Astronomy|Gaming".split(
    "|",
  );
const FIRST =
  "Ada Alan Grace Edsger Barbara Donald Frances Tony Margaret John Radia Ken Lynn Dennis Adele Niklaus".split(
    " ",
  );
const LAST =
  "Ames Berg Cole Diaz Egan Ford Gupta Hahn Ito Jung Kerr Lund Moss Novak Otto Page Quist Rossi Sato Toth Ueda Voss Wolf Young".split(
    " ",
  );

/** No pair twice, no loop, in the order in which they were drawn. */
function distinctPairs(count, width, drawPair) {
  const [sources, targets] = [new Uint32Array(count), new Uint32Array(count)];
  const seen = new Set();
  for (let i = 0; i < count; ) {
    const [source, target] = drawPair();
    const key = source * width + target;
    if (source === target || seen.has(key)) continue;
    seen.add(key);
    sources[i] = source;
    targets[i++] = target;
  }
  return { sources, targets };
}

/**
 * A graph of the shape of the public study that compares Kuzu and Neo4j: persons who follow each other, live in cities
 * and have interests. One of 200 persons is followed by up to 5,000 others in 100,000, the others by a few.
 */
export function studyTables(personCount, followCount) {
  const draw = drawer(0x51ed270b);
  const data = new Tables();
  const cityCount = Math.max(30, Math.round(personCount * 0.07));
  const stateCount = Math.max(9, Math.round(cityCount / 26));
  const countries = ["United States", "United Kingdom", "Canada"];
  const list = (length, of) => Array.from({ length }, (_, i) => of(i));
  data.addNodes("Person", {
    name: list(personCount, () => `${FIRST[draw(FIRST.length)]} ${LAST[draw(LAST.length)]}`),
    gender: list(personCount, () => ["male", "female"][draw(2)]),
    age: Int32Array.from(list(personCount, () => 20 + draw(50))),
    isMarried: list(personCount, () => draw(2) === 1),
  });
  const stateCountry = list(stateCount, (i) => i % 3);
  const cityState = list(cityCount, (i) => (i < stateCount ? i : draw(stateCount)));
  const stateNames = list(stateCount, (i) => `State ${i}`);
  data.addNodes("City", {
    city: list(cityCount, (i) => (i === 1 ? "London" : `City ${i}`)),
    state: cityState.map((state) => stateNames[state]),
    country: cityState.map((state) => countries[stateCountry[state]]),
  });
  data.addNodes("State", { state: stateNames, country: stateCountry.map((each) => countries[each]) });
  data.addNodes("Country", { country: countries });
  data.addNodes("Interest", { interest: INTERESTS });
  const places = (length) => Uint32Array.from({ length }, (_, i) => i);
  // those who are followed much are a square root of their rank apart
  const starCount = Math.max(1, Math.round(personCount / 200));
  const drawStar = () => Math.floor(starCount * ((draw(1 << 20) + draw(1 << 20)) / (1 << 21)));
  const follows = distinctPairs(followCount, personCount, () => [
    draw(personCount),
    draw(2) === 0 ? drawStar() * 199 : draw(personCount),
  ]);
  data.addEdges("FOLLOWS", "Person", "Person", follows.sources, follows.targets);
  // London has more than its share
  const home = Uint32Array.from({ length: personCount }, () => (draw(20) === 0 ? 1 : draw(cityCount)));
  data.addEdges("LIVES_IN", "Person", "City", places(personCount), home);
  const interests = distinctPairs(Math.round(personCount * 2.5), 64, () => [
    draw(personCount),
    // the ends are of different kinds, so that a pair of the same number is no loop
    personCount + draw(INTERESTS.length),
  ]);
  const interestTargets = interests.targets.map((each) => each - personCount);
  data.addEdges("HAS_INTEREST", "Person", "Interest", interests.sources, interestTargets);
  data.addEdges("CITY_IN", "City", "State", places(cityCount), Uint32Array.from(cityState));
  data.addEdges("STATE_IN", "State", "Country", places(stateCount), Uint32Array.from(stateCountry));
  return data;
}

/** A graph of the shape of LSQB, the benchmark of subgraph queries: persons, forums, messages, tags and places. */
export function socialTables(personCount) {
  const draw = drawer(0x1b873593);
  const data = new Tables();
  const counts = {
    Continent: 6,
    Country: 110,
    City: Math.max(120, personCount >> 2),
    Person: personCount,
    Forum: personCount * 2,
    Post: personCount * 20,
    Comment: personCount * 30,
    TagClass: 70,
    Tag: 2000,
  };
  for (const [label, count] of Object.entries(counts)) {
    const isMessage = label === "Post" || label === "Comment";
    data.addNodes(
      label,
      { name: Array.from({ length: count }, (_, i) => `${label} ${i}`) },
      isMessage ? ["Message", label] : [label],
    );
  }
  // small numbers come more often
  const drawSkewed = (count) => Math.floor((draw(count) * (draw(1000) + 1)) / 1000);
  const each = (type, from, to, drawTarget = draw) => {
    const sources = Uint32Array.from({ length: counts[from] }, (_, i) => i);
    data.addEdges(
      type,
      from,
      to,
      sources,
      sources.map(() => drawTarget(counts[to])),
    );
  };
  const some = (type, from, to, count, drawSource = draw, drawTarget = draw) => {
    const width = 2 ** 26;
    const isSame = from === to;
    const { sources, targets } = distinctPairs(count, width, () => {
      const pair = [drawSource(counts[from]), drawTarget(counts[to])];
      if (!isSame) return [pair[0], pair[1] + 2 ** 25];
      return pair.sort((a, b) => a - b);
    });
    data.addEdges(type, from, to, sources, isSame ? targets : targets.map((end) => end - 2 ** 25));
  };
  each("IS_PART_OF", "Country", "Continent");
  each("IS_PART_OF", "City", "Country");
  each("IS_LOCATED_IN", "Person", "City");
  some("KNOWS", "Person", "Person", personCount * 12, drawSkewed, drawSkewed);
  some("HAS_INTEREST", "Person", "Tag", personCount * 10, draw, drawSkewed);
  some("HAS_MEMBER", "Forum", "Person", counts.Forum * 20, drawSkewed);
  const containers = Uint32Array.from({ length: counts.Post }, () => drawSkewed(counts.Forum));
  data.addEdges(
    "CONTAINER_OF",
    "Forum",
    "Post",
    containers,
    containers.map((_, i) => i),
  );
  each("HAS_CREATOR", "Post", "Person", drawSkewed);
  each("HAS_CREATOR", "Comment", "Person", drawSkewed);
  // two of three comments are of posts, the others of comments before them
  const isOfPost = (i) => i % 3 < 2 || i < 100;
  const comments = Uint32Array.from({ length: counts.Comment }, (_, i) => i);
  const ofPosts = comments.filter(isOfPost);
  const ofComments = comments.filter((i) => !isOfPost(i));
  data.addEdges(
    "REPLY_OF",
    "Comment",
    "Post",
    ofPosts,
    ofPosts.map(() => drawSkewed(counts.Post)),
  );
  data.addEdges(
    "REPLY_OF",
    "Comment",
    "Comment",
    ofComments,
    ofComments.map((i) => draw(i)),
  );
  some("HAS_TAG", "Post", "Tag", counts.Post, draw, drawSkewed);
  some("HAS_TAG", "Comment", "Tag", counts.Comment, draw, drawSkewed);
  some("LIKES", "Person", "Post", personCount * 20, draw, drawSkewed);
  some("LIKES", "Person", "Comment", personCount * 20, draw, drawSkewed);
  each("HAS_TYPE", "Tag", "TagClass");
  return data;
}
