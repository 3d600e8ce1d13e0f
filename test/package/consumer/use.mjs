import { Graph } from "groggy";

const graph = new Graph();
graph.addEdge(graph.addNode("Person", { name: "Ada" }), graph.addNode());
console.log(graph.nodeCount, graph.edgeCount);
