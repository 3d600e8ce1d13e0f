"""NetworKit. A weighted twin of the graph serves the weighted paths alone."""

from types import SimpleNamespace

from common import ROUND_COUNT, TOLERANCE, main, missing, numpy

try:
    import networkit
except ImportError as error:
    missing(error)


def ends(data):
    """It reads past the end of arrays of 32 bits."""
    return data.sources.astype(numpy.int64), data.targets.astype(numpy.int64)


def build(data):
    return networkit.GraphFromCoo(ends(data), n=data.node_count)


def weigh(graph, data):
    coordinates = (data.weights.astype(numpy.float64), ends(data))
    weighted = networkit.GraphFromCoo(coordinates, n=data.node_count, weighted=True)
    graph.indexEdges()
    return SimpleNamespace(plain=graph, weighted=weighted)


def ran(make):
    """Algorithms are objects that are made and then run."""
    return lambda: make().run()


def page_rank(graphs):
    algorithm = networkit.centrality.PageRank(graphs.plain, damp=0.85, tol=TOLERANCE)
    algorithm.norm = networkit.centrality.Norm.L1_NORM
    return algorithm


def scores(algorithm):
    return algorithm.scores()


def shares(algorithm):
    """It lets the ranks of nodes without edges go, which all the others then lack in proportion."""
    ranks = numpy.asarray(algorithm.scores())
    return ranks / ranks.sum()


def distances(algorithm):
    return algorithm.getDistances()


def partition(algorithm):
    return algorithm.getPartition().getVector()


tasks = {
    "components": lambda graphs, data, threads: (
        ran(lambda: networkit.components.ConnectedComponents(graphs.plain)),
        partition,
    ),
    "breadthFirst": lambda graphs, data, threads: (
        ran(lambda: networkit.distance.BFS(graphs.plain, data.source, storePaths=False)),
        distances,
    ),
    "pageRank": lambda graphs, data, threads: (ran(lambda: page_rank(graphs)), shares),
    "triangles": lambda graphs, data, threads: (
        ran(lambda: networkit.sparsification.TriangleEdgeScore(graphs.plain)),
        lambda algorithm: round(sum(algorithm.scores()) / 3),
    ),
    "paths": lambda graphs, data, threads: (
        ran(lambda: networkit.distance.Dijkstra(graphs.weighted, data.source, storePaths=False)),
        distances,
    ),
    "path": lambda graphs, data, threads: (
        ran(lambda: networkit.distance.BidirectionalDijkstra(graphs.weighted, data.source, data.target)),
        lambda algorithm: algorithm.getDistance(),
    ),
    "labelPropagation": lambda graphs, data, threads: (
        ran(lambda: networkit.community.PLP(graphs.plain, maxIterations=ROUND_COUNT)),
        partition,
    ),
    "louvain": lambda graphs, data, threads: (
        ran(lambda: networkit.community.PLM(graphs.plain)),
        partition,
    ),
    # it draws its pivots itself, and weighs what it finds by distance
    "sampledBetweenness": lambda graphs, data, threads: (
        ran(
            lambda: networkit.centrality.EstimateBetweenness(
                graphs.plain, len(data.pivots), parallel=threads > 1
            )
        ),
        scores,
    ),
    "betweenness": lambda graphs, data, threads: (
        ran(lambda: networkit.centrality.Betweenness(graphs.plain)),
        scores,
    ),
}

main({"networkit": networkit.__version__}, build, tasks, weigh, networkit.setNumberOfThreads)
