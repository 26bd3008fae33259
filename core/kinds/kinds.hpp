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

}  // namespace schema_audit
