#include "collector/scratch/scratch_database.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "collector/interrupt.hpp"
#include "collector/postgres/postgres_error.hpp"
#include "collector/postgres/pq_rows.hpp"
#include "collector/postgres/transaction.hpp"
#include "core/kinds/catalog_reader.hpp"
#include "core/plan/plan_text.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr const char* kWrite = "SET default_transaction_read_only = off";

std::string new_name() {
  std::random_device random;
  std::string name = "schema_audit_scratch_" + std::to_string(getpid()) + "_";
  for (int i = 0; i < 12; ++i) name += static_cast<char>('a' + random() % 26);
  return name;
}

}  // namespace

ScratchDatabase::ScratchDatabase(const ConnectionConfig& server, const TimeoutConfig& timeouts)
    : server_(server), timeouts_(timeouts), name_(new_name()) {
  Connection connection(in(""), timeouts_);
  connection.query(kWrite);
  connection.query("CREATE DATABASE " + name_ + " TEMPLATE template0");
  try {
    own_ = std::make_unique<Connection>(in(name_), timeouts_);
    own_->query(kWrite);
  } catch (...) {
    own_.reset();
    connection.query("DROP DATABASE " + name_);
    throw;
  }
}

ScratchDatabase::~ScratchDatabase() {
  own_.reset();
  try {
    Connection connection(in(""), timeouts_);
    connection.query(kWrite);
    connection.query("DROP DATABASE " + name_ + " WITH (FORCE)");
  } catch (const std::exception& error) {
    spdlog::warn("the scratch database {} is left on the server: {}", name_, error.what());
  }
}

TargetConfig ScratchDatabase::in(const std::string& database) const {
  TargetConfig target;
  target.name = "scratch";
  target.connection = server_;
  if (database.empty()) return target;
  auto& parameters = target.connection.parameters;
  const auto given = std::ranges::find(parameters, "dbname", &ConnectionParameter::keyword);
  if (given == parameters.end()) {
    parameters.push_back({"dbname", database});
  } else {
    given->value = database;
  }
  return target;
}

void ScratchDatabase::run(const std::string& sql) { own_->query(sql); }

void ScratchDatabase::apply(const Plan& plan) {
  for (const std::string_view setting : kPlanSettings) own_->query(setting);
  bool open = false;
  for (const Step& step : plan.steps) {
    if (step.in_transaction != open) own_->query(open ? "COMMIT" : "BEGIN");
    open = step.in_transaction;
    try {
      own_->query(step.sql);
    } catch (const PostgresError& error) {
      throw PostgresError(error.target(), error.sqlstate(), error.text() + ": " + one_line(step.sql));
    }
  }
  if (open) own_->query("COMMIT");
}

std::vector<Object> ScratchDatabase::objects() {
  std::vector<Object> objects;
  const ReadTransaction transaction(*own_);
  PqRows source(*own_);
  read_catalog(
      source, [&](Object&& root) { objects.push_back(std::move(root)); },
      [] {
        if (interrupt_requested()) throw Interrupted();
      });
  return objects;
}

std::string ScratchDatabase::server_version() { return own_->query("SHOW server_version").text(0, 0); }

}  // namespace schema_audit
