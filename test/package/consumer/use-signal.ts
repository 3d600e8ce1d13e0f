// Compiled, never run: the AbortSignal of Node or of the DOM is taken for a signal.
import { Graph } from "groggy";
import { pageRankAsync } from "groggy/algorithms";

const graph = new Graph();
graph.history.verify({ signal: AbortSignal.timeout(1000) });
export const ranks = pageRankAsync(graph, { signal: new AbortController().signal });
