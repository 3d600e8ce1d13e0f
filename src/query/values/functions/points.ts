/** Functions of points. */
import { Point, REFERENCE_SYSTEMS, type ReferenceSystem } from "../point.js";
import type { FieldMap } from "../temporal/map-fields.js";
import { type CypherValue, describeValue } from "../value.js";
import { CypherValueError } from "../value-error.js";
import { defineBuiltIn, type FunctionSpec } from "./signature.js";

/** The mean radius of the earth in m, as WGS 84's equatorial one is used by the language's distances. */
const EARTH_RADIUS_M = 6_378_140;

const FIELDS: readonly string[] = ["x", "y", "z", "longitude", "latitude", "height", "crs", "srid"];

function refusedPoint(message: string): CypherValueError {
  return new CypherValueError("ArgumentError", "InvalidArgumentValue", message);
}

function pointOf(map: FieldMap): Point | null {
  for (const [name, value] of map) {
    if (value === null) return null;
    if (!FIELDS.includes(name)) {
      throw refusedPoint(`point() expected only ${FIELDS.join(", ")}, got ${JSON.stringify(name)}`);
    }
  }
  const x = coordinate(map, "x", "longitude");
  const y = coordinate(map, "y", "latitude");
  const z = coordinate(map, "z", "height");
  if (x === undefined || y === undefined) {
    throw refusedPoint(
      `point() expected x and y, or longitude and latitude, got ${[...map.keys()].join(", ")}`,
    );
  }
  const crs = systemOf(map, z !== undefined);
  if (!crs.startsWith("wgs-84")) return new Point(crs, x, y, z);
  if (Math.abs(y) > 90) throw refusedPoint(`point() expected a latitude from -90 to 90, got ${y}`);
  // the globe goes round
  const longitude = Math.abs(x) <= 180 ? x : ((((x + 180) % 360) + 360) % 360) - 180;
  return new Point(crs, longitude, y, z);
}

function coordinate(map: FieldMap, name: string, other: string): number | undefined {
  if (map.has(name) && map.has(other)) throw refusedPoint(`point() expected ${name} or ${other}, got both`);
  const value = map.get(name) ?? map.get(other);
  if (value === undefined) return undefined;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value)))
    return Number(value);
  throw refusedPoint(
    `point() expected a finite number for ${map.has(name) ? name : other}, got ${describeValue(value)}`,
  );
}

function systemOf(map: FieldMap, isSolid: boolean): ReferenceSystem {
  const isGeographic = ["longitude", "latitude", "height"].some((name) => map.has(name));
  const given = givenSystem(map);
  if (given === undefined) {
    if (isGeographic) return isSolid ? "wgs-84-3d" : "wgs-84";
    return isSolid ? "cartesian-3d" : "cartesian";
  }
  if (given.endsWith("-3d") !== isSolid || (isGeographic && !given.startsWith("wgs-84"))) {
    throw refusedPoint(`point() expected the coordinates of ${given}, got ${[...map.keys()].join(", ")}`);
  }
  return given;
}

function givenSystem(map: FieldMap): ReferenceSystem | undefined {
  const [crs, srid] = [map.get("crs"), map.get("srid")];
  if (crs === undefined && srid === undefined) return undefined;
  const names = Object.keys(REFERENCE_SYSTEMS) as ReferenceSystem[];
  const byName = typeof crs === "string" ? names.find((name) => name === crs.toLowerCase()) : undefined;
  const byNumber =
    typeof srid === "bigint" ? names.find((name) => REFERENCE_SYSTEMS[name] === Number(srid)) : undefined;
  if ((crs !== undefined && byName === undefined) || (srid !== undefined && byNumber === undefined)) {
    throw refusedPoint(`point() expected a crs of ${names.join(", ")}, or the srid of one`);
  }
  if (byName !== undefined && byNumber !== undefined && byName !== byNumber) {
    throw refusedPoint(`point() expected the srid of ${byName}, got ${srid}`);
  }
  return byName ?? byNumber;
}

/** In the unit of the coordinates on a plane or in space, in m on the globe; null between different systems. */
function distanceOf(a: Point, b: Point): number | null {
  if (a.crs !== b.crs) return null;
  const height = (a.z ?? 0) - (b.z ?? 0);
  if (!a.isGeographic) return Math.hypot(a.x - b.x, a.y - b.y, height);
  const [latitudeA, latitudeB] = [a.y, b.y].map((degrees) => (degrees * Math.PI) / 180);
  const longitude = ((a.x - b.x) * Math.PI) / 180;
  const half =
    Math.sin((latitudeA - latitudeB) / 2) ** 2 +
    Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin(longitude / 2) ** 2;
  const radius = EARTH_RADIUS_M + ((a.z ?? 0) + (b.z ?? 0)) / 2;
  const ground = 2 * radius * Math.asin(Math.min(1, Math.sqrt(half)));
  return a.z === undefined ? ground : Math.hypot(ground, height);
}

/** Whether a point lies between two corners; a box whose west is east of its east goes over the date line. */
function isWithinBox(point: Point, lower: Point, upper: Point): boolean | null {
  if (point.crs !== lower.crs || point.crs !== upper.crs) return null;
  const isBetween = (value: number, min: number, max: number): boolean => value >= min && value <= max;
  const crosses = point.isGeographic && lower.x > upper.x;
  return (
    (crosses ? point.x >= lower.x || point.x <= upper.x : isBetween(point.x, lower.x, upper.x)) &&
    isBetween(point.y, lower.y, upper.y) &&
    isBetween(point.z ?? 0, lower.z ?? 0, upper.z ?? 0)
  );
}

function distance([a, b]: readonly CypherValue[]): CypherValue {
  return a instanceof Point && b instanceof Point ? distanceOf(a, b) : null;
}

export const POINT_FUNCTIONS: readonly FunctionSpec[] = [
  defineBuiltIn("point(MAP) :: POINT", ([map]) => pointOf(map as FieldMap)),
  defineBuiltIn("distance(POINT, POINT) :: FLOAT", distance),
  defineBuiltIn("point.distance(POINT, POINT) :: FLOAT", distance),
  defineBuiltIn("point.withinBBox(POINT, POINT, POINT) :: BOOLEAN", ([point, lower, upper]) =>
    isWithinBox(point as Point, lower as Point, upper as Point),
  ),
];
