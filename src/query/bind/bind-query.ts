/**
 * Binds whole queries: clause after clause, with the variables that each leaves to the next. Over 500 lines, since
 * each kind of clause is bound here.
 */
import { CypherFault, readOnlyFault, syntaxFault } from "../text/cypher-fault.js";
import type {
  Clause,
  Projection,
  QueryBody,
  QueryExpression,
  RemoveItem,
  SetItem,
  SingleQuery,
  Statement,
} from "../text/tree.js";
import { slotExpression } from "./bind-expression.js";
import { ProjectionBinder } from "./bind-projection.js";
import type {
  BoundBody,
  BoundClause,
  BoundColumn,
  BoundEntry,
  BoundExpression,
  BoundMatch,
  BoundPath,
  BoundRemoveItem,
  BoundSetItem,
  BoundStatement,
  Slot,
} from "./bound.js";
import type { Definitions, ProcedureDefinition, ProcedureField } from "./definitions.js";
import { suggestion } from "./nearest-name.js";
import { VariableScope } from "./scope.js";
import {
  ANY_TYPE,
  INTEGER_TYPE,
  isNever,
  listOf,
  MAP_TYPE,
  NULL_TYPE,
  STRING_TYPE,
  type StaticType,
  staticType,
} from "./static-type.js";

/** Binds a statement. Throws a CypherFault for the first thing that is wrong in it. */
export function bindStatement(statement: Statement, definitions: Definitions): BoundStatement {
  return new QueryBinder(definitions).statement(statement);
}

type PlainClause = Exclude<Clause, Projection | { kind: "callProcedure" | "use" }>;

/** The surroundings of a single query. */
type Role = "statement" | "call" | "exists" | "count" | "collect";

const ELEMENT = staticType("NODE", "RELATIONSHIP");
const DELETABLE = staticType("NODE", "RELATIONSHIP", "PATH", "LIST", "MAP");
/** A name of a commit, a moment, or a moment in ms. */
const REVISION = staticType("STRING", "INTEGER", "ZONED DATETIME");
const UPDATES = new Set(["create", "merge", "set", "remove", "delete", "forEach"]);

class QueryBinder extends ProjectionBinder {
  readonly #notes: string[] = [];
  readonly #revisions: BoundExpression[] = [];
  #isImmediate = false;
  #writes = false;
  /** Whether the clauses read the graph at a revision. */
  #isPast = false;
  /** Clauses of the statement itself, to know a CALL that stands alone. */
  #standAlone = false;

  statement(statement: Statement): BoundStatement {
    const { parts } = statement.body;
    this.#standAlone =
      parts.length === 1 && parts[0]!.clauses.filter(({ kind }) => kind !== "use").length === 1;
    const body = this.#body(statement.body, new VariableScope(), "statement");
    return {
      mode: statement.mode,
      body,
      slotCount: this.slotCount,
      parameters: this.parameters,
      notes: this.#notes,
      revisions: this.#revisions,
      isImmediate: this.#isImmediate,
    };
  }

  #body(body: QueryBody, scope: VariableScope, role: Role, imports?: VariableScope): BoundBody {
    const before = this.#writes;
    this.#writes = false;
    const parts = body.parts.map((part) => this.#single(part, scope.copy(), role, imports));
    const writes = this.#writes;
    this.#writes ||= before;
    const columns = parts[0]!.columns;
    for (const [i, part] of parts.entries()) {
      if (sameNames(columns, part.columns)) continue;
      const [wanted, got] = [columns, part.columns].map(
        (list) => list.map(({ name }) => name).join(", ") || "none",
      );
      const message = `UNION expected the columns ${wanted} in each part, got ${got}`;
      throw syntaxFault("DifferentColumnsInUnion", message, body.parts[i]!.start);
    }
    return { parts, distinct: body.all.some((all) => !all), columns, writes };
  }

