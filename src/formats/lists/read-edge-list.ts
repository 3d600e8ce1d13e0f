/**
 * Reads lists of edges: two ids a line, and what else there is. SNAP's (comments, tabs), networkx' (a dictionary or
 * columns behind the ids), ncol's (a weight) and KONECT's. White space parts, or what the first lines or the options say.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";
import { byDelimiter, edgeSplit, firstRows, type WordSplit } from "./line-words.js";
import { parsePythonDict } from "./python-dict.js";

const BRACE = 0x7b;

/** The first line that igraph prints of a graph: its kind, and how many nodes and edges it has. */
const SUMMARY = /^IGRAPH (?:\w+ )?[UD][N-][W-][B-] \d+ \d+ --/;

/** How lines are read. */
interface EdgeLines {
  readonly split: WordSplit;
  readonly names: readonly string[] | undefined;
  readonly comments: string;
  /** Whether the two columns number their nodes apart. */
  readonly isBipartite: boolean;
}

export const readEdgeList: FormatReader = async ([{ input, options }], builder) => {
  const head = new TextDecoder().decode(await input.head());
  const comments = (options.comment as string | undefined) ?? "#%";
  const delimiter = options.delimiter as string | undefined;
  const rows = firstRows(head, comments);
  const split = delimiter === undefined ? edgeSplit(rows) : byDelimiter(delimiter);
  const names = (options.columns as readonly string[] | undefined) ?? undefined;
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  if (SUMMARY.test(rows[0] ?? ""))
    builder.fail("FORMAT_SYNTAX", "the ids of two nodes a line expected, got igraph's summary of a graph", {
      line: 1,
    });
  const direction = directionIn(head, comments);
  builder.directed = direction ?? false;
  const isBipartite = /^%[ \t]*bip\b/.test(head);
  if (isBipartite)
    builder.warnings.add("bipartite", 'ids of the second column, which count apart, begin with "2:"');
  if (direction === undefined)
    builder.warnings.add(
      "direction",
      'a list of edges that does not say if they have directions; they are taken to have none, "directed" says otherwise',
    );
  builder.endsMakeNodes();
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      const first = scanner.firstByte();
      if (first < 0 || comments.includes(String.fromCharCode(first))) continue;
      edge(scanner, builder, { split, names, comments, isBipartite });
    }
    await builder.pause();
    if (!(await scanner.more())) return;
  }
};

function edge(
  scanner: LineScanner,
  builder: GraphBuilder,
  { split, names, comments, isBipartite }: EdgeLines,
): void {
  const words = split(scanner);
  const count = commentAt(scanner, words, comments);
  if (count < 2) {
    builder.refuse("FORMAT_SYNTAX", "row", `the ids of two nodes expected, got ${count}`);
    return;
  }
  const { buffer, starts, ends } = scanner;
  const target = isBipartite
    ? builder.keyOf(`2:${scanner.text(1)}`)
    : builder.key(buffer, starts[1], ends[1]);
  const row = builder.edge(builder.key(buffer, starts[0], ends[0]), target);
  if (row === NO_ROW || count === 2) return;
  if (buffer[starts[2]] === BRACE) {
    putDictionary(builder, row, new TextDecoder().decode(buffer.subarray(starts[2], scanner.end)));
    return;
  }
  for (let i = 2; i < count; i++) {
    if (starts[i] === ends[i]) continue;
    scanner.word = i;
    const name = names?.[i - 2] ?? (i === 2 ? "weight" : `column${i + 1}`);
    builder.edges.column(name, "text").bytes(row, buffer, starts[i], ends[i]);
  }
  scanner.word = -1;
}

/** A color such as `#ff0000`, which is no comment. */
const COLOR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** How many words there are before a comment behind the ids, as networkx has them. */
function commentAt(scanner: LineScanner, words: number, comments: string): number {
  const { buffer, starts, ends } = scanner;
  for (let i = 2; i < words; i++) {
    if (starts[i] === ends[i] || !comments.includes(String.fromCharCode(buffer[starts[i]]))) continue;
    // 5% and the like are values, and so are dictionaries
    if (buffer[starts[2]] === BRACE) return words;
    if (!COLOR.test(scanner.text(i))) return i;
  }
  return words;
}

/** Puts a dictionary as Python writes it, `{'weight': 7.0, 'kind': 'x'}`, as attributes of an edge. */
export function putDictionary(builder: GraphBuilder, row: number, text: string): void {
  const values = parsePythonDict(text);
  if (values === undefined) {
    builder.refuse(
      "FORMAT_SYNTAX",
      "value",
      `a dictionary of attributes expected, got ${JSON.stringify(text.slice(0, 40))}`,
    );
    return;
  }
  for (const [name, value] of values) {
    const column = builder.edges.column(name === "" ? "data" : name);
    if (typeof value === "object" && value !== null && "float" in value)
      column.float(row, (value as { float: number }).float);
    else column.value(row, value);
  }
}

/** The first line of KONECT's files. */
const KONECT = /^%[ \t]*(sym|asym|bip)[ \t]+\w*(?:weighted|positive|signed|dynamic)\b/;

/** The directions that comments at the beginning name, as SNAP's do. */
export function directionIn(head: string, comments: string): boolean | undefined {
  for (const line of head.split(/\r\n|\n|\r/)) {
    if (line === "" || !comments.includes(line[0])) return undefined;
    if (/\bundirected\b/i.test(line)) return false;
    if (/\bdirected\b/i.test(line)) return true;
    const konect = KONECT.exec(line)?.[1];
    if (konect !== undefined) return konect === "asym";
  }
  return undefined;
}
