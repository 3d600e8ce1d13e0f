// Arguments by chance, as text of JavaScript over `graph`, `r` (earlier results), `h` (hostile ones), `Graph`, `G`, `A`.
import type { Random } from "./random.js";

/** What a maker of arguments may draw on. */
export interface Source {
  readonly random: Random;
  /** "node" or "edge", whichever the call is about. */
  readonly kind: "node" | "edge";
  readonly method: string;
  /** The options that a method is known to take. */
  readonly optionNames: readonly string[];
  /** Results of earlier calls by the name of their class, as text. */
  results(className: string): readonly string[];
  /** Ids of elements that are there, or were, or never were. */
  id(kind: "node" | "edge"): number;
}

type Maker = (source: Source) => string;

const NAMES = ["a", "b", "s", "flag", "list", "when", "new", "key"];
const LABELS = ["A", "B", "Person"];

const code = (value: unknown) => JSON.stringify(value);
const several = (source: Source, maker: Maker, most = 4) =>
  Array.from({ length: source.random.next(most) }, () => maker(source));
const arrayOf =
  (maker: Maker, most?: number): Maker =>
  (source) =>
    `[${several(source, maker, most).join(", ")}]`;
const oneOf =
  (...items: readonly string[]): Maker =>
  ({ random }) =>
    random.pick(items);
const either =
  (...makers: readonly Maker[]): Maker =>
  (source) =>
    source.random.pick(makers)(source);
const result =
  (className: string, fallback: Maker): Maker =>
  (source) => {
    const found = source.results(className);
    return found.length === 0 || source.random.chance(6) ? fallback(source) : source.random.pick(found);
  };
const hostileNumbers = ({ random }: Source) => `${random.next(97)}, ${random.next(4)}`;

