// What filters work out of values, and what every element has, held against the same in JavaScript.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, element, Graph, type GraphSchema, parameter } from "../../../src/index.js";
import { formatFilter } from "../../../src/space/filter/format.js";
import { parseFilter } from "../../../src/space/filter/parse.js";
import { worlds } from "../traversal/arbitrary-views.js";

const names = fc.option(
  fc.constantFrom("Ada", "ADA", "ada", "straße", "STRASSE", "ΟΔΟΣ", "οδος", "", "b\u{1F600}"),
  { nil: undefined },
);
const documents = fc.option(
  fc.oneof(
    fc.record(
      {
        author: fc.record({
          name: fc.constantFrom("Ada", "Alan", null),
          age: fc.integer({ min: 0, max: 2 }),
        }),
        tags: fc.array(fc.constantFrom("x", "y")),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom<unknown>(5, "text", [1, 2]),
  ),
  { nil: undefined },
);
const rows = fc.array(
  fc.record({
    name: names,
    meta: documents,
    tags: fc.option(fc.array(fc.constantFrom("a", "b")), { nil: undefined }),
  }),
  { maxLength: 12 },
);
// biome-ignore lint/suspicious/noExplicitAny: a document is anything
type Row = { name?: string; meta?: any; tags?: string[] };

const fold = (text: string) => text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
/** Undefined is unknown. */
const QUESTIONS: readonly [string, (row: Row) => boolean | undefined][] = [
  ["lower(name) = 'ada'", ({ name }: Row) => name && name.toLowerCase() === "ada"] as never,
  ["upper(name) <> 'ADA'", ({ name }) => (name === undefined ? undefined : name.toUpperCase() !== "ADA")],
  [
    "lower(name) IN ('ada', 'straße')",
    ({ name }) => (name === undefined ? undefined : ["ada", "straße"].includes(name.toLowerCase())),
  ],
  ["lower(name) STARTS WITH 's'", ({ name }) => name?.toLowerCase().startsWith("s")],
  [
    "name CONTAINS 'SS' IGNORING CASE",
    ({ name }) => (name === undefined ? undefined : fold(name).includes("ss")),
  ],
  [
    "name STARTS WITH 'aD' ignoring case",
    ({ name }) => (name === undefined ? undefined : fold(name).startsWith("ad")),
  ],
  [
    "name ENDS WITH 'ς' IGNORING CASE",
    ({ name }) => (name === undefined ? undefined : fold(name).endsWith("σ")),
  ],
  ["name =~ '(?i)a.a'", ({ name }) => (name === undefined ? undefined : /^a.a$/iu.test(name))],
  ["size(name) > 3", ({ name }) => (name === undefined ? undefined : [...name].length > 3)],
  ["size(tags) = 2", ({ tags }) => (tags === undefined ? undefined : tags.length === 2)],
  ["'a' IN tags", ({ tags }) => tags?.includes("a")],
  [
    "meta.author.name = 'Ada'",
    ({ meta }) => (typeof meta?.author?.name === "string" ? meta.author.name === "Ada" : undefined),
  ],
  [
    "meta.author.age >= 1",
    ({ meta }) => (typeof meta?.author?.age === "number" ? meta.author.age >= 1 : undefined),
  ],
  [
    "meta.author.age BETWEEN 1 AND 2",
    ({ meta }) => (typeof meta?.author?.age === "number" ? meta.author.age >= 1 : undefined),
  ],
  ["meta.author.name IS NULL", ({ meta }) => (meta?.author?.name ?? null) === null],
  ["meta.tags CONTAINS 'x'", ({ meta }) => (Array.isArray(meta?.tags) ? meta.tags.includes("x") : undefined)],
  [
    "meta.tags[1] = 'y'",
    ({ meta }) => (typeof meta?.tags?.[1] === "string" ? meta.tags[1] === "y" : undefined),
  ],
  ["size(meta.tags) = 1", ({ meta }) => (Array.isArray(meta?.tags) ? meta.tags.length === 1 : undefined)],
  ["meta[0] = 1", ({ meta }) => (Array.isArray(meta) ? meta[0] === 1 : undefined)],
];

test("filters on what is worked out find what JavaScript finds, and so do their negations", () => {
  fc.assert(
    fc.property(rows, fc.constantFrom("live", "many distinct"), (given, kind) => {
      const graph = new Graph({ schema: { nodes: { name: "utf8", meta: "json", tags: "list<utf8>" } } });
      // past so many distinct strings a column holds their bytes
      if (kind !== "live" && given.length > 10)
        graph.addNodes(17_000, { attributes: { name: Array.from({ length: 17_000 }, (_, i) => `n${i}`) } });
      const ids = given.map((row) => graph.addNode(row as never));
      const all = graph.nodes.select(ids);
      for (const [text, matches] of QUESTIONS) {
        const expected = (wanted: boolean) =>
          ids.filter((_, i) => {
            const found = matches(given[i] as Row);
            return found !== undefined && (found as unknown) !== "" && Boolean(found) === wanted;
          });
        if (text.startsWith("lower(name) = "))
          expect([text, [...all.where(text)]]).toEqual([
            text,
            ids.filter((_, i) => given[i]!.name?.toLowerCase() === "ada"),
          ]);
        else {
          expect([text, [...all.where(text)]]).toEqual([text, expected(true)]);
          expect([text, [...all.where(`NOT (${text})`)]]).toEqual([text, expected(false)]);
        }
        expect(formatFilter(parseFilter(formatFilter(parseFilter(text))))).toBe(
          formatFilter(parseFilter(text)),
        );
        expect(parseFilter(formatFilter(parseFilter(text)))).toEqual(parseFilter(text));
      }
    }),
    { numRuns: 100 },
  );
});

test("filters on what every element has agree with the view", () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 4 }), ({ view, nodes, edges }, n) => {
      const ids = [...nodes.keys()];
      expect([...view.nodes.where("degree >= $n", { n })]).toEqual(ids.filter((id) => view.degree(id) >= n));
      expect([...view.nodes.where("degree('both') = $n", { n })]).toEqual(
        ids.filter((id) => view.degree(id, "both") === n),
      );
      expect([...view.nodes.where("id IN $ids", { ids: Uint32Array.of(n, 2, 99) })]).toEqual(
        ids.filter((id) => id === n || id === 2),
      );
      expect([...view.nodes.where(element("id").notEquals(n))]).toEqual(ids.filter((id) => id !== n));
      expect([...view.nodes.where("'Even' IN labels AND size(labels) = 1")]).toEqual(
        ids.filter((id) => id % 2 === 0),
      );
      expect([...view.edges.where("source = $n OR target() > $n", { n })]).toEqual(
        edges.filter(({ source, target }) => source === n || target > n).map(({ id }) => id),
      );
      expect([...view.edges.where("type = 'A'")]).toEqual(
        edges.filter(({ type }) => type === "A").map(({ id }) => id),
      );
      expect([...view.edges.where("type IS NULL")]).toEqual(
        edges.filter(({ type }) => type === undefined).map(({ id }) => id),
      );
    }),
    { numRuns: 200 },
  );
});

