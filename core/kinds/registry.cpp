#include "core/kinds/registry.hpp"

#include <algorithm>
#include <array>

#include "core/kinds/cluster.hpp"
#include "core/kinds/kinds.hpp"

namespace schema_audit {

std::span<const Kind* const> registry() {
  static constexpr std::array kKinds{
      &kSchemaKind,
      &kExtensionKind,
      &kAccessMethodKind,
      &kLanguageKind,
      &kCollationKind,
      &kConversionKind,
      &kEnumKind,
      &kDomainKind,
      &kDomainConstraintKind,
      &kCompositeTypeKind,
      &kRangeTypeKind,
      &kShellTypeKind,
      &kBaseTypeKind,
      &kSequenceKind,
      &kRoutineKind,
      &kOperatorKind,
      &kOperatorFamilyKind,
      &kOperatorClassKind,
      &kCastKind,
      &kTransformKind,
      &kTextSearchParserKind,
      &kTextSearchTemplateKind,
      &kTextSearchDictionaryKind,
      &kTextSearchConfigurationKind,
      &kForeignDataWrapperKind,
      &kForeignServerKind,
      &kUserMappingKind,
      &kTableKind,
      &kForeignTableKind,
      &kViewKind,
      &kMaterializedViewKind,
      &kColumnKind,
      &kConstraintKind,
      &kIndexKind,
      &kStatisticsKind,
      &kTriggerKind,
      &kRuleKind,
      &kPolicyKind,
      &kEventTriggerKind,
      &kPublicationKind,
      &kPublicationTableKind,
      &kSubscriptionKind,
      &kDefaultPrivilegesKind,
      &kDatabaseSettingKind,
      &kChangedPrivilegesKind,
  };
  return kKinds;
}

std::span<const Kind* const> cluster_registry() {
  static constexpr std::array kKinds{&kRoleKind, &kTablespaceKind, &kDatabaseKind, &kParameterKind};
  return kKinds;
}

namespace {

const Kind* find_in(std::span<const Kind* const> kinds, std::string_view name) {
  const auto it =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind* kind) { return kind->name == name; });
  return it == kinds.end() ? nullptr : *it;
}

}  // namespace

bool is_cluster_kind(std::string_view name) { return find_in(cluster_registry(), name) != nullptr; }

const Kind* find_kind(std::string_view name) {
  const Kind* kind = find_in(registry(), name);
  return kind != nullptr ? kind : find_in(cluster_registry(), name);
}

const Kind* find_kind_by_object_type(std::string_view object_type) {
  const Kind* found = nullptr;
  for (const auto kinds : {registry(), cluster_registry()}) {
    for (const Kind* kind : kinds) {
      const auto& types = kind->object_types;
      if (std::find(types.begin(), types.end(), object_type) == types.end()) continue;
      if (found) return nullptr;
      found = kind;
    }
  }
  return found;
}

}  // namespace schema_audit
