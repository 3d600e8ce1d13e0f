/**
 * Distinguishes graphs and views from other objects, including a `Proxy` of one, whose private members cannot be
 * reached. It is not part of the class, so that functions over views check their argument without pulling the class
 * into a bundle.
 */

const views = /* @__PURE__ */ new WeakSet<object>();

/** Marks an object as a view, when it is made. */
export function markView(view: object): void {
  views.add(view);
}

/** Tests whether a value was made as a view. */
export function isMarkedView(value: unknown): boolean {
  return typeof value === "object" && value !== null && views.has(value);
}
