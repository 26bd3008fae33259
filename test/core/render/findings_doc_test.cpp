#include "core/render/findings_doc.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace schema_audit {
namespace {

// UPDATE_DOCS=1 writes the page instead of comparing with it.
TEST(FindingsDoc, IsWhatTheRegistrySays) {
  const char* root = std::getenv("SCHEMA_AUDIT_ROOT");
  const std::string path =
      std::string(root != nullptr ? root : SCHEMA_AUDIT_SOURCE_DIR) + "/docs/findings.md";
  if (std::getenv("UPDATE_DOCS") != nullptr) std::ofstream(path) << findings_doc();
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(page, findings_doc()) << "run the tests with UPDATE_DOCS=1 to write the page anew";
}

}  // namespace
}  // namespace schema_audit
