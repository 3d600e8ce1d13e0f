# faiss and hnswlib over float32 rows in a file: for each index the rows that each query finds, and the times in µs.
import json, sys, time
import numpy

dimensions, rounds, graph_rows = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
rows = numpy.fromfile(sys.argv[1], dtype="float32").reshape(-1, dimensions)
queries = numpy.fromfile(sys.argv[2], dtype="float32").reshape(-1, dimensions)
rows /= numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-30)
queries /= numpy.linalg.norm(queries, axis=1, keepdims=True)


def tell(name, search, build, over):
    found = [[int(i) for i in search(q)] for q in queries]
    times = []
    for _ in range(rounds):
        for q in queries:
            start = time.process_time_ns()
            search(q)
            times.append((time.process_time_ns() - start) / 1000)
    times.sort()
    print(json.dumps({"name": name, "found": found, "time": times[len(times) // 2], "build": build, "rows": over}), flush=True)


def timed(make):
    start = time.process_time()
    made = make()
    return made, (time.process_time() - start) * 1e6


def added(index, values):
    if not index.is_trained:
        index.train(values)
    index.add(values)
    return index


try:
    import faiss

    faiss.omp_set_num_threads(1)
    version = "faiss " + faiss.__version__
    flat, build = timed(lambda: added(faiss.IndexFlatIP(dimensions), rows))
    tell(version + " FlatIP", lambda q: flat.search(q[None], 10)[1][0], build, len(rows))
    codes, build = timed(lambda: added(faiss.IndexRaBitQFastScan(dimensions, faiss.METRIC_INNER_PRODUCT), rows))
    for k in (100, 200):
        def refined(q):
            near = codes.search(q[None], k)[1][0]
            scores = rows[near] @ q
            return near[numpy.argsort(-scores, kind="stable")[:10]]

        tell(f"{version} RaBitQFastScan, best {k} refined", refined, build, len(rows))
except ImportError as error:
    print(json.dumps({"skipped": str(error)}))
try:
    import hnswlib

    some = rows[:graph_rows]

    def make():
        graph = hnswlib.Index(space="ip", dim=dimensions)
        graph.init_index(max_elements=len(some), ef_construction=200, M=16)
        graph.set_num_threads(1)
        graph.add_items(some)
        return graph

    graph, build = timed(make)
    for ef in (100, 400):
        graph.set_ef(ef)
        tell(f"hnswlib, ef {ef}", lambda q: graph.knn_query(q, k=10)[0][0], build, len(some))
except ImportError as error:
    print(json.dumps({"skipped": str(error)}))
