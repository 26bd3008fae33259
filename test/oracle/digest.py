"""A digest of the whole catalog of a database, catalog by catalog, made without knowing what a snapshot reads.

Only rows that are younger than the database count one by one; of the others there is a count.  Left out is what
holds no schema: statistics, dependencies (they follow from the rest), the columns in DERIVED, and what belongs to
temporary objects or to TOAST tables.
"""

NO_SCHEMA = {"pg_statistic", "pg_statistic_ext_data", "pg_depend", "pg_largeobject"}

# What the server keeps for itself: where the rows are and how many, and flags that follow from other catalogs.
DERIVED = {
    "pg_class": {"relfilenode", "relpages", "reltuples", "relallvisible", "relallfrozen", "relfrozenxid", "relminmxid",
                 "reltoastrelid", "relhasindex", "relhasrules", "relhastriggers", "relhassubclass", "relrewrite"},
    "pg_attribute": {"attcacheoff"},
    "pg_index": {"indcheckxmin"},
}

# A list of privileges that says what holds anyway is as good as none.
DEFAULT_PRIVILEGES = {
    ("pg_class", "relacl"): "CASE WHEN x.relkind = 'S' THEN 's' ELSE 'r' END::\"char\", x.relowner",
    ("pg_proc", "proacl"): "'f', x.proowner",
    ("pg_type", "typacl"): "'T', x.typowner",
    ("pg_namespace", "nspacl"): "'n', x.nspowner",
    ("pg_language", "lanacl"): "'l', x.lanowner",
    ("pg_foreign_data_wrapper", "fdwacl"): "'F', x.fdwowner",
    ("pg_foreign_server", "srvacl"): "'S', x.srvowner",
}

# Columns that name a relation, a type or a schema: a row of a temporary one does not count.
OWNERS = ("attrelid", "adrelid", "conrelid", "contypid", "indexrelid", "tgrelid", "ev_class", "polrelid", "inhrelid",
          "partrelid", "stxrelid", "seqrelid", "enumtypid", "rngtypid", "prrelid", "objoid", "ftrelid")


def field(catalog, name):
    default = DEFAULT_PRIVILEGES.get((catalog, name))
    return f"coalesce(x.{name}, pg_catalog.acldefault({default}))" if default else f"x.{name}"


def query(run):
    """The digest as one query: (catalog, digest).  run() takes SQL and gives rows."""
    since = run("SELECT pg_catalog.max(xmin::text::bigint) FROM pg_catalog.pg_database")[0][0]
    columns = run(
        "SELECT c.relname, a.attname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 11 AND c.relkind = 'r' AND NOT c.relisshared AND a.attnum > 0 ORDER BY c.relname, a.attnum")
    catalogs = {}
    for catalog, column in columns:
        if catalog not in NO_SCHEMA and column not in DERIVED.get(catalog, ()):
            catalogs.setdefault(catalog, []).append(column)
    parts = []
    for catalog, names in catalogs.items():
        temporary = [f"x.{name} IN (SELECT oid FROM passing)" for name in names if name in OWNERS]
        temporary += [f"x.{name} IN (SELECT oid FROM spaces)" for name in names if name.endswith("namespace")]
        if catalog == "pg_namespace":
            temporary.append("x.oid IN (SELECT oid FROM spaces)")
        condition = " OR ".join(temporary) or "false"
        parts.append(
            f"SELECT '{catalog}', pg_catalog.count(*) FILTER (WHERE NOT coalesce({condition}, false)) || ' ' || coalesce(pg_catalog.sum("
            f"pg_catalog.hashtextextended(ROW({', '.join(field(catalog, name) for name in names)})::text, 0)::numeric)"
            f" FILTER (WHERE x.xmin::text::bigint >= {since} AND NOT coalesce({condition}, false)), 0)"
            f" FROM pg_catalog.{catalog} AS x")
    return (
        "WITH spaces AS MATERIALIZED (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_' OR oid = 99),"
        " passing AS MATERIALIZED (SELECT oid FROM pg_catalog.pg_class WHERE relpersistence = 't' OR relnamespace = 99"
        " UNION ALL SELECT oid FROM pg_catalog.pg_type WHERE typnamespace IN (SELECT oid FROM spaces)"
        " UNION ALL SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace IN (SELECT oid FROM spaces))\n"
        + "\nUNION ALL ".join(parts))
