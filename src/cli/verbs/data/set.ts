/**
 * `groggy set`: attributes of what a filter selects. `name=text` gives a text, or a value of the type that the attribute
 * has; `name:=json` a value of JSON, null to take it away; `name:type=text` a value of a type. A text for a new attribute
 * that could as well be a number, a boolean or nothing is refused.
 */
import { type AttributeType, type ElementsView, type Graph, type ValueType, valueFromJson } from "groggy";
import { CliError } from "../../shared/cli-error.js";
import type { ExitCode } from "../../shared/command.js";
import {
  type CommitFlags,
  commitChanges,
  committedJson,
  openToCommit,
  readCommitChoices,
} from "../../shared/committing.js";
import type { Invocation } from "../../shared/invocation.js";
import { splitNames } from "../../shared/names-list.js";
import { valueOfText } from "../../shared/typed-text.js";

interface SetFlags extends CommitFlags {
  readonly edges?: boolean;
  readonly graph?: boolean;
  readonly "add-label"?: string;
  readonly "remove-label"?: string;
  readonly "fail-empty"?: boolean;
}

interface Assignment {
  readonly name: string;
  readonly form: "text" | "json" | "typed";
  readonly type: string | undefined;
  readonly text: string;
  readonly word: string;
}

const ASSIGNMENT = /^(?:`((?:[^`]|``)+)`|([^`=:]+))(?:(:=)|:([^=]+)=|(=))(.*)$/s;
const LOOKS_TYPED = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|true|false|null|nan|-?infinity|)$/i;

export async function run(invocation: Invocation<SetFlags>): Promise<ExitCode> {
  const { operands, options, output } = invocation;
  readCommitChoices(invocation);
  const { filter, words } = split(operands.words as readonly string[], options.graph === true);
  const added = splitNames("--add-label", options["add-label"]) ?? [];
  const removed = splitNames("--remove-label", options["remove-label"]) ?? [];
  if (words.length + added.length + removed.length === 0)
    throw new CliError('"set" expected what to set, such as name=text or born:=1815, got nothing', {
      hint: 'a filter comes first, "" selects all: set "" era=old',
    });
  if ((options.edges === true || options.graph === true) && added.length + removed.length > 0)
    throw new CliError('"--add-label" and "--remove-label" expected nodes, got --edges or --graph');
  if (options.edges === true && options.graph === true)
    throw new CliError('"--edges" expected no --graph beside it, got both');
  const assignments = words.map(readAssignment);
  const graph = await openToCommit(invocation);
  const done =
    options.graph === true
      ? setOwn(graph, assignments)
      : setElements(graph, options.edges === true ? "edges" : "nodes", filter, assignments, added, removed);
  const committed = commitChanges(invocation, graph, {
    message: `set ${[...words, ...added.map((label) => `+${label}`), ...removed.map((label) => `-${label}`)].join(" ")}`,
  });
  await output.report({ json: { selected: done, ...committedJson(committed) }, lines: [] });
  return done === 0 && options["fail-empty"] === true ? 1 : 0;
}

/** The filter comes before the assignments; it is all that is not an assignment. */
function split(
  given: readonly string[],
  isGraph: boolean,
): { readonly filter: string | undefined; readonly words: readonly string[] } {
  const [first, ...rest] = given;
  if (first === undefined) return { filter: undefined, words: [] };
  if (isGraph) return { filter: undefined, words: given };
  return { filter: first, words: rest };
}

function readAssignment(word: string): Assignment {
  const match = ASSIGNMENT.exec(word);
  if (match === null)
    throw new CliError(`expected name=text, name:=json or name:type=text, got ${JSON.stringify(word)}`, {
      hint: "the filter comes first and is one word; write a name with = or : in backticks",
    });
  const [, quoted, plain, json, type, , text = ""] = match;
  const name = quoted?.replaceAll("``", "`") ?? plain!;
  return {
    name,
    form: json !== undefined ? "json" : type !== undefined ? "typed" : "text",
    type,
    text,
    word,
  };
}

