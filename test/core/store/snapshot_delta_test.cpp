#include "core/store/snapshot_delta.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "test/support/builders.hpp"
#include "test/support/random_objects.hpp"

namespace schema_audit {
namespace {

using test::RandomObjects;
using test::table;

SnapshotDelta delta_of(std::vector<OpenVersion> open, const std::vector<Object>& objects) {
  SnapshotDeltaBuilder builder(std::move(open));
  for (const Object& object : objects) builder.add(object);
  return builder.finish();
}

// A store as simple as can be: what the builder says is done to the letter.
class Store {
 public:
  struct Interval {
    ObjectVersion version;
    int first = 0;
    std::optional<int> last;
  };

  SnapshotDelta take(const std::vector<Object>& objects) {
    std::vector<OpenVersion> open;
    for (const Interval& i : intervals_) {
      if (!i.last) open.push_back({i.version.key, i.version.hash, i.version.hints});
    }
    SnapshotDelta delta = delta_of(open, objects);
    ++newest_;
    for (const VersionKey& key : delta.closed) {
      const auto it = std::find_if(intervals_.begin(), intervals_.end(),
                                   [&](const Interval& i) { return !i.last && i.version.key == key; });
      EXPECT_NE(it, intervals_.end()) << "closed what was not open";
      if (it != intervals_.end()) it->last = newest_ - 1;
    }
    for (const ObjectVersion& version : delta.opened) intervals_.push_back({version, newest_, std::nullopt});
    for (const ObjectVersion& rehinted : delta.rehinted) {
      for (Interval& i : intervals_) {
        if (!i.last && i.version.key == rehinted.key) i.version.hints = rehinted.hints;
      }
    }
    return delta;
  }

  std::map<VersionKey, std::string> at(int snapshot) const {
    std::map<VersionKey, std::string> bodies;
    for (const Interval& i : intervals_) {
      if (i.first > snapshot || (i.last && *i.last < snapshot)) continue;
      EXPECT_TRUE(bodies.emplace(i.version.key, i.version.body).second) << "two versions at once";
    }
    return bodies;
  }

  // Hints of what holds in the newest snapshot.
  std::map<VersionKey, std::string> hints() const {
    std::map<VersionKey, std::string> all;
    for (const Interval& i : intervals_) {
      if (!i.last) all[i.version.key] = i.version.hints;
    }
    return all;
  }

 private:
  std::vector<Interval> intervals_;
  int newest_ = 0;
};

TEST(SnapshotDelta, WhatIsOfTheClusterIsStoredAndNotCounted) {
  const Object role = test::root("role", "", "r", 1);
  Store store;
  const SnapshotDelta first = store.take({table("t", 2), role});
  EXPECT_EQ(first.objects, 1);
  EXPECT_EQ(first.added, 1);
  EXPECT_EQ(first.opened.size(), 2U);
  EXPECT_EQ(first.fingerprint, delta_of({}, {table("t", 2)}).fingerprint);
  const SnapshotDelta second = store.take({table("t", 2)});
  EXPECT_EQ(second.removed, 0);
  EXPECT_EQ(second.closed.size(), 1U);
  EXPECT_FALSE(second.unchanged());
  EXPECT_EQ(second.fingerprint, first.fingerprint);
}

std::vector<OpenVersion> open_of(const std::vector<Object>& objects) {
  std::vector<OpenVersion> open;
  for (ObjectVersion& version : delta_of({}, objects).opened) {
    open.push_back({std::move(version.key), version.hash, std::move(version.hints)});
  }
  return open;
}

TEST(SnapshotDelta, WhatIsNotSelectedStaysAsItWas) {
  const Object role = test::root("role", "", "r", 9);
  const Object schema = test::root("schema", "", "s", 8);
  const Object kept = test::with(table("kept", 100'000), {test::part("column", "c", {100'000, 1})});
  const std::vector<OpenVersion> open =
      open_of({kept, table("altered", 1), table("dropped", 3), role, schema});
  const Object altered = table("altered", 1, {{"owner", std::string("o")}});
  CatalogSelection only;
  only.limit(Catalog::kRelation, {1, 3, 4});
  SnapshotDeltaBuilder builder(open);
  ASSERT_TRUE(builder.keep_others(only));
  for (const Object& object : {altered, table("added", 4), role, schema}) builder.add(object);
  const SnapshotDelta delta = builder.finish();
  const SnapshotDelta full = delta_of(open, {kept, altered, table("added", 4), role, schema});
  EXPECT_EQ(delta.fingerprint, full.fingerprint);
  EXPECT_EQ(delta.objects, full.objects);
  EXPECT_EQ(delta.closed, full.closed);
  EXPECT_EQ(delta.added, 1);
  EXPECT_EQ(delta.altered, 1);
  EXPECT_EQ(delta.removed, 1);
}

