/**
 * Draws a scene with WebGL 2. Positions and sizes are a texture, which is all that is sent while the layout moves; nodes
 * and edges are instances that find theirs in it by their numbers.
 */
import { type Camera, RADIUS_MIN, sizeFactor } from "./camera.js";
import type { Theme } from "./palette.js";
import { arrowLength, edgeAlpha, type Scene, showsArrows } from "./scene.js";

const TEXTURE_WIDTH = 1024;
/** Parts that a bent edge is drawn in. */
const CURVE_PARTS = 16;

const COMMON = `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler2D u_nodes;
uniform vec2 u_middle;
uniform vec2 u_size;
uniform float u_scale;
uniform float u_sizeFactor;
uniform float u_radiusMin;
vec3 node(uint i) { return texelFetch(u_nodes, ivec2(int(i) % ${TEXTURE_WIDTH}, int(i) / ${TEXTURE_WIDTH}), 0).xyz; }
vec2 screen(vec2 p) { return (p - u_middle) * u_scale; }
float radius(float r) { return max(u_radiusMin, r * u_sizeFactor); }
vec4 clip(vec2 p) { return vec4(p.x * 2.0 / u_size.x, -p.y * 2.0 / u_size.y, 0.0, 1.0); }
`;

const EDGE_VERTEX = `${COMMON}
layout(location = 0) in uvec2 a_ends;
layout(location = 1) in vec4 a_color;
layout(location = 2) in float a_width;
layout(location = 3) in float a_bend;
uniform float u_alpha;
uniform int u_parts;
uniform float u_ratio;
out vec4 v_color;
out float v_side;
out float v_half;
vec2 at(vec2 a, vec2 c, vec2 b, float t) { return mix(mix(a, c, t), mix(c, b, t), t); }
void main() {
  vec3 from = node(a_ends.x);
  vec3 to = node(a_ends.y);
  vec2 a = screen(from.xy);
  vec2 b = screen(to.xy);
  float t = float(gl_VertexID / 2) / float(u_parts);
  float side = float(gl_VertexID % 2) * 2.0 - 1.0;
  vec2 p;
  vec2 normal;
  if (a_ends.x == a_ends.y) {
    float r = radius(from.z);
    float loop = r * (0.9 + 0.35 * a_bend) + 3.0 * a_bend;
    float angle = t * 6.2831853;
    normal = vec2(cos(angle), sin(angle));
    p = a + vec2(0.0, -loop) + normal * loop;
  } else {
    vec2 c = (a + b) * 0.5 + vec2(-(b.y - a.y), b.x - a.x) * a_bend * 2.0;
    p = at(a, c, b, t);
    vec2 along = mix(c - a, b - c, t);
    float len = length(along);
    along = len > 0.0 ? along / len : vec2(1.0, 0.0);
    normal = vec2(-along.y, along.x);
  }
  float own = a_color.a > 0.998 ? max(u_alpha, 0.8) : u_alpha * a_color.a;
  v_half = max(a_width, 1.0 / u_ratio) * 0.5;
  v_color = vec4(a_color.rgb, own * min(1.0, a_width * u_ratio));
  v_side = side * (v_half + 0.75);
  gl_Position = a_color.a == 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : clip(p + normal * v_side);
}`;

const EDGE_FRAGMENT = `#version 300 es
precision highp float;
in vec4 v_color;
in float v_side;
in float v_half;
out vec4 color;
void main() {
  float cover = clamp(v_half + 0.5 - abs(v_side), 0.0, 1.0);
  float alpha = v_color.a * cover;
  color = vec4(v_color.rgb * alpha, alpha);
}`;

