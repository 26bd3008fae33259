#include "extension/functions/result_set.hpp"

namespace schema_audit {

ResultSet::ResultSet(FunctionCallInfo call)
    : info_(reinterpret_cast<ReturnSetInfo*>(call->resultinfo)), input_(nullptr) {
  pg_call([&] {
    InitMaterializedSRF(call, 0);
    const MemoryContext caller = MemoryContextSwitchTo(info_->econtext->ecxt_per_query_memory);
    input_ = TupleDescGetAttInMetadata(info_->setDesc);
    MemoryContextSwitchTo(caller);
  });
}

std::size_t ResultSet::columns() const { return static_cast<std::size_t>(info_->setDesc->natts); }

void ResultSet::add(const std::vector<std::optional<std::string>>& fields) {
  std::vector<char*> values;
  values.reserve(fields.size());
  for (const auto& field : fields) values.push_back(field ? const_cast<char*>(field->c_str()) : nullptr);
  if (static_cast<int>(values.size()) != info_->setDesc->natts)
    throw std::logic_error("a row does not fit the function's result");
  pg_call([&] {
    HeapTuple tuple = BuildTupleFromCStrings(input_, values.data());
    tuplestore_puttuple(info_->setResult, tuple);
    heap_freetuple(tuple);
  });
}

}  // namespace schema_audit
