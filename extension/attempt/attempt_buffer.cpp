#include "extension/attempt/attempt_buffer.hpp"

#include "extension/backend/settings.hpp"

namespace schema_audit {

namespace {

constexpr const char* kName = "schema_audit attempts";
constexpr int kLostDatabases = 64;
// Longer ones are cut, so that one statement does not take the place of all others.
constexpr int kMaxStatement = 8192;
constexpr int kMaxText = 1024;
// Attempts of a database without a worker, e.g. one that was dropped, give way after that long.
constexpr int64 kStaleAfter = 3600 * USECS_PER_SEC;

// A record: this, then the texts that are there, each with its terminator.
struct Record {
  uint32 size;
  Oid database;
  uint64 sequence;
  uint64 hash;
  int32 copied;  // of `repeated`, how many have been handed out
  Attempt attempt;
};

struct LostCount {
  Oid database;
  int32 count;
  int32 copied;
};

struct Buffer {
  LWLock* lock;
  Size capacity;
  Size used;
  uint64 next_sequence;
  LostCount lost[kLostDatabases];
  alignas(MAXIMUM_ALIGNOF) char records[FLEXIBLE_ARRAY_MEMBER];
};

Buffer* buffer = nullptr;
shmem_request_hook_type next_request = nullptr;
shmem_startup_hook_type next_startup = nullptr;

Size buffer_size() { return offsetof(Buffer, records) + static_cast<Size>(settings.attempt_buffer) * 1024; }

void request_buffer() {
  if (next_request != nullptr) next_request();
  RequestAddinShmemSpace(MAXALIGN(buffer_size()));
  RequestNamedLWLockTranche(kName, 1);
}

void make_buffer() {
  if (next_startup != nullptr) next_startup();
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  bool found = false;
  buffer = static_cast<Buffer*>(ShmemInitStruct(kName, buffer_size(), &found));
  if (!found) {
    std::memset(static_cast<void*>(buffer), 0, offsetof(Buffer, records));
    buffer->lock = &GetNamedLWLockTranche(kName)->lock;
    buffer->capacity = static_cast<Size>(settings.attempt_buffer) * 1024;
    buffer->next_sequence = 1;
  }
  LWLockRelease(AddinShmemInitLock);
}

Record* record_at(Size offset) { return reinterpret_cast<Record*>(buffer->records + offset); }

int kept_length(const char* text, int which) {
  if (text == nullptr) return -1;
  const int limit = which == attempt_text::kStatement ? kMaxStatement : kMaxText;
  const auto length = static_cast<int>(std::strlen(text));
  return length <= limit ? length : pg_mbcliplen(text, length, limit);
}

uint64 hash_of(const Attempt& attempt, const int* lengths) {
  uint64 hash = static_cast<uint64>(attempt.outcome) ^ (static_cast<uint64>(attempt.sqlstate) << 8) ^
                (static_cast<uint64>(attempt.effective_role) << 40);
  for (const int which : {attempt_text::kCommandTag, attempt_text::kStatement, attempt_text::kMessage}) {
    if (lengths[which] < 0) continue;
    hash = hash_bytes_extended(reinterpret_cast<const unsigned char*>(attempt.texts[which]), lengths[which],
                               hash);
  }
  return hash;
}

// Keeps the records for which keep() is true, in their order.
template <typename Function>
void retain(Function keep) {
  Size kept = 0;
  for (Size at = 0; at < buffer->used;) {
    Record* record = record_at(at);
    const Size size = record->size;
    if (keep(record)) {
      if (kept != at) std::memmove(buffer->records + kept, record, size);
      kept += size;
    }
    at += size;
  }
  buffer->used = kept;
}

void count_lost(Oid database, int32 count) {
  LostCount* place = nullptr;
  for (LostCount& lost : buffer->lost) {
    if (lost.count > 0 && lost.database == database) {
      lost.count += count;
      return;
    }
    if (lost.count == 0 && place == nullptr) place = &lost;
  }
  // With more databases than places the count goes where one is known already.
  if (place == nullptr) {
    buffer->lost[0].count += count;
  } else {
    *place = {database, count, 0};
  }
}

bool has_room(Size size) { return buffer->used + size <= buffer->capacity; }

void make_room(Size size) {
  if (has_room(size)) return;
  const TimestampTz limit = GetCurrentTimestamp() - kStaleAfter;
  retain([&](const Record* record) {
    if (record->attempt.at >= limit) return true;
    count_lost(record->database, record->attempt.repeated - record->copied);
    return false;
  });
}

// The same attempt of this session, not stored yet.
Record* find_same(uint64 hash) {
  for (Size at = 0; at < buffer->used; at += record_at(at)->size) {
    Record* record = record_at(at);
    if (record->hash == hash && record->database == MyDatabaseId &&
        record->attempt.backend_pid == MyProcPid) {
      return record;
    }
  }
  return nullptr;
}

void append(const Attempt& attempt, const int* lengths, Size size, uint64 hash) {
  Record* record = record_at(buffer->used);
  *record = {static_cast<uint32>(size), MyDatabaseId, buffer->next_sequence++, hash, 0, attempt};
  char* out = reinterpret_cast<char*>(record + 1);
  for (int i = 0; i < attempt_text::kCount; ++i) {
    if (lengths[i] < 0) continue;
    std::memcpy(out, attempt.texts[i], static_cast<std::size_t>(lengths[i]));
    out[lengths[i]] = '\0';
    out += lengths[i] + 1;
  }
  buffer->used += size;
}

// The pointers of a record are those of another process; only which of them are null means something.
Attempt* copy_record(const Record* record) {
  auto* attempt = static_cast<Attempt*>(palloc(sizeof(Attempt)));
  *attempt = record->attempt;
  const char* text = reinterpret_cast<const char*>(record + 1);
  for (const char*& own : attempt->texts) {
    if (own == nullptr) continue;
    own = pstrdup(text);
    text += std::strlen(text) + 1;
  }
  return attempt;
}

}  // namespace

void install_attempt_buffer() {
  if (!process_shared_preload_libraries_in_progress) return;
  next_request = shmem_request_hook;
  shmem_request_hook = request_buffer;
  next_startup = shmem_startup_hook;
  shmem_startup_hook = make_buffer;
}

bool has_attempt_buffer() { return buffer != nullptr; }

void put_attempt(const Attempt& attempt) {
  int lengths[attempt_text::kCount];
  Size size = sizeof(Record);
  for (int i = 0; i < attempt_text::kCount; ++i) {
    lengths[i] = kept_length(attempt.texts[i], i);
    size += static_cast<Size>(lengths[i] + 1);
  }
  size = MAXALIGN(size);
  const uint64 hash = hash_of(attempt, lengths);
  LWLockAcquire(buffer->lock, LW_EXCLUSIVE);
  if (Record* same = find_same(hash)) {
    same->attempt.repeated++;
  } else {
    make_room(size);
    if (has_room(size)) {
      append(attempt, lengths, size, hash);
    } else {
      count_lost(MyDatabaseId, 1);
    }
  }
  LWLockRelease(buffer->lock);
}

bool has_attempts() {
  if (buffer == nullptr) return false;
  bool found = false;
  LWLockAcquire(buffer->lock, LW_SHARED);
  for (Size at = 0; at < buffer->used && !found; at += record_at(at)->size)
    found = record_at(at)->database == MyDatabaseId;
  for (const LostCount& lost : buffer->lost)
    found = found || (lost.count > 0 && lost.database == MyDatabaseId);
  LWLockRelease(buffer->lock);
  return found;
}

TakenAttempts copy_attempts() {
  TakenAttempts taken = {NIL, 0};
  // An error in between releases the lock like any other.
  LWLockAcquire(buffer->lock, LW_EXCLUSIVE);
  for (Size at = 0; at < buffer->used; at += record_at(at)->size) {
    Record* record = record_at(at);
    if (record->database != MyDatabaseId) continue;
    taken.attempts = lappend(taken.attempts, copy_record(record));
    record->copied = record->attempt.repeated;
  }
  for (LostCount& lost : buffer->lost) {
    if (lost.count == 0 || lost.database != MyDatabaseId) continue;
    auto* attempt = static_cast<Attempt*>(palloc0(sizeof(Attempt)));
    *attempt = make_attempt(Outcome::kLost);
    attempt->repeated = lost.count;
    lost.copied = lost.count;
    taken.attempts = lappend(taken.attempts, attempt);
  }
  taken.end = buffer->next_sequence;
  LWLockRelease(buffer->lock);
  return taken;
}

void forget_attempts(uint64 end) {
  LWLockAcquire(buffer->lock, LW_EXCLUSIVE);
  retain([&](Record* record) {
    if (record->database != MyDatabaseId || record->sequence >= end) return true;
    record->attempt.repeated -= record->copied;
    record->copied = 0;
    return record->attempt.repeated > 0;
  });
  for (LostCount& lost : buffer->lost) {
    if (lost.database != MyDatabaseId) continue;
    lost.count -= lost.copied;
    lost.copied = 0;
  }
  LWLockRelease(buffer->lock);
}

}  // namespace schema_audit
