// What the current transaction did to catalog objects, as the server's object_access_hook and permission
// checks report it, in the order it happened. Lives in memory until the end of the transaction; what a
// subtransaction did goes when that is rolled back. Entries are taken off as soon as they are accounted for.
#pragma once

#include "extension/capture/object_row.hpp"
#include "extension/capture/statement.hpp"

namespace schema_audit {

namespace access_kind {
enum : int {
  kCreated = 1,
  kAltered = 2,
  kDropped = 4,
  kTruncated = 8,
  kByHand = 16,    // INSERT, UPDATE or DELETE straight on the catalog that the address names
  kRecorded = 32,  // the log has an object row for it
  kSetting = 64,   // set_config() was called, which may change a guarded setting
};
}  // namespace access_kind

// Where an access came from when no utility command was running.
struct AccessOrigin {
  const char* query;
  CommandTag tag;
};

struct Access {
  ObjectAddress address;
  int kind;
  SubTransactionId subtransaction;
  CommandTag tag;              // of a change by hand
  const AccessOrigin* origin;  // null inside of a utility command
  const ObjectName* name;      // of a dropped object that no event trigger will tell about
};

int access_count();
const Access& access_at(int position);

// Marks an object as recorded. Does nothing when nothing was accessed since the statement began.
void note_recorded(Oid class_id, Oid object_id);

// Takes off the entries from this position on.
void forget_accesses(int position);

// Installs the hooks. REQUIRES: called once, from _PG_init.
void watch_accesses();

}  // namespace schema_audit
