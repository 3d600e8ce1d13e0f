/**
 * For each option of each verb a line and the words that, added to it, make a difference: in stdout, stderr, the exit
 * code or the files. Beside `people.groggy` and the other examples the lines find what {@link makePairFiles} makes.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "groggy";
import { clock } from "./run-cli.js";

export interface Situation {
  /** Lines that run before. */
  readonly before?: readonly string[];
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** What is uncommitted in people.groggy, as another program leaves it. */
  readonly hasDraft?: boolean;
  /** A store that has a writer on another machine for a while. */
  readonly busy?: string;
}

/** The line without the option, the words with it, and what holds for both. */
export type OptionPair = readonly [line: string, words: string, situation?: Situation];

type Pairs = Readonly<Record<string, OptionPair>>;

/** Graphs and tables that the options of files make a difference to. */
const pairFiles: Readonly<Record<string, string | Uint8Array>> = {
  "pairs.data": "mary emmy ada\nemmy ada\n",
  "dangling.csv": "source,target,type\nmary,nobody,KNOWS\n",
  "untyped.csv": "source,target\nmary,emmy\n",
  "twice.csv": "id,name\nmary,Mary\nmary,Mrs Somerville\n",
  "latin.csv": Buffer.from("id,name\nzoe,Zoë\n", "latin1"),
  "torn.csv": "id,name\nmary,Mary\nemmy,Emmy,Noether,1882\n",
  "emails.csv": "id,born\nada@example.org,1816\n",
  "known.csv": "source,target,type,since\ncharles@example.org,ada@example.org,KNOWS,1834\n",
  "mixed.graphml":
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/><node id="b"/>' +
    '<edge source="a" target="b"/><edge source="b" target="a" directed="false"/></graph></graphml>',
  "undirected.gml": "graph [ directed 0 node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]\n",
  "two.dot": "digraph one { a -> b }\ndigraph two { c -> d -> e }\n",
  "many.csv": `id,text\n${Array.from({ length: 5000 }, (_, i) => `${i},the same words`).join("\n")}\n`,
  "born.cypher": "MATCH (p:Person) RETURN count(p)",
};

/**
 * Makes the files, and `twins.groggy`: its branches `left`, the present one, and `right` add a node of the same key and
 * an edge between the same nodes; `again` removes both and adds them anew.
 */
export function makePairFiles(folder: string): void {
  for (const [name, bytes] of Object.entries(pairFiles)) writeFileSync(join(folder, name), bytes);
  const graph = Graph.open(join(folder, "twins.groggy"), { key: "name", clock: clock() });
  const commit = (message: string): unknown => graph.commit(message, { author: "Ada <ada@example.org>" });
  const [ada, alan] = ["Ada", "Alan"].map((name) => graph.addNode("Person", { name }));
  commit("two people");
  let twinNode = -1;
  let likes = -1;
  const twin = (): void => {
    twinNode = graph.addNode("Person", { name: "Twin" });
    likes = graph.addEdge(ada!, alan!, "LIKES");
  };
  for (const name of ["right", "again", "left"]) {
    graph.checkout(name, { create: true, at: "main" });
    twin();
    commit(`the twin of ${name}`);
    if (name !== "again") continue;
    graph.removeNode(twinNode);
    graph.removeEdge(likes);
    commit("no twin");
    twin();
    commit("the twin again");
  }
  graph.close();
}

/** Leaves a change uncommitted in a store. */
export function leaveDraft(path: string): void {
  const graph = Graph.open(path, { autosave: true, clock: clock() });
  graph.nodes.set(0, { born: 1814 });
  graph.close();
}

const AUTHOR = "--author 'Mary <mary@example.org>'";

/** The options of {@link commitFlags}, for a line that commits. */
function committing(line: string, situation: Situation = {}): Pairs {
  return {
    message: [line, "-m 'for a reason'", situation],
    author: [line, AUTHOR, situation],
    "dry-run": [line, "--dry-run", situation],
    "no-commit": [`${line} --dry-run`, "--no-commit", situation],
  };
}

/** The same, for verbs that have no `--no-commit`. */
function merging(line: string, situation: Situation = {}): Pairs {
  const { "no-commit": _, ...pairs } = committing(line, situation);
  return pairs;
}

