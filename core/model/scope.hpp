// What of a database is looked at: which schemas and which kinds of objects.
#pragma once

#include <string>
#include <vector>

namespace schema_audit {

// Lists of patterns as selects() takes them (severity/selection.hpp); an empty list chooses everything.
struct Scope {
  std::vector<std::string> schemas;  // what lives outside of schemas is not chosen by them
  std::vector<std::string> kinds;    // "!index" leaves out parts of objects, too

  bool is_everything() const { return schemas.empty() && kinds.empty(); }

  friend bool operator==(const Scope&, const Scope&) = default;
};

}  // namespace schema_audit
