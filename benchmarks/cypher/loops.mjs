// The answers to the queries, by loops over arrays. Each takes the tables and one set of parameters and returns rows.

const column = (data, label, name) => data.table(label).columns[name];
const ends = (data, type, from, to) =>
  data.edges.find((e) => e.type === type && e.from === from && e.to === to);
const listOf = ({ offsets, targets }, node) => targets.subarray(offsets[node], offsets[node + 1]);
const degreeOf = ({ offsets }, node) => offsets[node + 1] - offsets[node];
const followed = (data) => data.neighbors("FOLLOWS", "Person", "Person");
const followers = (data) => data.neighbors("FOLLOWS", "Person", "Person", true);

/** Whom a person follows. */
export const follows = (data, id) => listOf(followed(data), id);

function mostFollowedIds(data, count) {
  const lists = followers(data);
  return [...data.table("Person").columns.id]
    .map((id) => [degreeOf(lists, id), id])
    .sort((a, b) => b[0] - a[0] || a[1] - b[1])
    .slice(0, count);
}

export const mostFollowed = (data) =>
  mostFollowedIds(data, 3).map(([n, id]) => [id, column(data, "Person", "name")[id], n]);

export function cityOfMostFollowed(data) {
  const [[n, id]] = mostFollowedIds(data, 1);
  const city = ends(data, "LIVES_IN", "Person", "City").targets[id];
  const { columns } = data.table("City");
  return [
    [column(data, "Person", "name")[id], n, columns.city[city], columns.state[city], columns.country[city]],
  ];
}

/** The country of each city, going through its state. */
function countriesOfCities(data) {
  const states = ends(data, "CITY_IN", "City", "State").targets;
  const countries = ends(data, "STATE_IN", "State", "Country").targets;
  const names = column(data, "Country", "country");
  return Array.from(states, (state) => names[countries[state]]);
}

export function youngestCities(data, { country }) {
  const homes = ends(data, "LIVES_IN", "Person", "City").targets;
  const age = column(data, "Person", "age");
  const { columns, count } = data.table("City");
  const countries = countriesOfCities(data);
  const [sums, counts] = [new Float64Array(count), new Uint32Array(count)];
  homes.forEach((city, person) => {
    sums[city] += age[person];
    counts[city]++;
  });
  return [...columns.id]
    .filter((city) => counts[city] > 0 && countries[city] === country)
    .map((city) => [city, columns.city[city], sums[city] / counts[city]])
    .sort((a, b) => a[2] - b[2] || a[0] - b[0])
    .slice(0, 5);
}

/** Rows [key, count] of a Map, the highest counts first. */
const ranked = (counts) => [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));

