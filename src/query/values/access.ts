/** The value of `value.name`. */
import { NodeValue, RelationshipValue } from "./elements.js";
import { Point } from "./point.js";
import { temporalField } from "./temporal/fields.js";
import { type CypherValue, describeValue, isTemporal } from "./value.js";
import { CypherValueError } from "./value-error.js";

/** An entry of a map, an attribute of an element, a part of a date, a time, a duration or a point; else null. */
export function accessField(value: CypherValue, name: string): CypherValue {
  if (value === null) return null;
  if (value instanceof Map) return (value as ReadonlyMap<string, CypherValue>).get(name) ?? null;
  if (value instanceof NodeValue || value instanceof RelationshipValue) {
    return value.graph.attributeOf(value.kind, value.id, name) as CypherValue;
  }
  if (isTemporal(value)) return temporalField(value, name) ?? null;
  if (value instanceof Point) return pointField(value, name);
  throw new CypherValueError(
    "TypeError",
    "InvalidArgumentType",
    `"${name}" expected to be asked of a map, an element, a point, a date, a time or a duration, got ${describeValue(value)}`,
  );
}

function pointField(point: Point, name: string): CypherValue {
  switch (name) {
    case "x":
      return point.x;
    case "y":
      return point.y;
    case "z":
      return point.z ?? null;
    case "longitude":
      return point.isGeographic ? point.x : null;
    case "latitude":
      return point.isGeographic ? point.y : null;
    case "height":
      return point.isGeographic ? (point.z ?? null) : null;
    case "crs":
      return point.crs;
    case "srid":
      return BigInt(point.srid);
    default:
      return null;
  }
}
