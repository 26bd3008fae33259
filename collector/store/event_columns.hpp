// The columns of the log's tables: one list for reading them from a server, for keeping them in a store and
// for comparing the two. Their order is that of the tables of the extension and of the fields of the rows.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "collector/store/attempt_row.hpp"
#include "collector/store/event_row.hpp"
#include "collector/store/seal_row.hpp"

namespace schema_audit {

struct Column {
  enum class Form { kPlain, kTime, kBytes };  // how a server is asked for it

  std::string_view name;
  Form form = Form::kPlain;
};

inline constexpr std::array kStatementColumns = std::to_array<Column>({
    {"incarnation"},
    {"xid"},
    {"number"},
    {"logged_at", Column::Form::kTime},
    {"transaction_at", Column::Form::kTime},
    {"statement_at", Column::Form::kTime},
    {"command_tag"},
    {"statement"},
    {"statement_redacted"},
    {"top_level"},
    {"session_role"},
    {"outer_role"},
    {"effective_role"},
    {"authenticated_identity"},
    {"superuser"},
    {"actor"},
    {"actor_trust"},
    {"reason"},
    {"application_name"},
    {"client_addr"},
    {"client_port"},
    {"backend_pid"},
    {"backend_start", Column::Form::kTime},
    {"replication_role"},
    {"in_extension"},
    {"session_role_oid"},
    {"outer_role_oid"},
    {"effective_role_oid"},
    {"client_dn"},
    {"backend_type"},
    {"captured_by"},
    {"duration_us"},
    {"call_stack"},
    {"statement_length"},
    {"statement_hash", Column::Form::kBytes},
});

inline constexpr std::array kObjectColumns = std::to_array<Column>({
    {"incarnation"},     {"xid"},           {"number"},       {"statement"},   {"role"},
    {"command_tag"},     {"subcommand"},    {"kind"},         {"object_type"}, {"schema_name"},
    {"object_identity"}, {"address_names"}, {"address_args"}, {"old_name"},    {"old_identity"},
    {"class_id"},        {"object_id"},     {"sub_id"},       {"original"},    {"normal"},
    {"rewrite_reason"},  {"privileges"},    {"grantees"},     {"old_owner"},   {"old_privileges"},
});

inline constexpr std::array kAttemptColumns = std::to_array<Column>({
    {"incarnation"},
    {"id"},
    {"at", Column::Form::kTime},
    {"outcome"},
    {"command_tag"},
    {"statement"},
    {"statement_redacted"},
    {"sqlstate"},
    {"message"},
    {"session_role"},
    {"effective_role"},
    {"authenticated_identity"},
    {"actor"},
    {"actor_trust"},
    {"application_name"},
    {"client_addr"},
    {"client_port"},
    {"backend_pid"},
    {"xid"},
    {"number"},
    {"repeated"},
});

inline constexpr std::array kTransactionColumns = std::to_array<Column>({
    {"incarnation"},
    {"xid"},
    {"statements"},
    {"objects"},
    {"leaves", Column::Form::kBytes},
    {"root", Column::Form::kBytes},
});

inline constexpr std::array kBlockColumns = std::to_array<Column>({
    {"incarnation"},
    {"number"},
    {"algorithm"},
    {"sealed_at", Column::Form::kTime},
    {"first_xid"},
    {"end_xid"},
    {"transactions"},
    {"rows"},
    {"root", Column::Form::kBytes},
    {"previous", Column::Form::kBytes},
    {"hash", Column::Form::kBytes},
    {"pruned_at", Column::Form::kTime},
    {"pruned_by"},
});

// The fields of a row in the order of its columns. A row may be const.
template <typename Row, typename Visitor>
void visit_statement(Row& r, Visitor visit) {
  visit(r.incarnation, r.xid, r.number, r.logged_at, r.transaction_at, r.statement_at, r.command_tag,
        r.statement, r.statement_redacted, r.top_level, r.session_role, r.outer_role, r.effective_role,
        r.authenticated_identity, r.superuser, r.actor, r.actor_trust, r.reason, r.application_name,
        r.client_addr, r.client_port, r.backend_pid, r.backend_start, r.replication_role, r.in_extension,
        r.session_role_oid, r.outer_role_oid, r.effective_role_oid, r.client_dn, r.backend_type,
        r.captured_by, r.duration_us, r.call_stack, r.statement_length, r.statement_hash);
}

template <typename Row, typename Visitor>
void visit_object(Row& r, Visitor visit) {
  visit(r.incarnation, r.xid, r.number, r.statement, r.role, r.command_tag, r.subcommand, r.kind,
        r.object_type, r.schema_name, r.object_identity, r.address_names, r.address_args, r.old_name,
        r.old_identity, r.class_id, r.object_id, r.sub_id, r.original, r.normal, r.rewrite_reason,
        r.privileges, r.grantees, r.old_owner, r.old_privileges);
}

template <typename Row, typename Visitor>
void visit_attempt(Row& r, Visitor visit) {
  visit(r.incarnation, r.id, r.at, r.outcome, r.command_tag, r.statement, r.statement_redacted, r.sqlstate,
        r.message, r.session_role, r.effective_role, r.authenticated_identity, r.actor, r.actor_trust,
        r.application_name, r.client_addr, r.client_port, r.backend_pid, r.xid, r.number, r.repeated);
}

template <typename Row, typename Visitor>
void visit_transaction(Row& r, Visitor visit) {
  visit(r.incarnation, r.xid, r.statements, r.objects, r.leaves, r.root);
}

template <typename Row, typename Visitor>
void visit_block(Row& r, Visitor visit) {
  visit(r.incarnation, r.number, r.algorithm, r.sealed_at, r.first_xid, r.end_xid, r.transactions, r.rows,
        r.root, r.previous, r.hash, r.pruned_at, r.pruned_by);
}

// "a, b, c"
std::string column_list(std::span<const Column> columns);

}  // namespace schema_audit
