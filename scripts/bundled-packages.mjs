/** The packages that are a part of dist/, so that users install nothing; THIRD-PARTY-NOTICES has their licences. */
export const bundledPackages = ["saxes", "xmlchars", "@orama/stemmers"];

/** The packages that only the program in dist/cli has in it, by their folders below node_modules. */
export const programPackages = [
  "ansi-regex",
  "apache-arrow",
  "flatbuffers",
  "fzstd",
  "get-east-asian-width",
  "hyparquet",
  "hyparquet-compressors",
  "hyparquet-writer",
  "hyparquet-writer/node_modules/hyparquet",
  "hysnappy",
  "string-width",
  "string-width/node_modules/strip-ansi",
  "tslib",
];
