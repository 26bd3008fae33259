// What an answer to a POST says of the alert that was posted.
#pragma once

#include "collector/alert/alert_sink.hpp"

namespace schema_audit {

// status: 0 for no answer. gone_when_not_found: 404 means that there is no such channel, as services say it;
// else that it is not there now.
SendResult::Status send_status(long status, bool gone_when_not_found);

}  // namespace schema_audit
