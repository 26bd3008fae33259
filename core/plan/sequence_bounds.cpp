#include "core/plan/sequence_bounds.hpp"

#include <limits>

#include "core/model/identity.hpp"

namespace schema_audit {

namespace {

template <typename Number>
SequenceBounds bounds_of(bool ascends) {
  if (ascends) return {true, 1, std::numeric_limits<Number>::max()};
  return {false, std::numeric_limits<Number>::min(), -1};
}

}  // namespace

SequenceBounds sequence_bounds(std::string_view type, std::int64_t increment,
                               std::optional<std::int64_t> minimum, std::optional<std::int64_t> maximum) {
  const bool ascends = increment > 0;
  SequenceBounds bounds = type == "smallint"  ? bounds_of<std::int16_t>(ascends)
                          : type == "integer" ? bounds_of<std::int32_t>(ascends)
                                              : bounds_of<std::int64_t>(ascends);
  bounds.least = minimum.value_or(bounds.least);
  bounds.most = maximum.value_or(bounds.most);
  return bounds;
}

std::string fit_value(const std::string& sequence, const SequenceBounds& before, const SequenceBounds& after,
                      Steps& steps) {
  const std::string first = std::to_string(after.first());
  // setval() knows the bounds of before only.
  if (after.least > before.most || after.most < before.least) return " RESTART WITH " + first;
  if (after.ascends ? after.least > before.least : after.most < before.most) {
    steps.add("SELECT pg_catalog.setval(" + quote_literal(sequence) + ", " + first + ", false) FROM " +
              sequence + " WHERE last_value " + (after.ascends ? "< " : "> ") + first);
  }
  return "";
}

}  // namespace schema_audit
