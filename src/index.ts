/** The public names of groggy, nothing else. */
export { invertPatch } from "#later";
export type { Codec } from "#platform";
export {
  CorruptStoreError,
  FilterSyntaxError,
  GroggyError,
  type GroggyErrorCode,
  InvariantError,
  LimitError,
  StoreError,
  StoreLockedError,
} from "./errors.js";
export {
  type BulkAttributes,
  type BulkLabels,
  type CloneOptions,
  Graph,
  type GraphOptions,
  type OpenOptions,
} from "./graph.js";
export type {
  AnyGraphTypes,
  EdgeAttributes,
  GraphSchema,
  GraphTypes,
  NodeAttributes,
} from "./graph-types.js";
export type { BisectVerdict } from "./history/bisect.js";
export type { BlameOptions, ElementBlame } from "./history/blame.js";
export type { BeforeAfter, ChangesOfOptions, ElementChange } from "./history/changes-of.js";
export type { Commit, Json } from "./history/commit.js";
export type {
  AttributeConflict,
  AttributePolicy,
  Conflict,
  ConflictPolicy,
  DanglingConflict,
  ElementRef,
  KeyConflict,
  RemovalConflict,
  Resolution,
  SchemaConflict,
} from "./history/conflict.js";
export type { Diff } from "./history/diff.js";
export type { TextOptions } from "./history/diff-text.js";
export type { DrawLogOptions } from "./history/draw-log.js";
export type {
  AttributeFact,
  CellChange,
  ChangedColumn,
  DiffFact,
  DiffStatistics,
  ElementDiff,
  FactCounts,
  LabelChange,
  LabelFact,
  PresenceFact,
} from "./history/element-diff.js";
export type {
  FetchOptions,
  FetchResult,
  PullOptions,
  PullResult,
  PushOptions,
  PushResult,
  RefUpdate,
} from "./history/exchange.js";
export type { Finding, VerifyLevel } from "./history/finding.js";
export type { GcOptions, GcResult } from "./history/gc.js";
export type {
  CommitOptions,
  DirtyOptions,
  Head,
  History,
  LogOptions,
  Peer,
  Ref,
  Revision,
  Source,
  Tag,
} from "./history/history.js";
export type { AfterCommit, BeforeCommit, CommitEvent } from "./history/hooks.js";
export type { ProgressOptions } from "./history/import-bundle.js";
export type { Lifetime, LifetimesOptions } from "./history/lifetimes.js";
export type { Touching } from "./history/log.js";
export type { BundleOptions } from "./history/make-bundle.js";
export type { MergeOptions, MergeResult, MergeStatus } from "./history/merge.js";
export type { AttributePatch, EdgePatch, ElementPatch, Patch } from "./history/patch.js";
export type { Policies } from "./history/policy.js";
export type { RangeOptions } from "./history/range.js";
export type { TagOptions } from "./history/ref-verbs.js";
export type { RefKind, TagNote } from "./history/refs.js";
export type { RebaseOptions, RebaseStep, ReplayOptions } from "./history/replay.js";
export type {
  LineOptions,
  Series,
  SeriesOptions,
  SeriesWindows,
  WindowedSeries,
} from "./history/series.js";
export type { ShownCommit, ShowOptions } from "./history/show.js";
export type { StashEntry } from "./history/stash.js";
export type { ElementStatus, Status } from "./history/status.js";
export type { Timeline, TimelineOptions } from "./history/timeline.js";
export type { OperationEntry } from "./history/undo.js";
export type { VerifyOptions, VerifyResult } from "./history/verify.js";
export type { CsrHalf } from "./kernels/csr.js";
export type { Identity } from "./pool/identities.js";
export type { ElementKind } from "./pool/pool.js";
export type { ScalarType, Value, ValueOf, ValueType } from "./pool/value-type.js";
export type { ColumnValues, ColumnView } from "./space/column-view.js";
export type { AlignedValues, Elements } from "./space/elements.js";
export {
  type AttributeReference,
  attribute,
  type Comparable,
  type Expression,
  type Filter,
  label,
  type ParameterReference,
  parameter,
  type,
} from "./space/filter/expression.js";
export type { IndexEntry, IndexKind } from "./space/index/index-set.js";
export type { StoreOpenOptions } from "./store/durable.js";
export type { SalvageReport } from "./store/salvage.js";
export type { Durability } from "./store/store.js";
export {
  type Csr,
  type Direction,
  type EdgeId,
  type ElementsReader,
  type ElementsView,
  GraphView,
  type NodeId,
  Selection,
} from "./view.js";
