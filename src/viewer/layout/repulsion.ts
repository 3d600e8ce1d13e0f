/**
 * Forces between all nodes that fall with the distance, of far groups as of one node at their centre: J. Barnes and
 * P. Hut, "A hierarchical O(N log N) force-calculation algorithm" (1986). The tree is the order of the nodes along a
 * Z-curve, with its cells in the order of a depth-first walk, each with the place of the next cell beside it: a walk
 * needs no stack, and reads memory in order.
 */

/** A cell is far if its width is below this part of its distance. */
const OPENING = 0.9;
const LEAF_MAX = 8;
const BITS = 16;
/** Of the sort by place on the curve: a few counts for each pass, since small graphs are the most frequent. */
const PASSES = 3;
const PASS_BITS = 11;
const PASS_MASK = 2 ** PASS_BITS - 1;

export class Repulsion {
  readonly #n: number;
  readonly #nodes: Uint32Array;
  readonly #codes: Uint32Array;
  readonly #order: Uint32Array;
  readonly #spare: Uint32Array;
  readonly #counts = new Uint32Array(PASS_MASK + 2);
  /** Of the nodes in order: positions and masses. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #mass: Float64Array;
  // of the cells: centre, mass, width squared, the next cell beside it, and the nodes of a leaf
  #cellX = new Float64Array(64);
  #cellY = new Float64Array(64);
  #cellMass = new Float64Array(64);
  #cellWidth = new Float64Array(64);
  #cellNext = new Uint32Array(64);
  #cellStart = new Int32Array(64);
  #cellEnd = new Uint32Array(64);
  #cells = 0;
  #side = 1;

  /** @param nodes the nodes of one component. Defaults to all, 0 .. nodeCount - 1. */
  constructor(nodeCount: number, nodes?: Uint32Array) {
    this.#n = nodeCount;
    this.#nodes = nodes ?? Uint32Array.from({ length: nodeCount }, (_, i) => i);
    this.#codes = new Uint32Array(nodeCount);
    this.#order = new Uint32Array(nodeCount);
    this.#spare = new Uint32Array(nodeCount);
    this.#x = new Float64Array(nodeCount);
    this.#y = new Float64Array(nodeCount);
    this.#mass = new Float64Array(nodeCount);
  }

