// What a user names as one side of a comparison: target, target@3, target@latest, target@2026-11-01T10:00,
// target@-2h, target@release-42, snapshot.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collector/clock.hpp"

namespace schema_audit {

struct Reference {
  enum class Type {
    kLive,    // target: as it is now
    kStored,  // target@3, target@latest
    kTime,    // target@2026-11-01T10:00[:00][Z], target@-2h: the last snapshot at or before that time (UTC)
    kLabel,   // target@release-42: the newest snapshot with that label
    kFile,    // a snapshot document
  };

  Type type = Type::kLive;
  std::string text;                   // as the user wrote it
  std::string target;                 // empty for a file
  std::optional<long long> snapshot;  // kStored; nullopt: the newest
  std::string time;                   // kTime, in the form of the store
  std::string label;                  // kLabel
  std::string path;                   // kFile

  // Whether it names a snapshot of the store.
  bool is_stored() const { return type != Type::kLive && type != Type::kFile; }
};

// Something that ends in ".json" or ".json.zst", or with a "/" in it that is not behind "target@", is a file.
// What follows the @ and is no number, time or span is a label. Throws CollectorError (usage) with what is
// wrong.
Reference parse_reference(std::string_view text, const Clock& clock = system_clock_micros);

// "2026-11-01", "2026-11-01T10:00", with seconds and fraction, "Z" or nothing behind: UTC. nullopt for
// anything else. Returns the form in which stores keep time.
std::optional<std::string> parse_time(std::string_view text);

}  // namespace schema_audit
