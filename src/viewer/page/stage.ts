/**
 * The two canvases: nodes and edges below, captions and rings above them; and what a pointer, a wheel, fingers and keys do
 * to them.
 */
import { boundsOf, type Camera, fitTo, toScreen, toWorld, zoomAt } from "../drawing/camera.js";
import { type Context, paintOnCanvas } from "../drawing/canvas-painter.js";
import { css, DARK, LIGHT, type Theme } from "../drawing/palette.js";
import { pickEdge, pickNode } from "../drawing/pick.js";
import { type PlacedCaption, placeCaptions } from "../drawing/place-captions.js";
import { type Scene, screenRadius } from "../drawing/scene.js";
import { WebglPainter } from "../drawing/webgl-painter.js";
import { FONT } from "../drawing/write-svg.js";

export interface StageEvents {
  readonly onPick: (picked: { readonly kind: "node" | "edge"; readonly at: number } | undefined) => void;
  readonly onOpen: (node: number) => void;
  readonly onDrag: (node: number, place: readonly [number, number] | undefined) => void;
  readonly onTheme: () => void;
}

const RATIO_MAX = 2;
const MARGIN_PX = 48;
/** Pixels that a pointer may move in a click. */
const CLICK_PX = 4;
const PAN_STEP_PX = 60;
const DOUBLE_CLICK_MS = 400;
/** Pixels that a selected node keeps from the edge when the panel opens. */
const KEPT_PX = 60;
const FLASH_MS = 2500;
const EMPTY: Scene = {
  nodeCount: 0,
  edgeCount: 0,
  directed: true,
  x: new Float32Array(0),
  y: new Float32Array(0),
  radii: new Float32Array(0),
  nodeColors: new Uint8Array(0),
  nodeMarks: new Uint8Array(0),
  sources: new Uint32Array(0),
  targets: new Uint32Array(0),
  edgeColors: new Uint8Array(0),
  edgeWidths: new Float32Array(0),
  bends: new Float32Array(0),
  captions: [],
  byImportance: new Uint32Array(0),
};

export class Stage {
  readonly camera: Camera = { x: 0, y: 0, scale: 1, width: 1, height: 1 };
  scene: Scene = EMPTY;
  selected: number | undefined;
  selectedEdge: number | undefined;
  showCaptions = true;
  /** Nodes whose captions are not left out, and those that have any. */
  pinned: ReadonlySet<number> = new Set();
  isDimmed: (node: number) => boolean = () => false;
  /** Pixels at the left that the legend covers. */
  inset = 0;
  /** Whether the view follows the extent of the graph: until it is moved by hand. */
  follows = true;
  #hovered: number | undefined;
  /** The node that the first click hit, of what may become a double click. */
  #clicked: { readonly node: number | undefined; readonly time: number } | undefined;
  #flashed: { readonly nodes: readonly number[]; readonly until: number } | undefined;
  #lower: HTMLCanvasElement;
  readonly #upper: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #events: StageEvents;
  readonly #darkQuery = matchMedia("(prefers-color-scheme: dark)");
  #painter: WebglPainter | undefined;
  #ratio = 1;
  #isScheduled = false;
  #hasMoved = false;
  #hasNewColors = false;
  #widths = new Map<string, number>();

