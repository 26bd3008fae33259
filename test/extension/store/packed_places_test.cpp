#include "extension/store/packed_places.hpp"

#include <gtest/gtest.h>

#include <random>

namespace schema_audit {
namespace {

std::vector<Place> places_like_a_catalogs(std::size_t count) {
  std::mt19937_64 random(count);
  std::vector<Place> places{{0, random()}};
  for (std::size_t i = 0; i < count; ++i)
    places.push_back({places.back().address + 1 + random() % (i % 100 == 0 ? UINT32_MAX : 9), random()});
  return places;
}

TEST(PackedPlaces, ComeBackAsTheyWere) {
  for (const auto& places :
       {std::vector<Place>{}, std::vector<Place>{{0, 0}}, std::vector<Place>{{7, 9}},
        std::vector<Place>{{0, 1}, {UINT64_MAX, UINT64_MAX}}, places_like_a_catalogs(10'000)})
    EXPECT_EQ(unpack(pack(places)), places);
}

TEST(PackedPlaces, TakeLittle) {
  const auto places = places_like_a_catalogs(10'000);
  EXPECT_LT(pack(places).size(), 10 * places.size());
}

TEST(PackedPlaces, DamageIsNoticedOrGivesOtherPlaces) {
  const auto places = places_like_a_catalogs(300);
  const std::string bytes = pack(places);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(unpack(std::string_view(bytes).substr(0, length)), std::nullopt) << length;
  EXPECT_EQ(unpack(bytes + '\0'), std::nullopt);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    EXPECT_NE(unpack(damaged), places) << i;
  }
  EXPECT_EQ(unpack("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), std::nullopt);
}

}  // namespace
}  // namespace schema_audit