  protected override subqueryBody(
    body: QueryBody,
    scope: VariableScope,
    form: "exists" | "count" | "collect",
  ): BoundBody {
    const bound = this.#body(body, scope.within(), form);
    if (bound.writes)
      throw syntaxFault(
        "InvalidClauseComposition",
        `${form.toUpperCase()} expected a query that only reads`,
        body.start,
      );
    if (form === "collect" && bound.columns.length !== 1) {
      const message = `COLLECT expected one column, got ${bound.columns.length}`;
      throw syntaxFault("InvalidNumberOfColumns", message, body.start);
    }
    return bound;
  }

  #single(
    query: SingleQuery,
    start: VariableScope,
    role: Role,
    imports: VariableScope | undefined,
  ): { clauses: BoundClause[]; columns: BoundColumn[] } {
    let scope = start;
    const clauses: BoundClause[] = [];
    let columns: BoundColumn[] = [];
    const wasPast = this.#isPast;
    const first = query.clauses[0]!.kind === "use" ? 1 : 0;
    for (const [i, clause] of query.clauses.entries()) {
      const isLast = i === query.clauses.length - 1;
      if (imports !== undefined && i === first && clause.kind === "with" && isImport(clause, imports)) {
        scope = new VariableScope(scope.own, this.#imported(clause, imports));
        continue;
      }
      if (clause.kind === "use") {
        if (i > 0)
          throw syntaxFault("InvalidClauseComposition", "USE expected to be the first clause", clause.start);
        clauses.push(...this.#use(clause, imports ?? scope));
        if (isLast) throw unended(clause);
        continue;
      }
      const step = this.#clause(clause, scope);
      clauses.push(...step.clauses);
      ({ scope } = step);
      if (clause.kind === "return") columns = step.columns;
      else if (isLast) columns = this.#ending(clause, role, step.columns);
    }
    this.#isPast = wasPast;
    return { clauses, columns };
  }

  #imported(clause: Projection, imports: VariableScope): Map<string, Slot> {
    if (clause.star) return imports.all();
    return new Map(
      clause.items.map(({ expression, start }) => {
        const { name } = expression as Extract<QueryExpression, { kind: "variable" }>;
        return [name, this.find(name, start, imports)];
      }),
    );
  }

  /** A query ends with what returns, writes or calls; one within EXISTS or COUNT with anything. */
  #ending(clause: Clause, role: Role, columns: BoundColumn[]): BoundColumn[] {
    if (role === "exists" || role === "count") return [];
    if (UPDATES.has(clause.kind) || clause.kind === "finish") return [];
    if (clause.kind === "callProcedure" && role !== "collect")
      return this.#standAlone && role === "statement" ? columns : [];
    if (clause.kind === "callSubquery") return [];
    throw unended(clause);
  }

  #clause(
    clause: Exclude<Clause, { kind: "use" }>,
    scope: VariableScope,
  ): { clauses: BoundClause[]; scope: VariableScope; columns: BoundColumn[] } {
    if (clause.kind === "with" || clause.kind === "return") {
      const { bound, scope: after } = this.projection(clause, scope);
      const columns = bound.slots.map((slot) => ({ name: slot.name, slot }));
      return { clauses: [bound], scope: after, columns: clause.kind === "return" ? columns : [] };
    }
    if (clause.kind === "callProcedure") return this.#callProcedure(clause, scope);
    // thousands of clauses may each add a variable: a copy for each would be quadratic
    if (clause.kind === "create") return { clauses: [this.#create(clause, scope)], scope, columns: [] };
    const inner = scope.copy();
    return { clauses: [this.#plainClause(clause as PlainClause, scope, inner)], scope: inner, columns: [] };
  }

  /** USE at(…) leads to a revision. One graph is all there is: a plain name is its own, and changes nothing. */
  #use({ graph, start: offset }: Extract<Clause, { kind: "use" }>, scope: VariableScope): BoundClause[] {
    if (graph.kind === "variable" || graph.kind === "property") return [];
    const isRevision = graph.kind === "call" && graph.name.toLowerCase() === "at" && !graph.star;
    if (!isRevision || graph.distinct || graph.items.length !== 1)
      throw syntaxFault(
        "UnexpectedSyntax",
        "USE expected the name of a graph, or at(…) with a revision",
        graph.start,
      );
    const revision = this.requireType(this.bind(graph.items[0]!, scope), REVISION, "at()");
    this.#revisions.push(revision);
    this.#isPast = true;
    return [{ kind: "use", revision, offset }];
  }

  #noteWrite({ kind, start }: Clause): void {
    if (this.#isPast) {
      const word = kind === "forEach" ? "FOREACH" : kind.toUpperCase();
      throw readOnlyFault(`"query" expected clauses that only read behind USE at(…), got ${word}`, start);
    }
    this.#writes = true;
  }

  /** Binds a clause that reads in `scope`, and puts what it makes known into `inner`. */
  #plainClause(clause: PlainClause, scope: VariableScope, inner: VariableScope): BoundClause {
    const { kind, start: offset } = clause;
    if (UPDATES.has(kind)) this.#noteWrite(clause);
    switch (kind) {
      case "match": {
        const match = this.match(clause.patterns, clause.where, inner, offset);
        this.#noteShape(match);
        const slots = [...inner.own.values()].filter(({ index }) => !match.known.has(index));
        return { kind, optional: clause.optional, match, slots, offset };
      }
      case "create":
        return this.#create(clause, inner);
      case "merge":
        return this.#merge(clause, scope, inner);
      case "set":
        return { kind, items: clause.items.map((item) => this.#setItem(item, scope)), offset };
      case "remove":
        return { kind, items: clause.items.map((item) => this.#removeItem(item, scope)), offset };
      case "delete":
        return {
          kind,
          detach: clause.detach,
          items: clause.items.map((item) => this.#deleted(item, scope)),
          offset,
        };
      case "unwind": {
        const list = this.bind(clause.list, scope);
        const isList = list.type.mask === staticType("LIST").mask;
        const slot = this.#newVariable(
          clause.variable,
          inner,
          isList ? (list.type.item ?? ANY_TYPE) : ANY_TYPE,
        );
        const counter = clause.counter && {
          slot: this.#newVariable(clause.counter.variable, inner, INTEGER_TYPE),
          from: clause.counter.from,
        };
        return { kind, list, slot, counter, offset };
      }
      case "callSubquery":
        return this.#callSubquery(clause, scope, inner);
      case "forEach":
        return this.#forEach(clause, scope);
      case "loadCsv": {
        const from = this.requireType(this.bind(clause.from, scope), STRING_TYPE, "LOAD CSV");
        const type = clause.headers ? MAP_TYPE : listOf(STRING_TYPE);
        const slot = this.#newVariable(clause.variable, inner, type);
        return { kind, headers: clause.headers, from, slot, separator: clause.separator ?? ",", offset };
      }
      case "filter":
        return { kind, where: this.predicate(clause.where, scope), offset };
      case "let": {
        const items = clause.items.map(({ variable, value }) => {
          const bound = this.bind(value, scope);
          return { slot: this.#newVariable(variable, inner, bound.type), value: bound };
        });
        return { kind, items, offset };
      }
      case "page": {
        const orderBy = clause.orderBy.map(({ expression, descending }) => ({
          value: this.bind(expression, scope),
          descending,
        }));
        return { kind, orderBy, ...this.limits(clause, scope), offset };
      }
      case "finish":
        return { kind, offset };
    }
  }

  /** Binds CREATE; what it makes known is put into `scope`. */
  #create(clause: Extract<Clause, { kind: "create" }>, scope: VariableScope): BoundClause {
    this.#noteWrite(clause);
    const known = new Set<number>();
    for (const { elements } of clause.patterns) {
      for (const element of elements) {
        const name = element.kind === "group" ? undefined : element.variable?.name;
        const slot = name === undefined ? undefined : scope.find(name);
        if (slot !== undefined) known.add(slot.index);
      }
    }
    return {
      kind: "create",
      paths: this.create(clause.patterns, scope, "CREATE"),
      known,
      offset: clause.start,
    };
  }

  #newVariable(
    { name, start }: { name: string; start: number },
    scope: VariableScope,
    type: StaticType,
  ): Slot {
    if (scope.find(name) !== undefined) {
      const message = `"${name}" expected a name that is free, got one that is bound already`;
      throw syntaxFault("VariableAlreadyBound", message, start);
    }
    const slot = this.newSlot(name, type);
    scope.own.set(name, slot);
    return slot;
  }

  /** Notes shapes that may take long: cross products and walks without an end. */
  #noteShape(match: BoundMatch): void {
    const starts = new Map<number, number>();
    const find = (slot: number): number => {
      let root = slot;
      while (starts.get(root) !== root) root = starts.get(root)!;
      return root;
    };
    for (const { elements } of match.paths) {
      let last: number | undefined;
      for (const element of elements) {
        if (element.kind === "relationship") {
          const isUnbounded = element.length !== undefined && element.length.to === undefined;
          if (isUnbounded && element.types === undefined)
            this.#notes.push("a * without an end and without a type");
        }
        if (element.kind !== "node") continue;
        const slot = match.known.has(element.slot.index) ? -1 : element.slot.index;
        if (!starts.has(slot)) starts.set(slot, slot);
        if (last !== undefined) starts.set(find(last), find(slot));
        last = slot;
      }
    }
    const roots = new Set([...starts.keys()].map(find));
    if (roots.size > 1) this.#notes.push("a cross product of patterns that share no variable");
  }

  #merge(
    clause: Extract<Clause, { kind: "merge" }>,
    scope: VariableScope,
    inner: VariableScope,
  ): BoundClause {
    const paths = this.create([clause.pattern], inner, "MERGE");
    const match: BoundMatch = {
      paths: paths.map(withStoredValues),
      where: undefined,
      known: scope.known(),
      offset: clause.start,
    };
    const actions = (on: "create" | "match") =>
      clause.actions
        .filter((action) => action.on === on)
        .flatMap(({ items }) => items.map((item) => this.#setItem(item, inner)));
    return {
      kind: "merge",
      match,
      onCreate: actions("create"),
      onMatch: actions("match"),
      offset: clause.start,
    };
  }

  #setItem(item: SetItem, scope: VariableScope): BoundSetItem {
    const { start: offset } = item;
    if (item.kind === "attribute") {
      const target = this.#element(this.bind(item.target, scope), "SET");
      return { kind: "attribute", target, name: item.name, value: this.bind(item.value, scope), offset };
    }
    const target = this.#element(this.#variable(item.variable, scope), "SET");
    if (item.kind === "labels")
      return { kind: "labels", target, labels: item.labels.map(({ name }) => name), offset };
    const value = this.bind(item.value, scope);
    return {
      kind: item.kind,
      target,
      value: this.requireType(value, staticType("MAP", "NODE", "RELATIONSHIP"), "SET"),
      offset,
    };
  }

  #variable({ name, start }: { name: string; start: number }, scope: VariableScope): BoundExpression {
    return slotExpression(this.find(name, start, scope), start);
  }

  #element(target: BoundExpression, clause: string): BoundExpression {
    return this.requireType(target, ELEMENT, clause);
  }

  #removeItem(item: RemoveItem, scope: VariableScope): BoundRemoveItem {
    const { start: offset } = item;
    if (item.kind === "attribute") {
      const target = this.#element(this.bind(item.target, scope), "REMOVE");
      return { kind: "attribute", target, name: item.name, offset };
    }
    const target = this.#element(this.#variable(item.variable, scope), "REMOVE");
    return { kind: "labels", target, labels: item.labels.map(({ name }) => name), offset };
  }

  #deleted(item: QueryExpression, scope: VariableScope): BoundExpression {
    if (item.kind === "hasLabels") {
      const message = "DELETE expected nodes, relationships or paths, got labels; REMOVE takes labels away";
      throw syntaxFault("InvalidDelete", message, item.start);
    }
    return this.requireType(this.bind(item, scope), DELETABLE, "DELETE");
  }

  #callSubquery(
    clause: Extract<Clause, { kind: "callSubquery" }>,
    scope: VariableScope,
    inner: VariableScope,
  ): BoundClause {
    const { imports, start: offset } = clause;
    const visible =
      imports === undefined
        ? new VariableScope()
        : new VariableScope(
            [],
            imports === "*"
              ? scope.all()
              : new Map(imports.map(({ name, start }) => [name, this.find(name, start, scope)])),
          );
    const body = this.#body(clause.body, visible, "call", imports === undefined ? scope : undefined);
    for (const { name, slot } of body.columns) {
      if (inner.find(name) !== undefined)
        throw syntaxFault(
          "VariableAlreadyBound",
          `"${name}" expected a name that is free, got one that is bound already`,
          offset,
        );
      inner.own.set(name, slot);
    }
    const isUnit = !clause.body.parts.some(({ clauses }) => clauses.at(-1)?.kind === "return");
    return { kind: "callSubquery", optional: clause.optional, body, isUnit, offset };
  }

  #forEach(clause: Extract<Clause, { kind: "forEach" }>, scope: VariableScope): BoundClause {
    const list = this.requireType(this.bind(clause.list, scope), staticType("LIST"), "FOREACH");
    let inner = scope.copy();
    const isList = list.type.mask === staticType("LIST").mask;
    const slot = this.newSlot(clause.variable.name, isList ? (list.type.item ?? ANY_TYPE) : ANY_TYPE);
    inner.own.set(slot.name, slot);
    const clauses: BoundClause[] = [];
    for (const each of clause.clauses) {
      if (!UPDATES.has(each.kind))
        throw syntaxFault("InvalidClauseComposition", "FOREACH expected clauses that write", each.start);
      const step = this.#clause(each as Exclude<Clause, { kind: "use" }>, inner);
      clauses.push(...step.clauses);
      inner = step.scope;
    }
    return { kind: "forEach", slot, list, clauses, offset: clause.start };
  }

  #callProcedure(
    clause: Extract<Clause, { kind: "callProcedure" }>,
    scope: VariableScope,
  ): { clauses: BoundClause[]; scope: VariableScope; columns: BoundColumn[] } {
    const { name, start: offset } = clause;
    const procedure = this.definitions.findProcedure(name);
    if (procedure === undefined) {
      const hint = suggestion(name, this.definitions.procedureNames());
      const message = `CALL expected a procedure that is known, got "${name}"${hint}`;
      throw new CypherFault("ProcedureError", "compile", "ProcedureNotFound", message, offset);
    }
    this.#isImmediate ||= procedure.isImmediate === true;
    const inputs = this.#inputs(clause, procedure, scope);
    const inner = scope.copy();
    const outputs = this.#outputs(clause, procedure, inner);
    const where = clause.where && this.predicate(clause.where, inner);
    const columns = this.#standAlone ? outputs : [];
    const bound = {
      kind: "callProcedure",
      procedure,
      optional: clause.optional,
      inputs,
      outputs,
      where,
      offset,
    } as const;
    return { clauses: [bound], scope: inner, columns };
  }

  #inputs(
    clause: Extract<Clause, { kind: "callProcedure" }>,
    procedure: ProcedureDefinition,
    scope: VariableScope,
  ): BoundExpression[] {
    const { start: offset, name } = clause;
    const fields = procedure.inputs;
    if (clause.inputs === undefined) {
      if (!this.#standAlone) {
        const message = `"${name}" expected its inputs in parentheses, as CALL stands within a query`;
        throw syntaxFault("InvalidArgumentPassingMode", message, offset);
      }
      return fields.map((field) => {
        if (field.isOptional === true) return { kind: "constant", value: null, type: NULL_TYPE, offset };
        this.parameters.add(field.name);
        return { kind: "parameter", name: field.name, type: ANY_TYPE, offset };
      });
    }
    const { length } = clause.inputs;
    const least = fields.findIndex(({ isOptional }) => isOptional === true);
    if (length > fields.length || length < (least < 0 ? fields.length : least)) {
      const expected = least < 0 ? fields.length : `${least} to ${fields.length}`;
      const message = `"${name}" expected ${expected} inputs, got ${length}`;
      throw syntaxFault("InvalidNumberOfArguments", message, offset);
    }
    return fields.map((field, i) => {
      const input = clause.inputs?.[i];
      if (input === undefined) return { kind: "constant", value: null, type: NULL_TYPE, offset };
      const bound = this.bind(input, scope);
      checkInput(bound, field);
      return bound;
    });
  }

  #outputs(
    clause: Extract<Clause, { kind: "callProcedure" }>,
    procedure: ProcedureDefinition,
    inner: VariableScope,
  ): BoundColumn[] {
    const { yields, start: offset } = clause;
    if (yields === undefined && !this.#standAlone) return [];
    if (yields === undefined || yields === "*") {
      if (yields === "*" && !this.#standAlone)
        throw syntaxFault(
          "UnexpectedSyntax",
          "YIELD expected names, as CALL stands within a query, got *",
          offset,
        );
      return procedure.outputs.map(({ name, type }) => ({
        name,
        slot: this.#newVariable({ name, start: offset }, inner, type),
      }));
    }
    return yields.map(({ output, alias }) => {
      const field = procedure.outputs.find(({ name }) => name === output.name);
      if (field === undefined) {
        const hint = suggestion(
          output.name,
          procedure.outputs.map(({ name }) => name),
        );
        const message = `YIELD expected an output of "${procedure.name}", got "${output.name}"${hint}`;
        throw syntaxFault("UndefinedVariable", message, output.start);
      }
      return { name: output.name, slot: this.#newVariable(alias ?? output, inner, field.type) };
    });
  }
}

/** A pattern of MERGE: it is compared with the values that it would write, which an attribute may round. */
function withStoredValues(path: BoundPath): BoundPath {
  const elements = path.elements.map((element) => {
    if (element.kind === "group" || !Array.isArray(element.properties)) return element;
    const properties = (element.properties as readonly BoundEntry[]).map(({ name, value }) => {
      const { offset, type } = value;
      const stored: BoundExpression = {
        kind: "stored",
        element: element.kind,
        name,
        operand: value,
        offset,
        type,
      };
      return { name, value: stored };
    });
    return { ...element, properties };
  });
  return { ...path, elements };
}

/** The type with INTEGER where FLOAT is taken. */
function widened({ mask, item }: StaticType): StaticType {
  const wide = (mask & staticType("FLOAT").mask) === 0 ? mask : mask | INTEGER_TYPE.mask;
  return item === undefined ? { mask: wide } : { mask: wide, item: widened(item) };
}

function checkInput(bound: BoundExpression, field: ProcedureField): void {
  if (!isNever(bound.type, widened(field.type))) return;
  const message = `"${field.name}" expected ${field.typeText}, got another type`;
  throw syntaxFault("InvalidArgumentType", message, bound.offset);
}

function unended({ kind, start }: Clause): CypherFault {
  const message = `expected RETURN, or a clause that writes, at the end of the query, got ${kind.toUpperCase()}`;
  return syntaxFault("InvalidClauseComposition", message, start);
}

function sameNames(a: readonly BoundColumn[], b: readonly BoundColumn[]): boolean {
  return a.length === b.length && a.every(({ name }) => b.some((column) => column.name === name));
}

/** Whether a WITH at the beginning of a subquery only names variables, and so brings them in. */
function isImport(clause: Projection, imports: VariableScope): boolean {
  const isPlain =
    !clause.distinct &&
    clause.orderBy.length === 0 &&
    clause.skip === undefined &&
    clause.limit === undefined;
  if (!isPlain || clause.where !== undefined) return false;
  return clause.items.every(
    ({ expression, alias }) =>
      expression.kind === "variable" &&
      (alias === undefined || alias.name === expression.name) &&
      imports.find(expression.name) !== undefined,
  );
}
