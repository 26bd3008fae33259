#include "core/model/severity.hpp"

#include <gtest/gtest.h>

namespace schema_audit {
namespace {

TEST(Severity, WordsGoBothWays) {
  for (const Severity s : {Severity::kNone, Severity::kMinor, Severity::kMajor, Severity::kCritical}) {
    EXPECT_EQ(severity_from_text(to_text(s)), s);
  }
  EXPECT_EQ(to_text(Severity::kCritical), "critical");
  EXPECT_EQ(to_text(Severity::kNone), "none");
}

TEST(Severity, RefusesOtherWords) {
  for (const char* word : {"", "Critical", "CRITICAL", "critical ", "warn", "high", "minor\n"}) {
    EXPECT_EQ(severity_from_text(word), std::nullopt) << word;
  }
}

TEST(Severity, ALargerOneIsWorse) {
  EXPECT_LT(Severity::kNone, Severity::kMinor);
  EXPECT_LT(Severity::kMinor, Severity::kMajor);
  EXPECT_LT(Severity::kMajor, Severity::kCritical);
}

}  // namespace
}  // namespace schema_audit
