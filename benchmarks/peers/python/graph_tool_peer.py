"""graph-tool. It has neither Louvain nor label propagation: its communities are those of stochastic block models."""

from common import TOLERANCE, main, missing, numpy, triples

try:
    import graph_tool
    from graph_tool import centrality, clustering, topology
except ImportError as error:
    missing(error)


def build(data):
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(data.node_count)
    graph.add_edge_list(numpy.column_stack((data.sources, data.targets)))
    return graph


def weigh(graph, data):
    graph.edge_properties["weight"] = graph.new_edge_property("int", vals=data.weights)


def array(values):
    return values.a


def weight_of(graph):
    return graph.edge_properties["weight"]


tasks = {
    "components": lambda graph, data, threads: (
        lambda: topology.label_components(graph)[0],
        array,
    ),
    "breadthFirst": lambda graph, data, threads: (
        lambda: topology.shortest_distance(graph, graph.vertex(data.source)),
        array,
    ),
    "pageRank": lambda graph, data, threads: (
        lambda: centrality.pagerank(graph, damping=0.85, epsilon=TOLERANCE),
        array,
    ),
    "triangles": lambda graph, data, threads: (
        lambda: clustering.global_clustering(graph),
        lambda share: round(share[0] * triples(graph.get_total_degrees(graph.get_vertices())) / 3),
    ),
    "paths": lambda graph, data, threads: (
        lambda: topology.shortest_distance(graph, graph.vertex(data.source), weights=weight_of(graph)),
        array,
    ),
    "path": lambda graph, data, threads: (
        lambda: topology.shortest_distance(
            graph, graph.vertex(data.source), graph.vertex(data.target), weights=weight_of(graph)
        ),
        lambda distance: int(distance),
    ),
    "sampledBetweenness": lambda graph, data, threads: (
        lambda: centrality.betweenness(graph, pivots=data.pivots)[0],
        array,
    ),
    "betweenness": lambda graph, data, threads: (lambda: centrality.betweenness(graph)[0], array),
}

main(
    {"graph-tool": graph_tool.__version__.split()[0]},
    build,
    tasks,
    weigh,
    graph_tool.openmp_set_num_threads,
)
