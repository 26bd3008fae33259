#include "extension/store/snapshot_store.hpp"

#include <charconv>

#include "core/canonical/encoding.hpp"
#include "core/render/snapshot_codec.hpp"
#include "extension/backend/spi.hpp"
#include "extension/protection/log_change.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kBatch = 1000;

// A body that is none was written by something else than schema_snapshot().
[[noreturn]] void refuse_body(const EncodingError& error) {
  throw SqlError(ERRCODE_DATA_CORRUPTED, std::string("a stored object cannot be read: ") + error.what(), "",
                 "Rows of schema_audit.object_version were changed or damaged.");
}

// The object of a stored version.
Object stored_object(const ObjectVersion& version) {
  try {
    return to_object(version);
  } catch (const EncodingError& error) {
    refuse_body(error);
  }
}

std::optional<SnapshotRow> to_snapshot(const std::vector<SpiRow>& rows) {
  if (rows.empty()) return std::nullopt;
  const SpiRow& row = rows.front();
  const auto text = [&](std::size_t column) { return row.at(column).value_or(""); };
  SnapshotRow snapshot;
  snapshot.id = std::stoi(text(0));
  snapshot.taken_at = text(1);
  snapshot.server_version = std::stoi(text(2));
  snapshot.format_version = std::stoi(text(3));
  snapshot.fingerprint = text(4);
  snapshot.instant.xact_snapshot = text(5);
  snapshot.instant.xid = text(6);
  snapshot.instant.log_number = row.at(7) ? std::stoi(text(7)) : 0;
  snapshot.instant.incarnation = text(8);
  snapshot.instant.skipped = skipped_from_json(text(9));
  snapshot.objects = std::stoi(text(10));
  snapshot.instant.mark = text(11);
  return snapshot;
}

bool has_mark_columns() {
  return pg_call([] {
    const Oid schema = get_namespace_oid("schema_audit", true);
    return get_attnum(get_relname_relid("snapshot", schema), "catalog_places") != InvalidAttrNumber;
  });
}

// The tables may be older than the library, until ALTER EXTENSION ... UPDATE.
std::optional<SnapshotRow> read_snapshot(const char* which, const std::vector<SpiValue>& values) {
  const std::string sql =
      "SELECT id, pg_catalog.to_char(taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
      " server_version, format_version, pg_catalog.encode(fingerprint, 'hex'), xact_snapshot, xid, "
      "log_number,"
      " incarnation, skipped, objects, " +
      std::string(has_mark_columns() ? "catalog_mark" : "NULL") + " FROM schema_audit.snapshot " + which;
  return to_snapshot(spi_query(sql.c_str(), values, false));
}

std::vector<Object> read_objects(const char* sql, const std::vector<SpiValue>& values) {
  std::vector<Object> objects;
  spi_each(sql, values, false, [&](const std::vector<std::optional<std::string_view>>& row) {
    ObjectVersion version;
    version.body = row.at(0).value_or("");
    version.hints = row.at(1).value_or("");
    objects.push_back(stored_object(version));
  });
  return objects;
}

// Of the snapshot `id` or, where that is of an unchanged catalog, of the last one before it that was read.
// Where parts were skipped, it takes a whole reading to count them.
std::string places_of(std::int32_t id) {
  if (!has_mark_columns()) return "";
  const auto rows = spi_query(
      "SELECT catalog_places FROM schema_audit.snapshot WHERE catalog_places IS NOT NULL AND incarnation = "
      "$1::pg_catalog.uuid"
      " AND format_version = $2 AND skipped = '[]' AND id <= $3 ORDER BY id DESC LIMIT 1",
      std::vector<SpiValue>{spi_text(current_incarnation()), spi_int(kFormatVersion), spi_int(id)}, false);
  return rows.empty() ? "" : rows.front().at(0).value_or("");
}

// What the parameters of one statement take is given back behind it, not when all are done.
class BatchMemory {
 public:
  BatchMemory() : exceptions_(std::uncaught_exceptions()) {
    pg_call([&] {
      context_ = AllocSetContextCreate(CurrentMemoryContext, "schema_audit batch", ALLOCSET_DEFAULT_SIZES);
    });
    caller_ = MemoryContextSwitchTo(context_);
  }
  BatchMemory(const BatchMemory&) = delete;
  BatchMemory& operator=(const BatchMemory&) = delete;
  ~BatchMemory() {
    // After an error of the server its contexts are its own affair.
    if (std::uncaught_exceptions() > exceptions_) return;
    MemoryContextSwitchTo(caller_);
    MemoryContextDelete(context_);
  }

