/**
 * Reading a bundle. Nothing in it is trusted: hashes are recomputed, and commit ids from the contents of commits;
 * anything that deviates from the format is INVALID_BUNDLE before it is used. What depends on a state is checked when
 * the commits are made (see import-bundle.ts).
 */
import { platform } from "#platform";
import { describe, GroggyError } from "../../errors.js";
import { canonicalJson } from "../../pool/json-column.js";
import {
  isSameList,
  NO_RULES,
  type RequiredRule,
  type RuleList,
  type UniqueRule,
} from "../../space/elements/node-rules.js";
import { KEY_ATTRIBUTES_MAX } from "../../space/elements/read-schema.js";
import { hasSettings, readIndexSettings } from "../../space/index/value-index.js";
import { checkName } from "../../structures/arguments.js";
import { ByteReader } from "../../structures/byte-reader.js";
import { toHex } from "../../structures/hex.js";
import { createCommit, type Json } from "../commits/commit.js";
import { type KeptPolicies, NO_POLICIES } from "../diff/conflict.js";
import { HASH_BYTES, sameHash } from "../hashing/hash-tree.js";
import { LeafChanges } from "../hashing/leaf-changes.js";
import { LEAVES_OF_ORIGIN } from "../hashing/leaf-place.js";
import { readKeptPolicies } from "../merge/kept-policies.js";
import { MESSAGE_LENGTH_MAX } from "../repository/commit-parts.js";
import { checkRefName, type RefKind, type TagNote } from "../repository/refs.js";
import {
  BUNDLE_FORMAT,
  BUNDLE_FORMAT_MIXED,
  BUNDLE_FORMAT_POLICIES,
  BUNDLE_FORMAT_SEARCH,
  BUNDLE_HEADER_BYTES,
  BUNDLE_MAGIC,
  BUNDLED_KINDS,
  type Bundle,
  type BundledCommit,
  type BundledIndex,
  type BundleNames,
  bundleFormatOf,
  SECTION_COMMIT,
  SECTION_HEADER_BYTES,
  SECTION_INDICES,
  SECTION_NAMES,
  SECTION_POLICIES,
  SECTION_REQUIRED,
  SECTION_RULES,
} from "./bundle.js";
import { readChange } from "./bundle-change.js";
import { invalidBundle } from "./bundle-errors.js";
import { checkCoverage } from "./check-coverage.js";

interface Section {
  readonly kind: number;
  readonly body: Uint8Array;
}

/** Reads a bundle. O(its size). @throws GroggyError INVALID_BUNDLE, NEWER_FORMAT. */
export function readBundle(bytes: Uint8Array): Bundle {
  try {
    return read(bytes);
  } catch (cause) {
    if (cause instanceof GroggyError && (cause.code === "INVALID_BUNDLE" || cause.code === "NEWER_FORMAT")) {
      throw cause;
    }
    throw invalidBundle(
      `expected the form of a bundle, got one in which ${(cause as Error).message}`,
      {},
      cause,
    );
  }
}

function read(bytes: Uint8Array): Bundle {
  const { directed, format, sections } = readSections(bytes);
  // behind the names, from format 2, 4 and 6 on
  const policies = sections.at(-1)?.kind === SECTION_POLICIES ? sections.pop() : undefined;
  const rules = sections.at(-1)?.kind === SECTION_RULES ? sections.pop() : undefined;
  const indices = sections.at(-1)?.kind === SECTION_INDICES ? sections.pop() : undefined;
  const [first, last] = [sections[0], sections[sections.length - 1]];
  const between = sections.slice(1, -1);
  if (
    sections.length < 2 ||
    first.kind !== SECTION_REQUIRED ||
    last.kind !== SECTION_NAMES ||
    between.some(({ kind }) => kind !== SECTION_COMMIT)
  ) {
    throw invalidBundle("expected sections of commits between what is required and names, got others");
  }
  const required = readRequired(new ByteReader(first.body));
  const known = new Set(required);
  const commits = between.map(({ body }) => {
    const commit = whole(body, readCommit);
    const { id, parents } = commit.commit;
    for (const parent of parents) {
      if (!known.has(parent)) throw invalidBundle(`expected parent ${parent} before commit ${id}`);
    }
    if (known.has(id)) throw invalidBundle(`expected commit ${id} once`);
    known.add(id);
    return commit;
  });
  const names = whole(last.body, readNames);
  checkTargets(names, known);
  const columns = commits.flatMap(({ leaves }) => leaves.map(({ column }) => column));
  const declared = indices === undefined ? [] : whole(indices.body, readIndices);
  const isForSearch = declared.some(({ kind }) => hasSettings(kind));
  let expected = bundleFormatOf(indices !== undefined, rules !== undefined, columns);
  if (isForSearch) expected = BUNDLE_FORMAT_SEARCH;
  else if (policies !== undefined) expected = BUNDLE_FORMAT_POLICIES;
  if (format !== expected && (expected >= BUNDLE_FORMAT_POLICIES || format !== BUNDLE_FORMAT_MIXED)) {
    const message = `"bundle" expected format ${expected} for such sections, got ${format}`;
    if (format > expected) throw new GroggyError("NEWER_FORMAT", message, { format });
    throw invalidBundle(message);
  }
  return {
    format,
    directed,
    required,
    commits,
    names,
    indices: declared,
    rules: rules === undefined ? NO_RULES : whole(rules.body, readRules),
    policies: policies === undefined ? NO_POLICIES : whole(policies.body, readPolicies),
  };
}

