// The rooms, each defined in its own file. Only kind_plan.cpp includes this.
#pragma once

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

extern const KindPlan kSchemaPlan, kExtensionPlan, kEnumPlan, kDomainPlan, kDomainConstraintPlan,
    kCompositeTypePlan, kSequencePlan, kRoutinePlan, kTablePlan, kViewPlan, kMaterializedViewPlan,
    kColumnPlan, kConstraintPlan, kIndexPlan, kTriggerPlan, kPolicyPlan, kRulePlan, kEventTriggerPlan,
    kRangeTypePlan, kBaseTypePlan, kShellTypePlan, kCastPlan, kOperatorPlan, kOperatorFamilyPlan,
    kOperatorClassPlan, kCollationPlan, kConversionPlan, kLanguagePlan, kTransformPlan, kAccessMethodPlan,
    kTextSearchConfigurationPlan, kTextSearchDictionaryPlan, kTextSearchParserPlan, kTextSearchTemplatePlan,
    kForeignDataWrapperPlan, kForeignServerPlan, kUserMappingPlan, kForeignTablePlan, kPublicationPlan,
    kPublicationTablePlan, kSubscriptionPlan, kStatisticsPlan, kDefaultPrivilegesPlan, kDatabaseSettingPlan,
    kChangedPrivilegesPlan;

}  // namespace schema_audit