 private:
  int exceptions_;
  MemoryContext context_ = nullptr;
  MemoryContext caller_ = nullptr;
};

// unnest() of several arrays is syntax, not a function: it must not be qualified. search_path is pg_catalog
// here.
struct KeyArrays {
  std::vector<std::string_view> kinds;
  std::vector<std::string_view> identities;
};

void close_versions(const std::vector<VersionKey>& keys, std::int32_t last_snapshot) {
  for (std::size_t begin = 0; begin < keys.size(); begin += kBatch) {
    const BatchMemory memory;
    KeyArrays arrays;
    for (std::size_t i = begin; i < std::min(keys.size(), begin + kBatch); ++i) {
      arrays.kinds.push_back(keys[i].kind);
      arrays.identities.push_back(keys[i].identity);
    }
    const std::vector<SpiValue> values{spi_int(last_snapshot), spi_text_array(arrays.kinds),
                                       spi_text_array(arrays.identities)};
    spi_query(
        "UPDATE schema_audit.object_version v SET last_snapshot = $1"
        " FROM unnest($2, $3) AS k (kind, identity)"
        " WHERE v.kind = k.kind AND v.identity = k.identity AND v.last_snapshot IS NULL",
        values, false);
  }
}

void replace_hints(const std::vector<ObjectVersion>& versions) {
  for (std::size_t begin = 0; begin < versions.size(); begin += kBatch) {
    const BatchMemory memory;
    KeyArrays keys;
    std::vector<std::string_view> hints;
    for (std::size_t i = begin; i < std::min(versions.size(), begin + kBatch); ++i) {
      keys.kinds.push_back(versions[i].key.kind);
      keys.identities.push_back(versions[i].key.identity);
      hints.push_back(versions[i].hints);
    }
    const std::vector<SpiValue> values{spi_text_array(keys.kinds), spi_text_array(keys.identities),
                                       spi_bytes_array(hints)};
    spi_query(
        "UPDATE schema_audit.object_version v SET hints = k.hints"
        " FROM unnest($1, $2, $3) AS k (kind, identity, hints)"
        " WHERE v.kind = k.kind AND v.identity = k.identity AND v.last_snapshot IS NULL",
        values, false);
  }
}

void open_new_versions(const std::vector<ObjectVersion>& versions, std::int32_t first_snapshot) {
  for (std::size_t begin = 0; begin < versions.size(); begin += kBatch) {
    const BatchMemory memory;
    KeyArrays keys;
    std::vector<std::string> digests;
    std::vector<std::string_view> hashes;
    std::vector<std::string_view> bodies;
    std::vector<std::string_view> hints;
    const std::size_t end = std::min(versions.size(), begin + kBatch);
    for (std::size_t i = begin; i < end; ++i) digests.push_back(to_bytes(versions[i].hash));
    for (std::size_t i = begin; i < end; ++i) {
      keys.kinds.push_back(versions[i].key.kind);
      keys.identities.push_back(versions[i].key.identity);
      hashes.push_back(digests[i - begin]);
      bodies.push_back(versions[i].body);
      hints.push_back(versions[i].hints);
    }
    const std::vector<SpiValue> values{spi_int(first_snapshot),         spi_text_array(keys.kinds),
                                       spi_text_array(keys.identities), spi_bytes_array(hashes),
                                       spi_bytes_array(bodies),         spi_bytes_array(hints)};
    spi_query(
        "INSERT INTO schema_audit.object_version (kind, identity, hash, body, hints, first_snapshot)"
        " SELECT kind, identity, hash, body, hints, $1"
        " FROM unnest($2, $3, $4, $5, $6) AS v (kind, identity, hash, body, hints)",
        values, false);
  }
}

// What holds in the newest snapshot, without the bodies.
std::vector<OpenVersion> open_versions() {
  std::vector<OpenVersion> versions;
  spi_each("SELECT kind, identity, hash, hints FROM schema_audit.object_version WHERE last_snapshot IS NULL",
           {}, false, [&](const std::vector<std::optional<std::string_view>>& row) {
             versions.push_back({{std::string(row.at(0).value_or("")), std::string(row.at(1).value_or(""))},
                                 digest_from_bytes(row.at(2).value_or("")),
                                 std::string(row.at(3).value_or(""))});
           });
  return versions;
}

