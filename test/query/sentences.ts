/** Sentences of the language, drawn from its grammar, for properties. */
import fc from "fast-check";

const names = fc.constantFrom(
  "a",
  "b",
  "node",
  "count",
  "`a b`",
  "`x``y`",
  "ünï",
  "x1",
  "`null`",
  "match",
  "end",
  "all",
);
const variables = fc.constantFrom("a", "b", "c", "n", "`odd name`");
const literals = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => {
    const text = Object.is(value, -0) ? "-0.0" : String(value);
    return /[.e]/.test(text) ? text : `${text}.0`;
  }),
  fc.constantFrom(
    "null",
    "TRUE",
    "false",
    "0x1F",
    "0o17",
    "-9223372036854775808",
    ".5",
    "1e3",
    "$p",
    "$0",
    "$`a b`",
  ),
  fc.constantFrom("'it\\'s'", '"say \\"x\\""', "'\\u0041\\U0001F600'", "'tab\\t'", "'a\"b'", "''", "'\\\\'"),
);

export interface Sentences {
  readonly expression: string;
  readonly pattern: string;
  readonly labels: string;
  readonly statement: string;
}

const joined = (separator: string, part: fc.Arbitrary<string>, min = 0, max = 3): fc.Arbitrary<string> =>
  fc.array(part, { minLength: min, maxLength: max }).map((parts) => parts.join(separator));