const ARROW_VERTEX = `${COMMON}
layout(location = 0) in uvec2 a_ends;
layout(location = 1) in vec4 a_color;
layout(location = 3) in float a_bend;
uniform float u_alpha;
uniform float u_length;
out vec4 v_color;
void main() {
  vec3 to = node(a_ends.y);
  vec2 a = screen(node(a_ends.x).xy);
  vec2 b = screen(to.xy);
  vec2 c = (a + b) * 0.5 + vec2(-(b.y - a.y), b.x - a.x) * a_bend * 2.0;
  float distance = length(b - c);
  float r = radius(to.z);
  vec2 along = distance > 0.0 ? (b - c) / distance : vec2(0.0);
  vec2 corner = gl_VertexID == 0 ? vec2(0.0, 0.0) : vec2(-1.0, gl_VertexID == 1 ? 0.4 : -0.4);
  vec2 p = b - along * (r + 1.0) + (along * corner.x + vec2(-along.y, along.x) * corner.y) * u_length;
  float own = a_color.a > 0.998 ? max(u_alpha, 0.8) : u_alpha * a_color.a;
  v_color = vec4(a_color.rgb, own);
  bool hidden = a_ends.x == a_ends.y || distance < r + u_length || a_color.a == 0.0;
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : clip(p);
}`;

const PLAIN_FRAGMENT = `#version 300 es
precision highp float;
in vec4 v_color;
out vec4 color;
void main() { color = vec4(v_color.rgb * v_color.a, v_color.a); }`;

const NODE_VERTEX = `${COMMON}
layout(location = 0) in uint a_node;
layout(location = 1) in vec4 a_color;
layout(location = 2) in uint a_mark;
out vec4 v_color;
out vec2 v_at;
out float v_radius;
flat out uint v_mark;
void main() {
  vec3 n = node(a_node);
  v_radius = radius(n.z);
  v_at = vec2(float(gl_VertexID % 2) * 2.0 - 1.0, float(gl_VertexID / 2) * 2.0 - 1.0) * (v_radius + 1.5);
  v_color = a_color;
  v_mark = a_mark;
  gl_Position = clip(screen(n.xy) + v_at);
}`;

