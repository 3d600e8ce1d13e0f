/** Memory that each thread needs for itself while it works on a chunk: see kernels/assembly/shared/workspace.ts. */
import type { Scratch } from "../../kernels/runtime/scratch.js";

export interface Workspaces {
  readonly scratch: Scratch;
  readonly address: number;
  readonly workspaceBytes: number;
  readonly count: number;
}

const HEAD_BYTES = 64;

/** Bytes of scratch that `layOutWorkspaces` takes. */
export function workspacesSizeBytes(count: number, sizeBytes: number): number {
  return count * workspaceBytesOf(sizeBytes);
}

/** Workspaces of `sizeBytes` each, behind the head that says who is there; zeros at first. */
export function layOutWorkspaces(scratch: Scratch, count: number, sizeBytes: number): Workspaces {
  const workspaceBytes = workspaceBytesOf(sizeBytes);
  const { byteOffset } = scratch.uint8(count * workspaceBytes).fill(0);
  return { scratch, address: byteOffset, workspaceBytes, count };
}

/** The first words behind a workspace's head. */
export function workspaceWords(
  { scratch, address, workspaceBytes }: Workspaces,
  place: number,
  length: number,
): Uint32Array {
  return new Uint32Array(scratch.arena.memory.buffer, address + place * workspaceBytes + HEAD_BYTES, length);
}

/** The first bytes behind a workspace's head. */
export function workspaceMarks(
  { scratch, address, workspaceBytes }: Workspaces,
  place: number,
  length: number,
): Uint8Array {
  return new Uint8Array(scratch.arena.memory.buffer, address + place * workspaceBytes + HEAD_BYTES, length);
}

function workspaceBytesOf(sizeBytes: number): number {
  return HEAD_BYTES + Math.ceil(sizeBytes / 64) * 64;
}
