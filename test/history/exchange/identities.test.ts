// Who elements are, against a plain list of identities by id.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LimitError } from "../../../src/errors.js";
import { IDENTITY_MAX, Identities, type Identity } from "../../../src/pool/identities.js";
import { runs } from "../../model/arbitrary.js";

describe("identities", () => {
  it("are ids themselves, at no cost, while nothing came from elsewhere", () => {
    const identities = new Identities(0);
    identities.take(5);
    identities.take(3, { origin: 0, sequence: 5 });
    expect([identities.isPlain, identities.count, identities.next, identities.byteLength]).toEqual([
      true,
      8,
      8,
      0,
    ]);
    expect(identities.of(7)).toEqual({ origin: 0, sequence: 7 });
    expect([identities.find(0, 7), identities.find(0, 8), identities.find(1, 0)]).toEqual([
      7,
      undefined,
      undefined,
    ]);
    expect([...identities.runs()]).toEqual([{ first: 0, count: 8, origin: 0, sequence: 0 }]);
  });

  it("go on by their own sequence after others came", () => {
    const identities = new Identities(0);
    identities.take(2);
    identities.take(3, { origin: 9, sequence: 100 });
    identities.take(2);
    expect([...identities.runs()]).toEqual([
      { first: 0, count: 2, origin: 0, sequence: 0 },
      { first: 2, count: 3, origin: 9, sequence: 100 },
      { first: 5, count: 2, origin: 0, sequence: 2 },
    ]);
    expect([identities.find(9, 102), identities.find(0, 3), identities.find(9, 103)]).toEqual([
      4,
      6,
      undefined,
    ]);
    expect(identities.next).toBe(4);
  });

  it("are not given out twice where one of this origin came from elsewhere", () => {
    const identities = new Identities(4);
    identities.take(1);
    identities.take(1, { origin: 4, sequence: 10 });
    identities.take(1);
    expect([0, 1, 2].map((id) => identities.of(id).sequence)).toEqual([0, 10, 11]);
  });

  it("end with the largest sequence number", () => {
    const identities = new Identities(1);
    identities.take(1, { origin: 1, sequence: IDENTITY_MAX - 2 });
    identities.take(1);
    expect(() => identities.take(1)).toThrow(LimitError);
    expect(identities.count).toBe(2);
  });

  const taking = fc.oneof(
    fc.record({ count: fc.nat(5) }),
    fc.record({ count: fc.nat(5), origin: fc.nat(3), at: fc.nat(60) }),
  );

  it("are those of a plain list, whatever came in which order", () => {
    fc.assert(
      fc.property(fc.nat(2), fc.array(taking, { maxLength: 25 }), fc.nat(80), (origin, steps, cut) => {
        const identities = new Identities(origin);
        const list: Identity[] = [];
        const known = new Map<string, number>();
        const add = (from: Identity, count: number): void => {
          for (let i = 0; i < count; i++) {
            const one = { origin: from.origin, sequence: from.sequence + i };
            known.set(`${one.origin}/${one.sequence}`, list.push(one) - 1);
          }
        };
        const nextOwn = (): number => {
          const own = list.filter((each) => each.origin === origin).map(({ sequence }) => sequence);
          return Math.max(-1, ...own) + 1;
        };
        const marks: { count: number; next: number }[] = [];
        for (const step of steps) {
          marks.push({ count: identities.count, next: identities.next });
          if (!("at" in step)) {
            add({ origin, sequence: nextOwn() }, step.count);
            identities.take(step.count);
            continue;
          }
          const from = { origin: step.origin, sequence: step.at };
          const isFree = Array.from(
            { length: step.count },
            (_, i) => !known.has(`${from.origin}/${step.at + i}`),
          );
          if (!isFree.every(Boolean)) continue;
          add(from, step.count);
          identities.take(step.count, from);
        }
        const check = (): void => {
          expect(identities.count).toBe(list.length);
          expect(identities.next).toBe(nextOwn());
          expect(list.map((_, id) => identities.of(id))).toEqual(list);
          for (let from = 0; from < 4; from++) {
            const found: (number | undefined)[] = [];
            identities.lookUp({ origin: from, sequence: 3 }, 60, (sequence, id, count) => {
              expect(sequence).toBe(3 + found.length);
              for (let i = 0; i < count; i++) found.push(id === undefined ? undefined : id + i);
            });
            const wanted = Array.from({ length: 60 }, (_, i) => known.get(`${from}/${3 + i}`));
            expect(found).toEqual(wanted);
            expect(wanted.map((_, i) => identities.find(from, 3 + i))).toEqual(wanted);
          }
          const ids = Uint32Array.from(list.keys()).reverse();
          const [sequences, slots] = [new Uint32Array(ids.length), new Uint32Array(ids.length)];
          identities.gather(ids, sequences, slots);
          const origins = slots.map((slot) => identities.originOf(slot));
          expect(Array.from(ids, (_, i) => ({ origin: origins[i], sequence: sequences[i] }))).toEqual(
            [...list].reverse(),
          );
          const back = new Uint32Array(ids.length);
          expect(identities.findMany(sequences, origins, back)).toBe(-1);
          expect(back).toEqual(ids);
          const strange = Uint32Array.of(...sequences, 1000);
          expect(
            identities.findMany(strange, Uint32Array.of(...origins, 2), new Uint32Array(ids.length + 1)),
          ).toBe(ids.length);
          const split: Identity[] = [];
          const start = Math.min(2, list.length);
          if (list.length > start) {
            identities.split(start, list.length - start, (slot, sequence, id, count) => {
              expect(id).toBe(start + split.length);
              for (let i = 0; i < count; i++)
                split.push({ origin: identities.originOf(slot), sequence: sequence + i });
            });
          }
          expect(split).toEqual(list.slice(start));
          const copy = new Identities(0);
          copy.restore(origin, identities.next, identities.runs());
          expect([...copy.runs()]).toEqual([...identities.runs()]);
          expect([copy.next, copy.count, copy.origin]).toEqual([identities.next, list.length, origin]);
        };
        check();
        const mark = marks[cut % Math.max(marks.length, 1)];
        if (mark === undefined) return;
        identities.shrink(mark.count, mark.next);
        for (const { origin: from, sequence } of list.splice(mark.count)) known.delete(`${from}/${sequence}`);
        check();
        identities.take(2);
        add({ origin, sequence: mark.next }, 2);
        check();
      }),
      runs(400),
    );
  });
});
