// Parts and operations, as docs/internals/format.md has them.
import { Bytes, check } from "./bytes.js";
import { type Half, readDelta, readHalf, readRecord, type StoredCommit } from "./commits.js";
import { readValues } from "./values.js";

interface Place {
  readonly branch: string | null;
  readonly commit: number | undefined;
  readonly working: readonly (Half | undefined)[];
}

export interface StoredOperation {
  readonly name: string;
  readonly time: number;
  readonly before: Place;
  readonly after: Place;
  readonly refs: readonly { kind: number; name: string; before: RefTarget; after: RefTarget }[];
}

interface RefTarget {
  readonly commit: number | undefined;
  readonly note: { readonly message: string; readonly author: string; readonly time: number } | undefined;
}

interface Column {
  readonly kind: number;
  readonly type: string;
  readonly name: string;
  readonly values: unknown[];
  readonly owners: number[];
}

interface ElementIdentity {
  readonly origin: number;
  readonly sequence: number;
}

const orNone = (number: number): number | undefined => (number === 0 ? undefined : number - 1);
const readBranch = (from: Bytes): string | null => (from.u8() === 0 ? null : from.text());

function readTarget(from: Bytes): RefTarget {
  const commit = orNone(from.u32());
  const hasNote = from.u8() === 1;
  return {
    commit,
    note: hasNote ? { message: from.text(), author: from.text(), time: from.f64() } : undefined,
  };
}

/** What the parts of a store say, taken up one after another. */
export class Contents {
  readonly classes: string[][][] = [[], []];
  readonly identities: ElementIdentity[][] = [[], []];
  /** Of each kind, the origin of what is made here, and the next sequence number. */
  readonly own: ElementIdentity[] = [];
  readonly columns: Column[] = [];
  readonly declared: string[][] = [[], [], []];
  readonly sources: number[] = [];
  readonly targets: number[] = [];
  readonly commits: StoredCommit[] = [];
  readonly refs = [0, 1, 2].map(() => new Map<string, RefTarget>());
  readonly stashes: { message: string; time: number; commit: number | undefined; delta: unknown }[] = [];
  done: StoredOperation[] = [];
  undone: StoredOperation[] = [];
  branch: string | null = null;
  head: number | undefined;
  working: (Half | undefined)[] = [undefined, undefined];
  /** Of each kind of elements, kind of index and name. */
  readonly indices = [0, 1].map(() => new Set<string>());
  /** Policies of merges, as JSON. */
  policies = "{}";

  takeParts(from: Bytes): void {
    while (!from.isAtEnd) {
      check(from.at % 8 === 0, "where a part begins");
      const read = this.#parts[from.u32()];
      check(read !== undefined, "a part of no known kind");
      read(new Bytes(from.take(from.u32())));
    }
  }

  takeRows(column: number, first: number, from: Bytes): void {
    const { type, values, owners } = this.columns[column];
    check(first === values.length, `row ${first} of column ${column}`);
    const [count, isRun] = [from.u32(), from.u32() === 1];
    if (isRun) {
      const owner = from.u32();
      for (let i = 0; i < count; i++) owners.push(owner + i);
    } else for (let i = 0; i < count; i++) owners.push(from.u32());
    from.align(8);
    for (const value of readValues(from, type)) values.push(value);
    check(values.length === first + count, `the values of column ${column}`);
  }

  takeEnds(first: number, count: number, from: Bytes): void {
    check(first === this.sources.length, `edge ${first}`);
    for (const ends of [this.sources, this.targets]) for (let i = 0; i < count; i++) ends.push(from.u32());
  }

