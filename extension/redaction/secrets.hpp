// What has to be cut out of a text. Filled by one function per family of statements, each of which knows
// where such statements keep their secrets.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

struct SecretRange {
  std::size_t begin;
  std::size_t end;
};

class Secrets {
 public:
  explicit Secrets(std::string_view query) : query_(query) {}

  // What is added from now on is in the statement that begins here.
  void begin_statement(std::size_t from) { from_ = from; }

  std::string_view query() const { return query_; }
  std::size_t from() const { return from_; }

  // Positions in the query, in ascending order.
  List* ranges() const { return ranges_; }  // of SecretRange*

  // There is a secret, but nobody knows where.
  bool lost() const { return lost_; }
  void set_lost() { lost_ = true; }

  // The next string that follows nothing but words, with the parts that SQL joins to it over line ends.
  // False when there is none.
  bool add_string_after(std::size_t at);

  // The word, number or string at this place.
  bool add_value_at(std::size_t at);

 private:
  void add(SecretRange range);
  bool add_string(std::size_t begin, std::size_t end);

  std::string_view query_;
  std::size_t from_ = 0;
  List* ranges_ = NIL;
  bool lost_ = false;
};
static_assert(std::is_trivially_destructible_v<Secrets>);

// Without regard to case.
bool contains_word(std::string_view text, std::string_view word);

// Whether a value looks like a connection string that holds a password.
bool has_credentials(std::string_view value);

// Whether a text that is not understood may hold a secret.
bool looks_secret(std::string_view text);

// Where the options of a statement belong. Those of a user mapping are all secret but the user's name.
enum class OptionOwner { kUserMapping, kOther };
void find_option_secrets(Secrets* secrets, const List* options, OptionOwner owner = OptionOwner::kOther);

// Options of a column that is added to a foreign table.
void find_column_secrets(Secrets* secrets, const Node* element);

// CREATE ROLE, ALTER ROLE and their other spellings.
void find_role_secrets(Secrets* secrets, const List* options);

// CREATE and ALTER SUBSCRIPTION ... CONNECTION.
void find_connection_secrets(Secrets* secrets, const char* conninfo);

// SET, ALTER SYSTEM SET, ALTER ROLE ... SET, ALTER DATABASE ... SET, and the SET clause of a function.
void find_setting_secrets(Secrets* secrets, const VariableSetStmt* statement);
void find_function_secrets(Secrets* secrets, const List* options);

}  // namespace schema_audit
