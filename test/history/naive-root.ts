// The root of a state from scratch, by what src/history/state-root.ts, hash-tree.ts and leaf.ts document, from
// public reads alone: nothing is shared with the code under test.
import { createHash } from "node:crypto";
import type { GraphView } from "../../src/index.js";

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

/** The hash of a column: for the elements that have something in it, the bytes of what they have. */
function column(values: ReadonlyMap<number, Uint8Array[]>): Hash | undefined {
  const leaves = new Map<number, number[]>();
  for (const id of [...values.keys()].sort((a, b) => a - b)) {
    const leaf = Math.floor(id / 1024);
    const ids = leaves.get(leaf);
    if (ids === undefined) leaves.set(leaf, [id]);
    else ids.push(id);
  }
  let level = new Map<number, Hash>();
  for (const [leaf, ids] of leaves) {
    const presence = Buffer.alloc(128);
    for (const id of ids) presence[Math.floor((id % 1024) / 8)] |= 1 << (id % 8);
    const parts = ids.map((id) => values.get(id) as Uint8Array[]);
    // the parts of an element stand in columns of their own: first those of all elements, then the next
    const width = parts[0].length;
    const body = Array.from({ length: width }, (_, part) => parts.map((each) => each[part])).flat();
    level.set(leaf, sha256(Buffer.of(0), presence, ...body));
  }
  for (let height = 1; height <= 4; height++) {
    const parents = new Map<number, Buffer[]>();
    for (const [index, hash] of [...level].sort(([a], [b]) => a - b)) {
      const parent = Math.floor(index / 64);
      parents.set(parent, [...(parents.get(parent) ?? []), Buffer.of(index % 64), hash]);
    }
    level = new Map([...parents].map(([index, parts]) => [index, sha256(Buffer.of(height), ...parts)]));
  }
  return level.get(0);
}

/** The root of what a view shows, as hex. */
export function naiveRoot(view: GraphView): string {
  const columns = new Map<string, Hash>();
  const add = (name: string, values: Map<number, Uint8Array[]>) => {
    const hash = column(values);
    if (hash !== undefined) columns.set(name, hash);
  };
  for (const [elements, kind, classes] of [
    [view.nodes, "node", "labels"],
    [view.edges, "edge", "types"],
  ] as const) {
    const ids = [...elements.ids()];
    const presence = (id: number) => (kind === "node" ? [] : [u32(view.source(id)), u32(view.target(id))]);
    add(`${kind}s`, new Map(ids.map((id) => [id, presence(id)])));
    const labelled = ids.filter((id) => elements.labels(id).length > 0);
    const labels = (id: number) => {
      const names = elements.labels(id).sort();
      return [Buffer.concat([u32(names.length), ...names.map(text)])];
    };
    add(classes, new Map(labelled.map((id) => [id, labels(id)])));
    for (const [name, type] of Object.entries(elements.schema)) {
      const having = ids.filter((id) => elements.get(id, name) !== undefined);
      add(
        `${kind} ${type} ${name}`,
        new Map(having.map((id) => [id, [encode(type, elements.get(id, name))]])),
      );
    }
  }
  const parts = [...columns.keys()].sort().flatMap((name) => [text(name), columns.get(name) as Hash]);
  return sha256(text("groggy state 1"), Buffer.of(view.directed ? 1 : 0), ...parts).toString("hex");
}
