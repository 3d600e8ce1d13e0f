/**
 * Nodes or edges as an Arrow table. A column whose rows follow each other is wrapped where it lies; any other is
 * gathered into memory of its own, with a bitmap of what is present.
 */
import {
  Binary,
  Bool,
  type Data,
  type DataType,
  DenseUnion,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  makeVector,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Uint32,
  Utf8,
} from "apache-arrow";
import { assert, describe, GroggyError, LimitError } from "../../../errors.js";
import { decodeTemporal } from "../../../temporal/codec.js";
import type { TemporalType } from "../../../temporal/temporal-base.js";
import {
  type AttributeType,
  ElementsView,
  gatherRaw,
  isTemporalType,
  parseType,
  type RawColumn,
  type RawValues,
  rawCount,
  type ScalarType,
  Selection,
  unionType,
  type ValueType,
} from "../../../view.js";
import { type ColumnRole, ROLE_KEY, STORAGE_KEY, TYPE_KEY } from "../fields.js";

/** The parts of the elements that go into the table. */
export interface ToArrowOptions<A extends object = Record<string, unknown>> {
  /** The attributes, in this order. Defaults to all of them. */
  readonly columns?: readonly (keyof A & string)[];
  /** Whether there is a column of ids. Defaults to true. */
  readonly ids?: boolean;
  /** Whether there is a column of labels, or of types for edges. Defaults to true. */
  readonly labels?: boolean;
}

/** Arrow's offsets are signed. */
const ARROW_OFFSET_MAX = 2 ** 31 - 1;

/**
 * The nodes, or the edges, of a graph, of a past state, of a subgraph or of a selection as an Arrow table, one row
 * each, ids ascending. Of a selection, what is no longer in the graph is left out.
 *
 * Columns: `id` (uint32); for nodes `labels` (list of utf8); for edges `source` and `target` (uint32) and `type`
 * (dictionary of utf8, null for none); then the attributes. Where an attribute has one of these names, the
 * attribute keeps it and the column is called `$id`, `$labels` and so on.
 *
 * | attribute | Arrow |
 * | --- | --- |
 * | bool, int32, int64, float32, float64, binary | the same |
 * | integer | int64 |
 * | date, localtime, time, localdatetime, datetime, duration | utf8, in a form of ISO 8601 |
 * | utf8 | dictionary of utf8 with uint32 codes while the graph interns the strings, else utf8 |
 * | timestamp | timestamp in ms, without a time zone |
 * | json | utf8 |
 * | list of T | list of T |
 * | vector of n float32 | fixed-size list of n float32 |
 * | several types | dense union of these, in the order of their names, with a child of nulls where values are absent |
 *
 * The metadata of each field has its `groggy:role`, for attributes the `groggy:type`, and as `groggy:storage`
 * whether the column is `shared` or `gathered`. A shared column is a view on the graph's own memory: it costs
 * nothing and stays what it is, since the graph only ever appends, as long as nobody writes to it. A column is
 * shared if its values were added in the order of the ids and none is absent, as after `addNodes`; a column of
 * bool also has to begin at a whole byte, and a dictionary must not be larger than the column (or than 1,024).
 * All others are gathered, a copy of the values.
 *
 * O(columns) for shared columns, O(rows) for all others.
 *
 * @throws GroggyError UNKNOWN_ATTRIBUTE if one of `columns` is none, LIMIT for text of over 2^31 - 1 bytes.
 * @example
 * import { tableToIPC } from "apache-arrow";
 * import { Graph } from "groggy";
 * import { toArrow } from "groggy/arrow";
 *
 * const graph = new Graph();
 * graph.addNodes(3, { labels: "City", attributes: { population: Int32Array.of(120, 80, 45) } });
 * const table = toArrow(graph.nodes);
 * table.schema.names; // => [ 'id', 'labels', 'population' ]
 * table.schema.fields.at(2)?.metadata.get("groggy:storage"); // => 'shared'
 * const bytes = tableToIPC(table);
 */
export function toArrow<A extends object>(
  elements: ElementsView<A> | Selection<A>,
  options: ToArrowOptions<A> = {},
): Table {
  const view = elements instanceof Selection ? elements.elements : elements;
  if (!(view instanceof ElementsView)) {
    throw new TypeError(
      `"elements" expected the nodes or edges of a graph or a Selection, got ${describe(elements)}`,
    );
  }
  const ids = elements instanceof Selection ? elements.bitmap.and(view.state.live).toArray() : elements.ids();
  const names = columnNames(view, options.columns);
  const columns: [Field, Data][] = names.map((name) => {
    const parts = view.rawColumns(name, ids);
    return parts === undefined
      ? attributeColumn(name, view.rawColumn(name, ids))
      : unionColumn(name, parts, ids.length);
  });
  const own = ownColumns(view, ids, names, options);
  return tableOf([...own, ...columns], ids.length);
}

