#include "core/render/snapshot_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "core/canonical/encoding.hpp"
#include "test/support/builders.hpp"
#include "test/support/hostile.hpp"
#include "test/support/random_objects.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER 1
#else
#define UNDER_SANITIZER 0
#endif

namespace schema_audit {
namespace {

using test::part;
using test::RandomObjects;
using test::root;
using test::table;
using test::with;
using ::testing::HasSubstr;

Snapshot snapshot_of(std::vector<Object> objects) {
  Snapshot snapshot;
  snapshot.database = "app";
  snapshot.server_version = 150020;
  snapshot.taken_at = "2026-01-02T03:04:05.000006Z";
  snapshot.objects = std::move(objects);
  snapshot.skipped = {{"trigger", "its parent belongs to an extension", 3}};
  seal(snapshot);
  return snapshot;
}

// "" when the document is taken.
std::string refusal(std::string_view text) {
  try {
    snapshot_from_json(text);
    return "";
  } catch (const DocumentError& e) {
    EXPECT_LT(std::string_view(e.what()).size(), 1000U);
    return e.what();
  }
}

TEST(SnapshotCodec, IsTheDocumentedForm) {
  const Snapshot snapshot = snapshot_of(
      {with(table("t", 100, {{"owner", std::string("o")}, {"flag", true}, {"options", TextMap{{"a", "1"}}}}),
            {part("column", "c", {100, 1}, {{"list", TextList{"x", "y"}}, {"number", std::int64_t{-3}}})})});
  EXPECT_EQ(
      snapshot_to_json(snapshot, false),
      R"({"format":"schema_audit/snapshot","version":1,"database":"app","server_version":150020,"taken_at":"2026-01-02T03:04:05.000006Z","fingerprint":")" +
          snapshot.fingerprint +
          R"(","objects":[{"kind":"table","schema":"public","name":"t","hint":{"oid":100},"attributes":{"flag":true,"options":{"a":"1"},"owner":"o"},)"
          R"("children":[{"kind":"column","name":"c","hint":{"oid":100,"number":1},"attributes":{"list":["x","y"],"number":-3}}]}],)"
          R"("skipped":[{"kind":"trigger","reason":"its parent belongs to an extension","count":3}]})"
          "\n");
}

TEST(SnapshotCodec, RoundTripIsByteIdentical) {
  RandomObjects random(10);
  for (int i = 0; i < 200; ++i) {
    std::vector<Object> objects;
    std::set<Identity> taken;
    for (std::size_t n = random.below(10); n > 0; --n) {
      Object object = random.object();
      if (taken.insert(identity_of(object)).second) objects.push_back(std::move(object));
    }
    Snapshot snapshot = snapshot_of(std::move(objects));
    snapshot.database = random.text();
    for (const bool indented : {false, true}) {
      const std::string text = snapshot_to_json(snapshot, indented);
      const Snapshot again = snapshot_from_json(text);
      EXPECT_EQ(snapshot_to_json(again, indented), text);
      EXPECT_EQ(again.objects, snapshot.objects);
      EXPECT_EQ(again.database, snapshot.database);
      EXPECT_EQ(again.skipped, snapshot.skipped);
      EXPECT_EQ(again.fingerprint, snapshot.fingerprint);
      for (std::size_t k = 0; k < again.objects.size(); ++k) {
        if (again.objects[k].hint.known()) {
          EXPECT_EQ(again.objects[k].hint, snapshot.objects[k].hint);
        }
      }
    }
  }
}

// A database in SQL_ASCII has names that are no UTF-8; its document must still be its own.
TEST(SnapshotCodec, KeepsBytesThatAreNotUtf8) {
  for (const std::string& name : test::hostile_names()) {
    Object object = with(root("table", name, name, 1,
                              {{"text", name}, {"list", TextList{name}}, {"map", TextMap{{name, name}}}}),
                         {part("column", name)});
    const Snapshot snapshot = snapshot_of({object});
    EXPECT_EQ(snapshot_from_json(snapshot_to_json(snapshot, false)).objects, snapshot.objects);
  }
}

TEST(SnapshotCodec, KeepsTheScope) {
  Snapshot snapshot = snapshot_of({table("t")});
  EXPECT_EQ(snapshot_to_json(snapshot, false).find("scope"), std::string::npos);
  snapshot.scope = {{"app", "!app_old"}, {"!index"}};
  const std::string document = snapshot_to_json(snapshot, true);
  EXPECT_EQ(snapshot_from_json(document).scope, snapshot.scope);
  EXPECT_EQ(scope_from_json(scope_to_json(snapshot.scope)), snapshot.scope);
  EXPECT_EQ(scope_to_json({}), "");
  EXPECT_EQ(scope_from_json(""), Scope{});
  for (const char* text :
       {"x", "[]", "{}", R"({"schemas": "a", "kinds": []})", R"({"schemas": [1], "kinds": []})"})
    EXPECT_THROW(scope_from_json(text), DocumentError) << text;
  const std::string plain = snapshot_to_json(snapshot_of({table("t")}), false);
  for (const char* scope : {"[]", "1", R"({"schemas": "a"})", R"({"kinds": [1]})", R"({"kinds": [[]]})"}) {
    std::string broken = plain;
    broken.insert(1, std::string("\"scope\": ") + scope + ",");
    EXPECT_NE(refusal(broken), "") << scope;
  }
}

TEST(SnapshotCodec, DoesNotMindTheOrderOfMembers) {
  const Snapshot snapshot = snapshot_of({with(table("t", 1, {{"b", true}, {"a", std::string("x")}}),
                                              {part("column", "c"), part("index", "i")})});
  // This parser sorts members by name, as jq -S would: children come before kind, name and schema.
  const std::string sorted = nlohmann::json::parse(snapshot_to_json(snapshot, false)).dump();
  EXPECT_EQ(snapshot_from_json(sorted).objects, snapshot.objects);
}

TEST(SnapshotCodec, SealSortsAndIgnoresHints) {
  const Snapshot a = snapshot_of({table("b", 1), table("a", 2), root("schema", "", "public", 3)});
  const Snapshot b = snapshot_of({root("schema", "", "public"), table("a"), table("b")});
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.objects, b.objects);
  EXPECT_EQ(a.objects[0].kind, "schema");
  EXPECT_EQ(a.objects[1].name, "a");
}

TEST(SnapshotCodec, KeepsTheClusterApart) {
  const Snapshot without = snapshot_of({table("t", 1)});
  const Snapshot snapshot = snapshot_of(
      {root("role", "", "b", 2, {{"login", true}}), table("t", 1), root("database", "", "shop", 3)});
  EXPECT_EQ(snapshot.fingerprint, without.fingerprint);
  ASSERT_EQ(snapshot.objects.size(), 3U);
  EXPECT_EQ(snapshot.objects[0], without.objects[0]);
  EXPECT_EQ(snapshot.objects[1].kind, "database");
  const std::string text = snapshot_to_json(snapshot, false);
  const Snapshot again = snapshot_from_json(text);
  EXPECT_EQ(again.objects, snapshot.objects);
  EXPECT_EQ(snapshot_to_json(again, false), text);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string altered = text;
    altered.replace(altered.find(from), from.size(), to);
    return refusal(altered);
  };
  EXPECT_THAT(replaced(R"("login":true)", R"("login":1)"), HasSubstr("fingerprint"));
  EXPECT_THAT(replaced(R"("name":"shop")", R"("name":5)"), HasSubstr("object of the cluster 0 is not text"));
  EXPECT_THAT(replaced(R"({"kind":"database","name":"shop","hint":{"oid":3}},)", ""),
              HasSubstr("fingerprint"));
  EXPECT_THAT(refusal(R"({"cluster":[]})"), HasSubstr("\"cluster\" of the document is not a JSON object"));
  EXPECT_THAT(refusal(R"({"cluster":{"objects":{}}})"), HasSubstr("is not a list"));
}