/** The marks are those of canvas-painter.ts: a plus, a hollow disc, a ring in the disc. */
const NODE_FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 u_background;
in vec4 v_color;
in vec2 v_at;
in float v_radius;
flat in uint v_mark;
out vec4 color;
void main() {
  float d = length(v_at);
  float cover = clamp(v_radius + 0.5 - d, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 rgb = v_color.rgb;
  if (v_mark == 2u) {
    float inner = v_radius - max(1.2, v_radius * 0.28);
    rgb = mix(rgb, u_background, clamp(inner + 0.5 - d, 0.0, 1.0));
  } else {
    if (v_radius > 2.5) {
      float rim = min(1.5, v_radius * 0.15);
      rgb = mix(rgb, u_background, clamp(d - (v_radius - rim) + 0.5, 0.0, 1.0));
    }
    float half_width = max(0.5, v_radius * 0.11);
    if (v_radius >= 4.0 && v_mark == 1u) {
      vec2 q = abs(v_at);
      float arm = v_radius * 0.55;
      float bar = max(min(arm - q.x, half_width - q.y), min(arm - q.y, half_width - q.x));
      rgb = mix(rgb, u_background, clamp(bar + 0.5, 0.0, 1.0));
    } else if (v_radius >= 4.0 && v_mark == 3u) {
      rgb = mix(rgb, u_background, clamp(half_width + 0.5 - abs(d - v_radius * 0.5), 0.0, 1.0));
    }
  }
  float alpha = v_color.a * cover;
  color = vec4(rgb * alpha, alpha);
}`;

interface Program {
  readonly program: WebGLProgram;
  readonly uniform: (name: string) => WebGLUniformLocation | null;
}

/** Edges of one kind: straight ones, or bent ones and loops, which are made of more parts. */
interface EdgeBatch {
  readonly count: number;
  readonly edges: Uint32Array;
  readonly vertices: WebGLVertexArrayObject;
  readonly colors: WebGLBuffer;
  readonly widths: WebGLBuffer;
  readonly parts: number;
}

export class WebglPainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #edgeProgram: Program;
  readonly #arrowProgram: Program;
  readonly #nodeProgram: Program;
  readonly #texture: WebGLTexture;
  readonly #isMade: WebGLBuffer[] = [];
  #vertexArrays: WebGLVertexArrayObject[] = [];
  #scene: Scene | undefined;
  #positions = new Float32Array(0);
  #batches: EdgeBatch[] = [];
  #nodeVertices: WebGLVertexArrayObject | undefined;
  #nodeColors: WebGLBuffer | undefined;
  #order = new Uint32Array(0);

  /** Undefined where there is no WebGL 2. */
  static create(canvas: HTMLCanvasElement): WebglPainter | undefined {
    const gl = canvas.getContext("webgl2", {
      antialias: false,
      alpha: false,
      powerPreference: "high-performance",
    });
    if (gl === null) return undefined;
    try {
      return new WebglPainter(gl);
    } catch {
      // a driver that does not compile it
      return undefined;
    }
  }

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#edgeProgram = this.#compile(EDGE_VERTEX, EDGE_FRAGMENT);
    this.#arrowProgram = this.#compile(ARROW_VERTEX, PLAIN_FRAGMENT);
    this.#nodeProgram = this.#compile(NODE_VERTEX, NODE_FRAGMENT);
    this.#texture = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    for (const [name, value] of [
      [gl.TEXTURE_MIN_FILTER, gl.NEAREST],
      [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
      [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
      [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
    ] as const)
      gl.texParameteri(gl.TEXTURE_2D, name, value);
  }

  setScene(scene: Scene): void {
    const gl = this.#gl;
    for (const buffer of this.#isMade.splice(0)) gl.deleteBuffer(buffer);
    for (const array of this.#vertexArrays.splice(0)) gl.deleteVertexArray(array);
    this.#scene = scene;
    const rows = Math.max(1, Math.ceil(scene.nodeCount / TEXTURE_WIDTH));
    this.#positions = new Float32Array(TEXTURE_WIDTH * rows * 4);
    const straight: number[] = [];
    const bent: number[] = [];
    for (let e = 0; e < scene.edgeCount; e++) (scene.bends[e] === 0 ? straight : bent).push(e);
    this.#batches = [
      this.#makeEdges(Uint32Array.from(straight), 1),
      this.#makeEdges(Uint32Array.from(bent), CURVE_PARTS),
    ];
    // the important ones above the others
    this.#order = scene.byImportance.slice().reverse();
    this.#nodeVertices = this.#newArray();
    this.#attribute(0, this.#order, 1, gl.UNSIGNED_INT);
    this.#nodeColors = this.#attribute(1, this.#nodeColorsInOrder(), 4, gl.UNSIGNED_BYTE);
    this.#attribute(
      2,
      Uint8Array.from(this.#order, (i) => scene.nodeMarks[i]!),
      1,
      gl.UNSIGNED_BYTE,
      false,
    );
    this.movePositions();
  }

  /** Positions or sizes have changed. */
  movePositions(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const gl = this.#gl;
    const positions = this.#positions;
    for (let i = 0; i < scene.nodeCount; i++) {
      positions[4 * i] = scene.x[i]!;
      positions[4 * i + 1] = scene.y[i]!;
      positions[4 * i + 2] = scene.radii[i]!;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    const rows = positions.length / 4 / TEXTURE_WIDTH;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, TEXTURE_WIDTH, rows, 0, gl.RGBA, gl.FLOAT, positions);
  }

  /** Colours or widths have changed. */
  restyle(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const gl = this.#gl;
    for (const batch of this.#batches) {
      const { colors, widths } = styleOf(scene, batch.edges);
      gl.bindBuffer(gl.ARRAY_BUFFER, batch.colors);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, colors);
      gl.bindBuffer(gl.ARRAY_BUFFER, batch.widths);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, widths);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#nodeColors!);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.#nodeColorsInOrder());
  }

  draw(camera: Camera, theme: Theme, ratio: number): void {
    const gl = this.#gl;
    const scene = this.#scene;
    // which is smaller than the canvas where that is larger than can be drawn on
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    const [red, green, blue] = theme.background.map((part) => part / 255) as [number, number, number];
    gl.clearColor(red, green, blue, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (scene === undefined) return;
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    const alpha = edgeAlpha(scene, camera, theme);
    const use = ({ program, uniform }: Program): Program["uniform"] => {
      gl.useProgram(program);
      gl.uniform1i(uniform("u_nodes"), 0);
      gl.uniform2f(uniform("u_middle"), camera.x, camera.y);
      gl.uniform2f(uniform("u_size"), camera.width, camera.height);
      gl.uniform1f(uniform("u_scale"), camera.scale);
      gl.uniform1f(uniform("u_sizeFactor"), sizeFactor(camera.scale));
      gl.uniform1f(uniform("u_radiusMin"), RADIUS_MIN);
      return uniform;
    };
    const edges = use(this.#edgeProgram);
    gl.uniform1f(edges("u_alpha"), alpha);
    gl.uniform1f(edges("u_ratio"), ratio);
    for (const { count, parts, vertices } of this.#batches) {
      if (count === 0) continue;
      gl.uniform1i(edges("u_parts"), parts);
      gl.bindVertexArray(vertices);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 2 * (parts + 1), count);
    }
    if (showsArrows(scene, camera)) {
      const arrows = use(this.#arrowProgram);
      gl.uniform1f(arrows("u_alpha"), alpha);
      gl.uniform1f(arrows("u_length"), arrowLength(camera.scale));
      for (const { count, vertices } of this.#batches) {
        if (count === 0) continue;
        gl.bindVertexArray(vertices);
        gl.drawArraysInstanced(gl.TRIANGLES, 0, 3, count);
      }
    }
    if (scene.nodeCount === 0) return;
    const nodes = use(this.#nodeProgram);
    gl.uniform3f(nodes("u_background"), red, green, blue);
    gl.bindVertexArray(this.#nodeVertices!);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, scene.nodeCount);
    gl.bindVertexArray(null);
  }

  #makeEdges(edges: Uint32Array, parts: number): EdgeBatch {
    const gl = this.#gl;
    const scene = this.#scene!;
    const vertices = this.#newArray();
    const ends = new Uint32Array(2 * edges.length);
    edges.forEach((e, k) => {
      ends[2 * k] = scene.sources[e]!;
      ends[2 * k + 1] = scene.targets[e]!;
    });
    const style = styleOf(scene, edges);
    this.#attribute(0, ends, 2, gl.UNSIGNED_INT);
    const colors = this.#attribute(1, style.colors, 4, gl.UNSIGNED_BYTE);
    const widths = this.#attribute(2, style.widths, 1, gl.FLOAT);
    this.#attribute(
      3,
      Float32Array.from(edges, (e) => scene.bends[e]!),
      1,
      gl.FLOAT,
    );
    return { count: edges.length, edges, vertices, colors, widths, parts };
  }

  #nodeColorsInOrder(): Uint8Array {
    const { nodeColors } = this.#scene!;
    const colors = new Uint8Array(4 * this.#order.length);
    this.#order.forEach((node, k) => {
      for (let c = 0; c < 4; c++) colors[4 * k + c] = nodeColors[4 * node + c]!;
    });
    return colors;
  }

  #newArray(): WebGLVertexArrayObject {
    const array = this.#gl.createVertexArray()!;
    this.#vertexArrays.push(array);
    this.#gl.bindVertexArray(array);
    return array;
  }

  /** A buffer of one entry an instance, in the vertex array that is bound. */
  #attribute(
    place: number,
    data: Uint32Array | Float32Array | Uint8Array,
    size: number,
    type: number,
    isFraction = type === this.#gl.UNSIGNED_BYTE,
  ): WebGLBuffer {
    const gl = this.#gl;
    const buffer = gl.createBuffer()!;
    this.#isMade.push(buffer);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(place);
    if (type === gl.FLOAT || isFraction) gl.vertexAttribPointer(place, size, type, isFraction, 0, 0);
    else gl.vertexAttribIPointer(place, size, type, 0, 0);
    gl.vertexAttribDivisor(place, 1);
    return buffer;
  }

  #compile(vertex: string, fragment: string): Program {
    const gl = this.#gl;
    const program = gl.createProgram()!;
    for (const [type, text] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment],
    ] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
        throw new Error(gl.getShaderInfoLog(shader) ?? "");
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS))
      throw new Error(gl.getProgramInfoLog(program) ?? "");
    const places = new Map<string, WebGLUniformLocation | null>();
    const uniform = (name: string) => {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name));
      return places.get(name)!;
    };
    return { program, uniform };
  }
}

function styleOf(
  scene: Scene,
  edges: Uint32Array,
): { readonly colors: Uint8Array; readonly widths: Float32Array } {
  const colors = new Uint8Array(4 * edges.length);
  edges.forEach((e, k) => {
    for (let c = 0; c < 4; c++) colors[4 * k + c] = scene.edgeColors[4 * e + c]!;
  });
  return { colors, widths: Float32Array.from(edges, (e) => scene.edgeWidths[e]!) };
}
