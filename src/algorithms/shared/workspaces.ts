/** Room that each thread needs for itself while it works at a chunk: see kernels/assembly/shared/workspace.ts. */
import type { Scratch } from "../../kernels/runtime/scratch.js";

export interface Desks {
  readonly scratch: Scratch;
  readonly address: number;
  readonly deskBytes: number;
  readonly count: number;
}

const headBytes = 64;

/** Bytes of scratch that `layDesks` takes. */
export function desksSizeBytes(count: number, sizeBytes: number): number {
  return count * deskBytesOf(sizeBytes);
}

/** Desks of `sizeBytes` each, behind the head that says who is there; zeros at first. */
export function layDesks(scratch: Scratch, count: number, sizeBytes: number): Desks {
  const deskBytes = deskBytesOf(sizeBytes);
  const { byteOffset } = scratch.uint8(count * deskBytes).fill(0);
  return { scratch, address: byteOffset, deskBytes, count };
}

/** The first words behind a desk's head. */
export function deskWords(
  { scratch, address, deskBytes }: Desks,
  place: number,
  length: number,
): Uint32Array {
  return new Uint32Array(scratch.space.memory.buffer, address + place * deskBytes + headBytes, length);
}

/** The first bytes behind a desk's head. */
export function deskMarks({ scratch, address, deskBytes }: Desks, place: number, length: number): Uint8Array {
  return new Uint8Array(scratch.space.memory.buffer, address + place * deskBytes + headBytes, length);
}

function deskBytesOf(sizeBytes: number): number {
  return headBytes + Math.ceil(sizeBytes / 64) * 64;
}
