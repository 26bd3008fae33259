// What a user names as one side of a comparison: target, target@3, target@latest, target@2026-11-01T10:00,
// snapshot.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schema_audit {

struct Reference {
  enum class Type {
    kLive,    // target: as it is now
    kStored,  // target@3, target@latest
    kTime,    // target@2026-11-01T10:00[:00][Z]: the last snapshot at or before that time (UTC)
    kFile,    // a snapshot document
  };

  Type type = Type::kLive;
  std::string text;                   // as the user wrote it
  std::string target;                 // empty for a file
  std::optional<long long> snapshot;  // kStored; nullopt: the newest
  std::string time;                   // kTime, in the form of the store
  std::string path;                   // kFile
};

// Something with a "/" in it or that ends in ".json" or ".json.zst" is a file. Throws CollectorError (usage)
// with what is wrong.
Reference parse_reference(std::string_view text);

// "2026-11-01", "2026-11-01T10:00", with seconds and fraction, "Z" or nothing behind: UTC. nullopt for
// anything else. Returns the form in which stores keep time.
std::optional<std::string> parse_time(std::string_view text);

}  // namespace schema_audit
