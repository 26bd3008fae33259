#include "extension/store/catalog_mark.hpp"

#include "extension/backend/guard.hpp"

namespace schema_audit {

namespace {

// Spreads a number over all bits (splitmix64).
std::uint64_t mixed(std::uint64_t v) {
  v = (v ^ (v >> 30U)) * 0xbf58476d1ce4e5b9U;
  v = (v ^ (v >> 27U)) * 0x94d049bb133111ebU;
  return v ^ (v >> 31U);
}

// What is added up; order does not matter.
struct Sum {
  std::uint64_t rows = 0;
  std::uint64_t hash = 0;

  void add(Oid catalog, HeapTuple tuple) {
    const std::uint64_t place =
        (static_cast<std::uint64_t>(ItemPointerGetBlockNumberNoCheck(&tuple->t_self)) << 16U) |
        ItemPointerGetOffsetNumberNoCheck(&tuple->t_self);
    const std::uint64_t version =
        (static_cast<std::uint64_t>(catalog) << 32U) | HeapTupleHeaderGetRawXmin(tuple->t_data);
    ++rows;
    hash += mixed(place + mixed(version));
  }
};

// A sorted list of OIDs.
struct OidSet {
  Oid* oids = nullptr;
  int count = 0;
  int room = 0;

  void add(Oid oid) {
    if (count == room) {
      room = room == 0 ? 64 : 2 * room;
      oids = static_cast<Oid*>(oids == nullptr ? palloc(sizeof(Oid) * room)
                                               : repalloc(oids, sizeof(Oid) * room));
    }
    oids[count++] = oid;
  }
  void sort() const { std::sort(oids, oids + count); }
  bool has(Oid oid) const { return count > 0 && std::binary_search(oids, oids + count, oid); }
};

// What changes without the schema changing, or follows from the rest.
bool is_left_out(Oid catalog) {
  // The server's own headers for these are not among ours.
  constexpr Oid kSharedDependencies = 1214;
  constexpr Oid kLargeObjects = 2995;
  constexpr Oid kReplicationOrigin = 6000;
  constexpr Oid kSubscriptionState = 6102;
  switch (catalog) {
    case StatisticRelationId:
    case StatisticExtDataRelationId:
    case LargeObjectRelationId:
    case kSharedDependencies:
    case kLargeObjects:
    case kReplicationOrigin:
    case kSubscriptionState:
      return true;
    default:
      return false;
  }
}

// Columns that say what a row belongs to: to relations, and to schemas.
constexpr std::array<const char*, 12> kRelationColumns{"attrelid", "adrelid",  "conrelid", "indrelid",
                                                       "tgrelid",  "ev_class", "polrelid", "inhrelid",
                                                       "seqrelid", "objoid",   "stxrelid", "typrelid"};
constexpr std::array<const char*, 3> kSchemaColumns{"typnamespace", "pronamespace", "connamespace"};

template <std::size_t kCount>
AttrNumber first_of(Oid catalog, const std::array<const char*, kCount>& names) {
  for (const char* name : names) {
    const AttrNumber number = get_attnum(catalog, name);
    if (number != InvalidAttrNumber) return number;
  }
  return InvalidAttrNumber;
}

Oid oid_of(HeapTuple tuple, AttrNumber column, TupleDesc descriptor) {
  bool null = false;
  const Datum datum = heap_getattr(tuple, column, descriptor, &null);
  return null ? InvalidOid : DatumGetObjectId(datum);
}

// Of the dependencies only those that are attributes: members of extensions, owned sequences.
bool is_attribute(HeapTuple tuple) {
  const auto* row = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
  return row->deptype == DEPENDENCY_EXTENSION ||
         (row->classid == RelationRelationId && row->refclassid == RelationRelationId &&
          row->refobjsubid != 0);
}

template <typename Visit>
void each_row(Oid catalog, Snapshot snapshot, Visit&& visit) {
  Relation relation = table_open(catalog, AccessShareLock);
  SysScanDesc scan = systable_beginscan(relation, InvalidOid, false, snapshot, 0, nullptr);
  while (HeapTuple tuple = systable_getnext(scan)) {
    CHECK_FOR_INTERRUPTS();
    visit(tuple, RelationGetDescr(relation));
  }
  systable_endscan(scan);
  table_close(relation, AccessShareLock);
}

bool is_temporary_schema(const char* name) {
  return strncmp(name, "pg_temp_", 8) == 0 || strncmp(name, "pg_toast_temp_", 14) == 0;
}

// Temporary objects are no part of a snapshot, and where they are made all the time no two marks would be
// alike.
void add_catalog(Oid catalog, Snapshot snapshot, const OidSet& relations, const OidSet& schemas, Sum& sum) {
  const AttrNumber relation = relations.count > 0 ? first_of(catalog, kRelationColumns) : InvalidAttrNumber;
  const AttrNumber schema = schemas.count > 0 ? first_of(catalog, kSchemaColumns) : InvalidAttrNumber;
  each_row(catalog, snapshot, [&](HeapTuple tuple, TupleDesc descriptor) {
    if (relation != InvalidAttrNumber && relations.has(oid_of(tuple, relation, descriptor))) return;
    if (schema != InvalidAttrNumber && schemas.has(oid_of(tuple, schema, descriptor))) return;
    if (catalog == DependRelationId &&
        (!is_attribute(tuple) || relations.has(reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple))->objid))) {
      return;
    }
    sum.add(catalog, tuple);
  });
}

Sum add_up(Snapshot snapshot) {
  Sum sum;
  OidSet schemas;
  OidSet relations;
  OidSet catalogs;
  each_row(NamespaceRelationId, snapshot, [&](HeapTuple tuple, TupleDesc) {
    const auto* row = reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple));
    if (is_temporary_schema(NameStr(row->nspname))) {
      schemas.add(row->oid);
    } else {
      sum.add(NamespaceRelationId, tuple);
    }
  });
  schemas.sort();
  each_row(RelationRelationId, snapshot, [&](HeapTuple tuple, TupleDesc) {
    const auto* row = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    if (row->relpersistence == RELPERSISTENCE_TEMP) {
      relations.add(row->oid);
      return;
    }
    sum.add(RelationRelationId, tuple);
    if (row->relnamespace == PG_CATALOG_NAMESPACE && row->relkind == RELKIND_RELATION &&
        row->oid < FirstNormalObjectId && !is_left_out(row->oid)) {
      catalogs.add(row->oid);
    }
  });
  relations.sort();
  for (int i = 0; i < catalogs.count; ++i) {
    if (catalogs.oids[i] != NamespaceRelationId && catalogs.oids[i] != RelationRelationId)
      add_catalog(catalogs.oids[i], snapshot, relations, schemas, sum);
  }
  return sum;
}

}  // namespace

std::string catalog_mark() {
  const Sum sum = pg_call([] { return add_up(GetActiveSnapshot()); });
  std::array<char, 64> text{};
  snprintf(text.data(), text.size(), "/%d/%llu/%016llx", PG_VERSION_NUM,
           static_cast<unsigned long long>(sum.rows), static_cast<unsigned long long>(sum.hash));
  return SCHEMA_AUDIT_VERSION + std::string(text.data());
}

}  // namespace schema_audit
