/**
 * The changes of a commit, by identities and values: self-contained, so that they can be applied wherever the state
 * of the first parent is known. For the nodes, and then likewise for the edges:
 *
 *   elements that go; elements that come; of edges that come the sequence numbers of all sources and of all targets
 * (u32), 1 byte, and if it is 1 all their origins likewise; the number of label sets (u32), each as the number of its
 * names (u32) and the names as texts; elements that get a set, 1 byte, and if it is 1 one number of a set (u32) for
 * each, else one for all; elements that lose theirs; the number of columns (u32), each as name and type as texts,
 * elements with their values, elements that lose theirs. If bytes are left, the columns of the graph itself follow: its
 * one element is 0 of origin 0.
 */
import type { ElementKind } from "../../pool/pool.js";
import type { RawValues } from "../../pool/raw-values.js";
import { formatType, parseType, type ValueType } from "../../pool/value-type.js";
import { checkName } from "../../structures/arguments.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";
import { type ElementList, readElements, writeElements } from "./bundle-elements.js";
import { readBundleValues, writeBundleValues } from "./bundle-values.js";

/** The ends of edges, as sequence numbers; all of origin 0 unless there are origins. */
export interface BundleEnds {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly origins: { readonly sources: Uint32Array; readonly targets: Uint32Array } | undefined;
}

/** The label sets, or types, that elements get, and the elements that lose theirs. */
export interface BundleLabels {
  readonly sets: readonly (readonly string[])[];
  readonly given: ElementList;
  /** For each element the number of its set; one alone is for all. */
  readonly codes: Uint32Array;
  readonly taken: ElementList;
}

/** The values of no element, whatever their type. */
export const NO_VALUES: RawValues = { kind: "bits", bits: new Uint8Array(0), count: 0 };

/** The values of one attribute that elements get, and the elements that lose theirs. */
export interface BundleColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly given: ElementList;
  readonly values: RawValues;
  readonly taken: ElementList;
}

/** The changes of the elements of one kind. */
export interface BundledElementChange {
  readonly removed: ElementList;
  readonly added: ElementList;
  /** Of the edges that come. */
  readonly ends: BundleEnds | undefined;
  readonly labels: BundleLabels;
  readonly columns: readonly BundleColumn[];
}

/** The changes of a commit. */
export interface BundleChange {
  readonly nodes: BundledElementChange;
  readonly edges: BundledElementChange;
  /** The columns of the graph itself. */
  readonly graph: readonly BundleColumn[];
}

export function writeChange({ nodes, edges, graph }: BundleChange, writer: ByteWriter): void {
  for (const change of [nodes, edges]) {
    writeElements(change.removed, writer);
    writeElements(change.added, writer);
    if (change.ends !== undefined) writeEnds(change.ends, writer);
    writeLabels(change.labels, writer);
    writeColumns(change.columns, writer);
  }
  if (graph.length > 0) writeColumns(graph, writer);
}

function writeColumns(columns: readonly BundleColumn[], writer: ByteWriter): void {
  writer.u32(columns.length);
  for (const { name, type, given, values, taken } of columns) {
    writer.text(name).text(type);
    writeElements(given, writer);
    if (given.count > 0) writeBundleValues(type, values, writer);
    writeElements(taken, writer);
  }
}

function writeEnds({ sources, targets, origins }: BundleEnds, writer: ByteWriter): void {
  writer.numbers(sources).numbers(targets);
  writer.u8(origins === undefined ? 0 : 1);
  if (origins !== undefined) writer.numbers(origins.sources).numbers(origins.targets);
}

function writeLabels({ sets, given, codes, taken }: BundleLabels, writer: ByteWriter): void {
  writer.u32(sets.length);
  for (const names of sets) {
    writer.u32(names.length);
    for (const name of names) writer.text(name);
  }
  writeElements(given, writer);
  if (given.count > 0) writer.u8(codes.length === 1 ? 0 : 1).numbers(codes);
  writeElements(taken, writer);
}

/** Reads a change, up to the end of what is read. Throws a RangeError or a TypeError unless it is one. */
export function readChange(reader: ByteReader): BundleChange {
  const nodes = readElementChange("node", reader);
  const edges = readElementChange("edge", reader);
  return { nodes, edges, graph: reader.left > 0 ? readColumns(reader) : [] };
}

function readElementChange(kind: ElementKind, reader: ByteReader): BundledElementChange {
  const removed = readElements(reader);
  const added = readElements(reader);
  const ends = kind === "edge" ? readEnds(added.count, reader) : undefined;
  const labels = readLabels(kind, reader);
  return { removed, added, ends, labels, columns: readColumns(reader) };
}

function readColumns(reader: ByteReader): BundleColumn[] {
  const columns: BundleColumn[] = [];
  const columnCount = reader.u32();
  for (let i = 0; i < columnCount; i++) columns.push(readColumn(reader));
  const names = new Set(columns.map(({ name, type }) => `${type} ${name}`));
  if (names.size < columns.length) throw new RangeError("a column occurs twice");
  return columns;
}

function readEnds(count: number, reader: ByteReader): BundleEnds {
  const next = (): Uint32Array => reader.numbers(Uint32Array, count);
  const [sources, targets] = [next(), next()];
  const origins = readFlag(reader) ? { sources: next(), targets: next() } : undefined;
  return { sources, targets, origins };
}

function readFlag(reader: ByteReader): boolean {
  const flag = reader.u8();
  if (flag > 1) throw new RangeError(`${flag} where 0 or 1 is expected`);
  return flag === 1;
}

function readLabels(kind: ElementKind, reader: ByteReader): BundleLabels {
  const sets: string[][] = [];
  const setCount = reader.u32();
  for (let i = 0; i < setCount; i++) sets.push(readNames(kind, reader));
  const given = readElements(reader);
  const isMany = given.count > 0 && readFlag(reader);
  const codes = reader.numbers(Uint32Array, isMany ? given.count : Math.min(given.count, 1));
  for (const code of codes) if (code >= setCount) throw new RangeError(`set ${code} of ${setCount}`);
  return { sets, given, codes, taken: readElements(reader) };
}

function readNames(kind: ElementKind, reader: ByteReader): string[] {
  const names: string[] = [];
  const count = reader.u32();
  if (count === 0 || (kind === "edge" && count > 1)) throw new RangeError(`${count} names for one ${kind}`);
  for (let i = 0; i < count; i++) {
    const name = reader.text();
    checkName("labels", name);
    names.push(name);
  }
  return names;
}

function readColumn(reader: ByteReader): BundleColumn {
  const name = reader.text();
  checkName("attribute", name);
  const type = reader.text();
  const parsed = parseType(type);
  if (parsed === undefined || formatType(parsed) !== type) throw new RangeError(`${type} is no type`);
  const given = readElements(reader);
  const values = given.count === 0 ? NO_VALUES : readBundleValues(type as ValueType, given.count, reader);
  return { name, type: type as ValueType, given, values, taken: readElements(reader) };
}
