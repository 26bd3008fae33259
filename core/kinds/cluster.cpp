#include "core/kinds/cluster.hpp"

namespace schema_audit {

std::string shared_comment_join(std::string_view oid, Catalog catalog) {
  return "LEFT JOIN pg_catalog.pg_shdescription AS comment ON comment.objoid = " + std::string(oid) +
         " AND comment.classoid = " + std::to_string(static_cast<std::uint32_t>(catalog)) + "\n";
}

}  // namespace schema_audit
