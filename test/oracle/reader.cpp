// Prints the fingerprint of a database once for each line of input, or "unreadable: " and why.
//
// As the collector reads, but with prepared statements: thousands of times in a row nearly all of the time
// would go into planning the same queries.
//
// usage: oracle_reader CONNECTION_STRING
#include <libpq-fe.h>

#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/kinds/catalog_reader.hpp"

namespace schema_audit {
namespace {

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;

ResultHandle checked(PGconn* connection, PGresult* result) {
  ResultHandle handle(result, PQclear);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw std::runtime_error(PQerrorMessage(connection));
  }
  return handle;
}

class WholeResult : public RowCursor {
 public:
  explicit WholeResult(ResultHandle result) : result_(std::move(result)) {}
  bool next() override { return ++row_ < PQntuples(result_.get()); }
  std::optional<std::string_view> field(int column) const override {
    if (PQgetisnull(result_.get(), row_, column) != 0) return std::nullopt;
    return std::string_view(PQgetvalue(result_.get(), row_, column),
                            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column)));
  }
  int columns() const override { return PQnfields(result_.get()); }
  std::string_view column_name(int column) const override { return PQfname(result_.get(), column); }

 private:
  ResultHandle result_;
  int row_ = -1;
};

class PreparedRows : public RowSource {
 public:
  explicit PreparedRows(PGconn* connection) : connection_(connection) {}

  std::unique_ptr<RowCursor> open(std::string_view query) override {
    const auto [it, fresh] = names_.try_emplace(std::string(query), "q" + std::to_string(names_.size()));
    const char* name = it->second.c_str();
    if (fresh) checked(connection_, PQprepare(connection_, name, it->first.c_str(), 0, nullptr));
    return std::make_unique<WholeResult>(
        checked(connection_, PQexecPrepared(connection_, name, 0, nullptr, nullptr, nullptr, 0)));
  }

  int server_version() const override { return PQserverVersion(connection_); }

 private:
  PGconn* connection_;
  std::map<std::string, std::string> names_;
};

std::string read(PreparedRows& source) {
  std::vector<Digest> hashes;
  (void)read_catalog(source, [&](Object&& root) { hashes.push_back(sha256(encode(root))); });
  return to_hex(fingerprint(std::move(hashes)));
}

int serve(const char* conninfo) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(conninfo), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  for (const auto& [name, value] : kCatalogSettings) {
    const std::string sql =
        "SELECT pg_catalog.set_config('" + std::string(name) + "', '" + std::string(value) + "', false)";
    checked(connection.get(), PQexec(connection.get(), sql.c_str()));
  }
  PreparedRows source(connection.get());
  for (std::string line; std::getline(std::cin, line);) {
    checked(connection.get(), PQexec(connection.get(), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    std::string answer;
    try {
      answer = read(source);
    } catch (const std::exception& error) {
      answer = "unreadable: " + std::string(error.what());
      for (char& c : answer) c = c == '\n' ? ' ' : c;
    }
    checked(connection.get(), PQexec(connection.get(), "COMMIT"));
    std::cout << answer << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace schema_audit

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("usage: oracle_reader CONNECTION_STRING");
    return schema_audit::serve(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
