/** Stands where bundles would find the procedures of groggy.*, and with them all algorithms: they name what they need. */

/** Says how a bundle gets the procedure. */
export function findGraphProcedure(name: string): never {
  throw new TypeError(
    `"${name}" expected graph.procedures.add(...graphProcedures()), with graphProcedures of groggy/procedures, since bundles hold no procedures of themselves`,
  );
}

export function graphProcedureNames(): string[] {
  return [];
}
