/** The public names of groggy, nothing else. */

export { invertPatch, valueFromJson, valueToJson } from "#lazy/verbs";
export type { Codec } from "#platform";
export {
  CorruptStoreError,
  CypherError,
  FilterSyntaxError,
  GroggyError,
  type GroggyErrorCode,
  type GroggyErrorData,
  InvariantError,
  LimitError,
  type NoData,
  StoreError,
  StoreLockedError,
} from "./errors.js";
export {
  type BulkAttributes,
  type BulkEdgeOptions,
  type BulkLabels,
  type CloneOptions,
  Graph,
  type GraphOptions,
  type Immediate,
  type KeyedEdgeOptions,
  type MergedIds,
  type OpenOptions,
  type TransactionOptions,
} from "./graph.js";
export type {
  AnyGraphTypes,
  AttributeRule,
  EdgeAttributes,
  GraphSchema,
  GraphTypes,
  NodeAttributes,
  WritableEdgeAttributes,
  WritableNodeAttributes,
} from "./graph-types.js";
export type { Commit, Json } from "./history/commits/commit.js";
export type {
  AttributeConflict,
  AttributePolicy,
  Conflict,
  ConflictPolicy,
  DanglingConflict,
  ElementConflict,
  ElementPolicy,
  ElementRef,
  KeptAttributePolicy,
  KeptPolicies,
  KeyConflict,
  OwnerRef,
  RemovalConflict,
  RequiredConflict,
  Resolution,
  SchemaConflict,
} from "./history/diff/conflict.js";
export type { Diff } from "./history/diff/diff.js";
export type { TextOptions } from "./history/diff/diff-text.js";
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
} from "./history/diff/element-diff.js";
export type { AttributePatch, EdgePatch, ElementPatch, Patch } from "./history/diff/patch.js";
export type { ElementStatus, Status } from "./history/diff/status.js";
export type { FetchResult, PullResult, PushResult, RefUpdate } from "./history/exchange/exchange.js";
export type { FetchOptions, PullOptions, PushOptions } from "./history/exchange/exchange-options.js";
export type { BundleOptions } from "./history/exchange/make-bundle.js";
export type { BundleRef, BundleSummary } from "./history/exchange/summarize-bundle.js";
export type {
  AtOptions,
  AttributeSet,
  CheckoutOptions,
  CommitOptions,
  DirtyOptions,
  ElementSet,
  Head,
  History,
  PartialCommitOptions,
  Peer,
  Ref,
  Revision,
  Source,
  Tag,
} from "./history/history.js";
export type { BisectOptions, BisectVerdict } from "./history/inspect/bisect.js";
export type { BlameOptions, ElementBlame } from "./history/inspect/blame.js";
export type { BeforeAfter, ChangesOfOptions, ElementChange } from "./history/inspect/changes-of.js";
export type { DrawLogOptions } from "./history/inspect/draw-log.js";
export type { Lifetime, LifetimesOptions } from "./history/inspect/lifetimes.js";
export type { LogOptions, Touching } from "./history/inspect/log-options.js";
export type {
  LineOptions,
  Series,
  SeriesOptions,
  SeriesWindows,
  WindowedSeries,
} from "./history/inspect/series.js";
export type { ShownCommit, ShowOptions } from "./history/inspect/show.js";
export type { Timeline, TimelineOptions } from "./history/inspect/timeline.js";
export type { MergeResult, MergeStatus } from "./history/merge/merge.js";
export type {
  MergeOptions,
  Policies,
  RebaseOptions,
  RebaseStep,
  ReplayOptions,
} from "./history/merge/merge-options.js";
export type { Finding, VerifyLevel } from "./history/repository/finding.js";
export type { AfterCommit, BeforeCommit, CommitEvent } from "./history/repository/hooks.js";
export { parseMoment } from "./history/repository/moment.js";
export type { ProgressOptions } from "./history/repository/progress.js";
export type { RangeOptions } from "./history/repository/range.js";
export type { RefKind, TagNote } from "./history/repository/refs.js";
export type { StepEntry } from "./history/repository/steps.js";
export type { CheckoutWarning } from "./history/repository/unreachable.js";
export type {
  AfterMove,
  ChangeListener,
  ChangeOptions,
  MoveEvent,
  MovePlace,
} from "./history/verbs/changes.js";
export type { GcOptions, GcResult } from "./history/verbs/gc.js";
export type { TagOptions } from "./history/verbs/ref-verbs.js";
export type { RestoreOptions } from "./history/verbs/restore-options.js";
export type { StashEntry } from "./history/verbs/stash.js";
export type { OperationEntry } from "./history/verbs/undo.js";
export type { VerifyOptions, VerifyResult } from "./history/verbs/verify.js";
export type { WorktreeOptions } from "./history/verbs/worktree.js";
export type { CsrHalf } from "./kernels/core/csr.js";
export type { Identity } from "./pool/identities.js";
export type { ElementKind, OwnerKind } from "./pool/pool.js";
export type {
  AttributeType,
  ScalarType,
  UnionType,
  Value,
  ValueOf,
  ValueType,
  Written,
  WrittenAs,
} from "./pool/value-type.js";
export type { AlignedValues, AttributeValues, Elements, WritableColumn } from "./space/elements/elements.js";
export type { FilterOptions } from "./space/elements/elements-reader.js";
export type { AttributesView, GraphAttributes } from "./space/elements/graph-attributes.js";
export type { GroupedSelection } from "./space/elements/grouped-selection.js";
export type { NewIds } from "./space/elements/new-ids.js";
export type { Ranking } from "./space/elements/ranking.js";
export {
  type AttributeReference,
  attribute,
  type CallOperand,
  type Comparable,
  type ElementPart,
  type Expression,
  element,
  type Filter,
  type FilterFunction,
  label,
  type MatchOptions,
  type ParameterReference,
  type PathOperand,
  parameter,
  type,
} from "./space/filter/expression.js";
export type { CreateIndexOptions } from "./space/index/create-options.js";
export type { IndexEntry, IndexKind, IndexSettings } from "./space/index/index-set.js";
export type { NearestOptions, VectorMetric } from "./space/index/nearest-options.js";
export type { HighlightOptions, TextSearchOptions, WordSearchOptions } from "./space/index/search-options.js";
export type { Highlight } from "./space/index/text/highlight.js";
export type { Language } from "./space/index/text/text-leaf.js";
export type { BuiltQuery, TextQuery } from "./space/index/text/text-query.js";
export type { AggregatedRow, AggregateOf, Aggregates } from "./space/tables/aggregates.js";
export type { ColumnValues, ColumnView } from "./space/tables/column-view.js";
export type { GroupKeys } from "./space/tables/element-groups.js";
export type { OrderBy, OrderTerm } from "./space/tables/order.js";
export type { ElementRow, RowColumns, RowOptions } from "./space/tables/rows.js";
export type { SalvageReport } from "./store/salvage.js";
export type { Durability } from "./store/store.js";
export type { StoreOpenOptions } from "./store/store-handle.js";
export type { AbortSignalLike } from "./structures/abort-signal.js";
export {
  type AlongOptions,
  type Csr,
  type Direction,
  type EdgeId,
  type EdgeTypes,
  type ElementsReader,
  type ElementsView,
  type GraphRules,
  type GraphSummary,
  GraphView,
  type NodeId,
  Selection,
  type StepOptions,
} from "./view.js";
