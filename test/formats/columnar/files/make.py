# Makes the files beside it and answers.json, with pyarrow 26, polars 1 and duckdb 1: python make.py
# answers.json has for each file and column the values as pyarrow gives them, in the notation of the tests.
import datetime as dt, decimal, json, os, uuid
import pyarrow as pa, pyarrow.parquet as pq, pyarrow.ipc as ipc, pyarrow.feather as feather

os.chdir(os.path.dirname(os.path.abspath(__file__)))
answers = {}
D = decimal.Decimal


def shown(value, kind):
    if value is None:
        return None
    if pa.types.is_dictionary(kind):
        return shown(value, kind.value_type)
    if pa.types.is_run_end_encoded(kind):
        return shown(value, kind.value_type)
    if isinstance(kind, pa.ExtensionType):
        return str(value)
    if pa.types.is_boolean(kind):
        return value
    if pa.types.is_integer(kind):
        return str(value)
    if pa.types.is_floating(kind):
        return repr(float(value))
    if pa.types.is_decimal(kind):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str):
        return value
    if pa.types.is_map(kind):
        return {str(k): shown(v, kind.item_type) for k, v in value}
    if isinstance(value, dict):
        return {f.name: shown(value[f.name], f.type) for f in kind}
    if isinstance(value, (list, tuple)):
        return [shown(v, kind.value_type) for v in value]
    raise TypeError(kind)


def raw(column):
    """Moments, times and durations as whole numbers of their unit."""
    kind = column.type
    if pa.types.is_temporal(kind) and not pa.types.is_interval(kind):
        width = pa.int32() if kind.bit_width == 32 else pa.int64()
        return [None if v is None else str(v) for v in column.cast(width).to_pylist()]
    if isinstance(kind, pa.ListType) and pa.types.is_temporal(kind.value_type):
        return raw(column.cast(pa.list_(pa.int64())))
    return [shown(v, kind) for v in column.to_pylist()]


def answer(name, table):
    answers[name] = {
        "columns": {
            n: raw(c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c)
            for n, c in zip(table.column_names, table.columns)
        }
    }


