/**
 * The graphics of yEd as attributes of nodes and edges: geometry, colours, labels. All else of its looks is a loss in the
 * report. A group has several realizers, of which the active one counts.
 */
import type { ColumnType } from "../shared/elements-builder.js";
import type { AttributeSlots } from "./attribute-slots.js";
import type { XmlCounts } from "./xml-counts.js";
import type { XmlReader } from "./xml-reader.js";

/** For elements, which of their attributes become attributes of the graph, under which name and as what. */
type Taken = Readonly<
  Record<string, readonly (readonly [attribute: string, name: string, type: ColumnType])[]>
>;

const NODE_PARTS: Taken = {
  Geometry: [
    ["x", "x", "float64"],
    ["y", "y", "float64"],
    ["width", "width", "float64"],
    ["height", "height", "float64"],
  ],
  Fill: [["color", "color", "utf8"]],
  BorderStyle: [
    ["color", "borderColor", "utf8"],
    ["type", "borderType", "utf8"],
    ["width", "borderWidth", "float64"],
  ],
  Shape: [["type", "shape", "utf8"]],
};

const EDGE_PARTS: Taken = {
  LineStyle: [
    ["color", "color", "utf8"],
    ["type", "lineType", "utf8"],
    ["width", "width", "float64"],
  ],
  Arrows: [
    ["source", "sourceArrow", "utf8"],
    ["target", "targetArrow", "utf8"],
  ],
};

/** Elements that say which shape or line it is, around all else. */
const CONTAINERS = /(?:Node|Edge|Realizers)$/;

const LABEL = 1;
const PATH = 2;
const OTHER = 0;

export interface GraphicsOwner {
  readonly row: number;
}

export class YedGraphics {
  readonly #counts: XmlCounts;
  #slots!: AttributeSlots;
  #isNode = true;
  #row = -1;
  readonly #stack: number[] = [];
  /** The names that were given a value in these data. */
  readonly #given = new Set<string>();
  /** The depth of the realizers, and which of them counts. */
  #realizers = 0;
  #active = 0;
  #seen = 0;
  #bends: [number, number][] = [];

  constructor(counts: XmlCounts) {
    this.#counts = counts;
  }

  begin(slots: AttributeSlots, kind: "node" | "edge", row: number): void {
    this.#slots = slots;
    this.#isNode = kind === "node";
    this.#row = row;
    this.#stack.length = 0;
    this.#given.clear();
    this.#realizers = 0;
    this.#bends = [];
  }

  open(name: string, reader: XmlReader): void {
    const stack = this.#stack;
    if (this.#realizers > 0 && stack.length === this.#realizers && this.#seen++ !== this.#active) {
      this.#pass(reader);
      return;
    }
    const where = stack.length === 0 ? OTHER : stack[stack.length - 1];
    if (where === LABEL) {
      this.#pass(reader);
      return;
    }
    if (where === PATH && name === "Point") {
      this.#bends.push([Number(reader.attribute("x")), Number(reader.attribute("y"))]);
      stack.push(OTHER);
      return;
    }
    if (name === (this.#isNode ? "NodeLabel" : "EdgeLabel")) {
      stack.push(LABEL);
      reader.wantText();
      return;
    }
    if (name === "Path" && !this.#isNode) {
      stack.push(PATH);
      return;
    }
    if (name === "Realizers") {
      this.#active = Number(reader.attribute("active") ?? 0) || 0;
      this.#seen = 0;
      this.#realizers = stack.length + 1;
    }
    const parts = this.#isNode ? NODE_PARTS : EDGE_PARTS;
    if (Object.hasOwn(parts, name)) {
      for (const [attribute, own, type] of parts[name]) {
        const text = reader.attribute(attribute);
        if (text !== undefined) this.#put(own, type, text);
      }
      stack.push(OTHER);
    } else if (CONTAINERS.test(name)) stack.push(OTHER);
    else {
      this.#counts.loss("graphics", `${name.slice(0, 100)} of yEd's drawings`);
      this.#pass(reader);
    }
  }

  #pass(reader: XmlReader): void {
    this.#stack.push(OTHER);
    reader.skip();
  }

  #put(name: string, type: ColumnType, text: string): void {
    if (this.#given.has(name)) {
      this.#counts.loss("graphics", `further ${name} of yEd's drawings`);
      return;
    }
    this.#given.add(name);
    this.#slots.put(this.#slots.own(name, type, "yed:"), this.#row, text);
  }

  close(text: string): void {
    const stack = this.#stack;
    const what = stack.pop();
    if (this.#realizers > stack.length) this.#realizers = 0;
    if (what !== LABEL) return;
    const label = text.trim();
    if (label !== "") this.#put("label", "utf8", label);
  }

  end(): void {
    const isWhole = this.#bends.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
    if (this.#bends.length > 0 && isWhole)
      this.#slots.putValue(this.#slots.own("bends", "json", "yed:"), this.#row, this.#bends);
    this.#bends = [];
  }
}
