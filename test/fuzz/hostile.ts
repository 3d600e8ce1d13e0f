// Arguments that act: getters, proxies, array-likes and callbacks that write to the graph, run verbs, or throw.
import type { Graph } from "../../src/index.js";
import { digestOf } from "./digest.js";

/** Thrown by hostile arguments, and by nothing else. */
export class HostileError extends Error {}

/** Writes and verbs that an argument tries while a call reads it. */
const EFFECTS: readonly ((graph: Graph) => unknown)[] = [
  (graph) => graph.addNode("Hostile", { a: 7 }),
  (graph) => graph.removeNode(graph.nodes.ids()[0]),
  (graph) => graph.addEdge(graph.nodes.ids()[0], graph.nodes.ids()[0], "HOSTILE"),
  (graph) => graph.nodes.set(graph.nodes.ids()[0], { s: "hostile" }),
  (graph) => graph.removeEdges(graph.edges.ids()),
  (graph) => graph.commit("hostile", { allowEmpty: true }),
  (graph) => graph.checkout("HEAD~1", { discard: true }),
  (graph) => graph.history.stash("hostile"),
  (graph) => graph.history.undo({ discard: true }),
  (graph) => graph.merge("side"),
  (graph) => graph.nodes.createIndex("a", { kind: "sorted" }),
  (graph) => graph.history.gc(),
  (graph) => graph.removeNodes(graph.nodes.ids().slice(1)),
];

type Effect = () => void;

export class Hostile {
  readonly #graph: () => Graph;
  /** Everything that hostile arguments threw, or let through, in this step. */
  readonly thrown = new Set<unknown>();
  /** The state before and after each effect of this step, elements alone. */
  readonly effects: { readonly before: string; readonly after: string }[] = [];
  #uses = 0;

  constructor(graph: () => Graph) {
    this.#graph = graph;
  }

  /** Forgets what happened, at the start of a step. */
  start(): void {
    this.thrown.clear();
    this.effects.length = 0;
    this.#uses = 0;
  }

  /** Acts on its `turn`-th use: throws, or tries a write and lets its error through or not. */
  #effect(kind: number, turn = 0): Effect {
    let uses = 0;
    return () => {
      if (uses++ !== turn || this.#uses++ > 20) return;
      const write = kind % (EFFECTS.length * 2 + 3);
      if (write >= EFFECTS.length * 2) {
        const error = new HostileError("hostile");
        this.thrown.add(error);
        throw error;
      }
      const graph = this.#graph();
      const before = digestOf(graph);
      try {
        EFFECTS[write >> 1](graph);
      } catch (error) {
        this.thrown.add(error);
        if (write % 2 === 1) throw error;
      } finally {
        this.effects.push({ before, after: digestOf(graph) });
      }
    };
  }

  /** A function that acts when called `turn` + 1 times, and gives a value. */
  callback(kind: number, turn: number, value: unknown): () => unknown {
    const act = this.#effect(kind, turn);
    return () => {
      act();
      return value;
    };
  }

  /** An object whose properties act when read. */
  getters(kind: number, turn: number, values: Record<string, unknown>): object {
    const act = this.#effect(kind, turn);
    const object = {};
    for (const [name, value] of Object.entries(values)) {
      const get = () => {
        act();
        return value;
      };
      Object.defineProperty(object, name, { enumerable: true, configurable: true, get });
    }
    return object;
  }

  /** A proxy that acts on any look at it. */
  proxy(kind: number, turn: number, target: object): object {
    const act = this.#effect(kind, turn);
    const trap =
      <A extends unknown[], R>(reflect: (...values: A) => R) =>
      (...values: A): R => {
        act();
        return reflect(...values);
      };
    return new Proxy(target, {
      get: trap(Reflect.get),
      has: trap(Reflect.has),
      ownKeys: trap(Reflect.ownKeys),
      getOwnPropertyDescriptor: trap(Reflect.getOwnPropertyDescriptor),
      getPrototypeOf: trap(Reflect.getPrototypeOf),
    });
  }

  /** An array-like that is longer, or shorter, each time that its length is read. */
  arrayLike(kind: number, items: readonly unknown[]): object {
    const act = this.#effect(kind, 1);
    let reads = 0;
    const length = () => {
      act();
      return Math.max(0, items.length + ((reads++ * (kind % 5)) % 7) - 3);
    };
    return Object.defineProperty({ ...items }, "length", { get: length });
  }

  /** An array one of whose items is given by a getter that acts, or shortens the array. */
  array(kind: number, items: unknown[]): unknown[] {
    const act = this.#effect(kind);
    const at = items.length === 0 ? 0 : kind % items.length;
    const value = items[at];
    Object.defineProperty(items, at, {
      enumerable: true,
      configurable: true,
      get: () => {
        act();
        if (kind % 3 === 0) items.length = at;
        return value;
      },
    });
    return items;
  }

  /** A value that acts when it is made a primitive, or JSON. */
  primitive(kind: number, value: unknown): object {
    const convert = this.callback(kind, 0, value);
    return { valueOf: convert, toString: convert, toJSON: convert, [Symbol.toPrimitive]: convert };
  }

  detached(): Uint32Array {
    const array = new Uint32Array([0, 1]);
    structuredClone(array.buffer, { transfer: [array.buffer] });
    return array;
  }

  revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }

  circular(): object {
    const object: Record<string, unknown> = { a: 1 };
    object.self = object;
    return object;
  }

  deep(depth: number): object {
    let object: object = {};
    for (let i = 0; i < depth; i++) object = { a: object };
    return object;
  }
}
