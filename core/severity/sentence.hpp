// What happened to an attribute, in words.
#pragma once

#include <string>

#include "core/diff/change.hpp"
#include "core/kinds/kind.hpp"

namespace schema_audit {

// "type of column public.t.c changed from integer to bigint", "NOT NULL of column public.t.c was dropped".
// Long or many-lined values (bodies, queries) are not repeated; maps name the entries that differ.
// REQUIRES: change.type == ChangeType::kAltered.
std::string attribute_sentence(const Change& change, const AttributeKind& attribute,
                               const std::string& object);

}  // namespace schema_audit
