#include "extension/store/catalog_mark.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "extension/backend/guard.hpp"
#include "extension/store/packed_places.hpp"

namespace schema_audit {

namespace {

// Spreads a number over all bits (splitmix64).
std::uint64_t mixed(std::uint64_t v) {
  v = (v ^ (v >> 30U)) * 0xbf58476d1ce4e5b9U;
  v = (v ^ (v >> 27U)) * 0x94d049bb133111ebU;
  return v ^ (v >> 31U);
}

// Trivial: it is filled where an error of the server may jump out.
struct Sum {
  std::uint64_t rows = 0;
  std::uint64_t hash = 0;
  Place* places = nullptr;
  std::size_t count = 0;
  std::size_t room = 0;

  void add(Oid catalog, HeapTuple tuple, std::uint64_t address) {
    const std::uint64_t place =
        (static_cast<std::uint64_t>(ItemPointerGetBlockNumberNoCheck(&tuple->t_self)) << 16U) |
        ItemPointerGetOffsetNumberNoCheck(&tuple->t_self);
    const std::uint64_t version =
        (static_cast<std::uint64_t>(catalog) << 32U) | HeapTupleHeaderGetRawXmin(tuple->t_data);
    const std::uint64_t row = mixed(place + mixed(version));
    ++rows;
    hash += row;
    if (count > 0 && places[count - 1].address == address) {
      places[count - 1].hash += row;
      return;
    }
    if (count == room) {
      room = room == 0 ? 4096 : 2 * room;
      const Size size = sizeof(Place) * room;
      places = static_cast<Place*>(places == nullptr ? MemoryContextAllocHuge(CurrentMemoryContext, size)
                                                     : repalloc_huge(places, size));
    }
    places[count++] = {address, row};
  }
};

// Nobody depends on an object of the system in the sense of pg_depend, so what changes in one may show
// anywhere.
std::uint64_t address_of(Oid catalog, Oid oid) {
  return oid < FirstNormalObjectId ? 0 : (static_cast<std::uint64_t>(catalog) << 32U) | oid;
}

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

// The server's own headers for these are not among ours.
constexpr Oid kSequences = 2224;
constexpr Oid kAggregates = 2600;
constexpr Oid kDescriptions = 2609;
constexpr Oid kPartitionedTables = 3350;
constexpr Oid kExtendedStatistics = 3381;

// What changes without the schema changing, or follows from the rest.
bool is_left_out(Oid catalog) {
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

// Whose the rows of a catalog are: the column with the OID of a relation, a type, a routine.
struct Owner {
  Oid catalog;
  const char* column;
  Oid of;
};

// Rows of every other catalog may be in the text of any object.
constexpr std::array<Owner, 18> kOwners{{
    {RelationRelationId, "oid", RelationRelationId},
    {AttributeRelationId, "attrelid", RelationRelationId},
    {AttrDefaultRelationId, "adrelid", RelationRelationId},
    {IndexRelationId, "indrelid", RelationRelationId},
    {ConstraintRelationId, "conrelid", RelationRelationId},
    {TriggerRelationId, "tgrelid", RelationRelationId},
    {RewriteRelationId, "ev_class", RelationRelationId},
    {PolicyRelationId, "polrelid", RelationRelationId},
    {InheritsRelationId, "inhrelid", RelationRelationId},
    {kSequences, "seqrelid", RelationRelationId},
    {kPartitionedTables, "partrelid", RelationRelationId},
    {ForeignTableRelationId, "ftrelid", RelationRelationId},
    {TypeRelationId, "oid", TypeRelationId},
    {EnumRelationId, "enumtypid", TypeRelationId},
    {RangeRelationId, "rngtypid", TypeRelationId},
    {ProcedureRelationId, "oid", ProcedureRelationId},
    {kAggregates, "aggfnoid", ProcedureRelationId},
    {kExtendedStatistics, "oid", kExtendedStatistics},
}};

bool has_owner(Oid catalog) {
  return std::any_of(kOwners.begin(), kOwners.end(),
                     [&](const Owner& owner) { return owner.catalog == catalog; });
}

// Of a constraint of a domain, a comment, a sequence that belongs to a column.
std::uint64_t address_of_special(Oid catalog, HeapTuple tuple, TupleDesc descriptor) {
  switch (catalog) {
    case ConstraintRelationId:
      return address_of(TypeRelationId, reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->contypid);
    case kDescriptions: {
      constexpr AttrNumber kObject = 1;
      constexpr AttrNumber kClass = 2;
      const Oid of = oid_of(tuple, kClass, descriptor);
      return has_owner(of) ? address_of(of, oid_of(tuple, kObject, descriptor)) : 0;
    }
    case DependRelationId: {
      const auto* row = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
      return row->deptype == DEPENDENCY_EXTENSION ? 0 : address_of(row->classid, row->objid);
    }
    default:
      return 0;
  }
}

// Temporary objects are no part of a snapshot, and where they are made all the time no two marks would be
// alike.
void add_catalog(Oid catalog, Snapshot snapshot, const OidSet& relations, const OidSet& schemas, Sum& sum) {
  const AttrNumber relation = relations.count > 0 ? first_of(catalog, kRelationColumns) : InvalidAttrNumber;
  const AttrNumber schema = schemas.count > 0 ? first_of(catalog, kSchemaColumns) : InvalidAttrNumber;
  const auto* owner = std::find_if(kOwners.begin(), kOwners.end(),
                                   [&](const Owner& candidate) { return candidate.catalog == catalog; });
  const AttrNumber owned = owner == kOwners.end() ? InvalidAttrNumber : get_attnum(catalog, owner->column);
  each_row(catalog, snapshot, [&](HeapTuple tuple, TupleDesc descriptor) {
    if (relation != InvalidAttrNumber && relations.has(oid_of(tuple, relation, descriptor))) return;
    if (schema != InvalidAttrNumber && schemas.has(oid_of(tuple, schema, descriptor))) return;
    if (catalog == DependRelationId &&
        (!is_attribute(tuple) || relations.has(reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple))->objid))) {
      return;
    }
    const Oid oid = owned == InvalidAttrNumber ? InvalidOid : oid_of(tuple, owned, descriptor);
    sum.add(catalog, tuple,
            OidIsValid(oid) ? address_of(owner->of, oid) : address_of_special(catalog, tuple, descriptor));
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
      sum.add(NamespaceRelationId, tuple, 0);
    }
  });
  schemas.sort();
  each_row(RelationRelationId, snapshot, [&](HeapTuple tuple, TupleDesc) {
    const auto* row = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
    if (row->relpersistence == RELPERSISTENCE_TEMP) {
      relations.add(row->oid);
      return;
    }
    sum.add(RelationRelationId, tuple, address_of(RelationRelationId, row->oid));
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

// One after the other by address, each once.
std::string packed(Place* places, std::size_t count) {
  std::sort(places, places + count, [](const Place& a, const Place& b) { return a.address < b.address; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++kept) {
    Place total{places[i].address, 0};
    for (; i < count && places[i].address == total.address; ++i) total.hash += places[i].hash;
    places[kept] = total;
  }
  return pack({places, kept});
}

std::string version() { return SCHEMA_AUDIT_VERSION "/" + std::to_string(PG_VERSION_NUM) + "\n"; }

// A mark's places behind the version that made them; nullopt when that was another one.
std::optional<std::vector<Place>> unpacked(std::string_view bytes) {
  const std::string own = version();
  return bytes.starts_with(own) ? unpack(bytes.substr(own.size())) : std::nullopt;
}

}  // namespace

CatalogMark catalog_mark(const std::string& known) {
  const Sum sum = pg_call([] { return add_up(GetActiveSnapshot()); });
  std::array<char, 64> text{};
  snprintf(text.data(), text.size(), "/%d/%llu/%016llx", PG_VERSION_NUM,
           static_cast<unsigned long long>(sum.rows), static_cast<unsigned long long>(sum.hash));
  CatalogMark mark{SCHEMA_AUDIT_VERSION + std::string(text.data()), ""};
  if (mark.text != known) mark.places = version() + packed(sum.places, sum.count);
  pg_call([&] { pfree(sum.places); });
  return mark;
}

std::optional<std::vector<Address>> changed_addresses(std::string_view before, std::string_view after) {
  const auto old = unpacked(before);
  const auto now = unpacked(after);
  if (!old || !now) return std::nullopt;
  std::vector<Place> different;
  std::set_symmetric_difference(old->begin(), old->end(), now->begin(), now->end(),
                                std::back_inserter(different), [](const Place& a, const Place& b) {
                                  return std::pair(a.address, a.hash) < std::pair(b.address, b.hash);
                                });
  std::vector<Address> addresses;
  for (const Place& place : different) {
    if (place.address == 0) return std::nullopt;
    const Address address{static_cast<std::uint32_t>(place.address >> 32U),
                          static_cast<std::uint32_t>(place.address)};
    // With another sum it is on both sides.
    if (addresses.empty() || addresses.back().catalog != address.catalog ||
        addresses.back().oid != address.oid)
      addresses.push_back(address);
  }
  return addresses;
}

}  // namespace schema_audit
