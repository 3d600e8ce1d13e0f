/** The ends of one statement of DOT: groups of nodes, of which each is joined to the next. Used again for the next one. */
import { longer } from "../shared/byte-interner.js";
import type { Subgraph } from "./subgraphs.js";

export class DotChain {
  /** The keys of all groups, one after another, and where each begins. */
  keys = new Int32Array(8);
  keyCount = 0;
  groups = new Int32Array(8);
  groupCount = 0;
  /** The port of a group, and the subgraph that it is, where any has one. */
  ports: (string | undefined)[] | undefined;
  subgraphs: (Subgraph | undefined)[] | undefined;
  /** Whether the last group is a subgraph. */
  isSubgraph = false;

  addNode(key: number): void {
    this.#begin();
    this.#push(key);
    this.isSubgraph = false;
  }

  /** The nodes of a subgraph are those that it has when the statement ends. */
  addSubgraph(subgraph: Subgraph): void {
    this.#begin();
    this.subgraphs ??= [];
    this.subgraphs[this.groupCount - 1] = subgraph;
    this.isSubgraph = true;
  }

  #begin(): void {
    if (this.groupCount === this.groups.length) this.groups = longer(this.groups, this.groupCount + 1);
    this.groups[this.groupCount++] = this.keyCount;
  }

  #push(key: number): void {
    if (this.keyCount === this.keys.length) this.keys = longer(this.keys, this.keyCount + 1);
    this.keys[this.keyCount++] = key;
  }

  /** Where a group ends in `keys`. */
  stopOf(group: number): number {
    return group + 1 < this.groupCount ? this.groups[group + 1] : this.keyCount;
  }

  /** Puts the nodes of subgraphs for them, in the order in which they came. */
  expand(): void {
    const { subgraphs, groupCount } = this;
    if (subgraphs === undefined) return;
    const given = this.keys.slice(0, this.keyCount);
    const stops = Array.from({ length: groupCount }, (_, group) => this.stopOf(group));
    this.keyCount = 0;
    for (let group = 0; group < groupCount; group++) {
      const from = this.groups[group];
      this.groups[group] = this.keyCount;
      const subgraph = subgraphs[group];
      if (subgraph === undefined) for (let i = from; i < stops[group]; i++) this.#push(given[i]);
      else for (const key of Int32Array.from(subgraph.nodes).sort()) this.#push(key);
    }
  }

  clear(): void {
    this.keyCount = 0;
    this.groupCount = 0;
    this.isSubgraph = false;
    if (this.ports !== undefined) this.ports = undefined;
    if (this.subgraphs !== undefined) this.subgraphs = undefined;
  }
}
