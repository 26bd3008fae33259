#include "extension/seal/log_scan.hpp"

#include "extension/capture/log_position.hpp"

namespace schema_audit {

namespace {

constexpr int kSecondKey = 2;  // attribute of the table and of its primary key

struct Opened {
  Relation relation;
  Relation index;
};

Opened open_with_key(Oid log_schema, const char* name) {
  const Oid oid = get_relname_relid(name, log_schema);
  Opened opened = {OidIsValid(oid) ? try_relation_open(oid, AccessShareLock) : nullptr, nullptr};
  if (opened.relation == nullptr) return opened;
  const Form_pg_class form = opened.relation->rd_rel;
  if (form->relkind != RELKIND_RELATION || form->relam != HEAP_TABLE_AM_OID) return opened;
  list_free(RelationGetIndexList(opened.relation));
  if (OidIsValid(opened.relation->rd_pkindex))
    opened.index = index_open(opened.relation->rd_pkindex, AccessShareLock);
  return opened;
}

bool has_key(Relation index, std::span<const LogColumn> columns) {
  const TupleDesc descriptor = RelationGetDescr(index);
  if (descriptor->natts < kSecondKey || index->rd_rel->relam != BTREE_AM_OID) return false;
  for (int i = 0; i < kSecondKey; ++i) {
    if (index->rd_index->indkey.values[i] != i + 1 ||
        TupleDescAttr(descriptor, i)->atttypid != columns[i].type)
      return false;
  }
  return true;
}

SysScanDesc begin_scan(const Opened& opened, const SealedTable& table, const Incarnation* incarnation,
                       KeyRange range, bool behind) {
  ScanKeyData keys[3];
  int count = 0;
  if (incarnation != nullptr) {
    auto* uuid = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    std::memcpy(uuid->data, incarnation->data(), UUID_LEN);
    const bool xid = table.columns[kSecondKey - 1].type == XID8OID;
    ScanKeyInit(&keys[0], 1, behind ? BTGreaterStrategyNumber : BTEqualStrategyNumber,
                behind ? F_UUID_GT : F_UUID_EQ, UUIDPGetDatum(uuid));
    ScanKeyInit(&keys[1], kSecondKey, BTGreaterEqualStrategyNumber, xid ? F_XID8GE : F_INT8GE,
                UInt64GetDatum(range.first));
    ScanKeyInit(&keys[2], kSecondKey, BTLessStrategyNumber, xid ? F_XID8LT : F_INT8LT,
                UInt64GetDatum(range.end));
    count = behind ? 1 : 3;
  }
  return systable_beginscan_ordered(opened.relation, opened.index, GetActiveSnapshot(), count, keys);
}

}  // namespace

Incarnation current_log_incarnation() {
  const pg_uuid_t* uuid = pg_call([] { return log_incarnation(); });
  Incarnation incarnation{};
  std::copy(std::begin(uuid->data), std::end(uuid->data), incarnation.begin());
  return incarnation;
}

std::string to_text(const Incarnation& incarnation) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < incarnation.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[incarnation[i] >> 4U];
    text += kDigits[incarnation[i] & 15U];
  }
  return text;
}

