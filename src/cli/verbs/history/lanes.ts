/**
 * The lanes of a log: one for each commit that is still to come, two columns wide, each in a colour of its own. After a
 * commit its lane goes on to its parents: to a new lane, or over to the lane that one has already.
 */
import type { Output, OutputColumn } from "../../shared/output.js";

type Style = NonNullable<OutputColumn["style"]>;

/** The colours of lanes, in turn. */
const COLORS: readonly Style[] = ["cyan", "green", "yellow", "red", "bold"];

interface Lane {
  readonly id: string;
  readonly color: Style;
}

interface Mark {
  readonly column: number;
  readonly character: string;
  readonly color: Style;
}

export class CommitLanes {
  #lanes: Lane[] = [];
  #made = 0;
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  /** The row of a commit, whose lane is new if no child of it came before. */
  place(id: string): string {
    if (this.#find(id) < 0) this.#lanes.push(this.#lane(id));
    const at = this.#find(id);
    return this.#row(this.#lanes.map(({ color }, i) => mark(2 * i, i === at ? "*" : "|", color)));
  }

  /** The row beside further lines of a commit, which come before `lead`. */
  beside(id: string, hasParents: boolean): string {
    const at = this.#find(id);
    return this.#row(
      this.#lanes.map(({ color }, i) => mark(2 * i, i === at && !hasParents ? " " : "|", color)),
    );
  }

  /** Leads the lane of a commit on to its parents, which are distinct; the rows that show it. */
  *lead(id: string, parents: readonly string[]): Generator<string> {
    const at = this.#find(id);
    if (parents.length === 0) {
      yield* this.#end(at);
      return;
    }
    // whether the commit's own lane has become that of a parent
    let isTaken = false;
    for (const [i, parent] of parents.entries()) {
      const known = this.#find(parent);
      if (known < 0 && !isTaken) this.#lanes[at] = { ...this.#lanes[at], id: parent };
      else if (known < 0) yield this.#branchOff(at, parent);
      else if (known > at && !isTaken) {
        this.#lanes[at] = { ...this.#lanes[at], id: parent };
        yield* this.#join(known, at);
      } else if (known < at && !isTaken && i === parents.length - 1) {
        yield* this.#join(at, known);
        return;
      } else yield* this.#reach(at, known);
      isTaken ||= known < 0 || known > at;
    }
    if (!isTaken) yield* this.#end(at);
  }

  #lane(id: string): Lane {
    return { id, color: COLORS[this.#made++ % COLORS.length] };
  }

  #find(id: string): number {
    return this.#lanes.findIndex((lane) => lane.id === id);
  }

  /** A new lane beside one; those to the right make room. */
  #branchOff(at: number, id: string): string {
    const lane = this.#lane(id);
    const marks = this.#lanes.map(({ color }, i) =>
      i <= at ? mark(2 * i, "|", color) : mark(2 * i + 1, "\\", color),
    );
    marks.push(mark(2 * at + 1, "\\", lane.color));
    this.#lanes.splice(at + 1, 0, lane);
    return this.#row(marks);
  }

  /** A line from one lane to another, which both go on. */
  *#reach(from: number, to: number): Generator<string> {
    const [left, right] = [Math.min(from, to), Math.max(from, to)];
    const { color } = this.#lanes[to];
    const slope = to < from ? "/" : "\\";
    const bars = this.#lanes.map((lane, i) => mark(2 * i, "|", lane.color));
    if (right - left === 1) {
      yield this.#row([...bars, mark(2 * left + 1, slope, color)]);
      return;
    }
    const across = Array.from({ length: right - left - 2 }, (_, i) =>
      mark(2 * (left + i + 1) + 1, "_", color),
    );
    const [first, last] = to < from ? [2 * right - 1, 2 * left + 1] : [2 * left + 1, 2 * right - 1];
    yield this.#row([...bars, ...across, mark(first, slope, color)]);
    yield this.#row([...bars, mark(last, slope, color)]);
  }

  /** One lane joins another to its left and is no more; those to its right move up. */
  *#join(from: number, to: number): Generator<string> {
    const { color } = this.#lanes[from];
    const marks = this.#lanes.map((lane, i) =>
      i < from ? mark(2 * i, "|", lane.color) : mark(2 * i - 1, "/", lane.color),
    );
    this.#lanes.splice(from, 1);
    const across = Array.from({ length: Math.max(from - to - 2, 0) }, (_, i) =>
      mark(2 * (to + i + 1) + 1, "_", color),
    );
    yield this.#row([...marks, ...across]);
    if (from - to > 1)
      yield this.#row([
        ...this.#lanes.map((lane, i) => mark(2 * i, "|", lane.color)),
        mark(2 * to + 1, "/", color),
      ]);
  }

  /** A lane ends; those to its right move up. */
  *#end(at: number): Generator<string> {
    const marks = this.#lanes.flatMap(({ color }, i) =>
      i === at ? [] : [i < at ? mark(2 * i, "|", color) : mark(2 * i - 1, "/", color)],
    );
    this.#lanes.splice(at, 1);
    if (at < this.#lanes.length) yield this.#row(marks);
  }

  #row(marks: readonly Mark[]): string {
    const cells: string[] = [];
    for (const { column, character, color } of marks)
      cells[column] = character === " " ? " " : this.#output.style(color, character);
    return Array.from(cells, (cell) => cell ?? " ")
      .join("")
      .trimEnd();
  }
}

function mark(column: number, character: string, color: Style): Mark {
  return { column, character, color };
}
