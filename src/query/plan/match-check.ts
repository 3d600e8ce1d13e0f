/** Conditions of a match, each asked once all that it mentions is known. */
import type { BoundEntry, BoundExpression, BoundNode, BoundRelationship } from "../bind/bound.js";

/** The checks that follow a step. */
export type MatchCheck =
  | { readonly kind: "labels"; readonly element: BoundNode | BoundRelationship }
  | { readonly kind: "property"; readonly element: BoundNode | BoundRelationship; readonly entry: BoundEntry }
  | {
      readonly kind: "where";
      readonly element: BoundNode | BoundRelationship;
      readonly condition: BoundExpression;
    }
  /** A part of WHERE: if it is false or null, so is the whole; errors show when the whole is asked. */
  | { readonly kind: "prune"; readonly condition: BoundExpression };
