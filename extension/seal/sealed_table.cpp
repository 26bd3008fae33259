#include "extension/seal/sealed_table.hpp"

namespace schema_audit {

namespace {

constexpr std::array<LogColumn, transaction_column::kCount> kTransactionColumns{{
    {"incarnation", UUIDOID},
    {"xid", XID8OID},
    {"statements", INT4OID},
    {"objects", INT4OID},
    {"leaves", BYTEAOID},
    {"root", BYTEAOID},
}};

constexpr std::array<LogColumn, block_column::kCount> kBlockColumns{{
    {"incarnation", UUIDOID},
    {"number", INT8OID},
    {"algorithm", TEXTOID},
    {"sealed_at", TIMESTAMPTZOID},
    {"first_xid", XID8OID},
    {"end_xid", XID8OID},
    {"transactions", INT4OID},
    {"rows", INT8OID},
    {"root", BYTEAOID},
    {"previous", BYTEAOID},
    {"hash", BYTEAOID},
    {"pruned_at", TIMESTAMPTZOID},
    {"pruned_by", TEXTOID},
}};

std::string_view bytes_of(Datum value) {
  const auto* bytes = reinterpret_cast<const text*>(DatumGetPointer(value));
  return {VARDATA_ANY(bytes), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(bytes))};
}

void add_list(RowEncoding& encoding, std::uint8_t number, Datum value) {
  // An array with a short header, as a small one lies in its table, has its numbers at no boundary.
  alignas(std::uint64_t) char aligned[VARHDRSZ + VARATT_SHORT_MAX];
  const auto* array = reinterpret_cast<const ArrayType*>(DatumGetPointer(value));
  if (VARATT_IS_SHORT(array)) {
    const std::string_view stored = bytes_of(value);
    std::memcpy(aligned + VARHDRSZ, stored.data(), stored.size() & VARATT_SHORT_MAX);
    array = reinterpret_cast<const ArrayType*>(aligned);
  }
  int count = ARR_NDIM(array) > 0 ? 1 : 0;
  for (int i = 0; i < ARR_NDIM(array); ++i) count *= ARR_DIMS(array)[i];
  const uint8* present = ARR_NULLBITMAP(array);
  const char* element = ARR_DATA_PTR(array);
  encoding.begin_list(number, static_cast<std::uint32_t>(count));
  for (int i = 0; i < count; ++i) {
    if (present != nullptr && (present[i / 8] & (1 << (i % 8))) == 0) {
      encoding.add_null_element();
      continue;
    }
    encoding.add_element(bytes_of(PointerGetDatum(element)));
    element = reinterpret_cast<const char*>(
        INTALIGN(reinterpret_cast<std::uintptr_t>(element) + VARSIZE_ANY(element)));
  }
}

void add_column(RowEncoding& encoding, std::uint8_t number, Oid type, Datum value) {
  switch (type) {
    case INT4OID:
    case OIDOID:
      encoding.add_int32(number, DatumGetInt32(value));
      break;
    case INT8OID:
    case TIMESTAMPTZOID:
      encoding.add_int64(number, DatumGetInt64(value));
      break;
    case XID8OID:
      encoding.add_int64(
          number, static_cast<std::int64_t>(U64FromFullTransactionId(DatumGetFullTransactionId(value))));
      break;
    case BOOLOID:
      encoding.add_bool(number, DatumGetBool(value));
      break;
    case UUIDOID:
      encoding.add_uuid(number, {reinterpret_cast<const char*>(DatumGetUUIDP(value)->data), UUID_LEN});
      break;
    case TEXTARRAYOID:
      add_list(encoding, number, value);
      break;
    default:  // text, bytea
      encoding.add_text(number, bytes_of(value));
  }
}

}  // namespace

const SealedTable& statement_table() {
  static const SealedTable table = {"ddl_statement", SealedRow::kStatement, statement_columns(),
                                    statement_column::kCount};
  return table;
}

const SealedTable& object_table() {
  static const SealedTable table = {"ddl_object", SealedRow::kObject, object_columns(),
                                    object_column::kCount};
  return table;
}

const SealedTable& transaction_table() {
  static const SealedTable table = {"ddl_transaction", SealedRow::kTransaction, kTransactionColumns,
                                    transaction_column::kCount};
  return table;
}

const SealedTable& block_table() {
  static const SealedTable table = {"ddl_block", SealedRow::kBlock, kBlockColumns, block_column::kHash};
  return table;
}

Digest leaf_of(RowEncoding& encoding, const SealedTable& table, const Datum* values, const bool* nulls) {
  encoding.begin(table.row);
  for (int i = 0; i < table.sealed; ++i) {
    if (!nulls[i]) add_column(encoding, static_cast<std::uint8_t>(i + 1), table.columns[i].type, values[i]);
  }
  return encoding.leaf();
}

}  // namespace schema_audit
