// What is asked of every peer, and how its answer is compared with groggy's. An answer is a number or an array
// with a number for each node.

/** Tolerance of PageRank: what the ranks may change by, all together, in the last round. */
export const rankTolerance = 1e-6;
/** From so many nodes the sampled betweenness searches. */
export const sampleCount = 16;
/** What groggy draws them by. */
export const pivotSeed = 1;
/** At most so many rounds of label propagation, where a library lets us say so. */
export const roundCount = 10;

/**
 * Tasks in the order in which they run; `what` is asked, and `compare` says whether two answers agree, and what it
 * went by.
 */
export const tasks = [
  {
    name: "components",
    title: "components",
    what: "the part of each node",
    compare: comparePartitions,
  },
  {
    name: "breadthFirst",
    title: "breadth-first search",
    what: "hops from the node of the highest degree to all others",
    compare: compareDistances,
  },
  {
    name: "pageRank",
    title: "PageRank",
    what: `a damping of 0.85, until all ranks together change by less than ${rankTolerance}`,
    compare: compareRanks,
  },
  {
    name: "triangles",
    title: "triangles",
    what: "how many there are",
    compare: compareNumbers,
  },
  {
    name: "paths",
    title: "weighted paths, one to all",
    what: "distances from the same node, with weights of 1 to 255",
    compare: compareDistances,
  },
  {
    name: "path",
    title: "weighted path, one to one",
    what: "from there to a node drawn at random",
    compare: compareNumbers,
  },
  {
    name: "labelPropagation",
    title: "label propagation",
    what: `at most ${roundCount} rounds where a library lets us say so, until it stands still where not`,
    compare: compareCommunities,
  },
  {
    name: "louvain",
    title: "Louvain",
    what: "all levels, without weights, by each library's own rule of when to stop",
    compare: compareCommunities,
  },
  {
    name: "sampledBetweenness",
    title: "sampled betweenness",
    what: `searches from the same ${sampleCount} nodes; from as many of its own where a library draws them itself`,
    compare: correlates(0.999),
  },
  {
    name: "betweenness",
    title: "betweenness, exact",
    what: "searches from all nodes, on small graphs only",
    compare: correlates(1 - 1e-6),
    edgesMax: 20_000,
  },
];

export const taskByName = new Map(tasks.map((task) => [task.name, task]));

/** Tasks whose answers are judged by their modularity, which the page shows. */
export const communityTasks = ["labelPropagation", "louvain"];

/** A partition's blocks, numbered by first appearance. */
function renumber(labels) {
  const numbers = new Map();
  const blocks = Uint32Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
  return { blocks, count: numbers.size };
}

/** Number of blocks, and FNV-1a over the block of each node. */
export function summarizePartition(labels) {
  const { blocks, count } = renumber(labels);
  let checksum = 0x811c9dc5;
  for (const block of blocks) checksum = Math.imul(checksum ^ block, 0x01000193);
  return { count, checksum: checksum >>> 0 };
}

function comparePartitions(own, other) {
  const [a, b] = [own, other].map(summarizePartition);
  return { agrees: a.count === b.count && a.checksum === b.checksum, by: `${b.count} parts` };
}

/** How many nodes are reached and the sum of their distances; libraries mark the others in ways of their own. */
export function summarizeDistances(distances) {
  let [reached, sum] = [0, 0];
  for (const distance of distances) {
    if (!(distance >= 0 && distance < 2 ** 31 - 1)) continue;
    reached++;
    sum += distance;
  }
  return { reached, sum };
}

function compareDistances(own, other) {
  const [a, b] = [own, other].map(summarizeDistances);
  return { agrees: a.reached === b.reached && a.sum === b.sum, by: `sum ${b.sum}` };
}

function compareNumbers(own, other) {
  return { agrees: own === other, by: String(other) };
}

function compareRanks(own, other) {
  let distance = 0;
  for (let u = 0; u < own.length; u++) distance += Math.abs(own[u] - other[u]);
  // ranks of either are off by up to 6 times their last change, which damping of 0.85 leaves to come
  return { agrees: distance <= 20 * rankTolerance, by: `distance ${distance.toExponential(1)}` };
}

/** Modularity of a division of an undirected graph without weights. */
export function modularityOf({ edgeCount, sources, targets }, labels) {
  const { blocks, count } = renumber(labels);
  const degrees = new Float64Array(count);
  let within = 0;
  for (let i = 0; i < edgeCount; i++) {
    const [a, b] = [blocks[sources[i]], blocks[targets[i]]];
    degrees[a]++;
    degrees[b]++;
    if (a === b) within++;
  }
  let expected = 0;
  for (const degree of degrees) expected += (degree / (2 * edgeCount)) ** 2;
  return edgeCount === 0 ? 0 : within / edgeCount - expected;
}

/** Divisions differ with the order of nodes, so that none is wrong: what counts is what they are worth. */
function compareCommunities(own, other, data) {
  const modularity = modularityOf(data, other);
  return { agrees: other.length === own.length, by: `modularity ${modularity.toFixed(4)}`, modularity };
}

/** Betweenness is scaled in many ways, so that two answers are compared by their correlation. */
function correlates(least) {
  return (own, other, _, { drawsPivots = false } = {}) => {
    const correlation = correlationOf(own, other);
    return { agrees: drawsPivots || correlation >= least, by: `correlation ${correlation.toFixed(6)}` };
  };
}

export function correlationOf(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
