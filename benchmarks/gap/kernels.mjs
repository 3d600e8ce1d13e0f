// The kernels that benchmarks/gap.mjs compares: groggy's call, and whether two answers agree.
import {
  connectedComponents,
  pageRank,
  shortestPathLengths,
  triangles,
} from "../../dist/algorithms/index.js";
import { summarizeDistances, summarizePartition, taskByName } from "../peers/tasks.mjs";

const byTask = (name) => (own, other) => taskByName.get(name).compare(own, other, undefined);

/**
 * Ranks of the suite leave out those of nodes without links, so that both are scaled to a sum of 1. It sums in float32.
 */
function compareRanks(most) {
  return (own, other) => {
    const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
    const [a, b] = [sumOf(own), sumOf(other)];
    let distance = 0;
    for (let u = 0; u < own.length; u++) distance += Math.abs(own[u] / a - other[u] / b);
    return { agrees: distance <= most, by: `distance ${distance.toExponential(1)}` };
  };
}

/** Distances of the suite are whole numbers of 32 bits, which half the largest stands for infinity in. */
function compareDistances(own, other) {
  const infinite = 2 ** 30 - 1;
  const [a, b] = [own, other.map((each) => (each >= infinite ? Infinity : each))].map(summarizeDistances);
  return { agrees: a.reached === b.reached && a.sum === b.sum, by: `sum ${b.sum}` };
}

const values = ({ values }) => Float64Array.from(values);

export const kernels = [
  {
    name: "components",
    title: "components",
    run: (graph, _, options) => connectedComponents(graph, options),
    answer: values,
    compare: byTask("components"),
  },
  {
    name: "breadthFirst",
    title: "breadth-first search",
    run: (graph, { source }, options) => shortestPathLengths(graph, source, options),
    answer: values,
    compare: byTask("breadthFirst"),
  },
  {
    name: "pageRank20",
    title: "PageRank, 20 rounds",
    run: (graph, _, options) => pageRank(graph, { ...options, maxIterations: 20, tolerance: 0 }),
    answer: values,
    // after so few rounds two methods are apart by what is left of the first guess
    compare: compareRanks(0.85 ** 20),
  },
  {
    name: "pageRank",
    title: "PageRank to 1e-6",
    run: (graph, _, options) => pageRank(graph, { ...options, maxIterations: 1000, tolerance: 1e-6 }),
    answer: values,
    compare: compareRanks(2e-5),
  },
  {
    name: "triangles",
    title: "triangles",
    run: (graph, _, options) => triangles(graph, options),
    answer: ({ total }) => Float64Array.of(total),
    compare: (own, other) => ({ agrees: own[0] === other[0], by: String(other[0]) }),
  },
  {
    name: "paths",
    title: "weighted paths, one to all",
    run: (graph, { source }, options) => shortestPathLengths(graph, source, { ...options, weight: "weight" }),
    answer: values,
    compare: compareDistances,
  },
];

/** A few words on an answer where there is no other to compare it with. */
export function tellAnswer(name, answer) {
  if (name === "components") return `${summarizePartition(answer).count} parts`;
  if (name === "triangles") return String(answer[0]);
  if (name.startsWith("pageRank")) return `sum ${answer.reduce((sum, rank) => sum + rank, 0).toFixed(9)}`;
  return `${summarizeDistances(answer).reached} reached`;
}
