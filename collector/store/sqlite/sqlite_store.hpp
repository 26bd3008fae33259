// The embedded store: one SQLite file in WAL mode, synchronous=FULL.
//
// One file per group of tables: sqlite_store.cpp (opening, transactions),
// sqlite_targets.cpp, sqlite_events.cpp, sqlite_attempts.cpp, sqlite_seals.cpp,
// sqlite_log_findings.cpp, sqlite_snapshots.cpp, sqlite_versions.cpp,
// sqlite_drift.cpp, sqlite_reports.cpp, sqlite_prune.cpp, sqlite_alerts.cpp.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "collector/store/open_store.hpp"
#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

class SqliteStore : public Store {
 public:
  SqliteStore(const std::filesystem::path& file, StoreMode mode, std::filesystem::path backups);

  std::unique_ptr<StoreTransaction> begin() override;

  TargetId put_target(const std::string& name, const std::string& environment, const Timestamp& now) override;
  std::optional<TargetRow> find_target(const std::string& name) override;
  std::vector<TargetRow> targets() override;
  void note_attempt(TargetId target, const Timestamp& now, const std::string& error) override;
  void set_databases(TargetId target, const std::string& databases) override;
  void set_gone(TargetId target, const std::optional<Timestamp>& at) override;

  EventCount add_events(TargetId target, const EventRows& rows) override;
  std::optional<Watermark> watermark(TargetId target, const std::string& incarnation) override;
  void set_watermark(TargetId target, const Watermark& watermark) override;
  EventRows events_between(TargetId target, std::optional<SnapshotId> since, SnapshotId until) override;
  EventRows find_events(TargetId target, const EventFilter& filter) override;
  EventRows events_in(TargetId target, const std::string& incarnation, std::uint64_t first,
                      std::uint64_t end) override;
  std::optional<std::uint64_t> end_of_range(TargetId target, const std::string& incarnation,
                                            std::uint64_t first, std::size_t objects) override;
  std::vector<std::string> incarnations(TargetId target) override;

  std::size_t add_attempts(TargetId target, const std::vector<AttemptRow>& rows) override;
  AttemptCount count_attempts(TargetId target, const std::string& incarnation, std::int64_t from_id) override;
  std::vector<AttemptRow> find_attempts(TargetId target, const AttemptFilter& filter) override;

  void add_transactions(TargetId target, const std::vector<TransactionRow>& rows) override;
  std::vector<TransactionRow> transactions_in(TargetId target, const std::string& incarnation,
                                              std::uint64_t first, std::uint64_t end) override;
  void add_blocks(TargetId target, const std::vector<BlockRow>& rows) override;
  std::vector<BlockRow> blocks(TargetId target, const std::string& incarnation) override;
  std::optional<BlockRow> find_block(TargetId target, const std::string& incarnation,
                                     std::int64_t number) override;
  std::optional<BlockRow> find_block_by_hash(TargetId target, const std::string& hash) override;
  void drop_blocks(TargetId target, const std::string& incarnation, std::int64_t from) override;
  std::vector<AnchorRow> anchors(TargetId target) override;
  void set_anchor(TargetId target, const AnchorRow& anchor) override;

  bool add_log_finding(TargetId target, const LogFindingRow& row) override;
  std::vector<LogFindingRow> log_findings(TargetId target) override;
  int accept_log_findings(TargetId target, const Timestamp& now, const std::string& by) override;
  void accept_transactions(TargetId target, const std::vector<AcceptedTransaction>& rows) override;
  std::vector<AcceptedTransaction> accepted_transactions(TargetId target) override;

  SnapshotId add_snapshot(TargetId target, const SnapshotRow& row, const SnapshotDelta& delta) override;
  std::optional<SnapshotRow> find_snapshot(TargetId target, SnapshotId id) override;
  std::optional<SnapshotRow> latest_snapshot(TargetId target) override;
  std::optional<SnapshotRow> snapshot_at(TargetId target, const Timestamp& time) override;
  std::vector<SnapshotRow> snapshots(TargetId target) override;
  void set_label(TargetId target, SnapshotId id, const std::string& label) override;

