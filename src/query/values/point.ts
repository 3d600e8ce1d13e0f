/** Points of a plane, of space, or of the globe. */

/** The coordinate reference systems, with their numbers in the EPSG registry and its like. */
export const REFERENCE_SYSTEMS = {
  cartesian: 7203,
  "cartesian-3d": 9157,
  "wgs-84": 4326,
  "wgs-84-3d": 4979,
} as const;

/** The name of a coordinate reference system. */
export type ReferenceSystem = keyof typeof REFERENCE_SYSTEMS;

/** A point: the language's POINT. Immutable. */
export class Point {
  readonly crs: ReferenceSystem;
  /** The longitude in degrees on the globe. */
  readonly x: number;
  /** The latitude in degrees on the globe. */
  readonly y: number;
  /** The height in m on the globe; undefined in two dimensions. */
  readonly z: number | undefined;

  constructor(crs: ReferenceSystem, x: number, y: number, z?: number) {
    this.crs = crs;
    this.x = x;
    this.y = y;
    this.z = z;
    Object.freeze(this);
  }

  /** The number of the coordinate reference system. */
  get srid(): number {
    return REFERENCE_SYSTEMS[this.crs];
  }

  /** Whether it lies on the globe. */
  get isGeographic(): boolean {
    return this.crs.startsWith("wgs-84");
  }

  /** Whether another value is the same point of the same system. */
  equals(other: unknown): boolean {
    return (
      other instanceof Point &&
      this.crs === other.crs &&
      this.x === other.x &&
      this.y === other.y &&
      this.z === other.z
    );
  }

  /** As the language writes it, such as "point({x: 1, y: 2, crs: 'cartesian'})". */
  toString(): string {
    const z = this.z === undefined ? "" : `, z: ${this.z}`;
    return `point({x: ${this.x}, y: ${this.y}${z}, crs: '${this.crs}'})`;
  }
}
