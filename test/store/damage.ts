// Damage to what a store had made durable: bits that flip, sectors that are lost, come twice or change places, files
// that are cut off, emptied or gone.
import type { SimulatedDisk } from "./simulated-disk.js";

/** A damage, and its name. */
export interface Damage {
  readonly text: string;
  readonly path: string;
  /** The file's bytes after it; undefined if the file is gone. */
  readonly bytes: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** The disk with a damage. */
export function damaged(disk: SimulatedDisk, { path, bytes }: Damage): SimulatedDisk {
  const copy = disk.clone();
  const after = bytes(disk.files().get(path)!.slice());
  copy.remove(path);
  if (after === undefined) return copy;
  const file = copy.open(path, "create");
  file.write(after, 0);
  file.close();
  return copy;
}

export function flippedBit(path: string, bit: number): Damage {
  return {
    text: `bit ${bit & 7} of byte ${bit >> 3} of ${path} flipped`,
    path,
    bytes(bytes) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      return bytes;
    },
  };
}

/** Whole files gone, emptied, cut off at each sector and a byte before its end, or with something behind them. */
export function* fileDamages(path: string, sizeBytes: number, sectorBytes: number): Generator<Damage> {
  yield { text: `${path} gone`, path, bytes: () => undefined };
  const ends = new Set([0, 1, sizeBytes - 1]);
  for (let end = sectorBytes; end < sizeBytes; end += sectorBytes) ends.add(end);
  for (const end of ends) {
    if (end >= 0 && end < sizeBytes)
      yield { text: `${path} cut off at byte ${end}`, path, bytes: (bytes) => bytes.slice(0, end) };
  }
  for (const byte of [0, 255]) {
    yield {
      text: `${path} with a sector of ${byte} behind it`,
      path,
      bytes(bytes) {
        const longer = new Uint8Array(bytes.length + sectorBytes).fill(byte);
        longer.set(bytes);
        return longer;
      },
    };
  }
}

/** Each sector zeroed, filled with ones, left out, twice, and in the place of each of the next ones. */
export function* sectorDamages(path: string, sizeBytes: number, sectorBytes: number): Generator<Damage> {
  const count = Math.ceil(sizeBytes / sectorBytes);
  const part = (bytes: Uint8Array, i: number) => bytes.slice(i * sectorBytes, (i + 1) * sectorBytes);
  const joined = (parts: Uint8Array[]): Uint8Array => {
    const whole = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
    let at = 0;
    for (const each of parts) {
      whole.set(each, at);
      at += each.length;
    }
    return whole;
  };
  const make = (text: string, change: (parts: Uint8Array[]) => Uint8Array[]): Damage => ({
    text: `${text} of ${path}`,
    path,
    bytes: (bytes) => joined(change(Array.from({ length: count }, (_, i) => part(bytes, i)))),
  });
  for (let i = 0; i < count; i++) {
    for (const byte of [0, 255]) {
      yield make(`sector ${i} filled with ${byte}`, (parts) => parts.with(i, parts[i].slice().fill(byte)));
    }
    yield make(`sector ${i} left out`, (parts) => parts.toSpliced(i, 1));
    yield make(`sector ${i} twice`, (parts) => parts.toSpliced(i, 0, parts[i]));
    for (let j = i + 1; j < count; j++) {
      yield make(`sectors ${i} and ${j} swapped`, (parts) => parts.with(i, parts[j]).with(j, parts[i]));
      yield make(`sector ${i} in place of ${j}`, (parts) => parts.with(j, parts[i]));
    }
  }
}
