#include "core/render/snapshot_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "core/render/needs_text.hpp"
#include "core/render/printable.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {

namespace {

// document > cluster > objects > object > children > child > attributes > map: nothing nests deeper
constexpr std::size_t kDeepest = 8;
// Some 200,000 tables of 20 parts; what a document of more would need in memory is out of proportion to its
// size.
constexpr std::size_t kMostObjects = std::size_t{1} << 22U;
constexpr std::size_t kMostValues = std::size_t{1} << 24U;

std::string in_quotes(std::string_view text) { return "\"" + printable(shortened(text, 100)) + "\""; }

}  // namespace

Snapshot SnapshotReader::take() {
  if (!has_format_) throw DocumentError("the document has no \"format\"");
  if (!has_version_) throw DocumentError("the document has no \"version\"");
  if (!has_objects_) throw DocumentError("the document has no \"objects\"");
  if (!has_fingerprint_) throw DocumentError("the document has no \"fingerprint\"");
  std::move(cluster_.begin(), cluster_.end(), std::back_inserter(snapshot_.objects));
  return std::move(snapshot_);
}

bool SnapshotReader::number_unsigned(std::uint64_t v) {
  if (v <= std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    return scalar(static_cast<std::int64_t>(v));
  return scalar(static_cast<double>(v));
}

bool SnapshotReader::key(std::string& v) {
  frames_.back().key = from_utf8(v);
  return true;
}

bool SnapshotReader::parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
  throw DocumentError("not a JSON document: " + printable(shortened(error.what(), 300)));
}

bool SnapshotReader::in_cluster() const { return frames_.size() > 1 && frames_[1].place == Place::kCluster; }

std::size_t SnapshotReader::root_count() const {
  return (in_cluster() ? cluster_ : snapshot_.objects).size();
}

std::string SnapshotReader::where() const {
  const std::string object =
      (in_cluster() ? "object of the cluster " : "object ") + std::to_string(root_count());
  if (drafts_.empty()) return "the document";
  if (drafts_.size() == 1) return object;
  return "part " + std::to_string(drafts_.front().object.children.size()) + " of " + object;
}

void SnapshotReader::refuse(const std::string& why) const {
  if (frames_.empty()) throw DocumentError(why);
  const Frame& frame = frames_.back();
  if (frame.place == Place::kObjects)
    throw DocumentError((in_cluster() ? "object of the cluster " : "object ") + std::to_string(root_count()) +
                        " " + why);
  throw DocumentError(in_quotes(frame.key) + " of " + where() + " " + why);
}

std::string SnapshotReader::text(Scalar&& value) const {
  auto* text = std::get_if<std::string>(&value);
  if (!text) refuse("is not text");
  return from_utf8(*text);
}

// What plans reckon with has to be a number.
std::string SnapshotReader::option(Scalar&& value) const {
  std::string option = text(std::move(value));
  const std::string& key = frames_.back().key;
  const bool counts =
      frames_[frames_.size() - 2].key == "identity_options" &&
      (key == "start" || key == "increment" || key == "minvalue" || key == "maxvalue" || key == "cache");
  if (!counts) return option;
  std::int64_t number = 0;
  const char* end = option.data() + option.size();
  const auto result = std::from_chars(option.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) refuse("is not a whole number");
  return option;
}

std::int64_t SnapshotReader::integer(const Scalar& value, std::int64_t lowest, std::int64_t highest) const {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (!number) refuse("is not a whole number");
  if (*number < lowest || *number > highest) refuse("is out of range");
  return *number;
}

