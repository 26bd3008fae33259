#include "extension/capture/touched_objects.hpp"

namespace schema_audit {

using namespace access_kind;

namespace {

constexpr int kMaxDepth = 5;

bool makes_part(char dependency) {
  return dependency == DEPENDENCY_INTERNAL || dependency == DEPENDENCY_AUTO ||
         dependency == DEPENDENCY_PARTITION_PRI || dependency == DEPENDENCY_PARTITION_SEC;
}

// The objects that an object is a part of, a List of ObjectAddress*.
List* wholes_of(const ObjectAddress& object) {
  List* wholes = NIL;
  const auto add = [&](Oid class_id, Oid object_id) {
    auto* whole = static_cast<ObjectAddress*>(palloc(sizeof(ObjectAddress)));
    *whole = {class_id, object_id, 0};
    wholes = lappend(wholes, whole);
  };
  Relation catalog = table_open(DependRelationId, AccessShareLock);
  ScanKeyData keys[2];
  ScanKeyInit(&keys[0], Anum_pg_depend_classid, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(object.classId));
  ScanKeyInit(&keys[1], Anum_pg_depend_objid, BTEqualStrategyNumber, F_OIDEQ,
              ObjectIdGetDatum(object.objectId));
  SysScanDesc scan = systable_beginscan(catalog, DependDependerIndexId, true, nullptr, 2, keys);
  while (HeapTuple tuple = systable_getnext(scan)) {
    const auto* link = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
    const bool itself = link->refclassid == object.classId && link->refobjid == object.objectId;
    if (makes_part(link->deptype) && !itself) add(link->refclassid, link->refobjid);
  }
  systable_endscan(scan);
  table_close(catalog, AccessShareLock);

  if (object.classId == RelationRelationId && has_superclass(object.objectId)) {
    Relation inherits = table_open(InheritsRelationId, AccessShareLock);
    ScanKeyInit(&keys[0], Anum_pg_inherits_inhrelid, BTEqualStrategyNumber, F_OIDEQ,
                ObjectIdGetDatum(object.objectId));
    scan = systable_beginscan(inherits, InheritsRelidSeqnoIndexId, true, nullptr, 1, keys);
    while (HeapTuple tuple = systable_getnext(scan)) {
      add(RelationRelationId, reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple))->inhparent);
    }
    systable_endscan(scan);
    table_close(inherits, AccessShareLock);
  }
  return wholes;
}

// What the catalog's row itself says: of a relation's row type, of an array type and of a constraint. Else
// not valid.
ObjectAddress plain_whole_of(const ObjectAddress& object) {
  ObjectAddress whole = InvalidObjectAddress;
  if (object.classId == TypeRelationId) {
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(object.objectId));
    if (!HeapTupleIsValid(tuple)) return whole;
    const auto* type = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
    if (IsTrueArrayType(type)) {
      whole = {TypeRelationId, type->typelem, 0};
    } else if (OidIsValid(type->typrelid) && get_rel_relkind(type->typrelid) != RELKIND_COMPOSITE_TYPE) {
      whole = {RelationRelationId, type->typrelid, 0};
    }
    ReleaseSysCache(tuple);
  } else if (object.classId == ConstraintRelationId) {
    HeapTuple tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(object.objectId));
    if (!HeapTupleIsValid(tuple)) return whole;
    const auto* constraint = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
    if (OidIsValid(constraint->conrelid)) whole = {RelationRelationId, constraint->conrelid, 0};
    ReleaseSysCache(tuple);
  }
  return whole;
}

}  // namespace

int TouchedObjects::compare(const Touched& left, const Touched& right) {
  if (left.address.classId != right.address.classId)
    return left.address.classId < right.address.classId ? -1 : 1;
  if (left.address.objectId != right.address.objectId)
    return left.address.objectId < right.address.objectId ? -1 : 1;
  return 0;
}

TouchedObjects::TouchedObjects(int begin, int end, const AccessOrigin* origin)
    : objects_(static_cast<Touched*>(MemoryContextAllocHuge(
          CurrentMemoryContext, sizeof(Touched) * static_cast<std::size_t>(end - begin)))) {
  for (int i = begin; i < end; ++i) {
    const Access& access = access_at(i);
    if (access.origin != origin) continue;
    // Each change of a catalog by hand counts for itself.
    ObjectAddress address = access.address;
    if (access.kind == kByHand) address.objectSubId = -1;
    objects_[count_++] = {address, access.kind, access.tag, access.name, i};
  }
  std::sort(objects_, objects_ + count_, [](const Touched& left, const Touched& right) {
    const int order = compare(left, right);
    return order < 0 || (order == 0 && left.first < right.first);
  });
  int kept = 0;
  for (int i = 0; i < count_; ++i) {
    if (kept > 0 && compare(objects_[kept - 1], objects_[i]) == 0) {
      Touched& object = objects_[kept - 1];
      object.kinds |= objects_[i].kinds;
      object.first = std::min(object.first, objects_[i].first);
      // Several columns are the whole table.
      if (object.address.objectSubId != objects_[i].address.objectSubId) object.address.objectSubId = 0;
      if (object.name == nullptr) object.name = objects_[i].name;
      if (object.tag == CMDTAG_UNKNOWN) object.tag = objects_[i].tag;
    } else {
      objects_[kept++] = objects_[i];
    }
  }
  count_ = kept;
}

const int* TouchedObjects::in_order() const {
  auto* order = static_cast<int*>(palloc(sizeof(int) * static_cast<std::size_t>(std::max(count_, 1))));
  for (int i = 0; i < count_; ++i) order[i] = i;
  std::sort(order, order + count_,
            [&](int left, int right) { return objects_[left].first < objects_[right].first; });
  return order;
}

const Touched* TouchedObjects::find(Oid class_id, Oid object_id) const {
  const Touched key = {{class_id, object_id, 0}, 0, CMDTAG_UNKNOWN, nullptr, 0};
  const Touched* found =
      std::lower_bound(objects_, objects_ + count_, key,
                       [](const Touched& left, const Touched& right) { return compare(left, right) < 0; });
  return found != objects_ + count_ && compare(*found, key) == 0 ? found : nullptr;
}

bool TouchedObjects::is_touched(const ObjectAddress& object) const {
  const Touched* touched = find(object.classId, object.objectId);
  return touched != nullptr && (touched->kinds & ~(kByHand | kSetting)) != 0;
}

bool TouchedObjects::is_part_of_touched(const ObjectAddress& object, int depth) const {
  if (depth == kMaxDepth) return false;
  // The usual case without a look at the catalog's links.
  const ObjectAddress plain = plain_whole_of(object);
  if (OidIsValid(plain.objectId) && (is_touched(plain) || is_part_of_touched(plain, depth + 1))) return true;
  const List* wholes = wholes_of(object);
  for (int i = 0; i < list_length(wholes); ++i) {
    const auto* whole = static_cast<const ObjectAddress*>(list_nth(wholes, i));
    if (is_touched(*whole) || is_part_of_touched(*whole, depth + 1)) return true;
  }
  return false;
}

}  // namespace schema_audit
