// Reads the catalog into root objects, one at a time.
#pragma once

#include <array>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kinds/catalog_selection.hpp"
#include "core/kinds/row_source.hpp"
#include "core/model/object.hpp"
#include "core/model/snapshot.hpp"

namespace schema_audit {

// The settings under which the queries of the kinds are written to run: names come out qualified, constants
// in one notation. Both doors apply them before the first query, for the transaction only.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kCatalogSettings{{
    {"search_path", "pg_catalog, pg_temp"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"TimeZone", "UTC"},
    {"extra_float_digits", "3"},
    {"bytea_output", "hex"},
    {"quote_all_identifiers", "off"},
    {"standard_conforming_strings", "on"},
    {"xmlbinary", "base64"},
    // Cursors are read to their end: plan for all rows, not for the first ones.
    {"cursor_tuple_fraction", "1"},
    // Compiling these queries takes longer than running them.
    {"jit", "off"},
    // They read whole catalogs, whose statistics may be out of date: one nested loop by mistake would be
    // quadratic.
    {"enable_nestloop", "off"},
    // Their joins are written in the order to be run in; looking for a better one takes longer than a small
    // database does.
    {"join_collapse_limit", "1"},
}};

// Streams every root object, complete with its parts, to sink. Order: by catalog, then OID; within an object
// the parts are in canonical order. Memory is that of the largest root object. checkpoint is called every few
// hundred rows, so that the caller can be interrupted (it may throw). Returns what was left out: parts whose
// root object is not modelled or belongs to an extension, and what is of a kind that is not modelled. Throws
// what source throws, and std::logic_error when a query and its kind disagree.
//
// only: nullptr for all. With a selection, what was left out counts for what was read.
std::vector<Skipped> read_catalog(RowSource& source, const std::function<void(Object&&)>& sink,
                                  const std::function<void()>& checkpoint = {},
                                  const CatalogSelection* only = nullptr);

// Streams the objects of the cluster (cluster_registry()), which every role may see. Otherwise as
// read_catalog().
void read_cluster(RowSource& source, const std::function<void(Object&&)>& sink,
                  const std::function<void()>& checkpoint = {});

}  // namespace schema_audit