test("an attribute of such a name comes first, and what every element has is asked for with ()", () => {
  const graph = new Graph();
  graph.addNodes(2, { attributes: { id: ["x", "y"] } });
  expect([...graph.nodes.where("id = 'y'")]).toEqual([1]);
  expect([...graph.nodes.where("id() = 0")]).toEqual([0]);
  expect([...graph.nodes.where(element("id").equals(1))]).toEqual([1]);
  expect([...graph.nodes.where(attribute<string>("id").equals("x"))]).toEqual([0]);
});

test("built filters say the same as texts", () => {
  const pairs = [
    [attribute("name").lower().equals("ada"), "lower(name) = 'ada'"],
    [attribute("tags").size().greaterThan(1), "size(tags) > 1"],
    [attribute("meta").path("author", "in", 0).isNull(), "meta.author.`in`[0] IS NULL"],
    [attribute("name").contains("x", { ignoringCase: true }), "name CONTAINS 'x' IGNORING CASE"],
    [attribute("name").matches(parameter("p")), "name =~ $p"],
    [element("degree", "in").atLeast(2), "degree('in') >= 2"],
    [element("labels").contains("A"), "labels() CONTAINS 'A'"],
  ] as const;
  for (const [built, text] of pairs) {
    expect(formatFilter(built)).toBe(text);
    expect({ ...parseFilter(text) }).toEqual({ ...built });
  }
});

