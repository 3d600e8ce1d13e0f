"""igraph. Without an attribute "weight" named, nothing is weighted."""

from common import main, missing, numpy, triples

try:
    import igraph
except ImportError as error:
    missing(error)


def build(data):
    return igraph.Graph(n=data.node_count, edges=numpy.column_stack((data.sources, data.targets)))


def weigh(graph, data):
    graph.es["weight"] = data.weights.tolist()


def membership(clustering):
    return clustering.membership


tasks = {
    "components": lambda graph, data, threads: (graph.connected_components, membership),
    "breadthFirst": lambda graph, data, threads: (
        lambda: graph.distances(source=data.source),
        lambda rows: rows[0],
    ),
    # solved exactly, whatever the tolerance
    "pageRank": lambda graph, data, threads: (lambda: graph.pagerank(damping=0.85), lambda ranks: ranks),
    # it counts them for the transitivity, and gives no number of its own
    "triangles": lambda graph, data, threads: (
        graph.transitivity_undirected,
        lambda share: round(share * triples(graph.degree()) / 3),
    ),
    "paths": lambda graph, data, threads: (
        lambda: graph.distances(source=data.source, weights="weight"),
        lambda rows: rows[0],
    ),
    "path": lambda graph, data, threads: (
        lambda: graph.distances(source=data.source, target=data.target, weights="weight"),
        lambda rows: rows[0][0],
    ),
    "labelPropagation": lambda graph, data, threads: (graph.community_label_propagation, membership),
    "louvain": lambda graph, data, threads: (graph.community_multilevel, membership),
    "sampledBetweenness": lambda graph, data, threads: (
        lambda: graph.betweenness(sources=data.pivots.tolist()),
        lambda values: values,
    ),
    "betweenness": lambda graph, data, threads: (graph.betweenness, lambda values: values),
}

main({"igraph": igraph.__version__}, build, tasks, weigh)
