#include "core/plan/kind_plan.hpp"

#include <array>

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

const KindPlan* plan_of(std::string_view kind) {
  static constexpr std::array kRooms{
      &kSchemaPlan,
      &kExtensionPlan,
      &kEnumPlan,
      &kDomainPlan,
      &kDomainConstraintPlan,
      &kCompositeTypePlan,
      &kSequencePlan,
      &kRoutinePlan,
      &kTablePlan,
      &kViewPlan,
      &kMaterializedViewPlan,
      &kColumnPlan,
      &kConstraintPlan,
      &kIndexPlan,
      &kTriggerPlan,
      &kPolicyPlan,
      &kRulePlan,
      &kEventTriggerPlan,
      &kRangeTypePlan,
      &kBaseTypePlan,
      &kShellTypePlan,
      &kCastPlan,
      &kOperatorPlan,
      &kOperatorFamilyPlan,
      &kOperatorClassPlan,
      &kCollationPlan,
      &kConversionPlan,
      &kLanguagePlan,
      &kTransformPlan,
      &kAccessMethodPlan,
      &kTextSearchConfigurationPlan,
      &kTextSearchDictionaryPlan,
      &kTextSearchParserPlan,
      &kTextSearchTemplatePlan,
      &kForeignDataWrapperPlan,
      &kForeignServerPlan,
      &kUserMappingPlan,
      &kForeignTablePlan,
      &kPublicationPlan,
      &kPublicationTablePlan,
      &kSubscriptionPlan,
      &kStatisticsPlan,
      &kDefaultPrivilegesPlan,
      &kDatabaseSettingPlan,
      &kChangedPrivilegesPlan,
  };
  for (const KindPlan* room : kRooms) {
    if (room->kind == kind) return room;
  }
  return nullptr;
}

std::string target_of(std::string_view word, const Unit& unit) {
  return std::string(word) + " " + qualified(*unit.root);
}

}  // namespace schema_audit