TEST(SnapshotDelta, NothingStaysWhoseOidIsNotKnown) {
  CatalogSelection only;
  only.limit(Catalog::kRelation, {1});
  for (const std::string& hints : {std::string(), std::string("\xff"), std::string(2, '\0')}) {
    std::vector<OpenVersion> open = open_of({table("t", 2)});
    open.front().hints = hints;
    EXPECT_FALSE(SnapshotDeltaBuilder(open).keep_others(only));
    CatalogSelection none;
    none.limit(Catalog::kRelation, {});
    SnapshotDeltaBuilder all_stay(open);
    ASSERT_TRUE(all_stay.keep_others(none));
    EXPECT_TRUE(all_stay.finish().unchanged());
  }
}

TEST(SnapshotDelta, IntervalsGiveBackEverySnapshot) {
  RandomObjects random(5);
  for (int run = 0; run < 10; ++run) {
    Store store;
    std::map<VersionKey, Object> now;
    std::vector<std::map<VersionKey, std::string>> expected;
    for (int snapshot = 1; snapshot <= 40; ++snapshot) {
      const auto before = now;
      for (std::size_t changes = random.below(6); changes > 0; --changes) {
        if (!now.empty() && random.chance(2)) {
          const auto victim = std::next(now.begin(), static_cast<std::ptrdiff_t>(random.below(now.size())));
          if (random.chance(3)) {
            now.erase(victim);
          } else if (random.chance(3)) {
            victim->second.hint.oid = static_cast<std::uint32_t>(random.below(1000));  // created anew
          } else {
            victim->second.attributes.set("version", static_cast<std::int64_t>(random.below(3)));
          }
        } else {
          Object object = random.object();
          VersionKey key{object.kind, root_key(identity_of(object))};
          now.insert_or_assign(std::move(key), std::move(object));
        }
      }
      std::vector<Object> objects;
      std::map<VersionKey, std::string> bodies;
      std::vector<Digest> hashes;
      for (const auto& [key, object] : now) {
        objects.push_back(object);
        bodies[key] = encode(object);
        hashes.push_back(sha256(bodies[key]));
      }
      std::shuffle(objects.begin(), objects.end(), std::mt19937(static_cast<unsigned>(snapshot)));
      const SnapshotDelta delta = store.take(objects);
      expected.push_back(bodies);
      std::map<VersionKey, std::string> hints;
      for (const auto& [key, object] : now) hints[key] = encode_hints(object);
      EXPECT_EQ(store.hints(), hints);

      std::int64_t added = 0;
      std::int64_t altered = 0;
      std::int64_t removed = 0;
      for (const auto& [key, object] : now) {
        const auto it = before.find(key);
        if (it == before.end()) {
          ++added;
        } else if (!(it->second == object)) {
          ++altered;
        }
      }
      for (const auto& [key, object] : before) removed += now.count(key) == 0 ? 1 : 0;
      EXPECT_EQ(delta.added, added);
      EXPECT_EQ(delta.altered, altered);
      EXPECT_EQ(delta.removed, removed);
      EXPECT_EQ(delta.objects, static_cast<std::int64_t>(now.size()));
      EXPECT_EQ(delta.fingerprint, fingerprint(hashes));
      EXPECT_EQ(delta.unchanged(), added + altered + removed == 0);
      EXPECT_TRUE(std::is_sorted(delta.closed.begin(), delta.closed.end()));
      EXPECT_TRUE(
          std::is_sorted(delta.opened.begin(), delta.opened.end(),
                         [](const ObjectVersion& a, const ObjectVersion& b) { return a.key < b.key; }));
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(store.at(static_cast<int>(i) + 1), expected[i]) << "snapshot " << i + 1;
  }
}

TEST(SnapshotDelta, AnUnchangedSchemaCostsNothing) {
  Store store;
  const std::vector<Object> objects{table("a", 1), table("b", 2)};
  const SnapshotDelta first = store.take(objects);
  const SnapshotDelta second = store.take({table("b", 2), table("a", 1)});
  EXPECT_EQ(first.opened.size(), 2U);
  EXPECT_TRUE(second.unchanged());
  EXPECT_EQ(second.fingerprint, first.fingerprint);
  EXPECT_EQ(second.objects, 2);
}

TEST(SnapshotDelta, WhatWasCreatedAnewKeepsItsVersionAndGetsItsNewHints) {
  const std::vector<OpenVersion> open{
      {{"table", "public.a"}, sha256(encode(table("a", 1))), encode_hints(table("a", 1))}};
  const SnapshotDelta same = delta_of(open, {table("a", 1)});
  EXPECT_TRUE(same.rehinted.empty());
  const SnapshotDelta anew = delta_of(open, {table("a", 2)});
  EXPECT_TRUE(anew.unchanged());
  ASSERT_EQ(anew.rehinted.size(), 1U);
  EXPECT_EQ(anew.rehinted[0].hints, encode_hints(table("a", 2)));
  std::vector<OpenVersion> unknown = open;
  unknown[0].hints.clear();
  EXPECT_TRUE(delta_of(unknown, {table("a", 2)}).rehinted.empty());
}

TEST(SnapshotDelta, ADatabaseCanBecomeEmpty) {
  Store store;
  store.take({table("a")});
  const SnapshotDelta delta = store.take({});
  EXPECT_EQ(delta.removed, 1);
  EXPECT_EQ(delta.closed, (std::vector<VersionKey>{{"table", "public.a"}}));
  EXPECT_TRUE(store.at(2).empty());
  EXPECT_EQ(store.take({table("a")}).added, 1) << "and can come back";
}

TEST(SnapshotDelta, KeepsHostileIdentitiesApart) {
  // A key is put together from a kind and an identity that may hold anything, spaces included.
  const std::vector<Object> objects{test::root("table", "public", "a b"),
                                    test::root("table", "public a", "b"), test::root("view", "", " ")};
  Store store;
  EXPECT_EQ(store.take(objects).added, 3);
  const SnapshotDelta delta = store.take({});
  std::vector<VersionKey> keys;
  keys.reserve(objects.size());
  for (const Object& object : objects) keys.push_back({object.kind, root_key(identity_of(object))});
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(delta.closed, keys);
}

TEST(SnapshotDelta, RefusesAnObjectThatComesTwice) {
  SnapshotDeltaBuilder builder({});
  builder.add(table("a", 1));
  EXPECT_THROW(builder.add(table("a", 2)), std::logic_error);
  SnapshotDeltaBuilder with_open({{{"table", "public.a"}, sha256(encode(table("a"))), ""}});
  with_open.add(table("a"));
  EXPECT_THROW(with_open.add(table("a")), std::logic_error);
}

TEST(ToObject, BringsHintsBack) {
  const Object object = test::with(table("t", 9), {test::part("column", "c", {9, 3})});
  const SnapshotDelta delta = delta_of({}, {object});
  const Object again = to_object(delta.opened.at(0));
  EXPECT_EQ(again, object);
  EXPECT_EQ(again.hint, object.hint);
  EXPECT_EQ(again.children.at(0).hint, object.children.at(0).hint);
}

TEST(ToObject, RefusesATornBody) {
  SnapshotDelta delta = delta_of({}, {table("t")});
  delta.opened.at(0).body.pop_back();
  EXPECT_THROW(to_object(delta.opened.at(0)), EncodingError);
}

}  // namespace
}  // namespace schema_audit