Digest digest_of(const SnapshotRow& snapshot) {
  Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* digits = snapshot.fingerprint.data() + 2 * i;
    std::from_chars(digits, digits + 2, digest.at(i), 16);
  }
  return digest;
}

}  // namespace

void lock_store() { spi_query("LOCK TABLE schema_audit.snapshot IN SHARE ROW EXCLUSIVE MODE", {}, false); }

std::optional<SnapshotRow> find_snapshot(std::int32_t id) {
  const std::vector<SpiValue> values{spi_int(id)};
  return read_snapshot("WHERE id = $1", values);
}

std::optional<SnapshotRow> newest_snapshot() { return read_snapshot("ORDER BY id DESC LIMIT 1", {}); }

Changes changes_since(const std::optional<SnapshotRow>& newest) {
  EarlierReading earlier;
  if (newest && newest->format_version == kFormatVersion)
    earlier = {newest->instant.incarnation, newest->instant.mark,
               [id = newest->id] { return places_of(id); }};
  std::optional<std::vector<OpenVersion>> open;
  std::optional<SnapshotDeltaBuilder> builder;
  Changes changes;
  changes.now = read_since(
      earlier,
      [&](const CatalogSelection* only) {
        if (!open) open = open_versions();
        builder.emplace(*open);
        return only == nullptr || builder->keep_others(*only);
      },
      [&](Object&& root) { builder->add(root); });
  if (changes.now.unchanged) {
    changes.now.skipped = newest->instant.skipped;
    changes.delta.fingerprint = digest_of(*newest);
    changes.delta.objects = newest->objects;
  } else {
    changes.delta = builder->finish();
  }
  return changes;
}

std::int32_t write_snapshot(const SnapshotDelta& delta, const Instant& instant, std::string_view label) {
  const OwnLogChange change;
  const auto newest = newest_snapshot();
  const std::int32_t id = newest ? newest->id + 1 : 1;
  std::vector<SpiValue> values{spi_int(id),
                               spi_text_or_null(label),
                               spi_int(PG_VERSION_NUM),
                               spi_int(kFormatVersion),
                               spi_text(instant.xact_snapshot),
                               spi_text_or_null(instant.xid),
                               spi_int(instant.log_number),
                               spi_text(instant.incarnation),
                               spi_bytes(to_bytes(delta.fingerprint)),
                               spi_int(static_cast<std::int32_t>(delta.objects)),
                               spi_int(static_cast<std::int32_t>(delta.added)),
                               spi_int(static_cast<std::int32_t>(delta.altered)),
                               spi_int(static_cast<std::int32_t>(delta.removed)),
                               spi_text(skipped_to_json(instant.skipped))};
  std::string columns;
  std::string places;
  if (has_mark_columns()) {
    columns = ", catalog_mark, catalog_places";
    places = ", $15, $16";
    values.push_back(spi_text(instant.mark));
    // Of a snapshot that was not read the places are those of the one before.
    values.push_back(instant.places.empty() ? SpiValue{BYTEAOID, 0, true} : spi_bytes(instant.places));
    if (!instant.places.empty()) {
      spi_query("UPDATE schema_audit.snapshot SET catalog_places = NULL WHERE catalog_places IS NOT NULL", {},
                false);
    }
  }
  const std::string insert =
      "INSERT INTO schema_audit.snapshot (id, taken_at, label, taken_by, server_version, format_version, "
      "xact_snapshot, xid,"
      " log_number, incarnation, fingerprint, objects, added, altered, removed, skipped" +
      columns +
      ")"
      " VALUES ($1, pg_catalog.clock_timestamp(), $2, session_user, $3, $4, $5::pg_catalog.pg_snapshot, "
      "$6::pg_catalog.xid8,"
      " $7, $8::pg_catalog.uuid, $9, $10, $11, $12, $13, $14" +
      places + ")";
  spi_query(insert.c_str(), values, false);
  close_versions(delta.closed, id - 1);
  replace_hints(delta.rehinted);
  open_new_versions(delta.opened, id);
  return id;
}

