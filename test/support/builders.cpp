#include "test/support/builders.hpp"

namespace schema_audit::test {

namespace {

void set_all(Object& object, AttributeList attributes) {
  for (const auto& [name, value] : attributes) object.attributes.set(name, value);
}

}  // namespace

Object root(std::string kind, std::string schema, std::string name, std::uint32_t oid,
            AttributeList attributes) {
  Object object;
  object.kind = std::move(kind);
  object.schema = std::move(schema);
  object.name = std::move(name);
  object.hint.oid = oid;
  set_all(object, attributes);
  return object;
}

Object table(std::string name, std::uint32_t oid, AttributeList attributes) {
  return root("table", "public", std::move(name), oid, attributes);
}

Object part(std::string kind, std::string name, Hint hint, AttributeList attributes) {
  Object object;
  object.kind = std::move(kind);
  object.name = std::move(name);
  object.hint = hint;
  set_all(object, attributes);
  return object;
}

Object with(Object root, std::vector<Object> parts) {
  root.children = std::move(parts);
  for (Object& child : root.children) child.schema = root.schema;
  sort_children(root);
  return root;
}

EventBuilder::EventBuilder(std::string command_tag) {
  event_.incarnation = "here";
  event_.xid = 1;
  event_.statement_number = 1;
  event_.command_tag = std::move(command_tag);
  event_.role = "target";
}

EventBuilder& EventBuilder::by(std::string session_role) {
  event_.actor.session_role = std::move(session_role);
  return *this;
}

EventBuilder& EventBuilder::at_statement(std::uint64_t xid, std::int32_t statement_number) {
  event_.xid = xid;
  event_.statement_number = statement_number;
  return *this;
}

EventBuilder& EventBuilder::row(std::string role, std::string object_type, std::vector<std::string> names,
                                std::string identity) {
  event_.role = std::move(role);
  event_.object_type = std::move(object_type);
  event_.address_names = std::move(names);
  event_.identity = std::move(identity);
  return *this;
}

EventBuilder& EventBuilder::sub(std::string subcommand) {
  event_.subcommand = std::move(subcommand);
  return *this;
}

EventBuilder& EventBuilder::from_owner(std::string old_owner) {
  event_.old_owner = std::move(old_owner);
  return *this;
}

EventBuilder& EventBuilder::text(std::string statement) {
  event_.statement = std::move(statement);
  return *this;
}

EventBuilder& EventBuilder::grants(std::vector<std::string> privileges, std::vector<std::string> grantees) {
  event_.privileges = std::move(privileges);
  event_.grantees = std::move(grantees);
  return *this;
}

EventBuilder& EventBuilder::address(std::uint32_t class_oid, std::uint32_t object_oid, std::int32_t sub_id) {
  event_.class_oid = class_oid;
  event_.object_oid = object_oid;
  event_.sub_id = sub_id;
  return *this;
}

std::vector<std::string> who_of(const std::vector<Event>& events) {
  std::vector<std::string> names;
  names.reserve(events.size());
  for (const Event& event : events) names.push_back(event.actor.session_role);
  return names;
}

}  // namespace schema_audit::test
