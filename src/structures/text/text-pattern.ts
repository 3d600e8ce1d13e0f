/**
 * Regular expressions that take time linear in the text, whatever the pattern and the text: without backtracking, by sets
 * of states that are followed side by side, each set kept as the state of an automaton that is built as texts ask for it.
 * Syntax as in RE2 and Java; what cannot be done so (back-references, lookaround, possessive repetition) is refused.
 *
 * Source: Ken Thompson, "Regular Expression Search Algorithm", 1968; Russ Cox, "Regular Expression Matching Can Be
 * Simple And Fast", 2007.
 */
import { LimitError } from "../../errors.js";
import { type PatternNode, TextPatternParser } from "./pattern-syntax.js";

/** The instructions that a pattern may come to. */
export const PATTERN_SIZE_MAX = 10_000;

/** So many sets of states are kept; then they are forgotten and found anew. */
const KEPT_STATES_MAX = 1_000;

const OP = { set: 0, split: 1, jump: 2, assert: 3, match: 4 } as const;

interface Instruction {
  readonly op: number;
  /** Where it goes on; of a split, the first of two ways. */
  next: number;
  other: number;
  readonly has: ((point: number) => boolean) | undefined;
  readonly holds: ((before: number, after: number) => boolean) | undefined;
}

/** A set of instructions that wait for a character. */
interface PatternState {
  readonly waiting: Int32Array;
  /** Whether the pattern has matched here. */
  readonly isMatch: boolean;
  /** The state after each ASCII character; undefined while nobody asked. */
  readonly next: (PatternState | undefined)[];
}

/** No character: before the first and after the last. */
const NONE = -1;

/** A pattern to be put to texts. */
export class TextPattern {
  readonly source: string;
  readonly #program: readonly Instruction[];
  readonly #hasAssertions: boolean;
  readonly #whole: Automaton;
  readonly #anywhere: Automaton;

  /** @internal */
  constructor(source: string, program: readonly Instruction[]) {
    this.source = source;
    this.#program = program;
    this.#hasAssertions = program.some(({ op }) => op === OP.assert);
    this.#whole = new Automaton(program, false);
    this.#anywhere = new Automaton(program, true);
  }

  /** Whether the whole text matches. O(text times pattern), and mostly O(text). */
  matches(text: string): boolean {
    return this.#hasAssertions ? this.#simulate(text, false) : this.#whole.run(text);
  }

  /** Whether some part of the text matches. O(text times pattern), and mostly O(text). */
  isIn(text: string): boolean {
    return this.#hasAssertions ? this.#simulate(text, true) : this.#anywhere.run(text);
  }

  /** With assertions what can be reached depends on the characters on both sides. */
  #simulate(text: string, anywhere: boolean): boolean {
    const follower = new Follower(this.#program);
    let current: Int32Array = new Int32Array(0);
    let before = NONE;
    for (let at = 0; ; ) {
      const after = at < text.length ? (text.codePointAt(at) as number) : NONE;
      follower.begin();
      for (let i = 0; i < current.length; i++) follower.follow(current[i], before, after);
      if (anywhere || at === 0) follower.follow(0, before, after);
      if (follower.isMatch && (anywhere || after === NONE)) return true;
      if (after === NONE || (!anywhere && follower.count === 0)) return false;
      current = follower.step(after);
      before = after;
      at += after > 0xffff ? 2 : 1;
    }
  }
}

/** The states of a pattern without assertions, found as they are needed. */
class Automaton {
  readonly #follower: Follower;
  readonly #anywhere: boolean;
  readonly #states = new Map<string, PatternState>();
  #start: PatternState | undefined;

  constructor(program: readonly Instruction[], anywhere: boolean) {
    this.#follower = new Follower(program);
    this.#anywhere = anywhere;
  }

  run(text: string): boolean {
    this.#start ??= this.#stateOf([0]);
    let state = this.#start;
    for (let at = 0; at < text.length; at++) {
      if (state.isMatch && this.#anywhere) return true;
      if (state.waiting.length === 0) return false;
      const unit = text.charCodeAt(at);
      if (unit < 128) {
        state = state.next[unit] ?? this.#advance(state, unit);
        continue;
      }
      const point = text.codePointAt(at) as number;
      if (point > 0xffff) at++;
      state = this.#after(state, point);
    }
    return state.isMatch;
  }

  #advance(state: PatternState, unit: number): PatternState {
    const after = this.#after(state, unit);
    state.next[unit] = after;
    return after;
  }

