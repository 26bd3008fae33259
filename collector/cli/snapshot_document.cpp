#include "collector/cli/snapshot_document.hpp"

#include "collector/cli/context.hpp"
#include "collector/error.hpp"
#include "collector/run/stored_side.hpp"
#include "core/canonical/hash.hpp"
#include "core/render/snapshot_codec.hpp"

namespace schema_audit {

std::string snapshot_document(Store& store, const Reference& reference) {
  if (reference.type == Reference::Type::kFile) {
    throw CollectorError(
        ExitCode::kUsage,
        reference.text + " is a file; snapshots shows those of the store, such as TARGET@latest");
  }
  const TargetRow target = required_target(store, reference.target);
  const SnapshotRow row = required_snapshot(store, target, reference);
  Snapshot snapshot;
  snapshot.format_version = row.format_version;
  snapshot.database = row.database;
  snapshot.server_version = row.server_version;
  snapshot.taken_at = row.taken_at;
  snapshot.skipped = skipped_from_json(row.skipped);
  snapshot.scope = scope_from_json(row.scope);
  snapshot.objects = stored_objects(store, target.id, row.id);
  seal(snapshot);
  if (snapshot.fingerprint != to_hex(digest_from_bytes(row.fingerprint))) {
    throw CollectorError(ExitCode::kStore, "the stored objects of " + reference.text +
                                               " do not fit its fingerprint: the store is damaged");
  }
  return snapshot_to_json(snapshot, true);
}

}  // namespace schema_audit
