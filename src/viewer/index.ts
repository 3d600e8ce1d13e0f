/** The public names of groggy/viewer, nothing else. */
export { serveViewer, type Viewer, type ViewerOptions } from "./serve-viewer.js";
