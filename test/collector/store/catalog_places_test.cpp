// Where the catalog of a target was what.
#include <gtest/gtest.h>

#include <string>

#include "collector/store/open_store.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

TEST(StoredPlaces, AreTheNewestOfATarget) {
  const TemporaryDirectory directory;
  const auto store = open_store(directory / "store.db", StoreMode::kReadWrite);
  const TargetId shop = store->put_target("shop", "production", "2026-11-01T09:00:00.000000Z");
  const TargetId other = store->put_target("other", "production", "2026-11-01T09:00:00.000000Z");
  EXPECT_EQ(store->catalog_places(shop), std::nullopt);
  const PlacesRow first{"mark", "elsewhere", std::string("\0\1\0", 3)};
  store->set_catalog_places(shop, first);
  EXPECT_EQ(store->catalog_places(shop), first);
  EXPECT_EQ(store->catalog_places(other), std::nullopt);
  const PlacesRow second{"another", "elsewhere", ""};
  store->set_catalog_places(shop, second);
  EXPECT_EQ(store->catalog_places(shop), second);
}

}  // namespace
}  // namespace schema_audit
