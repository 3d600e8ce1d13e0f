/** The counts of a view for `groggy info`, `schema` and `stats`. */
import type { AttributeType, ElementsView, GraphView } from "groggy";

export interface NameCount {
  readonly name: string;
  readonly count: number;
}

export interface AttributeCount {
  readonly name: string;
  readonly type: AttributeType;
  /** The elements that have a value. */
  readonly count: number;
  /** The labels, or types, of elements that have one. */
  readonly labels: readonly string[];
}

/** The labels of nodes, or the types of edges, and how many elements have each; the most frequent first. */
export function labelCounts(elements: ElementsView): NameCount[] {
  return labelNames(elements)
    .map((name) => ({ name, count: elements.withLabel(name).count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function labelNames(elements: ElementsView): string[] {
  // an attribute of the name would be grouped by
  if (!Object.hasOwn(elements.schema, "label"))
    return elements
      .all()
      .groupBy("label")
      .aggregate({ n: "count" })
      .flatMap(({ label }) => (typeof label === "string" ? [label] : []));
  const names = new Set<string>();
  for (const id of elements) for (const name of elements.labels(id)) names.add(name);
  return [...names];
}

/** The attributes of elements by name, with how many have each, and of which labels these are. */
export function attributeCounts(elements: ElementsView): AttributeCount[] {
  const labels = labelNames(elements).sort();
  const withLabel = labels.map((name) => elements.withLabel(name));
  return Object.entries(elements.schema).map(([name, type]) => {
    const present = elements.where(`${quotedName(name)} IS NOT NULL`);
    const having = labels.filter((_, i) => present.and(withLabel[i]!).count > 0);
    return { name, type, count: present.count, labels: having };
  });
}

/** A name as filters have it. */
export function quotedName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** The rules of an attribute of nodes in words. */
export function rulesInWords({ rules }: GraphView, attribute: string): string[] {
  const unique = rules.unique
    .filter(({ attributes }) => attributes.includes(attribute))
    .map(({ label, attributes, isKey }) => {
      const others = attributes.filter((name) => name !== attribute);
      const beside = others.length === 0 ? "" : ` with ${others.join(", ")}`;
      return `${isKey ? "key" : "unique"}${label === undefined ? "" : ` of ${label}`}${beside}`;
    });
  const required = rules.required
    .filter((rule) => rule.attribute === attribute)
    .map(({ label }) => `required of ${label}`);
  return [...unique, ...required];
}