  /** Adds to the velocities what pushes the nodes apart: strength · masses / distance. */
  apply(
    x: Float64Array,
    y: Float64Array,
    masses: Float64Array,
    strength: number,
    vx: Float64Array,
    vy: Float64Array,
  ): void {
    if (this.#n < 2) return;
    this.#sort(x, y, masses);
    this.#cells = 0;
    this.#build(0, this.#n, BITS * 2 - 2, this.#side);
    const opening = OPENING * OPENING;
    for (let i = 0; i < this.#n; i++) {
      const [px, py] = [this.#x[i]!, this.#y[i]!];
      let [fx, fy] = [0, 0];
      let cell = 0;
      while (cell < this.#cells) {
        const dx = px - this.#cellX[cell]!;
        const dy = py - this.#cellY[cell]!;
        const square = dx * dx + dy * dy;
        if (this.#cellWidth[cell]! < opening * square) {
          const force = this.#cellMass[cell]! / Math.max(1, square);
          fx += dx * force;
          fy += dy * force;
          cell = this.#cellNext[cell]!;
          continue;
        }
        const start = this.#cellStart[cell]!;
        if (start >= 0) {
          const end = this.#cellEnd[cell]!;
          for (let j = start; j < end; j++) {
            if (j === i) continue;
            let ex = px - this.#x[j]!;
            let ey = py - this.#y[j]!;
            // nodes on the same place part in a direction that their order gives
            if (ex === 0 && ey === 0) {
              ex = Math.cos(i + j) * (i < j ? 1e-2 : -1e-2);
              ey = Math.sin(i + j) * (i < j ? 1e-2 : -1e-2);
            }
            // below a distance of 1 the force grows no more
            const force = this.#mass[j]! / Math.max(1, ex * ex + ey * ey);
            fx += ex * force;
            fy += ey * force;
          }
        }
        cell++;
      }
      const node = this.#nodes[this.#order[i]!]!;
      const factor = strength * this.#mass[i]!;
      vx[node]! += fx * factor;
      vy[node]! += fy * factor;
    }
  }

  /** Puts the nodes in the order of their places on the curve, by three passes of 11 bits. */
  #sort(x: Float64Array, y: Float64Array, masses: Float64Array): void {
    const n = this.#n;
    const nodes = this.#nodes;
    const first = nodes[0]!;
    let [minX, minY, maxX, maxY] = [x[first]!, y[first]!, x[first]!, y[first]!];
    for (const node of nodes) {
      minX = Math.min(minX, x[node]!);
      maxX = Math.max(maxX, x[node]!);
      minY = Math.min(minY, y[node]!);
      maxY = Math.max(maxY, y[node]!);
    }
    this.#side = Math.max(maxX - minX, maxY - minY, 1e-6);
    const scale = (2 ** BITS - 1) / this.#side;
    const codes = this.#codes;
    for (let i = 0; i < n; i++) {
      const node = nodes[i]!;
      codes[i] = (spread((x[node]! - minX) * scale) | (spread((y[node]! - minY) * scale) << 1)) >>> 0;
    }
    const counts = this.#counts;
    for (let pass = 0; pass < PASSES; pass++) {
      const shift = PASS_BITS * pass;
      // so that the last pass writes the order
      const [from, to] = pass % 2 === 0 ? [this.#spare, this.#order] : [this.#order, this.#spare];
      counts.fill(0);
      for (let i = 0; i < n; i++) counts[((codes[i]! >>> shift) & PASS_MASK) + 1]!++;
      for (let i = 0; i < PASS_MASK; i++) counts[i + 1]! += counts[i]!;
      for (let i = 0; i < n; i++) {
        const place = pass === 0 ? i : from[i]!;
        to[counts[(codes[place]! >>> shift) & PASS_MASK]!++] = place;
      }
    }
    for (let i = 0; i < n; i++) {
      const place = this.#order[i]!;
      const node = nodes[place]!;
      this.#x[i] = x[node]!;
      this.#y[i] = y[node]!;
      this.#mass[i] = masses[node]!;
      this.#spare[i] = codes[place]!;
    }
  }

  /** Makes the cell of the nodes from start to end, which have the same bits above `shift`, and those in it. */
  #build(start: number, end: number, shift: number, width: number): void {
    const cell = this.#cells++;
    if (cell === this.#cellX.length) this.#grow();
    let [x, y, mass] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      x += this.#x[i]! * this.#mass[i]!;
      y += this.#y[i]! * this.#mass[i]!;
      mass += this.#mass[i]!;
    }
    this.#cellX[cell] = x / mass;
    this.#cellY[cell] = y / mass;
    this.#cellMass[cell] = mass;
    this.#cellWidth[cell] = width * width;
    const isLeaf = end - start <= LEAF_MAX || shift < 0;
    this.#cellStart[cell] = isLeaf ? start : -1;
    this.#cellEnd[cell] = end;
    if (!isLeaf) {
      const codes = this.#spare;
      let from = start;
      for (let quarter = 0; quarter < 4 && from < end; quarter++) {
        const to = quarter === 3 ? end : firstAbove(codes, from, end, shift, quarter);
        if (to > from) this.#build(from, to, shift - 2, width / 2);
        from = to;
      }
    }
    this.#cellNext[cell] = this.#cells;
  }

  #grow(): void {
    const grown = <A extends Float64Array | Uint32Array | Int32Array>(old: A): A => {
      const array = new (old.constructor as new (length: number) => A)(2 * old.length);
      array.set(old);
      return array;
    };
    this.#cellX = grown(this.#cellX);
    this.#cellY = grown(this.#cellY);
    this.#cellMass = grown(this.#cellMass);
    this.#cellWidth = grown(this.#cellWidth);
    this.#cellNext = grown(this.#cellNext);
    this.#cellStart = grown(this.#cellStart);
    this.#cellEnd = grown(this.#cellEnd);
  }
}

/** The bits of a number below 2^16, each with a 0 above it. */
function spread(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** The first place from `from` on whose two bits at `shift` are above `quarter`. */
function firstAbove(codes: Uint32Array, from: number, end: number, shift: number, quarter: number): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (((codes[middle]! >>> shift) & 3) > quarter) high = middle;
    else low = middle + 1;
  }
  return low;
}