function readPolicies(reader: ByteReader): KeptPolicies {
  const text = reader.text();
  const policies = readKeptPolicies(JSON.parse(text));
  if (JSON.stringify(policies) === text) return policies;
  throw invalidBundle(`expected policies in the form ${JSON.stringify(policies)}, got ${describe(text)}`);
}

function readRules(reader: ByteReader): RuleList {
  const name = (what: string): string => {
    const text = reader.text();
    checkName(what, text);
    return text;
  };
  const uniques: UniqueRule[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const label = name("label");
    const [flag, count] = [reader.u8(), reader.u32()];
    if (flag > 1 || count === 0 || count > KEY_ATTRIBUTES_MAX) throw new RangeError("a rule of no kind");
    const names: string[] = [];
    for (let i = 0; i < count; i++) names.push(name("attribute"));
    const isSame = (other: UniqueRule): boolean => other.label === label && isSameList(other.names, names);
    if (new Set(names).size < count || uniques.some(isSame))
      throw new RangeError(`a rule of "${label}" twice`);
    uniques.push({ label, names, isKey: flag === 1 });
  }
  const keyed = uniques.flatMap(({ label, isKey }) => (isKey ? [label] : []));
  if (new Set(keyed).size < keyed.length) throw new RangeError("a label with two keys");
  const required: RequiredRule[] = [];
  for (let left = reader.u32(); left > 0; left--)
    required.push({ label: name("label"), name: name("attribute") });
  return { uniques, required };
}

function readIndices(reader: ByteReader): BundledIndex[] {
  const indices: BundledIndex[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    const [element, kind] = [BUNDLED_KINDS.element[reader.u8()], BUNDLED_KINDS.index[reader.u8()]];
    const name = reader.text();
    if (element === undefined || kind === undefined || name === "")
      throw new RangeError("an index of no kind");
    const isSame = (other: BundledIndex): boolean =>
      other.element === element && other.kind === kind && other.name === name;
    if (indices.some(isSame)) throw new RangeError(`an index of "${name}" twice`);
    const settings = hasSettings(kind) ? readIndexSettings(kind, reader.text()) : {};
    if (settings === undefined) throw new RangeError(`settings of a ${kind} index that it does not have`);
    indices.push({ element, kind, name, settings });
  }
  return indices;
}

/** Takes the bytes apart, once all of them are known to be what was written. */
function readSections(bytes: Uint8Array): { directed: boolean; format: number; sections: Section[] } {
  const size = bytes.length;
  const magic = String.fromCharCode(...bytes.subarray(0, BUNDLE_MAGIC.length));
  if (magic !== BUNDLE_MAGIC || size < BUNDLE_HEADER_BYTES + HASH_BYTES) {
    throw invalidBundle(`expected bytes that begin with "${BUNDLE_MAGIC}", got others`);
  }
  const reader = new ByteReader(bytes.subarray(BUNDLE_MAGIC.length, size - HASH_BYTES));
  const format = reader.u32();
  const flags = reader.u32();
  const count = reader.u32();
  const heads = [bytes.subarray(0, BUNDLE_HEADER_BYTES)];
  const sections: (Section & { readonly hash: Uint8Array })[] = [];
  if (format < BUNDLE_FORMAT || format > BUNDLE_FORMAT_SEARCH) {
    const message = `"bundle" expected format ${BUNDLE_FORMAT} to ${BUNDLE_FORMAT_SEARCH}, got ${format}`;
    if (format > BUNDLE_FORMAT_SEARCH) throw new GroggyError("NEWER_FORMAT", message, { format });
    throw invalidBundle(`expected format ${BUNDLE_FORMAT}, got ${format}`);
  }
  if (count > reader.left / SECTION_HEADER_BYTES)
    throw invalidBundle(`expected fewer sections than ${count}`);
  for (let i = 0; i < count; i++) {
    const start = BUNDLE_MAGIC.length + reader.position;
    heads.push(bytes.subarray(start, start + SECTION_HEADER_BYTES));
    const kind = reader.u32();
    const bodyBytes = reader.u32();
    const hash = reader.raw(HASH_BYTES);
    sections.push({ kind, hash, body: reader.raw(bodyBytes) });
  }
  if (reader.left > 0) throw invalidBundle(`expected the end, got ${reader.left} more bytes`);
  const headBytes = new Uint8Array(heads.reduce((sum, head) => sum + head.length, 0));
  let at = 0;
  for (const head of heads) {
    headBytes.set(head, at);
    at += head.length;
  }
  if (!sameHash(platform.sha256(headBytes), bytes.subarray(size - HASH_BYTES))) {
    throw invalidBundle("expected sections as they were written, got others: the hash at the end differs");
  }
  sections.forEach(({ hash, body }, i) => {
    if (sameHash(platform.sha256(body), hash)) return;
    throw invalidBundle(`expected section ${i} as it was written, got another one: its hash differs`);
  });
  if (flags > 1) throw invalidBundle(`expected flags 0 or 1, got ${flags}`);
  return { directed: flags === 1, format, sections };
}

