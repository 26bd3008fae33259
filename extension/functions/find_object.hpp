// From what a user types to an object of this database, now or in its stored past.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit {

// The schemas in which unqualified names are looked up. REQUIRES: called before the search_path is replaced.
std::vector<std::string> search_path_schemas();

struct FoundObject {
  Object object;
  bool exists = true;  // false: only stored versions of it are left
};

// `name` is an address as every output shows it (public.orders, public.f(integer, text)), optionally with its
// kind in front
// ("table public.orders"), or the bare name of something in one of `schemas`; words are folded and quoted as
// in SQL; a routine's arguments may be left out where that is unambiguous. The name of a part (a column, an
// index) finds its root object. Throws SqlError 42704 when there is no such object, 42725 when there are
// several. REQUIRES: no SPI connection; the rights of the extension's owner.
FoundObject find_object(const std::string& name, const std::vector<std::string>& schemas);

}  // namespace schema_audit