  #after(state: PatternState, point: number): PatternState {
    const reached: number[] = [];
    for (const at of state.waiting) {
      const { has, next } = this.#follower.program[at];
      if (has?.(point) === true) reached.push(next);
    }
    if (this.#anywhere) reached.push(0);
    return this.#stateOf(reached);
  }

  #stateOf(starts: readonly number[]): PatternState {
    const follower = this.#follower;
    follower.begin();
    for (const start of starts) follower.follow(start, NONE, NONE);
    const waiting = follower.waiting().sort();
    const key = `${follower.isMatch} ${waiting.join()}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      if (this.#states.size >= KEPT_STATES_MAX) this.#states.clear();
      state = { waiting, isMatch: follower.isMatch, next: [] };
      this.#states.set(key, state);
    }
    return state;
  }
}

/** Follows instructions that take no character, each once. */
class Follower {
  readonly program: readonly Instruction[];
  readonly #seen: Uint32Array;
  #round = 0;
  readonly #stack: number[] = [];
  readonly #waiting: Int32Array;
  count = 0;
  isMatch = false;

  constructor(program: readonly Instruction[]) {
    this.program = program;
    this.#seen = new Uint32Array(program.length);
    this.#waiting = new Int32Array(program.length);
  }

  begin(): void {
    if (this.#round === 0xffffffff) {
      this.#seen.fill(0);
      this.#round = 0;
    }
    this.#round++;
    this.count = 0;
    this.isMatch = false;
  }

  follow(start: number, before: number, after: number): void {
    const stack = this.#stack;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (this.#seen[at] === this.#round) continue;
      this.#seen[at] = this.#round;
      const { op, next, other, holds } = this.program[at];
      if (op === OP.set) this.#waiting[this.count++] = at;
      else if (op === OP.match) this.isMatch = true;
      else if (op === OP.split) stack.push(other, next);
      else if (op === OP.jump || holds?.(before, after) === true) stack.push(next);
    }
  }

  waiting(): Int32Array {
    return this.#waiting.slice(0, this.count);
  }

  /** Where those that wait for this character go on. */
  step(point: number): Int32Array {
    const reached: number[] = [];
    for (let i = 0; i < this.count; i++) {
      const { has, next } = this.program[this.#waiting[i]];
      if (has?.(point) === true) reached.push(next);
    }
    return Int32Array.from(reached);
  }
}

/**
 * Reads a pattern.
 *
 * @throws GroggyError PATTERN_SYNTAX for what is no pattern or asks for backtracking, LimitError for one that is too large.
 */
export function compilePattern(source: string): TextPattern {
  const program: Instruction[] = [];
  const emit = (op: number, part: Partial<Instruction> = {}): Instruction => {
    if (program.length >= PATTERN_SIZE_MAX)
      throw new LimitError("size of a pattern", PATTERN_SIZE_MAX, program.length + 1);
    const instruction = { op, next: program.length + 1, other: 0, has: undefined, holds: undefined, ...part };
    program.push(instruction);
    return instruction;
  };
  write(new TextPatternParser(source).parse());
  emit(OP.match);
  return new TextPattern(source, program);

  function write(node: PatternNode): void {
    switch (node.kind) {
      case "set":
        emit(OP.set, { has: node.has });
        return;
      case "assert":
        emit(OP.assert, { holds: node.holds });
        return;
      case "sequence":
        for (const part of node.parts) write(part);
        return;
      case "choice":
        writeChoice(node.parts);
        return;
      case "repeat":
        writeRepeat(node.part, node.min, node.max);
    }
  }

  function writeChoice(parts: readonly PatternNode[]): void {
    const ends: Instruction[] = [];
    parts.forEach((part, i) => {
      const split = i < parts.length - 1 ? emit(OP.split) : undefined;
      write(part);
      if (split === undefined) return;
      ends.push(emit(OP.jump));
      split.other = program.length;
    });
    for (const end of ends) end.next = program.length;
  }

  function writeRepeat(part: PatternNode, min: number, max: number): void {
    for (let i = 0; i < min; i++) write(part);
    if (max === Infinity) {
      const start = program.length;
      const split = emit(OP.split);
      write(part);
      emit(OP.jump, { next: start });
      split.other = program.length;
      return;
    }
    const splits: Instruction[] = [];
    for (let i = min; i < max; i++) {
      splits.push(emit(OP.split));
      write(part);
    }
    for (const split of splits) split.other = program.length;
  }
}
