/** Door to what freezes a graph, opened by the first `csr()` or algorithm. */
export { buildCsr } from "../space/csr.js";
