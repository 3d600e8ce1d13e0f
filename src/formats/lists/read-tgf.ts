/**
 * Reads the Trivial Graph Format of yEd and others: a line for each node, its id and then its label; a line with `#`
 * alone; a line for each edge, the ids of its ends and then its label.
 */
import { NO_ROW } from "../../structures/row-index.js";
import type { FormatReader } from "../shared/contract.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { LineScanner } from "./line-scanner.js";

const HASH = 35;

export const readTgf: FormatReader = async ([{ input }], builder) => {
  const scanner = new LineScanner(input);
  builder.where = scanner.where;
  let isEdges = false;
  for (;;) {
    while (scanner.next()) {
      if (builder.isDue) await builder.pause();
      const count = scanner.words();
      if (count === 0) continue;
      const isMark = count === 1 && scanner.ends[0] - scanner.starts[0] === 1 && scanner.firstByte() === HASH;
      if (isMark && !isEdges) isEdges = true;
      else if (isEdges) edge(scanner, builder, count);
      else node(scanner, builder, count);
    }
    await builder.pause();
    if (!(await scanner.more())) return;
  }
};

function node(scanner: LineScanner, builder: GraphBuilder, count: number): void {
  const { buffer, starts, ends } = scanner;
  const row = builder.node(builder.key(buffer, starts[0], ends[0]));
  if (row !== NO_ROW && count > 1)
    builder.nodes.column("label", "utf8").bytes(row, buffer, starts[1], ends[count - 1]);
}

function edge(scanner: LineScanner, builder: GraphBuilder, count: number): void {
  const { buffer, starts, ends } = scanner;
  if (count < 2) {
    builder.refuse("FORMAT_SYNTAX", "row", `the ids of two nodes expected, got ${count}`);
    return;
  }
  const row = builder.edge(builder.key(buffer, starts[0], ends[0]), builder.key(buffer, starts[1], ends[1]));
  if (row !== NO_ROW && count > 2)
    builder.edges.column("label", "utf8").bytes(row, buffer, starts[2], ends[count - 1]);
}
