/** Stores whose branches contradict each other at random, and resolutions that depend on nothing but the conflict. */
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { type Conflict, Graph, type MergeResult, type Resolution, type ValueType, valueToJson } from "groggy";
import { choicesOf } from "../../src/cli/shared/history/conflict-file.js";
import { MIXED_NAME, NAMES, NATURAL_TYPES, Tape, valueFor } from "../model/values.js";

export interface Change {
  readonly verb: number;
  readonly numbers: readonly number[];
}

const change: fc.Arbitrary<Change> = fc.record({
  verb: fc.nat(99),
  numbers: fc.array(fc.nat(2 ** 31 - 1), { minLength: 6, maxLength: 6 }),
});
export const side = fc.array(change, { minLength: 3, maxLength: 25, size: "max" });

/** Writes at random: what two sides do so contradicts each other in every way. */
export function play(graph: Graph, changes: readonly Change[], isOurs?: boolean): void {
  for (const { verb, numbers } of changes) {
    const tape = new Tape(numbers);
    const nodes = graph.nodes.ids();
    const edges = graph.edges.ids();
    const node = nodes[tape.next(Math.max(nodes.length, 1))];
    const name = tape.pick(NAMES);
    const value = tape.chance(8) ? null : valueFor(tape, name);
    if (nodes.length === 0) continue;
    if (name === MIXED_NAME)
      graph.query(`MATCH (n) WHERE id(n) = $node SET n.${MIXED_NAME} = $value`, { node, value });
    else if (verb < 50) graph.nodes.set(node, { [name]: value });
    else if (verb < 60) graph.attributes.set({ [name]: value });
    else if (verb < 68 && edges.length > 0)
      graph.edges.set(edges[tape.next(edges.length)], { [name]: value });
    else if (verb < 74) graph.removeNode(node);
    else if (verb < 78 && edges.length > 0) graph.removeEdge(edges[tape.next(edges.length)]);
    else if (verb < 88)
      graph.addEdge(node, nodes[tape.next(nodes.length)], "E", { [name]: valueFor(tape, name) });
    else if (verb < 94) graph.mergeNode(`key ${tape.next(4)}`, { [name]: value });
    else if (isOurs !== undefined)
      graph.nodes.set(node, { [`fresh ${tape.next(2)}`]: isOurs ? tape.next(3) : "a text" });
  }
}

export function makeConflicted(path: string, [base, ours, theirs]: readonly (readonly Change[])[]): void {
  const graph = Graph.open(path, {
    durability: "none",
    key: "email",
    clock: () => 0,
  });
  for (let i = 0; i < 4; i++) graph.addNode("Person", { email: `old ${i}`, text: "base", float: i });
  graph.addEdge(0, 1, "E", { text: "base" });
  graph.addEdge(2, 3, "E", { long: 5n });
  // an attribute of several types, as queries make them
  for (const [i, value] of [1.5, "one", true].entries())
    graph.query(`MATCH (n {email: 'old ${i}'}) SET n.${MIXED_NAME} = $value`, { value });
  play(graph, base);
  graph.commit("base", { allowEmpty: true });
  graph.branch("theirs");
  play(graph, ours, true);
  graph.commit("ours", { allowEmpty: true });
  graph.checkout("theirs");
  play(graph, theirs, false);
  graph.commit("theirs", { allowEmpty: true });
  graph.checkout("main");
  graph.close();
}

/** A number that is always the same for a conflict. */
function numberOf(words: readonly unknown[], seed: number): number {
  let hash = seed | 1;
  for (const char of JSON.stringify(words)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** What a conflict is resolved by, which does not depend on how it is reported. */
export function resolutionOf(conflict: Conflict, seed: number): Resolution {
  const attribute = "attribute" in conflict ? conflict.attribute : "";
  const number = numberOf(
    [
      conflict.kind,
      conflict.element?.kind,
      conflict.element?.id,
      attribute,
      (conflict as { node?: number }).node ?? 0,
    ],
    seed,
  );
  const choices = choicesOf(conflict).filter((choice) => choice !== "unify" || conflict.kind === "key");
  const choice = choices[number % choices.length];
  if (choice !== "{ value }") return choice as Resolution;
  if (conflict.kind === "key") return { value: `made up ${conflict.element.id}` };
  // of the types that a side has, another one is refused
  if (attribute === "email" || attribute === MIXED_NAME || attribute.startsWith("fresh")) return "ours";
  return {
    value: number % 7 === 0 ? null : valueFor(new Tape([number, number >>> 3, number >>> 7]), attribute),
  };
}

export function resolveAll(merge: MergeResult, seed: number): void {
  for (let open = merge.unresolved; open.length > 0; open = merge.unresolved)
    for (const conflict of open) merge.resolve(conflict, resolutionOf(conflict, seed));
}

/** A value as somebody would write it into the file. */
function writtenValue(value: unknown, attribute: string, type: ValueType | undefined): unknown {
  if (value === null) return null;
  if (type !== undefined) return valueToJson(type, value);
  const own =
    attribute === MIXED_NAME
      ? ({ string: "utf8", number: "float64", boolean: "bool" } as const)[typeof value as "string"]
      : (NATURAL_TYPES[attribute] as ValueType);
  return { type: own, value: valueToJson(own, value) };
}

/** An entry of a file of conflicts. */
export interface ConflictFileEntry {
  conflict: Conflict["kind"];
  element: { kind: "node" | "edge" | "graph"; id: number };
  attribute: string;
  node?: number;
  type?: ValueType;
  resolution: unknown;
}

/** Gives every open conflict of a file a resolution. */
export function edit(file: string, seed: number): number {
  const document = JSON.parse(readFileSync(file, "utf8")) as { conflicts: ConflictFileEntry[] };
  let edited = 0;
  for (const entry of document.conflicts) {
    if (entry.resolution !== null) continue;
    edited++;
    const { conflict: kind, element, attribute, node, type } = entry;
    const conflict = {
      kind,
      element: kind === "schema" ? undefined : element,
      attribute,
      node,
    } as unknown as Conflict;
    if (attribute === undefined) delete (conflict as { attribute?: string }).attribute;
    const said = resolutionOf(conflict, seed);
    entry.resolution = typeof said === "object" ? { value: writtenValue(said.value, attribute, type) } : said;
  }
  writeFileSync(file, JSON.stringify(document));
  return edited;
}
