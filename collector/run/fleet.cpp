#include "collector/run/fleet.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <set>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/interrupt.hpp"
#include "collector/postgres/connection_options.hpp"
#include "collector/postgres/transaction.hpp"
#include "collector/run/connecting.hpp"
#include "collector/run/target_failure.hpp"
#include "collector/run/target_pool.hpp"
#include "core/canonical/hash.hpp"
#include "core/render/printable.hpp"
#include "core/severity/selection.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongestPlain = 63;
constexpr std::size_t kLongestBegin = 45;
constexpr std::size_t kDigestDigits = 16;

bool stands_for_itself(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// libpq takes a database's name that looks like a connection string for one, wherever it comes from.
std::string literal_dbname(const std::string& name) {
  if (name.find('=') == std::string::npos && !name.starts_with("postgres://") &&
      !name.starts_with("postgresql://"))
    return name;
  std::string out = "dbname='";
  for (const char c : name) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

TargetConfig target_of(const Config& config, const TargetConfig& entry, const std::string& database) {
  TargetConfig target = entry;
  target.name = database_target_name(entry.name, database);
  target.databases.clear();
  target.entry = entry.name;
  std::vector<ConnectionParameter>& parameters = target.connection.parameters;
  std::erase_if(parameters, [](const ConnectionParameter& p) { return p.keyword == "dbname"; });
  parameters.push_back({"dbname", literal_dbname(database)});
  const TargetConfig* reference = config.find_target(entry.reference);
  if (reference != nullptr && !reference->databases.empty())
    target.reference = database_target_name(reference->name, database);
  return target;
}

constexpr const char* kDatabases =
    "SELECT datname, datistemplate, datallowconn, oid FROM pg_catalog.pg_database ORDER BY datname COLLATE "
    "\"C\"";

std::string to_list(const Result& databases) {
  std::string list;
  for (int i = 0; i < databases.rows(); ++i) {
    for (const int column : {3, 1, 2, 0}) list += databases.text(i, column) + " ";
    list += "\n";
  }
  return list;
}

void read_databases(const Config& config, Connection& connection, Expansion& expansion) {
  const ReadTransaction transaction(connection);
  // The system's identifier is not everybody's to read; without it a rename is a database gone and another
  // one come.
  const Result system = connection.query(
      "SELECT CASE WHEN pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')"
      " THEN (SELECT s.system_identifier FROM pg_catalog.pg_control_system() s) END");
  const Result rows = connection.query(kDatabases);
  expansion.listed = to_list(rows);
  for (int i = 0; i < rows.rows(); ++i) {
    const std::string name = rows.text(i, 0);
    expansion.all.push_back(
        {name, system.text(0, 0).empty() ? "" : system.text(0, 0) + "/" + rows.text(i, 3)});
    if (!selects(expansion.entry.databases, name)) {
      ++expansion.not_chosen;
    } else if (rows.text(i, 1) == "t") {
      expansion.left_out.push_back({name, "is a template"});
    } else if (rows.text(i, 2) != "t") {
      expansion.left_out.push_back({name, "allows no connections"});
    } else {
      expansion.targets.push_back(target_of(config, expansion.entry, name));
    }
  }
}

// Shared with its thread, which may outlive the run.
struct Asked {
  Expansion expansion;
  std::exception_ptr error;
};

PoolTask make_task(const std::shared_ptr<const Config>& config, const TargetConfig& entry, int retries,
                   const std::shared_ptr<ConnectionPool>& pool, const std::shared_ptr<Asked>& asked) {
  PoolTask task;
  task.server = server_of(entry.connection);
  task.longest = longest_of(config->run, entry);
  task.run = [config, retries, pool, asked](PoolPlace& place) {
    try {
      const ConnectionPool::Lease connection =
          connect_with_retries(*pool, asked->expansion.entry, config->timeouts,
                               {retries, std::chrono::milliseconds(config->run.retry_ms)}, place);
      read_databases(*config, *connection, asked->expansion);
    } catch (...) {
      asked->error = std::current_exception();
    }
  };
  return task;
}

Expansion outcome_of(const TargetConfig& entry, Asked& asked, TaskEnd end) {
  Expansion failed;
  failed.entry = entry;
  failed.exit_code = ExitCode::kIncomplete;
  if (end != TaskEnd::kDone) {
    failed.error = interrupt_requested() ? "interrupted" : "took longer than max_execution_time; gave up";
    return failed;
  }
  try {
    if (asked.error) std::rethrow_exception(asked.error);
    return std::move(asked.expansion);
  } catch (const std::exception& error) {
    TargetFailure failure = failure_of(error);
    failed.error = std::move(failure.text);
    failed.exit_code = failure.exit_code;
  }
  return failed;
}

// The entry that a name on the command line belongs to, if it means databases as they are now; nullptr: none.
const TargetConfig* entry_of(const Config& config, const std::string& name) {
  if (name.find_first_of("@/") != std::string::npos) return nullptr;
  for (const TargetConfig& target : config.targets) {
    if (!target.databases.empty() && (name == target.name || target.stands_for(name))) return &target;
  }
  return nullptr;
}

}  // namespace

std::string database_target_name(const std::string& entry, const std::string& database) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string plain;
  for (const char c : database) {
    if (stands_for_itself(c)) {
      plain += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    plain += '.';
    plain += kDigits[byte >> 4U];
    plain += kDigits[byte & 15U];
  }
  // Two dots: what no plain name has.
  if (plain.size() > kLongestPlain)
    plain = plain.substr(0, kLongestBegin) + ".." + to_hex(sha256(database)).substr(0, kDigestDigits);
  return entry + "." + plain;
}

std::string list_databases(Connection& connection) { return to_list(connection.query(kDatabases)); }

std::vector<Expansion> expand(const Config& config, const std::vector<const TargetConfig*>& entries,
                              const std::set<std::string>& failed, const PoolLimits& limits,
                              const std::shared_ptr<ConnectionPool>& pool,
                              const std::function<bool()>& stop) {
  const auto shared = std::make_shared<const Config>(config);
  std::vector<std::shared_ptr<Asked>> asked;
  std::vector<PoolTask> tasks;
  for (const TargetConfig* entry : entries) {
    asked.push_back(std::make_shared<Asked>());
    asked.back()->expansion.entry = *entry;
    const int retries = failed.contains(entry->name) ? 0 : config.run.retries;
    tasks.push_back(make_task(shared, *entry, retries, pool, asked.back()));
  }
  std::vector<Expansion> expansions(entries.size());
  run_tasks(std::move(tasks), limits, stop,
            [&](std::size_t i, TaskEnd end) { expansions[i] = outcome_of(*entries[i], *asked[i], end); });
  return expansions;
}

Config with_databases(const Config& config, const std::vector<std::string>& names) {
  std::set<const TargetConfig*> needed;
  for (const std::string& name : names) {
    const TargetConfig* target = entry_of(config, name);
    if (target == nullptr) target = config.find_target(name);
    if (target == nullptr) continue;
    needed.insert(target);
    needed.insert(entry_of(config, target->reference));
  }
  std::vector<const TargetConfig*> entries;
  for (const TargetConfig& target : config.targets) {
    if (!target.databases.empty() && (names.empty() || needed.contains(&target))) entries.push_back(&target);
  }
  if (entries.empty()) return config;
  Config expanded = config;
  for (const Expansion& expansion :
       expand(config, entries, {}, limits_of(config.run), std::make_shared<ConnectionPool>(config.run),
              interrupt_requested)) {
    if (!expansion.error.empty()) continue;
    for (const LeftOutDatabase& one : expansion.left_out)
      spdlog::info("target {}: database {} is left out: it {}", expansion.entry.name, printable(one.name),
                   one.reason);
    const auto place = std::ranges::find(expanded.targets, expansion.entry.name, &TargetConfig::name);
    const auto after = expanded.targets.erase(place);
    expanded.targets.insert(after, expansion.targets.begin(), expansion.targets.end());
  }
  return expanded;
}

}  // namespace schema_audit
