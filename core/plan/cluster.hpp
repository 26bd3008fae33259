// What belongs to the whole cluster: no plan for one database touches it.
#pragma once

#include <string>
#include <vector>

#include "core/diff/match.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

// Takes the objects of the cluster (cluster_registry()) out of both sides, and says of each kind how many
// differ. Between two databases they are not compared: staging has other roles than production.
std::vector<std::string> take_cluster(std::vector<Object>& before, std::vector<Object>& after,
                                      Lineage lineage);

}  // namespace schema_audit
