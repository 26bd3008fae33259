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

// What a collector that is to look at many databases of a cluster finds about which there are.
void add_entries(const Kind& database, std::vector<FindingCode>& codes) {
  codes.push_back({"entry.appeared", &database, Severity::kMinor,
                   "database of an entry for many is new, or there again",
                   "It is collected from now on, with the settings of its entry."});
  codes.push_back({"entry.renamed", &database, Severity::kMajor, "database of an entry for many renamed",
                   "Clients that name it cannot connect any more. Its history in the store stays under the "
                   "name of before."});
  codes.push_back(
      {"entry.vanished", &database, Severity::kCritical, "database of an entry for many is gone",
       "Everything that was in it is gone: restore it from a backup if nobody meant it. The store "
       "keeps its history."});
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
      if (kind->name == "database") add_entries(*kind, codes);
    }
  }
  return codes;
}

const FindingCode& finding_code(std::string_view code) {
  static const std::vector<FindingCode> kCodes = finding_codes();
  return *std::find_if(kCodes.begin(), kCodes.end(),
                       [&](const FindingCode& one) { return one.code == code; });
}

}  // namespace schema_audit