/** The options of reading, for a verb and what it needs behind the file to be read. */
function reading(verb: string, rest: string): Pairs {
  const line = (files: string): string => `groggy ${verb.replace("FILE", files)}${rest}`;
  const people = line("people.csv");
  return {
    key: [people, "--key email"],
    "no-key": [people, "--no-key"],
    labels: [people, "--labels Woman"],
    type: [`${people} --edges untyped.csv`, "--type KNOWS"],
    types: [people, "--types born=utf8"],
    rename: [people, "--rename born=year"],
    only: [people, "--only name"],
    without: [people, "--without born"],
    "missing-nodes": [`${people} --edges dangling.csv`, "--missing-nodes add"],
    "duplicate-nodes": [line("twice.csv"), "--duplicate-nodes merge"],
    mixed: [line("mixed.graphml"), "--mixed both"],
    lenient: [line("torn.csv"), "--lenient"],
    encoding: [line("latin.csv"), "--encoding windows-1252"],
    delimiter: [people, "--delimiter ';'"],
    edges: [people, "--edges knows.csv"],
  };
}

/** The options of lists. */
function listing(verb: string, columns: string): Pairs {
  const line = `groggy ${verb} people.groggy`;
  return {
    columns: [line, `--columns ${columns}`],
    sort: [line, "--sort=-id"],
    limit: [line, "--limit 1"],
    at: [line, "--at main~2"],
    count: [line, "--count"],
    ids: [line, "--ids"],
    "fail-empty": [`${line} 'id = 99'`, "--fail-empty"],
  };
}

/** The options of verbs whose conflicts go through a file. */
function byFile(line: string, operands: string, situation: Situation): Pairs {
  const { before = [] } = situation;
  const edited = [
    ...before,
    `${line}${operands} --write conflicts.json`,
    `sed -i 's/"resolution": null/"resolution": "theirs"/' conflicts.json`,
  ];
  return {
    write: [line + operands, "--write conflicts.json", situation],
    resolutions: [line, "--resolutions conflicts.json", { before: edited }],
    force: [`${line}${operands} --write people.csv`, "--force", situation],
  };
}

const twoPaths: Situation = {
  before: [
    "groggy query people.groggy \"MATCH (a {name: 'Charles'}), (b {name: 'Alan'}), (c {name: 'Grace'}) CREATE (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(c)\"",
  ],
};
const conflicting: Situation = { before: ["groggy merge people.groggy experiment"] };
const onLeft = "twins.groggy";

/** The policies, for a verb and what it merges in people.groggy, and in twins.groggy. */
function policies(
  verb: string,
  people: string,
  twins: string,
  situation: Situation,
  ofTwins: Situation = {},
): Pairs {
  return {
    policy: [`groggy ${verb} people.groggy ${people}`, "--policy theirs", situation],
    attribute: [`groggy ${verb} people.groggy ${people}`, "--attribute name=theirs", situation],
    unify: [`groggy ${verb} ${onLeft} ${twins}`, "--unify", ofTwins],
    "unique-edges": [`groggy ${verb} ${onLeft} ${twins} --unify`, "--unique-edges LIKES", ofTwins],
  };
}

const tagged: Situation = { before: ["groggy tag people.groggy v9 main"] };
const fetchedTag: Situation = {
  before: ["groggy tag people.groggy v9 v1", "groggy tag colleague.groggy v9 main"],
};
const gone: Situation = { before: ["groggy branch people.groggy --delete rival --force"] };

/** The options of fetching, for `fetch` and `pull`. */
function fetching(verb: string): Pairs {
  const line = `groggy ${verb} colleague.groggy people.groggy`;
  return {
    branch: [line, "--branch experiment", { before: ["groggy merge people.groggy experiment"] }],
    remote: [line, "--remote people"],
    "no-tags": [line, "--no-tags", tagged],
    force: [line, "--force", fetchedTag],
    prune: [line, "--prune", gone],
    "dry-run": [line, "--dry-run", { before: ["groggy merge people.groggy experiment"] }],
  };
}

const drafted: Situation = { hasDraft: true };
const push = "groggy push people.groggy colleague.groggy";

