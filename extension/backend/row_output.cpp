#include "extension/backend/row_output.hpp"

namespace schema_audit {

namespace {

using Way = ColumnOutput::Way;

Way way_of(Oid type, bool raw_bytes) {
  switch (type) {
    case TEXTOID:
      return Way::kBytes;
    case BYTEAOID:
      return raw_bytes ? Way::kBytes : Way::kFunction;
    case NAMEOID:
      return Way::kName;
    case BOOLOID:
      return Way::kBool;
    case OIDOID:
      return Way::kOid;
    case INT4OID:
      return Way::kInteger;
    case INT2OID:
      return Way::kSmallInteger;
    default:
      return Way::kFunction;
  }
}

FieldText number(std::int64_t value) {
  constexpr Size kLongest = 12;
  auto* text = static_cast<char*>(palloc(kLongest));
  const int length =
      value < 0 ? pg_ltoa(static_cast<int32>(value), text) : pg_ultoa_n(static_cast<uint32>(value), text);
  return {text, static_cast<std::size_t>(length)};
}

bool points_into_value(Way way) { return way == Way::kBytes || way == Way::kName; }

}  // namespace

ColumnOutput* column_outputs(TupleDesc row, bool raw_bytes) {
  auto* columns = static_cast<ColumnOutput*>(palloc0(sizeof(ColumnOutput) * row->natts));
  for (int i = 0; i < row->natts; ++i) {
    const Oid type = TupleDescAttr(row, i)->atttypid;
    columns[i].way = way_of(type, raw_bytes);
    if (columns[i].way != Way::kFunction) continue;
    Oid function = InvalidOid;
    bool varlena = false;
    getTypeOutputInfo(type, &function, &varlena);
    fmgr_info(function, &columns[i].function);
  }
  return columns;
}

FieldText text_of(ColumnOutput& column, Datum value) {
  switch (column.way) {
    case Way::kBytes: {
      const struct varlena* bytes = PG_DETOAST_DATUM_PACKED(value);
      return {VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes)};
    }
    case Way::kName: {
      const char* name = NameStr(*DatumGetName(value));
      return {name, std::strlen(name)};
    }
    case Way::kBool:
      return {DatumGetBool(value) ? "t" : "f", 1};
    case Way::kOid:
      return number(DatumGetObjectId(value));
    case Way::kInteger:
      return number(DatumGetInt32(value));
    case Way::kSmallInteger:
      return number(DatumGetInt16(value));
    case Way::kFunction:
      break;
  }
  const char* text = OutputFunctionCall(&column.function, value);
  return {text, std::strlen(text)};
}

FieldText copied_text_of(ColumnOutput& column, Datum value) {
  const FieldText text = text_of(column, value);
  if (!points_into_value(column.way)) return text;
  auto* copy = static_cast<char*>(palloc(text.size + 1));
  std::memcpy(copy, text.data, text.size);
  return {copy, text.size};
}

}  // namespace schema_audit
