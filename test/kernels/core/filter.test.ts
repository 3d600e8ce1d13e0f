// The filters against one line of JavaScript a row, over both paths: buffers of `allocate` that kernels
// reach, and ordinary arrays that only the loops in TypeScript do.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  betweenRows,
  betweenRowsAt,
  compareRows,
  lookupRows,
  lookupRowsAt,
  type NumericValues,
} from "../../../src/kernels/core/filter.js";
import type { Comparison, NumericConstant } from "../../../src/kernels/core/filter-range.js";
import { allocate, kernelMemoryOf } from "../../../src/kernels/core/memory.js";

const operators: Comparison[] = ["=", "<>", "<", "<=", ">", ">="];
const widths = [0, 1, 31, 32, 33, 255, 256, 257, 65535, 65536, 65537];
const firstRows = [0, 1, 3, 31];
const rowCountMax = 65537 + 31;

function holds(value: NumericConstant, operator: Comparison, constant: NumericConstant): boolean {
  switch (operator) {
    case "=":
      // biome-ignore lint/suspicious/noDoubleEquals: 1 == 1n holds and 1 === 1n does not
      return value == constant;
    case "<>":
      // biome-ignore lint/suspicious/noDoubleEquals: as above
      return value != constant;
    case "<":
      return value < constant;
    case "<=":
      return value <= constant;
    case ">":
      return value > constant;
    case ">=":
      return value >= constant;
  }
}

/** Words full of rubbish, to show that every bit is written, with one word more that must stay as it is. */
function rubbish(count: number): Uint32Array {
  return new Uint32Array(Math.ceil(count / 32) + 1).fill(0xa5a5a5a5);
}

function bitsOf(count: number, test: (i: number) => boolean): Uint32Array {
  const words = rubbish(count).fill(0, 0, Math.ceil(count / 32));
  for (let i = 0; i < count; i++) if (test(i)) words[i >>> 5] |= 1 << (i & 31);
  return words;
}

const int32Specials = [0, -1, 1, 30, 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 31 - 2];
const floatSpecials = [
  0,
  -0,
  1,
  -1,
  30.5,
  Number.NaN,
  Infinity,
  -Infinity,
  5e-324,
  1.5e-45,
  0.1,
  3.4e38,
  1.79e308,
];
const int64Specials = [
  0n,
  1n,
  -1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  2n ** 32n,
  -(2n ** 32n) - 1n,
];

const constants: NumericConstant[] = [
  ...[0, -0, 1, -1, 2.5, 30, 30.5, -0.5, 0.1, Math.fround(0.1), 1e300, -1e300, 1e39, 5e-324, 1e-46],
  ...[
    Infinity,
    -Infinity,
    Number.NaN,
    2 ** 31,
    -(2 ** 31),
    2 ** 31 - 1,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    2 ** 63 - 1024,
  ],
  ...[Number.MAX_VALUE, -Number.MAX_VALUE, 3.4028234663852886e38, 3.5e38],
  ...[
    0n,
    31n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 63n,
    -(2n ** 63n) - 1n,
    10n ** 400n,
    -(10n ** 400n),
  ],
];

interface Kind {
  readonly name: string;
  readonly make: (length: number, inMemory: boolean) => NumericValues;
}

/** Values that repeat the special ones and mix in others, the same for both paths. */
function fill<T>(values: { length: number; [i: number]: T }, specials: T[], other: (i: number) => T): void {
  for (let i = 0; i < values.length; i++)
    values[i] = i % 3 === 0 ? specials[(i / 3) % specials.length] : other(i);
}

const kinds: Kind[] = [
  {
    name: "int32",
    make: (length, inMemory) => {
      const values = inMemory ? new Int32Array(allocate(length * 4), 0, length) : new Int32Array(length);
      fill(values, int32Specials, (i) => Math.imul(i, 0x9e3779b1) >> (i % 32));
      return values;
    },
  },
  {
    name: "float32",
    make: (length, inMemory) => {
      const values = inMemory ? new Float32Array(allocate(length * 4), 0, length) : new Float32Array(length);
      fill(values, floatSpecials, (i) => Math.imul(i, 0x9e3779b1) / 1e6);
      return values;
    },
  },
  {
    name: "float64",
    make: (length, inMemory) => {
      const values = inMemory ? new Float64Array(allocate(length * 8), 0, length) : new Float64Array(length);
      fill(values, floatSpecials, (i) => Math.imul(i, 0x9e3779b1) / 1e6);
      return values;
    },
  },
  {
    name: "int64",
    make: (length, inMemory) => {
      const values = inMemory
        ? new BigInt64Array(allocate(length * 8), 0, length)
        : new BigInt64Array(length);
      fill(values, int64Specials, (i) => (BigInt(i) * 0x9e3779b97f4a7c15n) >> BigInt(i % 64));
      return values;
    },
  },
];

