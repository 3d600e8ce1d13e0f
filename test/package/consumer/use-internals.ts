// Compiled, never run: what is internal is in no declaration. In the sources it is, so that only a consumer compiles this.
import { Graph, GraphView, Selection } from "groggy";

const graph = new Graph();
// @ts-expect-error
graph.state;
// @ts-expect-error
graph.part;
// @ts-expect-error
graph.nodes.writer;
// @ts-expect-error
graph.nodes.indices;
// @ts-expect-error
graph.nodes.rawColumn;
// @ts-expect-error
graph.nodes.all().bitmap;
// @ts-expect-error
graph.history.core;
// @ts-expect-error
new GraphView();
// @ts-expect-error
new Selection();
export const isView: boolean = graph instanceof GraphView && !(graph.nodes.all() instanceof Selection);
