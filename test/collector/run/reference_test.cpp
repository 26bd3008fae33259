#include "collector/run/reference.hpp"

#include <gtest/gtest.h>

#include "collector/error.hpp"

namespace schema_audit {
namespace {

using Type = Reference::Type;

const Clock kClock = [] { return *parse_utc("2026-11-21T12:00:00.000000Z"); };

TEST(Reference, NamesATarget) {
  const Reference live = parse_reference("production", kClock);
  EXPECT_EQ(live.type, Type::kLive);
  EXPECT_EQ(live.target, "production");
  EXPECT_FALSE(live.is_stored());
}

TEST(Reference, NamesASnapshotByNumber) {
  EXPECT_EQ(parse_reference("p@41", kClock).snapshot, 41);
  EXPECT_EQ(parse_reference("p@latest", kClock).snapshot, std::nullopt);
  EXPECT_EQ(parse_reference("p@latest", kClock).type, Type::kStored);
}

TEST(Reference, NamesASnapshotByTime) {
  const auto time = [](const char* text) {
    const Reference reference = parse_reference(text, kClock);
    EXPECT_EQ(reference.type, Type::kTime) << text;
    EXPECT_TRUE(reference.is_stored());
    return reference.time;
  };
  EXPECT_EQ(time("p@2026-11-01T10:00"), "2026-11-01T10:00:00.000000Z");
  EXPECT_EQ(time("p@2026-11-01"), "2026-11-01T00:00:00.000000Z");
  EXPECT_EQ(time("p@-2h"), "2026-11-21T10:00:00.000000Z");
  EXPECT_EQ(time("p@-30min"), "2026-11-21T11:30:00.000000Z");
  EXPECT_EQ(time("p@-1d"), "2026-11-20T12:00:00.000000Z");
  EXPECT_EQ(time("p@-2w"), "2026-11-07T12:00:00.000000Z");
  EXPECT_EQ(time("p@-5s"), "2026-11-21T11:59:55.000000Z");
}

TEST(Reference, NamesASnapshotByLabel) {
  for (const char* label : {"release-42", "release/42", "before 4.2", "-2 parsecs", "0", "-99999999999d"}) {
    const Reference reference = parse_reference(std::string("p@") + label, kClock);
    EXPECT_EQ(reference.type, Type::kLabel) << label;
    EXPECT_EQ(reference.label, label);
    EXPECT_EQ(reference.target, "p");
  }
}

TEST(Reference, NamesAFile) {
  for (const char* path : {"before.json", "before.json.zst", "./before", "/tmp/p@3", "p@3.json"}) {
    const Reference reference = parse_reference(path, kClock);
    EXPECT_EQ(reference.type, Type::kFile) << path;
    EXPECT_EQ(reference.path, path);
  }
}

TEST(Reference, RefusesWhatNamesNothing) {
  for (const char* text : {"", "@3", "p@", "schema.sql"})
    EXPECT_THROW(parse_reference(text, kClock), CollectorError) << text;
}

}  // namespace
}  // namespace schema_audit
