// Stands in for vitest where mutants are tried: collects the tests of all files, to be run one by one, again and
// again, in one process. It has what the tests use of vitest, no more.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";
import { restoreAllMocks, spyOn } from "@vitest/spy";
import * as chai from "chai";

void ASYMMETRIC_MATCHERS_OBJECT;
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const expect = chai.expect;
export const vi = { spyOn, restoreAllMocks };

/** All tests in the order in which they were met. */
export const tests = [];
const titles = [];

export function it(title, ...rest) {
  const run = rest.find((part) => typeof part === "function");
  tests.push({ name: [...titles, title].join(" > "), run });
}

export function describe(title, ...rest) {
  titles.push(title);
  rest.find((part) => typeof part === "function")();
  titles.pop();
}

const each =
  (define) =>
  (cases) =>
  (title, ...rest) => {
    const run = rest.find((part) => typeof part === "function");
    for (const [i, values] of cases.entries()) {
      const list = Array.isArray(values) ? values : [values];
      define(`${title} [${i}]`, () => run(...list));
    }
  };
it.each = each(it);
describe.each = each(describe);
export const test = it;
