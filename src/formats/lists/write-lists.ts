/** Writes edge lists, Matrix Market, Pajek and METIS. Of attributes of edges they have one, a weight. */
import type { ValueType } from "../../view.js";
import type { FormatWriter } from "../shared/contract.js";
import type { ExportedGraph } from "../shared/exported-graph.js";
import { FormatError } from "../shared/format-error.js";
import type { ProblemList } from "../shared/problems.js";
import { floatText } from "../shared/text-values.js";
import { PYTHON_TYPES, pythonDict } from "./python-dict.js";

const NUMBERS: ReadonlySet<ValueType> = new Set<ValueType>(["int32", "int64", "float32", "float64"]);

/** The position of the weight among the attributes of edges; -1 for none. */
function weightAt(graph: ExportedGraph, types: ReadonlySet<ValueType> = NUMBERS): number {
  const at = graph.edgeAttributes.findIndex(({ title }) => title === "weight");
  return at >= 0 && types.has(graph.edgeAttributes[at].type) ? at : -1;
}

function weightText(value: unknown, type: ValueType): string {
  return type === "float32" || type === "float64" ? floatText(value as number) : String(value);
}

/** The losses of all of them. */
function lossesOfAll(graph: ExportedGraph, losses: ProblemList, weight: number, keepsNodes: boolean): void {
  graph.edgeAttributes.forEach(({ name }, i) => {
    if (i !== weight) losses.add("attribute", "attributes of edges other than a weight", { attribute: name });
  });
  lossesBesideEdges(graph, losses, keepsNodes);
}

function lossesBesideEdges(graph: ExportedGraph, losses: ProblemList, keepsNodes: boolean): void {
  for (const { name } of graph.nodeAttributes)
    losses.add("attribute", "attributes of nodes", { attribute: name });
  if (graph.labelCount("node") > 0) losses.add("labels", "labels of nodes");
  if (graph.labelCount("edge") > 0) losses.add("types", "types of edges");
  if (graph.graphAttributes.size > 0) losses.add("graphAttributes", "attributes of the graph itself");
  if (!keepsNodes && hasIsolated(graph)) losses.add("isolatedNodes", "nodes without edges");
}

function hasIsolated(graph: ExportedGraph): boolean {
  const seen = new Uint8Array(graph.nodeCount);
  let count = 0;
  for (const { sources, targets } of graph.edgeBlocks())
    for (const ends of [sources, targets])
      for (let i = 0; i < ends.length; i++) {
        if (seen[ends[i]] === 0) count++;
        seen[ends[i]] = 1;
      }
  return count < graph.nodeCount;
}

export const edgeListWriter: FormatWriter = {
  losses(graph, { data }, _parts, losses) {
    if (data === true) {
      for (const { name, type } of graph.edgeAttributes)
        if (!PYTHON_TYPES.has(type))
          losses.add("type", "types that Python's literals do not say", { attribute: name });
      lossesBesideEdges(graph, losses, false);
    } else lossesOfAll(graph, losses, weightAt(graph), false);
  },
  *write(graph, { data }) {
    const { keys } = graph;
    const hasSpaces = keys.some((key) => / /.test(key));
    const bad = keys.find(
      (key) => key === "" || /[\t\r\n]/.test(key) || /^[#%]/.test(key) || (hasSpaces && /^\s|\s$/.test(key)),
    );
    if (bad !== undefined)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `ids without tabs and line ends, and not empty, expected in a list of edges, got ${JSON.stringify(bad)}; "key" can name other ones`,
        { format: "edgelist" },
      );
    const delimiter = hasSpaces ? "\t" : " ";
    yield `# ${graph.directed ? "Directed" : "Undirected"} graph\n`;
    const weight = weightAt(graph);
    for (const block of graph.edgeBlocks()) {
      const { columns, sources, targets, ids } = block;
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        text += keys[sources[i]] + delimiter + keys[targets[i]];
        if (data === true) {
          text += `${delimiter}${pythonDict(graph.edgeAttributes, block, i)}\n`;
          continue;
        }
        const value = weight < 0 ? undefined : columns[weight][i];
        if (value !== undefined) text += delimiter + weightText(value, graph.edgeAttributes[weight].type);
        text += "\n";
      }
      yield text;
    }
  },
};

