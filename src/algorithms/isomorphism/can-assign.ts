/** Assignments of things to others that fit them, one to one. Kuhn 1955, "The Hungarian method". */

/**
 * True if each of `count` things can be given one of `otherCount` others of its own that fits. `fits` is asked as
 * seldom as need be, and maybe more than once for a pair.
 *
 * Time: O(count² · otherCount) at worst.
 */
export function canAssign(
  count: number,
  otherCount: number,
  fits: (thing: number, other: number) => boolean,
): boolean {
  const ownerOf = new Int32Array(otherCount).fill(-1);
  const otherOf = new Int32Array(count).fill(-1);
  // those without an owner, each with the next
  const nextFree = Int32Array.from({ length: otherCount + 1 }, (_, i) => i + 1);
  /** Takes the first that has no owner and fits; -1 if none does. */
  const takeFree = (thing: number): number => {
    // places are one more than the number of the thing they lead to
    for (let place = 0; nextFree[place] <= otherCount; place = nextFree[place]) {
      const next = nextFree[place];
      if (!fits(thing, next - 1)) continue;
      nextFree[place] = nextFree[next];
      return next - 1;
    }
    return -1;
  };
  for (let start = 0; start < count; start++) {
    const taken = takeFree(start);
    if (taken >= 0) {
      ownerOf[taken] = start;
      otherOf[start] = taken;
      continue;
    }
    const wanted = new Int32Array(otherCount).fill(-1);
    // the things that could do with another one, if its owner could: a list that is gone through as it grows
    const wanting = [start];
    let free = -1;
    for (let i = 0; i < wanting.length && free < 0; i++) {
      if (i > 0) free = takeFree(wanting[i]);
      if (free >= 0) wanted[free] = wanting[i];
      for (let other = 0; other < otherCount && free < 0; other++) {
        if (wanted[other] >= 0 || ownerOf[other] < 0 || !fits(wanting[i], other)) continue;
        wanted[other] = wanting[i];
        wanting.push(ownerOf[other]);
      }
    }
    if (free < 0) return false;
    for (let other = free; other >= 0; ) {
      const thing = wanted[other];
      const former = otherOf[thing];
      ownerOf[other] = thing;
      otherOf[thing] = other;
      other = former;
    }
  }
  return true;
}
