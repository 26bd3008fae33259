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

// What is written after the block was sealed, or is the seal itself.
bool is_outside(std::string_view column) {
  return column == "hash" || column == "pruned_at" || column == "pruned_by";
}

std::vector<SealedColumn> order_of(std::span<const LogColumn> columns, bool block) {
  std::vector<SealedColumn> order;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!block || !is_outside(columns[i].name))
      order.push_back({columns[i].name, columns[i].type, static_cast<std::uint8_t>(i)});
  }
  std::sort(order.begin(), order.end(),
            [](const SealedColumn& a, const SealedColumn& b) { return a.name < b.name; });
  return order;
}

SealedTable make_table(const char* name, std::span<const LogColumn> columns, std::vector<SealedColumn>& order,
                       bool block = false) {
  order = order_of(columns, block);
  return {name, columns, order};
}

std::string_view bytes_of(Datum value) {
  const auto* bytes = reinterpret_cast<const text*>(DatumGetPointer(value));
  return {VARDATA_ANY(bytes), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(bytes))};
}

void add_list(RowEncoding& encoding, std::string_view name, Datum value) {
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
  encoding.begin_list(name, static_cast<std::uint32_t>(count));
  for (int i = 0; i < count; ++i) {
    if (present != nullptr && (present[i / 8] & (1 << (i % 8))) == 0) {
      encoding.add_null_element();
      continue;
    }
    encoding.add_element(bytes_of(PointerGetDatum(element)));
    element = reinterpret_cast<const char*>(
        INTALIGN(reinterpret_cast<std::uintptr_t>(element) + VARSIZE_ANY(element)));
  }
  encoding.end_list();
}

void add_column(RowEncoding& encoding, const SealedColumn& column, Datum value) {
  switch (column.type) {
    case INT4OID:
      encoding.add_integer(column.name, DatumGetInt32(value));
      break;
    case INT8OID:
    case TIMESTAMPTZOID:
      encoding.add_integer(column.name, DatumGetInt64(value));
      break;
    case OIDOID:
      encoding.add_integer(column.name, DatumGetObjectId(value));
      break;
    case XID8OID:
      encoding.add_integer(
          column.name, static_cast<std::int64_t>(U64FromFullTransactionId(DatumGetFullTransactionId(value))));
      break;
    case BOOLOID:
      encoding.add_bool(column.name, DatumGetBool(value));
      break;
    case UUIDOID:
      encoding.add_bytes(column.name, {reinterpret_cast<const char*>(DatumGetUUIDP(value)->data), UUID_LEN});
      break;
    case TEXTARRAYOID:
      add_list(encoding, column.name, value);
      break;
    default:  // text, bytea
      encoding.add_bytes(column.name, bytes_of(value));
  }
}

}  // namespace

const SealedTable& statement_table() {
  static std::vector<SealedColumn> order;
  static const SealedTable table = make_table("ddl_statement", statement_columns(), order);
  return table;
}

const SealedTable& object_table() {
  static std::vector<SealedColumn> order;
  static const SealedTable table = make_table("ddl_object", object_columns(), order);
  return table;
}

const SealedTable& transaction_table() {
  static std::vector<SealedColumn> order;
  static const SealedTable table = make_table("ddl_transaction", kTransactionColumns, order);
  return table;
}

const SealedTable& block_table() {
  static std::vector<SealedColumn> order;
  static const SealedTable table = make_table("ddl_block", kBlockColumns, order, true);
  return table;
}

Digest leaf_of(RowEncoding& encoding, const SealedTable& table, const Datum* values, const bool* nulls) {
  encoding.begin(table.name);
  for (const SealedColumn& column : table.order) {
    if (!nulls[column.position]) add_column(encoding, column, values[column.position]);
  }
  return encoding.leaf();
}

}  // namespace schema_audit
