/** Counts the parts of a file that the graph cannot hold, of which each node of a drawing may have several. */
import type { GraphBuilder } from "../shared/graph-builder.js";

export class XmlCounts {
  readonly #builder: GraphBuilder;
  /** How often each came after it was told for the first time, by kind and message. */
  readonly #counts = new Map<string, { readonly kind: string; readonly message: string; more: number }>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Counts a loss; the first few are told with their places. */
  loss(kind: string, message: string): void {
    const counted = this.#counts.get(message);
    if (counted !== undefined && counted.more < 0) counted.more++;
    else if (counted !== undefined) {
      counted.more++;
      return;
    } else if (this.#counts.size < KINDS_MAX) this.#counts.set(message, { kind, message, more: 1 - TOLD });
    this.#builder.losses.add(kind, message, { place: this.#builder.place() });
  }

  /** Tells the numbers. */
  finish(): void {
    for (const { kind, message, more } of this.#counts.values())
      if (more > 0) this.#builder.losses.add(kind, message, { count: more });
    this.#counts.clear();
  }
}

const TOLD = 5;
const KINDS_MAX = 1000;
