/**
 * The common part of the readers of GraphML and GEXF: the stack of what is open, elements that are left out or lost,
 * rows of nodes in nodes, and sets of labels by the text that names them.
 */
import { describe } from "../../errors.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { AttributeSlots } from "./attribute-slots.js";
import { XmlCounts } from "./xml-counts.js";
import type { XmlHandler, XmlReader } from "./xml-reader.js";
import { OWN_MARK, OWN_VERSION } from "./xml-text.js";

/** A node that is open. All that it has of its own is there before the nodes in it begin, since rows follow each other. */
export interface OpenRow {
  readonly key: number;
  row: number;
  /** Whether nodes in it have been begun, so that further values need a row of their own; whether they got one. */
  isPassed: boolean;
  isAgain: boolean;
}

/** What is open where an element is left out. */
const LEFT_OUT = -1;

export abstract class GraphHandler implements XmlHandler {
  reader!: XmlReader;
  protected readonly builder: GraphBuilder;
  protected readonly counts: XmlCounts;
  protected readonly slots: { readonly node: AttributeSlots; readonly edge: AttributeSlots };
  /** The kind of each open element. */
  protected readonly stack: number[] = [];
  /** Whether the file was written by this library. */
  protected isOwn = false;
  readonly #format: string;
  readonly #sets = { nodes: new Map<string, number>(), edges: new Map<string, number>() };

  constructor(builder: GraphBuilder, format: string) {
    this.builder = builder;
    this.#format = format;
    this.counts = new XmlCounts(builder);
    this.slots = {
      node: new AttributeSlots(builder, "nodes"),
      edge: new AttributeSlots(builder, "edges"),
    };
  }

  abstract open(name: string): void;
  abstract close(text: string): void;
  protected abstract get hasOpenRow(): boolean;

  preparePause(): boolean {
    if (this.hasOpenRow) return false;
    this.slots.node.finish();
    this.slots.edge.finish();
    return true;
  }

  /** The kind of the element that is open; negative if there is none, or it is left out. */
  protected get within(): number {
    const { stack } = this;
    return stack.length === 0 ? LEFT_OUT : stack[stack.length - 1];
  }

  /** Notes the root of a file. */
  protected begin(name: string, root: string): void {
    const { builder, reader } = this;
    if (name !== root) builder.fail("FORMAT_SYNTAX", `expected <${root}>, got <${name.slice(0, 100)}>`);
    this.isOwn = reader.attribute(OWN_MARK) === OWN_VERSION;
    reader.isEscaped = this.isOwn;
  }

  protected push(what: number, wantsText = false): void {
    this.stack.push(what);
    if (wantsText) this.reader.wantText();
  }

  /** Passes over an element and all in it. */
  protected leaveOut(): void {
    this.stack.push(LEFT_OUT);
    this.reader.skip();
  }

  /** Passes over an element that the graph cannot hold. */
  protected lose(kind: string, message: string): void {
    this.counts.loss(kind, message);
    this.leaveOut();
  }

  /** Passes over an element that the format does not have where it is. */
  protected loseUnknown(name: string): void {
    this.lose("element", `elements <${name.slice(0, 100)}> that ${this.#format} does not have there`);
  }

  /** Counts an attribute of an XML element that has no meaning. */
  protected loseAttribute(name: string): void {
    this.counts.loss("xmlAttribute", `attributes ${name.slice(0, 100)} of XML elements`);
  }

  /** Refuses the element that was opened last for an attribute that it does not have. */
  protected refuseWithout(attribute: string, element: string): void {
    this.builder.refuse(
      "FORMAT_SYNTAX",
      element,
      `<${element}> expected an attribute "${attribute}", got none`,
    );
  }

  /** Warns of a type that is not known, so that values tell it. */
  protected warnOfType(label: string, type: string | undefined, attribute: string): void {
    const { builder } = this;
    builder.warnings.add("unknownType", `${label} ${describe(type)}, whose values tell the type`, {
      attribute,
      place: builder.place(),
    });
  }

  /** The row for further values of a node: another one where nodes in it have come since. */
  protected rowOf(node: OpenRow): number {
    if (node.isPassed && node.row >= 0) {
      node.row = this.builder.nodeAgain(node.key);
      node.isPassed = false;
      node.isAgain = true;
    }
    return node.row;
  }

  /** The code of the set of labels, or of the type, that a text names; negative for none. */
  protected setOf(
    elements: "nodes" | "edges",
    text: string,
    split: (text: string) => readonly string[],
  ): number {
    const sets = this.#sets[elements];
    let set = sets.get(text);
    if (set === undefined) {
      const names = split(text);
      set = names.length === 0 ? -1 : this.builder[elements].setCode(names);
      sets.set(text, set);
    }
    return set;
  }

  /** Labels as a list in JSON, which the writers of this library write. */
  protected labelList(json: string): readonly string[] {
    let list: unknown;
    try {
      list = JSON.parse(json);
    } catch {
      // said below
    }
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
    const message = `labels expected a list of texts as JSON, got ${describe(json)}`;
    this.builder.refuse("FORMAT_VALUE", "labels", message);
    return [];
  }

  finish(): void {
    this.slots.node.finish();
    this.slots.edge.finish();
    this.counts.finish();
  }
}

/** The only name of a set, such as a type. */
export const alone = (name: string): readonly string[] => [name];
