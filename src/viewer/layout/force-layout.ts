/**
 * Positions by forces: edges pull as springs, all nodes push each other apart, and each is held near the middle of its
 * component. It begins with the distances of the graph (`pivot-mds.ts`), components beside each other, and cools down in
 * a number of steps known beforehand. The same graph and seed give the same positions everywhere but for what
 * processors round differently in sines; there is no other chance in it.
 *
 * Forces are those of D. Holten's and M. Bostock's d3-force: a spring of a node with many edges moves the other end.
 */
import { Prng } from "../../structures/prng.js";
import { type NeighborLists, neighborListsOf, type Parts, splitParts } from "./neighbor-lists.js";
import { placeByPivots } from "./pivot-mds.js";
import { Repulsion } from "./repulsion.js";
import { separateDiscs } from "./separate-discs.js";

export interface LayoutInput {
  readonly nodeCount: number;
  /** Positions of nodes in 0 .. nodeCount - 1. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Room that each node needs around its middle. */
  readonly radii: Float32Array;
  /** Where nodes are already; NaN for those that have no place. They move little. */
  readonly x?: Float32Array | undefined;
  readonly y?: Float32Array | undefined;
  readonly seed: number;
  /** How much is set in motion, 0 .. 1. Defaults to 1 for a graph without positions, and to 0.15 otherwise. */
  readonly heat?: number | undefined;
}

/** The length of a spring at rest; nodes are about so far apart. */
export const SPRING_LENGTH = 30;
const REPULSION = 45;
const GRAVITY = 0.045;
const FRICTION = 0.6;
const HEAT_MIN = 0.003;
/** Components of so few nodes need no tree. */
const FEW_MAX = 32;
/** Around each component. */
const PART_GAP = 8;
/** Nodes beyond so many are not kept from covering each other: it would cost as much as all else. */
const SEPARATED_MAX = 60_000;

export class ForceLayout {
  readonly nodeCount: number;
  /** The positions; they are written at each step. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Steps made, and those there will be. */
  step = 0;
  readonly steps: number;
  readonly #input: LayoutInput;
  readonly #lists: NeighborLists;
  readonly #parts: Parts;
  /** Of each component that needs a tree, or of all nodes where components stay in their places. */
  readonly #repulsions: readonly Repulsion[];
  /** Whether components are kept beside each other, each as large as it comes to be. */
  readonly #isPacked: boolean;
  readonly #vx: Float64Array;
  readonly #vy: Float64Array;
  readonly #masses: Float64Array;
  /** The middle of each component. */
  readonly #anchorX: Float64Array;
  readonly #anchorY: Float64Array;
  readonly #fixed = new Map<number, readonly [number, number]>();
  /** The number of nodes that were given a place. */
  #known = 0;
  #heat: number;
  readonly #cooling: number;

