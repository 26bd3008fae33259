// Turns a catalog address into the columns of an object row, by the server's own words for it.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

// What an object is called. Strings and lists are in the current memory context.
struct ObjectName {
  const char* type = nullptr;    // "table", "table column", ...
  const char* schema = nullptr;  // null for what is in no schema; "pg_temp" for what is temporary
  const char* identity = nullptr;
  List* names = NIL;  // of char*, unquoted
  List* args = NIL;   // of char*
};

// False when the object does not exist (any more).
bool find_name(const ObjectAddress& address, ObjectName* name);

// Whether the schema is one of temporary objects.
bool is_temporary_schema(const char* schema);

// Whether what is in the schema is not recorded: temporary objects, unless schema_audit.log_temporary is on.
bool is_left_out(const char* schema);

// The same of an object that is there, and of what the server makes for itself in pg_toast: true for most
// that are, at less cost, without asking for a name.
bool is_surely_left_out(const ObjectAddress& object);

void set_object(LogRow* row, const ObjectAddress& address, const ObjectName& name);

// A new row with role, command tag and object; null when the object does not exist or is temporary.
LogRow* make_object_row(const char* role, const char* command_tag, const ObjectAddress& address);

// A name that the server no longer knows: of a part of `relation`, as the server would have written it.
ObjectName column_of_relation(Oid relation, const char* column);
// The same when the name of the relation is known.
ObjectName column_of_relation(const ObjectName& relation, const char* column);
ObjectName dropped_constraint_name(Oid relation, const char* constraint);

// Our word for an object type of the server, or null. A live type also needs its address.
const char* kind_of(std::string_view object_type, const ObjectAddress& address);

// A List of char* as text[].
Datum text_array(List* strings);

}  // namespace schema_audit