function setElements(
  graph: Graph,
  of: "nodes" | "edges",
  filter: string | undefined,
  assignments: readonly Assignment[],
  added: readonly string[],
  removed: readonly string[],
): number {
  const elements = graph[of];
  const selection = filter === undefined || filter === "" ? elements.all() : elements.where(filter);
  const values = assignments.map((each) => valueIn(each, elements));
  const ids = selection.ids();
  graph.transaction(() => {
    for (let i = 0; i < assignments.length; i++) setAll(elements, assignments[i]!, ids, values[i] ?? null);
    for (const id of ids) {
      for (const label of added) graph.nodes.addLabel(id, label);
      for (const label of removed)
        if (graph.nodes.labels(id).includes(label)) graph.nodes.removeLabel(id, label);
    }
  });
  return ids.length;
}

/** Typed arrays say which type a new attribute has. */
const ARRAYS: Readonly<Record<string, (count: number, value: unknown) => ArrayLike<unknown>>> = {
  int32: (count, value) => new Int32Array(count).fill(value as number),
  int64: (count, value) => new BigInt64Array(count).fill(BigInt(value as number | bigint)),
  float32: (count, value) => new Float32Array(count).fill(value as number),
};

function setAll(
  elements: Graph["nodes"] | Graph["edges"],
  { name, type, word }: Assignment,
  ids: Uint32Array,
  value: unknown,
): void {
  const array = type === undefined || Object.hasOwn(elements.schema, name) ? undefined : ARRAYS[type];
  const values = array === undefined ? new Array<unknown>(ids.length).fill(value) : array(ids.length, value);
  elements.setColumn(name, ids, values as never);
  const made = elements.schema[name];
  if (type !== undefined && made !== undefined && made !== type && !made.startsWith("union<"))
    throw new CliError(
      `${JSON.stringify(word)} expected a type that a new attribute can be given, got ${type}`,
      {
        hint: "an import with --types gives attributes of any type",
      },
    );
}

function setOwn(graph: Graph, assignments: readonly Assignment[]): number {
  const values = assignments.map((each) => [each.name, valueIn(each, graph.attributes) ?? null]);
  graph.attributes.set(Object.fromEntries(values));
  return 1;
}

function valueIn(
  { form, name, text, type, word }: Assignment,
  { schema }: Pick<ElementsView, "schema"> | { readonly schema: Readonly<Record<string, AttributeType>> },
): unknown {
  const present = Object.hasOwn(schema, name) ? schema[name] : undefined;
  const what = JSON.stringify(word);
  if (form === "json") return jsonValue(what, text, present);
  if (form === "typed") return typedValue(what, type as string, text, present);
  if (present !== undefined) {
    if (text === "")
      throw new CliError(`${what} expected a value, got nothing`, {
        hint: `${name}:=null takes the attribute away, ${name}:="" gives an empty text`,
      });
    return valueOfText(what, present, text);
  }
  if (LOOKS_TYPED.test(text))
    throw new CliError(`${what} expected a value whose type is clear, since no element has "${name}" yet`, {
      hint: `${name}:=${text === "" ? "null" : text} for the value of JSON, ${name}:utf8=${text} for the text`,
    });
  return text;
}

function typedValue(what: string, type: string, text: string, present: AttributeType | undefined): unknown {
  if (present !== undefined && present !== type)
    throw new CliError(`${what} expected ${present}, the type that the attribute has, got ${type}`, {
      exitCode: 3,
    });
  try {
    return valueOfText(what, type as AttributeType, text);
  } catch (error) {
    if (error instanceof CliError || !(error instanceof TypeError)) throw error;
    throw new CliError(`${what} expected a type such as int32 or utf8 behind the colon, got ${type}`, {
      cause: error,
    });
  }
}

function jsonValue(what: string, text: string, present: AttributeType | undefined): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${what} expected JSON behind :=, got ${JSON.stringify(text)}`, {
      hint: "write texts in quotes: 'name:=\"Ada\"'",
      cause,
    });
  }
  if (value === null) return null;
  // digits that a number would not keep
  const exact = /^-?\d+$/.test(text.trim()) && !Number.isSafeInteger(value) ? BigInt(text.trim()) : value;
  if (present === undefined || present.startsWith("union<") || typeof exact !== "object") return exact;
  return valueFromJson(present as ValueType, exact);
}