  std::vector<OpenVersion> open_versions(TargetId target) override;
  std::vector<VersionRow> versions_of(TargetId target, SnapshotId snapshot) override;
  std::vector<VersionRow> versions_of_kind(TargetId target, SnapshotId snapshot,
                                           const std::string& kind) override;
  VersionChanges versions_between(TargetId target, SnapshotId from, SnapshotId to) override;
  std::vector<VersionRow> versions_of_object(TargetId target, const VersionKey& key) override;

  std::string drift_digest(TargetId target, TargetId reference) override;
  void set_drift_digest(TargetId target, TargetId reference, const std::string& digest,
                        const Timestamp& now) override;

  std::optional<PlacesRow> catalog_places(TargetId target) override;
  void set_catalog_places(TargetId target, const PlacesRow& row) override;

  std::optional<ToldCluster> told_cluster(const std::string& cluster) override;
  void set_told_cluster(const std::string& cluster, const ToldCluster& told) override;

  void add_report(TargetId target, const ReportRow& row) override;
  std::vector<ReportRow> reports(TargetId target, const std::string& type) override;
  std::optional<ReportRow> latest_report(TargetId target, const std::string& type) override;
  std::vector<ObjectChanges> most_changed(TargetId target, const Timestamp& since,
                                          std::size_t limit) override;
  std::vector<Contribution> contributions(TargetId target, const Timestamp& since) override;

  PruneCounts prune(const PruneLimits& limits) override;
  Pruned pruned(TargetId target, const std::string& incarnation) override;

  bool add_alert(const AlertRow& alert, const std::vector<std::string>& channels) override;
  std::vector<Delivery> due_deliveries(const Timestamp& now) override;
  void mark_delivered(const DeliveryKey& key, const Timestamp& now) override;
  void mark_failed(const DeliveryKey& key, const Timestamp& now, const std::optional<Timestamp>& next_try,
                   const std::string& error) override;
  DeliveryCounts delivery_counts() override;
  std::vector<DeadLetter> dead_letters() override;
  std::size_t revive_dead_letters(const std::string& channel, const Timestamp& now) override;
  std::optional<AlertRow> latest_alert() override;

  std::optional<ToldDrift> told_drift(TargetId target, TargetId reference,
                                      const std::string& channel) override;
  void set_told_drift(TargetId target, TargetId reference, const std::string& channel,
                      const ToldDrift& told) override;
  void forget_told_drift(TargetId target, TargetId reference, const std::string& channel) override;

  std::vector<ChannelRow> channels() override;
  void put_channel(const ChannelRow& row) override;

 private:
  void open();
  void set_up_connection();
  void migrate();
  bool in_transaction() const;

  void write_delta(TargetId target, SnapshotId id, const SnapshotDelta& delta);

  // Runs `work`, in a transaction of its own unless one is open.
  template <typename Work>
  auto write(Work work) -> decltype(work()) {
    return guarded([&] {
      std::unique_ptr<StoreTransaction> own;
      if (!in_transaction()) own = begin();
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        if (own) own->commit();
      } else {
        auto result = work();
        if (own) own->commit();
        return result;
      }
    });
  }

  // Runs `work` and turns what SQLite throws into StoreErrors.
  template <typename Work>
  auto guarded(Work work) -> decltype(work()) {
    try {
      return work();
    } catch (const SQLite::Exception& error) {
      throw to_store_error(path_, error, system_error());
    } catch (const std::invalid_argument& error) {
      // A digest of the wrong length: not what this program writes.
      throw to_store_error(path_, SQLite::Exception(error.what(), kDamaged));
    }
  }

  static constexpr int kDamaged = 11;  // SQLITE_CORRUPT

  int system_error() const;

  friend class SqliteTransaction;

  std::string path_;
  StoreMode mode_;
  std::filesystem::path backups_;
  std::unique_ptr<SQLite::Database> database_;
};

}  // namespace schema_audit
