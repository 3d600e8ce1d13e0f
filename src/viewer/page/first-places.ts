/** Where nodes are drawn before the layout has moved them, or without one. */
import { SPRING_LENGTH } from "../layout/force-layout.js";
import type { GraphModel } from "./graph-model.js";

/** Positions of the graph's own in the units of the drawing: about a spring for each node, whatever their units. */
export function spreadPlaces(
  givenX: Float32Array,
  givenY: Float32Array,
  x: Float32Array,
  y: Float32Array,
): void {
  let [minX, minY, maxX, maxY] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i < givenX.length; i++) {
    if (!Number.isFinite(givenX[i]!) || !Number.isFinite(givenY[i]!)) continue;
    minX = Math.min(minX, givenX[i]!);
    maxX = Math.max(maxX, givenX[i]!);
    minY = Math.min(minY, givenY[i]!);
    maxY = Math.max(maxY, givenY[i]!);
  }
  const extent = Math.max(maxX - minX, maxY - minY);
  const scale = extent > 0 ? (SPRING_LENGTH * 1.6 * Math.sqrt(givenX.length)) / extent : 1;
  let missing = 0;
  for (let i = 0; i < givenX.length; i++) {
    const isKnown = Number.isFinite(givenX[i]!) && Number.isFinite(givenY[i]!);
    // those without a place stand in rows below the others
    x[i] = isKnown ? (givenX[i]! - minX) * scale : (missing % 40) * SPRING_LENGTH;
    y[i] = isKnown
      ? (givenY[i]! - minY) * scale
      : (maxY >= minY ? (maxY - minY) * scale : 0) + (2 + Math.floor(missing / 40)) * SPRING_LENGTH;
    if (!isKnown) missing++;
  }
}

/** The mean of the places that are known. */
export function middleOf(x: Float32Array, y: Float32Array): [number, number] {
  let [sumX, sumY, known] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]!)) continue;
    sumX += x[i]!;
    sumY += y[i]!;
    known++;
  }
  return known === 0 ? [0, 0] : [sumX / known, sumY / known];
}

/** A coordinate for a new node until the layout gives it one: that of a neighbour, or of the middle. */
export function nearSource(node: number, { scene }: GraphModel, known: Float32Array, middle: number): number {
  const { sources, targets } = scene;
  for (let e = 0; e < Math.min(sources.length, 20_000); e++) {
    if (sources[e] === node && !Number.isNaN(known[targets[e]!]!)) return known[targets[e]!]!;
    if (targets[e] === node && !Number.isNaN(known[sources[e]!]!)) return known[sources[e]!]!;
  }
  return middle;
}

export function sameEdges(a: GraphModel, b: GraphModel): boolean {
  return a.edgeIds.length === b.edgeIds.length && a.edgeIds.every((id, e) => id === b.edgeIds[e]);
}