/** Reads all of a section. */
function whole<T>(body: Uint8Array, readBody: (reader: ByteReader) => T): T {
  const reader = new ByteReader(body);
  const result = readBody(reader);
  if (reader.left > 0) throw new RangeError(`${reader.left} bytes are left in a section`);
  return result;
}

function readId(reader: ByteReader): string {
  return toHex(reader.raw(HASH_BYTES));
}

function readRequired(reader: ByteReader): string[] {
  const ids: string[] = [];
  const count = reader.u32();
  for (let i = 0; i < count; i++) ids.push(readId(reader));
  if (reader.left > 0 || new Set(ids).size < ids.length) throw new RangeError("required commits repeat");
  return ids;
}

function readCommit(reader: ByteReader): BundledCommit {
  const id = readId(reader);
  const root = readId(reader);
  const parents: string[] = [];
  const parentCount = reader.u32();
  for (let i = 0; i < parentCount; i++) parents.push(readId(reader));
  const author = readText(reader);
  const time = readTime(reader);
  const message = readText(reader);
  const canonicalMeta = reader.text();
  const meta = JSON.parse(canonicalMeta) as Record<string, Json>;
  if (!canonicalMeta.startsWith("{") || canonicalJson(meta, 0) !== canonicalMeta) {
    throw new RangeError("meta is no object in canonical form");
  }
  const leaves: LeafChanges[] = [];
  const columnCount = reader.u32();
  for (let i = 0; i < columnCount; i++) leaves.push(readLeaves(reader));
  if (leaves.some(({ column }, i) => i > 0 && column <= leaves[i - 1].column)) {
    throw new RangeError("columns of leaves are out of order");
  }
  const commit = createCommit({ parents, root, author, time, message, meta, canonicalMeta }, leaves);
  if (commit.id !== id) throw invalidBundle(`expected commit ${id}, got one whose id is ${commit.id}`);
  const change = readChange(reader);
  checkCoverage(id, change, leaves);
  return { commit, leaves, change };
}

function readText(reader: ByteReader): string {
  const text = reader.text();
  if (text.length > MESSAGE_LENGTH_MAX) throw new RangeError(`a text of ${text.length} characters`);
  return text;
}

function readTime(reader: ByteReader): number {
  const time = reader.f64();
  if (!Number.isFinite(time)) throw new RangeError(`time ${time}`);
  return time;
}

function readLeaves(reader: ByteReader): LeafChanges {
  const column = reader.text();
  const count = reader.u32();
  const leaves = [...reader.numbers(Uint32Array, count)];
  const isAscending = leaves.every((leaf, i) => leaf < LEAVES_OF_ORIGIN && (i === 0 || leaf > leaves[i - 1]));
  const hasBefore = reader.u8();
  if (!isAscending || hasBefore > 1) throw new RangeError(`leaves of "${column}" are out of order`);
  const before = hasBefore === 1 ? reader.raw(count * HASH_BYTES) : new Uint8Array(count * HASH_BYTES);
  const changes = LeafChanges.of(column, leaves, before, reader.raw(count * HASH_BYTES));
  if (changes === undefined) throw new RangeError(`no leaves of "${column}"`);
  return changes;
}

function readNames(reader: ByteReader): BundleNames {
  const branch = reader.text();
  if (branch !== "") checkRefName("branch", branch);
  const headId = reader.u8() === 1 ? readId(reader) : undefined;
  const branches = new Map<string, string>();
  for (let left = reader.u32(); left > 0; left--) branches.set(readName("branch", reader), readId(reader));
  const tags = new Map<string, { readonly commit: string; readonly note: TagNote | undefined }>();
  for (let left = reader.u32(); left > 0; left--) {
    const name = readName("tag", reader);
    const commit = readId(reader);
    tags.set(name, { commit, note: reader.u8() === 1 ? readNote(reader) : undefined });
  }
  return { head: { branch: branch === "" ? null : branch, commit: headId }, branches, tags };
}

function readName(kind: RefKind, reader: ByteReader): string {
  const name = reader.text();
  checkRefName(kind, name);
  return name;
}

function readNote(reader: ByteReader): TagNote {
  const message = readText(reader);
  return { message, author: readText(reader), time: readTime(reader) };
}

/** Throws unless all names are for commits that are in the bundle or required. */
function checkTargets({ head, branches, tags }: BundleNames, known: ReadonlySet<string>): void {
  const targets = [...branches.values(), ...Array.from(tags.values(), ({ commit }) => commit)];
  if (head.commit !== undefined) targets.push(head.commit);
  for (const id of targets) {
    if (!known.has(id)) throw invalidBundle(`expected names for its commits, got one for ${id}`);
  }
}
