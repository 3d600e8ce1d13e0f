"""What the drivers in Python have in common: reading the edges, timing, and saying what was measured.

The same lines of JSON as run-peer.mjs. A driver calls `main` with its name, a function that builds its graph and
its tasks: each takes (graph, data, threads) and gives (run, answer), or None where the library has nothing for it.
"""

import ctypes
import gc
import json
import sys
import time
from types import SimpleNamespace

# what a driver imports at its top may be missing, numpy among it: `main` is not reached then
try:
    import numpy
except ImportError as error:
    print(json.dumps({"missing": str(error)}))
    sys.exit(0)

ROUND_COUNT = 10
TOLERANCE = 1e-6
HEADER_COUNT = 5


def say(**line):
    print(json.dumps(line), flush=True)


def missing(error):
    say(missing=str(error))
    sys.exit(0)


def read_data(path):
    words = numpy.fromfile(path, dtype=numpy.uint32)
    node_count, edge_count, source, target, pivot_count = (int(word) for word in words[:HEADER_COUNT])
    columns = words[HEADER_COUNT : words.size - pivot_count].reshape(3, edge_count)
    return SimpleNamespace(
        node_count=node_count,
        edge_count=edge_count,
        source=source,
        target=target,
        sources=columns[0],
        targets=columns[1],
        weights=columns[2].astype(numpy.int32),
        pivots=words[words.size - pivot_count :].astype(numpy.int64),
    )


def resident():
    """Bytes in memory, after what is free was given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def times_of(run, request, before=gc.collect):
    """The first call in ms, and as many more as there are rounds and time for."""
    times = []
    while not times or (len(times) <= request["rounds"] and sum(times) < request["budgetMs"]):
        before()
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return {"firstMs": times[0], "steadyMs": times[1:]}


def main(versions, build, tasks, weigh=None, set_threads=None):
    request = json.loads(sys.argv[1])
    say(versions=versions)
    data = read_data(request["data"])
    held = SimpleNamespace(graph=None)

    def release():
        held.graph = None
        gc.collect()

    def make():
        held.graph = build(data)

    before = resident()
    if set_threads is not None:
        set_threads(1)
    say(begin="build", threads=1)
    times = times_of(make, request, release)
    say(task="build", threads=1, rss=resident() - before, **times)
    graph = held.graph
    if weigh is not None:
        graph = weigh(graph, data) or graph
    for name in request["tasks"]:
        for threads in request["threads"]:
            if set_threads is not None:
                set_threads(threads)
            task = tasks[name](graph, data, threads) if name in tasks else None
            if task is None:
                say(lacks=name, threads=threads)
                continue
            measure(name, threads, task, request)


def measure(name, threads, task, request):
    run, answer_of = task
    held = SimpleNamespace(result=None)

    def call():
        held.result = run()

    say(begin=name, threads=threads)
    times = times_of(call, request)
    answer = answer_of(held.result)
    if numpy.isscalar(answer):
        say(task=name, threads=threads, answer=float(answer), **times)
        return
    path = f"{request['answers']}-{name}-{threads}.f64"
    numpy.asarray(answer, dtype=numpy.float64).tofile(path)
    say(task=name, threads=threads, file=path, **times)


def labels_of(node_count, parts):
    """From collections of nodes, each a part."""
    labels = numpy.full(node_count, -1.0)
    for number, part in enumerate(parts):
        labels[list(part)] = number
    return labels


def values_of(node_count, values):
    """From a mapping of nodes to values; NaN where there is none."""
    result = numpy.full(node_count, numpy.nan)
    result[numpy.fromiter(values.keys(), dtype=numpy.int64, count=len(values))] = numpy.fromiter(
        values.values(), dtype=numpy.float64, count=len(values)
    )
    return result


def triples(degrees):
    """Pairs of neighbours of all nodes: what the transitivity is a share of."""
    degrees = numpy.asarray(degrees, dtype=numpy.float64)
    return float((degrees * (degrees - 1) / 2).sum())
