/** Branches and tags: names for commits, and where the graph stands among them. */
import { describe, GroggyError } from "../errors.js";
import type { CommitNode } from "./commit.js";

/** The longest name of a branch or tag, in UTF-16 units. */
export const REF_NAME_LENGTH_MAX = 255;

/** The branch that a new graph is on. */
export const FIRST_BRANCH = "main";

/** What no name may contain: white space, control characters and what revisions are written with. */
const FORBIDDEN = /[\s\p{Cc}~^:?*[\]\\@{}]|\.\.|\/\/|^[-/.]|[/.]$/u;

/** Throws unless `name` can name a branch or a tag. */
export function checkRefName(what: "branch" | "tag", name: unknown): asserts name is string {
  const invalid = (expected: string): never => {
    throw new GroggyError("INVALID_REF_NAME", `"${what}" expected ${expected}, got ${describe(name)}`, {
      name,
    });
  };
  if (typeof name !== "string") {
    throw new TypeError(`"${what}" expected a name, got ${describe(name)}`);
  }
  if (name.length === 0 || name.length > REF_NAME_LENGTH_MAX || !name.isWellFormed()) {
    invalid(`a name of 1 to ${REF_NAME_LENGTH_MAX} characters`);
  }
  if (FORBIDDEN.test(name)) {
    invalid(
      "a name without white space, ~ ^ : ? * [ ] { } @ \\, '..' or '//', that neither begins with - / . nor ends with / .",
    );
  }
  if (name === "HEAD") invalid("a name other than HEAD, which means the present commit");
}

/** A set of names for commits. */
export class Refs {
  readonly #what: "branch" | "tag";
  readonly #nodes = new Map<string, CommitNode>();

  constructor(what: "branch" | "tag") {
    this.#what = what;
  }

  get(name: string): CommitNode | undefined {
    return this.#nodes.get(name);
  }

  /** Adds a name that was not taken. */
  create(name: unknown, node: CommitNode): void {
    checkRefName(this.#what, name);
    if (this.#nodes.has(name)) {
      throw new GroggyError(
        "DUPLICATE_REF",
        `"${this.#what}" expected a new name, got ${describe(name)}, which exists`,
        {
          name,
        },
      );
    }
    this.#nodes.set(name, node);
  }

  /** Lets a name that exists, or a branch without a commit as yet, mean another commit. */
  move(name: string, node: CommitNode): void {
    this.#nodes.set(name, node);
  }

  entries(): [string, CommitNode][] {
    return [...this.#nodes].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