  readonly #parts: Readonly<Record<number, (from: Bytes) => void>> = {
    1: (from) => {
      const [kind, first, count] = from.many(3, from.u32);
      check(first === this.classes[kind].length, "the numbers of sets");
      this.classes[kind].push(...from.many(count, () => from.many(from.u32(), from.text)));
    },
    2: (from) => {
      const [kind, first, origin, next] = from.many(4, from.u32);
      const identities = this.identities[kind];
      check(first === identities.length, "the numbers of elements");
      from.many(from.u32(), () => {
        const [count, from_, sequence] = from.many(3, from.u32);
        for (let i = 0; i < count; i++) identities.push({ origin: from_, sequence: sequence + i });
      });
      this.own[kind] = { origin, sequence: next };
    },
    3: (from) => this.takeEnds(from.u32(), from.u32(), from),
    4: (from) => {
      check(from.u32() === this.columns.length, "the numbers of columns");
      this.columns.push({ kind: from.u32(), type: from.text(), name: from.text(), values: [], owners: [] });
    },
    5: (from) => this.takeRows(from.u32(), from.u32(), from),
    6: (from) => void this.commits.push(readRecord(from.data)),
    7: (from) => {
      const [kind, name, target] = [from.u8(), from.text(), readTarget(from)];
      if (target.commit === undefined) this.refs[kind].delete(name);
      else this.refs[kind].set(name, target);
    },
    8: (from) => {
      [this.branch, this.head] = [readBranch(from), orNone(from.u32())];
      this.working = [undefined, undefined];
    },
    9: (from) => this.#takeOperation(from),
    10: (from) => {
      const [isDrop, index] = [from.u32() === 1, from.u32()];
      if (isDrop) this.stashes.splice(index, 1);
      else {
        const [message, time, commit] = [from.text(), from.f64(), orNone(from.u32())];
        this.stashes.splice(index, 0, { message, time, commit, delta: readDelta(from) });
      }
    },
    11: (from) => {
      const kind = from.u32();
      this.declared[kind].push(`${from.text()} ${from.text()}`);
    },
    12: (from) => {
      this.working = readDelta(from);
    },
    15: (from) => {
      const [keys, required] = [from.u32(), from.u32()];
      const rule = () => ({ isKey: from.u32() === 1, count: from.u32(), label: from.text() });
      from.many(keys, () => from.many(rule().count, from.text));
      from.many(required, () => [from.text(), from.text()]);
    },
    16: (from) => {
      this.policies = from.text();
    },
    13: (from) => {
      const [kind, index, isThere] = [from.u32(), from.u32(), from.u32() === 1];
      const settings = (name: string): string => (index < 3 ? name : `${name} ${from.text()}`);
      const entry = `${["hash", "sorted", "bitmap", "vector", "text", "trigram"][index]} ${settings(from.text())}`;
      if (isThere) this.indices[kind].add(entry);
      else this.indices[kind].delete(entry);
    },
  };

  #takeOperation(from: Bytes): void {
    const change = from.u32();
    if (change === 0) {
      const [name, time] = [from.text(), from.f64()];
      const [before, after] = [this.#readPlace(from), this.#readPlace(from)];
      const refs = from.many(from.u32(), () => {
        const [kind, ref] = [from.u8(), from.text()];
        return { kind, name: ref, before: readTarget(from), after: readTarget(from) };
      });
      this.done.push({ name, time, before, after, refs });
      this.undone = [];
      if (this.done.length >= 20_000) this.done = this.done.slice(10_000);
    } else if (change === 1) this.undone.push(this.done.pop() as StoredOperation);
    else if (change === 2) this.done.push(this.undone.pop() as StoredOperation);
    else [this.done, this.undone] = [[], []];
  }

  #readPlace(from: Bytes): Place {
    const [branch, commit] = [readBranch(from), orNone(from.u32())];
    const readWorking = (kind: number, form: number): Half | undefined => {
      if (form === 1) return this.commits[from.u32() - 1].delta[kind];
      check(form === 0, "changes of no known form");
      return readHalf(new Bytes(from.take(from.u32())));
    };
    let form = from.u8();
    let graph: Half | undefined;
    if (form === 2) {
      graph = readWorking(2, from.u8());
      form = from.u8();
    }
    const nodes = readWorking(0, form);
    return { branch, commit, working: [nodes, readWorking(1, from.u8()), graph] };
  }
}
