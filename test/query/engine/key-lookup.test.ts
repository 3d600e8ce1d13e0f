/** Lookups by key against the plain executor, which has no way of its own for them. */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Graph } from "../../../src/graph.js";
import type { QueryOptions } from "../../../src/query/index.js";
import { DEFAULT_TUNING, tuning } from "../../../src/structures/tuning.js";

afterEach(() => {
  Object.assign(tuning, DEFAULT_TUNING);
});

const texts = [
  "MATCH (u:User {id: $id}) RETURN u.id AS id, u.name AS name",
  "MATCH (u:User {id: $id}) RETURN u.missing AS m, u.name AS a, u.name AS b",
  "MATCH (u:User {id: $id, name: $name}) RETURN u.id AS id",
  "MATCH (u:User {id: 1}) RETURN u.name AS name",
  "MATCH (u:User {name: $name}) RETURN u.id AS id ORDER BY id",
  "MATCH (u:Other {id: $id}) RETURN u.id AS id",
  "MATCH (u {id: $id}) RETURN u.id AS id ORDER BY id",
  "MATCH (u:User&Other {id: $id}) RETURN u.name AS name",
  "MATCH (u:User {id: $id}) WHERE u.name = $name RETURN u.id AS id",
  "MATCH (u:User {id: $id}) RETURN DISTINCT u.name AS name",
  "MATCH (u:User {id: $id}) RETURN u.name AS name LIMIT 0",
  "MATCH (u:User {id: $id}) RETURN u.name AS name SKIP 1",
  "MATCH (u:User {id: $id}) RETURN count(u.name) AS n",
  "OPTIONAL MATCH (u:User {id: $id}) RETURN u.name AS name",
  "MATCH (u:User {id: $id}) RETURN u AS u, u.name AS name",
  "MATCH (u:User {id: $id}) RETURN u.name + '!' AS name",
  "MATCH (a:Account {owner: $id, number: $number}) RETURN a.balance AS b, a.owner AS o",
  "MATCH (a:Account {number: $number}) RETURN a.balance AS b ORDER BY b",
  "PROFILE MATCH (u:User {id: $id}) RETURN u.name AS name",
];

const id = fc.constantFrom(0, 1, 2, -1, 1.5, "1", null, true, 2n ** 60n, [1], { a: 1 });

test("a lookup by key has the rows of the plain executor, before and after writes, and in the past", () => {
  const drawn = fc.record({
    users: fc.uniqueArray(fc.nat(3), { maxLength: 4 }),
    others: fc.array(fc.nat(3), { maxLength: 3 }),
    accounts: fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(2)), { selector: String, maxLength: 4 }),
    parameters: fc.record({ id, name: fc.constantFrom("n0", "n1", null), number: fc.constantFrom(0, 1) }),
    text: fc.constantFrom(...texts),
    removed: fc.option(fc.nat(3)),
  });
  fc.assert(
    fc.property(drawn, ({ users, others, accounts, parameters, text, removed }) => {
      const graph = new Graph({ keys: { User: "id", Account: ["owner", "number"] } });
      for (const each of users)
        graph.addNode(each % 2 === 0 ? ["User", "Other"] : "User", { id: each, name: `n${each}` });
      for (const each of others) graph.addNode("Other", { id: each, name: "other" });
      for (const [owner, number] of accounts)
        graph.addNode("Account", { owner, number, balance: owner * 10 });
      graph.commit("all", { allowEmpty: true });
      const both = (view: Pick<Graph, "query" | "prepare">): void => {
        const run = (engine: "columns" | "rows"): unknown => {
          tuning.queryEngine = engine;
          try {
            const result = view.prepare(text)(parameters);
            return {
              columns: result.columns,
              rows: JSON.parse(JSON.stringify(result)),
              kinds: result.numberKinds(),
            };
          } catch (error) {
            return String(error);
          }
        };
        expect(run("columns"), text).toEqual(run("rows"));
      };
      both(graph);
      if (removed !== null)
        graph.query("MATCH (u:User {id: $removed}) SET u:Other REMOVE u:User", { removed });
      graph.query("MATCH (u:User {id: 2}) SET u.id = 7, u.name = 'n1'");
      both(graph);
      both(graph.at("main"));
    }),
    { numRuns: 400 },
  );
}, 300_000);

