/**
 * The page: keeps the state that is shown, asks the server for it, and hands it to the parts of the page. Over 500 lines,
 * since all that a user can do meets here.
 */
import { css } from "../drawing/palette.js";
import type { BlockFrame } from "../protocol/frame.js";
import { type GraphMeta, SAME, type ViewerSettings } from "../protocol/messages.js";
import { showAppearance } from "./appearance-form.js";
import { byId, count, h, shownNumber } from "./dom.js";
import { showPanel, showRows } from "./element-panel.js";
import { middleOf, nearSource, sameEdges, spreadPlaces } from "./first-places.js";
import { type Appearance, type Focus, GraphModel, type ModelColumn } from "./graph-model.js";
import { HistorySlider } from "./history-slider.js";
import { LayoutClient } from "./layout-client.js";
import { showLegend } from "./legend-view.js";
import { addNote, tellError } from "./notes.js";
import { savePicture } from "./save-picture.js";
import { calls, type ShownState } from "./server-calls.js";
import { Stage } from "./stage.js";
import { showTable } from "./table-view.js";

/** Milliseconds between two looks at a graph that changes all the time. */
const LIVE_MS = 700;
const LAYOUT_SEED = 1;
/** Graphs up to this size are coloured by their communities where labels tell nothing. */
const COMMUNITIES_MAX = 50_000;

export async function startPage(): Promise<void> {
  try {
    const settings = await calls.settings();
    const page = new Page(settings);
    (globalThis as { groggyViewer?: unknown }).groggyViewer = page;
    await page.start();
  } catch (error) {
    tellError(error);
  }
}

