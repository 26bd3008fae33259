#include "extension/capture/object_row.hpp"

#include "extension/backend/fault.hpp"
#include "extension/backend/settings.hpp"

namespace schema_audit {

namespace {

using namespace object_column;

constexpr std::pair<std::string_view, const char*> kKinds[] = {
    {"schema", "schema"},
    {"extension", "extension"},
    {"table", "table"},
    {"table column", "column"},
    {"table constraint", "constraint"},
    {"index", "index"},
    {"sequence", "sequence"},
    {"view", "view"},
    {"materialized view", "materialized_view"},
    {"function", "routine"},
    {"procedure", "routine"},
    {"aggregate", "routine"},
    {"trigger", "trigger"},
    {"policy", "policy"},
    {"composite type", "composite_type"},
    {"domain constraint", "domain_constraint"},
};

// Parts of a relation are in no schema of their own, but their names begin with the relation's.
bool has_schema_of_relation(Oid class_id) {
  return class_id == TriggerRelationId || class_id == PolicyRelationId || class_id == RewriteRelationId ||
         class_id == AttrDefaultRelationId;
}

const char* schema_of(const ObjectAddress& address, List* names) {
  if (has_schema_of_relation(address.classId)) {
    return list_length(names) > 1 ? static_cast<const char*>(linitial(names)) : nullptr;
  }
  if (!is_objectclass_supported(address.classId)) return nullptr;
  const AttrNumber attribute = get_object_attnum_namespace(address.classId);
  const CacheId cache = get_object_catcache_oid(address.classId);
  if (attribute == InvalidAttrNumber || cache < 0) return nullptr;
  HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(address.objectId));
  if (!HeapTupleIsValid(tuple)) return nullptr;
  bool null = false;
  const Oid schema = DatumGetObjectId(SysCacheGetAttr(cache, tuple, attribute, &null));
  ReleaseSysCache(tuple);
  return null ? nullptr : get_namespace_name_or_temp(schema);
}

const char* kind_of_type(Oid type) {
  switch (get_typtype(type)) {
    case TYPTYPE_ENUM:
      return "enum";
    case TYPTYPE_DOMAIN:
      return "domain";
    case TYPTYPE_COMPOSITE:
      return "composite_type";
    default:
      return nullptr;
  }
}

const char* joined(std::initializer_list<const char*> parts) {
  Size size = 1;
  for (const char* part : parts) size += std::strlen(part);
  auto* text = static_cast<char*>(palloc(size));
  char* end = text;
  for (const char* part : parts) end = stpcpy(end, part);
  return text;
}

// Names of a part of `whole`; its identity is left to the caller.
ObjectName part_of(const ObjectName& whole, const char* type, const char* part) {
  ObjectName name = whole;
  name.type = joined({whole.type, " ", type});
  name.names = lappend(list_copy(whole.names), pstrdup(part));
  return name;
}

bool find_relation(Oid relation, ObjectName* name) {
  const ObjectAddress address = {RelationRelationId, relation, 0};
  return find_name(address, name);
}

// The schema that a relation, a type or a constraint is in.
Oid schema_of_common(const ObjectAddress& object) {
  CacheId cache = TYPEOID;
  switch (object.classId) {
    case RelationRelationId:
      return get_rel_namespace(object.objectId);
    case TypeRelationId:
      break;
    case ConstraintRelationId:
      cache = CONSTROID;
      break;
    default:
      return InvalidOid;
  }
  HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(object.objectId));
  if (!HeapTupleIsValid(tuple)) return InvalidOid;
  const Oid schema = cache == TYPEOID ? reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typnamespace
                                      : reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->connamespace;
  ReleaseSysCache(tuple);
  return schema;
}

}  // namespace

bool is_temporary_schema(const char* schema) {
  if (schema == nullptr) return false;
  const std::string_view name = schema;
  return name == "pg_temp" || name.starts_with("pg_temp_") || name.starts_with("pg_toast_temp_");
}

bool is_left_out(const char* schema) { return !settings.log_temporary && is_temporary_schema(schema); }

