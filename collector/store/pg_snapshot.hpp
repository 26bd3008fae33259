// PostgreSQL's pg_snapshot: which transactions an MVCC snapshot sees.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace schema_audit {

struct PgSnapshot {
  std::uint64_t xmin = 0;          // everything below is finished
  std::uint64_t xmax = 0;          // nothing from here on is visible
  std::vector<std::uint64_t> xip;  // in progress in between, ascending

  // As pg_visible_in_snapshot().
  bool sees(std::uint64_t xid) const;
};

// "xmin:xmax:xip,xip". nullopt for anything else.
std::optional<PgSnapshot> parse_pg_snapshot(std::string_view text);

}  // namespace schema_audit
