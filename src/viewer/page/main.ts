/** The script of the page, which is the layout in a worker as well: one file. */
import { startLayoutWorker } from "./layout-worker.js";
import { startPage } from "./page.js";

if (typeof document === "undefined") startLayoutWorker();
else void startPage();
