// The root of a state from scratch, by what src/history/hashing/state-root.ts, hash-tree.ts and leaf.ts document, from
// public reads alone: nothing is shared with the code under test.

import { createHash } from "node:crypto";
import type { GraphView } from "../../../src/index.js";
import { TemporalBase } from "../../../src/temporal/temporal-base.js";
import { temporalBytes } from "../../pool/temporal-values.js";

type Hash = Buffer;

function sha256(...parts: Uint8Array[]): Hash {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([u32(bytes.length), bytes]);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

/** JSON with keys in the order of their code units. */
function json(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${json((value as Record<string, unknown>)[key])}`).join(",")}}`;
}

function encode(type: string, value: unknown): Buffer {
  if (type === "bool") return Buffer.of(value === true ? 1 : 0);
  if (type === "int32") {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value as number);
    return bytes;
  }
  if (type === "float32") return float(value as number);
  if (type === "float64") return double(value as number);
  if (type === "integer") return long(BigInt(value as number | bigint));
  if (value instanceof TemporalBase)
    return Buffer.concat([u32(temporalBytes(value).length), temporalBytes(value)]);
  if (type === "int64") return long(value as bigint);
  if (type === "timestamp") return long(BigInt((value as Date).getTime()));
  if (type === "utf8") return text(value as string);
  if (type === "json") return text(json(value));
  if (type === "binary") return Buffer.concat([u32((value as Uint8Array).length), value as Uint8Array]);
  if (type.startsWith("vector")) return Buffer.concat(Array.from(value as Float32Array, float));
  const element = type.slice("list<".length, -1);
  const items = value as unknown[];
  return Buffer.concat([u32(items.length), ...items.map((item) => encode(element, item))]);
}

/** The hash of a column: for the elements that have something in it, by sequence number, the bytes of what they have. */
function column(values: ReadonlyMap<number, Uint8Array>, extra: ReadonlyMap<number, Extra>): Hash {
  const leaves = new Map<number, number[]>();
  for (const sequence of [...values.keys()].sort((a, b) => a - b)) {
    const leaf = Math.floor(sequence / 1024);
    const members = leaves.get(leaf);
    if (members === undefined) leaves.set(leaf, [sequence]);
    else members.push(sequence);
  }
  let level = new Map<number, Hash>();
  for (const [leaf, members] of leaves) {
    const presence = Buffer.alloc(128);
    for (const sequence of members) presence[Math.floor((sequence % 1024) / 8)] |= 1 << (sequence % 8);
    const ends = members.flatMap((sequence) => extra.get(sequence) ?? []);
    const body = members.map((sequence) => values.get(sequence) as Uint8Array);
    level.set(leaf, sha256(Buffer.of(0), presence, ...body, ...endsBytes(ends)));
  }
  for (let height = 1; height <= 4; height++) {
    const parents = new Map<number, Buffer[]>();
    for (const [index, hash] of [...level].sort(([a], [b]) => a - b)) {
      const parent = Math.floor(index / 64);
      parents.set(parent, [...(parents.get(parent) ?? []), Buffer.of(index % 64), hash]);
    }
    level = new Map([...parents].map(([index, parts]) => [index, sha256(Buffer.of(height), ...parts)]));
  }
  return level.get(0) as Hash;
}

/** The types of an attribute, one or more. */
function typesIn(type: string): string[] {
  return type.startsWith("union<") ? type.slice("union<".length, -1).split(", ") : [type];
}

/** Whether a value is one of a type, among the types that the tests mix: whole numbers are integers. */
function isOfType(type: string, value: unknown): boolean {
  if (type === "integer") return typeof value === "bigint" || Number.isInteger(value);
  if (type === "float64") return typeof value === "number" && !Number.isInteger(value);
  if (type === "utf8") return typeof value === "string";
  if (type === "bool") return typeof value === "boolean";
  if (type === "list<utf8>") return Array.isArray(value) && typeof value[0] === "string";
  if (type === "list<integer>") return Array.isArray(value) && typeof value[0] === "number";
  return value instanceof TemporalBase && value.temporalType === type;
}

interface Identity {
  readonly origin: number;
  readonly sequence: number;
}

/** The ends of an edge. */
interface Extra {
  readonly source: Identity;
  readonly target: Identity;
}

/** All sources, then all targets; and their origins unless all are 0. */
function endsBytes(ends: readonly Extra[]): Buffer[] {
  const sequences = [
    ...ends.map(({ source }) => u32(source.sequence)),
    ...ends.map(({ target }) => u32(target.sequence)),
  ];
  if (ends.every(({ source, target }) => source.origin === 0 && target.origin === 0)) return sequences;
  const origins = [
    ...ends.map(({ source }) => u32(source.origin)),
    ...ends.map(({ target }) => u32(target.origin)),
  ];
  return [...sequences, ...origins];
}

/** The root of what a view shows, as hex. */
export function naiveRoot(view: GraphView): string {
  const columns = new Map<string, Hash>();
  for (const [elements, kind, classes] of [
    [view.nodes, "node", "labels"],
    [view.edges, "edge", "types"],
  ] as const) {
    const ids = [...elements.ids()];
    const ends = (id: number): Extra => ({
      source: view.nodes.identity(view.source(id)),
      target: view.nodes.identity(view.target(id)),
    });
    const add = (first: string, rest: string, having: number[], bytes: (id: number) => Uint8Array) => {
      for (const origin of new Set(having.map((id) => elements.identity(id).origin))) {
        const values = new Map<number, Uint8Array>();
        const extra = new Map<number, Extra>();
        for (const id of having) {
          const identity = elements.identity(id);
          if (identity.origin !== origin) continue;
          values.set(identity.sequence, bytes(id));
          if (first === "edges") extra.set(identity.sequence, ends(id));
        }
        const place = origin === 0 ? "" : `@${origin.toString(16).padStart(8, "0")}`;
        columns.set(`${first}${place}${rest}`, column(values, extra));
      }
    };
    add(`${kind}s`, "", ids, () => Buffer.alloc(0));
    const labelled = ids.filter((id) => elements.labels(id).length > 0);
    add(classes, "", labelled, (id) => {
      const names = elements.labels(id).sort();
      return Buffer.concat([u32(names.length), ...names.map(text)]);
    });
    for (const [name, known] of Object.entries(elements.schema)) {
      for (const type of typesIn(known)) {
        const having = ids.filter((id) => {
          const value = elements.get(id, name);
          return value !== undefined && (type === known || isOfType(type, value));
        });
        add(kind, ` ${type} ${name}`, having, (id) => encode(type, elements.get(id, name)));
      }
    }
  }
  const { attributes } = view;
  for (const [name, value] of attributes) {
    const type = attributes.schema[name];
    columns.set(`graph ${type} ${name}`, column(new Map([[0, encode(type, value)]]), new Map()));
  }
  const parts = [...columns.keys()].sort().flatMap((name) => [text(name), columns.get(name) as Hash]);
  return sha256(text("groggy state 1"), Buffer.of(view.directed ? 1 : 0), ...parts).toString("hex");
}
