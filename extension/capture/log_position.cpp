#include "extension/capture/log_position.hpp"

namespace schema_audit {

namespace {

// The next number within a transaction. Comparing the transaction makes any reset needless.
struct Counter {
  FullTransactionId xid;
  int32 next;
};
Counter counter = {{0}, 0};

TimeLineID timeline() {
  if (!RecoveryInProgress()) return GetWALInsertionTimeLine();
  TimeLineID replayed = 0;
  GetXLogReplayRecPtr(&replayed);
  return replayed;
}

}  // namespace

const pg_uuid_t* log_incarnation() {
  static pg_uuid_t uuid;
  static Oid database = InvalidOid;
  static TimeLineID current = 0;
  const TimeLineID now = timeline();
  if (database == MyDatabaseId && current == now) return &uuid;
  const uint64 system = GetSystemIdentifier();
  const uint32 parts[] = {static_cast<uint32>(system >> 32), static_cast<uint32>(system), MyDatabaseId, now};
  unsigned char* out = uuid.data;
  for (const uint32 part : parts) {
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = static_cast<unsigned char>(part >> shift);
  }
  database = MyDatabaseId;
  current = now;
  return &uuid;
}

int32 next_log_number() {
  const FullTransactionId xid = GetTopFullTransactionIdIfAny();
  return FullTransactionIdEquals(counter.xid, xid) ? counter.next : 1;
}

int32 take_log_number(FullTransactionId xid) {
  if (!FullTransactionIdEquals(counter.xid, xid)) counter = {xid, 1};
  return counter.next++;
}

}  // namespace schema_audit
