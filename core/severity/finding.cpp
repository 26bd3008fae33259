#include "core/severity/finding.hpp"

#include <algorithm>
#include <tuple>

#include "core/kinds/registry.hpp"
#include "core/severity/sentence.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kLaterVersion =
    "This version does not know what this change means. Read it, and update schema_audit.";

Finding unknown(Finding finding, std::string code) {
  finding.code = std::move(code);
  finding.severity = Severity::kMajor;
  finding.advice = kLaterVersion;
  return finding;
}

Finding grade_object(const Kind& kind, Finding finding) {
  const Change& change = finding.change;
  if (change.type == ChangeType::kRenamed) {
    finding.code = std::string(kind.name) + ".renamed";
    finding.severity = kind.renamed;
    finding.advice = kind.renamed_advice;
    finding.sentence =
        describe(*change.content, *change.before) + " was renamed to " + to_text(change.object);
    return finding;
  }
  const bool added = change.type == ChangeType::kAdded;
  const Variant& variant = kind.variant_of(*change.content, added);
  finding.code = std::string(variant.name) + (added ? ".added" : ".dropped");
  finding.severity = added ? variant.added : variant.dropped;
  finding.advice = added ? variant.added_advice : variant.dropped_advice;
  finding.sentence = finding.object + (added ? " was added" : " was dropped");
  return finding;
}

Finding grade_attribute(const Kind& kind, Finding finding) {
  const Change& change = finding.change;
  const std::string code = std::string(kind.name) + "." + change.attribute +
                           (!change.from ? ".set"
                            : !change.to ? ".dropped"
                                         : ".changed");
  const AttributeKind* attribute = kind.attribute(change.attribute);
  if (!attribute) {
    finding.sentence = change.attribute + " of " + finding.object + " changed";
    return unknown(std::move(finding), code);
  }
  finding.code = code;
  finding.severity = !change.from ? attribute->set : !change.to ? attribute->dropped : attribute->changed;
  finding.advice = attribute->advice;
  finding.sentence = attribute_sentence(change, *attribute, finding.object);
  return finding;
}

}  // namespace

std::string describe(const Object& object, const Identity& identity) {
  const Kind* kind = find_kind(object.kind);
  const std::string label = kind ? std::string(kind->variant_of(object, false).label) : object.kind;
  return label + " " + to_text(identity);
}

Finding grade(Change change) {
  Finding finding;
  finding.object = describe(*change.content, change.object);
  finding.change = std::move(change);
  const Kind* kind = find_kind(finding.change.object.kind);
  if (!kind) {
    finding.sentence = finding.object + " changed";
    std::string code = finding.change.object.kind + ".unknown";
    return unknown(std::move(finding), std::move(code));
  }
  return finding.change.type == ChangeType::kAltered ? grade_attribute(*kind, std::move(finding))
                                                     : grade_object(*kind, std::move(finding));
}

std::vector<Finding> grade(std::vector<Change> changes) {
  std::vector<Finding> findings;
  findings.reserve(changes.size());
  for (Change& change : changes) findings.push_back(grade(std::move(change)));
  sort_worst_first(findings);
  return findings;
}

void sort_worst_first(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const auto key = [](const Finding& f) {
      return std::tie(f.change.object.schema, f.change.object.parent, f.change.object.kind,
                      f.change.object.name, f.code);
    };
    return a.severity != b.severity ? a.severity > b.severity : key(a) < key(b);
  });
}

Severity worst(const std::vector<Finding>& findings) {
  Severity result = Severity::kNone;
  for (const Finding& finding : findings) result = std::max(result, finding.severity);
  return result;
}

}  // namespace schema_audit