function columnNames<A extends object>(
  view: ElementsView<A>,
  given: readonly string[] | undefined,
): string[] {
  const { schema } = view;
  if (given === undefined) return Object.keys(schema);
  for (const name of given) {
    if (Object.hasOwn(schema, name)) continue;
    throw new GroggyError(
      "UNKNOWN_ATTRIBUTE",
      `"columns" expected attributes of the ${view.kind}s, got ${describe(name)}`,
      { attribute: name },
    );
  }
  return [...new Set(given)];
}

/** The columns that every node or edge has, whatever its attributes. */
function ownColumns<A extends object>(
  view: ElementsView<A>,
  ids: Uint32Array,
  attributes: readonly string[],
  { ids: withIds = true, labels: withLabels = true }: ToArrowOptions<A>,
): [Field, Data][] {
  const columns: [Field, Data][] = [];
  const add = (role: ColumnRole, data: Data, isShared: boolean): void => {
    let name: string = role;
    while (attributes.includes(name)) name = `$${name}`;
    columns.push([fieldOf(name, data, role, isShared), data]);
  };
  if (withIds) add("id", makeData({ type: new Uint32(), data: ids }), false);
  if (view.kind === "edge") {
    const { sources, targets, shared } = view.rawEnds(ids);
    add("source", makeData({ type: new Uint32(), data: sources }), shared);
    add("target", makeData({ type: new Uint32(), data: targets }), shared);
  }
  if (withLabels) {
    if (view.kind === "node") add("labels", labelData(view, ids), false);
    else add("type", typeData(view, ids), false);
  }
  return columns;
}

function labelData(view: ElementsView<object>, ids: Uint32Array): Data {
  const { codes, sets } = view.rawLabelSets(ids);
  const offsets = new Uint32Array(sets.length + 1);
  sets.forEach((names, set) => {
    offsets[set + 1] = offsets[set] + names.length;
  });
  const elements = encodeStrings(sets.flat());
  return arrowDataOf("list<utf8>", gatherRaw({ kind: "list", offsets, elements }, codes));
}

function typeData(view: ElementsView<object>, ids: Uint32Array): Data {
  const { codes, sets } = view.rawLabelSets(ids);
  const each = Uint32Array.from(sets.keys());
  const raw = gatherRaw({ kind: "codes", codes: each, strings: sets.map(([name]) => name) }, codes);
  let absent = 0;
  const validity = new Uint8Array(Math.ceil(codes.length / 8));
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0) absent++;
    else validity[i >>> 3] |= 1 << (i & 7);
  }
  return arrowDataOf("utf8", raw, absent === 0 ? undefined : validity, absent);
}

function attributeColumn(name: string, column: RawColumn | undefined): [Field, Data] {
  assert(
    column !== undefined && "kind" in column.values,
    `attribute ${name} is in the schema and has no column`,
  );
  const data = arrowDataOf(column.type, column.values, column.validity, column.absentCount);
  return [fieldOf(name, data, "attribute", column.shared, column.type), data];
}

/**
 * An attribute with several types: a dense union with a child for each, named by it, whose values follow each other, and
 * where values are absent a child of nulls.
 */
function unionColumn(name: string, parts: readonly RawColumn[], length: number): [Field, Data] {
  const typeIds = new Int8Array(length).fill(parts.length);
  const valueOffsets = new Int32Array(length);
  const children = parts.map((part, typeId) => {
    assert("kind" in part.values, `${part.type} is read in Arrow's layout`);
    const rows = part.presentRows() ?? Int32Array.from({ length }, (_, i) => i);
    for (let i = 0; i < rows.length; i++) {
      typeIds[rows[i]] = typeId;
      valueOffsets[rows[i]] = i;
    }
    return arrowDataOf(part.type, gatherRaw(part.values, rows));
  });
  const fields = children.map((data, i) => {
    const metadata = new Map([[TYPE_KEY, parts[i].type as string]]);
    return new Field(parts[i].type, data.type, false, metadata);
  });
  let absent = 0;
  for (let i = 0; i < length; i++) if (typeIds[i] === parts.length) valueOffsets[i] = absent++;
  if (absent > 0) {
    fields.push(new Field("null", new Null(), true));
    children.push(makeData({ type: new Null(), length: absent, nullCount: absent }));
  }
  const type = new DenseUnion(Int32Array.from(fields.keys()), fields);
  const data = makeData({ type, length, nullCount: 0, typeIds, valueOffsets, children });
  const types = parts.map((part) => part.type);
  return [fieldOf(name, data, "attribute", false, unionType(types)), data];
}