std::vector<Object> objects_of(std::int32_t id) {
  return read_objects(
      "SELECT body, hints FROM schema_audit.object_version"
      " WHERE first_snapshot <= $1 AND (last_snapshot >= $1 OR last_snapshot IS NULL) ORDER BY kind, "
      "identity",
      {spi_int(id)});
}

std::vector<Object> objects_of(std::int32_t id, const std::vector<VersionKey>& keys) {
  KeyArrays arrays;
  for (const VersionKey& key : keys) {
    arrays.kinds.push_back(key.kind);
    arrays.identities.push_back(key.identity);
  }
  return read_objects(
      "SELECT v.body, v.hints FROM unnest($2, $3) AS k (kind, identity)"
      " JOIN schema_audit.object_version v ON v.kind = k.kind AND v.identity = k.identity"
      " WHERE v.first_snapshot <= $1 AND (v.last_snapshot >= $1 OR v.last_snapshot IS NULL)",
      {spi_int(id), spi_text_array(arrays.kinds), spi_text_array(arrays.identities)});
}

std::vector<Object> gone_objects() {
  return read_objects(
      "SELECT DISTINCT ON (v.kind, v.identity) v.body, v.hints FROM schema_audit.object_version v"
      " WHERE NOT EXISTS (SELECT FROM schema_audit.object_version o"
      " WHERE o.kind = v.kind AND o.identity = v.identity AND o.last_snapshot IS NULL)"
      " ORDER BY v.kind, v.identity, v.first_snapshot DESC",
      {});
}

Difference difference(std::int32_t before, std::int32_t after) {
  const std::int32_t older = std::min(before, after);
  const std::int32_t newer = std::max(before, after);
  // Both conditions that an index can serve bound the interval between the two snapshots.
  std::vector<Object> of_older = read_objects(
      "SELECT body, hints FROM schema_audit.object_version"
      " WHERE last_snapshot >= $1 AND last_snapshot < $2 AND first_snapshot <= $1",
      {spi_int(older), spi_int(newer)});
  std::vector<Object> of_newer = read_objects(
      "SELECT body, hints FROM schema_audit.object_version"
      " WHERE first_snapshot > $1 AND first_snapshot <= $2 AND (last_snapshot >= $2 OR last_snapshot IS "
      "NULL)",
      {spi_int(older), spi_int(newer)});
  if (before <= after) return {std::move(of_older), std::move(of_newer)};
  return {std::move(of_newer), std::move(of_older)};
}

void each_alike(
    std::int32_t before, std::int32_t after,
    const std::function<void(const VersionKey& key, std::string_view body, std::string_view hints)>& visit) {
  const std::vector<SpiValue> values{spi_int(std::min(before, after)), spi_int(std::max(before, after))};
  spi_each(
      "SELECT kind, identity, body, hints FROM schema_audit.object_version"
      " WHERE first_snapshot <= $1 AND (last_snapshot >= $2 OR last_snapshot IS NULL)",
      values, false, [&](const std::vector<std::optional<std::string_view>>& row) {
        try {
          visit({std::string(row.at(0).value_or("")), std::string(row.at(1).value_or(""))},
                row.at(2).value_or(""), row.at(3).value_or(""));
        } catch (const EncodingError& error) {
          refuse_body(error);
        }
      });
}

std::vector<StoredVersion> versions_of(const VersionKey& key) {
  std::vector<StoredVersion> versions;
  const std::vector<SpiValue> values{spi_text(key.kind), spi_text(key.identity)};
  spi_each(
      "SELECT v.first_snapshot, v.last_snapshot,"
      " pg_catalog.to_char(s.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), v.body, "
      "v.hints"
      " FROM schema_audit.object_version v JOIN schema_audit.snapshot s ON s.id = v.first_snapshot"
      " WHERE v.kind = $1 AND v.identity = $2 ORDER BY v.first_snapshot",
      values, false, [&](const std::vector<std::optional<std::string_view>>& row) {
        StoredVersion& version = versions.emplace_back();
        version.first_snapshot = std::stoi(std::string(row.at(0).value_or("0")));
        if (row.at(1)) version.last_snapshot = std::stoi(std::string(*row.at(1)));
        version.first_taken_at = row.at(2).value_or("");
        ObjectVersion stored;
        stored.body = row.at(3).value_or("");
        stored.hints = row.at(4).value_or("");
        version.object = stored_object(stored);
      });
  return versions;
}

}  // namespace schema_audit
