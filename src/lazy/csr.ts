/** Door to what freezes a graph, opened by the first `csr()` or algorithm. */
export { keptCsr } from "../space/csr.js";
