/**
 * What tells a graph or view from other objects. It is no part of the class, so that functions over views can check
 * their argument without the class and all that it brings into a bundle.
 */
export const VIEW_BRAND: unique symbol = Symbol("groggy view");
