#include "core/render/snapshot_codec.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/kinds/registry.hpp"
#include "core/render/json_value.hpp"
#include "core/render/needs_text.hpp"
#include "core/render/printable.hpp"
#include "core/render/snapshot_reader.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {

namespace {

// As identity_of(), without copies.
auto address_of(const Object& root) { return std::tie(root.kind, root.schema, root.name, root.arguments); }

bool is_own(const Object& object) { return !is_cluster_kind(object.kind); }

// A sealed snapshot has its own objects first and those of the cluster behind them.
struct Parts {
  std::span<const Object> own;
  std::span<const Object> cluster;
};

Parts parts_of(const Snapshot& snapshot) {
  const std::span<const Object> all(snapshot.objects);
  const auto own =
      static_cast<std::size_t>(std::partition_point(all.begin(), all.end(), is_own) - all.begin());
  return {all.first(own), all.subspan(own)};
}

std::string fingerprint_of(std::span<const Object> objects) {
  std::vector<Digest> hashes;
  hashes.reserve(objects.size());
  for (const Object& object : objects) hashes.push_back(sha256(encode(object)));
  return to_hex(fingerprint(std::move(hashes)));
}

// Other than in a report, no byte may be lost: the fingerprint covers it.
Json lossless(const Value& value) {
  struct Visitor {
    Json operator()(bool v) const { return v; }
    Json operator()(std::int64_t v) const { return v; }
    Json operator()(const std::string& v) const { return to_utf8(v); }
    Json operator()(const TextList& v) const {
      Json json = Json::array();
      for (const std::string& item : v) json.push_back(to_utf8(item));
      return json;
    }
    Json operator()(const TextMap& v) const {
      Json json = Json::object();
      for (const auto& [key, item] : v) json[to_utf8(key)] = to_utf8(item);
      return json;
    }
  };
  return std::visit(Visitor{}, value);
}

Json object_to_json(const Object& object, bool is_root) {
  Json json;
  json["kind"] = to_utf8(object.kind);
  if (is_root && !object.schema.empty()) json["schema"] = to_utf8(object.schema);
  json["name"] = to_utf8(object.name);
  if (!object.arguments.empty()) json["arguments"] = to_utf8(object.arguments);
  if (object.hint.known()) {
    json["hint"]["oid"] = object.hint.oid;
    if (object.hint.number != 0) json["hint"]["number"] = object.hint.number;
    if (!object.needs.empty()) json["hint"]["needs"] = needs_to_text(object.needs);
  }
  if (!object.attributes.empty()) {
    Json& attributes = json["attributes"];
    for (const Attribute& attribute : object.attributes)
      attributes[to_utf8(attribute.name)] = lossless(attribute.value);
  }
  if (!object.children.empty()) {
    Json& children = json["children"];
    for (const Object& child : object.children) children.push_back(object_to_json(child, false));
  }
  return json;
}

void check_once(const std::vector<Object>& objects) {
  const auto twice = std::adjacent_find(objects.begin(), objects.end(), [](const Object& a, const Object& b) {
    return address_of(a) == address_of(b);
  });
  if (twice == objects.end()) return;
  throw DocumentError("the document has " +
                      printable(shortened(twice->kind + " " + to_text(identity_of(*twice)), 200)) + " twice");
}

Json skipped_list(const std::vector<Skipped>& skipped) {
  Json json = Json::array();
  for (const Skipped& item : skipped) {
    json.push_back({{"kind", item.kind}, {"reason", item.reason}, {"count", item.count}});
  }
  return json;
}

}  // namespace

std::string skipped_to_json(const std::vector<Skipped>& skipped) {
  return dump(skipped_list(skipped), false);
}

std::vector<Skipped> skipped_from_json(std::string_view text) {
  try {
    std::vector<Skipped> skipped;
    const Json list = Json::parse(text);
    for (const Json& item : list.get_ref<const Json::array_t&>()) {
      skipped.push_back({item.at("kind").get<std::string>(), item.at("reason").get<std::string>(),
                         item.at("count").get<std::int64_t>()});
    }
    return skipped;
  } catch (const Json::exception& e) {
    throw DocumentError(std::string("not a list of what was left out: ") + e.what());
  }
}

namespace {

Json scope_members(const Scope& scope) { return {{"schemas", scope.schemas}, {"kinds", scope.kinds}}; }

}  // namespace

std::string scope_to_json(const Scope& scope) {
  return scope.is_everything() ? std::string() : dump(scope_members(scope), false);
}

Scope scope_from_json(std::string_view text) {
  if (text.empty()) return {};
  try {
    const Json json = Json::parse(text);
    return {json.at("schemas").get<TextList>(), json.at("kinds").get<TextList>()};
  } catch (const Json::exception& e) {
    throw DocumentError(std::string("not a scope: ") + e.what());
  }
}

void seal(Snapshot& snapshot) {
  const auto by_address = [](const Object& a, const Object& b) { return address_of(a) < address_of(b); };
  const auto cluster = std::stable_partition(snapshot.objects.begin(), snapshot.objects.end(), is_own);
  std::sort(snapshot.objects.begin(), cluster, by_address);
  std::sort(cluster, snapshot.objects.end(), by_address);
  snapshot.fingerprint = fingerprint_of(parts_of(snapshot).own);
}

std::string snapshot_to_json(const Snapshot& snapshot, bool indented) {
  Json json;
  json["format"] = kSnapshotFormat;
  json["version"] = snapshot.format_version;
  json["database"] = to_utf8(snapshot.database);
  json["server_version"] = snapshot.server_version;
  if (!snapshot.taken_at.empty()) json["taken_at"] = snapshot.taken_at;
  json["fingerprint"] = snapshot.fingerprint;
  const Parts parts = parts_of(snapshot);
  json["objects"] = Json::array();
  for (const Object& object : parts.own) json["objects"].push_back(object_to_json(object, true));
  json["skipped"] = skipped_list(snapshot.skipped);
  if (!snapshot.scope.is_everything()) json["scope"] = scope_members(snapshot.scope);
  if (!parts.cluster.empty()) {
    Json& cluster = json["cluster"];
    cluster["fingerprint"] = fingerprint_of(parts.cluster);
    for (const Object& object : parts.cluster) cluster["objects"].push_back(object_to_json(object, true));
  }
  return dump(json, indented) + "\n";
}

Snapshot snapshot_from_json(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    throw DocumentError("the document has " + std::to_string(text.size()) +
                        " bytes, more than the limit of " + std::to_string(max_bytes));
  }
  SnapshotReader reader;
  nlohmann::json::sax_parse(text, &reader);
  Snapshot snapshot = reader.take();
  const std::string claimed = snapshot.fingerprint;
  seal(snapshot);
  check_once(snapshot.objects);
  const auto cluster = parts_of(snapshot).cluster;
  if (snapshot.fingerprint != claimed ||
      (cluster.empty() ? "" : fingerprint_of(cluster)) != reader.cluster_fingerprint()) {
    throw DocumentError(
        "the fingerprint does not fit the objects: the document was altered or is incomplete");
  }
  return snapshot;
}

}  // namespace schema_audit
