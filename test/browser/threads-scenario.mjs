// Algorithms on threads, at once and in the background, in Node and in every browser page; told of as plain data.
import { Graph } from "groggy";
import { connectedComponents, pageRank, pageRankAsync, shortestPathLengths } from "groggy/algorithms";

const nodeCount = 50_000;
const edgeCount = 200_000;

export async function run() {
  let threadsStarted = 0;
  const { Worker } = globalThis;
  if (Worker !== undefined) {
    globalThis.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        threadsStarted++;
      }
    };
  }
  const graph = new Graph();
  graph.addNodes(nodeCount);
  const sources = Uint32Array.from({ length: edgeCount }, (_, i) => (i * 7919) % nodeCount);
  const targets = sources.map((u, i) => (u * 31 + (i >>> 3)) % nodeCount);
  graph.addEdges(sources, targets);
  const options = { maxIterations: 5, tolerance: 0 };
  const ranks = pageRank(graph, options).values;
  const components = connectedComponents(graph);
  const hops = shortestPathLengths(graph, 0).values;
  const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);
  const isSame = [];
  for (let round = 0; round < 10; round++) {
    isSame.push(same(pageRank(graph, { ...options, threads: 2 }).values, ranks));
    isSame.push(same(connectedComponents(graph, { threads: 3 }).values, components.values));
    isSame.push(same(shortestPathLengths(graph, 0, { threads: 2 }).values, hops));
    isSame.push(same((await pageRankAsync(graph, { ...options, threads: 2 })).values, ranks));
  }
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const later = await pageRankAsync(graph, { maxIterations: 300, tolerance: 0 });
  clearInterval(timer);
  const sum = later.values.reduce((total, value) => total + value, 0);
  return {
    answers: {
      isSame: isSame.every((each) => each),
      count: components.count,
      far: hops.reduce((most, hop) => Math.max(most, hop), 0),
      first: [...ranks.subarray(0, 3)],
      sum,
    },
    isFree: turns > 0,
    hasThreads: threadsStarted > 0,
  };
}