TEST(SnapshotCodec, RefusesAnAlteredDocument) {
  const Snapshot snapshot = snapshot_of({with(table("t", 7, {{"x", std::string("value")}}),
                                              {part("column", "c", {7, 1}, {{"n", std::int64_t{5}}})}),
                                         table("u")});
  const std::string text = snapshot_to_json(snapshot, false);
  ASSERT_EQ(refusal(text), "");
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    EXPECT_NE(refusal(text.substr(0, i)), "") << "cut at " << i;
    for (const int flip : {0x01, 0x02, 0x10, 0x80}) {
      std::string altered = text;
      altered[i] = static_cast<char>(altered[i] ^ flip);
      try {
        // What the fingerprint does not cover (hints, the date, what was skipped) may differ; the objects may
        // not.
        EXPECT_EQ(snapshot_from_json(altered).objects, snapshot.objects);
      } catch (const DocumentError&) {
      }
    }
  }
  std::string swapped = text;
  swapped.replace(swapped.find("value"), 5, "VALUE");
  EXPECT_THAT(refusal(swapped), HasSubstr("fingerprint"));
}

std::string document(const std::string& objects) {
  return R"({"format":"schema_audit/snapshot","version":1,"fingerprint":"x","objects":[)" + objects + "]}";
}

TEST(SnapshotCodec, SaysWhatIsWrongAndWhere) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "not a JSON document"},
      {"{", "not a JSON document"},
      {"nonsense", "not a JSON document"},
      {"{\"format\":\"\xff\"}", "not a JSON document"},
      {"{\"format\":\"\x1b\"}", "not a JSON document"},
      {"{} {}", "not a JSON document"},
      {"[]", "the document is not a JSON object"},
      {"null", "the document is not a JSON object"},
      {"17", "the document is not a JSON object"},
      {"{}", "no \"format\""},
      {R"({"format":"schema_audit/report"})", "is not a snapshot: its format is \"schema_audit/report\""},
      {R"({"format":1})", "\"format\" of the document is not text"},
      {R"({"format":{}})", "\"format\" of the document is neither"},
      {R"({"format":"schema_audit/snapshot"})", "no \"version\""},
      {R"({"format":"schema_audit/snapshot","version":2})", "format version 2, this program reads version 1"},
      {R"({"format":"schema_audit/snapshot","version":4294967297})", "format version 4294967297"},
      {R"({"format":"schema_audit/snapshot","version":-1})", "format version -1"},
      {R"({"format":"schema_audit/snapshot","version":1.0})", "not a whole number"},
      {R"({"format":"schema_audit/snapshot","version":"1"})", "not a whole number"},
      {R"({"format":"schema_audit/snapshot","version":99999999999999999999})", "not a whole number"},
      {R"({"format":"schema_audit/snapshot","version":1,"objects":[]})", "no \"fingerprint\""},
      {R"({"format":"schema_audit/snapshot","version":1,"fingerprint":"x"})", "no \"objects\""},
      {R"({"format":"schema_audit/snapshot","version":1,"objects":{}})",
       "\"objects\" of the document is not a list"},
      {R"({"format":"schema_audit/snapshot","version":1,"objects":null})",
       "\"objects\" of the document is not a list"},
      {R"({"format":"schema_audit/snapshot","version":1,"server_version":2147483648})", "out of range"},
      {document(""), "fingerprint does not fit"},
      {document("1"), "object 0 is not a JSON object"},
      {document("[]"), "object 0 is not a JSON object"},
      {document(R"({"kind":"table"})"), "object 0 has no \"name\""},
      {document(R"({"name":"t"})"), "object 0 has no \"kind\""},
      {document(R"({"kind":"k","name":"t"},{"kind":7,"name":"u"})"), "\"kind\" of object 1 is not text"},
      {document(R"({"kind":"k","name":null})"), "\"name\" of object 0 is not text"},
      {document(R"({"kind":"k","name":[]})"), "\"name\" of object 0 is neither"},
      {document(R"({"kind":"k","name":"n","hint":1})"), "\"hint\" of object 0 is not a JSON object"},
      {document(R"({"kind":"k","name":"n","hint":{"oid":4294967296}})"),
       "\"oid\" of object 0 is out of range"},
      {document(R"({"kind":"k","name":"n","hint":{"oid":-1}})"), "\"oid\" of object 0 is out of range"},
      {document(R"({"kind":"k","name":"n","attributes":[]})"),
       "\"attributes\" of object 0 is not a JSON object"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":null}})"), "\"a\" of object 0 is neither text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":1.5}})"), "\"a\" of object 0 is neither text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":18446744073709551615}})"),
       "\"a\" of object 0 is neither text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":[1]}})"), "\"a\" of object 0 is not text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":[["x"]]}})"),
       "\"a\" of object 0 holds something that is not text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":{"b":{}}}})"),
       "\"b\" of object 0 holds something that is not text"},
      {document(R"({"kind":"k","name":"n","attributes":{"a":{"b":1}}})"), "\"b\" of object 0 is not text"},
      {document(R"({"kind":"k","name":"n","attributes":{"identity_options":{"start":"x"}}})"),
       "\"start\" of object 0 is not a whole number"},
      {document(
           R"({"kind":"k","name":"n","attributes":{"identity_options":{"maxvalue":"99999999999999999999"}}})"),
       "\"maxvalue\" of object 0 is not a whole number"},
      {document(R"({"kind":"k","name":"n","attributes":{"identity_options":{"start":"-5","cycle":"yes"}}})"),
       "fingerprint does not fit"},
      {document(R"({"kind":"k","name":"n","children":{}})"), "\"children\" of object 0 is not a list"},
      {document(R"({"kind":"k","name":"n","children":[1]})"), "\"children\" of object 0 holds something"},
      {document(R"({"kind":"k","name":"n","children":[{"kind":"c","name":"x"},{"kind":"c"}]})"),
       "part 1 of object 0 has no \"name\""},
      {document(R"({"kind":"k","name":"n","children":[{"kind":"c","name":"x","children":[]}]})"),
       "a part has no parts of its own"},
      {document(R"({"kind":"k","name":"n"},{"kind":"k","name":"n","attributes":{"a":true}})"),
       "has k n twice"},
  };
  for (const auto& [text, expected] : cases) EXPECT_THAT(refusal(text), HasSubstr(expected)) << text;
}