export const matrixMarketWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    lossesOfNumbers(graph, losses, weightIfWhole(graph));
  },
  *write(graph) {
    const weight = weightIfWhole(graph);
    const type = weight < 0 ? undefined : graph.edgeAttributes[weight].type;
    const field = type === undefined ? "pattern" : type.startsWith("float") ? "real" : "integer";
    yield `%%MatrixMarket matrix coordinate ${field} ${graph.directed ? "general" : "symmetric"}\n`;
    yield `${graph.nodeCount} ${graph.nodeCount} ${graph.edgeCount}\n`;
    for (const { columns, sources, targets, ids } of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        let [row, column] = [sources[i] + 1, targets[i] + 1];
        // the lower triangle is written
        if (!graph.directed && row < column) [row, column] = [column, row];
        text += `${row} ${column}`;
        if (type !== undefined) text += ` ${weightText(columns[weight][i], type)}`;
        text += "\n";
      }
      yield text;
    }
  },
};

/** A weight that each edge has. */
function weightIfWhole(graph: ExportedGraph): number {
  const at = weightAt(graph);
  return at >= 0 && graph.absentCount("edge", graph.edgeAttributes[at].name) === 0 ? at : -1;
}

function lossesOfNumbers(graph: ExportedGraph, losses: ProblemList, weight: number): void {
  lossesOfAll(graph, losses, weight, true);
  const isNumbered = graph.key === undefined ? graph.keys.every((key, i) => key === String(i + 1)) : false;
  if (graph.nodeCount > 0 && !isNumbered)
    losses.add("ids", "ids of nodes, which have their positions from 1 on instead");
}

export const pajekWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    const kept = new Set(shapeAt(graph) < 0 ? ["x", "y", "z"] : ["x", "y", "z", "shape"]);
    const isPlaced = placeAt(graph) !== undefined;
    lossesOfAll(
      graph,
      {
        add: (kind, message, options) => {
          if (
            kind === "attribute" &&
            message === "attributes of nodes" &&
            isPlaced &&
            kept.has(options?.attribute ?? "")
          )
            return;
          if (
            kind !== "graphAttributes" ||
            graph.graphAttributes.size > 1 ||
            !graph.graphAttributes.has("name")
          )
            losses.add(kind, message, options);
        },
      } as ProblemList,
      weightAt(graph),
      true,
    );
  },
  *write(graph) {
    const { keys } = graph;
    const bad = keys.find((key) => key === "" || /["\r\n]/.test(key));
    if (bad !== undefined)
      throw new FormatError(
        "FORMAT_UNSUPPORTED",
        `ids without quotes and line ends, and not empty, expected in Pajek, got ${JSON.stringify(bad)}; "key" can name other ones`,
        { format: "pajek" },
      );
    const name = graph.graphAttributes.get("name");
    if (typeof name === "string" && !/[\r\n]/.test(name)) yield `*Network ${name}\n`;
    yield `*Vertices ${graph.nodeCount}\n`;
    const place = placeAt(graph);
    const shape = shapeAt(graph);
    let first = 0;
    for (const { ids, columns } of graph.nodeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        text += `${first + i + 1} "${keys[first + i]}"`;
        for (const at of place ?? []) text += ` ${columns[at][i] as number}`;
        if (shape >= 0) text += ` ${columns[shape][i] as string}`;
        text += "\n";
      }
      first += ids.length;
      yield text;
    }
    yield graph.directed ? "*Arcs\n" : "*Edges\n";
    const weight = weightAt(graph);
    for (const { columns, sources, targets, ids } of graph.edgeBlocks()) {
      let text = "";
      for (let i = 0; i < ids.length; i++) {
        const value = weight < 0 ? undefined : columns[weight][i];
        text += `${sources[i] + 1} ${targets[i] + 1}${value === undefined ? "" : ` ${String(value)}`}\n`;
      }
      yield text;
    }
  },
};

