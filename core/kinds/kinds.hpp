// The kinds, each defined in its own file. Only the registry includes this.
#pragma once

#include "core/kinds/kind.hpp"

namespace schema_audit {

extern const Kind kSchemaKind;
extern const Kind kExtensionKind;
extern const Kind kEnumKind;
extern const Kind kDomainKind;
extern const Kind kDomainConstraintKind;
extern const Kind kCompositeTypeKind;
extern const Kind kSequenceKind;
extern const Kind kRoutineKind;
extern const Kind kTableKind;
extern const Kind kViewKind;
extern const Kind kMaterializedViewKind;
extern const Kind kColumnKind;
extern const Kind kConstraintKind;
extern const Kind kIndexKind;
extern const Kind kTriggerKind;
extern const Kind kPolicyKind;
extern const Kind kRuleKind;
extern const Kind kEventTriggerKind;
extern const Kind kRangeTypeKind;
extern const Kind kBaseTypeKind;
extern const Kind kShellTypeKind;
extern const Kind kCastKind;
extern const Kind kOperatorKind;
extern const Kind kOperatorFamilyKind;
extern const Kind kOperatorClassKind;
extern const Kind kCollationKind;
extern const Kind kConversionKind;
extern const Kind kLanguageKind;
extern const Kind kTransformKind;
extern const Kind kAccessMethodKind;
extern const Kind kTextSearchConfigurationKind;
extern const Kind kTextSearchDictionaryKind;
extern const Kind kTextSearchParserKind;
extern const Kind kTextSearchTemplateKind;
extern const Kind kForeignDataWrapperKind;
extern const Kind kForeignServerKind;
extern const Kind kUserMappingKind;
extern const Kind kForeignTableKind;
extern const Kind kPublicationKind;
extern const Kind kPublicationTableKind;
extern const Kind kSubscriptionKind;
extern const Kind kStatisticsKind;
extern const Kind kDefaultPrivilegesKind;
extern const Kind kDatabaseSettingKind;
extern const Kind kChangedPrivilegesKind;

}  // namespace schema_audit
