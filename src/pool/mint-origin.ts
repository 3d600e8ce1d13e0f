/** An origin for a clone: by chance, so that two that never hear of each other have two. */

/** A number of 32 bits by chance, never 0. */
export function mintOrigin(): number {
  for (;;) {
    const [origin] = crypto.getRandomValues(new Uint32Array(1));
    // the largest is none that a graph takes
    if (origin !== 0 && origin !== 0xffffffff) return origin;
  }
}
