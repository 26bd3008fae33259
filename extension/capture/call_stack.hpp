// Which functions a statement was run by.
#pragma once

namespace schema_audit {

// The functions on the stack of this backend, innermost first, one a line, in English; null when there are
// none. Lines of the server that quote statements or data are left out: they may hold secrets. In the
// current memory context.
const char* call_stack();

}  // namespace schema_audit
