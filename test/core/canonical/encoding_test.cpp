#include "core/canonical/encoding.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <optional>

#include "test/support/builders.hpp"
#include "test/support/hostile.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using test::part;
using test::RandomObjects;
using test::table;
using test::with;

std::optional<Object> try_decode(std::string_view body) {
  try {
    return decode(body);
  } catch (const EncodingError&) {
    return std::nullopt;
  }
}

// Written out by hand: this form is on disk in every store and must never change.
TEST(Encode, IsTheDocumentedForm) {
  const Object t =
      with(test::root("table", "s", "t", 1, {{"b", true}, {"i", std::int64_t{-1}}, {"l", TextList{"x", ""}}}),
           {part("column", "c", {1, 1}, {{"m", TextMap{{"k", "v"}}}, {"t", std::string(200, 'z')}})});
  std::string expected;
  expected += std::string("\x05table\x01s\x01t") + '\0';
  expected +=
      "\x03\x01"
      "bb\x01ii\x01\x01ll\x02\x01x";
  expected += '\0';
  expected += std::string(
                  "\x01\x06"
                  "column") +
              '\0' +
              "\x01"
              "c" +
              '\0';
  expected += "\x02\x01mm\x01\x01k\x01v\x01tt\xc8\x01" + std::string(200, 'z');
  expected += '\0';
  EXPECT_EQ(encode(t), expected);
}

TEST(Decode, IsTheInverse) {
  RandomObjects random(2);
  for (int i = 0; i < 2000; ++i) {
    Object object = random.object();
    const std::string body = encode(object);
    Object again = decode(body);
    EXPECT_EQ(again, object);
    EXPECT_EQ(encode(again), body);
    apply_hints(again, encode_hints(object));
    EXPECT_EQ(encode_hints(again), encode_hints(object));
  }
}

TEST(Decode, TakesHostileNamesEverywhere) {
  for (const std::string& name : test::hostile_names()) {
    Object object = with(test::root("table", name, name), {part("column", name)});
    object.attributes.set(name, TextMap{{name, name}});
    object.attributes.set("list", TextList{name, name});
    EXPECT_EQ(decode(encode(object)), object);
  }
}

TEST(Decode, RefusesEveryTruncation) {
  RandomObjects random(3);
  for (int i = 0; i < 100; ++i) {
    const std::string body = encode(random.object());
    for (std::size_t n = 0; n < body.size(); ++n) {
      EXPECT_FALSE(try_decode(std::string_view(body).substr(0, n))) << n << " of " << body.size();
    }
    EXPECT_FALSE(try_decode(body + '\0'));
    EXPECT_FALSE(try_decode(body + body));
  }
}

// One object has one body: what can be read at all is written again as the same bytes.
TEST(Decode, NeverTakesOneObjectForAnother) {
  RandomObjects random(4);
  for (int i = 0; i < 12; ++i) {
    const std::string body = encode(random.object());
    for (std::size_t at = 0; at < body.size(); ++at) {
      for (const int flip : {0x01, 0x02, 0x7f, 0x80, 0xff}) {
        std::string altered = body;
        altered[at] = static_cast<char>(altered[at] ^ flip);
        const auto object = try_decode(altered);
        if (object) {
          EXPECT_EQ(encode(*object), altered);
          EXPECT_NE(encode(*object), body);
        }
      }
    }
  }
}

TEST(Decode, RefusesWhatIsNotCanonical) {
  const std::string nul(1, '\0');
  const std::string head = "\x01k" + nul + "\x01n" + nul;  // kind k, schema "", name n, arguments ""
  const std::string none = nul + nul;                      // no attributes, no children
  const std::string cases[] = {
      std::string("\x81") + nul + "k" + nul + "\x01n" + nul + none,  // a length padded with a zero byte
      head +
          "\x02\x01"
          "bb\x01"
          "ab" +
          nul,  // attributes out of order
      head +
          "\x02\x01"
          "bb\x01"
          "bb" +
          nul,  // one attribute twice
      head +
          "\x01\x01"
          "bt" +
          nul + nul,  // an empty text
      head +
          "\x01\x01"
          "bl" +
          nul + nul,  // an empty list
      head +
          "\x01\x01"
          "bm\x02\x01y" +
          nul + "\x01x" + nul + nul,  // a map out of order
      head +
          "\x01\x01"
          "bm\x02\x01x" +
          nul + "\x01x" + nul + nul,  // a key twice
      head +
          "\x01\x01"
          "b?" +
          nul,  // a type from a later version
      head + nul +
          "\x01\x01"
          "c\x01s\x01n" +
          nul + none,  // a part with a schema
      head + nul +
          "\x02\x01"
          "d" +
          nul + "\x01n" + nul + none +
          "\x01"
          "c" +
          nul + "\x01n" + nul + none,  // parts out of order
      head + nul +
          "\x01\x01"
          "c" +
          nul + "\x01n" + nul + nul +
          "\x01\x01"
          "c" +
          nul + "\x01n" + nul + none,  // parts of a part
      head +
          "\x01\x01"
          "bi" +
          std::string(9, '\xff') + "\x7f" + nul,  // a number of more than 64 bits
      head +
          "\x01\x01"
          "bi" +
          std::string(10, '\xff') + nul,
  };
  ASSERT_TRUE(try_decode(head + none));
  for (const std::string& body : cases) EXPECT_FALSE(try_decode(body)) << ::testing::PrintToString(body);
}

