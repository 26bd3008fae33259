// Where the collector keeps what it has seen: targets, the DDL log and its
// seals, snapshots, the outbox of alerts.
//
// The interface has one implementation per kind of database. Not thread-safe:
// one thread at a time for each Store; several processes may open the same
// store. Every failure is a StoreError, after which nothing of the unfinished
// transaction is kept.
//
// A write outside of a transaction is a transaction of its own. Everything that
// one collection of one target changes belongs into one transaction, so that a
// crash at any moment leaves the state before or the state after it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/store/alert_row.hpp"
#include "collector/store/attempt_row.hpp"
#include "collector/store/channel_row.hpp"
#include "collector/store/event_row.hpp"
#include "collector/store/places_row.hpp"
#include "collector/store/prune.hpp"
#include "collector/store/report_row.hpp"
#include "collector/store/seal_row.hpp"
#include "collector/store/snapshot_row.hpp"
#include "collector/store/target_row.hpp"
#include "collector/store/told_cluster.hpp"
#include "collector/store/version_row.hpp"

namespace schema_audit {

// Rolls back when destroyed without commit(). The destructor does not throw.
class StoreTransaction {
 public:
  StoreTransaction() = default;
  StoreTransaction(const StoreTransaction&) = delete;
  StoreTransaction& operator=(const StoreTransaction&) = delete;
  virtual ~StoreTransaction() = default;

  virtual void commit() = 0;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Waits for another writer, then keeps others from writing until the end.
  // REQUIRES: no transaction of this Store is open.
  virtual std::unique_ptr<StoreTransaction> begin() = 0;

  // Makes the target known, or updates its environment.
  virtual TargetId put_target(const std::string& name, const std::string& environment,
                              const Timestamp& now) = 0;
  virtual std::optional<TargetRow> find_target(const std::string& name) = 0;
  virtual std::vector<TargetRow> targets() = 0;  // by name
  // An empty error is a success. `error` must be free of secrets.
  virtual void note_attempt(TargetId target, const Timestamp& now, const std::string& error) = 0;

  virtual void set_databases(TargetId target, const std::string& databases) = 0;
  // Notes that the database of the target is gone; nullopt: that it is there again.
  virtual void set_gone(TargetId target, const std::optional<Timestamp>& at) = 0;

  // Rows that are already there are left alone. Returns how many were new.
  virtual EventCount add_events(TargetId target, const EventRows& rows) = 0;
  virtual std::optional<Watermark> watermark(TargetId target, const std::string& incarnation) = 0;
  virtual void set_watermark(TargetId target, const Watermark& watermark) = 0;
  // The events that explain what changed from one snapshot to a later one:
  // those that `until` sees and `since` does not. Without `since`, all that
  // `until` sees. Nothing when `until` was taken without the extension.
  virtual EventRows events_between(TargetId target, std::optional<SnapshotId> since, SnapshotId until) = 0;
  virtual EventRows find_events(TargetId target, const EventFilter& filter) = 0;
  // Those of the transactions from `first` up to, not including, `end`.
  virtual EventRows events_in(TargetId target, const std::string& incarnation, std::uint64_t first,
                              std::uint64_t end) = 0;
  // The end of a range that begins with `first` and holds about so many objects; whole transactions. nullopt:
  // there are not so many.
  virtual std::optional<std::uint64_t> end_of_range(TargetId target, const std::string& incarnation,
                                                    std::uint64_t first, std::size_t objects) = 0;
  // Of which there are statements, objects or anchors.
  virtual std::vector<std::string> incarnations(TargetId target) = 0;

  // Rows that are already there are left alone. Returns how many were new.
  virtual std::size_t add_attempts(TargetId target, const std::vector<AttemptRow>& rows) = 0;
  virtual AttemptCount count_attempts(TargetId target, const std::string& incarnation,
                                      std::int64_t from_id) = 0;
  virtual std::vector<AttemptRow> find_attempts(TargetId target, const AttemptFilter& filter) = 0;  // by time

  // Rows that are already there are left alone.
  virtual void add_transactions(TargetId target, const std::vector<TransactionRow>& rows) = 0;
  virtual std::vector<TransactionRow> transactions_in(TargetId target, const std::string& incarnation,
                                                      std::uint64_t first, std::uint64_t end) = 0;  // by xid
  virtual void add_blocks(TargetId target, const std::vector<BlockRow>& rows) = 0;
  virtual std::vector<BlockRow> blocks(TargetId target, const std::string& incarnation) = 0;  // by number
  virtual std::optional<BlockRow> find_block(TargetId target, const std::string& incarnation,
                                             std::int64_t number) = 0;
  virtual std::optional<BlockRow> find_block_by_hash(TargetId target, const std::string& hash) = 0;
  // Forgets the blocks from this number on: an operator accepted others in their place.
  virtual void drop_blocks(TargetId target, const std::string& incarnation, std::int64_t from) = 0;
  virtual std::vector<AnchorRow> anchors(TargetId target) = 0;  // by seen_at
  virtual void set_anchor(TargetId target, const AnchorRow& anchor) = 0;

