const { Graph } = require("groggy");
const { connectedComponents } = require("groggy/algorithms");

const graph = new Graph();
graph.addEdge(graph.addNode("Person", { name: "Ada" }), graph.addNode());
console.log(graph.nodeCount, graph.edgeCount, connectedComponents(graph).count);