describe("what is not there is said", () => {
  const graph = new Graph({ schema: { nodes: { born: "int32" } } as GraphSchema });
  graph.addNode("Person", { name: "Ada", meta: { a: 1 }, age: 5 });
  graph.addEdge(0, 0, "KNOWS", { since: 1 });
  test.each<[string, () => unknown, string]>([
    [
      "a typo",
      () => graph.nodes.where("nmae = 'Ada'"),
      'filter expected attributes of the nodes, got "nmae"; did you mean `name`?',
    ],
    [
      "a label without its colon",
      () => graph.nodes.where("Person"),
      'got "Person"; labels are written :Person',
    ],
    ["a text without quotes", () => graph.nodes.where("name = Ada"), "got \"Ada\"; texts are written 'Ada'"],
    [
      "a label",
      () => graph.nodes.where(":Persn"),
      'filter expected labels of nodes, got "Persn"; did you mean :Person?',
    ],
    [
      "a label that is near none",
      () => graph.nodes.where(":Warehouse"),
      'filter expected labels of nodes, got "Warehouse"; there are :Person',
    ],
    [
      "a type",
      () => graph.edges.where("NOT :KNOW"),
      'filter expected types of edges, got "KNOW"; did you mean :KNOWS?',
    ],
    [
      "deep inside",
      () => graph.nodes.where("name = 'x' OR NOT (age IN (1, agee))"),
      'got "agee"; did you mean `age`?',
    ],
    ["in a function", () => graph.nodes.where("lower(nam) = 'x'"), 'got "nam"; did you mean `name`?'],
    [
      "a source of nodes",
      () => graph.nodes.where("source = 1"),
      'filter expected attributes of the nodes, got "source"',
    ],
    [
      "source() of nodes",
      () => graph.nodes.where("source() = 1"),
      "source expected to be asked of edges, got nodes",
    ],
    ["built", () => graph.nodes.where(attribute("nmae").isNull()), 'got "nmae"; did you mean `name`?'],
    [
      "on the way along edges",
      () => graph.nodes.all().out({ where: "sinse > 1" }),
      'filter expected attributes of the edges, got "sinse"',
    ],
    [
      "a way to say so that is none",
      () => graph.nodes.where("a = 1", {}, { unknown: "no" } as never),
      '"unknown" expected "error" or "absent", got "no"',
    ],
    [
      "a part of a text",
      () => graph.nodes.where("name.first = 'A'"),
      'attribute "name" expected to be json for its parts, got utf8',
    ],
    [
      "lower of a number",
      () => graph.nodes.where("lower(age) = 'x'"),
      "age expected to be a string for lower, got a number",
    ],
    [
      "a number for a text",
      () => graph.nodes.where("lower(name) = 5"),
      "lower(name) is a text and cannot be compared with 5",
    ],
    [
      "an unknown function",
      () => graph.nodes.where("trim(name) = 'x'"),
      "expected AND, OR or the end of the filter",
    ],
    ["no argument", () => graph.nodes.where("lower() = 'x'"), "expected a value"],
    [
      "an unknown direction",
      () => graph.nodes.where("degree('up') > 1"),
      'degree expected "out", "in" or "both", got "up"',
    ],
    ["no pattern", () => graph.nodes.where("name =~ '('"), "expected ) to close this group"],
    ["half of it", () => graph.nodes.where("name CONTAINS 'x' IGNORING"), "expected CASE"],
    [
      "a pattern for a number",
      () => graph.nodes.where("age =~ 'x'"),
      'attribute "age" expected to be utf8 for =~',
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  test("or taken for absent, where one says so", () => {
    const absent = { unknown: "absent" } as const;
    expect(graph.nodes.where("nmae = 'Ada'", undefined, absent).count).toBe(0);
    expect(graph.nodes.where("nmae IS NULL AND NOT :Persn", {}, absent).count).toBe(1);
    expect(graph.nodes.withLabel("Persn").count).toBe(0);
    expect(graph.nodes.where("born > 5 OR name = 'Ada'").count).toBe(1);
  });

  test("what only another state has is known", () => {
    const other = new Graph();
    other.addNode("A", { x: 1 });
    other.commit("one");
    other.nodes.set(0, { y: 2 });
    other.nodes.addLabel(0, "B");
    expect(other.at("HEAD").nodes.where("y = 2 OR :B").count).toBe(0);
  });
});
