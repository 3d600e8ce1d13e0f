/**
 * Tells open pages that the graph has changed, as server-sent events: `state` for the live state, `history` for commits,
 * branches and the head.
 */
import type { ServerResponse } from "node:http";
import type { Graph } from "groggy";

export type LiveEvent = "state" | "history";

const REFRESH_MS = 1000;
/** A comment so often keeps what is between from ending the connection. */
const HEARTBEAT_MS = 20_000;
const PAGES_MAX = 100;

export class LiveEvents {
  readonly #pages = new Set<ServerResponse>();
  readonly #stops: (() => void)[] = [];

  /**
   * @param forget called at each change of the live state, before pages are told.
   * @param follow whether a graph that is only read reads what its writer has committed, while a page is open.
   */
  constructor(graph: Graph, forget: () => void, follow: boolean) {
    const changed = (...kinds: readonly LiveEvent[]): void => {
      forget();
      for (const kind of kinds) this.#send(`event: ${kind}\ndata: {}\n\n`);
    };
    const beat = setInterval(() => this.#send(":\n\n"), HEARTBEAT_MS);
    beat.unref();
    this.#stops.push(
      graph.onChange(() => changed("state"), { batch: true }),
      graph.history.onAfterCommit(() => changed("history")),
      graph.history.onAfterMove(() => changed("state", "history")),
      () => clearInterval(beat),
    );
    if (!follow || !graph.readOnly) return;
    const refresh = setInterval(() => {
      if (this.#pages.size === 0) return;
      try {
        if (graph.refresh()) changed("state", "history");
      } catch {
        // a writer that is just replacing files, or a store that is gone: what was read is still shown
      }
    }, REFRESH_MS);
    refresh.unref();
    this.#stops.push(() => clearInterval(refresh));
  }

  /** Keeps a page told until it goes. Returns false if there are too many. */
  add(page: ServerResponse): boolean {
    if (this.#pages.size >= PAGES_MAX) return false;
    this.#pages.add(page);
    page.on("close", () => this.#pages.delete(page));
    page.write("retry: 1000\n\n");
    return true;
  }

  #send(text: string): void {
    for (const page of this.#pages) page.write(text);
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const page of this.#pages) page.end();
    this.#pages.clear();
  }
}
