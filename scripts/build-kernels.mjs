// Compiles the entries of src/kernels/assembly, each for plain and where asked for shared memories, and writes the bytes
// as base64, with the signatures that the compiler tells of: of the core to src/kernels/core/module.ts, of algorithms to
// src/kernels/runtime/algorithm-module.ts, of vectors to src/kernels/vectors/vector-module.ts, of texts to
// src/kernels/texts/text-module.ts. The same sources and compiler give the same files.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));

const common = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--initialMemory",
  "1",
  "--enable",
  "simd",
  "--outFile",
  "kernels.wasm",
  "--bindings",
  "raw",
];
const shared = ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"];

async function compile(entry, ...options) {
  let bytes;
  let declarations;
  const { error, stderr } = await asc.main([entry, ...common, ...options], {
    readFile: (name, folder) => {
      try {
        return readFileSync(join(root, folder === "." ? "" : folder, name), "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) bytes = contents;
      if (name.endsWith(".d.ts")) declarations = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  if (bytes === undefined || declarations === undefined) throw new Error("the compiler wrote no module");
  return { bytes, functions: functionsOf(declarations) };
}

/** The exported functions: the name, the type of the result in TypeScript, and each parameter's name, type and type in wasm. */
function functionsOf(declarations) {
  const found = declarations.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export function (\w+)\(([^)]*)\): (\w+);/g,
  );
  const functions = [...found].map(([, comment, name, list, result]) => {
    const wasmTypes = new Map(
      [...comment.matchAll(/@param (\w+) `(\w+)`/g)].map(([, key, type]) => [key, type]),
    );
    const pairs = list === "" ? [] : list.split(", ").map((pair) => pair.split(": "));
    return {
      name,
      result,
      parameters: pairs.map(([key, type]) => ({ key, type, wasmType: wasmTypes.get(key) })),
    };
  });
  const count = declarations.split("export function ").length - 1;
  if (functions.length !== count)
    throw new Error(`${count} functions are declared, ${functions.length} were read`);
  return functions;
}

function kernelsInterface(name, functions) {
  const methods = functions.map(
    ({ name, parameters, result }) =>
      `  ${name}(${parameters.map(({ key, type }) => `${key}: ${type}`).join(", ")}): ${result};\n`,
  );
  return `/** The exports of the module. Addresses and lengths are numbers, taken as 32 bits. */
export interface ${name} {\n${methods.join("")}}\n`;
}

/** What steps need: the arguments behind `first` and `last` by name, and the order in which a kernel takes them. */
function argumentsByName(functions) {
  const overRanges = functions
    .filter(({ parameters: [first, last] }) => first?.key === "first" && last?.key === "last")
    .map(({ name, parameters }) => ({ name, rest: parameters.slice(2) }));
  const typeOf = ({ wasmType }) => (wasmType === "usize" ? "Address" : "number");
  const types = overRanges.map(
    ({ name, rest }) => `  ${name}: { ${rest.map((p) => `readonly ${p.key}: ${typeOf(p)}`).join("; ")} };\n`,
  );
  const orders = overRanges.map(
    ({ name, rest }) => `  ${name}: "${rest.map(({ key }) => key).join(" ")}",\n`,
  );
  return `
/** An address in the memory, or an array that lies there. Undefined is address 0: no array. */
export type Address = number | { readonly byteOffset: number } | undefined;

/** The arguments behind \`first\` and \`last\` of each kernel over a range. */
export interface KernelArguments {\n${types.join("")}}

/** The order in which a kernel takes them. */
export const argumentOrders: Readonly<Record<keyof KernelArguments, string>> = {\n${orders.join("")}};\n`;
}

/** How far the tables reach that an instance writes into its memory. */
function dataEndOf(bytes) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, abort: () => undefined } });
  return new Uint8Array(memory.buffer).findLastIndex((byte) => byte !== 0) + 1;
}

/** `dataEndMax` bytes at the start of a memory are the module's; what it wrote beyond would be lost arcs or values. */
async function build(entry, output, names, dataEndMax, signatures) {
  const path = `src/kernels/assembly/${entry}`;
  const { bytes: plain, functions } = await compile(path);
  const threads = names.shared === undefined ? undefined : (await compile(path, ...shared)).bytes;
  const dataEnd = dataEndOf(plain);
  if (dataEnd > dataEndMax) throw new Error(`${entry}: its tables reach to ${dataEnd}, beyond ${dataEndMax}`);
  const text = `// Generated by scripts/build-kernels.mjs; not to be edited.
${signatures(functions)}
export const ${names.plain}: string =
  "${Buffer.from(plain).toString("base64")}";
${threads === undefined ? "" : `export const ${names.shared}: string =\n  "${Buffer.from(threads).toString("base64")}";\n`}`;
  // in one piece, as tests may be running
  writeFileSync(join(root, `${output}.${process.pid}`), text);
  renameSync(join(root, `${output}.${process.pid}`), join(root, output));
  console.log(`${entry}: ${plain.length} bytes plain, ${threads?.length ?? "none"} shared`);
}

const coreNames = { plain: "plainModule", shared: "sharedModule" };
await build("index.ts", "src/kernels/core/module.ts", coreNames, 0, (functions) =>
  kernelsInterface("Kernels", functions),
);
// `moduleSizeBytes` of src/kernels/core/arena.ts
const algorithmNames = { plain: "algorithmPlainModule", shared: "algorithmSharedModule" };
await build(
  "algorithms.ts",
  "src/kernels/runtime/algorithm-module.ts",
  algorithmNames,
  4096,
  (functions) => `${kernelsInterface("AlgorithmKernels", functions)}${argumentsByName(functions)}`,
);
await build(
  "vectors.ts",
  "src/kernels/vectors/vector-module.ts",
  { plain: "vectorPlainModule", shared: "vectorSharedModule" },
  0,
  (functions) => kernelsInterface("VectorKernels", functions),
);
await build("texts.ts", "src/kernels/texts/text-module.ts", { plain: "textPlainModule" }, 0, (functions) =>
  kernelsInterface("TextKernels", functions),
);
