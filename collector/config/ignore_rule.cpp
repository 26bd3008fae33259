#include "collector/config/ignore_rule.hpp"

namespace schema_audit {

std::vector<IgnoreConfig> built_in_ignore_rules() {
  IgnoreConfig extension;
  extension.rule.kind = "extension";
  extension.rule.name = "schema_audit";
  extension.reason = "schema_audit itself";
  extension.built_in = true;
  IgnoreConfig tables;
  tables.rule.schema = "schema_audit";
  tables.reason = "the schema of schema_audit itself";
  tables.built_in = true;
  return {extension, tables};
}

}  // namespace schema_audit
