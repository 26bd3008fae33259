#include "core/severity/subcommand.hpp"

#include <algorithm>
#include <array>

namespace schema_audit {

namespace {

struct Effect {
  std::string_view subcommand;
  std::array<std::string_view, 6> attributes;  // all that it can change
};

constexpr auto kEffects = std::to_array<Effect>({
    {"ALTER COLUMN DROP DEFAULT", {"default"}},
    {"ALTER COLUMN ADD IDENTITY", {"identity", "identity_options", "identity_sequence", "not_null"}},
    {"ALTER COLUMN DROP EXPRESSION", {"generated", "generation_expression"}},
    {"ALTER COLUMN DROP IDENTITY",
     {"identity", "identity_options", "identity_sequence", "identity_comment", "identity_privileges"}},
    {"ALTER COLUMN DROP NOT NULL", {"not_null"}},
    {"ALTER COLUMN RESET OPTIONS", {"options"}},
    {"ALTER COLUMN SET COMPRESSION", {"compression"}},
    {"ALTER COLUMN SET DEFAULT", {"default"}},
    {"ALTER COLUMN SET DATA TYPE",
     {"type", "collation", "default", "generation_expression", "storage", "compression"}},
    {"ALTER COLUMN SET EXPRESSION", {"generation_expression", "generated"}},
    {"ALTER COLUMN SET IDENTITY", {"identity", "identity_options", "identity_sequence"}},
    {"ALTER COLUMN SET NOT NULL", {"not_null"}},
    {"ALTER COLUMN SET OPTIONS", {"options"}},
    {"ALTER COLUMN SET STATISTICS", {"statistics"}},
    {"ALTER COLUMN SET STORAGE", {"storage"}},
    {"ADD CONSTRAINT", {"not_null", "not_null_name"}},
    {"ALTER CONSTRAINT", {"deferrable", "initially_deferred", "not_enforced"}},
    {"ATTACH PARTITION", {"partition_of", "partition_bound", "attached_to"}},
    {"CLUSTER ON", {"clustered"}},
    {"DETACH PARTITION", {"partition_of", "partition_bound", "detach_pending"}},
    {"DETACH PARTITION FINALIZE", {"partition_of", "partition_bound", "detach_pending"}},
    {"DISABLE ROW LEVEL SECURITY", {"row_security"}},
    {"ADD VALUE", {"labels"}},
    {"DROP CONSTRAINT", {"not_null", "not_null_name", "not_null_comment"}},
    {"DROP DEFAULT", {"default"}},
    {"DROP NOT NULL", {"not_null", "not_null_name", "not_null_comment"}},
    {"ENABLE ROW LEVEL SECURITY", {"row_security"}},
    {"FORCE ROW LEVEL SECURITY", {"force_row_security"}},
    {"INHERIT", {"inherits"}},
    {"NO FORCE ROW LEVEL SECURITY", {"force_row_security"}},
    {"NO INHERIT", {"inherits"}},
    {"NOT OF", {"of_type"}},
    {"OF", {"of_type"}},
    {"RENAME VALUE", {"labels"}},
    {"REPLACE OPTIONS", {"options"}},
    {"REPLICA IDENTITY", {"replica_identity"}},
    {"RESET OPTIONS", {"options"}},
    {"SET ACCESS METHOD", {"access_method"}},
    {"SET DEFAULT", {"default"}},
    {"SET LOGGED", {"persistence"}},
    {"SET NOT NULL", {"not_null", "not_null_name"}},
    {"SET OPTIONS", {"options"}},
    {"SET TABLESPACE", {"tablespace"}},
    {"SET UNLOGGED", {"persistence"}},
    {"SET WITHOUT CLUSTER", {"clustered"}},
    {"VALIDATE CONSTRAINT", {"not_valid"}},
});

}  // namespace

bool can_set(std::string_view subcommand, std::string_view attribute) {
  const auto* effect = std::find_if(kEffects.begin(), kEffects.end(),
                                    [&](const Effect& e) { return e.subcommand == subcommand; });
  if (effect == kEffects.end()) return true;
  const auto& attributes = effect->attributes;  // with empty ones at the end
  return !attribute.empty() && std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

}  // namespace schema_audit
