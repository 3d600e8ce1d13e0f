/** Writing a bundle: which commits, in which order, and their bytes. */

import { platform } from "#platform";
import { LimitError } from "../../errors.js";
import { canonicalJson } from "../../pool/json-column.js";
import type { RuleList } from "../../space/elements/node-rules.js";
import { hasSettings } from "../../space/index/value-index.js";
import type { GraphState } from "../../space/states/graph-state.js";
import { pastState } from "../../space/states/past-state.js";
import type { AbortSignalLike } from "../../structures/abort-signal.js";
import { ByteWriter } from "../../structures/byte-writer.js";
import { fromHex } from "../../structures/hex.js";
import { throwIfAborted } from "../../structures/signal.js";
import type { CommitNode } from "../commits/commit-node.js";
import { EMPTY_HASH, HASH_BYTES } from "../hashing/hash-tree.js";
import type { LeafChanges } from "../hashing/leaf-changes.js";
import type { HistoryCore } from "../repository/core.js";
import type { RefTarget } from "../repository/refs.js";
import {
  BUNDLE_BYTES_MAX,
  BUNDLE_FORMAT_MIXED,
  BUNDLE_FORMAT_POLICIES,
  BUNDLE_FORMAT_SEARCH,
  BUNDLE_MAGIC,
  BUNDLED_KINDS,
  bundleFormatOf,
  SECTION_COMMIT,
  SECTION_HEADER_BYTES,
  SECTION_INDICES,
  SECTION_NAMES,
  SECTION_POLICIES,
  SECTION_REQUIRED,
  SECTION_RULES,
} from "./bundle.js";
import { writeChange } from "./bundle-change.js";
import { changeOf, needsState } from "./write-change.js";

/** The contents to write. */
export interface BundlePlan {
  /** Each after its parents, as `commitsFor` gives them. */
  readonly commits: readonly CommitNode[];
  readonly branches: readonly (readonly [name: string, target: RefTarget])[];
  readonly tags: readonly (readonly [name: string, target: RefTarget])[];
}

const writer = new ByteWriter();

/**
 * The commits that lead to some and that the receiver does not have, each after its parents. Lines of first parents
 * stay together, so that an import of the commits in order seldom switches between lines.
 */
export function commitsFor(
  tips: readonly CommitNode[],
  isKnown: (node: CommitNode) => boolean,
): CommitNode[] {
  const commits = new Set<CommitNode>();
  const seen = new Set<CommitNode>();
  const pending = [...tips].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (commits.has(node) || isKnown(node)) continue;
    if (seen.has(node)) {
      commits.add(node);
      continue;
    }
    seen.add(node);
    // first the other parents and what leads to them, the first parent last
    pending.push(node, ...node.parents);
  }
  return [...commits];
}

/** Writes commits and names. O(what the commits changed). */
export function writeBundle(
  core: HistoryCore,
  { commits, branches, tags }: BundlePlan,
  signal?: AbortSignalLike,
): Uint8Array {
  const indices = BUNDLED_KINDS.element.flatMap((element) =>
    core.space.indices[element]
      .list()
      .map(({ name, kind, ...settings }) => ({ element, name, kind, settings })),
  );
  const isForSearch = indices.some(({ kind }) => hasSettings(kind));
  const hasIndices = indices.length > 0;
  const { byLabel: rules } = core.space.rules;
  const hasRules = rules.uniques.length + rules.required.length > 0;
  const { policies } = core.repository;
  const hasPolicies = Object.keys(policies).length > 0;
  const others = isMixed(core)
    ? BUNDLE_FORMAT_MIXED
    : bundleFormatOf(hasIndices, hasRules, columnsOf(commits));
  const sections = new Sections(
    core.space.directed,
    commits.length + 2 + [hasIndices, hasRules, hasPolicies].filter(Boolean).length,
    isForSearch ? BUNDLE_FORMAT_SEARCH : hasPolicies ? BUNDLE_FORMAT_POLICIES : others,
  );
  const included = new Set(commits);
  const required = new Set<CommitNode>();
  const require = (node: CommitNode): void => {
    if (!included.has(node)) required.add(node);
  };
  for (const { parents } of commits) parents.forEach(require);
  for (const [, { node }] of [...branches, ...tags]) require(node);
  writer.reset().u32(required.size);
  for (const { commit } of required) writer.raw(fromHex(commit.id));
  sections.add(SECTION_REQUIRED);
  const states = new States(core);
  for (const node of commits) {
    throwIfAborted(signal);
    writeCommit(node, states);
    sections.add(SECTION_COMMIT);
  }
  writeNames(core, { commits, branches, tags }, required);
  sections.add(SECTION_NAMES);
  if (hasIndices) {
    writer.reset().u32(indices.length);
    for (const { element, kind, name, settings } of indices) {
      writer.u8(BUNDLED_KINDS.element.indexOf(element)).u8(BUNDLED_KINDS.index.indexOf(kind)).text(name);
      if (hasSettings(kind)) writer.text(JSON.stringify(settings));
    }
    sections.add(SECTION_INDICES);
  }
  if (hasRules) {
    writeRules(rules);
    sections.add(SECTION_RULES);
  }
  if (hasPolicies) {
    writer.reset().text(JSON.stringify(policies));
    sections.add(SECTION_POLICIES);
  }
  return sections.join();
}

