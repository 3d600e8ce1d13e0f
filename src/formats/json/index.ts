/**
 * `groggy/json`: graphs from plain objects in the formats of graphology, networkx, d3, Cytoscape and JSON Graph Format, and
 * to them, at once. Files in these formats are read and written by `groggy/formats`.
 */
export {
  type CytoscapeData,
  type D3Data,
  type FromJsonGraphOptions,
  type FromJsonOptions,
  type FromNodeLinkOptions,
  fromCytoscape,
  fromGraphology,
  fromJsonGraph,
  fromNodeLink,
  type GraphologyData,
  type JsonAttributes,
  type JsonGraphData,
  type NodeLinkData,
  type NodeLinkEdge,
  type NodeLinkNode,
  type ToJsonOptions,
  type ToNodeLinkOptions,
  toCytoscape,
  toD3,
  toGraphology,
  toJsonGraph,
  toNodeLink,
} from "../json-objects.js";
export {
  FormatError,
  type FormatErrorCode,
  type FormatErrorData,
  type FormatPlace,
} from "../shared/format-error.js";
export type { AttributeOptions } from "../shared/names.js";
export type { FormatProblem } from "../shared/problems.js";
export type { ImportReport } from "../shared/report.js";
