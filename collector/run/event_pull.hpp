// Pulls the DDL log of a target exactly: what is visible now and was not at the pull before.
#pragma once

#include <optional>
#include <string>

#include "collector/run/log_reader.hpp"
#include "collector/store/event_row.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct PulledEvents {
  EventRows rows;
  std::vector<TransactionRow> transactions;
  std::vector<AttemptRow> attempts;
  std::vector<Watermark> watermarks;  // to store together with the rows
};

// Reads what the transaction's MVCC snapshot sees of the log and the previous pull's did not. An event
// becomes visible when its transaction commits, however long after it was numbered, so no order of commits
// can make one slip through or come twice, and nothing waits for old transactions. A standby does not know
// which transactions were running, so there only events below its horizon are taken.
//
// Histories that came from elsewhere (a restored dump, a template) have numbers of their own: they are pulled
// whole when they are first seen or have grown. Attempts have no transaction: they are taken by number, and
// counted.
//
// snapshot: pg_current_snapshot() of the open transaction. standby: pg_is_in_recovery(). known: what the
// store has. REQUIRES: an open REPEATABLE READ transaction; the right to read the log.
PulledEvents pull_events(const LogReader& log, const std::string& incarnation, const std::string& snapshot,
                         bool standby, Store* store, std::optional<TargetId> target, const Timestamp& now);

// The watermark of the history of another database: how much of it there is; empty for none.
std::string foreign_size(const LogReader& log, const std::string& incarnation);

}  // namespace schema_audit
