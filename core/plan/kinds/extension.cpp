// Plan of kind "extension".

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

void create(const Creation& creation, Steps& steps) {
  const Attributes& attributes = creation.unit.attributes();
  const std::string_view schema = attributes.text("target_schema");
  std::string sql = "CREATE EXTENSION IF NOT EXISTS " + qualified(*creation.unit.root);
  if (schema != "pg_catalog") sql += " WITH SCHEMA " + quote_identifier(schema);
  steps.add(sql + " VERSION " + quote_literal(attributes.text("version")));
}

// "1.10" comes after "1.9".
bool older(std::string_view version, std::string_view other) {
  while (!version.empty() && !other.empty()) {
    const auto take = [](std::string_view& text) {
      std::size_t digits = 0;
      long number = 0;
      while (digits < text.size() && digits < 9 && text[digits] >= '0' && text[digits] <= '9') {
        number = number * 10 + (text[digits++] - '0');
      }
      text.remove_prefix(digits > 0 ? digits : 1);
      return digits > 0 ? number : -1;
    };
    const long a = take(version);
    const long b = take(other);
    if (a != b) return a < b;
  }
  return version.empty() && !other.empty();
}

void drop(const Unit& unit, Steps& steps) {
  steps.exclusive("DROP EXTENSION " + qualified(*unit.root), {Hazard::kDataLoss});
}

void alter(Alteration& a) {
  // Scripts lead to newer versions only.
  if (a.changed("version") && older(a.to("version"), a.before.attributes().text("version"))) {
    a.replace = true;
    return;
  }
  const std::string begin = "ALTER EXTENSION " + qualified(*a.after.root) + " ";
  if (a.changed("version")) a.steps.exclusive(begin + "UPDATE TO " + quote_literal(a.to("version")));
  if (a.changed("target_schema"))
    a.steps.exclusive(begin + "SET SCHEMA " + quote_identifier(a.to("target_schema")));
}

std::string target(const Unit& unit) { return target_of("EXTENSION", unit); }

}  // namespace

constinit const KindPlan kExtensionPlan{
    .kind = "extension",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
