#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <system_error>

#include "collector/interrupt.hpp"
#include "collector/store/event_columns.hpp"
#include "collector/store/seal_hash.hpp"
#include "collector/store/sqlite/packed_body.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/store_error.hpp"
#include "collector/store/store_verify.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

constexpr int kShown = 10;

std::string counted(std::int64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

class Verification {
 public:
  explicit Verification(const std::filesystem::path& file)
      : path_(file.string()), database_(path_, SQLite::OPEN_READONLY, kBusyTimeoutMs) {}

  // Stops where going on would tell nothing.
  std::vector<StoreCheck> run() {
    database_.exec("PRAGMA cell_size_check = ON");
    refuse_foreign_database(database_, path_);
    const int version = applied_migrations(database_, path_);
    database_.exec("BEGIN");
    const std::int64_t bytes = integer("PRAGMA page_count") * integer("PRAGMA page_size");
    add("store", version > 0, "version " + std::to_string(version) + ", " + counted(bytes, "byte"));
    if (version == 0 || !integrity()) return std::move(checks_);
    foreign_keys();
    schema(version);
    objects();
    snapshots();
    // Version 1 kept no seals.
    if (version > 1) seals();
    return std::move(checks_);
  }

 private:
  void add(const char* check, bool ok, std::string detail) {
    checks_.push_back({check, ok, std::move(detail)});
  }

  std::int64_t integer(const char* query) { return database_.execAndGet(query).getInt64(); }

  bool integrity() {
    SQLite::Statement rows(database_, "PRAGMA integrity_check(" + std::to_string(kShown) + ")");
    std::string wrong;
    while (rows.executeStep()) {
      const std::string line = rows.getColumn(0).getString();
      if (line != "ok") wrong += (wrong.empty() ? "" : "; ") + line;
    }
    add("integrity", wrong.empty(), wrong.empty() ? "every page, row and index" : wrong);
    return wrong.empty();
  }

  void foreign_keys() {
    SQLite::Statement rows(database_, "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1");
    std::string wrong;
    while (rows.executeStep()) {
      wrong += (wrong.empty() ? "" : "; ") + counted(rows.getColumn(1).getInt64(), "row") + " of " +
               rows.getColumn(0).getString() + " without what they refer to";
    }
    add("foreign keys", wrong.empty(), wrong.empty() ? "every row has what it refers to" : wrong);
  }

  // As the same migrations make it.
  void schema(int version) {
    SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const Migration& migration : sqlite_migrations()) {
      if (migration.number <= version) fresh.exec(std::string(migration.sql));
    }
    const auto definitions = [](SQLite::Database& database) {
      std::map<std::string, std::string> all;
      SQLite::Statement rows(database,
                             "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema"
                             " WHERE name <> 'migration' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
      while (rows.executeStep()) all[rows.getColumn(0).getString()] = rows.getColumn(1).getString();
      return all;
    };
    const auto expected = definitions(fresh);
    const auto there = definitions(database_);
    std::string wrong;
    const auto note = [&](const std::string& what) { wrong += (wrong.empty() ? "" : "; ") + what; };
    for (const auto& [name, sql] : expected) {
      const auto it = there.find(name);
      if (it == there.end()) {
        note(name + " is missing");
      } else if (it->second != sql) {
        note(name + " was altered");
      }
    }
    for (const auto& [name, sql] : there) {
      if (!expected.contains(name)) note(name + " is not the store's");
    }
    add("schema", wrong.empty(),
        wrong.empty() ? counted(static_cast<std::int64_t>(there.size()), "definition") : wrong);
  }

  void objects() {
    SQLite::Statement rows(database_,
                           "SELECT t.name, v.kind, v.identity, v.first_snapshot, v.hash, v.body"
                           " FROM object_version v JOIN target t ON t.id = v.target_id");
    std::int64_t all = 0;
    std::int64_t wrong = 0;
    std::string first;
    while (rows.executeStep()) {
      if (interrupt_requested()) throw Interrupted();
      std::string target;
      std::string kind;
      std::string identity;
      std::int64_t snapshot = 0;
      std::string hash;
      std::string body;
      RowReader(rows).read(target, kind, identity, snapshot, hash, body);
      ++all;
      if (to_bytes(sha256(unpack_body(std::move(body)))) == hash) continue;
      ++wrong;
      if (first.empty())
        first =
            kind + " " + identity + " of " + target + " from snapshot " + std::to_string(snapshot) + " on";
    }
    add("objects", wrong == 0,
        wrong == 0
            ? "the hash of " + counted(all, "version") + " of objects"
            : counted(wrong, "version") + " of objects with another hash than stored, the first is " + first);
  }

  void snapshots() {
    std::int64_t all = 0;
    std::string wrong;
    SQLite::Statement targets(database_, "SELECT id, name FROM target ORDER BY name");
    while (targets.executeStep()) {
      const std::int64_t id = targets.getColumn(0).getInt64();
      const std::string name = targets.getColumn(1).getString();
      all += snapshots_of(id, name, wrong);
    }
    add("snapshots", wrong.empty(), wrong.empty() ? "the fingerprint of " + counted(all, "snapshot") : wrong);
  }

  struct Interval {
    std::int64_t first = 0;
    std::optional<std::int64_t> last;
    Digest hash{};
    bool own = true;  // not of the whole cluster: those have no part in the fingerprint

    bool holds(std::int64_t snapshot) const { return first <= snapshot && (!last || snapshot <= *last); }
  };

  std::int64_t snapshots_of(std::int64_t target, const std::string& name, std::string& wrong) {
    std::vector<Interval> versions;
    std::set<std::int64_t> turns;  // snapshots at which a version begins or has ended
    SQLite::Statement intervals(
        database_,
        "SELECT kind, first_snapshot, last_snapshot, hash FROM object_version WHERE target_id = ?");
    RowBinder(intervals).bind(target);
    while (intervals.executeStep()) {
      Interval& version = versions.emplace_back();
      std::string kind;
      RowReader(intervals).read(kind, version.first, version.last, version.hash);
      version.own = !is_cluster_kind(kind);
      turns.insert(version.first);
      if (version.last) turns.insert(*version.last + 1);
    }
    SQLite::Statement rows(database_,
                           "SELECT id, fingerprint, objects FROM snapshot WHERE target_id = ? ORDER BY id");
    RowBinder(rows).bind(target);
    std::int64_t count = 0;
    std::int64_t before = 0;
    std::string expected;
    std::int64_t objects = 0;
    while (rows.executeStep()) {
      if (interrupt_requested()) throw Interrupted();
      std::int64_t id = 0;
      std::string stored;
      std::int64_t stored_objects = 0;
      RowReader(rows).read(id, stored, stored_objects);
      const auto turn = turns.upper_bound(before);
      if (count == 0 || (turn != turns.end() && *turn <= id)) {
        std::vector<Digest> hashes;
        for (const Interval& version : versions) {
          if (version.own && version.holds(id)) hashes.push_back(version.hash);
        }
        objects = static_cast<std::int64_t>(hashes.size());
        expected = to_bytes(fingerprint(std::move(hashes)));
      }
      before = id;
      ++count;
      if (wrong.empty() && (stored != expected || stored_objects != objects))
        wrong = "snapshot " + std::to_string(id) + " of " + name + " does not fit its objects";
    }
    return count;
  }

  void seals() {
    std::int64_t blocks = 0;
    std::string wrong;
    SQLite::Statement targets(database_, "SELECT DISTINCT target_id, incarnation FROM ddl_block");
    while (targets.executeStep() && wrong.empty()) {
      std::int64_t target = 0;
      std::string incarnation;
      RowReader(targets).read(target, incarnation);
      wrong = chain(target, incarnation, blocks);
    }
    add("seals", wrong.empty(),
        wrong.empty() ? "hash, root and place of " + counted(blocks, "block") : wrong);
  }

  // What is wrong with the chain of one incarnation; empty: nothing.
  std::string chain(std::int64_t target, const std::string& incarnation, std::int64_t& count) {
    SQLite::Statement rows(database_, "SELECT " + column_list(kBlockColumns) +
                                          " FROM ddl_block WHERE target_id = ? AND incarnation = ?"
                                          " ORDER BY number");
    RowBinder(rows).bind(target, incarnation);
    std::optional<BlockRow> before;
    while (rows.executeStep()) {
      if (interrupt_requested()) throw Interrupted();
      BlockRow block;
      visit_block(block, [&](auto&... fields) { RowReader(rows).read(fields...); });
      ++count;
      const std::string name = "block " + std::to_string(block.number) + " (incarnation " + incarnation + ")";
      if (block_hash(block) != block.hash) return "the columns of " + name + " do not have its hash";
      if (before && (block.number != before->number + 1 || block.previous != before->hash))
        return name + " does not follow the one before";
      // Those that were pruned, here or there before they were pulled, cannot be looked at.
      const auto transactions = transactions_of(target, block);
      if (transactions.size() == static_cast<std::size_t>(block.transactions) &&
          block_root(transactions) != block.root)
        return "the transactions of " + name + " do not have its root";
      before = std::move(block);
    }
    return "";
  }

  std::vector<TransactionRow> transactions_of(std::int64_t target, const BlockRow& block) {
    SQLite::Statement rows(database_, "SELECT " + column_list(kTransactionColumns) +
                                          " FROM ddl_transaction WHERE target_id = ? AND incarnation = ?"
                                          " AND xid >= ? AND xid < ? ORDER BY xid");
    RowBinder(rows).bind(target, block.incarnation, block.first_xid, block.end_xid);
    std::vector<TransactionRow> transactions;
    while (rows.executeStep()) {
      visit_transaction(transactions.emplace_back(),
                        [&](auto&... fields) { RowReader(rows).read(fields...); });
    }
    return transactions;
  }

  std::string path_;
  SQLite::Database database_;
  std::vector<StoreCheck> checks_;
};

bool is_damage(int code) {
  constexpr int kPrimaryCode = 0xff;
  constexpr int kCorrupt = 11;
  constexpr int kNotADatabase = 26;
  return (code & kPrimaryCode) == kCorrupt || (code & kPrimaryCode) == kNotADatabase;
}

}  // namespace

std::vector<StoreCheck> verify_store(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    throw StoreError(ExitCode::kStore, file.string(), error ? error.message() : "there is no such file");
  try {
    return Verification(file).run();
  } catch (const SQLite::Exception& failure) {
    if (!is_damage(failure.getErrorCode())) throw to_store_error(file.string(), failure);
    return {{"integrity", false, failure.what()}};
  } catch (const std::invalid_argument& failure) {
    return {{"objects", false, failure.what()}};
  }
}

bool all_ok(const std::vector<StoreCheck>& checks) { return std::ranges::all_of(checks, &StoreCheck::ok); }

}  // namespace schema_audit