TEST(SnapshotCodec, MessagesAreShortAndInert) {
  const std::string huge(1 << 20, 'x');
  for (const std::string& text :
       {R"({"format":")" + huge + "\"}", "\"" + huge,
        document(R"({"kind":"k","name":"n","attributes":{")" + huge + R"(":null}})"),
        document(R"({"kind":"k","name":"n","attributes":{"\u001b[31m\u202e":null}})")}) {
    const std::string why = refusal(text);
    EXPECT_NE(why, "");
    EXPECT_EQ(why.find('\x1b'), std::string::npos);
    EXPECT_EQ(why.find("\xe2\x80\xae"), std::string::npos);
  }
}

TEST(SnapshotCodec, PassesOverWhatItDoesNotKnow) {
  const Snapshot snapshot = snapshot_of({table("t")});
  std::string text = snapshot_to_json(snapshot, false);
  text.replace(text.find('{'), 1, R"({"note":{"by":["somebody",1.5,null,{}]},)");
  text.replace(text.find(R"({"kind":"table")"), 1, R"({"later":[[1],{"x":true}],)");
  EXPECT_EQ(snapshot_from_json(text).objects, snapshot.objects);
}

TEST(SnapshotCodec, DefusesDepthBombs) {
  const std::string deep(1'000'000, '[');
  for (const std::string& text :
       {deep, R"({"x":)" + deep, document(deep), document(R"({"kind":"k","name":"n","later":)" + deep)}) {
    EXPECT_NE(refusal(text), "");
  }
  std::string maps = "{\"x\":";
  for (int i = 0; i < 100'000; ++i) maps += "{\"x\":";
  EXPECT_THAT(refusal(maps), HasSubstr("too deep"));
}

TEST(SnapshotCodec, RefusesMoreThanItsLimitBeforeParsing) {
  EXPECT_THROW(snapshot_from_json(std::string(1001, '['), 1000), DocumentError);
  EXPECT_THAT(refusal(std::string(1000, 'x')), HasSubstr("not a JSON document"));
}

constexpr std::size_t kMemory = std::size_t{2} << 30U;
constexpr rlim_t kSeconds = UNDER_SANITIZER ? 120 : 20;

// Runs in a process of its own, under limits of memory and of processor time; true when all goes well within
// them.
bool within(std::size_t bytes, const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit time{kSeconds, kSeconds};
    setrlimit(RLIMIT_CPU, &time);
    // A sanitizer maps terabytes and uses few of them.
    if (!UNDER_SANITIZER) {
      const rlimit limit{bytes, bytes};
      setrlimit(RLIMIT_AS, &limit);
    }
    bool ok = false;
    try {
      ok = work();
    } catch (...) {
      ok = false;
    }
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Each is refused, and neither the memory nor the time it takes runs away from its size.
TEST(SnapshotCodec, RefusesHundredMegabytesWithinLimits) {
  struct Bomb {
    const char* what;
    std::string head;
    std::string item;
  };
  const std::string start = R"({"format":"schema_audit/snapshot","version":1,"fingerprint":"x",)";
  const Bomb bombs[] = {
      {"numbers for objects", start + "\"objects\":[", "1,"},
      {"unknown values", start + "\"later\":[", "[],"},
      {"empty texts of one list", start + R"("objects":[{"kind":"k","name":"n","attributes":{"a":[)",
       "\"\","},
      {"empty parts", start + R"("objects":[{"kind":"k","name":"n","children":[)",
       R"({"kind":"","name":""},)"},
      {"objects of one name", start + "\"objects\":[", R"({"kind":"k","name":"n"},)"},
      {"one long text", start + R"("objects":[{"kind":"k","name":")", "xxxxxxxxxxxxxxxx"},
  };
  constexpr std::size_t kSize = std::size_t{100} << 20U;
  for (const Bomb& bomb : bombs) {
    std::string text = bomb.head;
    text.reserve(kSize + bomb.item.size());
    while (text.size() < kSize) text += bomb.item;
    EXPECT_TRUE(within(kMemory, [&] { return !refusal(text).empty(); })) << bomb.what;
  }
}

// Many different names, in the worst order: neither may cost the square of their number.
TEST(SnapshotCodec, IsNotSlowedDownByManyNames) {
  std::string attributes;
  std::string parts;
  for (int i = 300'000; i > 0; --i) {
    const std::string name = std::to_string(1'000'000 + i);
    attributes += "\"" + name + "\":true,";
    parts += R"({"kind":"c","name":")" + name + "\"},";
  }
  attributes.pop_back();
  parts.pop_back();
  const std::string text =
      document(R"({"kind":"k","name":"n","attributes":{)" + attributes + R"(},"children":[)" + parts + "]}");
  EXPECT_TRUE(within(kMemory, [&] { return refusal(text).find("fingerprint") != std::string::npos; }));
}

TEST(SkippedList, GoesBothWays) {
  const std::vector<Skipped> skipped{{"trigger", "a \"reason\"\n", 3}, {"", "", 0}};
  EXPECT_EQ(skipped_from_json(skipped_to_json(skipped)), skipped);
  EXPECT_EQ(skipped_to_json({}), "[]");
  EXPECT_EQ(skipped_from_json("[]"), std::vector<Skipped>{});
  for (const char* text : {"", "{}", "null", "[1]", "[{}]", R"([{"kind":1,"reason":"","count":1}])", "[",
                           R"([{"kind":"","reason":"","count":"1"}])"}) {
    EXPECT_THROW(skipped_from_json(text), DocumentError) << text;
  }
}

}  // namespace
}  // namespace schema_audit