// Counts that promise more than there is must not make anybody reserve it.
TEST(Decode, BelievesNoCount) {
  const std::string nul(1, '\0');
  const std::string huge = std::string(9, '\xff') + "\x01";
  const std::string head = "\x01k" + nul + "\x01n" + nul;
  const std::string one_attribute = head + "\x01\x01" + "b";
  const std::string cases[] = {huge,
                               head + huge,
                               head + nul + huge,
                               one_attribute + "t" + huge,
                               one_attribute + "l" + huge,
                               one_attribute + "m" + huge};
  for (const std::string& body : cases) EXPECT_FALSE(try_decode(body));
}

TEST(Decode, IsNotSlowedDownByDisorder) {
  std::string body =
      std::string("\x01k") + '\0' + "\x01n" + '\0' + "\xc0\x84\x3d";  // 1,000,000 attributes, backwards
  for (int i = 999'999; i >= 0; --i) {
    const std::string name = std::to_string(1'000'000 + i);
    body += "\x07" + name + "b";
  }
  body += '\0';
  const std::clock_t start = std::clock();
  EXPECT_FALSE(try_decode(body));
  EXPECT_LT(std::clock() - start, 5 * CLOCKS_PER_SEC);
}

TEST(Encode, TellsApartWhatRunsTogether) {
  EXPECT_NE(encode(test::root("table", "a", "bc")), encode(test::root("table", "ab", "c")));
  EXPECT_NE(encode(test::root("table", "", "a", 0, {{"x", std::string("1")}})),
            encode(test::root("table", "", "a", 0, {{"x", std::int64_t{1}}})));
  EXPECT_NE(encode(test::root("t", "", "a", 0, {{"x", TextList{"a", "b"}}})),
            encode(test::root("t", "", "a", 0, {{"x", TextMap{{"a", "b"}}}})));
  EXPECT_NE(encode(test::root("t", "", "a", 0, {{"x", TextList{"ab"}}})),
            encode(test::root("t", "", "a", 0, {{"x", TextList{"a", "b"}}})));
}

TEST(Encode, LeavesHintsOut) { EXPECT_EQ(encode(table("t", 1)), encode(table("t", 2))); }

TEST(ApplyHints, TakesAllOrNothing) {
  const Object object =
      with(table("t", 4'294'967'295U), {part("column", "a", {7, 1}), part("column", "b", {7, -2})});
  const std::string hints = encode_hints(object);
  const Object bare = decode(encode(object));

  Object again = bare;
  apply_hints(again, hints);
  EXPECT_EQ(again.hint, object.hint);
  EXPECT_EQ(again.children[1].hint, object.children[1].hint);

  std::vector<std::string> bad{hints + '\0', hints + hints, std::string(10, '\xff'), std::string(3, '\x7f')};
  for (std::size_t n = 1; n < hints.size(); ++n) bad.push_back(hints.substr(0, n));
  for (const std::string& torn : bad) {
    Object victim = bare;
    apply_hints(victim, torn);
    EXPECT_FALSE(victim.hint.known());
    for (const Object& child : victim.children) EXPECT_EQ(child.hint, Hint{});
  }
  Object without = bare;
  apply_hints(without, "");
  EXPECT_FALSE(without.hint.known());
}

TEST(Hints, CarryDependencies) {
  Object object = test::with(test::root("table", "app", "t", 100),
                             {test::part("column", "a", {100, 1}), test::part("column", "b", {100, 2})});
  const std::string without = encode_hints(object);
  object.needs = {{1247, 200, 0, false}};
  object.children[1].needs = {{1255, 300, 0, true}, {1259, 400, -1, false}};
  const std::string hints = encode_hints(object);
  EXPECT_TRUE(hints.starts_with(without)) << "what has none is stored as it always was";
  Object again = decode(encode(object));
  EXPECT_EQ(encode(again), encode(object)) << "they are no part of the content";
  apply_hints(again, hints);
  EXPECT_EQ(again.needs, object.needs);
  EXPECT_EQ(again.children[0].needs, std::vector<Dependency>());
  EXPECT_EQ(again.children[1].needs, object.children[1].needs);
  apply_hints(again, hints);
  EXPECT_EQ(encode_hints(again), hints) << "they replace what was there";
}

}  // namespace
}  // namespace schema_audit
