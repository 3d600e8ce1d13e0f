/**
 * Rules that nodes of a label, or all nodes, keep in every state: attributes whose values no two of them share, by one
 * or several together, and attributes that each of them has. A node without a value for some attribute of a unique
 * rule is not held to it. Keys are the unique rules by which nodes are asked for.
 */
import { BULK_PART_ROWS } from "../../pool/buffers.js";
import type { LabelSets } from "../../pool/label-sets.js";
import type { HashValueIndex } from "../index/hash-value-index.js";
import type { IndexSet } from "../index/index-set.js";
import { type Attribute, type ElementState, valueOfElement } from "../states/element-state.js";
import type { KeyLookup } from "../states/graph-state.js";
import { findAmong, isComparable, keyIdentity, type NodeKey } from "./node-key.js";

/** Attributes whose values, taken together, no two nodes share: of a label, or of all nodes. */
export interface UniqueRule {
  readonly label: string | undefined;
  readonly names: readonly string[];
  /** Whether nodes are asked for by it. */
  readonly isKey: boolean;
}

/** An attribute that each node of a label has. */
export interface RequiredRule {
  readonly label: string;
  readonly name: string;
}

/** Rules as they are declared, and as they are stored. */
export interface RuleList {
  readonly uniques: readonly UniqueRule[];
  readonly required: readonly RequiredRule[];
}

/** The rules for nodes with a set of labels. */
export interface RulesOfSet {
  readonly uniques: readonly UniqueRule[];
  readonly required: readonly RequiredRule[];
}

/** Nodes that are looked up by texts. */
export interface PresentTexts {
  readonly index: HashValueIndex;
  readonly attribute: Attribute;
  /** Whether a node counts, of one that has the text. */
  readonly isWanted: (node: number) => boolean;
}

export const NO_RULES: RuleList = { uniques: [], required: [] };

export class NodeRules implements KeyLookup, RuleList {
  /** Has a change kept, where the graph is; if it throws, the change is taken back. */
  keep: (() => void) | undefined;
  /** Grows with every change. */
  version = 0;
  /** The key of all nodes, if the graph was made with one. */
  readonly key: NodeKey | undefined;
  readonly #labelSets: LabelSets;
  readonly #indices: IndexSet;
  #uniques: readonly UniqueRule[];
  #required: readonly RequiredRule[] = [];
  #bySet = new Map<number, RulesOfSet>();

  constructor(indices: IndexSet, labelSets: LabelSets, key: NodeKey | undefined) {
    this.#indices = indices;
    this.#labelSets = labelSets;
    this.key = key;
    this.#uniques = key === undefined ? [] : [{ label: undefined, names: [key.name], isKey: true }];
  }

  /** Whether the key of all nodes is the only rule. */
  get isPlain(): boolean {
    return this.#required.length === 0 && this.#uniques.length === (this.key === undefined ? 0 : 1);
  }

  get uniques(): readonly UniqueRule[] {
    return this.#uniques;
  }

  get required(): readonly RequiredRule[] {
    return this.#required;
  }

