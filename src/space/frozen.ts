/** The frozen graph, reached by `#frozen`: Node loads what builds it with the first `csr`. See `src/later.ts`. */
export { buildCsr } from "./csr.js";