export class Page {
  readonly stage: Stage;
  readonly #settings: ViewerSettings;
  readonly #timeline: HistorySlider;
  readonly #layout: LayoutClient;
  model: GraphModel | undefined;
  #state: ShownState;
  #branch = "";
  readonly #appearance: Appearance = {
    nodeColor: "labels",
    nodeSize: "degree",
    edgeColor: "source",
    caption: undefined,
    showCaptions: true,
    layout: "attributes",
  };
  /** Whether the appearance has been fitted to the graph that came first. */
  #isFitted = false;
  #columns: {
    node?: ModelColumn | undefined;
    size?: ModelColumn | undefined;
    edge?: ModelColumn | undefined;
  } = {};
  #focus: Focus | undefined;
  /** The key of the line of the legend that is chosen. */
  #chosen: string | undefined;
  /** The nodes that a search has found. */
  #found: ReadonlySet<number> | undefined;
  #picked: { readonly kind: "node" | "edge"; readonly id: number } | undefined;
  #loading: AbortController | undefined;
  #searching: AbortController | undefined;
  #liveTimer: ReturnType<typeof setTimeout> | undefined;
  #isTable = false;
  /** Fulfilled when what was asked last is shown and the layout has ended: for tests. */
  settled = { isLoading: true, isMoving: true };

  constructor(settings: ViewerSettings) {
    this.#settings = settings;
    this.#state = { at: settings.at, search: settings.search, limit: settings.limit };
    byId("title").textContent = settings.title;
    document.title = `${settings.title} · groggy`;
    this.stage = new Stage(byId("lower"), byId("upper"), {
      onPick: (picked) => this.#pick(picked),
      onOpen: (node) => void this.expand(this.model!.nodeIds[node]!),
      onDrag: (node, place) => place !== undefined && this.#layout.hold(node, place),
      onTheme: () => this.#recolor(),
    });
    this.#layout = new LayoutClient(
      (isFirst) => {
        if (isFirst || this.stage.follows) this.stage.fitAll();
        this.stage.moved();
      },
      (step, steps) => {
        this.settled.isMoving = step < steps;
        const progress = byId("progress");
        progress.hidden = step >= steps;
        progress.textContent = `layout ${Math.round((100 * step) / steps)}%`;
      },
    );
    this.#timeline = new HistorySlider(byId("timeline"), {
      onMoment: ({ at, from }) => void this.show({ ...this.#state, at, from }),
      onBranch: (branch) => void this.#showBranch(branch),
    });
    this.#listen();
  }

  async start(): Promise<void> {
    byId<HTMLInputElement>("search-text").value = this.#settings.search;
    await Promise.all([this.show(this.#state), this.#loadHistory()]);
    this.#followEvents();
  }

  /** Loads a state and shows it; nodes that were there stay where they are. */
  async show(state: ShownState): Promise<void> {
    await this.#load((signal) => calls.graph({ ...state, caption: this.#appearance.caption }, signal), state);
  }

  /** Adds the neighbours of a node to what is shown. */
  async expand(id: number): Promise<void> {
    const model = this.model!;
    const state = { ...this.#state, caption: this.#appearance.caption };
    if (!this.#isPartial) {
      this.#focusOn(model.around(model.placeOf(id)!));
      this.stage.fitAll(this.#focus!.nodes);
      return;
    }
    await this.#load((signal) => calls.part(state, model.nodeIds, id, signal), this.#state, true);
    const place = this.model?.placeOf(id);
    if (place !== undefined) this.#pick({ kind: "node", at: place });
  }

  /** Whether there is more than is shown. */
  get #isPartial(): boolean {
    const { leftOut, nodeCount, found } = this.model!.meta;
    return found !== null || leftOut.nodes > 0 || this.model!.nodeIds.length < nodeCount;
  }

  async #load(
    ask: (signal: AbortSignal) => Promise<BlockFrame<GraphMeta>>,
    state: ShownState,
    isPart = false,
  ): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.settled.isLoading = true;
    try {
      const frame = await ask(loading.signal);
      if (loading.signal.aborted) return;
      const before = this.model;
      const model = new GraphModel(frame);
      this.model = model;
      this.#state = state;
      if (!this.#isFitted) this.#fitAppearance(model);
      await this.#loadColumns(model);
      if (this.model !== model) return;
      this.#showModel(model, before, isPart);
      addNote("error", []);
    } catch (error) {
      if (!loading.signal.aborted) tellError(error);
    } finally {
      if (this.#loading === loading) this.settled.isLoading = false;
    }
  }

  /** Colours that say something: labels, or else communities. */
  #fitAppearance(model: GraphModel): void {
    this.#isFitted = true;
    const { labelSets, nodeCount } = model.meta;
    const { edgeCount } = model.scene;
    if (labelSets.length < 2)
      this.#appearance.nodeColor =
        edgeCount > 0 && nodeCount <= COMMUNITIES_MAX ? "attribute louvain()" : "labels";
  }

  async #loadColumns(model: GraphModel): Promise<void> {
    const { at } = this.#state;
    const load = async (kind: "nodes" | "edges", by: string): Promise<ModelColumn | undefined> => {
      if (!by.startsWith("attribute ")) return undefined;
      const name = by.slice("attribute ".length);
      const known = kind === "nodes" ? model.meta.nodeAttributes : model.meta.edgeAttributes;
      if (!name.endsWith("()") && !Object.hasOwn(known, name)) return undefined;
      const ids = kind === "nodes" ? model.nodeIds : model.edgeIds;
      const { blocks, meta } = await calls.column(at, kind, name, ids);
      return {
        meta,
        values: blocks.values as Float64Array | undefined,
        codes: blocks.codes as Uint8Array | undefined,
      };
    };
    const { edgeColor, nodeColor, nodeSize } = this.#appearance;
    const [node, size, edge] = await Promise.all([
      load("nodes", nodeColor),
      load("nodes", nodeSize),
      load("edges", edgeColor),
    ]);
    this.#columns = { node, size, edge };
  }

  #showModel(model: GraphModel, before: GraphModel | undefined, isPart: boolean): void {
    const { meta, scene } = model;
    model.resize(this.#appearance.nodeSize, this.#columns.size);
    this.#focus = undefined;
    this.#chosen = undefined;
    this.#found = undefined;
    this.#recolor(true);
    this.stage.selected = undefined;
    this.stage.selectedEdge = undefined;
    this.#place(model, before, isPart);
    this.stage.setScene(scene);
    this.#restorePick();
    if (this.stage.follows) this.stage.fitAll();
    const shown = (part: number, whole: number, word: string) =>
      part === whole ? count(whole, word) : `${shownNumber(part)} of ${count(whole, word)}`;
    const gone = model.scene.nodeMarks.reduce((sum, mark) => sum + (mark === 2 ? 1 : 0), 0);
    byId("counts").textContent =
      `${shown(scene.nodeCount - gone, meta.nodeCount, "node")}, ${shown(Math.min(scene.edgeCount, meta.edgeCount), meta.edgeCount, "edge")}`;
    this.#timeline.tellChanges(meta.changes);
    this.#tellParts(model);
    showAppearance(byId("appearance-form"), model, this.#appearance, (part) => void this.#change(part));
    if (this.#isTable) this.#showTable();
    byId("upper").setAttribute(
      "aria-label",
      `The graph, drawn: ${count(scene.nodeCount, "node")}, ${count(scene.edgeCount, "edge")}`,
    );
    if (
      before !== undefined &&
      this.#state.at === "" &&
      meta.changes === null &&
      before.meta.at === "" &&
      !isPart
    ) {
      const fresh = Array.from(model.nodeIds.keys()).filter(
        (i) => before.placeOf(model.nodeIds[i]!) === undefined,
      );
      if (fresh.length < scene.nodeCount / 2) this.stage.flash(fresh);
    } else if (meta.changes !== null && scene.nodeCount > 0) {
      const marked = Array.from(scene.nodeMarks.keys()).filter((i) => scene.nodeMarks[i] !== SAME);
      if (marked.length <= 200) this.stage.flash(marked);
    }
  }

  /** Says what is not shown. */
  #tellParts(model: GraphModel): void {
    const { found, leftOut, nodeCount } = model.meta;
    const { nodeCount: shown } = model.scene;
    const parts: (Node | string)[] = [];
    if (nodeCount === 0 && shown === 0) parts.push("The graph is empty.");
    else if (shown === 0) parts.push("Nothing was found. ");
    else if (found !== null && this.#state.search)
      parts.push(
        `Only what ${found.kind === "cypher" ? "the query" : found.kind === "filter" ? "the filter" : "the search"} found: ${count(found.nodes, "node")}${found.edges > 0 ? ` and ${count(found.edges, "edge")}` : ""}. `,
      );
    if (leftOut.nodes > 0)
      parts.push(
        `The ${count(shown, "node")} with the most edges are drawn; ${shownNumber(leftOut.nodes)} are left out. Search to see others. `,
      );
    if (leftOut.edges > 0) parts.push(`${shownNumber(leftOut.edges)} edges between them are left out. `);
    if (found !== null && this.#state.search)
      parts.push(
        h(
          "button",
          { type: "button", onclick: () => void this.show({ ...this.#state, search: "" }) },
          "Show everything",
        ),
      );
    addNote("parts", parts);
  }

  #place(model: GraphModel, before: GraphModel | undefined, isPart: boolean): void {
    const { nodeCount, radii, sources, targets, x, y } = model.scene;
    const { givenX, givenY } = model;
    this.settled.isMoving = true;
    if (nodeCount === 0) {
      this.#layout.place(x, y);
      return;
    }
    if (this.#appearance.layout === "attributes" && givenX !== undefined && givenY !== undefined) {
      spreadPlaces(givenX, givenY, x, y);
      this.#layout.place(x, y);
      return;
    }
    const startX = new Float32Array(nodeCount).fill(Number.NaN);
    const startY = new Float32Array(nodeCount).fill(Number.NaN);
    let kept = 0;
    if (before !== undefined) {
      model.nodeIds.forEach((id, i) => {
        const old = before.placeOf(id);
        if (old === undefined) return;
        startX[i] = before.scene.x[old]!;
        startY[i] = before.scene.y[old]!;
        kept++;
      });
    }
    // of another part of the graph the positions say nothing
    const isNew = kept * 3 < nodeCount && !isPart;
    const known = isNew ? {} : { x: startX.slice(), y: startY.slice() };
    if (!isNew) {
      const middle = middleOf(startX, startY);
      for (let i = 0; i < nodeCount; i++) {
        x[i] = Number.isNaN(startX[i]!) ? nearSource(i, model, startX, middle[0]) : startX[i]!;
        y[i] = Number.isNaN(startY[i]!) ? nearSource(i, model, startY, middle[1]) : startY[i]!;
      }
    }
    if (kept === nodeCount && before !== undefined && sameEdges(model, before)) {
      this.#layout.place(x, y);
      return;
    }
    this.#layout.start(x, y, { nodeCount, sources, targets, radii, seed: LAYOUT_SEED, ...known }, isNew);
  }

  #recolor(isWhole = false): void {
    const { model } = this;
    if (model === undefined) return;
    const { theme } = this.stage;
    model.recolor(this.#appearance, theme, this.#columns.node, this.#columns.edge, this.#focus);
    this.stage.isDimmed = (node) => this.#focus !== undefined && !this.#focus.nodes.has(node);
    document.documentElement.style.setProperty("--background", css(theme.background));
    showLegend(byId("legend"), model.legends, this.#chosen, (key) => this.#choose(key));
    const { clientHeight, clientWidth } = byId("legend");
    const { height, width } = this.stage.camera;
    // a high one is beside the graph, a low one in its corner
    this.stage.inset = width > 800 && clientHeight > height * 0.35 ? clientWidth + 12 : 0;
    if (!isWhole) this.stage.restyled();
  }

  #focusOn(focus: Focus | undefined, pinned: ReadonlySet<number> = new Set()): void {
    this.#focus = focus;
    this.stage.pinned = pinned;
    this.#recolor();
  }

  #choose(key: string): void {
    const model = this.model!;
    this.#chosen = key === this.#chosen ? undefined : key;
    const entry = model.legends.flatMap(({ entries }) => entries).find((each) => each.key === this.#chosen);
    if (entry?.has === undefined) {
      this.#focusOn(undefined);
      return;
    }
    const { has, isEdge } = entry;
    if (!isEdge) {
      const nodes = placesWhere(model.nodeIds.length, has);
      this.#focusOn(model.among(nodes));
      return;
    }
    const { sources, targets } = model.scene;
    const edges = placesWhere(model.edgeIds.length, has);
    this.#focusOn({ edges, nodes: new Set([...edges].flatMap((e) => [sources[e]!, targets[e]!])) });
  }

  #pick(picked: { readonly kind: "node" | "edge"; readonly at: number } | undefined): void {
    const model = this.model!;
    if (picked === undefined) {
      this.#clearPick();
      return;
    }
    const { at, kind } = picked;
    const id = kind === "node" ? model.nodeIds[at]! : model.edgeIds[at]!;
    this.#picked = { kind, id };
    this.#chosen = undefined;
    if (kind === "node") {
      this.stage.selected = at;
      this.#focusOn(model.around(at));
    } else {
      this.stage.selected = undefined;
      const ends = new Set([model.scene.sources[at]!, model.scene.targets[at]!]);
      this.#focusOn({ nodes: ends, edges: new Set([at]) }, ends);
    }
    void this.#showElement(kind, id);
  }

  async #showElement(kind: "node" | "edge", id: number): Promise<void> {
    const { at, from } = this.#state;
    try {
      // what was removed is in the state that it is compared with
      const place = kind === "node" ? this.model!.placeOf(id) : undefined;
      const isGone = place !== undefined && this.model!.scene.nodeMarks[place] === 2;
      const element = await calls.element(isGone ? from! : at, kind, id, this.#appearance.caption);
      if (this.#picked?.kind !== kind || this.#picked.id !== id) return;
      showPanel(byId("panel"), element, this.#panelEvents, this.#isPartial);
    } catch (error) {
      tellError(error);
    }
  }

  get #panelEvents() {
    return {
      onClose: () => this.#clearPick(),
      onNode: (id: number) => void this.#goToNode(id),
      onEdge: (id: number) => this.#goToEdge(id),
      onExpand: (id: number) => void this.expand(id),
      onRevision: (commit: string) => {
        if (!this.#timeline.goTo(commit)) void this.show({ ...this.#state, at: commit, from: undefined });
      },
    };
  }

  async #goToNode(id: number): Promise<void> {
    let place = this.model!.placeOf(id);
    if (place === undefined) {
      await this.#load(
        (signal) =>
          calls.part({ ...this.#state, caption: this.#appearance.caption }, this.model!.nodeIds, id, signal),
        this.#state,
        true,
      );
      place = this.model!.placeOf(id);
      if (place === undefined) return;
    }
    this.#closeTable();
    this.#pick({ kind: "node", at: place });
    this.stage.centre(place);
  }

  #goToEdge(id: number): void {
    const at = this.model!.edgeIds.indexOf(id);
    this.#closeTable();
    if (at >= 0) this.#pick({ kind: "edge", at });
    else {
      this.#picked = { kind: "edge", id };
      void this.#showElement("edge", id);
    }
  }

  #restorePick(): void {
    const picked = this.#picked;
    if (picked === undefined) return;
    const model = this.model!;
    const at = picked.kind === "node" ? model.placeOf(picked.id) : model.edgeIds.indexOf(picked.id);
    if (at === undefined || at < 0) this.#clearPick();
    else this.#pick({ kind: picked.kind, at });
  }

  #clearPick(): void {
    this.#picked = undefined;
    this.#chosen = undefined;
    this.stage.selected = undefined;
    byId("panel").hidden = true;
    this.#focusOn(this.#found === undefined ? undefined : this.model!.among(this.#found));
  }

  async #search(text: string): Promise<void> {
    this.#searching?.abort();
    addNote("found", []);
    addNote("error", []);
    this.#found = undefined;
    if (text.trim() === "") {
      this.#clearPick();
      if (this.#state.search) await this.show({ ...this.#state, search: "" });
      return;
    }
    const searching = new AbortController();
    this.#searching = searching;
    try {
      const { blocks, meta } = await calls.search(this.#state.at, text, searching.signal);
      if (searching.signal.aborted) return;
      const model = this.model!;
      const nodeIds = blocks.nodeIds as Uint32Array;
      const edgeIds = blocks.edgeIds as Uint32Array;
      const nodes = new Set<number>();
      for (const id of nodeIds) {
        const place = model.placeOf(id);
        if (place !== undefined) nodes.add(place);
      }
      const wanted = new Set(edgeIds);
      const edges = placesWhere(model.edgeIds.length, (e) => wanted.has(model.edgeIds[e]!));
      for (const e of edges) nodes.add(model.scene.sources[e]!).add(model.scene.targets[e]!);
      this.#clearPick();
      this.#tellFound(text, meta.found, nodes.size);
      if (meta.columns.length > 0) showRows(byId("panel"), meta, this.#panelEvents);
      if (nodes.size === 0) return;
      this.#found = nodes;
      const among = model.among(nodes);
      this.#focusOn(
        edges.size > 0 ? { nodes, edges } : among,
        new Set([...nodes].sort((a, b) => model.degrees[b]! - model.degrees[a]!).slice(0, 20)),
      );
      this.stage.follows = false;
      this.stage.fitAll(nodes);
      if (this.#isTable) this.#showTable();
    } catch (error) {
      if (!searching.signal.aborted) tellError(error);
    }
  }

  #tellFound(
    text: string,
    found: { readonly kind: string; readonly nodes: number; readonly edges: number },
    shown: number,
  ): void {
    const { edges, kind, nodes } = found;
    const what =
      edges === 0 || nodes > 0
        ? `${count(nodes, "node")}${edges > 0 ? ` and ${count(edges, "edge")}` : ""}`
        : count(edges, "edge");
    const by = kind === "words" ? "with these words" : kind === "filter" ? "by this filter" : "by this query";
    addNote("found", [
      nodes + edges === 0
        ? `Nothing found ${by}.`
        : `${what} found ${by}${shown < nodes ? `, ${shownNumber(shown)} of them shown` : ""}.`,
      ...(nodes + edges === 0
        ? []
        : [
            h(
              "button",
              {
                type: "button",
                onclick: () => {
                  addNote("found", []);
                  this.stage.follows = true;
                  void this.show({ ...this.#state, search: text });
                },
              },
              "Show only these",
            ),
          ]),
      h("button", { type: "button", onclick: () => void this.#search("") }, "Clear"),
    ]);
  }

  async #change(part: Partial<Appearance>): Promise<void> {
    const model = this.model!;
    Object.assign(this.#appearance, part);
    this.stage.showCaptions = this.#appearance.showCaptions;
    if ("caption" in part) return this.show(this.#state);
    try {
      await this.#loadColumns(model);
    } catch (error) {
      return tellError(error);
    }
    if (this.model !== model) return;
    model.resize(this.#appearance.nodeSize, this.#columns.size);
    this.#recolor();
    if ("layout" in part) {
      this.stage.follows = true;
      this.#place(model, undefined, false);
    }
    this.stage.moved();
  }

  async #loadHistory(): Promise<void> {
    try {
      this.#timeline.show(await calls.history(this.#branch || undefined), this.#branch, this.#state.at);
    } catch (error) {
      tellError(error);
    }
  }

  async #showBranch(branch: string): Promise<void> {
    this.#branch = branch;
    await this.#loadHistory();
    const at = this.#timeline.last;
    await this.show({ ...this.#state, at, from: this.#timeline.from || undefined });
  }

  #followEvents(): void {
    const events = new EventSource("events");
    const later = (work: () => void) => {
      clearTimeout(this.#liveTimer);
      this.#liveTimer = setTimeout(work, LIVE_MS);
    };
    let hasState = false;
    const changed = () =>
      later(() => {
        void this.#loadHistory().then(() => {
          if (hasState && this.#state.at === "") void this.show(this.#state);
          hasState = false;
        });
      });
    events.addEventListener("state", () => {
      hasState = true;
      changed();
    });
    events.addEventListener("history", changed);
    events.addEventListener("open", () => addNote("lost", []));
    events.addEventListener("error", () => {
      // a view, which never changes, has no events
      if (events.readyState === EventSource.CLOSED) return;
      addNote("lost", ["The viewer is not served any more; what is drawn stays."]);
    });
  }

  #listen(): void {
    const text = byId<HTMLInputElement>("search-text");
    byId("search").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#search(text.value);
    });
    // the cross of the field
    text.addEventListener("search", () => text.value === "" && void this.#search(""));
    byId("show-table").addEventListener("click", () =>
      this.#isTable ? this.#closeTable() : this.#openTable(),
    );
    for (const button of document.querySelectorAll<HTMLElement>("[data-zoom]"))
      button.addEventListener("click", () => {
        const kind = button.dataset.zoom;
        if (kind === "fit") {
          this.stage.follows = true;
          this.stage.fitAll();
        } else this.stage.zoom(kind === "in" ? 1.4 : 1 / 1.4);
      });
    for (const button of document.querySelectorAll<HTMLElement>("[data-save]"))
      button.addEventListener("click", () => {
        byId<HTMLDetailsElement>("save").open = false;
        savePicture(
          button.dataset.save as "png" | "svg",
          this.stage,
          this.model?.legends ?? [],
          this.#settings.title,
        ).catch(tellError);
      });
    document.addEventListener("pointerdown", ({ target }) => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
        if (!menu.contains(target as Node)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
        menu.open = false;
      if (this.#isTable) this.#closeTable();
      this.#clearPick();
      byId("upper").focus();
      return;
    }
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (event.key === "/") {
      event.preventDefault();
      byId<HTMLInputElement>("search-text").select();
    } else if (event.key === "t" || event.key === "T") this.#isTable ? this.#closeTable() : this.#openTable();
  }

  #openTable(): void {
    this.#isTable = true;
    this.#showTable();
  }

  #showTable(): void {
    const section = byId("table");
    section.hidden = false;
    byId("show-table").setAttribute("aria-pressed", "true");
    showTable(section, this.model!, "nodes", this.#found, {
      onNode: (id) => void this.#goToNode(id),
      onEdge: (id) => this.#goToEdge(id),
      onClose: () => this.#closeTable(),
    });
  }

  #closeTable(): void {
    this.#isTable = false;
    byId("table").hidden = true;
    byId("show-table").setAttribute("aria-pressed", "false");
  }
}

/** The positions 0 .. count - 1 that a test is true of. */
function placesWhere(count: number, test: (i: number) => boolean): Set<number> {
  const places = new Set<number>();
  for (let i = 0; i < count; i++) if (test(i)) places.add(i);
  return places;
}
