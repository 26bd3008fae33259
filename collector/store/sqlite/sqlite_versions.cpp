#include <SQLiteCpp/Statement.h>

#include <utility>

#include "collector/store/sqlite/packed_body.hpp"
#include "collector/store/sqlite/row_binding.hpp"
#include "collector/store/sqlite/sqlite_store.hpp"

namespace schema_audit {
namespace {

constexpr const char* kSelect =
    "SELECT kind, identity, hash, body, hints, first_snapshot, last_snapshot FROM object_version WHERE "
    "target_id = ? ";

template <typename... Values>
std::vector<VersionRow> select_versions(SQLite::Database& database, const char* condition,
                                        const Values&... values) {
  SQLite::Statement select(database, std::string(kSelect) + condition);
  RowBinder(select).bind(values...);
  std::vector<VersionRow> rows;
  while (select.executeStep()) {
    VersionRow& row = rows.emplace_back();
    RowReader(select).read(row.key.kind, row.key.identity, row.hash, row.body, row.hints, row.first_snapshot,
                           row.last_snapshot);
    row.body = unpack_body(std::move(row.body));
  }
  return rows;
}

// Held in `present`, does not hold in `absent`. Which of the two is the later one decides which end of the
// intervals lies between them, and with that the index to use.
std::vector<VersionRow> only_in(SQLite::Database& database, TargetId target, SnapshotId present,
                                SnapshotId absent) {
  const char* condition =
      present < absent
          ? "AND last_snapshot >= ?2 AND last_snapshot < ?3 AND first_snapshot <= ?2 ORDER BY kind, identity"
          : "AND first_snapshot <= ?2 AND first_snapshot > ?3"
            " AND coalesce(last_snapshot, ?2) >= ?2 ORDER BY kind, identity";
  return select_versions(database, condition, target, present, absent);
}

}  // namespace

void SqliteStore::write_delta(TargetId target, SnapshotId id, const SnapshotDelta& delta) {
  SQLite::Statement close(*database_,
                          "UPDATE object_version SET last_snapshot = ?4 - 1"
                          " WHERE target_id = ?1 AND kind = ?2 AND identity = ?3 AND last_snapshot IS NULL");
  for (const VersionKey& key : delta.closed) {
    if (execute(close, target, key.kind, key.identity, id) != 1) {
      throw StoreError(
          ExitCode::kInternal, path_,
          "internal error: " + key.kind + " " + key.identity + " is not part of the last snapshot");
    }
  }
  SQLite::Statement rehint(*database_,
                           "UPDATE object_version SET hints = ?4"
                           " WHERE target_id = ?1 AND kind = ?2 AND identity = ?3 AND last_snapshot IS NULL");
  for (const ObjectVersion& row : delta.rehinted) {
    execute(rehint, target, row.key.kind, row.key.identity, Blob{row.hints});
  }
  SQLite::Statement open(
      *database_,
      "INSERT INTO object_version (target_id, kind, identity, first_snapshot, hash, hints, body)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)");
  BodyPacker packer;
  for (const ObjectVersion& row : delta.opened) {
    execute(open, target, row.key.kind, row.key.identity, id, row.hash, Blob{row.hints},
            Blob{packer.pack(row.body)});
  }
}

std::vector<OpenVersion> SqliteStore::open_versions(TargetId target) {
  return guarded([&] {
    SQLite::Statement select(*database_,
                             "SELECT kind, identity, hash, hints FROM object_version"
                             " WHERE target_id = ? AND last_snapshot IS NULL ORDER BY kind, identity");
    RowBinder(select).bind(target);
    std::vector<OpenVersion> rows;
    while (select.executeStep()) {
      OpenVersion& row = rows.emplace_back();
      RowReader(select).read(row.key.kind, row.key.identity, row.hash, row.hints);
    }
    return rows;
  });
}

std::vector<VersionRow> SqliteStore::versions_of(TargetId target, SnapshotId snapshot) {
  return guarded([&] {
    return select_versions(
        *database_, "AND first_snapshot <= ?2 AND coalesce(last_snapshot, ?2) >= ?2 ORDER BY kind, identity",
        target, snapshot);
  });
}

std::vector<VersionRow> SqliteStore::versions_of_kind(TargetId target, SnapshotId snapshot,
                                                      const std::string& kind) {
  return guarded([&] {
    return select_versions(*database_,
                           "AND kind = ?3 AND first_snapshot <= ?2 AND coalesce(last_snapshot, ?2) >= ?2"
                           " ORDER BY identity",
                           target, snapshot, kind);
  });
}

VersionChanges SqliteStore::versions_between(TargetId target, SnapshotId from, SnapshotId to) {
  return guarded([&] {
    VersionChanges changes;
    changes.before = only_in(*database_, target, from, to);
    changes.after = only_in(*database_, target, to, from);
    return changes;
  });
}

std::vector<VersionRow> SqliteStore::versions_of_object(TargetId target, const VersionKey& key) {
  return guarded([&] {
    return select_versions(*database_, "AND kind = ? AND identity = ? ORDER BY first_snapshot", target,
                           key.kind, key.identity);
  });
}

}  // namespace schema_audit
