/** The type of attribute for a column of an Arrow table. */
import { DataType, type Field, type Timestamp, TimeUnit } from "apache-arrow";
import { isTemporalType, parseType, type ScalarType, type ValueType } from "../../../view.js";
import { TYPE_KEY } from "../fields.js";

/** The largest vector an attribute can be; a longer fixed-size list becomes a list. */
const VECTOR_DIMENSIONS_MAX = 65_536;

/**
 * The type of attribute that a column becomes; undefined for a column of nulls.
 *
 * @throws TypeError naming the column and its type if no attribute can hold it.
 */
export function valueTypeOf(field: Field): ValueType | undefined {
  const { name, type } = field;
  if (DataType.isNull(type)) return undefined;
  if (isStated(type, field.metadata.get(TYPE_KEY))) return field.metadata.get(TYPE_KEY) as ValueType;
  const scalar = scalarTypeOf(type);
  if (scalar !== undefined) return scalar;
  if (isNested(type)) {
    const element = type.children[0].type as DataType;
    const { listSize } = type as { readonly listSize?: number };
    if (listSize !== undefined && DataType.isFloat(element) && scalarTypeOf(element) === "float32") {
      if (listSize >= 1 && listSize <= VECTOR_DIMENSIONS_MAX) return `vector<float32, ${listSize}>`;
    }
    const inner = scalarTypeOf(element);
    if (inner !== undefined) return `list<${inner}>`;
    if (isJsonLike(element)) return "json";
  }
  if (isJsonLike(type)) return "json";
  throw new TypeError(
    `column "${name}" expected a type that an attribute can have, got ${type}; leave it out, or convert it first`,
  );
}

/** Whether the metadata says that text is JSON, a date, a time or a duration, or that an int64 is an integer. */
function isStated(type: DataType, stated: string | undefined): boolean {
  const parsed = stated === undefined ? undefined : parseType(stated);
  if (parsed === undefined || parsed.kind === "vector") return false;
  const element = parsed.kind === "list" ? parsed.element : parsed.scalar;
  if (parsed.kind === "list" && !isNested(type)) return false;
  const lies = scalarTypeOf(parsed.kind === "list" ? type.children[0].type : type);
  if (element === "integer") return lies === "int64";
  return (element === "json" || isTemporalType(element)) && lies === "utf8";
}

/** The type of a column of single values; undefined for all others. */
export function scalarTypeOf(type: DataType): ScalarType | undefined {
  if (DataType.isDictionary(type)) return scalarTypeOf(type.dictionary);
  if (DataType.isBool(type)) return "bool";
  if (DataType.isInt(type)) {
    if (type.bitWidth === 64) return "int64";
    // as a Uint32Array in addNodes: int32 cannot hold it, and a number is easier to use than a bigint
    return type.bitWidth === 32 && !type.isSigned ? "float64" : "int32";
  }
  if (DataType.isFloat(type)) return type.precision === 2 ? "float64" : "float32";
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) return "utf8";
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return "timestamp";
  const isBytes =
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isBinaryView(type) ||
    DataType.isFixedSizeBinary(type);
  return isBytes ? "binary" : undefined;
}

/** Lists of all three kinds. */
function isNested(type: DataType): boolean {
  return DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type);
}

/** Structs, maps, lists of them and lists of lists, down to values that JSON has. */
function isJsonLike(type: DataType): boolean {
  if (DataType.isStruct(type) || DataType.isMap(type) || isNested(type)) {
    return type.children.every((child: Field) => isJsonLike(child.type));
  }
  const scalar = scalarTypeOf(type);
  return DataType.isNull(type) || (scalar !== undefined && scalar !== "binary");
}

/** The number of units of a timestamp per second, as a power of ten. */
export function timestampDigits(type: Timestamp): 0 | 3 | 6 | 9 {
  switch (type.unit) {
    case TimeUnit.SECOND:
      return 0;
    case TimeUnit.MILLISECOND:
      return 3;
    case TimeUnit.MICROSECOND:
      return 6;
    default:
      return 9;
  }
}

/** Whether the elements of a column of this type are read one by one, since no block of memory holds them as such. */
export function isReadOneByOne(type: ValueType): boolean {
  const parsed = parseType(type);
  const element = parsed?.kind === "list" ? parsed.element : type;
  return element === "json" || isTemporalType(element);
}
