/** The procedures that come with graphs, beside the language's own: provided by the first graph, looked up when called. */
import type { ProcedureDefinition } from "./definitions.js";

export interface ProcedureSource {
  /** The procedure of a name that begins with "groggy."; undefined if there is none. */
  readonly find: (name: string) => ProcedureDefinition | undefined;
  readonly names: () => readonly string[];
}

let source: ProcedureSource | undefined;

export function provideProcedures(given: ProcedureSource): void {
  source ??= given;
}

export function providedProcedures(): ProcedureSource | undefined {
  return source;
}