for (const { name, make } of kinds) {
  for (const inMemory of [true, false]) {
    const path = inMemory ? "kernel" : "loop";
    const values = make(rowCountMax, inMemory);

    describe(`${name}, ${path}`, () => {
      it("lies where the path needs it", () => {
        expect(kernelMemoryOf(values.buffer) !== undefined).toBe(inMemory);
      });

      it("compares at every width and from any row", () => {
        for (const width of widths) {
          for (const firstRow of firstRows) {
            for (const operator of ["<>", ">", "<="] as const) {
              const out = rubbish(width);
              compareRows(values, firstRow, width, operator, 30.5, out);
              expect(out).toEqual(bitsOf(width, (i) => holds(values[firstRow + i], operator, 30.5)));
            }
          }
        }
      });

      it("compares exactly with constants of any kind", () => {
        const count = 1000;
        for (const constant of constants) {
          for (const operator of operators) {
            const out = rubbish(count);
            compareRows(values, 1, count, operator, constant, out);
            const expected = bitsOf(count, (i) => holds(values[1 + i], operator, constant));
            expect(out, `${operator} ${constant}`).toEqual(expected);
          }
        }
      });

      it("finds what lies between two constants, both included", () => {
        const count = 300;
        for (const low of constants) {
          for (const high of constants) {
            const out = rubbish(count);
            betweenRows(values, 2, count, low, high, out);
            const expected = bitsOf(count, (i) => values[2 + i] >= low && values[2 + i] <= high);
            expect(out, `${low}..${high}`).toEqual(expected);
          }
        }
      });

      it("finds what lies between two constants among rows in no order, of which some are none", () => {
        for (const count of [0, 1, 31, 32, 33, 127, 128, 129, 4095, 4096, 4097]) {
          const rows = Int32Array.from({ length: count }, (_, i) =>
            i % 11 === 3 ? -1 - (i % 2) : (Math.imul(i, 0x9e3779b1) >>> 0) % rowCountMax,
          );
          for (const [low, high] of [
            [-5, 30.5],
            [0, Infinity],
            [31n, 2n ** 63n],
            [5, 1],
          ] as const) {
            const out = rubbish(count);
            betweenRowsAt(values, rows, count, low, high, out);
            const expected = bitsOf(
              count,
              (i) => rows[i] >= 0 && values[rows[i]] >= low && values[rows[i]] <= high,
            );
            expect(out, `${count}: ${low}..${high}`).toEqual(expected);
          }
        }
      });

      it("compares with any constant over any run of rows", () => {
        fc.assert(
          fc.property(
            fc.constantFrom(...operators),
            fc.oneof(fc.double(), fc.float(), fc.integer(), fc.bigInt(-(2n ** 65n), 2n ** 65n)),
            fc.nat(200),
            fc.nat(700),
            fc.boolean(),
            (operator, anyConstant, firstRow, count, fromValues) => {
              const constant = fromValues ? values[firstRow] : anyConstant;
              const out = rubbish(count);
              compareRows(values, firstRow, count, operator, constant, out);
              expect(out).toEqual(bitsOf(count, (i) => holds(values[firstRow + i], operator, constant)));
            },
          ),
        );
      });
    });
  }
}

for (const inMemory of [true, false]) {
  describe(`lookup, ${inMemory ? "kernel" : "loop"}`, () => {
    const codes = inMemory
      ? new Uint32Array(allocate(rowCountMax * 4), 0, rowCountMax)
      : new Uint32Array(rowCountMax);

    it("gives each code its entry, and none to a code past the table", () => {
      for (const size of [0, 1, 2, 15, 16, 17, 63, 64, 65, 255, 256, 257, 5000]) {
        const table = Uint8Array.from({ length: size }, (_, code) =>
          code % 3 === 0 ? [1, 2, 128, 255][code % 4] : 0,
        );
        for (let i = 0; i < codes.length; i++) codes[i] = Math.imul(i, 0x9e3779b1) >>> 0;
        for (let i = 0; i < codes.length; i++) if (i % 5 !== 0) codes[i] %= size + 1;
        for (const width of widths) {
          for (const firstRow of firstRows) {
            const out = rubbish(width);
            lookupRows(codes, firstRow, width, table, out);
            expect(out).toEqual(bitsOf(width, (i) => (table[codes[firstRow + i]] ?? 0) !== 0));
          }
        }
      }
    });

    it("gives the codes of rows in no order their entries, and none where there is no row", () => {
      for (const size of [0, 1, 64, 65, 257, 5000]) {
        const table = Uint8Array.from({ length: size }, (_, code) => (code % 3 === 0 ? 255 : 0));
        for (let i = 0; i < codes.length; i++) codes[i] = (Math.imul(i, 0x9e3779b1) >>> 0) % (size + 1);
        for (const count of [0, 1, 33, 128, 129, 4095, 4096, 4097]) {
          const rows = Int32Array.from({ length: count }, (_, i) =>
            i % 11 === 3 ? -1 : Math.imul(i, 7919) % rowCountMax,
          );
          const out = rubbish(count);
          lookupRowsAt(codes, rows, count, table, out);
          expect(out).toEqual(bitsOf(count, (i) => rows[i] >= 0 && (table[codes[rows[i]]] ?? 0) !== 0));
        }
      }
    });
  });
}
