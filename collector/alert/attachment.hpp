// Files that go along with an alert on channels that take files.
#pragma once

#include <string>
#include <vector>

namespace schema_audit {

struct Attachment {
  std::string name;  // "drift.sql"
  std::string text;  // UTF-8
};

// As the outbox keeps them; empty for none.
std::string attachments_to_json(const std::vector<Attachment>& attachments);

// What is damaged is left out: the alert itself matters more.
std::vector<Attachment> attachments_from_json(const std::string& json);

}  // namespace schema_audit
