// The queries of the kinds against a real server: every attribute is read, and a change of one thing is one
// change.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "collector/postgres/connection.hpp"
#include "collector/postgres/pq_rows.hpp"
#include "collector/postgres/transaction.hpp"
#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/diff/diff.hpp"
#include "core/kinds/catalog_reader.hpp"
#include "core/kinds/registry.hpp"
#include "core/severity/finding.hpp"
#include "test/support/postgres_cluster.hpp"

namespace schema_audit {
namespace {

struct ReadCatalog {
  std::vector<Object> objects;
  std::vector<Skipped> skipped;
  std::string fingerprint;
};

std::string sql_directory() {
  const char* root = std::getenv("SCHEMA_AUDIT_ROOT");
  return std::string(root != nullptr ? root : SCHEMA_AUDIT_SOURCE_DIR) + "/test/sql/";
}

class CatalogTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = std::make_unique<PostgresCluster>();
    if (!cluster_->problem().empty()) return;
    const std::string space = cluster_->socket_directory() + "/space";
    execute("postgres", "COPY (SELECT 1) TO PROGRAM 'mkdir " + space + " && cat >/dev/null'");
    shell(psql("postgres") + " -v tablespace=" + space + " -f " + sql_directory() + "kitchen_sink_roles.sql");
    execute("postgres", "CREATE DATABASE sink");
    for (const char* file : {"kitchen_sink.sql", "kitchen_sink_14.sql", "kitchen_sink_15.sql"}) {
      shell(psql("sink") + " -f " + sql_directory() + file);
    }
  }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override { ASSERT_EQ(cluster_->problem(), ""); }

  static std::string option(const std::string& database) {
    return " -h " + cluster_->socket_directory() + " -p " + std::to_string(cluster_->port()) +
           " -U admin -d " + database;
  }
  static std::string psql(const std::string& database) {
    return "psql -qX -v ON_ERROR_STOP=1" + option(database);
  }

  static void shell(const std::string& command) {
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) throw std::runtime_error(command);
  }

  static void execute(const std::string& database, const std::string& sql) {
    const std::string dsn = "host=" + cluster_->socket_directory() +
                            " port=" + std::to_string(cluster_->port()) + " user=admin dbname=" + database;
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(dsn.c_str()), PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()),
                                                                PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    }
  }

  static Connection connect(const std::string& database, const std::string& role = "admin") {
    TargetConfig target;
    target.name = database;
    target.connection.parameters = {{"host", cluster_->socket_directory()},
                                    {"port", std::to_string(cluster_->port())},
                                    {"user", role},
                                    {"dbname", database}};
    return {target, TimeoutConfig{}};
  }

  static ReadCatalog read(Connection& connection) {
    const ReadTransaction transaction(connection);
    PqRows rows(connection);
    ReadCatalog catalog;
    std::vector<Digest> hashes;
    catalog.skipped = read_catalog(rows, [&](Object&& object) {
      hashes.push_back(sha256(encode(object)));
      catalog.objects.push_back(std::move(object));
    });
    catalog.fingerprint = to_hex(fingerprint(std::move(hashes)));
    return catalog;
  }

  static ReadCatalog read(const std::string& database, const std::string& role = "admin") {
    Connection connection = connect(database, role);
    return read(connection);
  }

 private:
  static inline std::unique_ptr<PostgresCluster> cluster_;
};

TEST_F(CatalogTest, ReadsEveryAttributeThereIs) {
  std::set<std::string> missing;
  for (const Kind* kind : registry()) {
    for (const AttributeKind& attribute : kind->attributes) {
      missing.insert(std::string(kind->name) + "." + std::string(attribute.name));
    }
  }
  const auto see = [&](const Object& object) {
    for (const Attribute& attribute : object.attributes) missing.erase(object.kind + "." + attribute.name);
  };
  for (const Object& object : read("sink").objects) {
    see(object);
    for (const Object& child : object.children) see(child);
  }
  EXPECT_EQ(missing, (std::set<std::string>{
                         "constraint.not_enforced",          // 18
                         "constraint.period",                // 18
                         "materialized_view.access_method",  // needs an access method of tables
                         "routine.transforms",               // needs a transform
                         "table.access_method",              // needs an access method of tables
                         "table.detach_pending",             // only after an interrupted command
                     }));
}

