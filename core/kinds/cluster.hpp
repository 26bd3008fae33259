// Kinds of the whole cluster: see cluster_registry() (registry.hpp).
#pragma once

#include <string>
#include <string_view>

#include "core/kinds/kind.hpp"

namespace schema_audit {

extern const Kind kRoleKind;
extern const Kind kTablespaceKind;
extern const Kind kDatabaseKind;
extern const Kind kParameterKind;

// Their catalogs, which every database shares.
inline constexpr Catalog kTablespaceCatalog{1213};  // pg_tablespace
inline constexpr Catalog kRoleCatalog{1260};        // pg_authid, read through pg_roles
inline constexpr Catalog kDatabaseCatalog{1262};    // pg_database
inline constexpr Catalog kParameterCatalog{6243};   // pg_parameter_acl

// As comment_join(), for their objects.
std::string shared_comment_join(std::string_view oid, Catalog catalog);

}  // namespace schema_audit