test("keys and attributes may be of any type, and integers come out as is wanted", () => {
  const types = [
    "int32",
    "int64",
    "integer",
    "float32",
    "float64",
    "utf8",
    "bool",
    "timestamp",
    "list<int32>",
  ];
  const held: Record<string, readonly unknown[]> = {
    int32: [0, 1, -1],
    int64: [0n, 1n, 2n ** 60n],
    integer: [0, 1, 2n ** 60n],
    float32: [0, 1, 0.5],
    float64: [0, 1, 0.1],
    utf8: ["", "1", "é"],
    bool: [true, false],
    timestamp: [new Date(0), new Date(1)],
    "list<int32>": [[], [1]],
  };
  const given = [
    0,
    -0,
    1,
    -1,
    0.5,
    0.1,
    Number.NaN,
    1n,
    2n ** 60n,
    "",
    "1",
    "é",
    "\ud800",
    true,
    null,
    undefined,
  ];
  const drawn = fc.record({
    keyType: fc.constantFrom("int32", "int64", "integer", "float32", "float64", "utf8", "bool"),
    types: fc.record({ a: fc.constantFrom(...types), b: fc.constantFrom(...types) }),
    places: fc.array(fc.tuple(fc.nat(2), fc.nat(3), fc.nat(3)), { maxLength: 3 }),
    id: fc.constantFrom(...given),
    extra: fc.constantFrom(
      {},
      { more: 1 },
      { more: "\ud800" },
      { more: Symbol("more") },
      { more: { a: [1] } },
    ),
    options: fc.constantFrom<QueryOptions | undefined>(
      undefined,
      {},
      { integers: "bigint" },
      { integers: "number" },
      { timeout: 60_000 },
      { timeout: -1 },
      { other: 1 } as never,
    ),
  });
  fc.assert(
    fc.property(drawn, ({ keyType, types: { a, b }, places, id, extra, options }) => {
      const graph = new Graph({
        keys: { User: "id" },
        schema: { nodes: { id: keyType, a, b } as never },
      });
      const keys = new Set<unknown>();
      for (const [key, i, j] of places) {
        const value = held[keyType][key];
        if (value === undefined || keys.has(value)) continue;
        keys.add(value);
        graph.addNode("User", { id: value, a: held[a][i], b: held[b][j] } as never);
      }
      const find = graph.prepare(
        "MATCH (u:User {id: $id}) RETURN u.a AS a, u.b AS b, u.none AS none, u.a AS again",
      );
      const run = (engine: "columns" | "rows"): unknown => {
        tuning.queryEngine = engine;
        try {
          const result = find({ id, ...extra }, options);
          return [
            result.toArray(),
            result.toArray({ rows: "array" }),
            [...result],
            [...result.batches()],
            result.column("b"),
            result.summary,
            result.numberKinds(),
          ];
        } catch (error) {
          return String(error);
        }
      };
      expect(run("columns")).toEqual(run("rows"));
    }),
    { numRuns: 600 },
  );
}, 300_000);

test("the rows of a lookup are those of the call, and its parameters are asked for", () => {
  const graph = new Graph({ keys: { User: "id" } });
  graph.addNode("User", { id: 1, name: "Ada" });
  const find = graph.prepare<{ id?: number }, { name: string }>(
    "MATCH (u:User {id: $id}) RETURN u.name AS name",
  );
  const found = find({ id: 1 });
  graph.query("MATCH (u:User) SET u.name = 'Alan'");
  expect(found.toArray()).toEqual([{ name: "Ada" }]);
  expect(found.plan.split("\n").at(-1)).toContain("by key id");
  expect(found.summary.nodesCreated).toBe(0);
  expect(() => find({}).toArray()).toThrow(/\$?id/);
  expect(() => find({ id: 1 }, { signal: AbortSignal.abort(new Error("off")) })).toThrow("off");
});