/** Shapes, if each node has one word for its own, and coordinates. */
function shapeAt(graph: ExportedGraph): number {
  const at = graph.nodeAttributes.findIndex(({ title, type }) => title === "shape" && type === "utf8");
  if (at < 0 || placeAt(graph) === undefined || graph.absentCount("node", graph.nodeAttributes[at].name) > 0)
    return -1;
  for (const { columns } of graph.nodeBlocks())
    if (!columns[at].every((shape) => /^[A-Za-z]\w*$/.test(shape as string))) return -1;
  return at;
}

/** Coordinates, if each node has all of them. */
function placeAt(graph: ExportedGraph): number[] | undefined {
  const at = ["x", "y", "z"].map((name) =>
    graph.nodeAttributes.findIndex(({ title, type }) => title === name && type === "float64"),
  );
  const found = at[2] < 0 ? at.slice(0, 2) : at;
  const isWhole = found.every(
    (index) => index >= 0 && graph.absentCount("node", graph.nodeAttributes[index].name) === 0,
  );
  return isWhole ? found : undefined;
}

export const metisWriter: FormatWriter = {
  losses(graph, _options, _parts, losses) {
    lossesOfNumbers(graph, losses, wholeWeight(graph));
    if (graph.directed && graph.edgeCount > 0) losses.add("direction", "directions of edges");
    let loops = 0;
    for (const { sources, targets } of graph.edgeBlocks())
      for (let i = 0; i < sources.length; i++) if (sources[i] === targets[i]) loops++;
    if (loops > 0) losses.add("selfLoops", "edges from a node to itself", { count: loops });
  },
  *write(graph) {
    const weight = wholeWeight(graph);
    const { offsets, neighbors, weights, edgeCount } = adjacency(graph, weight);
    yield `${graph.nodeCount} ${edgeCount}${weight < 0 ? "" : " 001"}\n`;
    let text = "";
    for (let node = 0; node < graph.nodeCount; node++) {
      for (let at = offsets[node]; at < offsets[node + 1]; at++) {
        if (at > offsets[node]) text += " ";
        text += String(neighbors[at] + 1);
        if (weight >= 0) text += ` ${weights[at]}`;
      }
      text += "\n";
      if (text.length < 32_768) continue;
      yield text;
      text = "";
    }
    yield text;
  },
};

function wholeWeight(graph: ExportedGraph): number {
  const at = weightAt(graph, new Set<ValueType>(["int32", "int64"]));
  return at >= 0 && graph.absentCount("edge", graph.edgeAttributes[at].name) === 0 ? at : -1;
}

/** The neighbours of each node, side by side, in the order of the edges. */
function adjacency(graph: ExportedGraph, weight: number) {
  const offsets = new Uint32Array(graph.nodeCount + 1);
  let edgeCount = 0;
  for (const { sources, targets } of graph.edgeBlocks())
    for (let i = 0; i < sources.length; i++) {
      if (sources[i] === targets[i]) continue;
      edgeCount++;
      offsets[sources[i] + 1]++;
      offsets[targets[i] + 1]++;
    }
  for (let node = 0; node < graph.nodeCount; node++) offsets[node + 1] += offsets[node];
  const next = offsets.slice();
  const neighbors = new Uint32Array(2 * edgeCount);
  const weights: unknown[] = [];
  for (const { sources, targets, columns } of graph.edgeBlocks())
    for (let i = 0; i < sources.length; i++) {
      const [source, target] = [sources[i], targets[i]];
      if (source === target) continue;
      neighbors[next[source]] = target;
      neighbors[next[target]] = source;
      if (weight >= 0) {
        weights[next[source]] = columns[weight][i];
        weights[next[target]] = columns[weight][i];
      }
      next[source]++;
      next[target]++;
    }
  return { offsets, neighbors, weights, edgeCount };
}
