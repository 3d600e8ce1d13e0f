/**
 * Elements in a bundle: runs of an origin and sequence numbers that follow each other, in ascending order. As bytes
 * the number of runs (u32), and of each its origin, its first sequence number and its count (u32 each).
 */
import { IDENTITY_MAX, type Identities, type Identity } from "../../pool/identities.js";
import type { ByteReader } from "../../structures/byte-reader.js";
import type { ByteWriter } from "../../structures/byte-writer.js";

/** Elements of one origin whose sequence numbers follow each other. */
export interface ElementRun extends Identity {
  readonly count: number;
}

/** Elements in order. */
export interface ElementList {
  readonly runs: readonly ElementRun[];
  readonly count: number;
}

/** Elements of this graph in the order of their identities, and the position of each run among the given ids. */
export interface OrderedElements extends ElementList {
  readonly offsets: readonly number[];
}

/** Puts elements in the order of their identities. */
export function orderElements(identities: Identities, ids: Uint32Array): OrderedElements {
  const parts: (ElementRun & { readonly offset: number })[] = [];
  for (let start = 0; start < ids.length; ) {
    let end = start + 1;
    while (end < ids.length && ids[end] === ids[end - 1] + 1) end++;
    const [first, offset] = [ids[start], start];
    identities.split(first, end - start, (slot, sequence, id, count) => {
      parts.push({ origin: identities.originOf(slot), sequence, count, offset: offset + id - first });
    });
    start = end;
  }
  parts.sort((a, b) => a.origin - b.origin || a.sequence - b.sequence);
  return { runs: parts, offsets: parts.map(({ offset }) => offset), count: ids.length };
}

/** Numbers that belong to ids, in the order that the ids were put in. */
export function inOrder<T extends Int32Array | Uint32Array>(
  { runs, offsets }: OrderedElements,
  values: T,
): T {
  if (offsets.every((offset, i) => i === 0 || offset > offsets[i - 1])) return values;
  const ordered = values.slice() as T;
  let at = 0;
  runs.forEach(({ count }, i) => {
    ordered.set(values.subarray(offsets[i], offsets[i] + count), at);
    at += count;
  });
  return ordered;
}

export function writeElements({ runs }: ElementList, writer: ByteWriter): void {
  writer.u32(runs.length);
  for (const { origin, sequence, count } of runs) writer.u32(origin).u32(sequence).u32(count);
}

export function readElements(reader: ByteReader): ElementList {
  const numbers = reader.numbers(Uint32Array, reader.u32() * 3);
  const runs: ElementRun[] = [];
  let total = 0;
  let before: ElementRun | undefined;
  for (let i = 0; i < numbers.length; i += 3) {
    const run = { origin: numbers[i], sequence: numbers[i + 1], count: numbers[i + 2] };
    if (run.count === 0 || run.sequence + run.count > IDENTITY_MAX || run.origin > IDENTITY_MAX) {
      throw new RangeError(`${run.count} elements from ${run.sequence} on`);
    }
    if (before !== undefined && !follows(run, before)) throw new RangeError("elements out of order");
    runs.push(run);
    total += run.count;
    before = run;
  }
  return { runs, count: total };
}

function follows(run: ElementRun, before: ElementRun): boolean {
  if (run.origin !== before.origin) return run.origin > before.origin;
  return run.sequence >= before.sequence + before.count;
}
