/**
 * Reads software bills of materials in JSON: CycloneDX 1.x and SPDX 2.x. Components, packages and files are nodes, what
 * depends on what is edges; fields with parts are json.
 */
import { isRecord } from "../../structures/arguments.js";
import { NO_ROW } from "../../structures/row-index.js";
import { type Fields, fieldsOf, putFields } from "../npm/packages.js";
import type { FormatReader, ReaderInput } from "../shared/contract.js";
import { JsonFault, parseExactJson, valueOfExact } from "../shared/exact-json.js";
import type { GraphBuilder } from "../shared/graph-builder.js";
import { JSON_NESTING_MAX } from "../shared/limits.js";

/** The object that a file of JSON is; faults are told with their place. */
async function documentOf({ input }: ReaderInput, builder: GraphBuilder): Promise<Fields> {
  builder.where = () => input.place;
  const text = await input.wholeText(() => builder.pause());
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const lines = text.slice(0, error.at).split("\n");
    const place = { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
    builder.fail(error.isLimit ? "FORMAT_UNSUPPORTED" : "FORMAT_SYNTAX", error.message, place);
  }
  if (!isRecord(value)) builder.fail("FORMAT_SYNTAX", "an object expected, got another value of JSON");
  return value as Fields;
}

export const readCycloneDx: FormatReader = async ([given], builder) => {
  const bom = await documentOf(given, builder);
  if (bom.bomFormat !== "CycloneDX")
    builder.fail("FORMAT_SYNTAX", `"bomFormat" expected "CycloneDX", got ${shown(bom.bomFormat)}`);
  await new CycloneDxReader(builder, bom).read();
};

class CycloneDxReader {
  readonly #builder: GraphBuilder;
  readonly #bom: Fields;
  /** Components in the order of the file, each with what contains it. */
  readonly #components: { key: string; fields: Fields; kind: string; parent: string | undefined }[] = [];

  constructor(builder: GraphBuilder, bom: Fields) {
    this.#builder = builder;
    this.#bom = bom;
  }

  async read(): Promise<void> {
    const builder = this.#builder;
    const {
      specVersion,
      metadata,
      components,
      services,
      dependencies,
      bomFormat: _,
      $schema: __,
      ...others
    } = this.#bom;
    if (specVersion !== undefined) builder.version = String(specVersion);
    const { component, ...about } = fieldsOf(metadata);
    if (isRecord(component)) this.#collect([component], "component", undefined, 0);
    this.#collect(listOf(components), "component", undefined, 0);
    this.#collect(listOf(services), "service", undefined, 0);
    for (const [name, value] of Object.entries({ ...others, metadata: about })) {
      if (typeof value !== "object" || name === "metadata") {
        if (name !== "metadata" || Object.keys(about).length > 0)
          builder.graphAttribute(name, valueOfExact(value));
      } else
        builder.losses.add("part", "parts of the file that are neither components nor dependencies", {
          attribute: name,
          place: builder.place(),
        });
    }
    for (const { key, fields, kind, parent } of this.#components) {
      const row = builder.node(builder.keyOf(key));
      if (row !== NO_ROW) {
        builder.nodes.labels(row, [kind]);
        putFields(builder, row, fields, NOT_ATTRIBUTES);
        if (parent !== undefined) builder.nodes.column("parent", "utf8").text(row, parent);
      }
      if (builder.isDue) await builder.pause();
    }
    for (const dependency of listOf(dependencies)) {
      this.#edges(fieldsOf(dependency));
      if (builder.isDue) await builder.pause();
    }
  }

  /** Components, and those in them. */
  #collect(list: readonly unknown[], kind: string, parent: string | undefined, depth: number): void {
    if (depth > JSON_NESTING_MAX) return;
    list.forEach((given) => {
      const fields = fieldsOf(given);
      const key = this.#keyOf(fields, kind);
      this.#components.push({ key, fields, kind, parent });
      this.#collect(listOf(fields.components ?? fields.services), kind, key, depth + 1);
    });
  }

  /** The reference of a component, else its package URL, else its name and version. */
  #keyOf(fields: Fields, kind: string): string {
    const own = fields["bom-ref"] ?? fields.purl;
    if (typeof own === "string") return own;
    const { group, name, version } = fields;
    if (typeof name !== "string")
      this.#builder.fail("FORMAT_VALUE", `a ${kind} expected to have a "name", got ${shown(name)}`);
    return `${typeof group === "string" ? `${group}/` : ""}${String(name)}${typeof version === "string" ? `@${version}` : ""}`;
  }

  #edges({ ref, dependsOn, provides }: Fields): void {
    const builder = this.#builder;
    if (typeof ref !== "string") {
      builder.refuse(
        "FORMAT_VALUE",
        "dependency",
        `"ref" of a dependency expected a text, got ${shown(ref)}`,
      );
      return;
    }
    for (const [list, type] of [
      [dependsOn, "dependsOn"],
      [provides, "provides"],
    ] as const)
      for (const target of listOf(list)) {
        const row = builder.edge(builder.keyOf(ref), builder.keyOf(String(target)));
        if (row !== NO_ROW) builder.edges.labels(row, [type]);
      }
  }
}

