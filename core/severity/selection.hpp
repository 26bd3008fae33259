// Leaves out what a scope does not choose, and counts it: what is not looked at has neither come nor gone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"
#include "core/model/scope.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

// Why a Selection left something out; in reports and documents.
inline constexpr std::string_view kLeftOut = "left out by the configuration";

// Whether a list of patterns (see fits()) chooses a text: it fits none of those that begin with "!", and one
// of the others, if there are others. The order means nothing.
bool selects(const std::vector<std::string>& patterns, std::string_view text);

class Selection {
 public:
  explicit Selection(Scope scope) : scope_(std::move(scope)) {}

  // Whether the root object itself is chosen.
  bool chooses(const Object& root) const;

  // The same, and counts it when it is not. Takes parts that are left out from one that is.
  bool keep(Object& root);

  // What was left out since the beginning, by kind.
  std::vector<Skipped> left_out() const;

 private:
  const Scope scope_;
  std::map<std::string, std::int64_t> counts_;
};

// Takes what the scope does not choose from the objects, and adds how much that was.
void leave_out(const Scope& scope, std::vector<Object>& objects, std::vector<Skipped>& skipped);

// How many objects and parts a Selection left out, of a list.
std::int64_t count_left_out(const std::vector<Skipped>& skipped);

}  // namespace schema_audit