/** Text of many forms at once: each is an expression, a pattern or a statement that parses. */
export const sentences = fc.letrec<Sentences>((tie) => {
  const expression = tie("expression") as fc.Arbitrary<string>;
  const pattern = tie("pattern") as fc.Arbitrary<string>;
  const labels = tie("labels") as fc.Arbitrary<string>;
  const t = (strings: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((values) => strings.reduce((text, string, i) => text + values[i - 1] + string));
  const maybe = (part: fc.Arbitrary<string>) => fc.option(part, { nil: "" }) as fc.Arbitrary<string>;
  const map = joined(", ", t`${names}: ${expression}`).map((entries) => `{${entries}}`);
  const node = t`(${maybe(variables)}${maybe(t`:${labels}`)} ${maybe(map)}${maybe(t` WHERE ${expression}`)})`;
  const length = fc.constantFrom("", "*", "*2", "*1..3", "*..4", "*2..");
  const inner = t`[${maybe(variables)}${maybe(t`:${labels}`)}${length} ${maybe(map)}]`;
  const arrow = fc
    .tuple(fc.constantFrom("<", ""), maybe(inner), fc.constantFrom(">", ""))
    .map(([left, middle, right]) => `${left}-${middle}-${right}`);
  const path = fc
    .tuple(node, fc.array(fc.tuple(arrow, node), { minLength: 1, maxLength: 2 }))
    .map(([first, rest]) => first + rest.flat().join(""));
  const where = maybe(t` WHERE ${expression}`);
  const types = fc.constantFrom(
    "INTEGER",
    "LIST<STRING NOT NULL>",
    "ZONED DATETIME",
    "ANY<INTEGER | FLOAT>",
    "bool!",
  );
  const body = t`MATCH ${pattern}${where} RETURN ${expression} AS x`;
  const item = t`${expression} AS ${variables}`;
  const paging = t`${maybe(t` ORDER BY ${expression} DESC`)}${maybe(t` SKIP ${expression}`)}${maybe(t` LIMIT 3`)}`;
  const set = fc.oneof(
    t`${variables}.${names} = ${expression}`,
    t`${variables} += ${map}`,
    t`${variables}:A:B`,
    t`${variables} = ${expression}`,
  );
  const clause = fc.oneof(
    t`MATCH ${joined(", ", pattern, 1, 2)}${where}`,
    t`OPTIONAL MATCH ${pattern}${where}`,
    t`UNWIND ${expression} AS ${variables}`,
    t`WITH ${joined(", ", item, 1, 2)}${paging}${where}`,
    t`CREATE ${path}`,
    t`INSERT ${path}`,
    t`MERGE ${path} ON CREATE SET ${set} ON MATCH SET ${set}`,
    t`SET ${joined(", ", set, 1, 2)}`,
    t`REMOVE ${variables}.${names}, ${variables}:A`,
    t`DETACH DELETE ${expression}`,
    t`FOREACH (${variables} IN ${expression} | SET ${set} CREATE ${node})`,
    t`CALL { ${body} }`,
    t`OPTIONAL CALL (${variables}) { ${body} UNION ALL ${body} }`,
    t`CALL ${names}.proc(${expression}) YIELD ${variables} AS x${where}`,
    t`LOAD CSV WITH HEADERS FROM ${expression} AS ${variables} FIELDTERMINATOR ';'`,
    t`FILTER ${expression}`,
    t`LET ${variables} = ${expression}`,
    t`FOR ${variables} IN ${expression} WITH ORDINALITY ${variables}`,
    t`ORDER BY ${expression} OFFSET 1 LIMIT 2`,
  );
  return {
    labels: fc.oneof(
      { depthSize: "xsmall", maxDepth: 4, withCrossShrink: true },
      names,
      fc.constant("%"),
      t`${names}:${names}`,
      t`!${labels}`,
      t`(${labels}&${labels})`,
      t`(${labels}|${labels})`,
    ),
    pattern: fc.oneof(
      { depthSize: "xsmall", maxDepth: 4 },
      node,
      path,
      t`${variables} = ${path}`,
      t`shortestPath((a)-[*]->(b))`,
      t`${fc.constantFrom("ANY SHORTEST", "ALL SHORTEST", "SHORTEST 3 PATHS", "SHORTEST 2 GROUPS", "ANY 4", "ANY")} ${path}`,
      t`${node} (${path}${where}){1,3} ${node}`,
      t`(${path}${where})+ ${node}--{2}${node}`,
    ),
    expression: fc.oneof(
      { depthSize: "xsmall", maxDepth: 4, withCrossShrink: true },
      literals,
      variables,
      t`${variables}.${names}`,
      t`(${expression}) ${fc.constantFrom("+", "-", "*", "/", "%", "^", "=", "<>", "<=", ">", "IN", "STARTS WITH", "=~", "AND", "OR", "XOR", "||")} (${expression})`,
      t`${literals} + ${literals} * ${literals} - ${literals}`,
      t`${variables} < ${literals} <= ${variables}`,
      t`NOT (${expression})`,
      t`-(${expression})`,
      t`(${expression}) IS NOT NULL`,
      t`(${expression}) IS TYPED ${types}`,
      t`CAST(${expression} AS ${types})`,
      t`${variables}:${labels}`,
      t`(${expression})[${expression}]`,
      t`(${expression})[${expression}..]`,
      joined(", ", expression).map((items) => `[${items}]`),
      map,
      t`[${variables} IN (${expression}) WHERE (${expression}) | (${expression})]`,
      t`[${path} WHERE (${expression}) | ${expression}]`,
      t`${fc.constantFrom("all", "ANY", "none", "single")}(${variables} IN ${expression} WHERE ${expression})`,
      t`reduce(acc = ${expression}, ${variables} IN (${expression}) | ${expression})`,
      t`${fc.constantFrom("coalesce", "date.truncate", "COUNT", "toUpper")}(${joined(", ", expression, 1, 2)})`,
      t`count(DISTINCT ${expression})`,
      fc.constant("count(*)"),
      t`CASE WHEN ${expression} THEN ${expression} ELSE ${expression} END`,
      t`CASE ${expression} WHEN ${expression} THEN ${expression} END`,
      path,
      t`EXISTS { ${pattern}${where} }`,
      t`COUNT { ${body} }`,
      t`COLLECT { ${body} }`,
      t`${variables} {.${names}, .*, ${names}: ${expression}, ${variables}}`,
    ),
    statement: fc
      .tuple(
        fc.constantFrom("", "EXPLAIN ", "PROFILE "),
        fc.array(clause, { maxLength: 3 }),
        t`RETURN ${fc.constantFrom("", "DISTINCT ")}${joined(", ", item, 1, 2)}${paging}`,
        maybe(t` UNION RETURN ${item}`),
      )
      .map(([mode, clauses, end, union]) => `${mode}${[...clauses, end].join(" ")}${union}`),
  };
});
