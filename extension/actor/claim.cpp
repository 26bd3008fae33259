#include "extension/actor/claim.hpp"

#include "extension/actor/comment_tags.hpp"
#include "extension/actor/token.hpp"
#include "extension/backend/guard.hpp"
#include "extension/backend/settings.hpp"
#include "extension/capture/sql_lexer.hpp"
#include "extension/capture/statement_slice.hpp"

namespace schema_audit {

namespace {

// Seconds from 1970 to 2000, where the server's time begins.
constexpr int64 kUnixEpochOffset = 946684800;

char* copy(const std::string& text) {
  return pg_call([&] { return pnstrdup(text.data(), text.size()); });
}

// Once for each token: a migration of a thousand statements is not told a thousand times.
void warn_once(const char* token, const char* why) {
  static uint64 last_warned = 0;
  const uint64 hash = hash_bytes_extended(reinterpret_cast<const unsigned char*>(token),
                                          static_cast<int>(std::strlen(token)), 0);
  if (hash == last_warned) return;
  last_warned = hash;
  ereport(WARNING, (errmsg("the token in schema_audit.actor does not prove who the actor is: %s", why),
                    errdetail("The actor is recorded as a claim.")));
}

struct CheckedToken {
  char* actor;
  TokenState state;
};

CheckedToken check(const char* token, const char* key, const char* role, const char* database) {
  const int64 now = GetCurrentTransactionStartTimestamp() / USECS_PER_SEC + kUnixEpochOffset;
  const TokenCheck result = check_token(token, key != nullptr ? key : "", role, database, now);
  return {result.actor.empty() ? nullptr : copy(result.actor), result.state};
}

// A token is valid for the transactions that began before it expired.
ActorClaim token_claim(const char* token) {
  const char* role = GetUserNameFromId(GetSessionUserId(), true);
  const char* database = get_database_name(MyDatabaseId);
  const CheckedToken checked =
      check(token, settings.actor_key, role != nullptr ? role : "", database != nullptr ? database : "");
  if (checked.state == TokenState::kVerified) return {valid_text(checked.actor), "verified"};
  const char* why = describe(checked.state);
  warn_once(token, why);
  // Not the token itself: it may be good in another session.
  const char* actor = checked.actor != nullptr ? valid_text(checked.actor) : "unknown";
  return {psprintf("%s (token: %s)", actor, why), "claimed"};
}

// Whether something but white space, comments and semicolons follows the first statement of a string.
bool is_several(std::string_view query) {
  bool ended = false;
  for (Lexeme lexeme = next_significant(query, 0, has_plain_backslash()); lexeme.token != Token::kEnd;
       lexeme = next_significant(query, lexeme.end, has_plain_backslash())) {
    const bool semicolon = lexeme.token == Token::kOther && query[lexeme.begin] == ';';
    if (ended && !semicolon) return true;
    ended = ended || semicolon;
  }
  return false;
}

// The statement that the client sent, of which the current one may be a part; empty when it is unknown which
// one of several it is.
std::string_view statement_of_client(const StatementFrame* frame) {
  while (frame != nullptr && frame->outer != nullptr) frame = frame->outer;
  if (frame != nullptr && frame->top_level)
    return slice_statement(frame->query, frame->location, frame->length, has_plain_backslash());
  if (debug_query_string == nullptr) return {};
  const std::string_view query = debug_query_string;
  if (query.find("/*") == std::string_view::npos || is_several(query)) return {};
  return query;
}

const char* comment_actor(const StatementFrame* frame) {
  const std::string actor = actor_in_comments(statement_of_client(frame), has_plain_backslash());
  return actor.empty() ? nullptr : copy(actor);
}

// The identity without the method that proved it.
const char* proved_actor() {
  const char* identity = authenticated_identity();
  if (identity == nullptr || PG_VERSION_NUM < 160000) return identity;
  const char* colon = std::strchr(identity, ':');
  return colon != nullptr ? colon + 1 : identity;
}

}  // namespace

const char* valid_text(const char* text) {
  if (text == nullptr || *text == '\0') return nullptr;
  if (pg_verifymbstr(text, static_cast<int>(std::strlen(text)), true)) return text;
  char* replaced = pstrdup(text);
  for (char* c = replaced; *c != '\0'; ++c) {
    if (IS_HIGHBIT_SET(*c)) *c = '?';
  }
  return replaced;
}

ActorClaim actor_of(const StatementFrame* frame) {
  const char* set = settings.actor;
  if (set != nullptr && std::string_view(set).starts_with(kTokenPrefix)) return token_claim(set);
  if (const char* claimed = valid_text(set)) return {claimed, "claimed"};
  if (const char* named = valid_text(comment_actor(frame))) return {named, "comment"};
  if (const char* proved = valid_text(proved_actor())) return {proved, "authenticated"};
  return {};
}

}  // namespace schema_audit
