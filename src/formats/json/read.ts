/**
 * Reads the JSON formats: the text is split into members and items, each of which the engine's parser reads. Below 2^28
 * units the text is gone through for what holds for all, then for nodes, then for edges; above it streams, and what
 * holds for all has to come before the edges.
 */
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { isPlainJson, JsonFault, parseExactJson } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { WHOLE_UNITS_MAX } from "../shared/limits.js";
import { CytoscapeShape } from "./cytoscape.js";
import { GraphologyShape } from "./graphology.js";
import { JsonGraphShape } from "./json-graph.js";
import { NodeLinkShape } from "./node-link.js";
import type { JsonPhase, JsonShape } from "./shape.js";
import { JsonSplitter } from "./splitter.js";
import { TextPlaces } from "./text-places.js";

/** Others get a turn after so many items. */
const ITEMS_A_TURN = 1024;

type Options = Readonly<Record<string, unknown>>;

/** A reader for a shape, which streams texts of more than so many units; `wholeUnitsMax` is for tests. */
export function jsonReader(
  shapeOf: (builder: GraphBuilder, options: Options) => JsonShape,
  wholeUnitsMax = WHOLE_UNITS_MAX,
): FormatReader {
  return async ([given], builder) => {
    const run = new JsonRun(given, builder, shapeOf(builder, given.options));
    await run.read(wholeUnitsMax);
  };
}

class JsonRun {
  readonly #given: ReaderInput;
  readonly #builder: GraphBuilder;
  readonly #shape: JsonShape;
  #places = new TextPlaces();
  #splitter: JsonSplitter | undefined;
  /** The phase under way: all of them at once in a stream. */
  #phase: JsonPhase | "all" = "all";

  constructor(given: ReaderInput, builder: GraphBuilder, shape: JsonShape) {
    this.#given = given;
    this.#builder = builder;
    this.#shape = shape;
    builder.where = () => ({
      ...given.input.place,
      ...(this.#splitter === undefined ? {} : this.#places.at(this.#splitter.pieceAt)),
    });
  }

  async read(wholeUnitsMax: number): Promise<void> {
    const chunks = this.#given.input.text();
    const parts: string[] = [];
    let units = 0;
    try {
      while (units < wholeUnitsMax) {
        const { done, value } = await chunks.next();
        if (done === true) {
          await this.#readWhole(parts.join(""));
          return;
        }
        parts.push(value);
        units += value.length;
        this.#given.input.checkWhole(Math.min(units, WHOLE_UNITS_MAX));
        await this.#builder.pause();
      }
      await this.#readStream(parts, chunks);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const place = this.#places.at(error.at);
      this.#builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message, place);
    } finally {
      await chunks.return(undefined);
    }
  }

  #newSplitter(): JsonSplitter {
    const shape = this.#shape;
    const splitter = new JsonSplitter({
      layout: shape.layout,
      wants: (section) => shape.wants(section, this.#phase),
      member: (section, name, text) => {
        if (this.#phase !== "header" && this.#phase !== "all") return;
        shape.member(section, name, this.#parsed(text, splitter));
      },
      item: (section, name, text) => {
        const value = this.#parsed(text, splitter);
        if (value !== undefined) shape.item(section, name, value, text);
      },
      ...(shape.next === undefined ? {} : { next: () => shape.next?.() }),
    });
    this.#splitter = splitter;
    return splitter;
  }

  /** A piece as a value; undefined if it is faulty and left out. */
  #parsed(text: string, { pieceAt }: JsonSplitter): unknown {
    try {
      if (isPlainJson(text)) return JSON.parse(text);
    } catch {
      // said below, with its place
    }
    try {
      return parseExactJson(text);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const place = this.#places.at(pieceAt + error.at);
      const code = error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX";
      this.#builder.refuse(code, "syntax", error.message, place);
      return undefined;
    }
  }

  async #readWhole(text: string): Promise<void> {
    this.#places.add(text);
    for (const phase of ["header", "nodes", "edges"] as const) {
      this.#phase = phase;
      this.#shape.begin(phase);
      const splitter = this.#newSplitter();
      splitter.feed(text);
      splitter.end();
      let items = 0;
      for (const step of splitter.steps()) {
        if (step !== "item" || phase === "header") continue;
        if (this.#builder.isDue || ++items % ITEMS_A_TURN === 0) await this.#builder.pause();
      }
    }
    this.#shape.finish();
  }

  async #readStream(parts: readonly string[], rest: AsyncGenerator<string>): Promise<void> {
    const { input } = this.#given;
    this.#shape.begin("all");
    const splitter = this.#newSplitter();
    let used = 0;
    for (const step of splitter.steps()) {
      if (step === "item") {
        if (this.#builder.isDue) await this.#builder.pause();
        continue;
      }
      const chunk = used < parts.length ? parts[used++] : (await rest.next()).value;
      await this.#builder.pause();
      if (chunk === undefined) {
        splitter.end();
        continue;
      }
      this.#places.forget(splitter.pieceAt);
      this.#places.add(chunk);
      splitter.feed(chunk);
      if (splitter.pendingUnits > input.fieldBytesMax)
        input.checkField(splitter.pendingUnits, "a value of JSON", this.#places.at(splitter.pieceAt));
    }
    this.#shape.finish();
  }
}

export const readGraphology = jsonReader((builder, options) => new GraphologyShape(builder, options));
export const readNodeLink = jsonReader((builder, options) => new NodeLinkShape(builder, options));
export const readCytoscape = jsonReader((builder, options) => new CytoscapeShape(builder, options));
export const readJsonGraph = jsonReader((builder, options) => new JsonGraphShape(builder, options));
