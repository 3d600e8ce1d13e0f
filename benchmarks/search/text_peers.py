# tantivy over the lines of a file: building, and for each query how many lines match, the best scores, and the time.
import json, sys, time
import tantivy

texts = open(sys.argv[1], encoding="utf8").read().split("\n")
queries = json.loads(sys.argv[2])
rounds = int(sys.argv[3])


def build():
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("t", stored=False)
    schema.add_integer_field("id", stored=True)
    index = tantivy.Index(schema.build())
    start = time.process_time()
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for i, text in enumerate(texts):
        writer.add_document(tantivy.Document(t=text, id=i))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index, (time.process_time() - start) * 1e6


builds = [build() for _ in range(min(rounds, 3))]
index = builds[-1][0]
print(json.dumps({"name": tantivy.__version__.split(",")[0], "build": sorted(t for _, t in builds)[len(builds) // 2]}))
searcher = index.searcher()
for text in queries:
    found = searcher.search(index.parse_query(text, ["t"]), 10, count=True)
    times = []
    for _ in range(rounds * 20):
        start = time.process_time_ns()
        searcher.search(index.parse_query(text, ["t"]), 10, count=False)
        times.append((time.process_time_ns() - start) / 1000)
    times.sort()
    print(json.dumps({"query": text, "count": found.count, "scores": [s for s, _ in found.hits], "time": times[len(times) // 2]}))
