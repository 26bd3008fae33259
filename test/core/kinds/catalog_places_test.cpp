#include "core/kinds/catalog_places.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace schema_audit {
namespace {

std::string packed(std::string_view text) { return pack_places(text).value_or("none"); }

TEST(CatalogPlaces, TakeTwelveBytesEach) {
  EXPECT_EQ(packed(""), "");
  EXPECT_EQ(packed("258:1"), std::string("\0\0\1\2\0\0\0\0\0\0\0\1", 12));
  EXPECT_EQ(packed("1:-1"), std::string("\0\0\0\1", 4) + std::string(8, '\xff'));
  EXPECT_EQ(packed("600:5 700:6").size(), 24U);
}

TEST(CatalogPlaces, OfASumTheLast64BitsCount) {
  EXPECT_EQ(packed("1:18446744073709551617"), packed("1:1"));
  EXPECT_EQ(packed("1:-18446744073709551619"), packed("1:-3"));
}

TEST(CatalogPlaces, OfNothingElse) {
  for (const char* text : {"x", "1", "1:", "1:-", "1:x", "1:2x", ":2", "-1:2", " 1:2", "1:2  3:4"})
    EXPECT_EQ(pack_places(text), std::nullopt) << text;
}

TEST(CatalogPlaces, ThatDiffer) {
  const auto changed = [](std::string_view before, std::string_view after) {
    return changed_places(packed(before), packed(after));
  };
  using Places = std::vector<std::uint32_t>;
  EXPECT_EQ(changed("600:1 700:2", "600:1 700:2"), Places());
  EXPECT_EQ(changed("600:1 700:2", "600:1 700:3"), Places{700});
  EXPECT_EQ(changed("600:1 700:2", "700:2"), Places{600});
  EXPECT_EQ(changed("600:1", "600:1 700:2 800:1"), (Places{700, 800}));
  EXPECT_EQ(changed("600:1 800:1", "600:2 700:2 900:1"), (Places{600, 700, 800, 900}));
  EXPECT_EQ(changed("", "600:1"), Places{600});
}

TEST(CatalogPlaces, ThatCannotBeTold) {
  // A system's object.
  EXPECT_EQ(changed_places(packed("511:1 700:1"), packed("511:2 700:1")), std::nullopt);
  EXPECT_NE(changed_places(packed("511:1 512:1"), packed("511:1 512:2")), std::nullopt);
  const std::string good = packed("600:1 700:1");
  EXPECT_EQ(changed_places(good.substr(1), good), std::nullopt);
  EXPECT_EQ(changed_places(good, good.substr(12) + good.substr(0, 12)), std::nullopt);
  EXPECT_EQ(changed_places(good, good.substr(0, 12) + good.substr(0, 12)), std::nullopt);
}

TEST(CatalogPlaces, CoverTheirOids) {
  EXPECT_EQ(oids_of_places({}), std::vector<std::uint32_t>());
  const std::vector<std::uint32_t> oids = oids_of_places({600, 602});
  ASSERT_EQ(oids.size(), 2 * kPlaceWidth);
  EXPECT_EQ(oids.front(), 600 * kPlaceWidth);
  EXPECT_EQ(oids[kPlaceWidth - 1], 601 * kPlaceWidth - 1);
  EXPECT_EQ(oids[kPlaceWidth], 602 * kPlaceWidth);
}

TEST(CatalogPlaces, AreAskedForAsRanges) {
  const std::string query = addresses_query({600, 601}, 7);
  EXPECT_NE(query.find("'{19200,19232}'"), std::string::npos) << query;
  EXPECT_NE(query.find("'{19231,19263}'"), std::string::npos) << query;
  EXPECT_NE(query.find("LIMIT 7"), std::string::npos) << query;
}

}  // namespace
}  // namespace schema_audit
