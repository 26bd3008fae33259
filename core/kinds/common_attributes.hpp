// Attributes that many kinds have, with one meaning and one grade for all of them.
#pragma once

#include "core/kinds/kind.hpp"

namespace schema_audit {

inline constexpr AttributeKind kOwnerAttribute{
    .name = "owner",
    .label = "owner",
    .set = Severity::kMajor,
    .dropped = Severity::kMajor,
    .changed = Severity::kMajor,
    .advice =
        "The old owner loses the right to alter, drop and grant; check that the roles which deploy and "
        "maintain it are members of the new owner."};

inline constexpr AttributeKind kCommentAttribute{
    .name = "comment", .label = "comment", .advice = "Documentation only; nothing that runs depends on it."};

// Attached by the reader to whatever can have one: no query of a kind asks for it.
inline constexpr AttributeKind kSecurityLabelsAttribute{
    .name = "security_labels",
    .label = "security labels",
    .type = ValueType::kOptions,
    .set = Severity::kMajor,
    .dropped = Severity::kMajor,
    .changed = Severity::kMajor,
    .advice =
        "The label decides what its provider allows or masks (SELinux, anonymisation): review it as a change "
        "of "
        "access."};

inline constexpr std::string_view kTypeRenamedAdvice =
    "Casts, declarations and driver mappings that hold the old name fail: change them in the same release.";

// An attribute that is graded the same whether it is set, dropped or changed.
constexpr AttributeKind attribute_of(Severity severity, std::string_view name, std::string_view label,
                                     std::string_view advice, ValueType type = ValueType::kText,
                                     bool always = false) {
  return {.name = name,
          .label = label,
          .type = type,
          .set = severity,
          .dropped = severity,
          .changed = severity,
          .advice = advice,
          .always = always};
}

// object_type: as AttributeKind::acl.
constexpr AttributeKind privileges_attribute(char object_type) {
  return {.name = "privileges",
          .label = "privileges",
          .type = ValueType::kPrivileges,
          .set = Severity::kMajor,
          .dropped = Severity::kMajor,
          .changed = Severity::kMajor,
          .advice =
              "Review who gained access, and check that every role the application uses kept what it needs.",
          .acl = object_type};
}

inline constexpr AttributeKind kTablespaceAttribute{
    .name = "tablespace",
    .label = "tablespace",
    .set = Severity::kMajor,
    .dropped = Severity::kMajor,
    .changed = Severity::kMajor,
    .advice =
        "Moving it copies every block under an exclusive lock: plan a window, and make sure that the "
        "tablespace exists in every environment."};

inline constexpr AttributeKind kAccessMethodAttribute{
    .name = "access_method",
    .label = "access method",
    .set = Severity::kMajor,
    .dropped = Severity::kMajor,
    .changed = Severity::kMajor,
    .advice =
        "Changing it rewrites the table under an exclusive lock, and the extension that provides the method "
        "must be installed in every environment."};

inline constexpr AttributeKind kStorageOptionsAttribute{
    .name = "options",
    .label = "storage parameters",
    .type = ValueType::kOptions,
    .advice =
        "Affects space, vacuum and planning, not results; keep environments alike so that tests on one tell "
        "something about the other."};

}  // namespace schema_audit