SnapshotReader::Place SnapshotReader::place_of_child(bool is_array) const {
  if (frames_.empty()) {
    if (is_array) refuse("the document is not a JSON object");
    return Place::kDocument;
  }
  const std::string& key = frames_.back().key;
  // A member is where it belongs or it is refused; a member that is not known may be anything.
  const auto member = [&](std::string_view name, bool wants_array) {
    if (key != name) return false;
    if (is_array != wants_array) refuse(wants_array ? "is not a list" : "is not a JSON object");
    return true;
  };
  const auto none_of = [&](std::initializer_list<std::string_view> scalars) {
    if (std::find(scalars.begin(), scalars.end(), key) != scalars.end())
      refuse("is neither text nor a number");
    return Place::kUnknown;
  };
  switch (frames_.back().place) {
    case Place::kDocument:
      if (member("objects", true)) return Place::kObjects;
      if (member("skipped", true)) return Place::kSkipped;
      if (member("cluster", false)) return Place::kCluster;
      if (member("scope", false)) return Place::kScope;
      return none_of({"format", "version", "database", "server_version", "taken_at", "fingerprint"});
    case Place::kCluster:
      if (member("objects", true)) return Place::kObjects;
      return none_of({"fingerprint"});
    case Place::kObjects:
      if (is_array) refuse("is not a JSON object");
      return Place::kRoot;
    case Place::kParts:
      if (is_array) refuse("hold something that is not a JSON object");
      return Place::kPart;
    case Place::kRoot:
    case Place::kPart:
      if (member("hint", false)) return Place::kHint;
      if (member("attributes", false)) return Place::kAttributes;
      if (member("children", true)) {
        if (frames_.back().place == Place::kPart) refuse("are too many: a part has no parts of its own");
        return Place::kParts;
      }
      return none_of({"kind", "schema", "name", "arguments"});
    case Place::kAttributes:
      return is_array ? Place::kList : Place::kMap;
    case Place::kList:
    case Place::kMap:
      refuse("holds something that is not text");
    case Place::kHint:
      return none_of({"oid", "number", "needs"});
    case Place::kSkipped:
      if (is_array) refuse("holds something that is not a JSON object");
      return Place::kSkippedEntry;
    case Place::kSkippedEntry:
      return none_of({"kind", "reason", "count"});
    case Place::kScope:
      if (member("schemas", true) || member("kinds", true)) return Place::kScopeList;
      return Place::kUnknown;
    case Place::kScopeList:
      refuse("holds something that is not text");
    case Place::kUnknown:
      break;
  }
  return Place::kUnknown;
}

void SnapshotReader::count_value() {
  if (++values_ > kMostValues) throw DocumentError("the document has more values than a snapshot can have");
}

bool SnapshotReader::start(bool is_array) {
  count_value();
  const Place place = place_of_child(is_array);
  if (frames_.size() == kDeepest) throw DocumentError("the document is nested too deep for a snapshot");
  std::string key = frames_.empty() ? "" : frames_.back().key;
  frames_.push_back({place, std::move(key)});
  switch (place) {
    case Place::kObjects:
      has_objects_ = has_objects_ || !in_cluster();
      break;
    case Place::kRoot:
    case Place::kPart:
      if (++objects_ > kMostObjects)
        throw DocumentError("the document has more objects than a snapshot can have");
      drafts_.emplace_back();
      break;
    case Place::kList:
      list_.clear();
      break;
    case Place::kMap:
      map_.clear();
      break;
    case Place::kSkippedEntry:
      snapshot_.skipped.emplace_back();
      break;
    default:
      break;
  }
  return true;
}

bool SnapshotReader::end() {
  const Place place = frames_.back().place;
  frames_.pop_back();
  if (place == Place::kList) drafts_.back().attributes.insert_or_assign(frames_.back().key, std::move(list_));
  if (place == Place::kMap) drafts_.back().attributes.insert_or_assign(frames_.back().key, std::move(map_));
  if (place == Place::kRoot || place == Place::kPart) finish_draft();
  return true;
}

void SnapshotReader::finish_draft() {
  if (!drafts_.back().has_kind) throw DocumentError(where() + " has no \"kind\"");
  if (!drafts_.back().has_name) throw DocumentError(where() + " has no \"name\"");
  Draft draft = std::move(drafts_.back());
  drafts_.pop_back();
  draft.object.attributes.reserve(draft.attributes.size());
  for (auto& [name, value] : draft.attributes) draft.object.attributes.set(name, std::move(value));
  if (!drafts_.empty()) {
    drafts_.back().object.children.push_back(std::move(draft.object));
    return;
  }
  for (Object& child : draft.object.children) child.schema = draft.object.schema;
  sort_children(draft.object);
  (in_cluster() ? cluster_ : snapshot_.objects).push_back(std::move(draft.object));
}

