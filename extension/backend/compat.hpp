// What differs between the supported major versions of the server. Included by server.hpp only.
#pragma once

#if PG_VERSION_NUM < 150000
#error "schema_audit needs PostgreSQL 15 or later"
#endif

namespace schema_audit {

#if PG_VERSION_NUM >= 190000
using CacheId = SysCacheIdentifier;
#else
using CacheId = int;
#endif

inline Oid primary_key_index(Relation relation) {
#if PG_VERSION_NUM >= 180000
  return RelationGetPrimaryKeyIndex(relation, false);
#else
  return RelationGetPrimaryKeyIndex(relation);
#endif
}

// Whether a backslash in '...' is an ordinary character; always so from 19 on.
inline bool has_plain_backslash() {
#if PG_VERSION_NUM >= 190000
  return true;
#else
  return standard_conforming_strings;
#endif
}

// Inserts the index entries of a row that is already in its table.
inline void insert_index_entries(ResultRelInfo* relation, TupleTableSlot* slot, EState* state) {
#if PG_VERSION_NUM >= 190000
  ExecInsertIndexTuples(relation, state, 0, slot, NIL, nullptr);
#elif PG_VERSION_NUM >= 160000
  ExecInsertIndexTuples(relation, slot, state, false, false, nullptr, NIL, false);
#else
  ExecInsertIndexTuples(relation, slot, state, false, false, nullptr, NIL);
#endif
}

// What the client proved: "method:identity", before 16 the identity alone. Null when it did not have to prove
// anything (trust, a background process). The line of pg_hba.conf that names the method is freed once a
// session has begun, so on 15 the method cannot be told any more.
inline const char* authenticated_identity() {
#if PG_VERSION_NUM >= 160000
  return GetSystemUser();
#else
  return MyProcPort != nullptr ? MyProcPort->authn_id : nullptr;
#endif
}

}  // namespace schema_audit
