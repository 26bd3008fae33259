#include "extension/backend/portal_rows.hpp"

#include "extension/backend/guard.hpp"

namespace schema_audit {

PortalRows::PortalRows(Portal portal) : portal_(portal) {
  receiver_ = pg_call([&] {
    auto* receiver = static_cast<Receiver*>(palloc0(sizeof(Receiver)));
    receiver->base.receiveSlot = receive;
    receiver->base.rStartup = [](DestReceiver*, int, TupleDesc) {};
    receiver->base.rShutdown = [](DestReceiver*) {};
    receiver->base.rDestroy = [](DestReceiver*) {};
    receiver->base.mydest = DestNone;
    receiver->columns = portal->tupDesc->natts;
    receiver->outputs = column_outputs(portal->tupDesc, false);
    receiver->fields =
        static_cast<FieldText*>(palloc(sizeof(FieldText) * kAtOnce * std::max(receiver->columns, 1)));
    receiver->context =
        AllocSetContextCreate(CurrentMemoryContext, "schema_audit rows", ALLOCSET_DEFAULT_SIZES);
    return receiver;
  });
}

bool PortalRows::receive(TupleTableSlot* slot, DestReceiver* self) {
  auto* receiver = reinterpret_cast<Receiver*>(self);
  slot_getallattrs(slot);
  const MemoryContext caller = MemoryContextSwitchTo(receiver->context);
  FieldText* field = receiver->fields + static_cast<std::ptrdiff_t>(receiver->rows) * receiver->columns;
  for (int i = 0; i < receiver->columns; ++i) {
    field[i] = slot->tts_isnull[i] ? FieldText{nullptr, 0}
                                   : copied_text_of(receiver->outputs[i], slot->tts_values[i]);
  }
  MemoryContextSwitchTo(caller);
  ++receiver->rows;
  return true;
}

void PortalRows::fetch() {
  pg_call([&] {
    MemoryContextReset(receiver_->context);
    receiver_->rows = 0;
    PortalRunFetch(portal_, FETCH_FORWARD, kAtOnce, &receiver_->base);
  });
  at_ = 0;
}

bool PortalRows::next() {
  if (at_ >= receiver_->rows) {
    fetch();
    if (receiver_->rows == 0) return false;
  }
  ++at_;
  return true;
}

}  // namespace schema_audit
