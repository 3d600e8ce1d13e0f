// The graphs of benchmarks/gap.mjs: uniform and Kronecker's edges as the other peers get them, and four of other
// shapes. Long and thin: a grid, a grid with weights of a wide range, and a path. With locality: pages that link within
// their neighborhood and copy links of others.
import { finish, keyOf, kroneckerData, sortDistinct, uniformData } from "../peers/edges.mjs";
import { drawer } from "../shared/measure.mjs";

const seed = 0x2545f491;

/** A grid by rows, with a share of its edges gone. */
function gridData(width, height, goneInHundred, weightMax) {
  const draw = drawer(seed);
  const nodeCount = width * height;
  const keys = new Float64Array(2 * nodeCount);
  let count = 0;
  for (let u = 0; u < nodeCount; u++) {
    if ((u + 1) % width !== 0 && draw(100) >= goneInHundred) keys[count++] = keyOf(u, u + 1, nodeCount);
    if (u + width < nodeCount && draw(100) >= goneInHundred) keys[count++] = keyOf(u, u + width, nodeCount);
  }
  return finish(nodeCount, keys.slice(0, count), draw, weightMax);
}

function pathData(nodeCount) {
  const keys = Float64Array.from({ length: nodeCount - 1 }, (_, u) => keyOf(u, u + 1, nodeCount));
  return finish(nodeCount, keys, drawer(seed));
}

/**
 * Pages numbered as a crawler that goes site by site meets them. Each page links to some near ones, at distances that
 * are mostly small, and copies half the links of one of them, so that links gather at few pages (Kumar et al. 2000,
 * "Stochastic models for the web graph").
 */
function webData(nodeCount, linkCount = 8) {
  const draw = drawer(seed);
  const links = new Uint32Array(nodeCount * linkCount);
  const keys = new Float64Array(nodeCount * linkCount);
  let count = 0;
  for (let u = 1; u < nodeCount; u++) {
    const model = u - 1 - draw(Math.min(u, 64));
    for (let i = 0; i < linkCount; i++) {
      // each bit of reach doubles the distance and halves the chance
      let reach = 4;
      while (reach < u && draw(2) === 1) reach *= 2;
      const near = u - 1 - draw(Math.min(u, reach));
      const target = model > 0 && draw(2) === 1 ? links[model * linkCount + i] : near;
      links[u * linkCount + i] = target;
      keys[count++] = keyOf(u, target, nodeCount);
    }
  }
  const some = keys.subarray(0, count);
  return finish(nodeCount, some.subarray(0, sortDistinct(some)), draw);
}

/** Each with its name, a title, and the function that draws it. */
export function graphsOf(smoke) {
  const size = smoke ? 1 / 40 : 1;
  const side = (length) => Math.round(length * Math.sqrt(size));
  return [
    {
      name: "uniform",
      title: "Edges drawn uniformly",
      make: () => uniformData(1_000_000 * size, 5_000_000 * size),
    },
    { name: "kronecker", title: "Kronecker's edges", make: () => kroneckerData(smoke ? 12 : 18) },
    {
      name: "grid",
      title: "A grid, a tenth of its edges gone",
      make: () => gridData(side(1500), side(1500), 10, 255),
    },
    {
      name: "road",
      title: "A grid like roads, weights of 1 to 10,000",
      make: () => gridData(side(2000), side(2000), 20, 10_000),
    },
    { name: "path", title: "A path", make: () => pathData(1_000_000 * size) },
    { name: "web", title: "Pages with locality", make: () => webData(1_000_000 * size) },
  ];
}
