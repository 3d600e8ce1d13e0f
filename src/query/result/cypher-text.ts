/** Queries as template literals: what is in `${}` is a parameter, and never text. */

/** A query with its parameters, made by {@link cypher}. */
export class CypherText {
  /** The text, with `$0`, `$1`, … in the places of values. */
  readonly text: string;
  /** The values by these names. */
  readonly parameters: Readonly<Record<string, unknown>>;

  constructor(text: string, parameters: Readonly<Record<string, unknown>>) {
    this.text = text;
    this.parameters = parameters;
  }
}

/**
 * Makes a query with parameters in their places, for `graph.query`: what is in `${}` is a value and never text of
 * the query, so it stands where a value may, and not where a name, a label or a type is expected.
 *
 * @example
 * const name = "Ada";
 * graph.query(cypher`MATCH (p:Person {name: ${name}}) RETURN p.age AS age`).toArray(); // => [ { age: 36 } ]
 */
export function cypher(strings: TemplateStringsArray, ...values: readonly unknown[]): CypherText {
  const text = strings.reduce((before, part, i) => `${before}$${i - 1} ${part}`);
  return new CypherText(text, Object.fromEntries(values.map((value, i) => [String(i), value])));
}
