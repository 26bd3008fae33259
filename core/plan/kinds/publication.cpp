// Plan of kind "publication"; its tables are in publication_table.cpp.

#include <algorithm>
#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string publish(const Attributes& attributes) {
  const std::string_view publish = attributes.text("publish");
  return "publish = " + quote_literal(publish.empty()     ? "insert, update, delete, truncate"
                                      : publish == "none" ? ""
                                                          : publish);
}

std::string options(const Attributes& attributes) {
  std::vector<std::string> items{publish(attributes)};
  if (attributes.flag("via_root")) items.emplace_back("publish_via_partition_root = true");
  if (const auto columns = attributes.text("generated_columns"); !columns.empty()) {
    items.push_back("publish_generated_columns = " + std::string(columns));
  }
  return " WITH (" + join(items) + ")";
}

std::string begin(const Unit& unit) { return "ALTER PUBLICATION " + qualified(*unit.root) + " "; }

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> all;
  if (attributes.flag("all_tables")) all.emplace_back("ALL TABLES");
  if (attributes.flag("all_sequences")) all.emplace_back("ALL SEQUENCES");
  steps.add("CREATE PUBLICATION " + qualified(*unit.root) + (all.empty() ? "" : " FOR " + join(all)) +
            options(attributes));
  if (const TextList& schemas = list_of(attributes, "schemas"); !schemas.empty()) {
    steps.add(begin(unit) + "ADD TABLES IN SCHEMA " + quoted_list(schemas));
  }
}

void alter(Alteration& a) {
  if (a.changed("all_tables") || a.changed("all_sequences")) {
    a.replace = true;
    return;
  }
  std::vector<std::string> items;
  if (a.changed("publish")) items.push_back(publish(a.after.attributes()));
  if (a.changed("via_root")) {
    items.push_back(std::string("publish_via_partition_root = ") + (a.now("via_root") ? "true" : "false"));
  }
  if (a.changed("generated_columns")) {
    items.push_back("publish_generated_columns = " +
                    std::string(a.to("generated_columns").empty() ? "none" : a.to("generated_columns")));
  }
  if (!items.empty()) a.steps.add(begin(a.after) + "SET (" + join(items) + ")");
  if (!a.changed("schemas")) return;
  const TextList& from = list_of(a.before.attributes(), "schemas");
  const TextList& to = list_of(a.after.attributes(), "schemas");
  const auto missing = [](const TextList& in, const TextList& of) {
    TextList out;
    for (const std::string& name : of) {
      if (std::find(in.begin(), in.end(), name) == in.end()) out.push_back(name);
    }
    return out;
  };
  TextList gone = missing(to, from);
  // What was in a schema that is dropped went with it.
  std::erase_if(gone, [&](const std::string& name) {
    return a.after_model.root("schema", quote_identifier(name)) == nullptr;
  });
  const TextList added = missing(from, to);
  if (!gone.empty()) a.steps.add(begin(a.after) + "DROP TABLES IN SCHEMA " + quoted_list(gone));
  if (!added.empty()) a.steps.add(begin(a.after) + "ADD TABLES IN SCHEMA " + quoted_list(added));
}

std::string target(const Unit& unit) { return target_of("PUBLICATION", unit); }

}  // namespace

constinit const KindPlan kPublicationPlan{
    .kind = "publication",
    .target = target,
    .create = create,
    .alter = alter,
};

}  // namespace schema_audit
