"""rustworkx. A weighted twin serves the paths; PageRank wants a directed graph, which has each edge both ways."""

from types import SimpleNamespace

from common import TOLERANCE, labels_of, main, missing, numpy, triples, values_of

try:
    import rustworkx
except ImportError as error:
    missing(error)


def build(data):
    graph = rustworkx.PyGraph(multigraph=True)
    graph.add_nodes_from(range(data.node_count))
    graph.add_edges_from_no_data(list(zip(data.sources.tolist(), data.targets.tolist())))
    return graph


def weigh(graph, data):
    weighted = rustworkx.PyGraph(multigraph=True)
    weighted.add_nodes_from(range(data.node_count))
    weighted.add_edges_from(
        list(zip(data.sources.tolist(), data.targets.tolist(), data.weights.astype(float).tolist()))
    )
    return SimpleNamespace(plain=graph, weighted=weighted)


def hops_of(layers, count):
    hops = numpy.full(count, -1.0)
    for depth, layer in enumerate(layers):
        hops[layer] = depth
    return hops


def page_rank(graphs, data):
    directed = graphs.plain.to_directed()
    return (
        # its tolerance is for each node
        lambda: rustworkx.pagerank(directed, alpha=0.85, tol=TOLERANCE / data.node_count),
        lambda ranks: values_of(data.node_count, dict(ranks)),
    )


def with_source(lengths, data):
    """It leaves the source itself out."""
    return values_of(data.node_count, {**dict(lengths), data.source: 0.0})


tasks = {
    "components": lambda graphs, data, threads: (
        lambda: rustworkx.connected_components(graphs.plain),
        lambda parts: labels_of(data.node_count, parts),
    ),
    "breadthFirst": lambda graphs, data, threads: (
        lambda: rustworkx.bfs_layers(graphs.plain, [data.source]),
        lambda layers: hops_of(layers, data.node_count),
    ),
    "pageRank": lambda graphs, data, threads: page_rank(graphs, data),
    "triangles": lambda graphs, data, threads: (
        lambda: rustworkx.transitivity(graphs.plain),
        lambda share: round(share * triples([graphs.plain.degree(u) for u in range(data.node_count)]) / 3),
    ),
    "paths": lambda graphs, data, threads: (
        lambda: rustworkx.dijkstra_shortest_path_lengths(graphs.weighted, data.source, float),
        lambda lengths: with_source(lengths, data),
    ),
    "path": lambda graphs, data, threads: (
        lambda: rustworkx.dijkstra_shortest_path_lengths(graphs.weighted, data.source, float, data.target),
        lambda lengths: lengths[data.target],
    ),
    "betweenness": lambda graphs, data, threads: (
        lambda: rustworkx.betweenness_centrality(graphs.plain),
        lambda values: values_of(data.node_count, dict(values)),
    ),
}

main({"rustworkx": rustworkx.__version__}, build, tasks, weigh)