const NOT_ATTRIBUTES: ReadonlySet<string> = new Set(["bom-ref", "components", "services"]);

export const readSpdx: FormatReader = async ([given], builder) => {
  const document = await documentOf(given, builder);
  const { spdxVersion } = document;
  if (typeof spdxVersion !== "string" || !spdxVersion.startsWith("SPDX-2"))
    builder.fail(
      document["@graph"] === undefined ? "FORMAT_SYNTAX" : "FORMAT_UNSUPPORTED",
      `"spdxVersion" expected "SPDX-2.3" or the like, got ${shown(spdxVersion)}`,
    );
  builder.version = String(spdxVersion).slice("SPDX-".length);
  await readSpdxDocument(document, builder);
};

const SPDX_PARTS = [
  ["packages", "Package"],
  ["files", "File"],
  ["snippets", "Snippet"],
] as const;

async function readSpdxDocument(document: Fields, builder: GraphBuilder): Promise<void> {
  const own = Object.entries(document).filter(([name]) => !SPDX_LISTS.has(name));
  const root = typeof document.SPDXID === "string" ? document.SPDXID : "SPDXRef-DOCUMENT";
  const row = builder.node(builder.keyOf(root));
  if (row !== NO_ROW) {
    builder.nodes.labels(row, ["Document"]);
    putFields(builder, row, Object.fromEntries(own), new Set(["SPDXID"]));
  }
  for (const [field, label] of SPDX_PARTS)
    for (const given of listOf(document[field])) {
      const fields = fieldsOf(given);
      if (typeof fields.SPDXID !== "string") {
        builder.refuse(
          "FORMAT_VALUE",
          "id",
          `"SPDXID" of one of "${field}" expected a text, got ${shown(fields.SPDXID)}`,
        );
        continue;
      }
      const node = builder.node(builder.keyOf(fields.SPDXID));
      if (node !== NO_ROW) builder.nodes.labels(node, [label]);
      putFields(builder, node, fields, new Set(["SPDXID"]));
      if (builder.isDue) await builder.pause();
    }
  const described = new Set<string>();
  for (const given of listOf(document.relationships)) {
    const { spdxElementId, relatedSpdxElement, relationshipType, ...others } = fieldsOf(given);
    const [from, to] = [String(spdxElementId), String(relatedSpdxElement)];
    if (to === "NONE" || to === "NOASSERTION") {
      builder.skipped.add("relationship", `relationships to ${to}, which is no element`);
      continue;
    }
    // elements of other documents are named, and are not here
    for (const end of [from, to]) {
      const key = builder.keyOf(end);
      if (!end.startsWith("DocumentRef-") || builder.isNode(key)) continue;
      const external = builder.node(key);
      if (external !== NO_ROW) builder.nodes.labels(external, ["External"]);
    }
    const edge = builder.edge(builder.keyOf(from), builder.keyOf(to));
    if (edge === NO_ROW) continue;
    builder.edges.labels(edge, [String(relationshipType)]);
    for (const [name, value] of Object.entries(others))
      if (typeof value === "string") builder.edges.column(name, "utf8").text(edge, value);
    if (relationshipType === "DESCRIBES" && from === root) described.add(to);
    if (builder.isDue) await builder.pause();
  }
  // what a document describes may be in a list of its own
  for (const target of listOf(document.documentDescribes)) {
    if (described.has(String(target))) continue;
    const edge = builder.edge(builder.keyOf(root), builder.keyOf(String(target)));
    if (edge !== NO_ROW) builder.edges.labels(edge, ["DESCRIBES"]);
  }
}

const SPDX_LISTS: ReadonlySet<string> = new Set([
  "packages",
  "files",
  "snippets",
  "relationships",
  "documentDescribes",
]);

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  return value === undefined ? "none" : (JSON.stringify(value) ?? "another value").slice(0, 40);
}