TEST_F(CatalogTest, CountsWhatIsNotModelled) {
  std::set<std::string> kinds;
  for (const Skipped& skipped : read("sink").skipped) {
    EXPECT_EQ(skipped.reason, "not modelled yet") << skipped.kind;
    EXPECT_EQ(skipped.count, 1) << skipped.kind;
    kinds.insert(skipped.kind);
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"cast", "collation", "range type", "rule", "shell type",
                                          "statistics object"}));
}

TEST_F(CatalogTest, ARoleWithNothingButConnectReadsTheSame) {
  execute("sink", "CREATE ROLE nobody_special LOGIN");
  const ReadCatalog all = read("sink");
  const ReadCatalog little = read("sink", "nobody_special");
  EXPECT_EQ(all.fingerprint, little.fingerprint);
  EXPECT_EQ(all.skipped, little.skipped);
}

TEST_F(CatalogTest, ADumpRestoredIsTheSame) {
  execute("postgres", "CREATE DATABASE restored TEMPLATE template0");
  shell("pg_dump -s" + option("sink") + " | " + psql("restored"));
  const ReadCatalog restored = read("restored");
  for (const Finding& finding : grade(diff(read("sink").objects, restored.objects, Lineage::kUnrelated))) {
    ADD_FAILURE() << finding.sentence;
  }
  EXPECT_EQ(read("sink").fingerprint, restored.fingerprint);
}

