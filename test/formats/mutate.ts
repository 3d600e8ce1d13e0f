// Files with random faults: cut off, bits turned, blocks repeated, left out or put elsewhere.

/** Numbers by chance, the same for the same seed: xorshift. */
export function drawerOf(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** A copy of a file with one to four faults. */
export function mutate(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  let file: Uint8Array = new Uint8Array(bytes);
  for (let faults = 1 + draw(4); faults > 0 && file.length > 0; faults--) {
    const at = draw(file.length);
    const size = 1 + draw(Math.min(64, file.length - at));
    switch (draw(6)) {
      case 0:
        file = file.slice(0, at);
        break;
      case 1:
        file[at]! ^= 1 << draw(8);
        break;
      case 2:
        file = joined(file.slice(0, at + size), file.slice(at));
        break;
      case 3:
        file = joined(file.slice(0, at), file.slice(at + size));
        break;
      case 4: {
        const to = draw(file.length);
        file = joined(file.slice(0, to), file.slice(at, at + size), file.slice(to));
        break;
      }
      default:
        file[at] = draw(4) === 0 ? draw(256) : "\"',;\n\r\t{}[]<>&0-".charCodeAt(draw(17));
    }
  }
  return file;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
