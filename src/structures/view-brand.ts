/**
 * Distinguishes graphs and views from other objects, including a `Proxy` of one, whose private members cannot be
 * reached. It is not part of the class, so that functions over views check their argument without pulling the class
 * into a bundle.
 */
import { describe } from "../errors.js";

const views = /* @__PURE__ */ new WeakSet<object>();

/** Marks an object as a view, when it is made. */
export function markView(view: object): void {
  views.add(view);
}

/** Tests whether a value was made as a view. */
export function isMarkedView(value: unknown): boolean {
  return typeof value === "object" && value !== null && views.has(value);
}

/** Throws unless a value was made as a view, with words of their own for a `Proxy` of one. */
export function checkMarkedView(value: unknown, name: string): void {
  if (isMarkedView(value)) return;
  throw new TypeError(`"${name}" expected a graph or a view, got ${describeUnmarked(value)}`);
}

/** The words for a value that was not made as a view. */
export function describeUnmarked(value: unknown): string {
  const isCopy = typeof value === "object" && value !== null && "nodeCount" in value && "csr" in value;
  return isCopy ? "a substitute for one, such as a Proxy" : describe(value);
}
