/**
 * The compiled kernels: decoded and compiled on first use, once for plain and once for shared memories,
 * and instantiated over a memory of the caller's. Nothing happens at import, and nothing here is of Node.
 */
import { platform } from "#platform";
import { type Kernels, plainModule, sharedModule } from "./module.js";

/**
 * A WebAssembly.Memory, as far as declarations may name one: its type comes with the DOM's library alone, and
 * users without it are to compile as well.
 */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pageCount: number): number;
}

/** Bytes of a page of WebAssembly memory. */
export const PAGE_SIZE_BYTES = 65536;

/** Pages at most: 4 GiB. */
export const PAGE_COUNT_LIMIT = 65536;

/** A compiled module, as far as declarations may name one. */
export type WasmCode = object;

/** A module in base64, decoded and compiled when first asked for. */
export interface Code {
  /** Null once compiling has failed: no WebAssembly, no SIMD, or a page whose policy forbids it. */
  module(): WasmCode | null;
  /** Its exports over a memory, or undefined where there is no module; callers have loops of their own. */
  instantiate(memory: Memory): object | undefined;
}

export function codeOf(base64: string): Code {
  let compiled: WebAssembly.Module | null | undefined;
  const module = (): WebAssembly.Module | null => {
    if (compiled === undefined) compiled = compile(base64);
    return compiled;
  };
  const instantiate = (memory: Memory): object | undefined => {
    const code = module();
    if (code === null) return undefined;
    return new WebAssembly.Instance(code, { env: { memory: memory as WebAssembly.Memory } }).exports;
  };
  return { module, instantiate };
}

const plain = /* @__PURE__ */ codeOf(plainModule);
const shared = /* @__PURE__ */ codeOf(sharedModule);

/** The kernels over `memory`, or undefined where WebAssembly cannot be had; its callers have loops of their own. */
export function instantiate(memory: Memory, isShared: boolean): Kernels | undefined {
  return (isShared ? shared : plain).instantiate(memory) as Kernels | undefined;
}

function compile(base64: string): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(platform.decodeBase64(base64));
  } catch {
    return null;
  }
}

/**
 * A zeroed memory of `pageCount` pages, or undefined if the system gives none: each takes some GiB of
 * addresses, so a process has room for about ten thousand. A refusal comes after full collections of garbage
 * and is dear, so the next requests are declined unasked. A plain memory never grows, a shared one may.
 */
export function createMemory(pageCount: number, isShared: boolean): Memory | undefined {
  if (typeof WebAssembly === "undefined" || pageCount > PAGE_COUNT_LIMIT) return undefined;
  if (declined > 0) {
    declined--;
    return undefined;
  }
  try {
    const maximum = isShared ? PAGE_COUNT_LIMIT : pageCount;
    const memory = new WebAssembly.Memory({ initial: pageCount, maximum, shared: isShared });
    if (isShared) weights.set(memory, new WebAssembly.Memory({ initial: pageCount, maximum }));
    return memory;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    declined = DECLINED_AFTER_REFUSAL;
    return undefined;
  }
}

const DECLINED_AFTER_REFUSAL = 1000;
let declined = 0;

// V8's collector does not count shared memories: a loop that made 50 of 64 MB and dropped them held all 3.2 GB. A
// plain memory of the same size with the same lifetime is counted instead (200 of them then peaked at 0.5 GB), and
// since it is never touched, it takes addresses only. An ArrayBuffer is no alternative: the C library may reuse pages
// and clear them.
const weights = new WeakMap<Memory, WebAssembly.Memory>();

/** Adds zeroed pages to a shared memory; false if the system gives none. Takes some 20 us however many. */
export function growMemory(memory: Memory, pageCount: number): boolean {
  try {
    memory.grow(pageCount);
    weights.get(memory)?.grow(pageCount);
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
