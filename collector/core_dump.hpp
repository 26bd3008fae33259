// This process knows passwords: its memory is not to be written to a file when it dies, nor read by others of
// the same account.
#pragma once

namespace schema_audit {

// Called once, by main. Programs that are started later are not concerned, except that theirs would have to
// ask for the file.
void forbid_core_dumps();

}  // namespace schema_audit
