/** Reads Graphviz's JSON. */
import { jsonReader } from "../json/read.js";
import { GraphvizShape } from "./graphviz-shape.js";

export const readGraphvizJson = jsonReader((builder, options) => new GraphvizShape(builder, options));
