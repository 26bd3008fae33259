#include "core/kinds/changed_roots.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/kinds/cluster.hpp"

namespace schema_audit {
namespace {

std::vector<std::uint32_t> oids(const CatalogSelection& selection, Catalog catalog) {
  const auto* found = selection.of(catalog);
  return found != nullptr ? *found : std::vector<std::uint32_t>{0};
}

TEST(ChangedRoots, AreSelectedByCatalog) {
  const auto selection = selection_of(std::vector<Address>{{1247, 20}, {1259, 20}, {1259, 21}, {3381, 9}});
  ASSERT_TRUE(selection);
  EXPECT_EQ(oids(*selection, Catalog::kRelation), (std::vector<std::uint32_t>{20, 21}));
  EXPECT_EQ(oids(*selection, Catalog::kType), std::vector<std::uint32_t>{20});
  EXPECT_EQ(oids(*selection, Catalog::kProcedure), std::vector<std::uint32_t>());
  EXPECT_EQ(oids(*selection, Catalog::kStatistics), std::vector<std::uint32_t>{9});
  EXPECT_EQ(oids(*selection, Catalog::kCast), std::vector<std::uint32_t>());
  EXPECT_EQ(oids(*selection, kRoleCatalog), std::vector<std::uint32_t>());
}

TEST(ChangedRoots, MayConcernEveryOtherKind) {
  const auto selection = selection_of(std::vector<Address>{{0, 0}, {1259, 20}});
  ASSERT_TRUE(selection);
  EXPECT_EQ(oids(*selection, Catalog::kRelation), std::vector<std::uint32_t>{20});
  EXPECT_EQ(selection->of(Catalog::kCast), nullptr);
  EXPECT_EQ(selection->of(kRoleCatalog), nullptr);
}

TEST(ChangedRoots, MayBeTooMany) {
  EXPECT_TRUE(selection_of(std::vector<Address>(5000, {1259, 20})));
  EXPECT_FALSE(selection_of(std::vector<Address>(5001, {1259, 20})));
}

TEST(ChangedRoots, BeginWithWhatChanged) {
  const std::string query = changed_roots_query(std::vector<Address>{{1259, 20}, {1247, 21}});
  EXPECT_NE(query.find("'{1259,1247}'"), std::string::npos) << query;
  EXPECT_NE(query.find("'{20,21}'"), std::string::npos) << query;
}

}  // namespace
}  // namespace schema_audit
