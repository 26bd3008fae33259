// Objects that a command makes without listing them: the constraints behind indexes and the other way round,
// indexes of partitions, constraints of domains, members of publications.
#pragma once

#include "extension/capture/log_row.hpp"

namespace schema_audit {

// Collects addresses, each once.
class ImplicitObjects {
 public:
  ImplicitObjects() : known_(new_object_addresses()) {}

  // Marks what the command lists itself.
  void add_known(const ObjectAddress& address) { add_exact_object_address(&address, known_); }

  // Everything that a listed command brought about. REQUIRES: all that the command lists is known already.
  void expand(const CollectedCommand* command);

  // Object rows (a List of LogRow*) with the role implicit.
  List* rows(const char* command_tag) const;

 private:
  void add(Oid class_id, Oid object_id);
  void add_relation_parts(Oid relation, bool only_new);
  void add_new_parts_below(Oid relation);
  void add_triggers(Oid relation, bool only_new);
  void add_publication_members(Oid publication);
  void add_loose_members(Oid family, const List* members);
  void add_foreign_keys_to(Oid relation);
  void add_parts_of_type(Oid type, int depth);
  void add_clones_of(Oid trigger);
  void add_shell_types(Oid function);
  void add_linked_operators(Oid oper);
  void add_constraints(Oid index_id, AttrNumber attribute, Oid owner, bool only_new);
  void add_index_family(Oid index, bool constraint = true);
  void expand_alter_table(const CollectedCommand* command);

  ObjectAddresses* known_;
  List* found_ = NIL;  // of ObjectAddress*
  bool made_table_ = false;
};
static_assert(std::is_trivially_destructible_v<ImplicitObjects>);

}  // namespace schema_audit
