/**
 * Reads networkx' adjacency lists: a node and its neighbors a line; or, in the multiline form, a node with the number of
 * its neighbors, and a line for each of these with a dictionary of attributes. An edge without direction stands at one
 * of its ends, as networkx writes it, or at both, and is one.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";
import { firstRows, neighborSplit, type WordSplit } from "./line-words.js";
import { directionIn, putDictionary } from "./read-edge-list.js";

const HASH = 35;

export const readAdjacencyList: FormatReader = (inputs, builder) =>
  readLists(inputs, builder, (scanner, edges, count) => {
    const { buffer, starts, ends } = scanner;
    const source = builder.key(buffer, starts[0], ends[0]);
    edges.begin(source);
    for (let i = 1; i < count; i++) edges.add(builder.key(buffer, starts[i], ends[i]));
  });

export const readMultilineAdjacencyList: FormatReader = async (inputs, builder) => {
  let left = 0;
  await readLists(inputs, builder, (scanner, edges, count) => {
    const { buffer, starts, ends } = scanner;
    const key = builder.key(buffer, starts[0], ends[0]);
    if (left === 0) {
      left = count === 2 ? scanner.whole(1) : -1;
      if (left < 0) {
        left = 0;
        builder.refuse("FORMAT_SYNTAX", "row", "a node and the number of its neighbors expected");
      } else edges.begin(key);
      return;
    }
    left--;
    const row = edges.add(key);
    if (count === 1 || row === NO_ROW) return;
    putDictionary(builder, row, new TextDecoder().decode(buffer.subarray(starts[1], scanner.end)));
  });
  if (left > 0)
    builder.refuse(
      "FORMAT_SYNTAX",
      "row",
      `${left} more lines of neighbors expected, got the end of the file`,
    );
};

/** Takes the words of a line that is no comment. */
type TakeLine = (scanner: LineScanner, edges: ListedEdges, count: number) => void;

async function readLists(
  [{ input, options }]: readonly ReaderInput[],
  builder: GraphBuilder,
  take: TakeLine,
) {
  const head = new TextDecoder().decode(await input.head());
  const directed = directionIn(head, "#");
  const split = neighborSplit(firstRows(head, "#"));
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  builder.directed = directed ?? options.directed === true;
  if (directed === undefined && options.directed === undefined)
    builder.warnings.add(
      "direction",
      'lists of neighbors that do not say if edges have directions; they are taken to have none, "directed" says otherwise',
    );
  builder.endsMakeNodes();
  const edges = new ListedEdges(builder);
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      if (scanner.firstByte() < 0) continue;
      const count = wordsBeforeComment(scanner, split);
      if (count > 0) take(scanner, edges, count);
    }
    await builder.pause();
    if (!(await scanner.more())) return;
  }
}

/** How many words stand before a comment; a `#` within a dictionary begins none. */
function wordsBeforeComment(scanner: LineScanner, split: WordSplit): number {
  const words = split(scanner);
  const { buffer, starts } = scanner;
  for (let i = 0; i < words; i++) {
    if (buffer[starts[i]] === HASH) return i;
    if (buffer[starts[i]] === 0x7b) return words;
  }
  return words;
}

/** Keys below this are paired in one number. */
const PAIRED_MAX = 2 ** 26;

class ListedEdges {
  readonly #builder: GraphBuilder;
  #source = -1;
  /** For each pair of nodes, its ends as they came first, how many edges between them wait to be listed again. */
  readonly #waiting = new Map<number | string, number>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Begins the list of a node, which it makes. */
  begin(source: number): void {
    this.#source = source;
    const builder = this.#builder;
    if (!builder.isNode(source)) builder.node(source);
  }

  /** Adds an edge and returns its row; `NO_ROW` for one that stood at its other end before. */
  add(target: number): number {
    const source = this.#source;
    const builder = this.#builder;
    if (!builder.directed && source !== target) {
      const back = idOf(target, source);
      const count = this.#waiting.get(back) ?? 0;
      if (count > 0) {
        if (count === 1) this.#waiting.delete(back);
        else this.#waiting.set(back, count - 1);
        return NO_ROW;
      }
      const id = idOf(source, target);
      this.#waiting.set(id, (this.#waiting.get(id) ?? 0) + 1);
    }
    return builder.edge(source, target);
  }
}

function idOf(source: number, target: number): number | string {
  return Math.max(source, target) < PAIRED_MAX ? source * PAIRED_MAX + target : `${source} ${target}`;
}
