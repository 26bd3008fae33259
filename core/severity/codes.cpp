#include "core/severity/codes.hpp"

#include <algorithm>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

void add_variants(const Kind& kind, std::vector<FindingCode>& codes) {
  for (const Variant& variant : kind.variants) {
    const std::string name(variant.name);
    const std::string label(variant.label);
    codes.push_back({name + ".added", &kind, variant.added, label + " added", variant.added_advice});
    if (!variant.dropped_advice.empty()) {
      codes.push_back(
          {name + ".dropped", &kind, variant.dropped, label + " dropped", variant.dropped_advice});
    }
  }
  codes.push_back({std::string(kind.name) + ".renamed", &kind, kind.renamed,
                   std::string(kind.label) + " renamed", kind.renamed_advice});
}

void add_attribute(const Kind& kind, const AttributeKind& attribute, std::vector<FindingCode>& codes) {
  const std::string name = std::string(kind.name) + "." + std::string(attribute.name);
  const std::string label(attribute.label);
  if (!attribute.always) {
    codes.push_back({name + ".set", &kind, attribute.set, label + " set", attribute.advice});
    codes.push_back({name + ".dropped", &kind, attribute.dropped, label + " dropped", attribute.advice});
  }
  // A flag that is not at its default has one value only.
  if (attribute.type != ValueType::kBool) {
    codes.push_back({name + ".changed", &kind, attribute.changed, label + " changed", attribute.advice});
  }
}

}  // namespace

std::vector<FindingCode> finding_codes() {
  std::vector<FindingCode> codes;
  for (const auto kinds : {registry(), cluster_registry()}) {
    for (const Kind* kind : kinds) {
      add_variants(*kind, codes);
      std::vector<const AttributeKind*> attributes;
      for (const AttributeKind& attribute : kind->attributes) attributes.push_back(&attribute);
      std::sort(attributes.begin(), attributes.end(),
                [](const auto* a, const auto* b) { return a->name < b->name; });
      for (const AttributeKind* attribute : attributes) add_attribute(*kind, *attribute, codes);
    }
  }
  return codes;
}

}  // namespace schema_audit
