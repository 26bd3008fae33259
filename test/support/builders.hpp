// Short ways to write objects and events in tests.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/model/event.hpp"
#include "core/model/object.hpp"

namespace schema_audit::test {

using AttributeList = std::initializer_list<std::pair<const char*, Value>>;

// Catalogs, as the log has them in class_oid.
inline constexpr std::uint32_t kPgType = 1247;
inline constexpr std::uint32_t kPgProc = 1255;
inline constexpr std::uint32_t kPgClass = 1259;
inline constexpr std::uint32_t kPgConstraint = 2606;
inline constexpr std::uint32_t kPgNamespace = 2615;
inline constexpr std::uint32_t kPgPolicy = 3256;

// A root object; oid 0 leaves the hint unknown.
Object root(std::string kind, std::string schema, std::string name, std::uint32_t oid = 0,
            AttributeList attributes = {});

// A table of schema public.
Object table(std::string name, std::uint32_t oid = 0, AttributeList attributes = {});

Object part(std::string kind, std::string name, Hint hint = {}, AttributeList attributes = {});

// The root with its parts in canonical order, each in the root's schema.
Object with(Object root, std::vector<Object> parts);

// Events come from builders like this one:
//   event("ALTER TABLE").by("alice").at_statement(7).row("subcommand", "table column", {"public", "t",
//   "c"}).rel(16384, 2)
class EventBuilder {
 public:
  explicit EventBuilder(std::string command_tag);

  EventBuilder& by(std::string session_role);
  EventBuilder& at_statement(std::uint64_t xid, std::int32_t statement_number = 1);
  EventBuilder& row(std::string role, std::string object_type, std::vector<std::string> names,
                    std::string identity = "");
  EventBuilder& sub(std::string subcommand);
  EventBuilder& text(std::string statement);
  EventBuilder& grants(std::vector<std::string> privileges, std::vector<std::string> grantees);
  EventBuilder& from_owner(std::string old_owner);
  EventBuilder& address(std::uint32_t class_oid, std::uint32_t object_oid, std::int32_t sub_id = 0);
  EventBuilder& rel(std::uint32_t oid, std::int32_t column = 0) { return address(kPgClass, oid, column); }

  // Lists of events read better without a cast for each.
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator Event() const { return event_; }

 private:
  Event event_;
};

inline EventBuilder event(std::string command_tag) { return EventBuilder(std::move(command_tag)); }

// Who did them, in order.
std::vector<std::string> who_of(const std::vector<Event>& events);

}  // namespace schema_audit::test
