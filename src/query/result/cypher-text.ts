/** Queries as template literals: what stands in `${}` is a parameter, and never text. */

export class CypherText {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;

  constructor(text: string, parameters: Readonly<Record<string, unknown>>) {
    this.text = text;
    this.parameters = parameters;
  }
}

/**
 * A query with parameters in their places, for `graph.query`.
 *
 * @example
 * const email = "ada@example.org";
 * graph.query(cypher`MATCH (p:Person {email: ${email}}) RETURN p.name AS name`);
 */
export function cypher(strings: TemplateStringsArray, ...values: readonly unknown[]): CypherText {
  const text = strings.reduce((before, part, i) => `${before}$${i - 1} ${part}`);
  return new CypherText(text, Object.fromEntries(values.map((value, i) => [String(i), value])));
}