LogScan::LogScan(Oid log_schema, const SealedTable& table, const std::optional<Incarnation>& incarnation,
                 KeyRange range, bool behind)
    : table_(table), exceptions_(std::uncaught_exceptions()) {
  const Opened opened = pg_call([&] { return open_with_key(log_schema, table.name); });
  const std::string name = std::string("schema_audit.") + table.name;
  if (opened.relation == nullptr)
    throw SqlError(ERRCODE_UNDEFINED_TABLE, "the table " + name + " does not exist");
  if (opened.index == nullptr || !has_key(opened.index, table.columns))
    throw SqlError(ERRCODE_WRONG_OBJECT_TYPE, "the table " + name + " has lost its primary key");
  relation_ = opened.relation;
  index_ = opened.index;

  const TupleDesc descriptor = RelationGetDescr(relation_);
  attributes_.assign(table.columns.size(), -1);
  for (int i = 0; i < descriptor->natts; ++i) {
    const Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
    if (attribute->attisdropped) continue;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (std::strcmp(NameStr(attribute->attname), table.columns[column].name) != 0) continue;
      if (attribute->atttypid != table.columns[column].type) {
        throw SqlError(ERRCODE_DATATYPE_MISMATCH, "the column " + name + "." + table.columns[column].name +
                                                      " has another type than the extension gave it");
      }
      attributes_[column] = i;
    }
  }
  stored_.resize(static_cast<std::size_t>(descriptor->natts));
  stored_nulls_.resize(static_cast<std::size_t>(descriptor->natts));
  std::fill(std::begin(values_), std::end(values_), Datum{0});
  std::fill(std::begin(nulls_), std::end(nulls_), true);
  pg_call([&] {
    row_ = AllocSetContextCreate(CurrentMemoryContext, "schema_audit log row", ALLOCSET_DEFAULT_SIZES);
    scan_ = begin_scan(opened, table, incarnation ? &*incarnation : nullptr, range, behind);
  });
}

LogScan::~LogScan() {
  if (std::uncaught_exceptions() != exceptions_) return;
  try {
    pg_call([&] {
      systable_endscan_ordered(scan_);
      index_close(index_, AccessShareLock);
      relation_close(relation_, AccessShareLock);
      MemoryContextDelete(row_);
    });
  } catch (const PgError&) {  // Nothing of this fails but in a transaction that is lost anyway.
  }
}

std::optional<Incarnation> LogScan::incarnation_after(Oid log_schema, const SealedTable& table,
                                                      const std::optional<Incarnation>& last) {
  LogScan scan(log_schema, table, last, {}, true);
  if (!scan.next()) return std::nullopt;
  return scan.incarnation();
}

bool LogScan::next(bool backwards) {
  pg_call([&] {
    CHECK_FOR_INTERRUPTS();
    MemoryContextReset(row_);
    tuple_ = systable_getnext_ordered(scan_, backwards ? BackwardScanDirection : ForwardScanDirection);
    if (!HeapTupleIsValid(tuple_)) return;
    heap_deform_tuple(tuple_, RelationGetDescr(relation_), stored_.data(),
                      reinterpret_cast<bool*>(stored_nulls_.data()));
    const MemoryContext outer = MemoryContextSwitchTo(row_);
    for (std::size_t column = 0; column < attributes_.size(); ++column) {
      const int attribute = attributes_[column];
      nulls_[column] = attribute < 0 || stored_nulls_[static_cast<std::size_t>(attribute)] != 0;
      if (nulls_[column]) continue;
      values_[column] = stored_[static_cast<std::size_t>(attribute)];
      if (TupleDescAttr(RelationGetDescr(relation_), attribute)->attlen == -1) {
        values_[column] = PointerGetDatum(PG_DETOAST_DATUM_PACKED(
            values_[column]));  // the same when it is neither compressed nor elsewhere
      }
    }
    MemoryContextSwitchTo(outer);
  });
  return HeapTupleIsValid(tuple_);
}

std::string_view LogScan::bytes_at(int column) const {
  const auto* bytes = reinterpret_cast<const text*>(DatumGetPointer(values_[column]));
  return {VARDATA_ANY(bytes), static_cast<std::size_t>(VARSIZE_ANY_EXHDR(bytes))};
}

Incarnation LogScan::incarnation() const {
  const unsigned char* bytes = DatumGetUUIDP(values_[0])->data;
  Incarnation incarnation{};
  std::copy(bytes, bytes + UUID_LEN, incarnation.begin());
  return incarnation;
}

Digest LogScan::leaf() { return leaf_of(encoding_, table_, values_, nulls_); }

}  // namespace schema_audit
