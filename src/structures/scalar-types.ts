/** The names of the types of single values, once for the pool and for formats. */
export const SCALAR_TYPES = [
  "bool",
  "int32",
  "int64",
  "integer",
  "float32",
  "float64",
  "utf8",
  "binary",
  "timestamp",
  "date",
  "localtime",
  "time",
  "localdatetime",
  "datetime",
  "duration",
  "json",
] as const;
