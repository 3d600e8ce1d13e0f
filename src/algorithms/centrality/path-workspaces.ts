/** The workspaces at which searches for shortest paths are made, several at a time: see kernels/assembly/centrality/path-workspace.ts. */
import type { Scratch } from "../../kernels/runtime/scratch.js";

/** The lengths of a workspace's arrays. */
export interface WorkspaceSizes {
  readonly nodeCount: number;
  /** Steps of shortest paths from one source at most. */
  readonly stepCountMax: number;
  /** Numbers that a sweep adds to. */
  readonly valueCount: number;
  /** Whether distances are lengths, not hops. */
  readonly byLength: boolean;
}

export interface PathWorkspaces {
  /** The address of the head of the first workspace. */
  readonly heads: number;
  /** The address of the values of the first workspace, and the distance in bytes to those of the next. */
  readonly values: number;
  readonly valueBytes: number;
}

const HEAD_BYTES = 64;

/** The place of the values among a workspace's arrays. */
const VALUES_PLACE = 6;

/** Positions read ahead, beyond those of one node: `SEEN_BYTES` of the kernel, in words. */
const SEEN_COUNT = 1024;

/** Bytes of the arrays of a workspace in the order of its head. */
function arraySizes({ nodeCount, stepCountMax, valueCount, byLength }: WorkspaceSizes): number[] {
  const words = nodeCount * 4;
  const list = (stepCountMax + nodeCount * 2 + 2) * 4;
  const seen = byLength ? 0 : words + SEEN_COUNT * 4;
  const distances = byLength ? words * 2 : 0;
  const sizes = [words, words, words * 2, words * 2, words + 8, list, valueCount * 8, seen, distances];
  // whole cache lines, so that no two workspaces share one
  return sizes.map((sizeBytes) => Math.ceil(sizeBytes / HEAD_BYTES) * HEAD_BYTES);
}

/** Bytes of scratch that `layOutPathWorkspaces` takes. */
export function pathWorkspacesSizeBytes(workspaceCount: number, sizes: WorkspaceSizes): number {
  return arraySizes(sizes).reduce((sum, sizeBytes) => sum + sizeBytes, HEAD_BYTES) * workspaceCount;
}

/** Workspaces whose values are 0. */
export function layOutPathWorkspaces(
  scratch: Scratch,
  workspaceCount: number,
  sizes: WorkspaceSizes,
): PathWorkspaces {
  const heads = scratch.uint32((HEAD_BYTES / 4) * workspaceCount);
  const bytes = arraySizes(sizes);
  const addresses = bytes.map((sizeBytes) => scratch.uint8(sizeBytes * workspaceCount).byteOffset);
  for (let workspace = 0; workspace < workspaceCount; workspace++) {
    const head = addresses.map((address, i) => address + bytes[i] * workspace);
    heads.set(head, (HEAD_BYTES / 4) * workspace);
  }
  const [values, valueBytes] = [addresses[VALUES_PLACE], bytes[VALUES_PLACE]];
  new Uint8Array(scratch.arena.memory.buffer, values, valueBytes * workspaceCount).fill(0);
  return { heads: heads.byteOffset, values, valueBytes };
}
