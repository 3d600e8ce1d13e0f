/** No query takes more memory than it may, nor goes on where it has been called off, within one expression either. */
import { describe, expect, test } from "vitest";
import { LimitError } from "../../src/errors.js";
import { Graph } from "../../src/graph.js";

const graph = new Graph();
graph.query("UNWIND range(0, 199) AS i CREATE (:N {i: i})");

describe("memory", () => {
  test.each([
    ["RETURN reduce(l = [1], x IN range(1, 60) | l + l) AS l", "a list"],
    ["RETURN reduce(l = [1], x IN range(1, 60) | l || l) AS l", "a list"],
    ["RETURN [x IN range(1, 1000) | range(1, 1000)] AS l", "a list comprehension"],
    ["RETURN range(1, 1000000) AS l", "a function"],
    ["UNWIND range(1, 1000) AS x RETURN collect(range(x, x + 999)) AS l", "an aggregation"],
    ["UNWIND range(1, 1000) AS x RETURN collect({k: toString(x), l: range(1, 1000)}) AS l", "an aggregation"],
    ["UNWIND range(1, 1000) AS x WITH x, range(x, x + 999) AS l RETURN l ORDER BY x", "ORDER BY"],
    ["UNWIND range(1, 1000) AS x WITH DISTINCT x, range(x, x + 999) AS l RETURN x", "DISTINCT"],
    ["UNWIND range(1, 100000) AS x RETURN x, count(*) AS n", "an aggregation"],
    ["MATCH (n) RETURN COLLECT { MATCH (a), (b) RETURN a.i + b.i } AS l", "COLLECT"],
    ["MATCH (a), (b), (c) CREATE (:X {i: c.i})", "CREATE"],
    [
      "UNWIND range(1, 5000) AS x WITH reduce(s = '', i IN range(1, 100) | s + 'abcdefghij') + x AS s RETURN collect(s) AS l",
      "an aggregation",
    ],
  ])("%s", (query, operator) => {
    const run = () => graph.query(query, {}, { memory: 2 ** 20 }).toArray();
    expect(run).toThrow(LimitError);
    expect(run).toThrow(new RegExp(`memory of a query, in (${operator}|a function),`));
  });

  test("what rows share counts once, and what is let go is given back", () => {
    const run = (query: string) => graph.query(query, {}, { memory: 2 ** 20 }).toArray().length;
    expect(run("WITH range(1, 1000) AS l UNWIND l AS x RETURN x, l ORDER BY x")).toBe(1000);
    expect(
      run(
        "UNWIND range(1, 500) AS x CALL (x) { UNWIND range(1, 500) AS y RETURN max(y) AS m ORDER BY m } RETURN m",
      ),
    ).toBe(500);
    expect(
      run("UNWIND range(1, 1000) AS x WITH size([y IN range(1, 1000) | y * x]) AS n RETURN sum(n) AS s"),
    ).toBe(1);
    expect(run("UNWIND range(1, 20000) AS x RETURN collect(DISTINCT x % 5) AS l")).toBe(1);
  });

  test("the longest text that there can be is a limit as well", () => {
    const query = "RETURN size(reduce(s = 'x', i IN range(1, 40) | s + s)) AS n";
    expect(() => graph.query(query).toArray()).toThrow(LimitError);
  });
});

describe("a signal is looked at within one expression", () => {
  test.each([
    "RETURN reduce(n = 0, x IN range(1, 50000) | n + x) AS n",
    "RETURN size([x IN range(1, 50000) WHERE x % 2 = 0 | x]) AS n",
    "RETURN all(x IN range(1, 50000) WHERE x > 0) AS n",
    "RETURN size(range(1, 200000)) AS n",
    "RETURN size(reduce(l = [], x IN range(1, 800) | l + x)) AS n",
    "RETURN COUNT { UNWIND range(1, 50000) AS x RETURN x } AS n",
    "UNWIND range(1, 20000) AS x WITH x ORDER BY -x LIMIT 1 RETURN x",
    "MATCH (a) WHERE EXISTS { MATCH (a), (b), (c) WHERE b.i + c.i < 0 } RETURN a LIMIT 1",
  ])("%s", (query) => {
    const signal = new AbortController().signal;
    let looks = 0;
    signal.throwIfAborted = () => void looks++;
    graph.query(query, {}, { signal }).toArray();
    expect(looks).toBeGreaterThan(3);
    // and where it says no, the query ends
    let left = 3;
    const stopping = new AbortController().signal;
    stopping.throwIfAborted = () => {
      if (--left < 0) throw new Error("called off");
    };
    expect(() => graph.query(query, {}, { signal: stopping }).toArray()).toThrow("called off");
  });
});

test("a list that is asked again and again answers as it does once", () => {
  const list = [...Array(40).keys(), null, 1.5, "a", Number.NaN, [1], true];
  const wanted = [3, 99, 1.5, "a", "b", Number.NaN, null, [1], [2], true, false, 3.0];
  const one = wanted.map((w) => graph.query("RETURN $w IN $list AS b", { w, list }).column("b")[0]);
  expect(graph.query("UNWIND $wanted AS w RETURN w IN $list AS b", { wanted, list }).column("b")).toEqual(
    one,
  );
  const known = list.filter((item) => item !== null);
  const other = wanted.map((w) => graph.query("RETURN $w IN $known AS b", { w, known }).column("b")[0]);
  expect(graph.query("UNWIND $wanted AS w RETURN w IN $known AS b", { wanted, known }).column("b")).toEqual(
    other,
  );
});
