/** Names in headers of tables that mean more than an attribute. Loads with the list of formats. */

/** Names of columns that have a meaning, in order of preference. */
export const ROLE_HEADERS: Readonly<
  Record<"id" | "source" | "target" | "labels" | "type", readonly string[]>
> = {
  id: ["id", "key", "nodeid"],
  source: ["source", "from", "src", "node1", "node_1", "id1", "id_1", "source_id", "from_id", "fromnodeid"],
  target: ["target", "to", "dst", "node2", "node_2", "id2", "id_2", "target_id", "to_id", "tonodeid"],
  labels: ["labels"],
  type: ["type"],
};

const ALL_NAMES = new Set(Object.values(ROLE_HEADERS).flat());

/** A column that says behind a colon what it is, as neo4j-admin has it. */
export const NEO4J_SPECIAL =
  /^([\s\S]*):(ID|START_ID|END_ID|LABEL|TYPE|IGNORE)(?:\(([^)]*)\))?(?:\{[^}]*\})?$/i;
/** A name as it is compared: case, spaces and the like do not matter. */
export function plainHeader(name: string): string {
  return name.trim().toLowerCase();
}

/** Whether a name of the header means more than an attribute. */
export function isRoleName(name: string): boolean {
  return ALL_NAMES.has(plainHeader(name)) || NEO4J_SPECIAL.test(name);
}

/** Whether a header is one of neo4j-admin: some column says what it is behind a colon. */
export function isNeo4jHeader(names: readonly string[]): boolean {
  return names.some((name) => NEO4J_SPECIAL.test(name));
}
