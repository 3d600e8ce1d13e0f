/**
 * Which of the two names of a node is its key: the `id`, by which edges name it, or another attribute such as `label`,
 * where each node has a value of its own. That shows at the end of the file only, so nodes are named by their ids until
 * then; an import in batches reads the file twice.
 */
import { platform } from "#platform";
import { NO_ROW } from "../../structures/row-index.js";
import { ByteInterner, longer } from "../shared/byte-interner.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import type { GmlItem } from "./gml-element.js";

export class GmlLabels {
  readonly name: string;
  /** Whether the options, or the file, say that this is the key. */
  isAsked: boolean;
  /** Whether the labels are an attribute as well, until they are the keys. */
  isKept = true;
  readonly #labels = new ByteInterner();
  /** The number of the label of each key, plus 1; of a survey by the id's own number. */
  #labelOf = new Int32Array(64);
  #rows = new Int32Array(64);
  #keys = new Int32Array(64);
  #count = 0;
  #fault: "missing" | "repeated" | undefined;
  #hasAny = false;
  /** The ids, of a survey. */
  readonly #ids = new ByteInterner();
  /** Whether ids are 0, 1, 2 or 1, 2, 3 and say nothing. */
  #isFromZero = true;
  #isFromOne = true;

  constructor(name: string, isAsked: boolean) {
    this.name = name;
    this.isAsked = isAsked;
  }

  /** Whether ids are positions. */
  get isPositional(): boolean {
    return this.#isFromZero || this.#isFromOne;
  }

  /** Whether each node has a label of its own. */
  get isWhole(): boolean {
    return this.#fault === undefined && this.#count > 0;
  }

  /** Takes a node, or all of them, as without a label, so that ids are the keys. */
  markMissing(): void {
    this.#fault = "missing";
  }

  /** Adds a node by the number of its key, which is its id. */
  add(key: number, row: number, bytes: Uint8Array, id: GmlItem, label: GmlItem | undefined): void {
    const count = this.#count++;
    if (this.isPositional) {
      const text = platform.decodeUtf8(bytes, id.start, id.stop);
      this.#isFromZero &&= text === String(count);
      this.#isFromOne &&= text === String(count + 1);
    }
    this.#hasAny ||= label !== undefined;
    if (this.#fault !== undefined) return;
    if (label === undefined) {
      this.#fault = "missing";
      return;
    }
    const before = this.#labels.count;
    const number = this.#labels.intern(bytes, label.start, label.stop);
    if (number < before) {
      this.#fault = "repeated";
      return;
    }
    if (key >= this.#labelOf.length) this.#labelOf = longer(this.#labelOf, key + 1);
    if (count >= this.#rows.length) {
      this.#rows = longer(this.#rows, count + 1);
      this.#keys = longer(this.#keys, count + 1);
    }
    this.#labelOf[key] = number + 1;
    this.#rows[count] = row;
    this.#keys[count] = key;
  }

  /** Adds a node of a survey. */
  survey(bytes: Uint8Array, id: GmlItem, label: GmlItem | undefined): void {
    this.add(this.#ids.intern(bytes, id.start, id.stop), NO_ROW, bytes, id, label);
  }

  /** The label of an id that a survey met; the id where it met none. */
  translate(bytes: Uint8Array, start: number, stop: number): string {
    const id = this.#ids.intern(bytes, start, stop);
    const label = id < this.#labelOf.length ? this.#labelOf[id] - 1 : -1;
    return label < 0 ? platform.decodeUtf8(bytes, start, stop) : this.#labels.text(label);
  }

  /** Throws, or tells, if labels were to be the keys and cannot be. */
  check(builder: GraphBuilder): void {
    if (this.#fault === undefined || !this.#hasAny) {
      if (!this.isAsked || this.#fault === undefined) return;
    }
    const why = this.#fault === "repeated" ? "one that several have" : "nodes without it";
    if (this.isAsked)
      builder.fail(
        this.#fault === "repeated" ? "FORMAT_DUPLICATE" : "FORMAT_REFERENCE",
        `"ids" expected an attribute of which each node has a value of its own, got ${JSON.stringify(this.name)}, ${why}`,
      );
    if (this.#fault === "repeated")
      builder.warnings.add("ids", "labels that several nodes have, so that the ids are the keys", {
        attribute: this.name,
      });
  }

  /** At the end of the file: makes the labels the keys, if they can be. */
  finish(builder: GraphBuilder): void {
    this.check(builder);
    const { count } = builder.keys;
    // an end that is no node has no label
    if (!this.isWhole || this.#labels.count !== count) return;
    const renamed = new ByteInterner();
    const { bytes, offsets } = this.#labels;
    for (let key = 0; key < count; key++) {
      const label = this.#labelOf[key] - 1;
      renamed.intern(bytes, offsets[label], offsets[label + 1]);
    }
    if (!this.isPositional) {
      const ids = builder.nodes.column("id", "text");
      for (let i = 0; i < this.#count; i++)
        if (this.#rows[i] !== NO_ROW) ids.text(this.#rows[i], builder.keys.text(this.#keys[i]));
    }
    builder.renameKeys(renamed);
    if (this.isKept) builder.nodes.drop(this.name);
  }
}
