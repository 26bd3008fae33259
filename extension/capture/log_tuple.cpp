#include "extension/capture/log_tuple.hpp"

namespace schema_audit {

namespace {

// A short string loses its long header, and its alignment with that.
bool shrinks(const LogAttribute& attribute, const varlena* value) {
  return attribute.packable && VARATT_CAN_MAKE_SHORT(value);
}

struct Space {
  Size size;  // no less than what the values take
  bool has_null;
};

Space space_for(const LogTable& table, const LogRow& row) {
  Space space = {0, false};
  for (int i = 0; i < table.attributes; ++i) {
    const LogAttribute& attribute = table.layout[i];
    if (attribute.is_null_in(row)) {
      space.has_null = true;
      continue;
    }
    space.size += attribute.alignment - 1U;
    space.size += attribute.length > 0 ? static_cast<Size>(attribute.length)
                                       : VARSIZE_ANY(DatumGetPointer(row.values[attribute.column]));
  }
  return space;
}

// The bytes that are skipped are zero, as everywhere in the server: rows are compared and compressed whole.
char* aligned(char* at, const char* begin, unsigned alignment) {
  const auto offset = static_cast<Size>(at - begin);
  for (Size missing = TYPEALIGN(alignment, offset) - offset; missing > 0; --missing) *at++ = '\0';
  return at;
}

char* put_string(char* at, const char* begin, const LogAttribute& attribute, Datum datum) {
  const auto* value = reinterpret_cast<const varlena*>(DatumGetPointer(datum));
  if (shrinks(attribute, value)) {
    const Size size = VARATT_CONVERTED_SHORT_SIZE(value);
    SET_VARSIZE_SHORT(at, size);
    std::memcpy(at + VARHDRSZ_SHORT, VARDATA(value), size - VARHDRSZ_SHORT);
    return at + size;
  }
  if (!VARATT_IS_SHORT(value)) at = aligned(at, begin, attribute.alignment);
  const Size size = VARSIZE_ANY(value);
  std::memcpy(at, value, size);
  return at + size;
}

char* put_fixed(char* at, const char* begin, const LogAttribute& attribute, Datum value) {
  at = aligned(at, begin, attribute.alignment);
  if (attribute.by_value) {
    store_att_byval(at, value, attribute.length);
  } else {
    std::memcpy(at, DatumGetPointer(value), static_cast<Size>(attribute.length));
  }
  return at + attribute.length;
}

}  // namespace

HeapTuple form_log_tuple(TupleDesc descriptor, const LogTable& table, const LogRow& row) {
  const Space space = space_for(table, row);
  const Size header =
      MAXALIGN(SizeofHeapTupleHeader + (space.has_null ? BITMAPLEN(static_cast<Size>(table.attributes)) : 0));
  auto* tuple = static_cast<HeapTuple>(palloc(HEAPTUPLESIZE + header + space.size));
  auto* stored = reinterpret_cast<HeapTupleHeader>(reinterpret_cast<char*>(tuple) + HEAPTUPLESIZE);
  std::memset(stored, 0, header);
  if (space.has_null) stored->t_infomask |= HEAP_HASNULL;
  char* const begin = reinterpret_cast<char*>(stored) + header;
  char* at = begin;
  for (unsigned i = 0; i < static_cast<unsigned>(table.attributes); ++i) {
    const LogAttribute& attribute = table.layout[i];
    if (attribute.is_null_in(row)) continue;
    if (space.has_null) {
      auto& bits = stored->t_bits[i / BITS_PER_BYTE];
      bits = static_cast<uint8>(bits | 1U << (i % BITS_PER_BYTE));
    }
    const Datum value = row.values[attribute.column];
    if (attribute.length > 0) {
      at = put_fixed(at, begin, attribute, value);
    } else {
      stored->t_infomask |= HEAP_HASVARWIDTH;
      at = put_string(at, begin, attribute, value);
    }
  }
  stored->t_hoff = static_cast<uint8>(header);
  HeapTupleHeaderSetNatts(stored, table.attributes);
  tuple->t_len = static_cast<uint32>(at - reinterpret_cast<char*>(stored));
  HeapTupleHeaderSetDatumLength(stored, tuple->t_len);
  HeapTupleHeaderSetTypeId(stored, descriptor->tdtypeid);
  HeapTupleHeaderSetTypMod(stored, descriptor->tdtypmod);
  ItemPointerSetInvalid(&stored->t_ctid);
  ItemPointerSetInvalid(&tuple->t_self);
  tuple->t_tableOid = InvalidOid;
  tuple->t_data = stored;
  return tuple;
}

}  // namespace schema_audit
