// What libraries that name nodes by strings give as answers, as arrays with a number for each node.

/** From lists of nodes, each list a part. */
export function labelsOf(nodeCount, parts) {
  const labels = new Float64Array(nodeCount);
  parts.forEach((part, i) => {
    for (const node of part) labels[Number(node)] = i;
  });
  return labels;
}

/** From an object with a value under each node's name, or from a function of the name; NaN where there is none. */
export function valuesOf(nodeCount, values) {
  const get = typeof values === "function" ? values : (name) => values[name];
  return Float64Array.from({ length: nodeCount }, (_, node) => get(String(node)) ?? Number.NaN);
}