n = 7
some = lambda values: [None if i % 3 == 2 else v for i, v in enumerate(values)]
ids = pa.array([f"k{i}" for i in range(n)])
moments = [1_706_947_230_250 + i * 1000 for i in range(n)]
plain = {
    "id": ids,
    "i8": pa.array([-128, 127, 0, 1, 2, 3, 4], pa.int8()),
    "u8": pa.array([0, 255, 1, 2, 3, 4, 5], pa.uint8()),
    "i16": pa.array(some([-32768, 32767, 0, 1, 2, 3, 4]), pa.int16()),
    "u16": pa.array([0, 65535, 0, 1, 2, 3, 4], pa.uint16()),
    "i32": pa.array([-(2**31), 2**31 - 1, 0, 1, 2, 3, 4], pa.int32()),
    "u32": pa.array(some([0, 2**32 - 1, 0, 1, 2, 3, 4]), pa.uint32()),
    "i64": pa.array([-(2**63), 2**63 - 1, 2**53 + 1, 1, 2, 3, 4], pa.int64()),
    "u64": pa.array(some([0, 2**63 - 1, 0, 1, 2, 3, 4]), pa.uint64()),
    "f32": pa.array(some([0.5, -1.5, 0, float("inf"), 1e-3, 7, -0.0]), pa.float32()),
    "f64": pa.array([0.1, 5e-324, 1e308, float("-inf"), 1, 2, -0.0], pa.float64()),
    "b": pa.array(some([True, False, True, True, False, False, True])),
    "s": pa.array(some(["", "é", "e\u0301", "🚢", "a\nb", "007", "x" * 40])),
    "ls": pa.array(some(["", "é", "z", "🚢", "a\nb", "007", "x"]), pa.large_string()),
    "bin": pa.array(some([b"", b"\x00\xff", b"z", b"1", b"\x80", b"2", b"3"])),
    "fb": pa.array(some([b"ab", b"\x00\xff", b"zz", b"11", b"\x80\x80", b"22", b"33"]), pa.binary(2)),
    "d": pa.array(some([0, -1, 19756, 1, 2, 3, 4]), pa.int32()).cast(pa.date32()),
    "ms": pa.array(some(moments), pa.timestamp("ms")),
    "us": pa.array([m * 1000 for m in moments], pa.timestamp("us", "UTC")),
    "ns": pa.array(some([m * 1_000_000 for m in moments]), pa.timestamp("ns")),
    "t_ms": pa.array(some([0, 86_399_999, 1, 2, 3, 4, 5]), pa.int32()).cast(pa.time32("ms")),
    "t_us": pa.array(some([0, 86_399_999_999, 1, 2, 3, 4, 5]), pa.int64()).cast(pa.time64("us")),
    "t_ns": pa.array([0, 86_399_999_999_999, 1, 2, 3, 4, 5], pa.int64()).cast(pa.time64("ns")),
    "li": pa.array(some([[], [1], [1, 2], [3, 4, 5], [], [6], [7]]), pa.list_(pa.int32())),
    "lt": pa.array(some([[], ["a"], ["b", ""], ["é"], [], ["c"], ["d"]])),
    "ll": pa.array(some([[], [[1]], [[1], []], [[2, 3], [4]], [], [[6]], [[7]]]), pa.list_(pa.list_(pa.int32()))),
    "st": pa.array(some([{"a": 1, "b": "x"}, {"a": None, "b": ""}, {"a": 2, "b": None}] * 2 + [{"a": 5, "b": "q"}])),
    "ln": pa.array(some([[], [{"a": 1}], [{"a": 2}, {"a": None}], [], [], [], []])),
    "mp": pa.array(some([[("k", 1)], [], [("a", 2), ("b", 3)], [("é", None)], [], [], []]), pa.map_(pa.string(), pa.int32())),
    "dict": pa.array(some(["x", "y", "x", "y", "z", "x", "y"])).dictionary_encode(),
    "nul": pa.nulls(n),
}
arrow_only = {
    "f16": pa.array(some([0.5, -1.5, 0, 65504, 6e-8, 7, -0.0]), pa.float16()),
    "sec": pa.array(some([m // 1000 for m in moments]), pa.timestamp("s", "Europe/Berlin")),
    "d64": pa.array(some([0, 86_400_000] * 3 + [0]), pa.int64()).cast(pa.date64()),
    "t_s": pa.array(some([0, 86_399, 1, 2, 3, 4, 5]), pa.int32()).cast(pa.time32("s")),
    "dur": pa.array(some([0, -1, 1_500_000, 2, 3, 4, 5]), pa.duration("us")),
    "lb": pa.array(some([b"", b"\x00\xff", b"z", b"1", b"\x80", b"2", b"3"]), pa.large_binary()),
    "sv": pa.array(some(["", "é", "z", "longer than twelve bytes", "a\nb", "007", "x" * 40]), pa.string_view()),
    "bv": pa.array(some([b"", b"\x00\xff", b"z", b"1" * 20, b"\x80", b"2", b"3"]), pa.binary_view()),
    "lli": pa.array(some([[], [1], [1, 2], [3, 4, 5], [], [6], [7]]), pa.large_list(pa.int64())),
    "lv": pa.array(some([[], [1], [1, 2], [3, 4, 5], [], [6], [7]]), pa.list_view(pa.int32())),
    "fl": pa.array(some([[1, 2, 3]] * 7), pa.list_(pa.float64(), 3)),
    "vec": pa.array([[1, 2, 3]] * 7, pa.list_(pa.float32(), 3)),
    "lm": pa.array(some([[], [1000], [1000, 2000], [3000], [], [6000], [7000]]), pa.list_(pa.timestamp("ms"))),
    "ld": pa.array(some([[], ["a"], ["b", "a"], ["é"], [], ["c"], ["d"]]), pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    "big": pa.array(some(["q", "r"] * 3 + ["q"])).cast(pa.dictionary(pa.int64(), pa.string())),
}
ree = {"ree": pa.RunEndEncodedArray.from_arrays([2, 3, 7], pa.array(["a", None, "b"]))}

arrow = pa.table({**plain, **arrow_only})
for name, options in {
    "none.arrow": None,
    "lz4.arrow": "lz4",
    "zstd.arrow": "zstd",
}.items():
    with ipc.new_file(name, arrow.schema, options=ipc.IpcWriteOptions(compression=options)) as writer:
        writer.write_table(arrow, max_chunksize=3)
    answer(name, arrow)
with ipc.new_stream("stream.arrows", arrow.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
    writer.write_table(arrow.slice(0, 0))
    writer.write_table(arrow.slice(1, 5), max_chunksize=2)
answer("stream.arrows", arrow.slice(1, 5))
runs = pa.table({"id": ids, **ree})
with ipc.new_file("runs.arrow", runs.schema) as writer:
    writer.write_table(runs)
answer("runs.arrow", runs)
deltas = pa.schema([("id", pa.string()), ("word", pa.dictionary(pa.int32(), pa.string()))])
with ipc.new_stream("deltas.arrows", deltas, options=ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as writer:
    words = ["a", "b", "c", "d"]
    for size in (1, 3, 4):
        column = pa.DictionaryArray.from_arrays(pa.array([size - 1, None, 0], pa.int32()), pa.array(words[:size]))
        writer.write_batch(pa.record_batch([pa.array([f"{size}{i}" for i in range(3)]), column], schema=deltas))
answers["deltas.arrows"] = {
    "columns": {
        "id": [f"{s}{i}" for s in (1, 3, 4) for i in range(3)],
        "word": ["a", None, "a", "c", None, "a", "d", None, "a"],
    }
}
with ipc.new_file("empty.arrow", arrow.schema) as writer:
    pass
answer("empty.arrow", arrow.slice(0, 0))
feather.write_feather(pa.table({"id": ["a"]}), "v1.feather", version=1)
del answers["empty.arrow"]

# Parquet
decimals = {
    "dec9": pa.array(some([D("1.50"), D("-0.25"), D("3"), D("9999999.99"), D("0"), D("1"), D("2")]), pa.decimal128(9, 2)),
    "dec18": pa.array(some([D("1.5"), D("-0.2"), D("3"), D("99999999999999999.9"), D("0"), D("1"), D("2")]), pa.decimal128(18, 1)),
    "dec38": pa.array(some([D("1.5"), D("-0.2"), D("3"), D("1234567890123456789012345678901234.5"), D("0"), D("1"), D("2")]), pa.decimal128(38, 1)),
}
table = pa.table({**plain, **decimals, "f16": arrow_only["f16"]})
for codec in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
    pq.write_table(table, f"{codec}.parquet", compression=codec, row_group_size=3)
    answer(f"{codec}.parquet", table)
pq.write_table(table, "v2.parquet", data_page_version="2.0", version="2.6", compression="zstd", use_dictionary=False)
answer("v2.parquet", table)
flat = table.select(["id", "i32", "i64", "u32", "f32", "f64", "s", "bin", "fb", "b"])
encodings = {
    "i32": "DELTA_BINARY_PACKED",
    "i64": "DELTA_BINARY_PACKED",
    "u32": "BYTE_STREAM_SPLIT",
    "f32": "BYTE_STREAM_SPLIT",
    "f64": "BYTE_STREAM_SPLIT",
    "id": "DELTA_BYTE_ARRAY",
    "s": "DELTA_LENGTH_BYTE_ARRAY",
    "bin": "DELTA_BYTE_ARRAY",
    "fb": "BYTE_STREAM_SPLIT",
    "b": "RLE",
}
for version in ("1.0", "2.0"):
    name = f"encodings-{version[0]}.parquet"
    pq.write_table(flat, name, use_dictionary=False, column_encoding=encodings, data_page_version=version)
    answer(name, flat)
pq.write_table(flat.slice(0, 0), "empty.parquet")
with pq.ParquetWriter("groups.parquet", flat.schema) as writer:
    writer.write_table(flat.slice(0, 2))
    writer.write_table(flat.slice(0, 0))
    writer.write_table(flat.slice(2))
answer("groups.parquet", flat)
pq.write_table(table.select(["id", "ns"]), "int96.parquet", use_deprecated_int96_timestamps=True)
answer("int96.parquet", table.select(["id", "ns"]))
words = pa.table({"id": [str(i) for i in range(3000)], "w": [f"w{i % 7}" if i % 5 else None for i in range(3000)]})
pq.write_table(words, "pages.parquet", data_page_size=512, write_batch_size=100, write_page_index=True)
answer("pages.parquet", words)
dense = pa.UnionArray.from_dense(
    pa.array([0, 1, 5, 0, 5], pa.int8()),
    pa.array([0, 0, 0, 1, 1], pa.int32()),
    [pa.array([7, None], pa.int64()), pa.array(["x"]), pa.array([[1.5, 2.5], []], pa.list_(pa.float64()))],
    ["i", "s", "l"],
    [0, 1, 5],
)
sparse = pa.UnionArray.from_sparse(
    pa.array([0, 1, 0, 1, 0], pa.int8()),
    [pa.array([1, 2, 3, 4, 5], pa.int32()), pa.array([True, False, None, None, True])],
    ["n", "b"],
)
unions = pa.table({"id": list("abcde"), "dense": dense, "sparse": sparse, "after": pa.array([1, 2, 3, 4, 5], pa.int32())})
with pa.ipc.new_file("unions.arrow", unions.schema) as writer:
    writer.write_table(unions)

import pandas as pd, polars as pl, duckdb

frame = pd.DataFrame({"name": ["x", None, "z"], "n": [1, 2, 3], "at": pd.to_datetime([0, 1000, 2000], unit="ms")}, index=["a", "b", "c"])
frame.to_parquet("pandas-index.parquet")
frame.set_axis([7, 1, 3]).to_parquet("pandas-nameless.parquet")
pl.DataFrame({"id": ["a", "b"], "l": [[1, 2], None], "t": [dt.timedelta(seconds=1), None], "c": pl.Series(["x", "y"], dtype=pl.Categorical)}).write_parquet("polars.parquet")
pl.DataFrame({"id": ["a", "b"], "s": ["short", "a text of more than twelve bytes"], "l": [[1, 2], None]}).write_ipc("polars.arrow", compression="zstd")
duckdb.sql("""COPY (SELECT i::VARCHAR AS id, i::HUGEINT AS h, i::UINTEGER AS u, uuid_value AS u4, DATE '2024-02-03' + i AS d,
  TIMESTAMP '2024-02-03 08:00:00' AS ts, TIME '08:00:00.000001' AS t, {'a': i, 'b': [i]} AS s, MAP {'k': i} AS m, i % 2 = 0 AS even,
  INTERVAL 1 MONTH AS iv FROM (SELECT unnest([0, 1, 2]) AS i, '00112233-4455-6677-8899-aabbccddeeff'::UUID AS uuid_value))
  TO 'duckdb.parquet' (FORMAT parquet)""")
# differences of 33 bits between numbers of 32
duckdb.sql("""COPY (SELECT i::VARCHAR AS id, (CASE i % 2 WHEN 0 THEN -2147483648 + i ELSE 2147483647 - i END)::INTEGER AS n
  FROM range(6) t(i)) TO 'duckdb-wide.parquet' (FORMAT parquet, PARQUET_VERSION v2)""")
json.dump(answers, open("answers.json", "w"), ensure_ascii=False)
