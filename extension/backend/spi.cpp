#include "extension/backend/spi.hpp"

#include "extension/backend/portal_rows.hpp"

namespace schema_audit {

namespace {

bool unwinding(int exceptions) { return std::uncaught_exceptions() > exceptions; }

[[noreturn]] void refuse(int code) {
  throw SqlError(ERRCODE_INTERNAL_ERROR, std::string("SPI failed: ") + SPI_result_code_string(code));
}

text* make_text(std::string_view value) {
  return cstring_to_text_with_len(value.data(), static_cast<int>(value.size()));
}

SpiValue make_array(std::span<const std::string_view> values, Oid element, Oid array) {
  return pg_call([&] {
    auto* items = static_cast<Datum*>(palloc(sizeof(Datum) * (values.size() + 1)));
    // text and bytea are both varlena: the same bytes with the same header.
    for (std::size_t i = 0; i < values.size(); ++i) items[i] = PointerGetDatum(make_text(values[i]));
    ArrayType* result =
        construct_array(items, static_cast<int>(values.size()), element, -1, false, TYPALIGN_INT);
    return SpiValue{array, PointerGetDatum(result), false};
  });
}

// One row at a time in text form, bytea as the bytes themselves.
class RowText {
 public:
  explicit RowText(TupleDesc row) : columns_(row->natts) {
    pg_call([&] {
      context_ = AllocSetContextCreate(CurrentMemoryContext, "schema_audit row", ALLOCSET_DEFAULT_SIZES);
      outputs_ = column_outputs(row, true);
      fields_ = static_cast<FieldText*>(palloc0(sizeof(FieldText) * columns_));
      values_ = static_cast<Datum*>(palloc0(sizeof(Datum) * columns_));
      nulls_ = static_cast<bool*>(palloc0(sizeof(bool) * columns_));
    });
  }

  void load(HeapTuple tuple, TupleDesc row) {
    pg_call([&] {
      MemoryContextReset(context_);
      const MemoryContext caller = MemoryContextSwitchTo(context_);
      heap_deform_tuple(tuple, row, values_, nulls_);
      for (int i = 0; i < columns_; ++i) {
        fields_[i] = nulls_[i] ? FieldText{nullptr, 0} : text_of(outputs_[i], values_[i]);
      }
      MemoryContextSwitchTo(caller);
    });
  }

  int columns() const { return columns_; }

  std::optional<std::string_view> field(int column) const {
    const FieldText& text = fields_[column];
    if (text.data == nullptr) return std::nullopt;
    return std::string_view(text.data, text.size);
  }

 private:
  int columns_;
  MemoryContext context_ = nullptr;
  ColumnOutput* outputs_ = nullptr;
  FieldText* fields_ = nullptr;
  Datum* values_ = nullptr;
  bool* nulls_ = nullptr;
};

// Runs a statement. One that may write takes the newest snapshot, not that of a REPEATABLE READ transaction:
// the store is guarded by its lock, and what others stored since the transaction began must not be stored
// again.
int execute(const char* sql, std::span<const SpiValue> values, bool read_only) {
  std::vector<Oid> types;
  std::vector<Datum> datums;
  std::string nulls;
  for (const SpiValue& value : values) {
    types.push_back(value.type);
    datums.push_back(value.value);
    nulls += value.null ? 'n' : ' ';
  }
  return pg_call([&]() -> int {
    SPIPlanPtr plan = SPI_prepare(sql, static_cast<int>(values.size()), types.data());
    if (plan == nullptr) return SPI_result;
    const int code = read_only ? SPI_execute_plan(plan, datums.data(), nulls.c_str(), true, 0)
                               : SPI_execute_snapshot(plan, datums.data(), nulls.c_str(), GetLatestSnapshot(),
                                                      InvalidSnapshot, false, true, 0);
    SPI_freeplan(plan);
    return code;
  });
}

class SpiRowCursor final : public RowCursor {
 public:
  explicit SpiRowCursor(const std::string& query) : exceptions_(std::uncaught_exceptions()) {
    portal_ = pg_call([&]() -> Portal {
      SPIPlanPtr plan = SPI_prepare_cursor(query.c_str(), 0, nullptr, CURSOR_OPT_NO_SCROLL);
      if (plan == nullptr) return nullptr;
      return SPI_cursor_open(nullptr, plan, nullptr, nullptr, true);
    });
    if (portal_ == nullptr) refuse(SPI_result);
    for (int i = 0; i < portal_->tupDesc->natts; ++i) {
      names_.emplace_back(NameStr(TupleDescAttr(portal_->tupDesc, i)->attname));
    }
    rows_.emplace(portal_);
  }

