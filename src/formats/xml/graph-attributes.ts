/** The attributes of a graph as text, each with a type. */
import { TemporalBase } from "../../temporal/temporal-base.js";
import type { ValueType } from "../../view.js";
import { cellText } from "../shared/exported-graph.js";

export interface GraphCell {
  readonly name: string;
  readonly type: ValueType;
  readonly text: string;
}

export function graphAttributeCells(attributes: ReadonlyMap<string, unknown>): GraphCell[] {
  return Array.from(attributes).flatMap(([name, value]) => {
    const type = typeOfValue(value);
    return type === undefined ? [] : [{ name, type, text: cellText(value, type) }];
  });
}

function typeOfValue(value: unknown): ValueType | undefined {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return "int64";
    case "number":
      return value === (value | 0) && !Object.is(value, -0) ? "int32" : "float64";
    case "string":
      return "utf8";
    case "object":
      if (value === null) return undefined;
      if (value instanceof Date) return "timestamp";
      if (value instanceof Uint8Array) return "binary";
      return value instanceof TemporalBase ? value.temporalType : "json";
    default:
      return undefined;
  }
}
