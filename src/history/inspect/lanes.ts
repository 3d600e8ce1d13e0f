/**
 * The lanes of a log drawn as text: one lane for each commit that is still to come, two columns wide. After each
 * commit its lane continues to its parents: to a new lane, or over to the lane that one has already, at most two rows
 * further down.
 */

/** The mark at a column of a row. */
type Mark = readonly [column: number, character: string];

export class Lanes<T> {
  readonly #lanes: T[] = [];

  /** The row of a commit, whose lane is new if no child of it came before. */
  place(item: T): string {
    if (!this.#lanes.includes(item)) this.#lanes.push(item);
    const at = this.#lanes.indexOf(item);
    return this.#lanes.map((_, i) => (i === at ? "*" : "|")).join(" ");
  }

  /** Leads the lane of a commit on to its parents, which are distinct; the rows that show it. */
  *lead(item: T, parents: readonly T[]): Generator<string> {
    const at = this.#lanes.indexOf(item);
    // whether the commit's own lane has become that of a parent
    let taken = false;
    for (const [i, parent] of parents.entries()) {
      const known = this.#lanes.indexOf(parent);
      if (known < 0 && !taken) this.#lanes[at] = parent;
      else if (known < 0) yield this.#branchOff(at, parent);
      else if (known > at && !taken) {
        this.#lanes[at] = parent;
        yield* this.#join(known, at);
      } else if (known < at && !taken && i === parents.length - 1) {
        yield* this.#join(at, known);
        return;
      } else yield* known < at ? this.#reachLeft(at, known) : this.#reachRight(at, known);
      taken ||= known < 0 || known > at;
    }
    if (!taken) yield* this.#end(at);
  }

  /** A new lane beside one; those to the right make room. */
  #branchOff(at: number, item: T): string {
    const marks: Mark[] = this.#lanes.map((_, i) => (i <= at ? [2 * i, "|"] : [2 * i + 1, "\\"]));
    this.#lanes.splice(at + 1, 0, item);
    return rowOf([...marks, [2 * at + 1, "\\"]]);
  }

  /** One lane joins another to its left and is no more; those to its right move up. */
  *#join(from: number, to: number): Generator<string> {
    const marks: Mark[] = this.#lanes.map((_, i) => (i < from ? [2 * i, "|"] : [2 * i - 1, "/"]));
    this.#lanes.splice(from, 1);
    yield rowOf([...marks, ...acrossLanes(to, from)]);
    if (from - to > 1) yield rowOf([...this.#bars(), [2 * to + 1, "/"]]);
  }

  /** A line from one lane to another to its left; both go on. */
  *#reachLeft(from: number, to: number): Generator<string> {
    yield rowOf([...this.#bars(), ...acrossLanes(to, from), [2 * from - 1, "/"]]);
    if (from - to > 1) yield rowOf([...this.#bars(), [2 * to + 1, "/"]]);
  }

  /** A line from one lane to another to its right; both go on. */
  *#reachRight(from: number, to: number): Generator<string> {
    yield rowOf([...this.#bars(), ...acrossLanes(from, to), [2 * from + 1, "\\"]]);
    if (to - from > 1) yield rowOf([...this.#bars(), [2 * to - 1, "\\"]]);
  }

  /** A lane ends; those to its right move up. */
  *#end(at: number): Generator<string> {
    const marks: Mark[] = this.#lanes.flatMap((_, i): Mark[] =>
      i === at ? [] : i < at ? [[2 * i, "|"]] : [[2 * i - 1, "/"]],
    );
    this.#lanes.splice(at, 1);
    if (at < this.#lanes.length) yield rowOf(marks);
  }

  #bars(): Mark[] {
    return this.#lanes.map((_, i) => [2 * i, "|"]);
  }
}

/** A line behind the lanes between two, where there is more than one. */
function acrossLanes(left: number, right: number): Mark[] {
  const marks: Mark[] = [];
  for (let i = left + 1; i < right - 1; i++) marks.push([2 * i + 1, "_"]);
  return marks;
}

function rowOf(marks: readonly Mark[]): string {
  const row: string[] = [];
  for (const [column, character] of marks) row[column] = character;
  return Array.from(row, (character) => character ?? " ").join("");
}
