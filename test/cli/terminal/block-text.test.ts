/** Rows as text in blocks: the same text, to the character, as row by row. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OutputBlock } from "../../../src/cli/shared/output.js";
import {
  csvRows,
  jsonLinesRows,
  jsonRows,
  type RowText,
  tsvRows,
} from "../../../src/cli/terminal/row-text.js";

const cell = fc.oneof(
  fc.string(),
  fc.string({
    unit: fc.constantFrom(" ", ",", '"', "\n", "\r", "\t", "\\", "\u0000", "\u007f", "\u202e", "a", "é"),
  }),
  fc.constantFrom(
    "",
    " ",
    "a ",
    " a",
    "-0",
    undefined,
    null,
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    true,
    false,
  ),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 4 }),
  fc.array(fc.string(), { maxLength: 3 }),
);
const rowCount = fc.integer({ min: 1, max: 9 });

/** Columns of mixed values, of texts alone, and of typed arrays, as columns of attributes are. */
const columnOf = (count: number): fc.Arbitrary<ArrayLike<unknown>> => {
  const size = { minLength: count, maxLength: count };
  return fc.oneof(
    fc.array(cell, size),
    fc.array(fc.string(), size),
    fc.int32Array(size),
    fc.uint32Array(size),
    fc.float64Array(size),
    fc.float32Array(size),
    fc.bigInt64Array(size),
  );
};
const blocks = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(
    rowCount.chain((count) =>
      fc
        .array(columnOf(count), { minLength: width, maxLength: width })
        .map((columns): OutputBlock => ({ count, columns })),
    ),
    { maxLength: 3 },
  ),
);

const names = ["a", 'b "quoted"', "c\td", ""];
const formats: Readonly<Record<string, (columns: { name: string }[]) => RowText>> = {
  tsv: (columns) => tsvRows(columns, false),
  csv: (columns) => csvRows(columns, false),
  jsonl: jsonLinesRows,
  json: (columns) => jsonRows({ name: "nodes", columns, rows: [] }),
};

describe.each(Object.keys(formats))("%s", (format) => {
  test("a block has the text of its rows", () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const columns = names.slice(0, given[0]?.columns.length ?? 1).map((name) => ({ name }));
        const [byBlock, byRow] = [formats[format](columns), formats[format](columns)];
        // a CSV of one column has no form in blocks, since an empty line is no row
        expect(byBlock.block === undefined).toBe(format === "csv" && columns.length === 1);
        let [inBlocks, inRows] = ["", ""];
        for (const block of given) {
          inBlocks += byBlock.block?.(block) ?? "";
          for (let i = 0; i < block.count; i++) inRows += byRow.row(block.columns.map((values) => values[i]));
        }
        if (byBlock.block !== undefined) expect(inBlocks + byBlock.tail()).toBe(inRows + byRow.tail());
      }),
    );
  });
});

test("on a terminal rows are escaped one by one", () => {
  expect([tsvRows([{ name: "a" }], true).block, csvRows([{ name: "a" }, { name: "b" }], true).block]).toEqual(
    [undefined, undefined],
  );
});
