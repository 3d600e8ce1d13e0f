/** The history: a slider over the commits of a branch, a branch to choose, and the state to compare with. */
import type { MarkCounts, ShownHistory, SliderCommit } from "../protocol/messages.js";
import { fill, h, isolated, shownTime } from "./dom.js";

/** The state that is shown, and the one that it is compared with; "" is the live state, and none. */
export interface ShownMoment {
  readonly at: string;
  readonly from: string;
}

export interface SliderEvents {
  readonly onMoment: (moment: ShownMoment) => void;
  readonly onBranch: (branch: string) => void;
}

const PLAY_MS = 1400;
const SHORT_ID = 8;

/** A stop of the slider: a commit, or the live state behind the last one. */
interface Stop {
  readonly at: string;
  readonly commit: SliderCommit | undefined;
}

export class HistorySlider {
  readonly #footer: HTMLElement;
  readonly #events: SliderEvents;
  #history: ShownHistory | undefined;
  #branch = "";
  #stops: readonly Stop[] = [];
  #place = 0;
  /** `` for none, `previous`, or a revision. */
  #compare = "";
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #range = h("input", {
    type: "range",
    min: "0",
    "aria-label": "Commit",
    oninput: () => this.#go(Number(this.#range.value)),
  });
  readonly #message = h("span", { className: "message" });
  readonly #changes = h("span", { className: "changes" });
  readonly #branches = h("select", { "aria-label": "Branch or tag", onchange: () => this.#changeBranch() });
  readonly #compares = h("select", { "aria-label": "Changes since", onchange: () => this.#changeCompare() });
  readonly #play = h(
    "button",
    { type: "button", title: "Play the history", onclick: () => this.#toggle() },
    "▶",
  );

  constructor(footer: HTMLElement, events: SliderEvents) {
    this.#footer = footer;
    this.#events = events;
    fill(footer, [
      h(
        "div",
        { className: "row" },
        this.#branches,
        h(
          "button",
          { type: "button", "aria-label": "Earlier", onclick: () => this.#go(this.#place - 1) },
          "‹",
        ),
        this.#range,
        h("button", { type: "button", "aria-label": "Later", onclick: () => this.#go(this.#place + 1) }, "›"),
        this.#play,
      ),
      h(
        "div",
        { className: "row second" },
        this.#message,
        this.#changes,
        h("label", {}, "changes since", this.#compares),
      ),
    ]);
  }

  /** Shows a history; the state that is shown stays. */
  show(history: ShownHistory, branch: string, at: string): void {
    this.#history = history;
    this.#branch = branch;
    const { branches, commits, dirty, hasHistory, head, tags } = history;
    this.#footer.hidden = !hasHistory || commits.length === 0;
    const isHead = branch === "" || branch === history.branch;
    const stops: Stop[] = commits.map((commit) => ({ at: commit.id, commit }));
    // the head is the live state, which goes on; uncommitted changes are one stop more
    if (isHead) {
      const last = commits.at(-1);
      if (!dirty && last !== undefined && last.id === head)
        stops[stops.length - 1] = { at: "", commit: last };
      else stops.push({ at: "", commit: undefined });
    }
    this.#stops = stops;
    const options = [...branches, ...tags].map((name) => h("option", { value: name }, name));
    if (history.branch === null) options.unshift(h("option", { value: "" }, "HEAD, detached"));
    fill(this.#branches, options);
    this.#branches.value = branch === "" ? (history.branch ?? "") : branch;
    fill(this.#compares, [
      h("option", { value: "" }, "nothing"),
      h("option", { value: "previous" }, "the commit before"),
      ...[...branches, ...tags].map((name) => h("option", { value: name }, name)),
    ]);
    this.#compares.value = this.#compare;
    this.#range.max = String(Math.max(0, stops.length - 1));
    const place = stops.findIndex((stop) => stop.at === at);
    this.#place = place < 0 ? stops.length - 1 : place;
    this.#tell();
  }

  /** Goes to a commit of the line that is shown; returns whether it is in it. */
  goTo(commit: string): boolean {
    const place = this.#stops.findIndex((stop) => (stop.commit?.id ?? stop.at) === commit);
    if (place < 0) return false;
    this.#go(place);
    return true;
  }

  /** The revision of the last stop. */
  get last(): string {
    return this.#stops.at(-1)?.at ?? "";
  }

  get from(): string {
    if (this.#compare !== "previous") return this.#compare;
    const commit = this.#stops[this.#place]?.commit;
    return commit === undefined ? (this.#history?.head ?? "") : (commit.parents[0] ?? "");
  }

  /** The numbers of a comparison. */
  tellChanges(changes: { readonly nodes: MarkCounts; readonly edges: MarkCounts } | null): void {
    if (changes === null) {
      fill(this.#changes, []);
      return;
    }
    const part = (word: string, { added, changed, removed }: MarkCounts) => [
      `${word} `,
      h("span", { className: "added" }, `+${added}`),
      " ",
      h("span", { className: "removed" }, `−${removed}`),
      " ",
      h("span", { className: "changed" }, `~${changed}`),
    ];
    fill(this.#changes, [...part("nodes", changes.nodes), "  ", ...part("edges", changes.edges)]);
  }

  #go(place: number): void {
    const bounded = Math.max(0, Math.min(this.#stops.length - 1, place));
    if (bounded !== place) this.#stop();
    if (bounded === this.#place) {
      this.#tell();
      return;
    }
    this.#place = bounded;
    // moving through time is about what changes
    if (this.#compare === "") {
      this.#compare = "previous";
      this.#compares.value = "previous";
    }
    this.#tell();
    this.#moved();
  }

  #moved(): void {
    this.#events.onMoment({ at: this.#stops[this.#place]?.at ?? "", from: this.from });
  }

  #tell(): void {
    const stop = this.#stops[this.#place];
    this.#range.value = String(this.#place);
    if (stop === undefined) {
      fill(this.#message, []);
      return;
    }
    const { commit } = stop;
    const place = `${this.#place + 1} of ${this.#stops.length}`;
    this.#range.setAttribute("aria-valuetext", `${place}: ${commit?.message ?? "uncommitted changes"}`);
    fill(
      this.#message,
      commit === undefined
        ? [h("b", {}, "uncommitted changes"), ` · ${place}`]
        : [
            h("b", {}, isolated(commit.message || "(no message)")),
            ` · ${commit.id.slice(0, SHORT_ID)} · ${shownTime(commit.time)} · `,
            isolated(commit.author),
            commit.author === "" ? null : " · ",
            commit.names.length === 0 ? null : isolated(`${commit.names.join(", ")} · `),
            place,
          ],
    );
  }

  #changeBranch(): void {
    this.#stop();
    this.#branch = this.#branches.value === this.#history?.branch ? "" : this.#branches.value;
    this.#events.onBranch(this.#branch);
  }

  #changeCompare(): void {
    this.#compare = this.#compares.value;
    this.#moved();
  }

  #toggle(): void {
    if (this.#timer !== undefined) {
      this.#stop();
      return;
    }
    if (this.#place === this.#stops.length - 1) this.#go(0);
    this.#play.textContent = "⏸";
    this.#timer = setInterval(() => {
      if (this.#place === this.#stops.length - 1) this.#stop();
      else this.#go(this.#place + 1);
    }, PLAY_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = "▶";
  }
}