  // False when a finding with this digest is known; then nothing is done.
  virtual bool add_log_finding(TargetId target, const LogFindingRow& row) = 0;
  virtual std::vector<LogFindingRow> log_findings(TargetId target) = 0;  // by found_at
  // Accepts all that stand. Returns how many.
  virtual int accept_log_findings(TargetId target, const Timestamp& now, const std::string& by) = 0;
  virtual void accept_transactions(TargetId target, const std::vector<AcceptedTransaction>& rows) = 0;
  virtual std::vector<AcceptedTransaction> accepted_transactions(TargetId target) = 0;

  // Returns the id given, the next of the target; row.id is not read. Of the delta only what it opens, closes
  // and rehints is. Throws when a version to close is not open: the delta was made from another state.
  virtual SnapshotId add_snapshot(TargetId target, const SnapshotRow& row, const SnapshotDelta& delta) = 0;
  virtual std::optional<SnapshotRow> find_snapshot(TargetId target, SnapshotId id) = 0;
  virtual std::optional<SnapshotRow> latest_snapshot(TargetId target) = 0;
  // The last one taken at or before a time.
  virtual std::optional<SnapshotRow> snapshot_at(TargetId target, const Timestamp& time) = 0;
  virtual std::vector<SnapshotRow> snapshots(TargetId target) = 0;  // by id
  // An empty label takes it away.
  virtual void set_label(TargetId target, SnapshotId id, const std::string& label) = 0;

  virtual std::vector<OpenVersion> open_versions(TargetId target) = 0;                    // by key
  virtual std::vector<VersionRow> versions_of(TargetId target, SnapshotId snapshot) = 0;  // by key
  // Reads only what differs, however large the schema is. The snapshots may
  // come in either order.
  virtual VersionChanges versions_between(TargetId target, SnapshotId from, SnapshotId to) = 0;
  virtual std::vector<VersionRow> versions_of_object(TargetId target,
                                                     const VersionKey& key) = 0;  // oldest first

  // What the drift between two targets was when it was last told about; empty: there was none.
  virtual std::string drift_digest(TargetId target, TargetId reference) = 0;
  virtual void set_drift_digest(TargetId target, TargetId reference, const std::string& digest,
                                const Timestamp& now) = 0;

  virtual void add_report(TargetId target, const ReportRow& row) = 0;
  virtual std::vector<ReportRow> reports(TargetId target, const std::string& type) = 0;  // by made_at
  // The newest one, without its document.
  virtual std::optional<ReportRow> latest_report(TargetId target, const std::string& type) = 0;
  // By snapshots, so without a log too; the most often changed first.
  virtual std::vector<ObjectChanges> most_changed(TargetId target, const Timestamp& since,
                                                  std::size_t limit) = 0;
  // By the log; the most statements first.
  virtual std::vector<Contribution> contributions(TargetId target, const Timestamp& since) = 0;

  // Forgets what is older. What is left is whole: every snapshot is what it was, and of the log of an
  // incarnation all is there from some transaction on.
  virtual PruneCounts prune(const PruneLimits& limits) = 0;
  virtual Pruned pruned(TargetId target, const std::string& incarnation) = 0;

  // Puts the alert into the outbox for each channel, due at once. False when an
  // alert with this id is already known; then nothing is done.
  virtual bool add_alert(const AlertRow& alert, const std::vector<std::string>& channels) = 0;
  virtual std::vector<Delivery> due_deliveries(const Timestamp& now) = 0;  // oldest first
  virtual void mark_delivered(const DeliveryKey& key, const Timestamp& now) = 0;
  // `error` must be free of secrets. Without `next_try`, the delivery is dead.
  virtual void mark_failed(const DeliveryKey& key, const Timestamp& now,
                           const std::optional<Timestamp>& next_try, const std::string& error) = 0;
  virtual DeliveryCounts delivery_counts() = 0;
  virtual std::vector<DeadLetter> dead_letters() = 0;  // newest first
  // Makes dead deliveries due again; of every channel when it is empty. Returns how many.
  virtual std::size_t revive_dead_letters(const std::string& channel, const Timestamp& now) = 0;
  virtual std::optional<AlertRow> latest_alert() = 0;

  // What a channel was told of the drift between two targets and not told the end of.
  virtual std::optional<ToldDrift> told_drift(TargetId target, TargetId reference,
                                              const std::string& channel) = 0;
  virtual void set_told_drift(TargetId target, TargetId reference, const std::string& channel,
                              const ToldDrift& told) = 0;
  virtual void forget_told_drift(TargetId target, TargetId reference, const std::string& channel) = 0;

  virtual std::vector<ChannelRow> channels() = 0;  // by name; those that were ever asked
  virtual void put_channel(const ChannelRow& row) = 0;

  // Where the catalog was what at the newest snapshot that tells; see PlacesRow::mark.
  virtual std::optional<PlacesRow> catalog_places(TargetId target) = 0;
  virtual void set_catalog_places(TargetId target, const PlacesRow& row) = 0;

  // Up to where it was told what changed in a cluster, by whatever name that has here. Its snapshot is not
  // pruned.
  virtual std::optional<ToldCluster> told_cluster(const std::string& cluster) = 0;
  virtual void set_told_cluster(const std::string& cluster, const ToldCluster& told) = 0;
  virtual std::vector<VersionRow> versions_of_kind(TargetId target, SnapshotId snapshot,
                                                   const std::string& kind) = 0;  // by identity
};

}  // namespace schema_audit
