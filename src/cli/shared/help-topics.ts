/** The topics of help: what several verbs have in common, each with a line for the list and its text. */
import { outputFormats } from "./output.js";

export interface HelpTopic {
  readonly summary: string;
  /** Lines of at most 80 columns. A line that begins with two spaces is shown as it is. */
  readonly lines: readonly string[];
}

export const helpTopics: Readonly<Record<string, HelpTopic>> = Object.assign(Object.create(null), {
  revisions: {
    summary: "Names of states: branches, tags, commits, and times",
    lines: [
      "  groggy diff people.groggy main~1 main",
      "  groggy nodes people.groggy --at 'main@{yesterday}'",
      "",
      "A revision names a commit:",
      "",
      "  main, v1              a branch; else a tag",
      "  HEAD                  the present commit",
      "  origin/main           a branch of another store, as it was when fetched",
      "  3f2a91c0              the commit whose id begins so, with at least 4 digits",
      "  main~2                two first parents back; main~ is main~1",
      "  main^2                the second parent of a merge; main^ is main^1",
      "  main@{yesterday}      the newest commit of main that was made by then; also",
      "                        {now}, {3 days ago}, {2025-01-06}, {2025-01-06T12:00}",
      "",
      "Where a range is taken, a..b are the commits that lead to b and not to a, and",
      "a...b those that lead to exactly one of them; a side that is left out is HEAD.",
    ],
  },
  filters: {
    summary: "The language that selects nodes and edges",
    lines: [
      '  groggy nodes people.groggy ":Person AND born < 1900"',
      '  groggy edges people.groggy ":KNOWS AND since BETWEEN 1830 AND 1840"',
      "",
      "A filter compares attributes with values, and asks for labels or types:",
      "",
      "  :Person, :KNOWS                     has the label, or the type",
      "  born < 1900, name = 'Ada'           = <> < <= > >=",
      "  name STARTS WITH 'A'                ENDS WITH, CONTAINS, =~ 'A.*'",
      "  born IN [1815, 1912]                one of a list",
      "  born BETWEEN 1800 AND 1900          both ends count",
      "  email IS NULL, IS NOT NULL          has no value, has one",
      "  NOT a, a AND b, a OR b, (…)         NOT binds tightest, OR loosest",
      "  `odd name` = 1                      names that are no plain word",
      "",
      "Texts are in '…' or \"…\". In a shell put the whole filter in quotes. What has",
      "no value is neither equal nor unequal to anything: only IS NULL finds it.",
    ],
  },
  output: {
    summary: "Formats of output, pagers, colours",
    lines: [
      "  groggy nodes people.groggy --format csv > people.csv",
      "  groggy log people.groggy --json | jq '.log[0].id'",
      "",
      "On a terminal rows are a table, cut to its width, as many as fit. In a pipe",
      "they are separated by tabs, all of them, with \\t, \\n, \\r and \\\\ for what would",
      "break a row.",
      "",
      `  --format FORMAT   ${outputFormats.slice(0, 5).join(", ")},`,
      `                    ${outputFormats.slice(5).join(", ")}`,
      '  --json            short for --format json: one document with "schema": 1,',
      "                    whose shape docs/cli.md promises. Integers of 64 bits are",
      "                    texts, and what is absent is null",
      "  --no-pager        print all at once; else $GROGGY_PAGER, $PAGER or less gets",
      "                    what is more than a screen",
      "  --color WHEN      always, never, or auto: on a terminal without NO_COLOR",
      "  --quiet           no notes and no progress on stderr",
      "",
      "Control characters in data are shown, never obeyed.",
    ],
  },
  "exit-codes": {
    summary: "What a verb ends with",
    lines: [],
  },
  formats: {
    summary: "Formats of files that import and export know",
    lines: [],
  },
  environment: {
    summary: "Variables that the program reads",
    lines: [
      "  GROGGY_STORE      the store, where the command line names none",
      '  GROGGY_AUTHOR     the author of commits, such as "Ada <ada@example.org>"',
      "  GROGGY_PAGER      the pager; before PAGER. Empty or cat: none",
      "  NO_COLOR          no colours, where it is not empty",
      "  FORCE_COLOR       colours in a pipe as well",
      "  CI                no progress, where it is set",
      "  COLUMNS, LINES    the size of a terminal that does not tell it",
      "  LC_ALL, LC_CTYPE, LANG",
      "                    plain ASCII marks unless they name UTF-8",
      "  XDG_STATE_HOME    where the shell keeps its history",
    ],
  },
} satisfies Record<string, HelpTopic>);