const ANYTHING = [
  ..."undefined null true false NaN -0 Infinity -Infinity -1 1.5 2**53 2**53+2 1e308 0n 3n -5n 2n**64n".split(
    " ",
  ),
  ...`"" "a" "\\ud800" "x\\udc00y" "__proto__" "constructor" "toString" "length" "\\0" "HEAD~99"`.split(" "),
  `"a".repeat(2000)`,
  ...`[] {} [,] [undefined] [null] [[]] [NaN] ["\\ud800"] Symbol("s") Symbol.iterator () => {}`
    .split(/ (?=[[{S(])/)
    .map((text) => `(${text})`),
  "new Date(NaN)",
  "new Date(0)",
  "new Map([[1, 2]])",
  "new Set([0, 1])",
  "/a/",
  "new Uint8Array(3)",
  "new Uint32Array([0, 1])",
  "new Int32Array([-1])",
  "new Float64Array([NaN, 0.5])",
  "new BigInt64Array([1n])",
  "new DataView(new ArrayBuffer(8))",
  "new ArrayBuffer(4)",
  "Object.create(null)",
  "Object.create({ a: 1, directed: true })",
  "new (class { constructor() { this.a = 1; } })()",
  "Promise.resolve(1)",
  "new Error('x')",
  "Object('boxed')",
  "Object(1)",
  "globalThis.Math",
  "{ length: 2, 0: 0, 1: 1 }",
  "{ length: -1 }",
  "{ length: 2 ** 53 }",
  "{ length: '2', 0: 0, 1: 1 }",
  "{ length: NaN }",
  "{ then: 1 }",
  "{ [Symbol.iterator]: 1 }",
  "{ [Symbol.iterator]() { return {}; } }",
  "{ constructor: null }",
  "{ constructor: { name: Symbol() } }",
  "{ ids: [0], values: [1] }",
  "{ noSuchOption: 1 }",
  "{ a: undefined, b: null }",
  "h.detached()",
  "h.revoked()",
  "h.circular()",
  "h.deep(200)",
  "h.deep(100000)",
  "graph",
  "graph.nodes",
  "graph.history",
  "graph.nodes.all()",
  "graph.edges.all()",
  "new Graph()",
];

const anything: Maker = (source) => {
  const { random } = source;
  switch (random.next(12)) {
    case 0:
      return `h.callback(${hostileNumbers(source)}, ${oneOf("undefined", "true", "1", "'ours'", "'a'", "{}")(source)})`;
    case 1:
      return `h.getters(${hostileNumbers(source)}, { ${random.pick(NAMES)}: ${value(source)}, length: 1, 0: 0 })`;
    case 2:
      return `h.proxy(${hostileNumbers(source)}, ${oneOf("{ a: 1 }", "[0, 1]", "() => {}", "{}", '["A"]')(source)})`;
    case 3:
      return `h.arrayLike(${random.next(97)}, [0, 1, 2])`;
    case 4:
      return `h.array(${random.next(97)}, [${random.next(3)}, 1, ${value(source)}])`;
    case 5:
      return `h.primitive(${random.next(97)}, ${value(source)})`;
    case 6:
      return `r[${random.next(20)}]`;
    default:
      return random.pick(ANYTHING);
  }
};

const value: Maker = (source) => {
  const { random } = source;
  return random.pick([
    String(random.next(5)),
    code(random.pick(["x", "y", "z", "", "\ud800"])),
    "true",
    "1.5",
    "-0",
    "NaN",
    "7n",
    "null",
    "undefined",
    "[1, 2]",
    "new Date(5)",
    "new Uint8Array([1, 2])",
    '{ x: [1, { y: "z" }] }',
    "2 ** 53",
    "2 ** 31",
  ]);
};

/** A value of the type that a name is usually bound to. */
const fitting = (source: Source, name: string): string => {
  const { random } = source;
  if (random.chance(6)) return value(source);
  if (random.chance(12)) return anything(source);
  switch (name) {
    case "a":
      return String(random.next(6));
    case "b":
      return random.pick(["0.5", "-0", "NaN", "1"]);
    case "s":
      return code(random.pick(["x", "y", "zz"]));
    case "flag":
      return random.pick(["true", "false"]);
    case "list":
      return random.pick(["[1, 2]", "[]", "[3]"]);
    case "when":
      return `new Date(${random.next(9)})`;
    case "key":
      return code(`k${random.next(9)}`);
    default:
      return value(source);
  }
};

const name = oneOf(...NAMES.map(code), ...NAMES.slice(0, 4).map(code));
const label = oneOf(...LABELS.map(code));
const attributes: Maker = (source) => {
  const { random } = source;
  const names = several(source, () => random.pick(NAMES));
  const object = `{ ${names.map((each) => `${each}: ${fitting(source, each)}`).join(", ")} }`;
  if (random.chance(10)) return `h.getters(${hostileNumbers(source)}, ${object})`;
  return random.chance(15) ? `h.proxy(${hostileNumbers(source)}, ${object})` : object;
};
const bulk: Maker = (source) => {
  const { random } = source;
  const columns = several(source, () => {
    const each = random.pick(NAMES);
    const items = `[${Array.from({ length: 2 + random.next(2) }, () => fitting(source, each)).join(", ")}]`;
    const hostile = random.chance(6) ? `h.array(${random.next(97)}, ${items})` : items;
    return `${each}: ${random.chance(6) ? "new Int32Array([1, 2])" : hostile}`;
  });
  return `{ ${columns.join(", ")} }`;
};
const idOf =
  (kind?: "node" | "edge"): Maker =>
  (source) =>
    source.random.chance(10) ? anything(source) : String(source.id(kind ?? source.kind));
const pairOf =
  (maker: Maker): Maker =>
  (source) =>
    `[${maker(source)}, ${maker(source)}]`;
const ids = (kind?: "node" | "edge") =>
  either(
    arrayOf(idOf(kind)),
    arrayOf(idOf(kind)),
    (source) => `new Uint32Array(${arrayOf(idOf(kind))(source)})`,
    (source) => `graph.${(kind ?? source.kind) === "node" ? "nodes" : "edges"}.ids()`,
    result("Selection", oneOf("graph.nodes.all()")),
    (source) => `h.array(${source.random.next(97)}, ${arrayOf(idOf(kind))(source)})`,
    anything,
  );
const revision: Maker = either(
  oneOf('"HEAD"', '"main"', '"side"', '"HEAD~1"', '"HEAD~2"', '"HEAD^2"', '"t1"', '"x1"', '"@"'),
  oneOf('"HEAD"', '"main"', '"side"', '"HEAD~1"'),
  ({ random }) => `graph.history.log()[${random.next(4)}]`,
  ({ random }) => `graph.history.log()[${random.next(4)}]?.id.slice(0, ${random.pick([3, 4, 8, 64])})`,
);
const filter = either(
  oneOf('"a > 1"', '"s = $p"', '":A"', '"NOT flag"', '"a IN [1, 2]"', '"b IS NULL"', "\"s STARTS WITH 'x'\""),
  oneOf(
    '"a = $p OR :B"',
    '"a >"',
    '""',
    '"((("',
    '"a BETWEEN 1 AND 3"',
    '"list = $p"',
    '"$p = a"',
    "\"key = 'k1'\"",
  ),
  oneOf('G.attribute("a").greaterThan(1)', 'G.label("A")', 'G.attribute("s").equals(G.parameter("p"))'),
);
const refName = oneOf('"x1"', '"x2"', '"side"', '"main"', '"t1"', '"a/b"', '"HEAD"', '"-x"', '"a b"', '""');
const selection = result(
  "Selection",
  oneOf('graph.nodes.where("a > 1")', "graph.edges.all()", "new Graph().nodes.all()"),
);
const view = either(
  oneOf("graph", "graph", "new Graph()", 'graph.at("HEAD")', "graph.subgraph(graph.nodes.all())"),
  result("GraphView", oneOf("graph")),
);
const callback: Maker = (source) =>
  `h.callback(${hostileNumbers(source)}, ${oneOf("true", "false", '"skip"', "undefined", "1", "NaN", '"ours"', "null")(source)})`;
const policy = either(oneOf('"ours"', '"theirs"'), callback);
const resolution = either(
  oneOf('"ours"', '"theirs"', '"dropEdge"', '"resurrect"'),
  (s) => `{ value: ${value(s)} }`,
);
const small = oneOf("0", "1", "2", "3", "1", "2", "-1", "1.5", "NaN", "-0", '"2"', "2n", "Infinity");

const OPTIONS: Readonly<Record<string, Maker>> = {
  labels: either(label, arrayOf(label), oneOf('[["A"], ["B"]]', '[["A"], null]')),
  type: either(label, oneOf('["T", null]', '["T", "U"]')),
  attributes: ({ method, ...source }) =>
    /^addNodes|^addEdges/.test(method)
      ? bulk({ ...source, method })
      : `{ ${NAMES[source.random.next(4)]}: ${either(oneOf('"ours"', '"sum"', '"max"', '"union"'), callback)({ ...source, method })} }`,
  kind: oneOf('"hash"', '"sorted"', '"bitmap"', '"node"', '"edge"', "'nodes'"),
  policy,
  at: revision,
  from: revision,
  range: oneOf('"HEAD~1..HEAD"', '"main..side"', '"main...side"', '".."'),
  force: oneOf("true", "false"),
  discard: oneOf("true", "true", "false"),
  carry: oneOf("true", "false"),
  stash: oneOf("true", "false"),
  keep: oneOf("true", "false"),
  allowEmpty: oneOf("true", "false"),
  time: oneOf("1", "1e12", "-1", "1.5", "9e15"),
  message: oneOf('"m"', '""', "/m/"),
  author: oneOf('"me"', '""'),
  meta: either(oneOf("{}", "{ a: [1, null] }", "h.circular()", "{ a: 1n }", "{ a: -0 }"), attributes),
  plan: oneOf("[]", 'graph.history.rebasePlan("side")', '[{ action: "pick", commit: "0000" }]'),
  fastForward: oneOf('"auto"', '"only"', '"never"'),
  mainline: oneOf("1", "2", "0"),
  signal: oneOf("AbortSignal.abort()", "new AbortController().signal", "undefined"),
  onProgress: callback,
  weight: either(name, callback),
  level: oneOf('"quick"', '"deep"', '"full"', '"shallow"'),
  threads: oneOf("1", "0", "-1", "1.5"),
  path: oneOf("undefined", "5", "{}", "null"),
};

const option: Maker = either(small, oneOf("true", "false", "undefined", "null"), name, callback, value);

const options: Maker = (source) => {
  const { random } = source;
  const names = several(
    source,
    () => random.pick(source.optionNames.length === 0 ? ["x"] : source.optionNames),
    3,
  );
  const given = names.map((each) => {
    const maker = random.chance(8) ? anything : Object.hasOwn(OPTIONS, each) ? OPTIONS[each] : option;
    return `${each}: ${maker(source)}`;
  });
  if (source.optionNames.includes("discard") && random.chance(2))
    given.push(random.pick(["discard: true", "carry: true", "stash: true"]));
  const object = `{ ${given.join(", ")} }`;
  if (random.chance(12)) return `h.getters(${hostileNumbers(source)}, ${object})`;
  return random.chance(20) ? `h.proxy(${hostileNumbers(source)}, ${object})` : object;
};

/** By the name of a parameter. */
const PARAMETERS: Readonly<Record<string, Maker>> = {
  id: idOf(),
  ids: ids(),
  edge: idOf("edge"),
  node: idOf("node"),
  source: idOf("node"),
  target: idOf("node"),
  sources: either(pairOf(idOf("node")), pairOf(idOf("node")), ids("node")),
  targets: either(pairOf(idOf("node")), pairOf(idOf("node")), ids("node")),
  nodes: ids("node"),
  terminals: ids("node"),
  direction: oneOf('"out"', '"in"', '"both"'),
  name,
  attribute: name,
  attributes,
  labels: either(label, arrayOf(label)),
  "...labels": label,
  label,
  type: label,
  values: arrayOf(value),
  given: arrayOf((source) => fitting(source, "a")),
  key: (source) => fitting(source, "key"),
  value,
  count: oneOf("0", "1", "2", "3"),
  filter,
  parameters: (source) => `{ p: ${value(source)} }`,
  other: selection,
  selection,
  options,
  message: oneOf('"m"', '"two"', '""'),
  revision,
  onto: revision,
  from: revision,
  to: revision,
  a: revision,
  b: revision,
  good: revision,
  bad: revision,
  ancestor: revision,
  change: result(
    "Diff",
    oneOf(
      "graph.history.diff()",
      'graph.history.diff("HEAD~1")',
      'graph.history.diff("HEAD", "side").toPatch()',
    ),
  ),
  hook: callback,
  test: callback,
  evaluate: callback,
  index: either(oneOf("0"), oneOf("0"), small),
  position: small,
  conflict: oneOf("r.find((x) => x?.conflicts?.length)?.conflicts[0]", "{}"),
  resolution,
  policy,
  identity: oneOf("graph.nodes.identity(0)", "graph.edges.identity(0)", "{ origin: 0, number: 1 }"),
  view,
  first: view,
  second: view,
  pattern: view,
  views: arrayOf(view),
  k: small,
  partition: either(name, callback, oneOf("A.connectedComponents(graph)")),
  communities: oneOf("A.connectedComponents(graph)", "A.louvain(graph)", "[0, 1]"),
  kinds: either(name, callback),
};

/** By the name of a method: for each parameter, where its name does not say enough. */
const METHODS: Readonly<Record<string, readonly Maker[]>> = {
  addNode: [either(label, arrayOf(label), attributes), attributes],
  addEdge: [idOf("node"), idOf("node"), either(label, attributes), attributes],
  setColumn: [
    name,
    either(
      pairOf(idOf()),
      pairOf(idOf()),
      ids(),
      oneOf("A.degreeCentrality(graph)", "{ ids: [0, 1], values: [1, 2] }"),
    ),
    either(
      pairOf((source) => fitting(source, "a")),
      arrayOf((source) => fitting(source, "a")),
    ),
  ],
  removeNode: [idOf("node")],
  removeNodes: [ids("node")],
  removeEdges: [ids("edge")],
  removeEdge: [idOf("edge")],
  hasNode: [idOf("node")],
  hasEdge: [idOf("edge")],
  degree: [idOf("node")],
  neighbors: [idOf("node")],
  incidentEdges: [idOf("node")],
  at: [either(revision, revision, oneOf("0", "5", "new Date(3)"))],
  branch: [refName, options],
  tag: [refName, options],
  deleteBranch: [refName, options],
  deleteTag: [either(oneOf('"t1"', '"x1"'), refName)],
  renameBranch: [refName, refName],
  bundle: [options, oneOf("undefined", "{}", "5")],
  fetch: [
    oneOf("new Graph()", "graph", "Graph.clone(graph)", "graph.history.bundle()", "new Uint8Array(9)"),
    options,
  ],
  pull: [oneOf("new Graph()", "graph", "Graph.clone(graph)", "graph.history.bundle()"), options],
  push: [oneOf("new Graph()", "graph", "Graph.clone(graph)"), options],
  clone: [oneOf("graph", "new Graph()"), options],
  fromBundle: [oneOf("graph.history.bundle()", "new Uint8Array(20)"), options],
  union: [view, view],
  difference: [view, view],
  intersection: [view, view],
  numericAssortativity: [view, either(name, callback)],
  normalizedMutualInformation: [
    view,
    oneOf("A.louvain(graph)", "[0]"),
    oneOf("A.connectedComponents(graph)", "{}"),
  ],
};

/** The arguments of a call by chance, as text. */
export function drawArguments(source: Source, parameters: readonly string[]): string[] {
  const { random, method } = source;
  const special = METHODS[method];
  // half of the calls fit but for little, so that programs come far
  const rarity = random.chance(2) ? 6 : 60;
  const count = random.chance(rarity) ? random.next(parameters.length + 2) : parameters.length;
  return Array.from({ length: count }, (_, i) => {
    const own = parameters[i];
    if (random.chance(rarity)) return anything(source);
    const maker =
      special?.[i] ?? (own !== undefined && Object.hasOwn(PARAMETERS, own) ? PARAMETERS[own] : anything);
    if (own === "options" && random.chance(3)) return "undefined";
    return maker(source);
  });
}
