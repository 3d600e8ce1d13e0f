"""SuiteSparse:GraphBLAS through python-graphblas: algorithms as LAGraph writes them in its language."""

from types import SimpleNamespace

from common import TOLERANCE, main, missing, numpy

try:
    import graphblas
    import suitesparse_graphblas
    from graphblas import Matrix, Vector, binary, monoid, replace, semiring
except ImportError as error:
    missing(error)


def both_ways(data):
    return numpy.concatenate((data.sources, data.targets)), numpy.concatenate((data.targets, data.sources))


def build(data):
    count = data.node_count
    rows, columns = both_ways(data)
    graph = Matrix.from_coo(rows, columns, numpy.float32(1), nrows=count, ncols=count)
    graph.wait()
    return graph


def weigh(graph, data):
    rows, columns = both_ways(data)
    weights = numpy.concatenate((data.weights, data.weights))
    count = data.node_count
    weighted = Matrix.from_coo(rows, columns, weights, dtype="INT32", nrows=count, ncols=count)
    weighted.wait()
    return SimpleNamespace(plain=graph, weighted=weighted)


def dense(vector, missing_value):
    result = numpy.full(vector.size, float(missing_value))
    indices, values = vector.to_coo()
    result[indices] = values
    return result


def components(graph):
    """FastSV: Zhang, Azad and Buluc 2020."""
    count = graph.nrows
    parents = numpy.arange(count)
    grandparents = parents
    while True:
        nearest = parents.copy()
        indices, values = graph.mxv(Vector.from_dense(grandparents), semiring.min_second).new().to_coo()
        nearest[indices] = numpy.minimum(nearest[indices], values)
        after = parents.copy()
        numpy.minimum.at(after, parents, nearest)
        after = numpy.minimum(numpy.minimum(after, nearest), grandparents)
        above = after[after]
        if numpy.array_equal(above, grandparents) and numpy.array_equal(after, parents):
            return after
        parents, grandparents = after, above


def breadth_first(graph, source):
    hops = Vector("INT32", graph.nrows)
    front = Vector("BOOL", graph.nrows)
    front[source] = True
    depth = 0
    while front.nvals > 0:
        hops(front.S) << depth
        front(~hops.S, replace) << front.vxm(graph, semiring.any_pair)
        depth += 1
    return hops


def page_rank(graph):
    count = graph.nrows
    degrees = graph.reduce_rowwise(monoid.plus).new("FP64")
    ranks = Vector.from_scalar(1 / count, count, dtype="FP64")
    while True:
        given = binary.truediv(ranks & degrees).new()
        given << binary.times(given, 0.85)
        # an undirected graph is its own transpose
        after = Vector.from_scalar((1 - given_away(given, degrees)) / count, count, dtype="FP64")
        after(binary.plus) << graph.mxv(given, semiring.plus_second)
        change = binary.minus(after & ranks).new().apply("abs").reduce(monoid.plus).new().value
        ranks = after
        if change < TOLERANCE:
            return ranks


def given_away(given, degrees):
    """What goes along arcs, all together; the rest is shared out, that of nodes without arcs too."""
    return binary.times(given & degrees).new().reduce(monoid.plus).new().value


def triangle_count(graph):
    """Sandia's LUT, as LAGraph has it: the lower triangle by the upper, in the order of degrees if few have most arcs."""
    degrees = dense(graph.reduce_rowwise(monoid.plus).new(), 0)
    if degrees.mean() > 4 * numpy.median(degrees):
        order = numpy.argsort(degrees, kind="stable")
        graph = graph[order, order].new()
    lower = graph.select("tril", -1).new()
    upper = graph.select("triu", 1).new()
    found = Matrix("INT64", graph.nrows, graph.ncols)
    found(lower.S) << semiring.plus_pair(lower @ upper.T)
    return found.reduce_scalar(monoid.plus).new().value


def paths(graph, source):
    """Bellman-Ford from the nodes whose distance fell."""
    distances = Vector("INT32", graph.nrows)
    distances[source] = 0
    front = distances.dup()
    while front.nvals > 0:
        reached = front.vxm(graph, semiring.min_plus).new()
        known = binary.lt(reached & distances).new()
        better = Vector("BOOL", graph.nrows)
        better(~distances.S) << reached.apply("one")
        better(known.V) << True
        front = Vector("INT32", graph.nrows)
        front(better.S) << reached
        distances(binary.min) << front
    return distances


tasks = {
    "components": lambda graphs, data, threads: (lambda: components(graphs.plain), lambda labels: labels),
    "breadthFirst": lambda graphs, data, threads: (
        lambda: breadth_first(graphs.plain, data.source),
        lambda hops: dense(hops, -1),
    ),
    "pageRank": lambda graphs, data, threads: (
        lambda: page_rank(graphs.plain),
        lambda ranks: dense(ranks, 0),
    ),
    "triangles": lambda graphs, data, threads: (
        lambda: triangle_count(graphs.plain),
        lambda count: count,
    ),
    "paths": lambda graphs, data, threads: (
        lambda: paths(graphs.weighted, data.source),
        lambda distances: dense(distances, -1),
    ),
}


def set_threads(count):
    graphblas.ss.config["nthreads"] = count


versions = {
    "python-graphblas": graphblas.__version__,
    "suitesparse-graphblas": suitesparse_graphblas.__version__,
}
main(versions, build, tasks, weigh, set_threads)
