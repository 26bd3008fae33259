// The rows of an open portal in text form, some hundred at a time.
//
// They are taken from the executor as it makes them: SPI_cursor_fetch() would copy each row as a tuple first,
// to be taken apart again.
#pragma once

#include "extension/backend/row_output.hpp"

namespace schema_audit {

// Lives in the memory context that was current when it was made; not to be used when that is gone. REQUIRES:
// a portal that outlives it.
class PortalRows {
 public:
  explicit PortalRows(Portal portal);

  // Moves to the next row. Throws what the server raises.
  bool next();

  // Of the current row; good until next() is called again.
  std::optional<std::string_view> field(int column) const {
    const FieldText& text = receiver_->fields[(at_ - 1) * receiver_->columns + column];
    if (text.data == nullptr) return std::nullopt;
    return std::string_view(text.data, text.size);
  }

 private:
  static constexpr int kAtOnce = 500;

  // What the executor hands its rows to.
  struct Receiver {
    DestReceiver base;  // first: the server knows nothing of the rest
    MemoryContext context;
    ColumnOutput* outputs;
    FieldText* fields;
    int columns;
    int rows;
  };

  static bool receive(TupleTableSlot* slot, DestReceiver* self);
  void fetch();

  Portal portal_;
  Receiver* receiver_ = nullptr;
  int at_ = 0;
};

}  // namespace schema_audit