function counted(keys) {
  const counts = new Map();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

export function personsByCountry(data, { low, high }) {
  const countries = countriesOfCities(data);
  const age = column(data, "Person", "age");
  const homes = ends(data, "LIVES_IN", "Person", "City").targets;
  const found = [...homes].filter((_, person) => age[person] >= low && age[person] <= high);
  return ranked(counted(found.map((city) => countries[city]))).slice(0, 3);
}

function interested(data, interest) {
  const { sources, targets } = ends(data, "HAS_INTEREST", "Person", "Interest");
  const names = column(data, "Interest", "interest");
  return [...sources].filter((_, i) => names[targets[i]].toLowerCase() === interest);
}

function homesOfInterested(data, { interest, gender }) {
  const genders = column(data, "Person", "gender");
  const homes = ends(data, "LIVES_IN", "Person", "City").targets;
  return interested(data, interest)
    .filter((person) => genders[person] === gender)
    .map((person) => homes[person]);
}

export function interestedInCity(data, parameters) {
  const city = column(data, "City", "city");
  return [[homesOfInterested(data, parameters).filter((home) => city[home] === parameters.city).length]];
}

export function citiesByInterest(data, parameters) {
  const city = column(data, "City", "city");
  return ranked(counted(homesOfInterested(data, parameters)))
    .slice(0, 5)
    .map(([id, n]) => [n, id, city[id]]);
}

export function statesByInterest(data, { low, high, country, interest }) {
  const age = column(data, "Person", "age");
  const homes = ends(data, "LIVES_IN", "Person", "City").targets;
  const states = ends(data, "CITY_IN", "City", "State").targets;
  const { columns } = data.table("State");
  const found = interested(data, interest)
    .filter((person) => age[person] >= low && age[person] <= high)
    .map((person) => states[homes[person]])
    .filter((state) => columns.country[state] === country);
  return ranked(counted(found))
    .slice(0, 1)
    .map(([id, n]) => [n, id, columns.state[id]]);
}

export function pathsOfTwo(data) {
  const [there, back] = [followed(data), followers(data)];
  let paths = 0;
  for (let b = 0; b < data.table("Person").count; b++) paths += degreeOf(back, b) * degreeOf(there, b);
  return [[paths]];
}

export function pathsBetweenAges(data, { below, above }) {
  const age = column(data, "Person", "age");
  const back = followers(data);
  const { sources, targets } = ends(data, "FOLLOWS", "Person", "Person");
  let paths = 0;
  sources.forEach((b, i) => {
    if (age[b] < below && age[targets[i]] > above) paths += degreeOf(back, b);
  });
  return [[paths]];
}

export const personById = (data, { id }) => [
  [column(data, "Person", "name")[id], column(data, "Person", "age")[id]],
];

export const oneHop = (data, { id }) => Array.from(follows(data, id), (b) => [b]);

export function twoHopsDistinct(data, { id }) {
  const found = new Set();
  for (const b of follows(data, id)) for (const c of follows(data, b)) found.add(c);
  return [[found.size]];
}

/** Calls `visit` with the end of each trail of so many steps from a person. No relationship comes twice. */
function eachTrail(data, start, length, visit) {
  const { offsets, targets } = followed(data);
  const used = [];
  const step = (node) => {
    if (used.length > 0) visit(node, used.length);
    if (used.length === length) return;
    for (let at = offsets[node]; at < offsets[node + 1]; at++) {
      if (used.includes(at)) continue;
      used.push(at);
      step(targets[at]);
      used.pop();
    }
  };
  step(start);
}

export function threeHopsGrouped(data, { id }) {
  const age = column(data, "Person", "age");
  const counts = new Map();
  eachTrail(data, id, 3, (node, length) => {
    if (length === 3) counts.set(age[node], (counts.get(age[node]) ?? 0) + 1);
  });
  return [...counts].sort(([a], [b]) => a - b);
}

export function upToThreeHops(data, { id }) {
  let count = 0;
  eachTrail(data, id, 3, () => count++);
  return [[count]];
}

/** Distances from a person, and how many shortest paths lead to each. */
function distancesFrom(data, start) {
  const { count } = data.table("Person");
  const [distances, paths] = [new Int32Array(count).fill(-1), new Float64Array(count)];
  const queue = [start];
  distances[start] = 0;
  paths[start] = 1;
  for (const node of queue)
    for (const next of follows(data, node)) {
      if (distances[next] < 0) {
        distances[next] = distances[node] + 1;
        queue.push(next);
      }
      if (distances[next] === distances[node] + 1) paths[next] += paths[node];
    }
  return { distances, paths };
}

export function shortestLength(data, { a, b }) {
  const { distances } = distancesFrom(data, a);
  return distances[b] < 0 ? [] : [[distances[b]]];
}

export function allShortest(data, { a, b }) {
  const { distances, paths } = distancesFrom(data, a);
  return distances[b] < 0 ? [] : [[distances[b], paths[b]]];
}

/** Counts pairs of relationships a → b whose ends are joined by a list: the nodes of `listOfEnd(b)` that `marked(a)` has. */
function countTriples(data, markedOf, listOfEnd) {
  const { count } = data.table("Person");
  const marks = new Int32Array(count).fill(-1);
  const there = followed(data);
  let triples = 0;
  for (let a = 0; a < count; a++) {
    for (const node of listOf(markedOf, a)) marks[node] = a;
    for (const b of listOf(there, a)) for (const c of listOf(listOfEnd, b)) if (marks[c] === a) triples++;
  }
  return triples;
}

export const triangles = (data) => [[countTriples(data, followed(data), followed(data))]];
export const cyclesOfThree = (data) => [[countTriples(data, followers(data), followed(data))]];

export function fourCliques(data) {
  const { count } = data.table("Person");
  const marks = new Int32Array(count).fill(-1);
  const inBoth = new Int32Array(count).fill(-1);
  const there = followed(data);
  let cliques = 0;
  for (let a = 0; a < count; a++) {
    for (const node of listOf(there, a)) marks[node] = a;
    for (const b of listOf(there, a)) {
      const shared = listOf(there, b).filter((c) => marks[c] === a);
      for (const c of shared) inBoth[c] = b;
      for (const c of shared) for (const d of listOf(there, c)) if (inBoth[d] === b) cliques++;
      for (const c of shared) inBoth[c] = -1;
    }
  }
  return [[cliques]];
}

export function diamonds(data) {
  const { count } = data.table("Person");
  const there = followed(data);
  const ways = new Uint32Array(count);
  let found = 0;
  for (let a = 0; a < count; a++) {
    for (const b of listOf(there, a)) for (const d of listOf(there, b)) found += ways[d]++;
    for (const b of listOf(there, a)) for (const d of listOf(there, b)) ways[d] = 0;
  }
  return [[found]];
}

export function friendsOfFriends(data) {
  const { count } = data.table("Person");
  const lists = ["KNOWS", "KNOWS"].map((type, i) => data.neighbors(type, "Person", "Person", i === 1));
  const interests = data.neighbors("HAS_INTEREST", "Person", "Tag");
  const known = Array.from({ length: count }, (_, id) => [...listOf(lists[0], id), ...listOf(lists[1], id)]);
  const marks = new Int32Array(count).fill(-1);
  let found = 0;
  for (let a = 0; a < count; a++) {
    marks[a] = a;
    for (const b of known[a]) marks[b] = a;
    for (const b of known[a]) for (const c of known[b]) if (marks[c] !== a) found += degreeOf(interests, c);
  }
  return [[found]];
}

export function messagesLikedAndAnswered(data) {
  let found = 0;
  for (const label of ["Post", "Comment"]) {
    const tags = data.neighbors("HAS_TAG", label, "Tag");
    const likes = data.neighbors("LIKES", "Person", label, true);
    const replies = data.neighbors("REPLY_OF", "Comment", label, true);
    for (let m = 0; m < data.table(label).count; m++)
      found += degreeOf(tags, m) * Math.max(1, degreeOf(likes, m)) * Math.max(1, degreeOf(replies, m));
  }
  return [[found]];
}

export function chainOfNine(data) {
  // each person has one city, country and continent, each tag one class
  const members = data.neighbors("HAS_MEMBER", "Forum", "Person");
  const forums = ends(data, "CONTAINER_OF", "Forum", "Post").sources;
  const { sources: comments, targets: posts } = ends(data, "REPLY_OF", "Comment", "Post");
  const tags = data.neighbors("HAS_TAG", "Comment", "Tag");
  let found = 0;
  comments.forEach((comment, i) => {
    found += degreeOf(tags, comment) * degreeOf(members, forums[posts[i]]);
  });
  return [[found]];
}

export function scanned(data, { age: least, gender }) {
  const { age, gender: genders } = data.table("Person").columns;
  return [[age.reduce((n, each, i) => n + (each > least && genders[i] === gender ? 1 : 0), 0)]];
}

export function grouped(data) {
  const { age, gender, id } = data.table("Person").columns;
  const groups = new Map();
  age.forEach((each, i) => {
    const key = `${each} ${gender[i]}`;
    const group = groups.get(key) ?? [each, gender[i], 0, 0];
    group[2]++;
    group[3] += id[i];
    groups.set(key, group);
  });
  return [...groups.values()]
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .map(([a, g, n, sum]) => [a, g, n, sum / n]);
}

export function topTen(data) {
  const { age, name, id } = data.table("Person").columns;
  return [...id]
    .sort((a, b) => age[b] - age[a] || (name[a] < name[b] ? -1 : name[a] > name[b] ? 1 : a - b))
    .slice(0, 10)
    .map((each) => [each, name[each]]);
}

export function allPersons(data) {
  const { age, name, id } = data.table("Person").columns;
  return Array.from(id, (each) => [each, name[each], age[each]]);
}