function fieldOf(name: string, data: Data, role: ColumnRole, isShared: boolean, type?: AttributeType): Field {
  const metadata = new Map([
    [ROLE_KEY, role as string],
    [STORAGE_KEY, isShared ? "shared" : "gathered"],
  ]);
  if (type !== undefined) metadata.set(TYPE_KEY, type);
  return new Field(name, data.type, role === "attribute" || role === "type", metadata);
}

function tableOf(columns: readonly [Field, Data][], length: number): Table {
  const fields = columns.map(([field]) => field);
  const children = columns.map(([, data]) => data);
  const schema = new Schema(fields);
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  return new Table(schema, new RecordBatch(schema, struct));
}

/** Values of a type as Arrow has them, around the same memory. */
export function arrowDataOf(type: ValueType, raw: RawValues, validity?: Uint8Array, nullCount = 0): Data {
  if (raw.kind === "bytes" && isTemporalType(type))
    return arrowDataOf("utf8", printed(type, raw), validity, nullCount);
  const common = { length: rawCount(raw), nullCount, nullBitmap: validity };
  switch (raw.kind) {
    case "bits":
      return makeData({ ...common, type: new Bool(), data: raw.bits });
    case "codes":
      return makeData({
        ...common,
        type: new Dictionary(new Utf8(), new Uint32()),
        data: raw.codes,
        dictionary: makeVector(arrowDataOf("utf8", encodeStrings(raw.strings)) as Data<Utf8>),
      });
    case "bytes":
      return makeData({
        ...common,
        type: (type === "binary" ? new Binary() : new Utf8()) as Utf8,
        valueOffsets: signed(raw.offsets),
        data: raw.bytes,
      });
    case "list": {
      const parsed = parseType(type);
      assert(parsed?.kind === "list", `${type} lies as lists`);
      const child = arrowDataOf(parsed.element, raw.elements);
      const list = new List(new Field("item", child.type, true));
      return makeData({ ...common, type: list, valueOffsets: signed(raw.offsets), child });
    }
    case "numbers": {
      const { values, width } = raw;
      const parsed = parseType(type);
      if (parsed?.kind !== "vector") {
        return makeData({
          ...common,
          type: numberType(type as ScalarType) as Float64,
          data: values as Float64Array,
        });
      }
      const child = makeData({ type: new Float32(), data: values as Float32Array });
      return makeData({
        ...common,
        type: new FixedSizeList(width, new Field("item", child.type, true)),
        child,
      });
    }
  }
}

/** Dates, times and durations as text; absent ones as nothing. */
function printed(type: TemporalType, raw: Extract<RawValues, { kind: "bytes" }>): RawValues {
  const { offsets, bytes } = raw;
  const texts = Array.from({ length: offsets.length - 1 }, (_, i) => {
    const value = bytes.subarray(offsets[i], offsets[i + 1]);
    return value.length === 0 ? "" : decodeTemporal(type, value).toString();
  });
  return encodeStrings(texts);
}

function numberType(type: ScalarType): DataType {
  switch (type) {
    case "int32":
      return new Int32();
    case "int64":
    case "integer":
      return new Int64();
    case "float32":
      return new Float32();
    case "timestamp":
      return new TimestampMillisecond();
    default:
      assert(type === "float64", `${type} lies as numbers`);
      return new Float64();
  }
}

/** The same offsets as Arrow has them, which are signed. */
function signed(offsets: Uint32Array): Int32Array {
  const end = offsets[offsets.length - 1];
  if (end > ARROW_OFFSET_MAX)
    throw new LimitError("bytes or list elements in an Arrow column", ARROW_OFFSET_MAX, end);
  return new Int32Array(offsets.buffer, offsets.byteOffset, offsets.length);
}

const encoder = new TextEncoder();

/** Strings as UTF-8, one after another. */
export function encodeStrings(strings: readonly string[]): RawValues {
  const offsets = new Uint32Array(strings.length + 1);
  const parts: Uint8Array[] = strings.map((text) => encoder.encode(text));
  let end = 0;
  parts.forEach((part, i) => {
    end += part.length;
    offsets[i + 1] = end;
  });
  if (end > ARROW_OFFSET_MAX) throw new LimitError("bytes in an Arrow dictionary", ARROW_OFFSET_MAX, end);
  const bytes = new Uint8Array(end);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]);
  });
  return { kind: "bytes", offsets, bytes };
}
