// Plan of kind "collation".

#include "core/plan/definition.hpp"
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  Definition definition(attributes);
  const std::string_view provider = attributes.text("provider");
  definition.add("provider = " + std::string(provider.empty() ? "libc" : provider));
  definition.put_literal("locale", "locale");
  definition.put_literal("lc_collate", "lc_collate");
  definition.put_literal("lc_ctype", "lc_ctype");
  definition.put_literal("rules", "rules");
  definition.put_flag("deterministic = false", "nondeterministic");
  steps.add("CREATE COLLATION " + qualified(*creation.unit.root) + " (" + join(definition.items()) + ")");
}

std::string target(const Unit& unit) { return target_of("COLLATION", unit); }

}  // namespace

constinit const KindPlan kCollationPlan{
    .kind = "collation",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
