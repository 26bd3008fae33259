// What an event can have made of an attribute, as far as the words of the log tell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diff/change.hpp"
#include "core/model/event.hpp"

namespace schema_audit {

// Whether this is a sub-command that gives the object another name or another schema.
bool is_rename(std::string_view subcommand);

// Whether the event can have set the attribute that was altered: false when its sub-command, or the words of
// its ALTER, are about other attributes.
bool can_set(const Event& event, const Change& change);

// What the event set that attribute to, in the words of to_text(), with "" for the default; nullopt where the
// log does not tell.
std::optional<std::string> value_set(const Event& event, const Change& change);

// Who owns it from then on, where the log tells; nullopt of other commands.
std::optional<std::string> new_owner(const Event& event);

// What follows a phrase (in upper case) in a statement that has it once: a name without its quotes, a
// number, a word; nullopt else.
std::optional<std::string> word_behind(std::string_view statement, std::string_view phrase);

}  // namespace schema_audit
