// Plan of kind "subscription". Its connection is a secret that no snapshot holds.

#include "core/plan/kinds/rooms.hpp"
#include "core/plan/words.hpp"

namespace schema_audit {

namespace {

std::string begin(const Unit& unit) { return "ALTER SUBSCRIPTION " + qualified(*unit.root) + " "; }

std::vector<std::string> options(const Unit& unit, const Attributes* before) {
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> items;
  const auto differs = [&](std::string_view name) {
    const Value* from = before ? before->find(name) : nullptr;
    const Value* to = attributes.find(name);
    return from == nullptr || to == nullptr ? from != to : !(*from == *to);
  };
  const auto put_flag = [&](std::string_view word, std::string_view name, bool inverted = false) {
    if (differs(name))
      items.push_back(std::string(word) + " = " + (attributes.flag(name) != inverted ? "true" : "false"));
  };
  const auto put = [&](std::string_view word, std::string_view name, std::string_view none) {
    if (!differs(name)) return;
    const std::string_view text = attributes.text(name);
    items.push_back(std::string(word) + " = " + quote_literal(text.empty() ? none : text));
  };
  put_flag("binary", "binary");
  put_flag("disable_on_error", "disable_on_error");
  put_flag("failover", "failover");
  put_flag("password_required", "password_not_required", true);
  put_flag("run_as_owner", "run_as_owner");
  put_flag("retain_dead_tuples", "retain_dead_tuples");
  put("origin", "origin", "any");
  put("streaming", "streaming", "off");
  put("synchronous_commit", "synchronous_commit", "off");
  put("wal_receiver_timeout", "receiver_timeout", "-1");
  if (differs("max_retention")) {
    items.push_back("max_retention_duration = " +
                    std::to_string(number_of(attributes, "max_retention").value_or(0)));
  }
  if (differs("two_phase")) put_flag("two_phase", "two_phase");
  return items;
}

void create(const Creation& creation, Steps& steps) {
  const Unit& unit = creation.unit;
  const Attributes& attributes = unit.attributes();
  std::vector<std::string> items{"connect = false", "slot_name = NONE"};
  for (const std::string& item : options(unit, nullptr)) items.push_back(item);
  steps.add("CREATE SUBSCRIPTION " + qualified(*unit.root) + " CONNECTION '' PUBLICATION " +
                quoted_list(list_of(attributes, "publications")) + " WITH (" + join(items) + ")",
            {Hazard::kHiddenValue});
  const std::string_view slot = attributes.text("slot_name");
  if (slot != "none") {
    steps.add(begin(unit) + "SET (slot_name = " +
              (slot.empty() ? quote_literal(unit.root->name) : std::string(slot)) + ")");
  }
  steps.note("subscription " + to_text(unit.identity()) +
             " is created without a connection and disabled: set its connection, then enable and refresh it");
}

void drop(const Unit& unit, Steps& steps) {
  // Its slot stays at the publisher: dropping it would need a connection.
  steps.add(begin(unit) + "DISABLE");
  steps.add(begin(unit) + "SET (slot_name = NONE)");
  steps.add("DROP SUBSCRIPTION " + qualified(*unit.root));
}

void alter(Alteration& a) {
  if (a.changed("disabled") && a.now("disabled")) a.steps.add(begin(a.after) + "DISABLE");
  if (a.changed("publications")) {
    a.steps.add(begin(a.after) + "SET PUBLICATION " +
                quoted_list(list_of(a.after.attributes(), "publications")) + " WITH (refresh = false)");
  }
  const std::vector<std::string> items = options(a.after, &a.before.attributes());
  if (!items.empty()) a.steps.add(begin(a.after) + "SET (" + join(items) + ")");
  if (a.changed("slot_name")) {
    const std::string_view slot = a.to("slot_name");
    a.steps.add(begin(a.after) + "SET (slot_name = " +
                (slot.empty()     ? quote_literal(a.after.root->name)
                 : slot == "none" ? "NONE"
                                  : std::string(slot)) +
                ")");
  }
  if (a.changed("server"))
    a.steps.note("set the server or the connection of subscription " + to_text(a.after.identity()) +
                 " by hand");
  if (a.changed("disabled") && !a.now("disabled")) a.steps.add(begin(a.after) + "ENABLE");
}

std::string target(const Unit& unit) { return target_of("SUBSCRIPTION", unit); }

}  // namespace

constinit const KindPlan kSubscriptionPlan{
    .kind = "subscription",
    .target = target,
    .create = create,
    .drop = drop,
    .alter = alter,
};

}  // namespace schema_audit