function isMixed({ space }: HistoryCore): boolean {
  const { nodes, edges, graph } = space.pool;
  return nodes.isMixed || edges.isMixed || graph.isMixed;
}

/** The columns that commits changed. */
function* columnsOf(commits: readonly CommitNode[]): Generator<string> {
  for (const { leaves } of commits) for (const { column } of leaves) yield column;
}

/** The states of commits one after another, each made from the one before it. */
class States {
  readonly #core: HistoryCore;
  #state: GraphState | undefined;
  #at: CommitNode | undefined;

  constructor(core: HistoryCore) {
    this.#core = core;
  }

  of(node: CommitNode): GraphState {
    this.#state =
      this.#state === undefined
        ? this.#core.stateOf(node)
        : pastState(this.#state, this.#core.forest.path(this.#at, node));
    this.#at = node;
    return this.#state;
  }

  /** The state of a commit where it is needed, else any. */
  for(node: CommitNode): GraphState {
    return needsState(node.delta) ? this.of(node) : this.#core.space;
  }
}

function writeRules({ uniques, required }: RuleList): void {
  writer.reset().u32(uniques.length);
  for (const { label = "", names, isKey } of uniques) {
    writer
      .text(label)
      .u8(isKey ? 1 : 0)
      .u32(names.length);
    for (const name of names) writer.text(name);
  }
  writer.u32(required.length);
  for (const { label, name } of required) writer.text(label).text(name);
}

function writeCommit(node: CommitNode, states: States): void {
  const { commit, delta, leaves } = node;
  writer.reset().raw(fromHex(commit.id)).raw(fromHex(commit.root)).u32(commit.parents.length);
  for (const id of commit.parents) writer.raw(fromHex(id));
  writer.text(commit.author).f64(commit.time).text(commit.message);
  writer.text(canonicalJson(commit.meta, 0) as string);
  writer.u32(leaves.length);
  for (const change of leaves) writeLeaves(change);
  writeChange(changeOf(delta, states.for(node)), writer);
}

function writeLeaves(change: LeafChanges): void {
  writer.text(change.column).u32(change.count);
  for (let i = 0; i < change.count; i++) writer.u32(change.leaves[i]);
  let isNew = true;
  for (let i = 0; i < change.count; i++) isNew &&= change.before(i) === EMPTY_HASH;
  writer.u8(isNew ? 0 : 1);
  if (!isNew) for (let i = 0; i < change.count; i++) writer.raw(change.before(i));
  for (let i = 0; i < change.count; i++) writer.raw(change.after(i));
}

function writeNames(
  core: HistoryCore,
  { commits, branches, tags }: BundlePlan,
  required: ReadonlySet<CommitNode>,
): void {
  const { node, branch } = core;
  const isHere = node !== undefined && (required.has(node) || commits.includes(node));
  writer
    .reset()
    .text(branch ?? "")
    .u8(isHere ? 1 : 0);
  if (isHere) writer.raw(fromHex(node.commit.id));
  writer.u32(branches.length);
  for (const [name, target] of branches) writer.text(name).raw(fromHex(target.node.commit.id));
  writer.u32(tags.length);
  for (const [name, { node: tagged, note }] of tags) {
    writer
      .text(name)
      .raw(fromHex(tagged.commit.id))
      .u8(note === undefined ? 0 : 1);
    if (note !== undefined) writer.text(note.message).text(note.author).f64(note.time);
  }
}

/** The sections in order, and the hash over their headers. */
class Sections {
  readonly #header: Uint8Array;
  readonly #heads: Uint8Array[] = [];
  readonly #bodies: Uint8Array[] = [];
  #sizeBytes: number;

  constructor(directed: boolean, count: number, format: number) {
    writer.reset().raw(new TextEncoder().encode(BUNDLE_MAGIC)).u32(format);
    writer.u32(directed ? 1 : 0).u32(count);
    this.#header = writer.bytes().slice();
    this.#sizeBytes = writer.length + HASH_BYTES;
  }

  /** Makes what was written last a section. */
  add(kind: number): void {
    const body = writer.bytes().slice();
    writer.reset().u32(kind).u32(body.length).raw(platform.sha256(body));
    this.#heads.push(writer.bytes().slice());
    this.#bodies.push(body);
    this.#sizeBytes += SECTION_HEADER_BYTES + body.length;
    if (this.#sizeBytes > BUNDLE_BYTES_MAX)
      throw new LimitError("bytes of a bundle", BUNDLE_BYTES_MAX, this.#sizeBytes);
  }

  join(): Uint8Array {
    const bytes = new Uint8Array(this.#sizeBytes);
    bytes.set(this.#header);
    let at = this.#header.length;
    this.#bodies.forEach((body, i) => {
      bytes.set(this.#heads[i], at);
      bytes.set(body, at + SECTION_HEADER_BYTES);
      at += SECTION_HEADER_BYTES + body.length;
    });
    writer.reset().raw(this.#header);
    for (const head of this.#heads) writer.raw(head);
    bytes.set(platform.sha256(writer.bytes()), at);
    return bytes;
  }
}
