// What a power cut may leave of a disk: each sector of each write that no sync has confirmed is kept or lost, and so
// is each new size, each cutting off and each change of names. These are the decisions of a cut; a choice takes them
// all. Where they are few, every choice can be tried; else they are drawn by chance, the likely traps among them.
import type { Prng } from "../../src/structures/prng.js";
import { SimulatedDisk } from "./simulated-disk.js";
import {
  bytesAfter,
  type FileChange,
  FileNode,
  type Fill,
  FolderNode,
  type Kept,
  type NameChange,
  sectorCount,
} from "./simulated-files.js";

/** One decision for each bit: kept or lost; and what fills what became longer without its data. */
export interface Choice {
  readonly kept: readonly boolean[];
  readonly fill: Fill;
}

interface Unsure {
  readonly change: FileChange | NameChange;
  /** Its decisions' first, and how many; of a write that makes a file longer the last is about the size. */
  readonly first: number;
  readonly count: number;
}

const ZEROS: Fill = { kind: "zeros" };

/** A cut at this moment: to be used before the disk goes on. */
export class PowerCut {
  readonly sectorBytes: number;
  readonly decisionCount: number;
  /** Whether what fills a longer file can make a difference. */
  readonly hasFill: boolean;
  readonly #disk: SimulatedDisk;
  readonly #unsure: readonly Unsure[];

  constructor(disk: SimulatedDisk, sectorBytes: 512 | 4096 = 512) {
    this.#disk = disk;
    this.sectorBytes = sectorBytes;
    const changes = unsureChanges(disk.root).sort((a, b) => a.serial - b.serial);
    let first = 0;
    this.#unsure = changes.map((change) => {
      const count = "text" in change ? 1 : sectorCount(change, sectorBytes) + (movesEnd(change) ? 1 : 0);
      first += count;
      return { change, first: first - count, count };
    });
    this.decisionCount = first;
    this.hasFill = changes.some((change) => !("text" in change) && change.bytes && movesEnd(change));
  }

  /** Every choice, if the decisions are no more than `bitsMax`; what is filled in counts as one. */
  *everyChoice(bitsMax: number): Generator<Choice> {
    const fills: Fill[] = this.hasFill ? [ZEROS, { kind: "noise", seed: 1 }] : [ZEROS];
    if (this.decisionCount + fills.length - 1 > bitsMax) return;
    for (const fill of fills) {
      for (let bits = 0; bits < 2 ** this.decisionCount; bits++) {
        yield { kept: Array.from({ length: this.decisionCount }, (_, i) => ((bits >> i) & 1) === 1), fill };
      }
    }
  }

  /** A choice by chance: any mixture, or one of those that break things: all, nothing, all but one, the first ones. */
  draw(prng: Prng): Choice {
    const length = this.decisionCount;
    const shape = prng.below(8);
    const one = length === 0 ? 0 : prng.below(length);
    const keep = (i: number): boolean => {
      if (shape === 0) return false;
      if (shape === 1) return true;
      if (shape === 2) return i === one;
      if (shape === 3) return i !== one;
      if (shape === 4) return i < one;
      if (shape === 5) return i >= one;
      return prng.below(2) === 1;
    };
    const kept = Array.from({ length }, (_, i) => keep(i));
    const kind = (["zeros", "noise", "stale"] as const)[prng.below(3)];
    return { kept, fill: kind === "zeros" ? ZEROS : { kind, seed: prng.below(2 ** 16) } };
  }

  /** The disk as it is found. */
  disk(choice: Choice): SimulatedDisk {
    const firsts = new Map(this.#unsure.map(({ change, first }) => [change, first]));
    const isKept = (change: NameChange): boolean => choice.kept[firsts.get(change)!];
    const keptOf = (change: FileChange): Kept => {
      const first = firsts.get(change)!;
      const sectors = sectorCount(change, this.sectorBytes);
      return {
        sector: (i) => choice.kept[first + i],
        hasSize: movesEnd(change) && choice.kept[first + sectors],
      };
    };
    const found = new Map<FileNode | FolderNode, FileNode | FolderNode>();
    const build = (node: FileNode | FolderNode, path: string): FileNode | FolderNode => {
      const known = found.get(node);
      if (known !== undefined) return known;
      if (node instanceof FileNode) {
        const file = new FileNode(path, bytesAfter(node, keptOf, this.sectorBytes, choice.fill));
        found.set(node, file);
        return file;
      }
      const folder = new FolderNode(path);
      found.set(node, folder);
      for (const [name, each] of node.namesAfter(isKept)) {
        folder.base.set(name, build(each, `${path === "/" ? "" : path}/${name}`));
      }
      folder.entries = new Map(folder.base);
      return folder;
    };
    return new SimulatedDisk(build(this.#disk.root, "/") as FolderNode);
  }

  /** What a choice keeps and loses, a line for each change that was not durable. */
  print(choice: Choice): string {
    const lines = this.#unsure.map(({ change, first, count }) => {
      const kept = choice.kept.slice(first, first + count);
      if ("text" in change) return `${change.text}: ${kept[0] ? "kept" : "lost"}`;
      if (change.bytes === undefined)
        return `size of ${change.path} set to ${change.position}: ${kept[0] ? "kept" : "lost"}`;
      const sectors = sectorCount(change, this.sectorBytes);
      const arrived = kept.slice(0, sectors).flatMap((isKept, i) => (isKept ? [i] : []));
      const what = `write of ${change.bytes.length} bytes to ${change.path} at ${change.position}`;
      const size = movesEnd(change) ? `, size ${kept[sectors] ? "kept" : "lost"}` : "";
      return `${what}: sectors ${arrived.join(",") || "none"} of ${sectors} kept${size}`;
    });
    const { fill } = choice;
    const filler = fill.kind === "zeros" ? "zeros" : `${fill.kind} ${fill.seed}`;
    return [`sectors of ${this.sectorBytes} bytes, filled with ${filler}`, ...lines].join("\n");
  }

  /** The plainest choice found that still fails: filled with zeros if that will do, and as little kept or lost. */
  shrink(choice: Choice, fails: (choice: Choice) => boolean): Choice {
    let best = choice;
    const attempt = (next: Choice): boolean => {
      if (!fails(next)) return false;
      best = next;
      return true;
    };
    if (choice.fill.kind !== "zeros") attempt({ ...best, fill: ZEROS });
    const aim = [true, false].find((kept) => attempt({ ...best, kept: best.kept.map(() => kept) })) ?? true;
    for (let i = 0; i < this.decisionCount; i++) {
      if (best.kept[i] === aim) continue;
      attempt({ ...best, kept: best.kept.map((kept, j) => (i === j ? aim : kept)) });
    }
    return best;
  }
}

/** Whether a change is about the end of the file, which then is a decision of its own. */
function movesEnd(change: FileChange): boolean {
  return change.bytes === undefined || change.position + change.bytes.length > change.sizeBefore;
}

function unsureChanges(root: FolderNode): (FileChange | NameChange)[] {
  const seen = new Set<FileNode | FolderNode>();
  const found = new Set<FileChange | NameChange>();
  const visit = (node: FileNode | FolderNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node instanceof FileNode) {
      for (const change of node.changes) if (change.state !== "durable") found.add(change);
      return;
    }
    for (const each of node.base.values()) visit(each);
    for (const each of node.entries.values()) visit(each);
    for (const change of node.changes) {
      if (change.unsynced.size > 0) found.add(change);
      for (const effect of change.effects) if (effect.node !== undefined) visit(effect.node);
    }
  };
  visit(root);
  return [...found];
}
