/**
 * Tells graphs and views from other objects, a `Proxy` of one included, whose private members nobody can reach. It is
 * no part of the class, so that functions over views check their argument without bringing the class into a bundle.
 */

const views = /* @__PURE__ */ new WeakSet<object>();

/** Marks an object as a view, when it is made. */
export function markView(view: object): void {
  views.add(view);
}

/** Tells whether a value was made as a view. */
export function isMarkedView(value: unknown): boolean {
  return typeof value === "object" && value !== null && views.has(value);
}