bool is_surely_left_out(const ObjectAddress& object) {
  const Oid schema = object.classId == NamespaceRelationId ? object.objectId : schema_of_common(object);
  if (schema == PG_TOAST_NAMESPACE) return true;
  return OidIsValid(schema) && !settings.log_temporary && isAnyTempNamespace(schema);
}

bool find_name(const ObjectAddress& address, ObjectName* name) {
  fault_in_server();
  name->identity = getObjectIdentityParts(&address, &name->names, &name->args, true);
  if (name->identity == nullptr) return false;
  name->type = getObjectTypeDescription(&address, true);
  name->schema = schema_of(address, name->names);
  return true;
}

ObjectName column_of_relation(const ObjectName& relation, const char* column) {
  ObjectName name = part_of(relation, "column", column);
  name.identity = joined({relation.identity, ".", quote_identifier(column)});
  return name;
}

ObjectName column_of_relation(Oid relation, const char* column) {
  ObjectName whole;
  return find_relation(relation, &whole) ? column_of_relation(whole, column) : whole;
}

ObjectName dropped_constraint_name(Oid relation, const char* constraint) {
  ObjectName whole;
  if (!find_relation(relation, &whole)) return whole;
  ObjectName name = part_of(whole, "constraint", constraint);
  name.identity = joined({quote_identifier(constraint), " on ", whole.identity});
  return name;
}

const char* kind_of(std::string_view object_type, const ObjectAddress& address) {
  if (object_type == "type") return OidIsValid(address.objectId) ? kind_of_type(address.objectId) : nullptr;
  for (const auto& [type, kind] : kKinds) {
    if (type == object_type) return kind;
  }
  return nullptr;
}

// As the server would build it, without its memory context and copies.
Datum text_array(List* strings) {
  Size size = ARR_OVERHEAD_NONULLS(1);
  for (int i = 0; i < list_length(strings); ++i) {
    const auto* string = static_cast<const char*>(list_nth(strings, i));
    if (string == nullptr) return PointerGetDatum(strlist_to_textarray(strings));
    size += INTALIGN(VARHDRSZ + std::strlen(string));
  }
  if (strings == NIL) size = ARR_OVERHEAD_NONULLS(0);
  if (!AllocSizeIsValid(size))
    ereport(ERROR,
            (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("array size exceeds the maximum allowed")));
  auto* array = static_cast<ArrayType*>(palloc0(size));
  SET_VARSIZE(array, size);
  array->ndim = strings == NIL ? 0 : 1;
  array->elemtype = TEXTOID;
  if (strings == NIL) return PointerGetDatum(array);
  ARR_DIMS(array)[0] = list_length(strings);
  ARR_LBOUND(array)[0] = 1;
  char* at = ARR_DATA_PTR(array);
  for (int i = 0; i < list_length(strings); ++i) {
    const auto* string = static_cast<const char*>(list_nth(strings, i));
    const Size length = std::strlen(string);
    SET_VARSIZE(at, VARHDRSZ + length);
    std::memcpy(at + VARHDRSZ, string, length);
    at += INTALIGN(VARHDRSZ + length);
  }
  return PointerGetDatum(array);
}

void set_object(LogRow* row, const ObjectAddress& address, const ObjectName& name) {
  row->set_constant(kKind, name.type != nullptr ? kind_of(name.type, address) : nullptr);
  row->set_text(kObjectType, name.type);
  row->set_text(kSchemaName, name.schema);
  row->set_text(kObjectIdentity, name.identity);
  row->set(kAddressNames, text_array(name.names));
  row->set(kAddressArgs, text_array(name.args));
  row->set(kClassId, ObjectIdGetDatum(address.classId));
  row->set(kObjectId, ObjectIdGetDatum(address.objectId));
  row->set(kSubId, Int32GetDatum(address.objectSubId));
}

LogRow* make_object_row(const char* role, const char* command_tag, const ObjectAddress& address) {
  ObjectName name;
  if (!find_name(address, &name) || is_left_out(name.schema)) return nullptr;
  LogRow* row = make_log_row();
  row->set_constant(kRole, role);
  row->set_constant(kCommandTag, command_tag);
  set_object(row, address, name);
  return row;
}

}  // namespace schema_audit
