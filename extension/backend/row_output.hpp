// Rows in text form, by the output functions of the types.
//
// Everything here lives in the memory context that was current when it was made, or is filled where an error
// of the server may jump out: plain data only.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

// A field in text form: where it is and how long. Null: NULL.
struct FieldText {
  const char* data;
  std::size_t size;
};

// How a column becomes text. The frequent types have no need of their output functions.
struct ColumnOutput {
  enum class Way : std::uint8_t { kFunction, kBytes, kName, kBool, kOid, kInteger, kSmallInteger };
  Way way;
  FmgrInfo function;
};

// One for each column. raw_bytes: bytea as its bytes, not as their notation.
ColumnOutput* column_outputs(TupleDesc row, bool raw_bytes);

// Allocates in the current context. Where it can, the text points into the value.
FieldText text_of(ColumnOutput& column, Datum value);

// The same, all of it in the current context.
FieldText copied_text_of(ColumnOutput& column, Datum value);

}  // namespace schema_audit