  constructor(input: LayoutInput) {
    const { nodeCount, sources, targets } = input;
    this.#input = input;
    this.nodeCount = nodeCount;
    this.x = new Float64Array(nodeCount);
    this.y = new Float64Array(nodeCount);
    this.#vx = new Float64Array(nodeCount);
    this.#vy = new Float64Array(nodeCount);
    this.#lists = neighborListsOf(nodeCount, sources, targets);
    this.#parts = splitParts(nodeCount, this.#lists);
    const { offsets } = this.#lists;
    // many edges need room around them
    this.#masses = Float64Array.from({ length: nodeCount }, (_, i) =>
      Math.min(6, 1 + 0.25 * Math.sqrt(offsets[i + 1]! - offsets[i]!)),
    );
    this.#anchorX = new Float64Array(this.#parts.nodes.length);
    this.#anchorY = new Float64Array(this.#parts.nodes.length);
    const isPlaced = this.#placeFirst(new Prng(input.seed));
    this.#isPacked = this.#known === 0;
    this.#repulsions = this.#isPacked
      ? this.#parts.nodes.flatMap((nodes) =>
          nodes.length > FEW_MAX ? [new Repulsion(nodes.length, nodes)] : [],
        )
      : [new Repulsion(nodeCount)];
    this.#heat = input.heat ?? (isPlaced ? 0.15 : 1);
    // fewer steps where each takes long; the first positions are near the last ones there
    const whole = nodeCount <= 2000 ? 300 : nodeCount <= 20_000 ? 200 : nodeCount <= 60_000 ? 120 : 80;
    this.steps = isPlaced ? Math.ceil(whole / 3) : whole;
    this.#cooling = (HEAT_MIN / Math.max(this.#heat, HEAT_MIN)) ** (1 / this.steps);
    if (nodeCount < 2) this.step = this.steps;
  }

  get isDone(): boolean {
    return this.step >= this.steps;
  }

  /** Holds a node at a place until it is freed by undefined. */
  hold(node: number, place: readonly [number, number] | undefined): void {
    if (place === undefined) this.#fixed.delete(node);
    else this.#fixed.set(node, place);
  }

  /** Makes one step. O(nodes · log nodes + edges). */
  advance(): void {
    if (this.isDone) return;
    const { nodeCount, x, y } = this;
    const [vx, vy] = [this.#vx, this.#vy];
    const heat = this.#heat;
    this.#pullEdges(heat);
    for (const repulsion of this.#repulsions) repulsion.apply(x, y, this.#masses, REPULSION * heat, vx, vy);
    if (this.#isPacked) this.#pushFew(REPULSION * heat);
    const { partOf } = this.#parts;
    for (let i = 0; i < nodeCount; i++) {
      const part = partOf[i]!;
      vx[i]! += (this.#anchorX[part]! - x[i]!) * GRAVITY * heat;
      vy[i]! += (this.#anchorY[part]! - y[i]!) * GRAVITY * heat;
      vx[i]! *= FRICTION;
      vy[i]! *= FRICTION;
      x[i]! += vx[i]!;
      y[i]! += vy[i]!;
    }
    for (const [node, [px, py]] of this.#fixed) {
      x[node] = px;
      y[node] = py;
      vx[node] = 0;
      vy[node] = 0;
    }
    this.step++;
    this.#heat *= this.#cooling;
    if (this.#isPacked && this.#parts.nodes.length > 1 && this.#fixed.size === 0) this.#pack();
    // at the end, when nothing else moves much
    if (nodeCount <= SEPARATED_MAX && this.step > this.steps * 0.7)
      separateDiscs(x, y, this.#input.radii, this.isDone ? 3 : 1);
  }

  /** Nodes of small components push each other apart, pair by pair. */
  #pushFew(strength: number): void {
    const [x, y, vx, vy, masses] = [this.x, this.y, this.#vx, this.#vy, this.#masses];
    for (const nodes of this.#parts.nodes) {
      if (nodes.length > FEW_MAX) continue;
      for (let i = 0; i < nodes.length; i++) {
        for (let j = 0; j < i; j++) {
          const [u, v] = [nodes[i]!, nodes[j]!];
          const dx = x[u]! - x[v]!;
          const dy = y[u]! - y[v]!;
          const push = (strength * masses[u]! * masses[v]!) / Math.max(1, dx * dx + dy * dy);
          vx[u]! += dx * push;
          vy[u]! += dy * push;
          vx[v]! -= dx * push;
          vy[v]! -= dy * push;
        }
      }
    }
  }

  /** Moves components into rings around the largest one, without a gap that nothing needs. O(nodes). */
  #pack(): void {
    const { radii } = this.#input;
    const { nodes: parts } = this.#parts;
    const extents = parts.map((nodes, part) => {
      let extent = 0;
      for (const node of nodes)
        extent = Math.max(
          extent,
          Math.hypot(this.x[node]! - this.#anchorX[part]!, this.y[node]! - this.#anchorY[part]!) +
            radii[node]!,
        );
      return extent + PART_GAP;
    });
    let inner = extents[0]!;
    for (let part = 1; part < parts.length; ) {
      // as many as the circle has room for, each as wide as it is
      let widest = extents[part]!;
      let angle = 0;
      let end = part;
      while (end < parts.length) {
        const wider = Math.max(widest, extents[end]!);
        const turn = 2 * Math.asin(Math.min(1, extents[end]! / (inner + wider)));
        if (angle + turn > 2 * Math.PI && end > part) break;
        widest = wider;
        angle += turn;
        end++;
      }
      const distance = inner + widest;
      // what is left of a full circle is spread
      const stretch = (2 * Math.PI) / angle;
      let at = 0;
      for (; part < end; part++) {
        const turn = 2 * Math.asin(Math.min(1, extents[part]! / distance)) * stretch;
        this.#movePart(part, Math.cos(at + turn / 2) * distance, Math.sin(at + turn / 2) * distance);
        at += turn;
      }
      inner = distance + widest;
    }
  }

  #movePart(part: number, anchorX: number, anchorY: number): void {
    const dx = anchorX - this.#anchorX[part]!;
    const dy = anchorY - this.#anchorY[part]!;
    this.#anchorX[part] = anchorX;
    this.#anchorY[part] = anchorY;
    for (const node of this.#parts.nodes[part]!) {
      this.x[node]! += dx;
      this.y[node]! += dy;
    }
  }

  #pullEdges(heat: number): void {
    const { sources, targets } = this.#input;
    const { offsets } = this.#lists;
    const [x, y, vx, vy] = [this.x, this.y, this.#vx, this.#vy];
    for (let e = 0; e < sources.length; e++) {
      const u = sources[e]!;
      const v = targets[e]!;
      if (u === v) continue;
      const dx = x[v]! + vx[v]! - x[u]! - vx[u]!;
      const dy = y[v]! + vy[v]! - y[u]! - vy[u]!;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance === 0) continue;
      const degreeU = offsets[u + 1]! - offsets[u]!;
      const degreeV = offsets[v + 1]! - offsets[v]!;
      const pull = ((distance - SPRING_LENGTH) / distance) * heat * (1 / Math.min(degreeU, degreeV));
      const share = degreeU / (degreeU + degreeV);
      vx[v]! -= dx * pull * share;
      vy[v]! -= dy * pull * share;
      vx[u]! += dx * pull * (1 - share);
      vy[u]! += dy * pull * (1 - share);
    }
  }

  /** Returns whether the nodes had positions, or most of them. */
  #placeFirst(prng: Prng): boolean {
    const { nodeCount, x: givenX, y: givenY } = this.#input;
    let known = 0;
    const has = (i: number) =>
      Number.isFinite(givenX?.[i] ?? Number.NaN) && Number.isFinite(givenY?.[i] ?? Number.NaN);
    for (let i = 0; i < nodeCount; i++) if (has(i)) known++;
    this.#known = known;
    if (known === 0) {
      this.#placeParts(prng);
      return false;
    }
    let [sumX, sumY] = [0, 0];
    for (let i = 0; i < nodeCount; i++) {
      if (!has(i)) continue;
      this.x[i] = givenX![i]!;
      this.y[i] = givenY![i]!;
      sumX += givenX![i]!;
      sumY += givenY![i]!;
    }
    this.#placeBeside(has, sumX / known, sumY / known, prng);
    // components stay where they are
    this.#parts.nodes.forEach((nodes, part) => {
      let [px, py] = [0, 0];
      for (const node of nodes) {
        px += this.x[node]!;
        py += this.y[node]!;
      }
      this.#anchorX[part] = px / nodes.length;
      this.#anchorY[part] = py / nodes.length;
    });
    return known * 2 >= nodeCount;
  }

  /** New nodes are put beside the nodes that they have edges to, and those without any around all others. */
  #placeBeside(has: (i: number) => boolean, middleX: number, middleY: number, prng: Prng): void {
    const { ends, offsets } = this.#lists;
    const placed = Uint8Array.from({ length: this.nodeCount }, (_, i) => (has(i) ? 1 : 0));
    let extent = 0;
    for (let i = 0; i < this.nodeCount; i++)
      if (placed[i] === 1) extent = Math.max(extent, Math.hypot(this.x[i]! - middleX, this.y[i]! - middleY));
    for (const nodes of this.#parts.nodes) {
      // from those that have a place on, so that each finds a neighbour with one
      const queue = nodes.filter((node) => placed[node] === 1);
      const order = Array.from(queue);
      if (order.length === 0) {
        const angle = prng.float() * 2 * Math.PI;
        const first = nodes[0]!;
        this.x[first] = middleX + Math.cos(angle) * (extent + SPRING_LENGTH);
        this.y[first] = middleY + Math.sin(angle) * (extent + SPRING_LENGTH);
        placed[first] = 1;
        order.push(first);
      }
      for (let head = 0; head < order.length; head++) {
        const node = order[head]!;
        for (let a = offsets[node]!; a < offsets[node + 1]!; a++) {
          const next = ends[a]!;
          if (placed[next] === 1) continue;
          const angle = prng.float() * 2 * Math.PI;
          this.x[next] = this.x[node]! + Math.cos(angle) * SPRING_LENGTH;
          this.y[next] = this.y[node]! + Math.sin(angle) * SPRING_LENGTH;
          placed[next] = 1;
          order.push(next);
        }
      }
    }
  }

  /** Components in a spiral, the largest in the middle, each as large as its number of nodes asks for. */
  #placeParts(prng: Prng): void {
    let area = 0;
    this.#parts.nodes.forEach((nodes, part) => {
      const radius = SPRING_LENGTH * 0.9 * Math.sqrt(nodes.length);
      // the golden angle: no two are on one line from the middle
      const angle = part * 2.399963229728653;
      const distance = part === 0 ? 0 : Math.sqrt(area) + radius;
      area = part === 0 ? radius * radius : area + radius * radius * 1.2;
      const [ax, ay] = [Math.cos(angle) * distance, Math.sin(angle) * distance];
      this.#anchorX[part] = ax;
      this.#anchorY[part] = ay;
      if (nodes.length <= 3) {
        nodes.forEach((node, i) => {
          this.x[node] = Math.cos(i * 2.1) * 0.5 * SPRING_LENGTH * Math.min(1, nodes.length - 1);
          this.y[node] = Math.sin(i * 2.1) * 0.5 * SPRING_LENGTH * Math.min(1, nodes.length - 1);
        });
      } else {
        placeByPivots(nodes, this.#lists, this.x, this.y, prng);
        for (const node of nodes) {
          this.x[node]! *= radius * 0.7;
          this.y[node]! *= radius * 0.7;
        }
      }
      for (const node of nodes) {
        this.x[node]! += ax;
        this.y[node]! += ay;
      }
    });
  }
}
