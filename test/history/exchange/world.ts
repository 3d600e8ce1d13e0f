// Several clones of one graph, each with full copies beside it. Elements have one number in all copies, given to
// their identity when it is first seen, so that states of different clones can be compared and merged by an oracle.
import type { Commit, Graph, GraphView } from "../../../src/index.js";
import { agree } from "../../model/show.js";
import { copyState, dump, type Element, type Kind, type State } from "../../model/state.js";
import { naiveRoot } from "../hashing/naive-root.js";
import { mergeStates } from "../merge/oracle.js";
import { nothing, readState } from "../merge/states.js";

/** One clone: what it is called, the graph, and the copy of its present state. */
export interface Party {
  readonly name: string;
  graph: Graph;
  state: State;
}

export class World {
  /** The copy of each commit's state, whoever made it. */
  readonly states = new Map<string, State>();
  readonly parties: Party[] = [];
  readonly #numbers: Readonly<Record<Kind, Map<string, number>>> = { nodes: new Map(), edges: new Map() };
  /** Each commit and state that a party was found to have as it should. */
  readonly #checked = new WeakMap<Graph, Set<string>>();
  #time = 0;
  #origin = 0;

  readonly clock = (): number => ++this.#time;

  /** An origin that no clone has yet; large ones and small ones, not in order. */
  nextOrigin(): number {
    this.#origin++;
    return this.#origin % 2 === 0 ? this.#origin : 2 ** 32 - 2 - this.#origin;
  }

  add(name: string, graph: Graph): Party {
    const party = { name, graph, state: nothing() };
    party.state = copyState(this.stateOf(graph.head.commit));
    this.parties.push(party);
    return party;
  }

  stateOf(commit: Commit | null): State {
    return commit === null ? nothing() : (this.states.get(commit.id) as State);
  }

  /** The number of an element that a view has. */
  numberOf(view: GraphView, kind: Kind, id: number): number {
    const { origin, sequence } = view[kind].identity(id);
    const name = `${origin}/${sequence}`;
    const numbers = this.#numbers[kind];
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  }

  /** What a view shows, by numbers. */
  read(view: GraphView): State {
    const { nodes, edges, graph } = readState(view);
    const node = (id: number): number => this.numberOf(view, "nodes", id);
    const renumbered = (kind: Kind, [id, element]: [number, Element]): [number, Element] => {
      const ends = kind === "nodes" ? {} : { source: node(element.source), target: node(element.target) };
      return [this.numberOf(view, kind, id), { ...element, ...ends }];
    };
    return {
      nodes: { byId: new Map([...nodes.byId].map((each) => renumbered("nodes", each))), schema: new Map() },
      edges: { byId: new Map([...edges.byId].map((each) => renumbered("edges", each))), schema: new Map() },
      graph,
    };
  }

  /** Takes the copy of a party's state as that of the commit it made. */
  made(party: Party, commit: Commit): void {
    this.states.set(commit.id, copyState(party.state));
  }

  /** The state that a merge is against: that of the common ancestor, or what several of them come to. */
  baseOf(graph: Graph, ours: string, theirs: string): State | undefined {
    const [first, second, ...others] = graph.history.mergeBases(ours, theirs);
    if (first === undefined) return nothing();
    if (second === undefined) return this.stateOf(first);
    const below = others.length > 0 ? undefined : this.baseOf(graph, first.id, second.id);
    if (below === undefined) return undefined;
    const [left, right] = [this.stateOf(first), this.stateOf(second)];
    return mergeStates({ base: below, ours: left, theirs: right }, () => "before");
  }

  /** Compares a party's present state, and each commit that was not looked at yet, with the copies. */
  check(party: Party): void {
    const { name, graph, state } = party;
    agree(`state of ${name}`, dump(this.read(graph)), dump(state));
    let checked = this.#checked.get(graph);
    if (checked === undefined) {
      checked = new Set();
      this.#checked.set(graph, checked);
    }
    const { history } = graph;
    const refs = [...history.branches(), ...history.remoteBranches(), ...history.tags()];
    for (const tip of refs) {
      for (const commit of history.walk({ from: tip.commit.id })) {
        if (checked.has(commit.id)) break;
        checked.add(commit.id);
        const view = graph.at(commit);
        agree(`commit ${commit.id} in ${name}`, dump(this.read(view)), dump(this.stateOf(commit)));
        agree(`root of ${commit.id} in ${name}`, naiveRoot(view), commit.root);
      }
    }
  }
}