  ~SpiRowCursor() override {
    if (unwinding(exceptions_)) return;
    try {
      pg_call([&] { SPI_cursor_close(portal_); });
    } catch (const PgError&) {  // Closing a portal whose rows were read fails only when the transaction is
                                // lost anyway.
    }
  }

  bool next() override { return rows_->next(); }

  std::optional<std::string_view> field(int column) const override { return rows_->field(column); }
  int columns() const override { return static_cast<int>(names_.size()); }
  std::string_view column_name(int column) const override { return names_[column]; }

 private:
  int exceptions_;
  Portal portal_ = nullptr;
  std::vector<std::string> names_;
  std::optional<PortalRows> rows_;
};

}  // namespace

SpiConnection::SpiConnection() : exceptions_(std::uncaught_exceptions()) {
  pg_call([] { SPI_connect(); });
}

SpiConnection::~SpiConnection() {
  if (!unwinding(exceptions_)) SPI_finish();
}

LocalSettings::LocalSettings() : exceptions_(std::uncaught_exceptions()), nest_level_(NewGUCNestLevel()) {}

LocalSettings::~LocalSettings() {
  if (!unwinding(exceptions_)) AtEOXact_GUC(true, nest_level_);
}

void LocalSettings::set(std::string_view name, std::string_view value) const {
  const std::string name_text(name);
  const std::string value_text(value);
  pg_call([&] {
    set_config_option(name_text.c_str(), value_text.c_str(), superuser() ? PGC_SUSET : PGC_USERSET,
                      PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
  });
}

LatestSnapshot::LatestSnapshot() : exceptions_(std::uncaught_exceptions()) {
  pg_call([] {
    // What the own transaction did so far is to be seen.
    CommandCounterIncrement();
    PushActiveSnapshot(GetLatestSnapshot());
  });
}

LatestSnapshot::~LatestSnapshot() {
  if (!unwinding(exceptions_)) PopActiveSnapshot();
}

ActingRole::ActingRole(Oid role) : exceptions_(std::uncaught_exceptions()) {
  GetUserIdAndSecContext(&user_, &context_);
  SetUserIdAndSecContext(role, context_ | SECURITY_LOCAL_USERID_CHANGE);
}

ActingRole::~ActingRole() {
  if (!unwinding(exceptions_)) SetUserIdAndSecContext(user_, context_);
}

SpiValue spi_int(std::int32_t value) { return {INT4OID, Int32GetDatum(value), false}; }

SpiValue spi_text(std::string_view value) {
  return pg_call([&] { return SpiValue{TEXTOID, PointerGetDatum(make_text(value)), false}; });
}

SpiValue spi_text_or_null(std::string_view value) {
  return value.empty() ? SpiValue{TEXTOID, 0, true} : spi_text(value);
}

SpiValue spi_bytes(std::string_view value) {
  return pg_call([&] { return SpiValue{BYTEAOID, PointerGetDatum(make_text(value)), false}; });
}

SpiValue spi_text_array(std::span<const std::string_view> values) {
  return make_array(values, TEXTOID, TEXTARRAYOID);
}

SpiValue spi_bytes_array(std::span<const std::string_view> values) {
  return make_array(values, BYTEAOID, BYTEAARRAYOID);
}

void spi_each(const char* sql, std::span<const SpiValue> values, bool read_only,
              const std::function<void(const std::vector<std::optional<std::string_view>>&)>& row) {
  const int code = execute(sql, values, read_only);
  if (code < 0) refuse(code);
  SPITupleTable* table = SPI_tuptable;
  if (table == nullptr) return;
  const std::uint64_t rows = SPI_processed;
  RowText text(table->tupdesc);
  std::vector<std::optional<std::string_view>> fields(static_cast<std::size_t>(text.columns()));
  for (std::uint64_t i = 0; i < rows; ++i) {
    text.load(table->vals[i], table->tupdesc);
    for (int column = 0; column < text.columns(); ++column)
      fields[static_cast<std::size_t>(column)] = text.field(column);
    row(fields);
  }
  pg_call([&] { SPI_freetuptable(table); });
}

std::vector<SpiRow> spi_query(const char* sql, std::span<const SpiValue> values, bool read_only) {
  std::vector<SpiRow> rows;
  spi_each(sql, values, read_only, [&](const std::vector<std::optional<std::string_view>>& fields) {
    SpiRow& row = rows.emplace_back();
    for (const auto& field : fields)
      row.emplace_back(field ? std::optional<std::string>(*field) : std::nullopt);
  });
  return rows;
}

std::unique_ptr<RowCursor> SpiRowSource::open(std::string_view query) {
  return std::make_unique<SpiRowCursor>(std::string(query));
}

}  // namespace schema_audit