bool SnapshotReader::scalar(Scalar&& value) {
  count_value();
  if (frames_.empty()) refuse("the document is not a JSON object");
  switch (frames_.back().place) {
    case Place::kDocument:
      set_document(std::move(value));
      break;
    case Place::kCluster:
      set_cluster(std::move(value));
      break;
    case Place::kRoot:
    case Place::kPart:
      set_object(std::move(value));
      break;
    case Place::kHint:
      set_hint(std::move(value));
      break;
    case Place::kAttributes:
      set_attribute(std::move(value));
      break;
    case Place::kList:
      list_.push_back(text(std::move(value)));
      break;
    case Place::kMap:
      map_.insert_or_assign(frames_.back().key, option(std::move(value)));
      break;
    case Place::kSkippedEntry:
      set_skipped(std::move(value));
      break;
    case Place::kScope:
      if (frames_.back().key == "schemas" || frames_.back().key == "kinds") refuse("is not a list");
      break;
    case Place::kScopeList:
      (frames_.back().key == "schemas" ? snapshot_.scope.schemas : snapshot_.scope.kinds)
          .push_back(text(std::move(value)));
      break;
    case Place::kObjects:
      refuse("is not a JSON object");
    case Place::kParts:
    case Place::kSkipped:
      refuse("holds something that is not a JSON object");
    case Place::kUnknown:
      break;
  }
  return true;
}

void SnapshotReader::set_document(Scalar&& value) {
  const std::string& key = frames_.back().key;
  if (key == "format") {
    const std::string format = text(std::move(value));
    if (format != kSnapshotFormat)
      throw DocumentError("the document is not a snapshot: its format is " + in_quotes(format));
    has_format_ = true;
  } else if (key == "version") {
    const std::int64_t version =
        integer(value, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
    if (version != kFormatVersion) {
      throw DocumentError("the snapshot has format version " + std::to_string(version) +
                          ", this program reads version " + std::to_string(kFormatVersion));
    }
    has_version_ = true;
  } else if (key == "database") {
    snapshot_.database = text(std::move(value));
  } else if (key == "server_version") {
    snapshot_.server_version = static_cast<int>(integer(value, 0, std::numeric_limits<int>::max()));
  } else if (key == "taken_at") {
    snapshot_.taken_at = text(std::move(value));
  } else if (key == "fingerprint") {
    snapshot_.fingerprint = text(std::move(value));
    has_fingerprint_ = true;
  } else if (key == "objects" || key == "skipped") {
    refuse("is not a list");
  } else if (key == "cluster" || key == "scope") {
    refuse("is not a JSON object");
  }
}

void SnapshotReader::set_cluster(Scalar&& value) {
  const std::string& key = frames_.back().key;
  if (key == "fingerprint") {
    cluster_fingerprint_ = text(std::move(value));
  } else if (key == "objects") {
    refuse("is not a list");
  }
}

void SnapshotReader::set_object(Scalar&& value) {
  const std::string& key = frames_.back().key;
  Draft& draft = drafts_.back();
  if (key == "kind") {
    draft.object.kind = text(std::move(value));
    draft.has_kind = true;
  } else if (key == "schema") {
    draft.object.schema = text(std::move(value));
  } else if (key == "name") {
    draft.object.name = text(std::move(value));
    draft.has_name = true;
  } else if (key == "arguments") {
    draft.object.arguments = text(std::move(value));
  } else if (key == "children") {
    refuse("is not a list");
  } else if (key == "hint" || key == "attributes") {
    refuse("is not a JSON object");
  }
}

void SnapshotReader::set_hint(Scalar&& value) {
  Hint& hint = drafts_.back().object.hint;
  if (frames_.back().key == "oid") {
    hint.oid = static_cast<std::uint32_t>(integer(value, 0, std::numeric_limits<std::uint32_t>::max()));
  } else if (frames_.back().key == "number") {
    hint.number = static_cast<std::int32_t>(
        integer(value, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
  } else if (frames_.back().key == "needs") {
    auto needs = needs_from_text(text(std::move(value)));
    if (!needs) refuse("is not a list of dependencies");
    drafts_.back().object.needs = std::move(*needs);
  }
}

void SnapshotReader::set_attribute(Scalar&& value) {
  Value& attribute = drafts_.back().attributes[frames_.back().key];
  if (const bool* flag = std::get_if<bool>(&value)) {
    attribute = *flag;
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    attribute = *number;
  } else if (std::holds_alternative<std::string>(value)) {
    attribute = text(std::move(value));
  } else {
    refuse("is neither text, a whole number, true, a list nor a map");
  }
}

void SnapshotReader::set_skipped(Scalar&& value) {
  Skipped& skipped = snapshot_.skipped.back();
  const std::string& key = frames_.back().key;
  if (key == "kind") {
    skipped.kind = text(std::move(value));
  } else if (key == "reason") {
    skipped.reason = text(std::move(value));
  } else if (key == "count") {
    skipped.count = integer(value, 0, std::numeric_limits<std::int64_t>::max());
  }
}

}  // namespace schema_audit
