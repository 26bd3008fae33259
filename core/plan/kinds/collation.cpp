// Plan of kind "collation".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  std::vector<std::string> items;
  const std::string_view provider = attributes.text("provider");
  items.push_back("provider = " + std::string(provider.empty() ? "libc" : provider));
  const auto put = [&](std::string_view word, std::string_view attribute) {
    const std::string_view text = attributes.text(attribute);
    if (!text.empty()) items.push_back(std::string(word) + " = " + quote_literal(text));
  };
  put("locale", "locale");
  put("lc_collate", "lc_collate");
  put("lc_ctype", "lc_ctype");
  put("rules", "rules");
  if (attributes.flag("nondeterministic")) items.emplace_back("deterministic = false");
  steps.add("CREATE COLLATION " + qualified(*creation.unit.root) + " (" + join(items) + ")");
}

std::string target(const Unit& unit) { return target_of("COLLATION", unit); }

}  // namespace

constinit const KindPlan kCollationPlan{
    .kind = "collation",
    .target = target,
    .create = create,
};

}  // namespace schema_audit
