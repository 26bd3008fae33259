#include "collector/alert/http_status.hpp"

namespace schema_audit {

SendResult::Status send_status(long status, bool gone_when_not_found) {
  constexpr long kNotFound = 404;
  constexpr long kGone = 410;
  constexpr long kTooManyRequests = 429;
  constexpr long kFirstServerError = 500;
  using Status = SendResult::Status;
  if (status >= 200 && status <= 299) return Status::kDelivered;
  if (status == kGone || (status == kNotFound && gone_when_not_found)) return Status::kGone;
  if (status == 0 || status == kTooManyRequests || status >= kFirstServerError) return Status::kDown;
  return Status::kRefused;
}

}  // namespace schema_audit