  constructor(lower: HTMLCanvasElement, upper: HTMLCanvasElement, events: StageEvents) {
    this.#lower = lower;
    this.#upper = upper;
    this.#events = events;
    this.#context = upper.getContext("2d")!;
    this.#begin();
    this.#darkQuery.addEventListener("change", () => events.onTheme());
    new ResizeObserver(() => this.#resize()).observe(upper);
    this.#resize();
    this.#listen();
  }

  get theme(): Theme {
    return this.#darkQuery.matches ? DARK : LIGHT;
  }

  /** How it is drawn: for tests, and for reports of bugs. */
  get painterName(): "webgl2" | "canvas" {
    return this.#painter === undefined ? "canvas" : "webgl2";
  }

  #begin(): void {
    const isPlain = new URLSearchParams(location.search).get("painter") === "canvas";
    this.#painter = isPlain ? undefined : WebglPainter.create(this.#lower);
    // a lost context is made anew on a canvas of its own, which has not failed yet: without WebGL
    this.#lower.addEventListener("webglcontextlost", () => {
      const canvas = this.#lower.cloneNode() as HTMLCanvasElement;
      this.#lower.replaceWith(canvas);
      this.#lower = canvas;
      this.#painter = undefined;
      this.#resize();
    });
  }

  setScene(scene: Scene): void {
    this.scene = scene;
    this.#hovered = undefined;
    this.#painter?.setScene(scene);
    this.invalidate();
  }

  /** Positions or sizes have changed. */
  moved(): void {
    this.#hasMoved = true;
    this.invalidate();
  }

  restyled(): void {
    this.#hasNewColors = true;
    this.invalidate();
  }

  invalidate(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  fitAll(nodes?: Iterable<number>): void {
    fitTo(this.camera, boundsOf(this.scene.x, this.scene.y, nodes), MARGIN_PX, this.inset);
    this.invalidate();
  }

  zoom(factor: number): void {
    this.follows = false;
    zoomAt(this.camera, factor, this.camera.width / 2, this.camera.height / 2);
    this.invalidate();
  }

  centre(node: number): void {
    this.follows = false;
    this.camera.x = this.scene.x[node]!;
    this.camera.y = this.scene.y[node]!;
    this.camera.scale = Math.max(this.camera.scale, 0.9);
    this.invalidate();
  }

  /** Rings around nodes that have just come or changed, for a moment. */
  flash(nodes: readonly number[]): void {
    this.#flashed =
      nodes.length === 0 ? undefined : { nodes: nodes.slice(0, 500), until: performance.now() + FLASH_MS };
    this.invalidate();
  }

  /** The captions that are seen now. */
  captions(context: Context, camera: Camera): PlacedCaption[] {
    const always = new Set(this.pinned);
    if (this.selected !== undefined) always.add(this.selected);
    if (this.#hovered !== undefined) always.add(this.#hovered);
    return placeCaptions(
      this.scene,
      camera,
      always,
      (node) => this.showCaptions && !this.isDimmed(node),
      (text, sizePx) => {
        const key = `${sizePx} ${text}`;
        let width = this.#widths.get(key);
        if (width === undefined) {
          context.font = `${sizePx}px ${FONT}`;
          width = context.measureText(text).width;
          if (this.#widths.size > 20_000) this.#widths.clear();
          this.#widths.set(key, width);
        }
        return width;
      },
    );
  }

  /** Draws captions and rings in CSS pixels, as on the page. */
  paintAbove(context: Context, camera: Camera, theme: Theme): void {
    const { scene } = this;
    const ring = (node: number, gap: number, width: number, color: string) => {
      const [x, y] = toScreen(camera, scene.x[node]!, scene.y[node]!);
      context.beginPath();
      context.arc(x, y, screenRadius(scene, node, camera) + gap, 0, 2 * Math.PI);
      context.strokeStyle = color;
      context.lineWidth = width;
      context.stroke();
    };
    if (this.#flashed !== undefined) {
      const left = (this.#flashed.until - performance.now()) / FLASH_MS;
      if (left <= 0) this.#flashed = undefined;
      else {
        for (const node of this.#flashed.nodes)
          ring(node, 3 + 10 * (1 - left), 2, css(theme.added, Math.min(1, left * 1.5)));
        this.invalidate();
      }
    }
    if (this.selected !== undefined) ring(this.selected, 3, 2.5, css(theme.accent));
    if (this.#hovered !== undefined && this.#hovered !== this.selected)
      ring(this.#hovered, 2, 1.5, css(theme.accent, 0.7));
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { node, sizePx, text, x, y } of this.captions(context, camera)) {
      const isStrong = node === this.selected || node === this.#hovered;
      context.font = `${isStrong ? "600 " : ""}${sizePx}px ${FONT}`;
      context.strokeStyle = css(theme.background, 0.85);
      context.lineWidth = 3.5;
      context.strokeText(text, x, y);
      context.fillStyle = css(theme.text);
      context.fillText(text, x, y);
    }
  }

  #draw(): void {
    // another screen, or the zoom of the browser
    if (this.#ratio !== Math.min(RATIO_MAX, devicePixelRatio || 1)) {
      this.#resize();
      return;
    }
    const { camera, scene, theme } = this;
    if (this.#painter === undefined) {
      const context = this.#lower.getContext("2d");
      if (context !== null) {
        context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
        context.fillStyle = css(theme.background);
        context.fillRect(0, 0, camera.width, camera.height);
        paintOnCanvas(context, scene, camera, theme);
      }
    } else {
      if (this.#hasMoved) this.#painter.movePositions();
      if (this.#hasNewColors) this.#painter.restyle();
      this.#painter.draw(camera, theme, this.#ratio);
    }
    this.#hasMoved = false;
    this.#hasNewColors = false;
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    this.#context.clearRect(0, 0, camera.width, camera.height);
    this.paintAbove(this.#context, camera, theme);
  }

  #resize(): void {
    const { clientHeight, clientWidth } = this.#upper;
    this.#ratio = Math.min(RATIO_MAX, devicePixelRatio || 1);
    const { camera } = this;
    // the corner at the top left stays where it is
    camera.x += (Math.max(1, clientWidth) - camera.width) / 2 / camera.scale;
    camera.y += (Math.max(1, clientHeight) - camera.height) / 2 / camera.scale;
    camera.width = Math.max(1, clientWidth);
    camera.height = Math.max(1, clientHeight);
    if (this.selected !== undefined) {
      const [x, y] = toScreen(camera, this.scene.x[this.selected]!, this.scene.y[this.selected]!);
      if (x > camera.width - KEPT_PX) camera.x += (x - camera.width + KEPT_PX) / camera.scale;
      if (y > camera.height - KEPT_PX) camera.y += (y - camera.height + KEPT_PX) / camera.scale;
    }
    for (const canvas of [this.#lower, this.#upper]) {
      canvas.width = Math.round(this.camera.width * this.#ratio);
      canvas.height = Math.round(this.camera.height * this.#ratio);
    }
    if (this.follows) this.fitAll();
    // a canvas is empty once it has another size
    this.#draw();
  }

  #listen(): void {
    const canvas = this.#upper;
    const pointers = new Map<number, [number, number]>();
    let start: [number, number] | undefined;
    let dragged: number | undefined;
    let hasDragged = false;
    const at = ({ clientX, clientY }: MouseEvent): [number, number] => {
      const { left, top } = canvas.getBoundingClientRect();
      return [clientX - left, clientY - top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, at(event));
      if (pointers.size > 1) {
        start = undefined;
        dragged = undefined;
        return;
      }
      start = at(event);
      hasDragged = false;
      dragged = pickNode(this.scene, this.camera, ...start);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      const before = pointers.get(event.pointerId);
      if (before === undefined) {
        if (event.pointerType === "mouse") this.#hover(pickNode(this.scene, this.camera, x, y));
        return;
      }
      if (pointers.size === 2) this.#pinch(pointers, event.pointerId, [x, y]);
      pointers.set(event.pointerId, [x, y]);
      if (start === undefined) return;
      if (!hasDragged && Math.hypot(x - start[0], y - start[1]) < CLICK_PX) return;
      hasDragged = true;
      // a view that followed the extent would run from the pointer
      this.follows = false;
      if (dragged !== undefined) this.#events.onDrag(dragged, toWorld(this.camera, x, y));
      else {
        this.camera.x -= (x - before[0]) / this.camera.scale;
        this.camera.y -= (y - before[1]) / this.camera.scale;
        this.invalidate();
      }
    });
    const end = (event: PointerEvent) => {
      if (!pointers.delete(event.pointerId) || start === undefined) return;
      if (dragged !== undefined && hasDragged) this.#events.onDrag(dragged, undefined);
      if (!hasDragged && event.type === "pointerup") this.#click(...start);
      start = undefined;
      dragged = undefined;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => this.#hover(undefined));
    canvas.addEventListener("dblclick", (event) => {
      // the first click may have moved what is below the pointer
      const node = this.#clicked?.node ?? pickNode(this.scene, this.camera, ...at(event));
      if (node !== undefined && node < this.scene.nodeCount) this.#events.onOpen(node);
      else {
        this.follows = false;
        zoomAt(this.camera, 1.8, ...at(event));
        this.invalidate();
      }
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.follows = false;
        // lines and pages of old wheels, and the finer steps of a pinch on a touchpad
        const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
        const amount = Math.max(-240, Math.min(240, event.deltaY * unit * (event.ctrlKey ? 6 : 1)));
        zoomAt(this.camera, Math.exp(-amount * 0.0016), ...at(event));
        this.invalidate();
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = PAN_STEP_PX / this.camera.scale;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.#pan(-step, 0),
      ArrowRight: () => this.#pan(step, 0),
      ArrowUp: () => this.#pan(0, -step),
      ArrowDown: () => this.#pan(0, step),
      "+": () => this.zoom(1.25),
      "=": () => this.zoom(1.25),
      "-": () => this.zoom(0.8),
      "0": () => {
        this.follows = true;
        this.fitAll();
      },
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  #pan(x: number, y: number): void {
    this.follows = false;
    this.camera.x += x;
    this.camera.y += y;
    this.invalidate();
  }

  #pinch(pointers: ReadonlyMap<number, [number, number]>, moving: number, [x, y]: [number, number]): void {
    const [[, other]] = [...pointers].filter(([id]) => id !== moving) as [[number, [number, number]]];
    const before = pointers.get(moving)!;
    const distance = Math.hypot(before[0] - other[0], before[1] - other[1]);
    if (distance < 1) return;
    this.follows = false;
    const factor = Math.hypot(x - other[0], y - other[1]) / distance;
    zoomAt(this.camera, factor, (x + other[0]) / 2, (y + other[1]) / 2);
    this.camera.x -= (x - before[0]) / 2 / this.camera.scale;
    this.camera.y -= (y - before[1]) / 2 / this.camera.scale;
    this.invalidate();
  }

  #hover(node: number | undefined): void {
    if (node === this.#hovered) return;
    this.#hovered = node;
    this.#upper.style.cursor = node === undefined ? "" : "pointer";
    this.invalidate();
  }

  #click(x: number, y: number): void {
    const node = pickNode(this.scene, this.camera, x, y);
    const now = performance.now();
    const isSecond = this.#clicked !== undefined && now - this.#clicked.time < DOUBLE_CLICK_MS;
    if (isSecond) return;
    this.#clicked = { node, time: now };
    // what is looked at stays where it is while the panel opens
    this.follows = false;
    const edge = node === undefined ? pickEdge(this.scene, this.camera, x, y) : undefined;
    if (node !== undefined) this.#events.onPick({ kind: "node", at: node });
    else this.#events.onPick(edge === undefined ? undefined : { kind: "edge", at: edge });
  }
}
