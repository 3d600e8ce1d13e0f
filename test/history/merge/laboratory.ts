// A graph whose history is in the test's own hands: any state can be merged into any other against any third.
import type { CommitNode } from "../../../src/history/commits/commit-node.js";
import { diffOf } from "../../../src/history/diff/diff.js";
import { MergeResult } from "../../../src/history/merge/merge.js";
import { HistoryCore } from "../../../src/history/repository/core.js";
import { Repository } from "../../../src/history/repository/repository.js";
import { moveTo } from "../../../src/history/repository/working-changes.js";
import { Graph } from "../../../src/index.js";
import type { GraphSpace } from "../../../src/space/graph-space.js";
import type { State } from "../../model/state.js";
import { readState } from "./states.js";

export interface Version {
  readonly node: CommitNode | undefined;
  readonly state: State;
}

export class Laboratory {
  readonly graph: Graph;
  readonly core: HistoryCore;
  readonly key: string | undefined;

  constructor(options: { directed?: boolean; key?: string } = {}) {
    this.graph = new Graph({ ...options, clock: () => 0 });
    this.key = options.key;
    this.core = new HistoryCore(this.graph.state as GraphSpace, new Repository(() => 0), diffOf);
  }

  #count = 0;

  /** Commits the present state. */
  commit(): Version {
    const node = this.core.commitPresent(this.core.checkCommit(`${this.#count++}`, {}));
    return { node, state: readState(this.graph) };
  }

  checkout({ node }: Version): void {
    moveTo(this.core, node, null, {}, "checkout");
  }

  /** A merge of `theirs` into the present state against `base`. */
  merge(base: Version, theirs: Version, options = {}): MergeResult {
    return new MergeResult(this.core, {
      verb: "merge",
      base: base.node,
      theirs: theirs.node,
      status: "conflicted",
      otherParents: theirs.node === undefined ? [] : [theirs.node],
      message: "merge",
      options,
    });
  }
}
