// Vector searches of peers over the rows and queries that groggy has, with what each finds.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smoke } from "../shared/measure.mjs";
import { fromPython, microsecondsOf, withPackage } from "./peers.mjs";

const rounds = smoke ? 1 : 5;

/**
 * Rows of { name, found: rows by query, time: µs a query, build: µs, rows: how many they were over }. What builds a graph
 * is given the first `graphRows` alone.
 */
export async function measureVectorPeers({ values, dimensions, queries, graphRows }) {
  const rowCount = values.length / dimensions;
  const outcomes = [];
  const row = (i) => values.subarray(i * dimensions, (i + 1) * dimensions);
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  const add = (name, rows, build, search) => {
    const found = queries.map((query) => Array.from(search(query), Number));
    let next = 0;
    const time = microsecondsOf(() => search(queries[next++ % queries.length]), rounds);
    outcomes.push({ name, rows, build, time, found });
  };

  const folder = mkdtempSync(join(tmpdir(), "groggy-vectors-"));
  writeFileSync(join(folder, "rows"), values);
  writeFileSync(join(folder, "queries"), Float32Array.from(queries.flatMap((query) => [...query])));
  const paths = [join(folder, "rows"), join(folder, "queries")];
  for (const each of fromPython("vector_peers.py", ...paths, dimensions, rounds, graphRows))
    if (each.skipped === undefined) outcomes.push(each);
    else console.log(`vector_peers.py: skipped, ${each.skipped}`);
  rmSync(folder, { recursive: true });

  await withPackage("sqlite-vec", (vec) =>
    withPackage("better-sqlite3", (Database) => {
      const database = new Database(":memory:");
      vec.load(database);
      const start = cpu();
      database.exec(
        `CREATE VIRTUAL TABLE rows USING vec0(vector float[${dimensions}] distance_metric=cosine)`,
      );
      const insert = database.prepare("INSERT INTO rows(rowid, vector) VALUES (?, ?)");
      database.transaction(() => {
        for (let i = 0; i < rowCount; i++) insert.run(BigInt(i), Buffer.from(row(i).slice().buffer));
      })();
      const build = cpu() - start;
      const search = database.prepare("SELECT rowid FROM rows WHERE vector MATCH ? AND k = 10");
      const { version } = database.prepare("SELECT vec_version() AS version").get();
      add(`sqlite-vec ${version}`, rowCount, build, (query) =>
        search.all(Buffer.from(query.slice().buffer)).map(({ rowid }) => rowid),
      );
      database.close();
    }),
  );
  await withPackage("usearch", (usearch, name) => {
    add(`${name}, exact`, rowCount, 0, (query) => {
      return usearch.exactSearch(values, query, dimensions, 10, usearch.MetricKind.Cos, 1).keys;
    });
    const index = new usearch.Index({ metric: "cos", connectivity: 16, dimensions });
    const start = cpu();
    for (let i = 0; i < graphRows; i++) index.add(BigInt(i), row(i));
    add(`${name}, graph`, graphRows, cpu() - start, (query) => index.search(query, 10, 1).keys);
  });
  await withPackage("hnswlib-node", ({ HierarchicalNSW }, name) => {
    const index = new HierarchicalNSW("cosine", dimensions);
    index.initIndex(graphRows, 16, 200);
    const start = cpu();
    for (let i = 0; i < graphRows; i++) index.addPoint([...row(i)], i);
    const build = cpu() - start;
    index.setEf(100);
    add(`${name}, ef 100`, graphRows, build, (query) => index.searchKnn([...query], 10).neighbors);
  });
  await withPackage("@orama/orama", async (orama, name) => {
    const index = orama.create({ schema: { vector: `vector[${dimensions}]` } });
    const start = cpu();
    const rows = Array.from({ length: graphRows }, (_, i) => ({ id: String(i), vector: [...row(i)] }));
    await orama.insertMultiple(index, rows, 1000);
    const build = cpu() - start;
    add(name, graphRows, build, (query) =>
      orama
        .searchVector(index, { vector: { value: [...query], property: "vector" }, similarity: -1, limit: 10 })
        .hits.map(({ id }) => id),
    );
  });
  await withPackage("@lancedb/lancedb", async (lancedb, name) => {
    const place = mkdtempSync(join(tmpdir(), "groggy-lance-"));
    const database = await lancedb.connect(place);
    const start = cpu();
    const rows = (from, to) =>
      Array.from({ length: to - from }, (_, i) => ({ id: from + i, vector: [...row(from + i)] }));
    const table = await database.createTable("rows", rows(0, Math.min(rowCount, 10_000)));
    for (let from = 10_000; from < rowCount; from += 10_000)
      await table.add(rows(from, Math.min(rowCount, from + 10_000)));
    const build = cpu() - start;
    const search = (query) =>
      table
        .vectorSearch(query)
        .distanceType("cosine")
        .bypassVectorIndex()
        .select(["id", "_distance"])
        .limit(10)
        .toArray();
    const found = [];
    const times = [];
    for (const query of queries) {
      const from = cpu();
      found.push((await search(query)).map(({ id }) => Number(id)));
      times.push(cpu() - from);
    }
    times.sort((a, b) => a - b);
    outcomes.push({
      name: `${name}, no index`,
      rows: rowCount,
      build,
      time: times[times.length >> 1],
      found,
    });
    rmSync(place, { recursive: true });
  });
  return outcomes;
}
