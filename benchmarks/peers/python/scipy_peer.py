"""SciPy: the functions of csgraph; PageRank and triangles as products of sparse matrices."""

from types import SimpleNamespace

from common import TOLERANCE, main, missing, numpy

try:
    import scipy
    from scipy.sparse import coo_matrix, csgraph, tril
except ImportError as error:
    missing(error)


def matrix(data, values):
    """Each edge both ways."""
    rows = numpy.concatenate((data.sources, data.targets)).astype(numpy.int32)
    columns = numpy.concatenate((data.targets, data.sources)).astype(numpy.int32)
    return coo_matrix((values, (rows, columns)), shape=(data.node_count, data.node_count)).tocsr()


def build(data):
    return matrix(data, numpy.ones(2 * data.edge_count, dtype=numpy.float32))


def weigh(graph, data):
    weights = data.weights.astype(numpy.float64)
    return SimpleNamespace(plain=graph, weighted=matrix(data, numpy.concatenate((weights, weights))))


def hops_of(found, data):
    """From the order in which nodes were found and the node each was found from."""
    order, before = found
    hops = numpy.full(data.node_count, -1.0)
    hops[order[0]] = 0
    for node in order[1:]:
        hops[node] = hops[before[node]] + 1
    return hops


def page_rank(graph, count):
    degrees = numpy.asarray(graph.sum(axis=1)).ravel().astype(numpy.float64)
    shares = numpy.divide(0.85, degrees, out=numpy.zeros(count), where=degrees > 0)
    stranded = degrees == 0
    incoming = graph.T.tocsr().astype(numpy.float64)
    ranks = numpy.full(count, 1 / count)
    while True:
        after = incoming @ (ranks * shares) + (0.15 + 0.85 * ranks[stranded].sum()) / count
        change = numpy.abs(after - ranks).sum()
        ranks = after
        if change < TOLERANCE:
            return ranks


def triangle_count(graph):
    """Paths of two steps down, closed by one; in the order of degrees if few nodes have most arcs."""
    degrees = numpy.diff(graph.indptr)
    if degrees.mean() > 4 * numpy.median(degrees):
        order = numpy.argsort(degrees, kind="stable")
        graph = graph[order][:, order]
    lower = tril(graph, format="csr")
    # sums of float32 are not whole beyond 2^24
    return (lower @ lower).multiply(lower).data.sum(dtype=numpy.float64)


tasks = {
    "components": lambda graphs, data, threads: (
        lambda: csgraph.connected_components(graphs.plain, directed=False)[1],
        lambda labels: labels,
    ),
    "breadthFirst": lambda graphs, data, threads: (
        lambda: csgraph.breadth_first_order(graphs.plain, data.source, directed=True),
        lambda found: hops_of(found, data),
    ),
    "pageRank": lambda graphs, data, threads: (
        lambda: page_rank(graphs.plain, data.node_count),
        lambda ranks: ranks,
    ),
    "triangles": lambda graphs, data, threads: (
        lambda: triangle_count(graphs.plain),
        lambda count: float(count),
    ),
    "paths": lambda graphs, data, threads: (
        lambda: csgraph.dijkstra(graphs.weighted, directed=True, indices=data.source),
        lambda distances: distances,
    ),
}

main({"scipy": scipy.__version__}, build, tasks, weigh)
