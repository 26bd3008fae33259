#include "collector/run/replay.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

#include "collector/postgres/postgres_error.hpp"
#include "core/plan/plan_text.hpp"
#include "core/plan/words.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr std::array<std::string_view, 5> kGlobalWords{" ROLE", " DATABASE", " TABLESPACE", " SYSTEM",
                                                       " PARAMETER"};

struct Statement {
  const StatementRow* row = nullptr;
  std::vector<const ObjectRow*> objects;
};

bool is_same_run(const StatementRow& a, const StatementRow& b) {
  return a.xid != b.xid && a.backend_pid == b.backend_pid && a.statement_at == b.statement_at &&
         a.command_tag == b.command_tag && a.statement == b.statement;
}

std::vector<Statement> statements_of(const EventRows& log) {
  std::map<std::tuple<std::string_view, std::uint64_t, std::int32_t>, std::vector<const ObjectRow*>> objects;
  for (const ObjectRow& row : log.objects) objects[{row.incarnation, row.xid, row.statement}].push_back(&row);
  std::vector<Statement> statements;
  for (const StatementRow& row : log.statements) {
    // What commits in between (CONCURRENTLY) is logged once for each of its transactions.
    if (!statements.empty() && is_same_run(*statements.back().row, row)) continue;
    statements.push_back({&row, objects[{row.incarnation, row.xid, row.number}]});
  }
  return statements;
}

// Of the server, not of the database.
bool is_global(std::string_view tag) {
  return std::any_of(kGlobalWords.begin(), kGlobalWords.end(),
                     [&](std::string_view word) { return tag.ends_with(word); });
}

// Why a statement of the log cannot be run again; empty when it can.
std::string obstacle(const StatementRow& row) {
  if (row.in_extension) return "it is a part of CREATE or ALTER EXTENSION";
  if (!row.statement || row.statement->empty()) return "the log does not have its text";
  if (row.statement_redacted) return "its text in the log is redacted";
  if (row.statement_length && static_cast<std::size_t>(*row.statement_length) > row.statement->size())
    return "the log has only the beginning of its text";
  if (is_global(row.command_tag)) return "it is about the server, not about the database";
  return "";
}

bool is_temporary(const Statement& statement) {
  return !statement.objects.empty() &&
         std::all_of(statement.objects.begin(), statement.objects.end(), [](const ObjectRow* row) {
           return row->schema_name && row->schema_name->starts_with("pg_temp");
         });
}

// Where names without a schema were meant to be: the log has the schemas of the objects, not the setting.
std::string search_path_of(const Statement& statement) {
  TextList schemas;
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(schemas.begin(), schemas.end(), name) == schemas.end())
      schemas.push_back(name);
  };
  for (const ObjectRow* row : statement.objects) {
    if (row->schema_name && !row->schema_name->starts_with("pg_")) add(*row->schema_name);
  }
  add("public");
  return "SET search_path = " + quoted_list(schemas);
}

void add_hazards(const Statement& statement, Step& step) {
  const auto add = [&](Hazard hazard) {
    if (!step.has(hazard)) step.hazards.push_back(hazard);
  };
  for (const ObjectRow* row : statement.objects) {
    const bool stores = row->object_type == "table" || row->object_type == "table column" ||
                        row->object_type == "materialized view" || row->object_type == "sequence";
    if (row->role == "dropped" && stores) add(Hazard::kDataLoss);
    if (row->rewrite_reason) {
      add(Hazard::kRewritesTable);
      add(Hazard::kBlocksReads);
    }
  }
  if (!step.in_transaction) add(Hazard::kOutsideTransaction);
}

Step step_of(const Statement& statement) {
  Step step;
  std::string text = *statement.row->statement;
  while (!text.empty() && (text.back() == ';' || text.back() == ' ' || text.back() == '\n')) text.pop_back();
  step.sql = text + ";";
  step.object.kind = "statement";
  step.object.name = statement.row->command_tag;
  // A new label of an enum cannot be used in the transaction that adds it.
  step.in_transaction =
      statement.row->command_tag != "ALTER TYPE" && upper(text).find(" CONCURRENTLY") == std::string::npos;
  add_hazards(statement, step);
  return step;
}

class Replayer {
 public:
  Replayer(const ScratchServer& server, const EventRows& log, const std::vector<Object>& before,
           const std::vector<Object>& after)
      : server_(server), statements_(statements_of(log)), before_(before), after_(after) {}

  Plan run(ScratchDatabase& database) {
    Plan plan;
    built(database);
    std::string path(kPlanSettings.front());
    for (const Statement& statement : statements_) {
      const StatementRow& row = *statement.row;
      if (is_temporary(statement)) continue;
      const std::string shown = row.statement ? one_line(*row.statement) : row.command_tag;
      if (const std::string why = obstacle(row); !why.empty()) {
        if (!row.in_extension) plan.notes.push_back("not replayed: " + shown + ": " + why);
        continue;
      }
      const std::string wanted = search_path_of(statement);
      try {
        database.run(wanted);
        Step step = step_of(statement);
        database.run(step.sql);
        if (wanted != path) add_setting(plan, wanted, step.in_transaction);
        path = wanted;
        plan.steps.push_back(std::move(step));
      } catch (const PostgresError& error) {
        // A server of our own gets the roles it misses, and another try.
        if (error.is_connection_failure() || server_.supplies(error)) throw;
        plan.notes.push_back("not replayed: " + shown + ": " + error.text());
      }
    }
    fill(database, plan, path);
    return plan;
  }

 private:
  void built(ScratchDatabase& database) const { database.apply(make_plan(database.objects(), before_, {})); }

  static void add_setting(Plan& plan, const std::string& sql, bool in_transaction) {
    Step step;
    step.sql = sql + ";";
    step.in_transaction = in_transaction;
    plan.steps.push_back(std::move(step));
  }

  // What is still different.
  void fill(ScratchDatabase& database, Plan& plan, const std::string& path) const {
    const std::size_t replayed = plan.steps.size();
    Plan rest = make_plan(database.objects(), after_, {});
    if (!rest.steps.empty()) {
      plan.notes.push_back("the log does not give all: " + std::to_string(rest.steps.size()) +
                           " statements at the end come from the difference");
      if (replayed != 0 && path != kPlanSettings.front())
        add_setting(plan, std::string(kPlanSettings.front()), rest.steps.front().in_transaction);
    }
    std::move(rest.steps.begin(), rest.steps.end(), std::back_inserter(plan.steps));
    plan.notes.insert(plan.notes.end(), rest.notes.begin(), rest.notes.end());
  }

  const ScratchServer& server_;
  std::vector<Statement> statements_;
  const std::vector<Object>& before_;
  const std::vector<Object>& after_;
};

}  // namespace

Plan replay(ScratchServer& server, const EventRows& log, const std::vector<Object>& before,
            const std::vector<Object>& after) {
  Replayer replayer(server, log, before, after);
  Plan plan;
  server.with_database([&](ScratchDatabase& database) { plan = replayer.run(database); });
  return plan;
}

}  // namespace schema_audit
