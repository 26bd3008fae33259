#include "core/render/needs_text.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(NeedsText, IsReadAsItWasWritten) {
  const std::vector<Dependency> needs{{1255, 16400, 0, true}, {1259, 16390, 3, false}};
  EXPECT_EQ(needs_to_text(needs), "1255/16400/0= 1259/16390/3");
  EXPECT_EQ(needs_from_text(needs_to_text(needs)), needs);
  EXPECT_EQ(needs_from_text(""), std::vector<Dependency>{});
}

TEST(NeedsText, RefusesWhatItIsNot) {
  for (const char* text : {"x", "1", "1/2", "1/2/", "1/2/3x", "1/2/3==", "-1/2/3", "99999999999/1/1"}) {
    EXPECT_EQ(needs_from_text(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace schema_audit