  /** The rules that are by label. */
  get byLabel(): RuleList {
    return { uniques: this.#uniques.filter(({ label }) => label !== undefined), required: this.#required };
  }

  /** Puts other rules by label in the place of those there are, without having it kept. */
  restore({ uniques, required }: RuleList): void {
    const own = this.#uniques.filter(({ label }) => label === undefined);
    this.#set({ uniques: [...own, ...uniques], required });
  }

  /** Puts other rules by label in the place of those there are. */
  replace(rules: RuleList): void {
    const before: RuleList = { uniques: this.#uniques, required: this.#required };
    this.restore(rules);
    try {
      this.keep?.();
    } catch (error) {
      this.#set(before);
      throw error;
    }
  }

  #set({ uniques, required }: RuleList): void {
    this.#uniques = uniques;
    this.#required = required;
    this.#bySet = new Map();
    this.version++;
  }

  /** The rules for a set of labels, by its number or NO_ROW. */
  ofSet(set: number): RulesOfSet {
    let rules = this.#bySet.get(set);
    if (rules === undefined) {
      const labels = set < 0 ? [] : this.#labelSets.set(set);
      rules = {
        uniques: this.#uniques.filter(({ label }) => label === undefined || labels.includes(label)),
        required: this.#required.filter(({ label }) => labels.includes(label)),
      };
      this.#bySet.set(set, rules);
    }
    return rules;
  }

  /** The key of a label, or of all nodes. */
  keyOf(label: string | undefined): UniqueRule | undefined {
    return this.#uniques.find((rule) => rule.isKey && rule.label === label);
  }

  /** The labels that have a key. */
  get keyedLabels(): string[] {
    return this.#uniques.flatMap(({ label, isKey }) => (isKey && label !== undefined ? [label] : []));
  }

  /** The node of a state that a rule holds and that has these values of its attributes; undefined if there is none. */
  find(nodes: ElementState, rule: UniqueRule, values: readonly unknown[]): number | undefined {
    if (rule.names.length === 1) return this.finderOf(nodes, rule)(values[0]);
    return this.#search(nodes, rule, values)?.();
  }

  /**
   * All nodes of a state that have these values of a rule's attributes and its label, in ascending order: several in states
   * from before the rule was added, which need not keep it.
   */
  findAll(nodes: ElementState, rule: UniqueRule, values: readonly unknown[]): readonly number[] {
    if (rule.label === undefined) {
      // the key of all nodes is as old as the graph
      const id = this.find(nodes, rule, values);
      return id === undefined ? [] : [id];
    }
    const found = new Set<number>();
    const next = this.#search(nodes, rule, values);
    for (let node = next?.(); node !== undefined; node = next?.()) found.add(node);
    return found.size > 1 ? [...found].sort((a, b) => a - b) : [...found];
  }

  /**
   * A function that gives the nodes with these values of a rule's attributes, one at a call and maybe several times; undefined
   * behind the last. The rows of all values are walked side by side until those of the rarest one end.
   */
  #search(
    nodes: ElementState,
    { label, names }: UniqueRule,
    values: readonly unknown[],
  ): (() => number | undefined) | undefined {
    /** By attribute the columns that may have its value: of several types those that it can be compared with. */
    const attributes: (readonly Attribute[])[] = [];
    for (const [i, name] of names.entries()) {
      const attribute = nodes.attribute(name);
      if (attribute === undefined) return undefined;
      const columns = attribute.mixed?.filter((each) => isComparable(each, values[i])) ?? [attribute];
      if (columns.length === 0) return undefined;
      if (attribute.mixed === undefined && !attribute.stored.accepts(values[i])) return undefined;
      attributes.push(columns);
    }
    const walks = attributes.map((columns, i) =>
      oneAfterOther(columns.map((attribute) => this.#indices.walk(attribute, values[i]))),
    );
    const { live } = nodes;
    if (walks.length === 1) {
      const [next] = walks;
      return () => {
        for (let node = next(); node >= 0; node = next())
          if (live.has(node) && this.#hasLabel(nodes, node, label)) return node;
        return undefined;
      };
    }
    const wanted = attributes.map((columns, i) =>
      columns.map(({ stored }) => keyIdentity(stored.type, values[i])),
    );
    const isWanted = (node: number): boolean => {
      if (!live.has(node) || !this.#hasLabel(nodes, node, label)) return false;
      return attributes.every((columns, i) =>
        columns.some(({ stored, rows }, at) => {
          const row = rows.get(node);
          return row >= 0 && keyIdentity(stored.type, stored.column.get(row)) === wanted[i][at];
        }),
      );
    };
    let turn = 0;
    let isOver = false;
    return () => {
      while (!isOver) {
        const node = walks[turn]();
        turn = (turn + 1) % walks.length;
        if (node < 0) isOver = true;
        else if (isWanted(node)) return node;
      }
      return undefined;
    };
  }

  #hasLabel(nodes: ElementState, node: number, label: string | undefined): boolean {
    if (label === undefined) return true;
    const set = nodes.labelRows.get(node);
    return set >= 0 && this.#labelSets.set(set).includes(label);
  }

  /** Finds nodes by the value of a rule's one attribute, as `find` does, while the state stays as it is. */
  finderOf(nodes: ElementState, { label, names }: UniqueRule): (value: unknown) => number | undefined {
    const attribute = nodes.attribute(names[0]);
    if (attribute === undefined) return () => undefined;
    const { live } = nodes;
    const { mixed } = attribute;
    const isWanted = label === undefined ? undefined : (node: number) => this.#hasLabel(nodes, node, label);
    if (mixed !== undefined)
      return (value) => {
        const columns = mixed.filter((each) => isComparable(each, value));
        return findAmong(this.#indices, columns, live, value, isWanted);
      };
    return (value) =>
      attribute.stored.accepts(value)
        ? this.#indices.findElement(attribute, live, value, isWanted)
        : undefined;
  }

  /**
   * Whether no node that a rule of one attribute holds has one of some numbers, which the attribute accepts; false also
   * where that has to be looked at more closely.
   */
  areFree(nodes: ElementState, { label, names }: UniqueRule, keys: Float64Array): boolean {
    const attribute = nodes.attribute(names[0]);
    if (attribute === undefined) return true;
    if (attribute.mixed !== undefined) return false;
    const rows = new Int32Array(BULK_PART_ROWS);
    const held: boolean[] | undefined = label === undefined ? undefined : [];
    const isHeld = (set: number): boolean => this.#labelSets.set(set).includes(label!);
    for (let at = 0; at < keys.length; at += BULK_PART_ROWS) {
      const count = Math.min(BULK_PART_ROWS, keys.length - at);
      const index = this.#indices.numbersOf(attribute, keys.subarray(at, at + count), count, rows);
      if (index === undefined || isOneHeld(rows, count, index, attribute, nodes, held, isHeld)) return false;
    }
    return true;
  }

  /**
   * The nodes that a rule of one attribute with a label holds and that have some numbers, -1 where there is none; undefined
   * where there are several, or where that has to be looked at more closely. Of an attribute of whole numbers they are safe.
   */
  holdersOf(nodes: ElementState, { label, names }: UniqueRule, keys: Float64Array): Int32Array | undefined {
    const attribute = nodes.attribute(names[0]);
    if (attribute === undefined || attribute.mixed !== undefined || label === undefined) return undefined;
    const found = new Int32Array(keys.length);
    const held: boolean[] = [];
    const isHeld = (set: number): boolean => this.#labelSets.set(set).includes(label);
    for (let at = 0; at < keys.length; at += BULK_PART_ROWS) {
      const part = found.subarray(at, at + BULK_PART_ROWS);
      const index = this.#indices.numbersOf(
        attribute,
        keys.subarray(at, at + part.length),
        part.length,
        part,
      );
      if (index === undefined || !becomeHolders(part, index, attribute, nodes, held, isHeld))
        return undefined;
    }
    return found;
  }

  /**
   * The nodes that a rule of one attribute holds, for texts that are looked up by their hashes; undefined if there are
   * none. The attribute has no type but utf8.
   */
  textsOf(nodes: ElementState, { label, names }: UniqueRule): PresentTexts | undefined {
    const attribute = nodes.attribute(names[0]);
    const { live } = nodes;
    if (attribute === undefined || live.count === 0) return undefined;
    return {
      index: this.#indices.textsOf(attribute),
      attribute,
      isWanted: (node) => live.has(node) && this.#hasLabel(nodes, node, label),
    };
  }

  /** The present values of a rule's attributes of a node, some of them in their place; undefined if one is absent. */
  valuesOf(
    nodes: ElementState,
    id: number,
    names: readonly string[],
    given: (name: string) => unknown,
  ): unknown[] | undefined {
    const values: unknown[] = [];
    for (const name of names) {
      let value = given(name);
      if (value === undefined) {
        value = valueOfElement(nodes.attribute(name), id);
      }
      if (value === null || value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
}

/**
 * Whether one of some rows, or an older one with its value, is that of a live node whose set of labels is held. `held`
 * remembers which sets are; without it all are.
 */
function isOneHeld(
  found: Int32Array,
  count: number,
  index: HashValueIndex,
  { stored, rows }: Attribute,
  { live, labelRows }: ElementState,
  held: boolean[] | undefined,
  isHeld: (set: number) => boolean,
): boolean {
  for (let i = 0; i < count; i++)
    for (let row = found[i]; row >= 0; row = index.next(row)) {
      const node = stored.owner(row);
      if (held !== undefined) {
        const set = labelRows.get(node);
        if (set < 0) continue;
        held[set] ??= isHeld(set);
        if (!held[set]) continue;
      }
      if (live.has(node) && rows.get(node) === row) return true;
    }
  return false;
}

/** Puts in the place of rows the nodes that they, or older ones with their values, are of; false if one has several. */
function becomeHolders(
  found: Int32Array,
  index: HashValueIndex,
  { stored, rows }: Attribute,
  { live, labelRows }: ElementState,
  held: boolean[],
  isHeld: (set: number) => boolean,
): boolean {
  for (let i = 0; i < found.length; i++) {
    let holder = -1;
    for (let row = found[i]; row >= 0; row = index.next(row)) {
      const node = stored.owner(row);
      const set = labelRows.get(node);
      if (set < 0) continue;
      held[set] ??= isHeld(set);
      if (!held[set] || !live.has(node) || rows.get(node) !== row) continue;
      if (holder >= 0) return false;
      holder = node;
    }
    found[i] = holder;
  }
  return true;
}

/** The nodes of several walks, one walk after the other. */
function oneAfterOther(walks: readonly (() => number)[]): () => number {
  if (walks.length === 1) return walks[0];
  let at = 0;
  return () => {
    for (; at < walks.length; at++) {
      const node = walks[at]();
      if (node >= 0) return node;
    }
    return -1;
  };
}

/** Rules put together; those that are the same stand once. */
export function uniteRules(a: RuleList, b: RuleList): RuleList {
  const uniques = [...a.uniques];
  for (const rule of b.uniques) {
    const same = (other: UniqueRule) => other.label === rule.label && isSameList(other.names, rule.names);
    const at = uniques.findIndex(same);
    if (at < 0) uniques.push(rule);
    else if (rule.isKey) uniques[at] = rule;
  }
  const required = [...a.required];
  for (const rule of b.required)
    if (!required.some(({ label, name }) => label === rule.label && name === rule.name)) required.push(rule);
  return { uniques, required };
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
