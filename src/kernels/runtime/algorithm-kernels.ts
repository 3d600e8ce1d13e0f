/**
 * The kernels of algorithms, a module of their own that `groggy/algorithms` alone brings along: decoded and
 * compiled on first use, and instantiated once over each memory.
 */

import type { Arena } from "../core/arena.js";
import { codeOf, type WasmCode } from "../core/wasm.js";
import { type AlgorithmKernels, algorithmPlainModule, algorithmSharedModule } from "./algorithm-module.js";

const plain = /* @__PURE__ */ codeOf(algorithmPlainModule);
const shared = /* @__PURE__ */ codeOf(algorithmSharedModule);
const instances = new WeakMap<Arena, AlgorithmKernels | null>();

/** The compiled module for an arena's kind of memory; null where there is no WebAssembly. */
export function algorithmCode(isShared: boolean): WasmCode | null {
  return isShared ? shared.module() : plain.module();
}

/** The kernels over an arena; undefined where there is no WebAssembly. */
export function algorithmKernels(arena: Arena): AlgorithmKernels | undefined {
  let kernels = instances.get(arena);
  if (kernels === undefined) {
    const code = arena.isShared ? shared : plain;
    kernels = (code.instantiate(arena.memory) as AlgorithmKernels | undefined) ?? null;
    instances.set(arena, kernels);
  }
  return kernels ?? undefined;
}
