#include "collector/store/pg_snapshot.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(PgSnapshot, SeesWhatPostgresSees) {
  const auto snapshot = parse_pg_snapshot("10:20:10,14,15");
  ASSERT_TRUE(snapshot);
  for (const std::uint64_t xid : {1U, 9U, 11U, 13U, 16U, 19U}) EXPECT_TRUE(snapshot->sees(xid)) << xid;
  for (const std::uint64_t xid : {10U, 14U, 15U, 20U, 21U}) EXPECT_FALSE(snapshot->sees(xid)) << xid;
}

TEST(PgSnapshot, ReadsTheEmptyList) {
  const auto snapshot = parse_pg_snapshot("795:795:");
  ASSERT_TRUE(snapshot);
  EXPECT_TRUE(snapshot->sees(794));
  EXPECT_FALSE(snapshot->sees(795));
}

TEST(PgSnapshot, RefusesAnythingElse) {
  for (const char* text : {"", "1", "1:2", "a:b:", "1:2:x", "2:1:", "1:9:5,3", "1:2:3 "}) {
    const auto snapshot = parse_pg_snapshot(text);
    EXPECT_FALSE(snapshot.has_value()) << text;
  }
}

}  // namespace
}  // namespace schema_audit