export const optionPairs: Readonly<Record<string, Pairs>> = {
  init: {
    undirected: ["groggy init new.groggy", "--undirected"],
    key: ["groggy init new.groggy", "--key email"],
    "label-key": ["groggy init new.groggy", "--label-key Paper=venue,number"],
  },
  info: { at: ["groggy info people.groggy", "--at v1"] },
  schema: { at: ["groggy schema people.groggy", "--at main~2"] },
  stats: {
    at: ["groggy stats people.groggy", "--at v1"],
    top: ["groggy stats people.groggy", "--top 0"],
  },
  import: {
    ...reading("import new.groggy FILE", ""),
    ...committing("groggy import new.groggy people.csv"),
    format: ["groggy import new.groggy pairs.data", "--format adjacency"],
    merge: ["groggy import people.groggy emails.csv", "--merge"],
    "merge-edges": [
      "groggy import people.groggy emails.csv --edges known.csv --merge --missing-nodes add",
      "--merge-edges",
    ],
    "merge-edges-by": [
      "groggy import people.groggy emails.csv --edges known.csv --merge --missing-nodes add --merge-edges",
      "--merge-edges-by since",
    ],
    replace: ["groggy import people.groggy emails.csv", "--replace"],
    batch: ["groggy import new.groggy people.csv", "--batch 1"],
    resume: [
      "groggy import new.groggy people.csv --batch 1",
      "--resume",
      {
        before: ["groggy import new.groggy people.csv --batch 1"],
      },
    ],
    directed: ["groggy import new.groggy undirected.gml", "--directed"],
    undirected: ["groggy import new.groggy people.csv", "--undirected"],
    option: ["groggy import new.groggy people.csv", "--option header=false"],
  },
  export: {
    edges: ["groggy export people.groggy nodes.csv", "--edges edges.csv"],
    format: ["groggy export people.groggy -", "--format gml"],
    at: ["groggy export people.groggy out.gml", "--at v1"],
    where: ["groggy export people.groggy out.gml", "--where 'born < 1900'"],
    losses: ["groggy export people.groggy nodes.csv", "--losses refuse"],
    key: ["groggy export people.groggy out.graphml", "--key name"],
    "no-key": ["groggy export people.groggy out.graphml", "--no-key"],
    rename: ["groggy export people.groggy out.gml", "--rename born=year"],
    only: ["groggy export people.groggy out.gml", "--only name"],
    without: ["groggy export people.groggy out.gml", "--without born"],
    compression: ["groggy export people.groggy out.gml", "--compression gzip"],
    option: ["groggy export people.groggy nodes.csv --edges edges.csv", "--option bom=true"],
  },
  convert: {
    ...reading("convert FILE", " - --to jsonl"),
    from: ["groggy convert pairs.data - --to jsonl", "--from adjacency"],
    to: ["groggy convert people.csv -", "--to gml"],
    "edges-to": ["groggy convert people.csv nodes.csv --edges knows.csv", "--edges-to edges.csv"],
    losses: ["groggy convert people.csv nodes.csv --edges knows.csv", "--losses refuse"],
    compression: ["groggy convert people.csv out.gml", "--compression gzip"],
    "from-option": ["groggy convert two.dot - --to jsonl", "--from-option graph=1"],
    "to-option": [
      "groggy convert people.csv nodes.csv --edges knows.csv --edges-to edges.csv",
      "--to-option bom=true",
    ],
  },
  nodes: listing("nodes", "name"),
  edges: listing("edges", "source.name"),
  get: {
    history: ["groggy get people.groggy ada@example.org", "--history"],
    at: ["groggy get people.groggy ada@example.org", "--at rival"],
  },
  neighbors: {
    depth: ["groggy neighbors people.groggy charles@example.org", "--depth 2"],
    direction: ["groggy neighbors people.groggy charles@example.org", "--direction in"],
    type: ["groggy neighbors people.groggy charles@example.org", "--type INSPIRED"],
    where: ["groggy neighbors people.groggy charles@example.org", "--where 'since > 1900'"],
    columns: ["groggy neighbors people.groggy charles@example.org", "--columns name"],
    limit: ["groggy neighbors people.groggy charles@example.org", "--limit 0"],
    at: ["groggy neighbors people.groggy ada@example.org", "--at main~2"],
  },
  path: {
    weight: ["groggy path people.groggy charles@example.org grace@example.org", "--weight since"],
    direction: ["groggy path people.groggy charles@example.org grace@example.org", "--direction in"],
    type: ["groggy path people.groggy charles@example.org grace@example.org", "--type KNOWS"],
    all: ["groggy path people.groggy charles@example.org grace@example.org", "--all", twoPaths],
    limit: ["groggy path people.groggy charles@example.org grace@example.org --all", "--limit 1", twoPaths],
    at: ["groggy path people.groggy charles@example.org grace@example.org", "--at main~2"],
  },
  set: {
    ...committing("groggy set people.groggy 'born < 1900' era=old"),
    edges: ["groggy set people.groggy 'since < 1900' era=old", "--edges"],
    graph: ["groggy set people.groggy era=old", "--graph"],
    "add-label": ["groggy set people.groggy 'born < 1900' era=old", "--add-label Old"],
    "remove-label": ["groggy set people.groggy 'born < 1900' era=old", "--remove-label Person"],
    "fail-empty": ["groggy set people.groggy 'born = 1' era=old", "--fail-empty"],
  },
  apply: {
    ...committing("groggy apply people.groggy rename.json"),
    reverse: ["groggy apply people.groggy rename.json", "--reverse"],
  },
  query: {
    ...committing("groggy query people.groggy 'MATCH (p) SET p.seen = true'"),
    param: ["groggy query people.groggy 'RETURN $a'", "-p a=1"],
    file: ["groggy query people.groggy", "--file born.cypher"],
    at: ["groggy query people.groggy 'MATCH (p) RETURN count(p)'", "--at v1"],
    timeout: [
      "groggy query people.groggy 'UNWIND range(1, 400) AS a UNWIND range(1, 400) AS b RETURN count(*)'",
      "--timeout 1",
    ],
  },
  run: {
    ...committing("groggy run people.groggy pageRank --into rank"),
    list: ["groggy run", "--list"],
    top: ["groggy run people.groggy pageRank", "--top 1"],
    into: ["groggy run people.groggy pageRank", "--into rank"],
    output: ["groggy run karateClub", "--output karate.gml"],
    within: ["groggy run people.groggy pageRank", "--within 'born < 1900'"],
    at: ["groggy run people.groggy pageRank", "--at v1"],
  },
  log: {
    graph: ["groggy log people.groggy", "--graph"],
    oneline: ["groggy log people.groggy", "--oneline"],
    all: ["groggy log people.groggy", "--all"],
    limit: ["groggy log people.groggy", "-n 1"],
    author: ["groggy log people.groggy", "--author nobody"],
    grep: ["groggy log people.groggy", "--grep inspired"],
    since: ["groggy log people.groggy", "--since 2024-01-10"],
    until: ["groggy log people.groggy", "--until 2024-01-10"],
    touching: ["groggy log people.groggy", "--touching node:1.born"],
    "first-parent": ["groggy log people.groggy", "--first-parent", conflicting],
    stat: ["groggy log people.groggy", "--stat"],
    patch: ["groggy log people.groggy", "--patch"],
  },
  show: {
    stat: ["groggy show people.groggy", "--stat"],
    mainline: ["groggy show people.groggy", "--mainline 2", conflicting],
  },
  diff: {
    stat: ["groggy diff people.groggy v1 rival", "--stat"],
    nodes: ["groggy diff people.groggy v1 rival", "--nodes"],
    edges: ["groggy diff people.groggy v1 rival", "--edges"],
    attribute: ["groggy diff people.groggy v1 rival", "--attribute born"],
    limit: ["groggy diff people.groggy v1 rival", "--limit 1"],
    patch: ["groggy diff people.groggy v1 rival", "--patch"],
    "exit-code": ["groggy diff people.groggy v1 rival", "--exit-code"],
  },
  blame: { at: ["groggy blame people.groggy node:0", "--at experiment"] },
  history: {
    attribute: ["groggy history people.groggy node:1", "--attribute born"],
    at: ["groggy history people.groggy node:3", "--at rival"],
    lifetimes: ["groggy history people.groggy node:3", "--lifetimes"],
  },
  branch: {
    delete: [
      "groggy branch people.groggy idea",
      "--delete",
      { before: ["groggy branch people.groggy idea"] },
    ],
    move: ["groggy branch people.groggy rival by-law", "--move"],
    force: ["groggy branch people.groggy --delete rival", "--force"],
    all: ["groggy branch colleague.groggy", "--all"],
    remotes: ["groggy branch colleague.groggy", "--remotes"],
    contains: ["groggy branch people.groggy", "--contains rival"],
  },
  checkout: {
    create: ["groggy checkout people.groggy idea", "--create"],
    carry: ["groggy checkout people.groggy main~1", "--carry", drafted],
    stash: ["groggy checkout people.groggy main~1", "--stash", drafted],
    discard: ["groggy checkout people.groggy main~1", "--discard", drafted],
  },
  tag: {
    delete: ["groggy tag people.groggy v1", "--delete"],
    message: ["groggy tag people.groggy v2", "-m counted"],
    author: ["groggy tag people.groggy v2 -m counted", AUTHOR],
  },
  merge: {
    ...merging("groggy merge people.groggy experiment"),
    ...policies("merge", "rival", "right", conflicting),
    ...byFile("groggy merge people.groggy", " rival", conflicting),
    interactive: [
      "groggy merge people.groggy rival",
      "--interactive",
      {
        ...conflicting,
        isTerminal: true,
        stdin: "theirs\ntheirs\n",
      },
    ],
    "no-ff": [
      "groggy merge people.groggy experiment",
      "--no-ff",
      {
        before: ["groggy checkout people.groggy --create old v1"],
      },
    ],
    "ff-only": ["groggy merge people.groggy experiment", "--ff-only"],
  },
  revert: {
    ...merging("groggy revert people.groggy HEAD"),
    ...policies(
      "revert",
      "HEAD~1",
      "again~1",
      { before: ["groggy set people.groggy 'name = \"Alan\"' born=1910"] },
      {
        before: ["groggy checkout twins.groggy again"],
      },
    ),
    attribute: [
      "groggy revert people.groggy HEAD~1",
      "--attribute born=theirs",
      {
        before: ["groggy set people.groggy 'name = \"Alan\"' born=1910"],
      },
    ],
    ...byFile("groggy revert people.groggy", " HEAD~1", {
      before: ["groggy set people.groggy 'name = \"Alan\"' born=1910"],
    }),
    mainline: ["groggy revert people.groggy HEAD", "--mainline 1", conflicting],
    interactive: [
      "groggy revert people.groggy HEAD~1",
      "--interactive",
      {
        before: ["groggy set people.groggy 'name = \"Alan\"' born=1910"],
        isTerminal: true,
        stdin: "theirs\ntheirs\n",
      },
    ],
  },
  "cherry-pick": {
    ...merging("groggy cherry-pick people.groggy experiment"),
    ...policies("cherry-pick", "rival", "right", conflicting),
    ...byFile("groggy cherry-pick people.groggy", " rival", conflicting),
    mainline: [
      "groggy cherry-pick people.groggy main",
      "--mainline 1",
      {
        before: [...conflicting.before!, "groggy checkout people.groggy v1"],
      },
    ],
    interactive: [
      "groggy cherry-pick people.groggy rival",
      "--interactive",
      {
        ...conflicting,
        isTerminal: true,
        stdin: "theirs\ntheirs\n",
      },
    ],
  },
  rebase: {
    ...policies("rebase", "rival", "right", { before: ["groggy checkout people.groggy experiment"] }),
    ...byFile("groggy rebase people.groggy", " rival", {
      before: ["groggy checkout people.groggy experiment"],
    }),
    "write-plan": ["groggy rebase people.groggy experiment", "--write-plan plan.txt"],
    plan: [
      "groggy rebase people.groggy experiment",
      "--plan plan.txt",
      {
        before: [
          "groggy rebase people.groggy experiment --write-plan plan.txt",
          "sed -i 's/^pick/drop/' plan.txt",
        ],
      },
    ],
    "dry-run": ["groggy rebase people.groggy experiment", "--dry-run"],
  },
  reset: {
    force: ["groggy reset people.groggy main~1", "--force"],
    keep: ["groggy reset people.groggy main~1 --force", "--keep"],
  },
  stash: {
    ...committing("groggy stash people.groggy pop", {
      hasDraft: true,
      before: ["groggy stash people.groggy push"],
    }),
    message: ["groggy stash people.groggy push", "-m later", drafted],
    force: [
      "groggy stash people.groggy drop",
      "--force",
      {
        hasDraft: true,
        before: ["groggy stash people.groggy push"],
      },
    ],
  },
  undo: {
    count: ["groggy undo people.groggy", "--count 2"],
    list: ["groggy undo people.groggy", "--list"],
    force: ["groggy undo people.groggy", "--force", drafted],
  },
  redo: {
    count: ["groggy redo people.groggy", "--count 2", { before: ["groggy undo people.groggy -n 2"] }],
    list: ["groggy redo people.groggy", "--list", { before: ["groggy undo people.groggy -n 2"] }],
    force: [
      "groggy redo people.groggy",
      "--force",
      {
        before: ["groggy undo people.groggy -n 2"],
        hasDraft: true,
      },
    ],
  },
  bisect: {
    run: ["groggy bisect people.groggy main~2 main", "--run '! grep -q Edsger'"],
    "bad-if": ["groggy bisect people.groggy main~2 main", "--bad-if 'born = 1911'"],
    input: ["groggy bisect people.groggy main~2 main --run '! grep -q gexf'", "--input gexf"],
  },
  clone: {
    remote: ["groggy clone people.groggy copy.groggy", "--remote people"],
    compression: [
      "groggy clone many.groggy copy.groggy",
      "--compression deflate",
      {
        before: ["groggy import many.groggy many.csv"],
      },
    ],
  },
  fetch: fetching("fetch"),
  pull: {
    ...merging("groggy pull colleague.groggy people.groggy", conflicting),
    ...fetching("pull"),
    ...policies("pull", "all.bundle --branch rival", "twins.bundle --branch right", conflicting, {
      before: ["groggy bundle twins.groggy twins.bundle"],
    }),
    write: byFile("groggy pull people.groggy all.bundle --branch rival", "", conflicting).write!,
    resolutions: byFile("groggy pull people.groggy all.bundle --branch rival", "", conflicting).resolutions!,
    "ff-only": ["groggy pull people.groggy all.bundle --branch experiment", "--ff-only"],
    "no-ff": ["groggy pull people.groggy colleague.groggy", "--no-ff"],
  },
  push: {
    branch: [push, "--branch experiment"],
    to: [push, "--to review"],
    tags: [`${push} --to review`, "--tags", tagged],
    tag: [`${push} --to review`, "--tag v9", tagged],
    force: [push, "--force"],
    expected: [`${push} --to review`, "--expected v1"],
    remote: [`${push} --to review`, "--remote friend"],
    wait: [`${push} --to review`, "--wait 20000", { busy: "colleague.groggy" }],
    "dry-run": [`${push} --to review`, "--dry-run"],
  },
  bundle: {
    range: ["groggy bundle people.groggy out.bundle", "--range v1..main"],
    since: ["groggy bundle people.groggy out.bundle", "--since v1"],
    list: ["groggy bundle all.bundle", "--list"],
    verify: ["groggy bundle all.bundle", "--verify"],
    force: ["groggy bundle people.groggy people.csv", "--force"],
  },
  verify: { level: ["groggy verify people.groggy", "--level deep"] },
  gc: {
    "drop-undo": ["groggy gc people.groggy --force", "--drop-undo"],
    force: ["groggy gc people.groggy", "--force"],
    "dry-run": ["groggy gc people.groggy --force", "--dry-run"],
  },
  salvage: { "dry-run": ["groggy salvage damaged.groggy saved.groggy", "--dry-run"] },
  shell: {
    "read-only": [
      "groggy shell people.groggy",
      "--read-only",
      { stdin: "CREATE (:Late)\n.commit -m late\n" },
    ],
    js: ["groggy shell people.groggy", "--js", { stdin: "graph.nodeCount\n" }],
  },
  complete: {
    shell: ["groggy complete --line 'groggy lo' --point 9", "--shell bash"],
    line: ["groggy complete --shell bash", "--line 'groggy lo'"],
    point: ["groggy complete --shell bash --line 'groggy log people'", "--point 8"],
    breaks: ["groggy complete --shell bash --line 'groggy nodes --format=ts'", "--breaks '='"],
  },
  help: { short: ["groggy help log", "--short"] },
};

/** The same for the options that every verb takes. */
export const globalOptionPairs: Pairs = {
  store: ["groggy nodes", "--store people.groggy"],
  format: ["groggy nodes people.groggy", "--format csv"],
  json: ["groggy nodes people.groggy", "--json"],
  color: ["groggy nodes people.groggy --format table", "--color always"],
  "no-pager": [
    "groggy run --list",
    "--no-pager",
    {
      isTerminal: true,
      env: { PAGER: "grep -c ''", PATH: process.env.PATH },
    },
  ],
  quiet: ["groggy checkout people.groggy v1", "--quiet"],
  debug: ["groggy nodes people.groggy 'born <'", "--debug"],
  help: ["groggy nodes people.groggy", "--help"],
  version: ["groggy nodes people.groggy", "--version"],
};
