// Who granted a privilege, and who took one away.
#pragma once

#include <vector>

#include "core/severity/attribution.hpp"
#include "core/severity/blame.hpp"

namespace schema_audit {

// One line for each privilege that somebody holds on the root object or, when there is one, on that part of
// it, and for each that was revoked and is not held. By grantee and privilege.
// attribution: by the events of the root object and its parts.
std::vector<BlameLine> blame_privileges(const Object& root, const Object* part,
                                        const Attribution& attribution);

}  // namespace schema_audit
