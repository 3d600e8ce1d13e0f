/**
 * Reads METIS graphs: a line for each node, with its neighbours; each edge is in the lines of both its ends. Weights
 * of nodes and edges, sizes of nodes, comments; an empty line is a node without edges.
 */
import { NO_ROW } from "../../structures/row-index.js";
import { longer } from "../shared/byte-interner.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";
import { NumberedNodes } from "./numbered-nodes.js";

const PERCENT = 37;

export const readMetis: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  builder.directed = false;
  const reader = new MetisReader(scanner, builder);
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      if (scanner.firstByte() !== PERCENT) reader.line();
    }
    await builder.pause();
    if (!(await scanner.more())) break;
  }
  reader.finish();
};

class MetisReader {
  readonly #scanner: LineScanner;
  readonly #builder: GraphBuilder;
  readonly #nodes: NumberedNodes;
  #nodeCount = -1;
  #edgeCount = 0;
  #hasSizes = false;
  #weights = 0;
  #hasEdgeWeights = false;
  #node = 0;
  /** Edges as their smaller ends say them, and as their larger ones do: the ends in one number. */
  #below = new Float64Array(1024);
  #belowCount = 0;
  #above = new Float64Array(1024);
  #aboveCount = 0;

  constructor(scanner: LineScanner, builder: GraphBuilder) {
    this.#scanner = scanner;
    this.#builder = builder;
    this.#nodes = new NumberedNodes(builder);
  }

  line(): void {
    if (this.#nodeCount < 0) {
      if (this.#scanner.words() > 0) this.#header();
    } else if (this.#node < this.#nodeCount) this.#row();
    else if (this.#scanner.words() > 0)
      this.#builder.fail("FORMAT_SYNTAX", `${this.#nodeCount} rows expected, as announced, got more`);
  }

  /** `nodes edges [fmt [weights]]` */
  #header(): void {
    const scanner = this.#scanner;
    const [nodes, edges] = [scanner.whole(0), scanner.count > 1 ? scanner.whole(1) : -1];
    const format = scanner.count > 2 ? scanner.text(2) : "0";
    const weights = scanner.count > 3 ? scanner.whole(3) : 1;
    const isRight =
      nodes >= 0 && edges >= 0 && scanner.count <= 4 && /^[01]{1,3}$/.test(format) && weights >= 0;
    if (!isRight)
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `the numbers of nodes and edges expected, got ${JSON.stringify(scanner.lineText().slice(0, 40))}`,
      );
    if (nodes > 2 ** 26)
      this.#builder.fail("FORMAT_UNSUPPORTED", `at most ${2 ** 26} nodes expected, got ${nodes}`);
    this.#nodeCount = nodes;
    this.#edgeCount = edges;
    const flags = format.padStart(3, "0");
    this.#hasSizes = flags[0] === "1";
    this.#weights = flags[1] === "1" ? weights : 0;
    this.#hasEdgeWeights = flags[2] === "1";
  }

  #row(): void {
    const scanner = this.#scanner;
    const builder = this.#builder;
    const count = scanner.words();
    const node = ++this.#node;
    const row = builder.node(this.#nodes.key(node));
    let word = 0;
    const own = (this.#hasSizes ? 1 : 0) + this.#weights;
    if (count < own) builder.fail("FORMAT_SYNTAX", `${own} numbers of the node expected, got ${count}`);
    if (this.#hasSizes) this.#value(row, "size", word++);
    for (let i = 0; i < this.#weights; i++)
      this.#value(row, this.#weights === 1 ? "weight" : `weight${i + 1}`, word++);
    const step = this.#hasEdgeWeights ? 2 : 1;
    for (; word < count; word += step) {
      const neighbor = scanner.whole(word);
      scanner.word = word;
      if (neighbor < 1 || neighbor > this.#nodeCount)
        builder.fail(
          "FORMAT_REFERENCE",
          `a node from 1 to ${this.#nodeCount} expected, got ${JSON.stringify(scanner.text(word))}`,
        );
      if (word + step > count) builder.fail("FORMAT_SYNTAX", "a weight expected behind the last neighbour");
      if (neighbor === node)
        builder.fail("FORMAT_SYNTAX", `other nodes expected as neighbours, got node ${node} itself`);
      if (neighbor > node) this.#edge(node, neighbor, word);
      else this.#again(neighbor, node);
    }
  }

  #value(row: number, name: string, word: number): void {
    const { buffer, starts, ends } = this.#scanner;
    this.#scanner.word = word;
    if (row !== NO_ROW) this.#builder.nodes.column(name, "text").bytes(row, buffer, starts[word], ends[word]);
  }

  #edge(node: number, neighbor: number, word: number): void {
    const builder = this.#builder;
    if (this.#belowCount === this.#below.length) this.#below = longer(this.#below, this.#belowCount + 1);
    this.#below[this.#belowCount++] = this.#pair(node, neighbor);
    const row = builder.edge(this.#nodes.key(node), this.#nodes.key(neighbor));
    if (row === NO_ROW || !this.#hasEdgeWeights) return;
    const { buffer, starts, ends } = this.#scanner;
    builder.edges.column("weight", "text").bytes(row, buffer, starts[word + 1], ends[word + 1]);
  }

  #again(smaller: number, larger: number): void {
    if (this.#aboveCount === this.#above.length) this.#above = longer(this.#above, this.#aboveCount + 1);
    this.#above[this.#aboveCount++] = this.#pair(smaller, larger);
  }

  #pair(smaller: number, larger: number): number {
    return smaller * (this.#nodeCount + 1) + larger;
  }

  finish(): void {
    const builder = this.#builder;
    if (this.#nodeCount < 0)
      builder.fail("FORMAT_SYNTAX", "the numbers of nodes and edges expected, got the end of the file");
    // the last rows may be empty, and the end of the file take them along
    if (this.#node < this.#nodeCount)
      builder.fail("FORMAT_SYNTAX", `${this.#nodeCount} rows expected, as announced, got ${this.#node}`);
    this.#checkPairs();
    if (this.#belowCount !== this.#edgeCount)
      builder.fail(
        "FORMAT_SYNTAX",
        `${this.#edgeCount} edges expected, as announced, got ${this.#belowCount}`,
      );
  }

  /** Each edge is to be in the lines of both ends. */
  #checkPairs(): void {
    const below = this.#below.subarray(0, this.#belowCount).sort();
    const above = this.#above.subarray(0, this.#aboveCount).sort();
    const count = Math.max(below.length, above.length);
    for (let i = 0; i < count; i++) {
      if (below[i] === above[i]) continue;
      const isBelow = i >= above.length || (i < below.length && below[i] < above[i]);
      const pair = isBelow ? below[i] : above[i];
      const larger = pair % (this.#nodeCount + 1);
      const smaller = (pair - larger) / (this.#nodeCount + 1);
      const [says, not] = isBelow ? [smaller, larger] : [larger, smaller];
      this.#builder.fail(
        "FORMAT_SYNTAX",
        `an edge expected in the rows of both its ends: node ${says} names ${not}, node ${not} does not name ${says}`,
      );
    }
  }
}
