#include "core/severity/subcommand.hpp"

#include <algorithm>
#include <array>

namespace schema_audit {

namespace {

struct Effect {
  std::string_view subcommand;
  std::array<std::string_view, 3> attributes;  // all that it can change
};

constexpr auto kEffects = std::to_array<Effect>({
    {"ALTER COLUMN DROP DEFAULT", {"default", "", ""}},
    {"ALTER COLUMN DROP NOT NULL", {"not_null", "", ""}},
    {"ALTER COLUMN RESET OPTIONS", {"options", "", ""}},
    {"ALTER COLUMN SET COMPRESSION", {"compression", "", ""}},
    {"ALTER COLUMN SET DEFAULT", {"default", "", ""}},
    {"ALTER COLUMN SET EXPRESSION", {"generation_expression", "generated", ""}},
    {"ALTER COLUMN SET NOT NULL", {"not_null", "", ""}},
    {"ALTER COLUMN SET OPTIONS", {"options", "", ""}},
    {"ALTER COLUMN SET STATISTICS", {"statistics", "", ""}},
    {"ALTER COLUMN SET STORAGE", {"storage", "", ""}},
    {"ATTACH PARTITION", {"partition_of", "partition_bound", "attached_to"}},
    {"CLUSTER ON", {"clustered", "", ""}},
    {"DETACH PARTITION", {"partition_of", "partition_bound", "detach_pending"}},
    {"DETACH PARTITION FINALIZE", {"partition_of", "partition_bound", "detach_pending"}},
    {"DISABLE ROW LEVEL SECURITY", {"row_security", "", ""}},
    {"ENABLE ROW LEVEL SECURITY", {"row_security", "", ""}},
    {"FORCE ROW LEVEL SECURITY", {"force_row_security", "", ""}},
    {"INHERIT", {"inherits", "", ""}},
    {"NO FORCE ROW LEVEL SECURITY", {"force_row_security", "", ""}},
    {"NO INHERIT", {"inherits", "", ""}},
    {"NOT OF", {"of_type", "", ""}},
    {"OF", {"of_type", "", ""}},
    {"REPLACE OPTIONS", {"options", "", ""}},
    {"REPLICA IDENTITY", {"replica_identity", "", ""}},
    {"RESET OPTIONS", {"options", "", ""}},
    {"SET ACCESS METHOD", {"access_method", "", ""}},
    {"SET LOGGED", {"persistence", "", ""}},
    {"SET OPTIONS", {"options", "", ""}},
    {"SET TABLESPACE", {"tablespace", "", ""}},
    {"SET UNLOGGED", {"persistence", "", ""}},
    {"SET WITHOUT CLUSTER", {"clustered", "", ""}},
});

}  // namespace

bool can_set(std::string_view subcommand, std::string_view attribute) {
  const auto* effect = std::find_if(kEffects.begin(), kEffects.end(),
                                    [&](const Effect& e) { return e.subcommand == subcommand; });
  if (effect == kEffects.end()) return true;
  const auto& attributes = effect->attributes;
  return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

}  // namespace schema_audit
