// For builds with -DSCHEMA_AUDIT_FAULTS: every direct call of these functions of the server is a point that
// can fail. A macro does not expand itself, so the names still mean the server's functions.
#pragma once

#include "extension/backend/fault.hpp"

// NOLINTBEGIN(cppcoreguidelines-macro-usage)
#define CommandCounterIncrement() (schema_audit::fault_in_server(), CommandCounterIncrement())

#define EventCacheLookup(event) (schema_audit::fault_in_server(), EventCacheLookup(event))
#define GetUserNameFromId(...) (schema_audit::fault_in_server(), GetUserNameFromId(__VA_ARGS__))
#define RangeVarGetRelidExtended(...) (schema_audit::fault_in_server(), RangeVarGetRelidExtended(__VA_ARGS__))
#define RelationGetIndexList(relation) (schema_audit::fault_in_server(), RelationGetIndexList(relation))
#define SearchSysCache1(...) (schema_audit::fault_in_server(), SearchSysCache1(__VA_ARGS__))
#define get_database_oid(...) (schema_audit::fault_in_server(), get_database_oid(__VA_ARGS__))
#define get_extension_oid(...) (schema_audit::fault_in_server(), get_extension_oid(__VA_ARGS__))
#define get_namespace_name(schema) (schema_audit::fault_in_server(), get_namespace_name(schema))
#define get_namespace_oid(...) (schema_audit::fault_in_server(), get_namespace_oid(__VA_ARGS__))
#define get_object_address(...) (schema_audit::fault_in_server(), get_object_address(__VA_ARGS__))
#define get_rel_name(relation) (schema_audit::fault_in_server(), get_rel_name(relation))
#define get_rel_namespace(relation) (schema_audit::fault_in_server(), get_rel_namespace(relation))
#define get_relname_relid(...) (schema_audit::fault_in_server(), get_relname_relid(__VA_ARGS__))
#define get_role_oid(...) (schema_audit::fault_in_server(), get_role_oid(__VA_ARGS__))
#define getObjectIdentityParts(...) (schema_audit::fault_in_server(), getObjectIdentityParts(__VA_ARGS__))
#define getObjectTypeDescription(...) (schema_audit::fault_in_server(), getObjectTypeDescription(__VA_ARGS__))
#define heap_form_tuple(...) (schema_audit::fault_in_server(), heap_form_tuple(__VA_ARGS__))
#define heap_insert(...) (schema_audit::fault_in_server(), heap_insert(__VA_ARGS__))
#define heap_multi_insert(...) (schema_audit::fault_in_server(), heap_multi_insert(__VA_ARGS__))
#define index_insert(...) (schema_audit::fault_in_server(), index_insert(__VA_ARGS__))
#define index_open(...) (schema_audit::fault_in_server(), index_open(__VA_ARGS__))
#define relation_open(...) (schema_audit::fault_in_server(), relation_open(__VA_ARGS__))
#define systable_beginscan(...) (schema_audit::fault_in_server(), systable_beginscan(__VA_ARGS__))
#define table_open(...) (schema_audit::fault_in_server(), table_open(__VA_ARGS__))
// NOLINTEND(cppcoreguidelines-macro-usage)
