/** Plans as trees to read: the last clause first, what it takes its rows from below. */
import type { BoundBody, BoundClause, BoundStatement } from "../bind/bound.js";
import type { LabelExpression } from "../text/tree.js";
import type { MatchPlans, MatchStep } from "./match-plan.js";

/** The cost of a clause, behind PROFILE. */
export interface ClauseProfile {
  rows: number;
  milliseconds: number;
}

/** Lines behind those of a step, or before those of a projection, in the order in which they run. */
export type PlanNotes = ReadonlyMap<BoundClause | MatchStep, readonly string[]>;

const WIDTH_MAX = 80;

/**
 * The plan of a statement, behind a line on its engine; with profiles, rows and times of each clause. `notes` tell what the
 * engine makes of it.
 */
export function planText(
  { body }: BoundStatement,
  engine: string,
  plans: MatchPlans,
  notes: PlanNotes,
  profiles?: ReadonlyMap<BoundClause, ClauseProfile>,
): string {
  return [`Engine ${engine}`, ...bodyLines(body, { plans, notes, profiles })].map(cut).join("\n");
}

interface PlanPrinting {
  readonly plans: MatchPlans;
  readonly notes: PlanNotes;
  readonly profiles: ReadonlyMap<BoundClause, ClauseProfile> | undefined;
}

function cut(line: string): string {
  return line.length > WIDTH_MAX ? `${line.slice(0, WIDTH_MAX - 1)}…` : line;
}

function bodyLines(body: BoundBody, printing: PlanPrinting): string[] {
  const parts = body.parts.map(({ clauses }) =>
    clauses.flatMap((clause) => clauseLines(clause, printing)).reverse(),
  );
  if (parts.length === 1) return parts[0];
  const title = body.distinct ? "Union" : "Union all";
  return [title, ...parts.flatMap((lines) => lines.map((line, i) => (i === 0 ? `+ ${line}` : `| ${line}`)))];
}

function clauseLines(clause: BoundClause, printing: PlanPrinting): string[] {
  const { plans, notes, profiles } = printing;
  const profile = profiles?.get(clause);
  const taken = profile === undefined ? "" : `  rows ${profile.rows}, ${profile.milliseconds.toFixed(1)} ms`;
  switch (clause.kind) {
    case "match": {
      const { steps, where } = plans.of(clause.match);
      const lines = steps.flatMap((step) => [...stepLines(step), ...(notes.get(step) ?? [])]);
      if (where !== undefined) lines.push("Filter WHERE");
      const last = lines.length - 1;
      if (clause.optional) lines.push(`Optional${taken}`);
      else if (last >= 0) lines[last] += taken;
      return lines;
    }
    case "project": {
      const lines: string[] = [...(notes.get(clause) ?? [])];
      if (clause.groups !== undefined) {
        const keys = clause.groups.keys.map(({ slot }) => slot.name).join(", ") || "all rows";
        lines.push(`Aggregate by ${keys}`);
      }
      if (clause.distinct) lines.push("Distinct");
      if (clause.orderBy.length > 0) lines.push(`Sort by ${clause.orderBy.length} keys`);
      if (clause.skip !== undefined) lines.push("Skip");
      if (clause.limit !== undefined) lines.push("Limit");
      if (clause.where !== undefined) lines.push("Filter WHERE");
      const names = clause.slots.map(({ name }) => name).join(", ");
      return [...lines, `${clause.isReturn ? "Return" : "With"} ${names}${taken}`];
    }
    case "callSubquery": {
      const inner = bodyLines(clause.body, printing).map((line) => `  ${line}`);
      return [...inner.reverse(), `Call a query${taken}`];
    }
    case "callProcedure":
      return [`Call ${clause.procedure.name}${taken}`];
    case "merge": {
      const lines = plans.of(clause.match).steps.flatMap((step) => stepLines(step));
      return [...lines.map((line) => `  ${line}`), `Merge${taken}`];
    }
    case "page":
      return [`${clause.orderBy.length > 0 ? "Sort and page" : "Page"}${taken}`];
    default:
      return [`${TITLES[clause.kind]}${taken}`];
  }
}

const TITLES: Readonly<Record<string, string>> = {
  create: "Create",
  set: "Set",
  remove: "Remove",
  delete: "Delete",
  unwind: "Unwind",
  forEach: "For each",
  loadCsv: "Load CSV",
  filter: "Filter",
  use: "Use a revision",
  let: "Let",
  finish: "Finish",
};

function stepLines(step: MatchStep): string[] {
  switch (step.kind) {
    case "scan": {
      const { labels, slot } = step.node;
      const node = `(${slot.name}${printedLabels(labels)})`;
      const rows = aboutRows(step.rows);
      if (step.way === undefined) return [`Scan ${node}  ${rows}`];
      const by = step.way === "id" ? "id" : `${step.way.kind} ${step.way.names.join(", ")}`;
      return [`Find ${node} by ${by}  ${rows}`];
    }
    case "known":
      return [];
    case "expand":
    case "walk": {
      const { relationship, from, to, forward, toKnown } = step;
      const isLeft = relationship.direction !== "both" && (relationship.direction === "left") === forward;
      const isRight = relationship.direction !== "both" && !isLeft;
      const inner = `[${relationship.slot.name}${printedLabels(relationship.types)}${step.kind === "walk" ? "*" : ""}]`;
      const arrow = `${isLeft ? "<" : ""}-${inner}-${isRight ? ">" : ""}`;
      const word = toKnown ? "Expand into" : "Expand";
      const rows = step.about === undefined ? "" : `  ${aboutRows(step.about)}`;
      return [`${word} (${from.slot.name})${arrow}(${to.slot.name})${rows}`];
    }
    case "repeat":
      return [
        `Repeat from (${step.from.slot.name}) to (${step.to.slot.name})`,
        ...step.plan.steps.flatMap((each) => stepLines(each)).map((line) => `  ${line}`),
      ].reverse();
    case "choose":
      return [
        ...step.plan.steps.flatMap((each) => stepLines(each)).map((line) => `  ${line}`),
        "Choose the shortest paths",
      ];
    case "shortest": {
      const { path, from, to, toKnown } = step;
      const { kind, count } = path.selector ?? { kind: "shortest", count: 1 };
      const which = {
        shortest: "Shortest",
        any: "Any",
        allShortest: "All shortest",
        groups: "Shortest groups",
      }[kind];
      const number = count === 1 ? "" : ` ${count}`;
      return [`${which}${number} from (${from.slot.name}) to ${toKnown ? "" : "any "}(${to.slot.name})`];
    }
    case "path":
      return [`Path ${step.path.slot?.name ?? ""}`];
  }
}

function aboutRows(rows: number): string {
  return `about ${Math.ceil(rows)} rows`;
}

function printedLabels(labels: LabelExpression | undefined): string {
  if (labels === undefined) return "";
  return `:${printedLabel(labels)}`;
}

function printedLabel(labels: LabelExpression): string {
  switch (labels.kind) {
    case "label":
      return labels.name;
    case "any":
      return "%";
    case "not":
      return `!${printedLabel(labels.operand)}`;
    default:
      return `(${printedLabel(labels.left)}${labels.kind === "and" ? "&" : "|"}${printedLabel(labels.right)})`;
  }
}
