// Targets that stand for many databases of one cluster: which databases those are, as the cluster itself
// says.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collector/config/config.hpp"
#include "collector/exit_code.hpp"
#include "collector/postgres/connection_pool.hpp"
#include "collector/run/target_pool.hpp"

namespace schema_audit {

// A database that an entry does not stand for, though its patterns fit.
struct LeftOutDatabase {
  std::string name;
  std::string reason;  // "is a template", "allows no connections"
};

// A database of the cluster, whether or not it is looked at.
struct ListedDatabase {
  std::string name;
  std::string lineage;  // as snapshots have it; stays when the database is renamed
};

// What an entry stands for now.
struct Expansion {
  TargetConfig entry;
  std::string error;  // why the databases cannot be listed; then nothing below is known
  ExitCode exit_code = ExitCode::kNone;
  std::vector<TargetConfig> targets;  // by name of the database
  std::vector<LeftOutDatabase> left_out;
  std::vector<ListedDatabase> all;
  std::int64_t not_chosen = 0;  // that no pattern fits, or one with "!"
  std::string listed;           // all, as list_databases() has them
};

// "apps.orders": stable, different for different databases, and a name as is_name() wants it, whatever the
// database is called. Letters, digits, _ and - stand for themselves, every other byte is a dot and two
// hexadecimal digits.
std::string database_target_name(const std::string& entry, const std::string& database);

// All databases of a cluster in one text: another one whenever one comes, goes, is renamed, or may be
// connected to from now on. Throws PostgresError.
std::string list_databases(Connection& connection);

// Asks the clusters of the entries, several at once as the configuration allows. Once stop() is true, those
// that have not answered fail. failed: the names of those that could not be asked last time, who are tried
// once.
std::vector<Expansion> expand(const Config& config, const std::vector<const TargetConfig*>& entries,
                              const std::set<std::string>& failed, const PoolLimits& limits,
                              const std::shared_ptr<ConnectionPool>& pool, const std::function<bool()>& stop);

// The configuration with every entry that one of the names needs (all when there are none) replaced by what
// it stands for, for verbs that look at targets as they are now. An entry whose databases cannot be listed
// stays, so that who looks at it is told why.
Config with_databases(const Config& config, const std::vector<std::string>& names);

}  // namespace schema_audit
