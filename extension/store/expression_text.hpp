// Texts of expressions as pg_get_expr() prints them, without opening a relation.
//
// pg_get_expr() opens and locks the relation whose columns an expression names, and what the server then
// keeps of it for the rest of the session is more than all that a snapshot reads: it is most of the time and
// nearly all of the memory. Names of columns are all that is needed. And most schemas repeat themselves: what
// was printed once is known by its tree and these names.
#pragma once

#include "core/kinds/row_source.hpp"
#include "extension/backend/server.hpp"

namespace schema_audit {

// While one lives, schema_audit.expression_text() prints by itself and remembers what it has printed;
// otherwise it is pg_get_expr(). REQUIRES: the catalog does not change meanwhile (CatalogAsOf).
class ExpressionTexts {
 public:
  ExpressionTexts();
  ~ExpressionTexts();
  ExpressionTexts(const ExpressionTexts&) = delete;
  ExpressionTexts& operator=(const ExpressionTexts&) = delete;
};

// The queries of another source with schema_audit.expression_text() in place of pg_get_expr(), where that
// function is installed.
class ExpressionSource final : public RowSource {
 public:
  explicit ExpressionSource(RowSource& source);
  std::unique_ptr<RowCursor> open(std::string_view query) override;
  int server_version() const override { return source_.server_version(); }

 private:
  RowSource& source_;
  bool installed_;
};

}  // namespace schema_audit
