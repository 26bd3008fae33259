#include "collector/config/template.hpp"

namespace schema_audit {

std::string_view config_template() {
  return R"yaml(# Configuration of schema-audit.
#
# Any value may use ${NAME}, ${NAME:-default} or ${NAME:?message} for an
# environment variable, and $$ for a plain $. Check the file with:
#     schema-audit check --config THIS_FILE

# Where snapshots, events and undelivered alerts are kept: one SQLite file,
# made on first use, readable by its owner only.
# Default: $XDG_STATE_HOME/schema_audit/store.db (~/.local/state/...).
#store: /var/lib/schema-audit/store.db

# The databases to watch. Names are letters, digits, _ . and - ; they are used
# on the command line, as in: schema-audit diff production@1 production@2
#
# connection is a libpq connection string, a URI, or a mapping of libpq's
# parameters. All of them work: service files, ~/.pgpass, client certificates,
# several hosts. The role needs nothing but CONNECT. A password is never written
# here: use ~/.pgpass, a service file, password_file, password_command or a
# variable. To other machines sslmode is verify-full unless it is given.
targets:
  - name: production
    environment: production
    connection: host=/var/run/postgresql dbname=app user=schema_audit

# The target that this one should look like; `schema-audit drift` and
# `schema-audit collect` compare the two.
#    reference: staging

#  - name: staging
#    environment: staging
#    connection:
#      host: staging.db.example.com
#      port: 5432
#      dbname: app
#      user: schema_audit
#      ssl_ca: /etc/schema_audit/ca.crt
#      password_file: /etc/schema_audit/staging.password

#  - name: reporting
#    environment: production
#    connection: postgresql://schema_audit:${REPORTING_PASSWORD}@reports.example.com/reports?sslmode=verify-full

# Many databases of one cluster, each as a target of its own: fleet.app_orders,
# fleet.app_users, ... And only a part of each.
#  - name: fleet
#    environment: production
#    connection: host=db2.example.com dbname=postgres user=schema_audit
#    databases: ["app_*", "!app_test"]
#    schemas: ["!tmp_*"]
#    kinds: ["!index", "!event_trigger"]

# What nobody wants to hear about. Each rule gives one or more of kind, schema,
# name and code (of the finding); * and ? are wildcards. What was ignored is counted in every
# report. The objects of schema_audit itself are always ignored.
#ignore:
#  - schema: pg_partman*
#    reason: partitions come and go
#  - kind: table
#    schema: public
#    name: tmp_*

# Findings that matter more, or less, here than docs/findings.md says. The first
# rule that fits counts; each gives one or more of code, kind, schema and name.
# What was graded so is counted in every report.
#severity:
#  - code: index.dropped
#    schema: reporting
#    severity: minor
#  - code: table.owner.*
#    severity: critical

# Between two databases a rename that no log has looks like a drop and an
# addition. Say that it is one, or that it is none. Addresses as in reports.
#renames:
#  - {kind: column, from: app.orders.note, to: app.orders.remark}
#  - {kind: table, from: app.a, to: app.b, rename: false}

# Whom to tell about changes and drift. The payload of a webhook is JSON, signed
# as Standard Webhooks describes when there is a secret. Only https is used
# unless the host is this machine or allow_http is true. Other types: slack,
# teams, discord, telegram, pagerduty, alertmanager, email, syslog, command. Try
# one out with: schema-audit alert test ops
#alerts:
#  - name: ops
#    type: webhook
#    url: ${OPS_WEBHOOK_URL}
#    secret: ${OPS_WEBHOOK_SECRET}
#    min_severity: major
#    environments: [production]
#    allow_http: false
#    proxy: ${OPS_PROXY:-}
#    kinds: [table, column, constraint]
#    quiet_hours: 22:00-06:00 Europe/Berlin
#    remind_after: 24h
#    link: https://reports.example.com/{environment}/{target}/{snapshot}

# How collect goes about many targets.
#run:
#  parallel: 8
#  parallel_per_server: 2
#  target_max_execution_time: 10min
#  max_execution_time: 1h
#  retries: 2
#  pool_size: 1
#  max_overflow: 2
#  pool_timeout: 30s
#  pool_recycle: 30min
#  jitter: 30s
#  allowed_hours: 20:00-06:00 Europe/Berlin
#  pause_file: /etc/schema_audit/pause

# How long to wait: for a connection (each host), for a query, for a lock that
# somebody's DDL holds. Units: ms, s, min, h.
#timeouts:
#  connect: 10s
#  statement: 5min
#  lock: 5s

# How long what the store holds is kept, in days; without these, events,
# snapshots and reports stay for good. schema-audit prune removes what is older;
# the newest snapshot of a target and those with a label always stay.
#keep:
#  events_days: 730
#  snapshots_days: 365
#  reports_days: 365
#  deliveries_days: 90
#  backup_retention_days: 30
#  backup_directory: /var/backups/schema-audit

# What schema-audit check takes for a problem.
#check:
#  max_snapshot_age: 1h
#  max_clock_skew: 5s
#  min_free_disk_mb: 500

# How often schema-audit daemon collects, and where its /metrics and /healthz
# are; what targets with the extension say that they changed comes at once.
#daemon:
#  interval: 5min
#  jitter: 30s
#  listen: true
#  listen_per_server: 3
#  http: 127.0.0.1:9847

# The log goes to stderr. Levels: debug, info, warning, error, off.
#log:
#  level: info
)yaml";
}

}  // namespace schema_audit
