#include "extension/attempt/recorded_statements.hpp"

#include "extension/actor/claim.hpp"
#include "extension/attempt/attempt.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/statement_text.hpp"

namespace schema_audit {

namespace {

struct Remembered {
  SubTransactionId subtransaction;
  CommandTag tag;
  int32 number;
  bool redacted;
  Oid session_role;
  Oid effective_role;
  const char* text;
  const char* actor;
  const char* actor_trust;
  bool gap;  // not recorded, for the reason below
  int sqlstate;
  const char* message;
};

// In the memory of the transaction. Those of a savepoint are at the end: subtransactions are numbered
// upwards.
struct Statements {
  Remembered* first;
  int count;
  int capacity;
  int beyond;  // recorded, and not remembered one by one
  int gaps;    // for which there was no memory
};
Statements statements = {nullptr, 0, 0, 0, 0};

constexpr int kFirstCapacity = 8;

// In the memory of the transaction.
const char* kept_text(const LogRow& row, int column) {
  if (row.is_null(column)) return nullptr;
  const auto* value = reinterpret_cast<const text*>(DatumGetPointer(row.values[column]));
  const Size size = VARSIZE_ANY_EXHDR(value);
  auto* copy = static_cast<char*>(MemoryContextAlloc(TopTransactionContext, size + 1));
  std::memcpy(copy, VARDATA_ANY(value), size);
  copy[size] = '\0';
  return copy;
}

Remembered* next_place() {
  fault_in_server();
  if (statements.first == nullptr) {
    statements.first = static_cast<Remembered*>(
        MemoryContextAlloc(TopTransactionContext, kFirstCapacity * sizeof(Remembered)));
    statements.capacity = kFirstCapacity;
  } else if (statements.count == statements.capacity) {
    statements.first = static_cast<Remembered*>(
        repalloc(statements.first, 2 * static_cast<Size>(statements.capacity) * sizeof(Remembered)));
    statements.capacity *= 2;
  }
  return &statements.first[statements.count++];
}

void keep(const Remembered& statement, Outcome outcome) {
  Attempt attempt = make_attempt(outcome);
  attempt.session_role = statement.session_role;
  attempt.effective_role = statement.effective_role;
  attempt.redacted = statement.redacted;
  attempt.number = statement.number;
  attempt.sqlstate = statement.sqlstate;
  attempt.texts[attempt_text::kCommandTag] = GetCommandTagName(statement.tag);
  attempt.texts[attempt_text::kStatement] = statement.text;
  attempt.texts[attempt_text::kMessage] = statement.message;
  attempt.texts[attempt_text::kActor] = statement.actor;
  attempt.texts[attempt_text::kActorTrust] = statement.actor_trust;
  keep_attempt(attempt);
}

// Rolls the statements from `begin` on back.
void roll_back(int begin) {
  for (int i = begin; i < statements.count; ++i) {
    if (!statements.first[i].gap) keep(statements.first[i], Outcome::kRolledBack);
  }
  statements.count = begin;
}

void forget_all() { statements = {nullptr, 0, 0, 0, 0}; }

void roll_back_all() {
  if (statements.count == 0) return;
  roll_back(0);
  if (statements.beyond > 0) {
    Attempt attempt = make_attempt(Outcome::kRolledBack);
    attempt.repeated = statements.beyond;
    attempt.texts[attempt_text::kMessage] = "more statements of the transaction before";
    keep_attempt(attempt);
  }
}

void on_transaction(XactEvent event, void*) {
  switch (event) {
    case XACT_EVENT_ABORT:
      roll_back_all();
      forget_all();
      break;
    case XACT_EVENT_COMMIT:
    case XACT_EVENT_PREPARE:
      for (int i = 0; i < statements.count; ++i) {
        if (statements.first[i].gap) keep(statements.first[i], Outcome::kUnrecorded);
      }
      if (statements.gaps > 0) {
        Attempt attempt = make_attempt(Outcome::kUnrecorded);
        attempt.repeated = statements.gaps;
        attempt.texts[attempt_text::kMessage] = "out of memory";
        keep_attempt(attempt);
      }
      forget_all();
      break;
    default:
      break;
  }
}

void on_subtransaction(SubXactEvent event, SubTransactionId own, SubTransactionId, void*) {
  if (event != SUBXACT_EVENT_ABORT_SUB || statements.count == 0) return;
  int begin = statements.count;
  while (begin > 0 && statements.first[begin - 1].subtransaction >= own) --begin;
  if (begin == statements.count) return;
  roll_back(begin);
}

}  // namespace

void remember_recorded(const LogRow& row, CommandTag tag, int32 number) {
  using namespace statement_column;
  if (!settings.log_attempts) return;
  if (statements.count >= kMaxRemembered) {
    statements.beyond++;
    return;
  }
  *next_place() = {GetCurrentSubTransactionId(),
                   tag,
                   number,
                   !row.is_null(kStatementRedacted) && DatumGetBool(row.values[kStatementRedacted]),
                   GetSessionUserId(),
                   GetUserId(),
                   kept_text(row, kStatement),
                   kept_text(row, kActor),
                   kept_text(row, kActorTrust),
                   false,
                   0,
                   nullptr};
}

void read_gap_text(const Recording& recording, const ErrorData& error, GapText* text) {
  const MemoryContext context = MemoryContextSwitchTo(TopTransactionContext);
  if (error.message != nullptr) text->message = pstrdup(error.message);
  const ActorClaim claim = actor_of(recording.frame);
  text->actor = claim.actor;
  text->actor_trust = claim.trust;
  const StatementText statement = statement_text(recording.frame);
  text->statement = statement.text;
  text->redacted = statement.redacted;
  MemoryContextSwitchTo(context);
}

void remember_gap(const Recording& recording, int sqlstate, const GapText& text) {
  Remembered* place = nullptr;
  try {
    pg_call([&] { place = next_place(); });
  } catch (...) {
    // Nothing but memory was asked for.
    statements.gaps++;
    return;
  }
  *place = {GetCurrentSubTransactionId(),
            recording.tag,
            0,
            text.redacted,
            GetSessionUserId(),
            GetUserId(),
            text.statement,
            text.actor,
            text.actor_trust,
            true,
            sqlstate,
            text.message};
}

void forget_recorded(int32 number) {
  for (int i = statements.count - 1; i >= 0; --i) {
    if (statements.first[i].number != number) continue;
    std::copy(statements.first + i + 1, statements.first + statements.count, statements.first + i);
    statements.count--;
    return;
  }
}

void watch_rollbacks() {
  RegisterXactCallback(on_transaction, nullptr);
  RegisterSubXactCallback(on_subtransaction, nullptr);
}

}  // namespace schema_audit
