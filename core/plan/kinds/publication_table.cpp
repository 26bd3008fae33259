// Plan of kind "publication_table".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string begin(const Unit& unit) { return "ALTER PUBLICATION " + qualified(*unit.root) + " "; }

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  if (attributes.flag("excepted")) {
    steps.note("the exception of " + to_text(unit.identity()) +
               " can only be written when the publication is created");
    return;
  }
  // Its name is that of the table, quoted where it needs to be.
  std::string sql = begin(unit) + "ADD TABLE ONLY " + unit.object->name;
  if (const TextList& columns = list_of(attributes, "columns"); !columns.empty())
    sql += " (" + quoted_list(columns) + ")";
  if (const auto filter = attributes.text("row_filter"); !filter.empty())
    sql += " WHERE (" + std::string(filter) + ")";
  steps.add(sql, {}, Lock::kShareUpdateExclusive);
}

void drop(const Unit& unit, Steps& steps) {
  steps.add(begin(unit) + "DROP TABLE ONLY " + unit.object->name, {}, Lock::kShareUpdateExclusive);
}

std::string target(const Unit& unit) { return "PUBLICATION " + quote_identifier(unit.root->name); }

}  // namespace

constinit const KindPlan kPublicationTablePlan{
    .kind = "publication_table",
    .target = target,
    .create = create,
    .drop = drop,
};

}  // namespace schema_audit
