// Values of every type an attribute can have, for properties.
import fc from "fast-check";
import type { ScalarType, ValueType } from "../../../src/pool/value-type.js";
import { integers, temporalValues } from "../../pool/temporal-values.js";

const text = fc.string({ unit: "grapheme", maxLength: 6 });

const scalars: Record<ScalarType, fc.Arbitrary<unknown>> = {
  bool: fc.boolean(),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  utf8: fc.oneof(fc.constantFrom("", "Ada", "Alan", "Zürich"), text),
  binary: fc.uint8Array({ maxLength: 5 }),
  timestamp: fc.date({ noInvalidDate: true }),
  integer: integers,
  ...temporalValues,
  json: fc.oneof(
    fc.dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
    fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 }),
    text,
    fc.constantFrom(0, 1.5, -0, true),
  ),
};

/** An attribute's type, with an arbitrary for its values. */
export interface TypedValues {
  readonly type: ValueType;
  readonly value: fc.Arbitrary<unknown>;
}

export const allTypes: readonly TypedValues[] = [
  ...Object.entries(scalars).map(([type, value]) => ({ type: type as ValueType, value })),
  ...Object.entries(scalars).map(([type, value]) => ({
    type: `list<${type as ScalarType}>` as const,
    value: fc.array(value, { maxLength: 4 }),
  })),
  ...[1, 3].map((dimensions) => ({
    type: `vector<float32, ${dimensions}>` as const,
    value: fc.float32Array({ minLength: dimensions, maxLength: dimensions }),
  })),
];

/** Attributes a, b and so on, one of each type. */
export const schema: Record<string, ValueType> = Object.fromEntries(
  allTypes.map(({ type }, i) => [String.fromCharCode(97 + i), type]),
);

/** Some attributes of one element, by the names in `schema`. */
export const attributes: fc.Arbitrary<Record<string, unknown>> = fc.record(
  Object.fromEntries(allTypes.map(({ value }, i) => [String.fromCharCode(97 + i), value])),
  { requiredKeys: [] },
);