TEST_F(CatalogTest, TemporaryObjectsDoNotAppear) {
  Connection connection = connect("sink");
  const std::string before = read(connection).fingerprint;
  connection.query("SET default_transaction_read_only = off");
  connection.query("CREATE TEMPORARY TABLE fleeting (id serial PRIMARY KEY, t text CHECK (t <> ''))");
  connection.query("CREATE TEMPORARY VIEW fleeting_view AS SELECT 1 AS one");
  connection.query("CREATE TYPE pg_temp.fleeting_enum AS ENUM ('a')");
  connection.query("CREATE FUNCTION pg_temp.fleeting_function() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  const ReadCatalog after = read(connection);
  EXPECT_EQ(after.fingerprint, before);
  for (const Skipped& skipped : after.skipped) EXPECT_EQ(skipped.reason, "not modelled yet") << skipped.kind;
}

TEST_F(CatalogTest, DataIsNotSchema) {
  const std::string before = read("sink").fingerprint;
  execute("sink",
          "INSERT INTO app.scratch VALUES (1, 'x'); ANALYZE app.scratch; SELECT nextval('app.plain');"
          " REFRESH MATERIALIZED VIEW app.summary");
  EXPECT_EQ(read("sink").fingerprint, before);
}

struct Case {
  const char* sql;
  const char* codes;  // sorted, with a space between
};

// Each statement runs on what the ones before it left, and must be seen as exactly these changes.
constexpr auto kCases = std::to_array<Case>({
    // schema
    {"COMMENT ON SCHEMA app IS 'other'", "schema.comment.changed"},
    {"COMMENT ON SCHEMA app IS NULL", "schema.comment.dropped"},
    {"ALTER SCHEMA ext OWNER TO ks_owner", "schema.owner.changed"},
    {"GRANT USAGE ON SCHEMA ext TO ks_reader", "schema.privileges.set"},
    {"REVOKE ALL ON SCHEMA public FROM PUBLIC", "schema.privileges.changed"},
    {"GRANT USAGE ON SCHEMA public TO PUBLIC", "schema.privileges.changed"},
    {"CREATE SCHEMA short_lived", "schema.added"},
    {"ALTER SCHEMA short_lived RENAME TO renamed", "schema.renamed"},
    {"DROP SCHEMA renamed", "schema.dropped"},
    // extension
    {"ALTER EXTENSION pg_trgm SET SCHEMA ext",
     "constraint.elements.changed extension.target_schema.changed index.columns.changed"},
    {"COMMENT ON EXTENSION pg_trgm IS 'x'", "extension.comment.changed"},
    {"CREATE EXTENSION citext SCHEMA ext", "extension.added"},
    {"DROP EXTENSION citext", "extension.dropped"},
    // enum
    {"ALTER TYPE app.mood ADD VALUE 'last'", "enum.labels.changed"},
    {"ALTER TYPE app.mood RENAME VALUE 'last' TO 'final'", "enum.labels.changed"},
    {"ALTER TYPE app.nothing ADD VALUE 'something'", "enum.labels.set"},
    {"ALTER TYPE app.nothing OWNER TO ks_reader", "enum.owner.changed"},
    {"GRANT USAGE ON TYPE app.mood TO PUBLIC", "enum.privileges.changed"},
    {"COMMENT ON TYPE app.nothing IS 'x'", "enum.comment.set"},
    {"ALTER TYPE app.nothing RENAME TO something", "enum.renamed"},
    {"ALTER TYPE app.something SET SCHEMA ext", "enum.renamed"},
    // domain
    {"ALTER DOMAIN app.code SET DEFAULT 'some'", "domain.default.changed"},
    {"ALTER DOMAIN app.code DROP DEFAULT", "domain.default.dropped"},
    {"ALTER DOMAIN app.code DROP NOT NULL", "domain.not_null.dropped"},
    {"ALTER DOMAIN app.positive SET NOT NULL", "domain.not_null.set"},
    {"ALTER DOMAIN app.positive OWNER TO ks_owner", "domain.owner.changed"},
    {"REVOKE USAGE ON DOMAIN app.positive FROM PUBLIC", "domain.privileges.set"},
    {"COMMENT ON DOMAIN app.positive IS 'x'", "domain.comment.set"},
    {"ALTER DOMAIN app.code VALIDATE CONSTRAINT code_later", "domain_constraint.not_valid.dropped"},
    {"ALTER DOMAIN app.code RENAME CONSTRAINT code_later TO code_now", "domain_constraint.renamed"},
    {"ALTER DOMAIN app.code DROP CONSTRAINT code_now", "domain_constraint.dropped"},
    {"ALTER DOMAIN app.code ADD CHECK (VALUE <> 'y')", "domain_constraint.added"},
    {"COMMENT ON CONSTRAINT code_shape ON DOMAIN app.code IS 'x'", "domain_constraint.comment.changed"},
    {"ALTER DOMAIN app.deeper RENAME TO deepest", "domain.renamed"},
    // composite type
    {"ALTER TYPE app.point3 ADD ATTRIBUTE w int CASCADE", "column.added column.added"},
    {"ALTER TYPE app.point3 RENAME ATTRIBUTE w TO v CASCADE", "column.renamed column.renamed"},
    {"ALTER TYPE app.point3 DROP ATTRIBUTE v CASCADE", "column.dropped column.dropped"},
    {"ALTER TYPE app.point3 OWNER TO ks_reader", "composite_type.owner.changed"},
    {"GRANT USAGE ON TYPE app.point3 TO PUBLIC", "composite_type.privileges.dropped"},
    {"COMMENT ON TYPE app.point3 IS NULL", "composite_type.comment.dropped"},
    {"CREATE TYPE app.pair AS (a int)", "composite_type.added"},
    {"ALTER TYPE app.pair ALTER ATTRIBUTE a TYPE text", "column.type.changed"},
    {"DROP TYPE app.pair", "composite_type.dropped"},
    // sequence
    {"ALTER SEQUENCE app.small AS bigint", "sequence.type.changed"},
    {"ALTER SEQUENCE app.small START 5", "sequence.start_value.set"},
    {"ALTER SEQUENCE app.small INCREMENT 2", "sequence.increment_by.set"},
    {"ALTER SEQUENCE app.small MAXVALUE 99", "sequence.max_value.set"},
    {"ALTER SEQUENCE app.small NO MAXVALUE CACHE 3", "sequence.cache_size.set sequence.max_value.dropped"},
    {"ALTER SEQUENCE app.small CYCLE", "sequence.cycle.set"},
    {"ALTER SEQUENCE app.small MINVALUE -3", "sequence.min_value.set"},
    {"ALTER SEQUENCE app.small OWNED BY app.orders.part", "sequence.owned_by.set"},
    {"ALTER SEQUENCE app.small OWNED BY NONE", "sequence.owned_by.dropped"},
    {"ALTER SEQUENCE app.plain OWNER TO ks_reader", "sequence.owner.changed"},
    {"ALTER SEQUENCE app.unlogged_sequence SET LOGGED", "sequence.persistence.dropped"},
    {"GRANT SELECT ON SEQUENCE app.plain TO PUBLIC", "sequence.privileges.changed"},
    {"COMMENT ON SEQUENCE app.plain IS NULL", "sequence.comment.dropped"},
    {"ALTER SEQUENCE app.plain RENAME TO plainer", "sequence.renamed"},
    {"ALTER SEQUENCE app.plainer RESTART 100", ""},
    {"DROP SEQUENCE app.plainer", "sequence.dropped"},
    // routine
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT n + 2'",
     "routine.body.changed"},
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint DEFAULT 3) RETURNS bigint LANGUAGE sql AS 'SELECT n + "
     "2'",
     "routine.parameters.changed"},
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint DEFAULT 3) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN "
     "RETURN n; END'",
     "routine.body.changed routine.language.changed"},
    {"CREATE OR REPLACE FUNCTION app.returned(a int) RETURNS int LANGUAGE sql RETURN a + 2",
     "routine.sql_body.changed"},
    {"ALTER FUNCTION app.add_one(bigint) IMMUTABLE", "routine.volatility.set"},
    {"ALTER FUNCTION app.add_one(bigint) STABLE", "routine.volatility.changed"},
    {"ALTER FUNCTION app.add_one(bigint) STRICT", "routine.strict.set"},
    {"ALTER FUNCTION app.add_one(bigint) SECURITY DEFINER", "routine.security_definer.set"},
    {"ALTER FUNCTION app.add_one(bigint) LEAKPROOF", "routine.leakproof.set"},
    {"ALTER FUNCTION app.add_one(bigint) PARALLEL SAFE", "routine.parallel.set"},
    {"ALTER FUNCTION app.add_one(bigint) COST 3", "routine.cost.set"},
    {"ALTER FUNCTION app.rows_of() ROWS 1000", "routine.rows.dropped"},
    {"ALTER FUNCTION app.add_one(bigint) SET search_path = pg_catalog", "routine.config.set"},
    {"ALTER FUNCTION app.add_one(bigint) SUPPORT pg_catalog.textlike_support", "routine.support.set"},
    {"ALTER FUNCTION app.add_one(bigint) OWNER TO ks_owner", "routine.owner.changed"},
    {"REVOKE EXECUTE ON FUNCTION app.add_one(bigint) FROM PUBLIC", "routine.privileges.set"},
    {"COMMENT ON FUNCTION app.add_one(bigint) IS 'x'", "routine.comment.set"},
    {"ALTER FUNCTION app.add_one(bigint) RENAME TO add_two", "routine.renamed"},
    {"CREATE OR REPLACE AGGREGATE app.glued(text) (SFUNC = pg_catalog.textcat, STYPE = text, INITCOND = 'x')",
     "routine.initial_condition.changed"},
    {"CREATE OR REPLACE AGGREGATE app.glued(text) (SFUNC = pg_catalog.textcat, STYPE = text)",
     "routine.initial_condition.dropped"},
    {"DROP PROCEDURE app.work(int, text)", "procedure.dropped"},
    {"DROP AGGREGATE app.glued(text)", "aggregate.dropped"},
    {"DROP FUNCTION app.my_rank()", "window_function.dropped"},
    {"CREATE FUNCTION app.fresh() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function.added"},
    // table
    {"ALTER TABLE app.elsewhere SET TABLESPACE pg_default", "table.tablespace.dropped"},
    {"ALTER TABLE app.elsewhere SET (fillfactor = 55)", "table.options.set"},
    {"ALTER TABLE app.elsewhere SET (toast.autovacuum_enabled = false)", ""},  // it has no TOAST table
    {"ALTER TABLE app.scratch SET LOGGED", "table.persistence.dropped"},
    {"ALTER TABLE app.elsewhere ENABLE ROW LEVEL SECURITY", "table.row_security.set"},
    {"ALTER TABLE app.elsewhere FORCE ROW LEVEL SECURITY", "table.force_row_security.set"},
    {"ALTER TABLE app.elsewhere DISABLE ROW LEVEL SECURITY", "table.row_security.dropped"},
    {"ALTER TABLE app.elsewhere REPLICA IDENTITY FULL", "table.replica_identity.set"},
    {"ALTER TABLE app.elsewhere OWNER TO ks_owner", "table.owner.changed"},
    {"GRANT SELECT ON app.elsewhere TO ks_reader", "table.privileges.set"},
    {"COMMENT ON TABLE app.elsewhere IS 'x'", "table.comment.set"},
    {"ALTER TABLE app.elsewhere RENAME TO somewhere", "table.renamed"},
    {"ALTER TABLE app.somewhere SET SCHEMA ext", "table.renamed"},
    {"ALTER TABLE ext.somewhere SET SCHEMA app", "table.renamed"},
    {"ALTER TABLE app.typed NOT OF", "table.of_type.dropped"},
    {"ALTER TABLE app.child NO INHERIT ext.parent", "column.inherited.dropped table.inherits.changed"},
    {"ALTER TABLE app.events DETACH PARTITION app.events_1",
     "check.added constraint.attached_to.dropped foreign_key.added index.attached_to.dropped "
     "table.partition_bound.dropped"
     " table.partition_of.dropped trigger.dropped"},
    {"CREATE TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
     "partition.added"},
    {"DROP TABLE app.hashed_1", "partition.dropped"},
    {"CREATE TABLE app.fresh (a int)", "table.added"},
    {"DROP TABLE app.fresh", "table.dropped"},
    // column
    {"ALTER TABLE app.somewhere ADD COLUMN c text", "column.added"},
    {"ALTER TABLE app.somewhere ADD COLUMN d text NOT NULL", "required_column.added"},
    {"ALTER TABLE app.somewhere ADD COLUMN e text NOT NULL DEFAULT 'x'", "not_null_column.added"},
    {"ALTER TABLE app.somewhere DROP COLUMN e", "column.dropped"},
    {"ALTER TABLE app.somewhere RENAME COLUMN d TO \"D D\"", "column.renamed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN \"D D\" DROP NOT NULL", "column.not_null.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN \"D D\" SET NOT NULL", "column.not_null.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c TYPE varchar(9)", "column.type.changed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c TYPE varchar(9) COLLATE \"C\"", "column.collation.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET DEFAULT 'x'", "column.default.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET DEFAULT 'y'", "column.default.changed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c DROP DEFAULT", "column.default.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STORAGE MAIN", "column.storage.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET COMPRESSION pglz", "column.compression.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STATISTICS 0", "column.statistics.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STATISTICS -1", "column.statistics.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET (n_distinct = 5)", "column.options.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c RESET (n_distinct)", "column.options.dropped"},
    {"GRANT SELECT (c) ON app.somewhere TO ks_reader", "column.privileges.set"},
    {"COMMENT ON COLUMN app.somewhere.c IS 'x'", "column.comment.set"},
    {"ALTER TABLE app.customer ALTER COLUMN id SET GENERATED BY DEFAULT", "column.identity.changed"},
    {"ALTER TABLE app.customer ALTER COLUMN id SET INCREMENT 5", "column.identity_options.set"},
    {"ALTER SEQUENCE app.customer_id_seq RENAME TO ids", "column.identity_sequence.changed"},
    {"GRANT SELECT ON SEQUENCE app.ids TO ks_reader", "column.identity_privileges.changed"},
    {"COMMENT ON SEQUENCE app.ids IS NULL", "column.identity_comment.dropped"},
    {"ALTER TABLE app.customer ALTER COLUMN small_id DROP IDENTITY",
     "column.identity.dropped column.identity_options.dropped column.identity_sequence.dropped"},
    {"ALTER TABLE app.customer ALTER COLUMN upper_name DROP EXPRESSION",
     "column.generated.dropped column.generation_expression.dropped"},
    // constraint
    {"ALTER TABLE app.orders VALIDATE CONSTRAINT orders_customer", "constraint.not_valid.dropped"},
    {"ALTER TABLE app.orders ALTER CONSTRAINT orders_customer DEFERRABLE INITIALLY IMMEDIATE",
     "constraint.initially_deferred.dropped"},
    {"ALTER TABLE app.orders ALTER CONSTRAINT orders_customer NOT DEFERRABLE",
     "constraint.deferrable.dropped"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_customer, ADD CONSTRAINT orders_customer FOREIGN KEY "
     "(customer)"
     " REFERENCES app.customer (id) ON DELETE CASCADE",
     "constraint.on_delete.changed constraint.on_update.dropped"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_parent", "foreign_key.dropped"},
    {"ALTER TABLE app.customer DROP CONSTRAINT amount_fits", "check.dropped"},
    {"ALTER TABLE app.customer ADD CONSTRAINT amount_fits CHECK (amount >= 1)", "check.added"},
    {"ALTER TABLE app.customer DROP CONSTRAINT customer_valid", "exclusion.dropped"},
    {"ALTER TABLE app.customer DROP CONSTRAINT customer_email", "unique.dropped"},
    {"ALTER TABLE app.customer ADD UNIQUE (email)", "unique.added"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_pkey", "primary_key.dropped"},
    {"ALTER TABLE app.orders ADD PRIMARY KEY (part, id)", "primary_key.added"},
    {"ALTER TABLE app.orders RENAME CONSTRAINT orders_pkey TO orders_key", "constraint.renamed"},
    {"COMMENT ON CONSTRAINT orders_key ON app.orders IS 'x'", "constraint.comment.set"},
    {"COMMENT ON INDEX app.orders_key IS 'x'", "constraint.index_comment.set"},
    {"ALTER INDEX app.orders_key SET (fillfactor = 60)", "constraint.options.set"},
    {"ALTER INDEX app.orders_key SET TABLESPACE ks_space", "constraint.tablespace.set"},
    {"ALTER TABLE app.orders CLUSTER ON orders_key", "constraint.clustered.set"},
    {"ALTER TABLE app.orders REPLICA IDENTITY USING INDEX orders_key",
     "constraint.replica_identity.set table.replica_identity.changed"},
    // index
    {"CREATE INDEX somewhere_c ON app.somewhere (c)", "index.added"},
    {"ALTER INDEX app.somewhere_c SET (fillfactor = 60)", "index.options.set"},
    {"ALTER INDEX app.somewhere_c SET TABLESPACE ks_space", "index.tablespace.set"},
    {"COMMENT ON INDEX app.somewhere_c IS 'x'", "index.comment.set"},
    {"ALTER TABLE app.somewhere CLUSTER ON somewhere_c", "index.clustered.set"},
    {"ALTER INDEX app.customer_lower ALTER COLUMN 1 SET STATISTICS 78", "index.statistics.changed"},
    {"ALTER INDEX app.somewhere_c RENAME TO somewhere_d", "index.renamed"},
    {"REINDEX INDEX app.somewhere_d", ""},
    {"DROP INDEX app.somewhere_d", "index.dropped"},
    {"CREATE INDEX ON ONLY app.events (ref)", "index.added"},
    {"ALTER TABLE app.identified REPLICA IDENTITY NOTHING",
     "index.replica_identity.dropped table.replica_identity.changed"},
    // view, materialized view
    {"CREATE OR REPLACE VIEW app.lone AS SELECT id, name AS \"na\"\"me\", 1::bigint AS orders FROM "
     "app.customer",
     "view.query.changed"},
    {"ALTER VIEW app.joined SET (security_barrier = false)", "view.options.changed"},
    {"ALTER VIEW app.joined SET (security_invoker = true)", "view.options.changed"},
    {"ALTER VIEW app.joined OWNER TO ks_writer", "view.owner.changed"},
    {"REVOKE ALL ON app.joined FROM ks_reader", "view.privileges.dropped"},
    {"COMMENT ON VIEW app.joined IS NULL", "view.comment.dropped"},
    {"ALTER VIEW app.joined RENAME COLUMN total TO everything", "column.renamed view.query.changed"},
    {"ALTER VIEW app.joined RENAME TO together", "view.renamed"},
    {"DROP VIEW app.together", "view.dropped"},
    {"ALTER MATERIALIZED VIEW app.summary SET (fillfactor = 51)", "materialized_view.options.changed"},
    {"ALTER MATERIALIZED VIEW app.summary SET TABLESPACE ks_space", "materialized_view.tablespace.set"},
    {"ALTER MATERIALIZED VIEW app.summary OWNER TO ks_writer", "materialized_view.owner.changed"},
    {"GRANT SELECT ON app.summary TO PUBLIC", "materialized_view.privileges.changed"},
    {"COMMENT ON MATERIALIZED VIEW app.summary IS NULL", "materialized_view.comment.dropped"},
    {"ALTER MATERIALIZED VIEW app.summary RENAME TO total", "materialized_view.renamed"},
    {"DROP MATERIALIZED VIEW app.total", "materialized_view.dropped"},
    // trigger
    {"ALTER TABLE app.orders ENABLE TRIGGER off", "trigger.enabled.dropped"},
    {"ALTER TABLE app.orders ENABLE REPLICA TRIGGER on_always", "trigger.enabled.changed"},
    {"COMMENT ON TRIGGER off ON app.orders IS 'x'", "trigger.comment.set"},
    {"ALTER TRIGGER off ON app.orders RENAME TO \"on\"", "trigger.renamed"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER DELETE OR INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION "
     "app.touch()",
     "trigger.events.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION "
     "app.touch()",
     "trigger.timing.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch()",
     "trigger.level.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch('a')",
     "trigger.function_arguments.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch('a', "
     "'')",
     "trigger.function_arguments.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders WHEN (now() > '2000-01-01') "
     "EXECUTE FUNCTION app.touch('a', '')",
     "trigger.condition.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE OF part ON app.orders EXECUTE FUNCTION app.touch('a', "
     "'')",
     "trigger.condition.dropped trigger.events.changed trigger.timing.changed trigger.update_columns.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE ON app.orders REFERENCING NEW TABLE AS n EXECUTE "
     "FUNCTION app.touch('a', '')",
     "trigger.new_table.set trigger.update_columns.dropped"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE ON app.orders REFERENCING OLD TABLE AS n EXECUTE "
     "FUNCTION app.touch('a', '')",
     "trigger.new_table.dropped trigger.old_table.set"},
    {"DROP TRIGGER \"on\" ON app.orders", "trigger.dropped"},
    {"CREATE TRIGGER fresh AFTER INSERT ON app.orders EXECUTE FUNCTION app.touch()", "trigger.added"},
    // policy
    {"ALTER POLICY readers ON app.customer USING (amount > 1)", "policy.using.changed"},
    {"ALTER POLICY readers ON app.customer TO ks_reader", "policy.roles.changed"},
    {"ALTER POLICY readers ON app.customer TO PUBLIC", "policy.roles.dropped"},
    {"ALTER POLICY writers ON app.customer WITH CHECK (true)", "policy.with_check.changed"},
    {"COMMENT ON POLICY readers ON app.customer IS NULL", "policy.comment.dropped"},
    {"ALTER POLICY readers ON app.customer RENAME TO watchers", "policy.renamed"},
    {"DROP POLICY watchers ON app.customer", "policy.dropped"},
    {"CREATE POLICY readers ON app.customer FOR SELECT", "policy.added"},
});

std::string joined_codes(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  codes.reserve(findings.size());
  for (const Finding& finding : findings) codes.push_back(finding.code);
  std::sort(codes.begin(), codes.end());
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : " ") + code;
  return out;
}

TEST_F(CatalogTest, OneStatementIsOneChange) {
  execute("postgres", "CREATE DATABASE altered TEMPLATE sink");
  Connection connection = connect("altered");
  std::vector<Object> before = read(connection).objects;
  for (const Case& c : kCases) {
    try {
      execute("altered", c.sql);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    std::vector<Object> after = read(connection).objects;
    const auto findings = grade(diff(before, after, Lineage::kSameDatabase));
    EXPECT_EQ(joined_codes(findings), c.codes) << c.sql;
    before = std::move(after);
  }
}

}  // namespace
}  // namespace schema_audit
