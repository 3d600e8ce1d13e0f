"""networkx, all in Python but for its PageRank, which is SciPy's products."""

from common import TOLERANCE, labels_of, main, missing, values_of

try:
    import networkx
except ImportError as error:
    missing(error)


def build(data):
    graph = networkx.Graph()
    graph.add_nodes_from(range(data.node_count))
    graph.add_edges_from(zip(data.sources.tolist(), data.targets.tolist()))
    return graph


def weigh(graph, data):
    for u, v, weight in zip(data.sources.tolist(), data.targets.tolist(), data.weights.tolist()):
        graph[u][v]["weight"] = weight


def by_node(run, data):
    return run, lambda values: values_of(data.node_count, dict(values))


def by_part(run, data):
    return run, lambda parts: labels_of(data.node_count, parts)


tasks = {
    "components": lambda graph, data, threads: by_part(
        lambda: list(networkx.connected_components(graph)), data
    ),
    "breadthFirst": lambda graph, data, threads: by_node(
        lambda: networkx.single_source_shortest_path_length(graph, data.source), data
    ),
    # its tolerance is for each node
    "pageRank": lambda graph, data, threads: by_node(
        lambda: networkx.pagerank(graph, weight=None, tol=TOLERANCE / data.node_count), data
    ),
    "triangles": lambda graph, data, threads: (
        lambda: sum(networkx.triangles(graph).values()) // 3,
        lambda count: count,
    ),
    "paths": lambda graph, data, threads: by_node(
        lambda: networkx.single_source_dijkstra_path_length(graph, data.source), data
    ),
    "path": lambda graph, data, threads: (
        lambda: networkx.bidirectional_dijkstra(graph, data.source, data.target)[0],
        lambda distance: distance,
    ),
    "labelPropagation": lambda graph, data, threads: by_part(
        lambda: list(networkx.community.fast_label_propagation_communities(graph, seed=1)), data
    ),
    "louvain": lambda graph, data, threads: by_part(
        lambda: networkx.community.louvain_communities(graph, weight=None, seed=1), data
    ),
    "sampledBetweenness": lambda graph, data, threads: by_node(
        lambda: networkx.betweenness_centrality_subset(graph, data.pivots.tolist(), list(graph)), data
    ),
    "betweenness": lambda graph, data, threads: by_node(
        lambda: networkx.betweenness_centrality(graph), data
    ),
}

main({"networkx": networkx.__version__}, build, tasks, weigh)
