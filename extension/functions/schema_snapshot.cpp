// schema_snapshot(label text) returns integer
#include <charconv>

#include "core/store/snapshot_delta.hpp"
#include "extension/capture/log_schema.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/seal/block.hpp"
#include "extension/store/instant.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

Digest digest_of(const SnapshotRow& snapshot) {
  Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* digits = snapshot.fingerprint.data() + 2 * i;
    std::from_chars(digits, digits + 2, digest.at(i), 16);
  }
  return digest;
}

// The row of a snapshot like the newest one, when nothing has changed since.
std::optional<std::int32_t> repeat_newest(const std::string& label) {
  const auto newest = newest_snapshot();
  if (!newest || newest->format_version != kFormatVersion) return std::nullopt;
  const auto now = unchanged_since(newest->instant);
  if (!now) return std::nullopt;
  SnapshotDelta delta;
  delta.fingerprint = digest_of(*newest);
  delta.objects = newest->objects;
  return write_snapshot(delta, *now, label);
}

std::int32_t read_and_write(const std::vector<OpenVersion>& open, const std::string& label) {
  std::optional<SnapshotDeltaBuilder> builder;
  const Instant instant =
      read_instant([&] { builder.emplace(open); }, [&](Object&& root) { builder->add(root); });
  const SpiConnection spi;
  return write_snapshot(builder->finish(), instant, label);
}

std::int32_t take_snapshot(const std::string& label) {
  const FunctionScope scope;
  std::optional<std::int32_t> repeated;
  std::vector<OpenVersion> open;
  {
    const SpiConnection spi;
    lock_store();
    repeated = repeat_newest(label);
    if (!repeated) open = open_versions();
  }
  const std::int32_t id = repeated ? *repeated : read_and_write(open, label);
  // Without the background worker nobody else may do it.
  const Oid schema = pg_call([] { return log_schema(); });
  if (OidIsValid(schema)) seal_committed(schema);
  return id;
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_snapshot);

Datum schema_audit_snapshot(PG_FUNCTION_ARGS) {
  // In this order: every transaction of a standby is read-only too.
  PreventCommandDuringRecovery("schema_snapshot()");
  PreventCommandIfReadOnly("schema_snapshot()");
  const char* label = PG_ARGISNULL(0) ? "" : text_to_cstring(PG_GETARG_TEXT_PP(0));
  const int32 id = schema_audit::guard([&] { return schema_audit::take_snapshot(label); });
  PG_RETURN_INT32(id);
}
}
