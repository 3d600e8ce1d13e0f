/** Branches, tags, and branches of other graphs: names for commits. */
import { describe, GroggyError } from "../../errors.js";
import type { CommitNode } from "../commits/commit-node.js";

/** The longest name of a branch or tag, in UTF-16 units. */
export const REF_NAME_LENGTH_MAX = 255;

/** The branch that a new graph is on. */
export const FIRST_BRANCH = "main";

/** The characters that no name may contain: white space, control characters and those of revision syntax. */
const FORBIDDEN = /[\s\p{Cc}~^:?*[\]\\@{}]|\.\.|\/\/|^[-/.]|[/.]$/u;

/** The kind of a name. */
export type RefKind = "branch" | "tag" | "remote";

/** The note of a tag. */
export interface TagNote {
  readonly message: string;
  readonly author: string;
  readonly time: number;
}

/** The target of a name. */
export interface RefTarget {
  readonly node: CommitNode;
  /** Of tags alone. */
  readonly note?: TagNote;
}

/** One change of a name; undefined where there was, or is, no such name. */
export interface RefChange {
  readonly kind: RefKind;
  readonly name: string;
  readonly before: RefTarget | undefined;
  readonly after: RefTarget | undefined;
}

/** Whether a text is a whole id of a commit, which as a revision means that commit. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Throws unless `name` can name a commit. */
export function checkRefName(kind: RefKind, name: unknown): asserts name is string {
  if (typeof name !== "string") throw new TypeError(`"${kind}" expected a name, got ${describe(name)}`);
  const expected = expectedOf(name);
  if (expected !== undefined) {
    throw new GroggyError("INVALID_REF_NAME", `"${kind}" expected ${expected}, got ${describe(name)}`, {
      name,
    });
  }
}

function expectedOf(name: string): string | undefined {
  if (name.length === 0 || name.length > REF_NAME_LENGTH_MAX || !name.isWellFormed()) {
    return `a name of 1 to ${REF_NAME_LENGTH_MAX} characters`;
  }
  if (FORBIDDEN.test(name)) {
    return "a name without white space, ~ ^ : ? * [ ] { } @ \\, '..' or '//', that neither begins with - / . nor ends with / .";
  }
  if (isCommitId(name)) return "a name other than the id of a commit";
  return name === "HEAD" ? "a name other than HEAD, which means the present commit" : undefined;
}

/** Who is told of changes of names: before one, to refuse it by throwing, and after it. */
export interface RefListener {
  before(name: string): void;
  after(change: RefChange): void;
}

/** The names of one kind. */
export class Refs {
  readonly kind: RefKind;
  readonly #targets = new Map<string, RefTarget>();
  readonly #listener: RefListener;

  constructor(kind: RefKind, listener: RefListener) {
    this.kind = kind;
    this.#listener = listener;
  }

  get(name: string): CommitNode | undefined {
    return this.#targets.get(name)?.node;
  }

  /** The target of an existing name. Throws if it does not exist. */
  require(name: unknown): RefTarget {
    const target = typeof name === "string" ? this.#targets.get(name) : undefined;
    if (target !== undefined) return target;
    throw new GroggyError(
      "REF_NOT_FOUND",
      `"${this.kind}" expected the name of a ${this.kind}, got ${describe(name)}`,
      {
        name,
      },
    );
  }

  /** Adds a name that was not taken. */
  create(name: unknown, target: RefTarget): void {
    checkRefName(this.kind, name);
    if (this.#targets.has(name)) throw this.duplicate(name);
    this.set(name, target);
  }

  duplicate(name: string): GroggyError {
    const message = `"${this.kind}" expected a new name, got ${describe(name)}, which exists`;
    return new GroggyError("DUPLICATE_REF", message, { name });
  }

  /** Sets the target of a name, or removes the name with undefined. */
  set(name: string, after: RefTarget | undefined): void {
    this.#listener.before(name);
    const before = this.#targets.get(name);
    if (after === undefined) this.#targets.delete(name);
    else this.#targets.set(name, after);
    this.#listener.after({ kind: this.kind, name, before, after });
  }

  /** As `set`, for a name that was kept before. No listener is called. */
  restore(name: string, target: RefTarget | undefined): void {
    if (target === undefined) this.#targets.delete(name);
    else this.#targets.set(name, target);
  }

  /** Forgets all names. No listener is called. */
  clear(): void {
    this.#targets.clear();
  }

  /** All names with their targets, sorted by code unit. */
  entries(): [name: string, target: RefTarget][] {
    return [...this.#targets].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
