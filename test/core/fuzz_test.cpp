// What fuzzing looks for exceptions to, on some thousand inputs that are always the same.
#include <gtest/gtest.h>

#include "core/canonical/encoding.hpp"
#include "core/render/snapshot_codec.hpp"
#include "test/fuzz/body.hpp"
#include "test/fuzz/document.hpp"
#include "test/fuzz/mutation.hpp"
#include "test/support/builders.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

constexpr int kInputs = 5'000;

TEST(Fuzz, DocumentsAreRefusedOrReadBack) {
  test::RandomObjects random(71);
  test::Mutation mutation(72, {"\"",
                               "{",
                               "}",
                               "[",
                               "]",
                               ",",
                               ":",
                               "null",
                               "true",
                               "-1",
                               "1e9",
                               "9223372036854775808",
                               R"("kind":)",
                               R"("name":)",
                               R"("children":[)",
                               R"("attributes":{)",
                               R"("hint":{"oid":1})",
                               R"("cluster":{"objects":[]})",
                               R"({"kind":"role","name":"r"},)",
                               "\\ud800",
                               "\xff"});
  std::string text;
  for (int i = 0; i < kInputs; ++i) {
    if (i % 10 == 0) {
      Snapshot snapshot;
      snapshot.database = random.text();
      snapshot.objects = {random.object(), test::root("role", "", "r", 7)};
      seal(snapshot);
      text = snapshot_to_json(snapshot, i % 20 == 0);
    }
    const std::string input = mutation.of(text);
    ASSERT_NO_THROW(test::fuzz_document(input)) << input;
  }
}

TEST(Fuzz, BodiesAreRefusedOrTheOnlyOnes) {
  test::RandomObjects random(73);
  test::Mutation mutation(74, {std::string(1, '\0'), "\1", "\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                               "b", "t", "l", "m"});
  std::string body;
  for (int i = 0; i < kInputs; ++i) {
    if (i % 10 == 0) body = encode(random.object());
    const std::string input = mutation.of(body);
    ASSERT_NO_THROW(test::fuzz_body(input)) << input;
  }
}

}  // namespace
}  // namespace schema_audit
