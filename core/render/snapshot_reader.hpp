// Reads the interchange document of a snapshot while it is parsed: what is kept is the snapshot, never the
// document, so that a hostile one costs no more than an honest one of its size. Included only by .cpp files
// of render/: the JSON library is heavy.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "core/model/snapshot.hpp"

namespace schema_audit {

// A handler for nlohmann::json::sax_parse(). Members that version 1 does not know are passed over. Throws
// DocumentError with what is wrong and where. Order of members does not matter, except that the sooner format
// and version come the clearer is the error.
class SnapshotReader {
 public:
  // The document as read, the objects of the cluster behind the others; neither sorted nor checked against
  // its fingerprints. REQUIRES: the parser has reached the end.
  Snapshot take();

  // Empty: the document has none.
  const std::string& cluster_fingerprint() const { return cluster_fingerprint_; }

  bool null() { return scalar(Scalar()); }
  bool boolean(bool v) { return scalar(v); }
  bool number_integer(std::int64_t v) { return scalar(v); }
  bool number_unsigned(std::uint64_t v);
  bool number_float(double v, const std::string&) { return scalar(v); }
  bool string(std::string& v) { return scalar(std::move(v)); }
  bool binary(nlohmann::json::binary_t&) { return scalar(Scalar()); }
  bool start_object(std::size_t) { return start(false); }
  bool start_array(std::size_t) { return start(true); }
  bool key(std::string& v);
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(std::size_t position, const std::string& token, const nlohmann::json::exception& error);

 private:
  using Scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

  enum class Place {
    kDocument,
    kCluster,
    kObjects,
    kRoot,
    kParts,
    kPart,
    kHint,
    kAttributes,
    kList,
    kMap,
    kSkipped,
    kSkippedEntry,
    kScope,
    kScopeList,
    kUnknown
  };

  struct Frame {
    Place place;
    std::string key;
  };

  // An object and what of it cannot be set before its end.
  struct Draft {
    Object object;
    std::map<std::string, Value> attributes;
    bool has_kind = false;
    bool has_name = false;
  };

  Place place_of_child(bool is_array) const;
  bool start(bool is_array);
  bool end();
  bool scalar(Scalar&& value);
  void set_document(Scalar&& value);
  void set_cluster(Scalar&& value);
  void set_object(Scalar&& value);
  void set_hint(Scalar&& value);
  void set_attribute(Scalar&& value);
  void set_skipped(Scalar&& value);
  void finish_draft();
  bool in_cluster() const;
  void count_value();

  std::string text(Scalar&& value) const;
  std::string option(Scalar&& value) const;
  std::int64_t integer(const Scalar& value, std::int64_t lowest, std::int64_t highest) const;
  std::string where() const;
  std::size_t root_count() const;
  [[noreturn]] void refuse(const std::string& why) const;

  Snapshot snapshot_;
  std::vector<Object> cluster_;
  std::string cluster_fingerprint_;
  std::vector<Frame> frames_;
  std::vector<Draft> drafts_;  // the root object being read and its part being read
  TextList list_;
  TextMap map_;
  std::size_t objects_ = 0;
  std::size_t values_ = 0;
  bool has_format_ = false, has_version_ = false, has_objects_ = false, has_fingerprint_ = false;
};

}  // namespace schema_audit
