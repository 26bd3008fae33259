#include "collector/alert/email_sink.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <new>
#include <utility>
#include <vector>

#include "collector/alert/attachment.hpp"
#include "collector/alert/curl_transfer.hpp"
#include "collector/alert/email_text.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr long kFirstPermanentError = 500;
constexpr std::chrono::seconds kConnectTimeout(10);
constexpr std::chrono::seconds kTimeout(60);

// RFC 5322, in UTC. strftime would write the names of the locale.
std::string mail_date(UnixMicros now) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(now / kMicrosPerSecond);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays.at(static_cast<std::size_t>(parts.tm_wday))) + ", " + two(parts.tm_mday) + " " +
         kMonths.at(static_cast<std::size_t>(parts.tm_mon)) + " " + std::to_string(parts.tm_year + 1900) +
         " " + two(parts.tm_hour) + ":" + two(parts.tm_min) + ":" + two(parts.tm_sec) + " +0000";
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string line;
  for (const std::string& address : addresses) line += (line.empty() ? "<" : ", <") + address + ">";
  return line;
}

void add_part(curl_mime* mime, const std::string& data, const char* type, const char* filename = nullptr) {
  curl_mimepart* part = curl_mime_addpart(mime);
  if (part == nullptr) throw std::bad_alloc();
  check_curl(curl_mime_data(part, data.data(), data.size()));
  check_curl(curl_mime_type(part, type));
  check_curl(curl_mime_encoder(part, filename != nullptr ? "base64" : "quoted-printable"));
  if (filename != nullptr) check_curl(curl_mime_filename(part, filename));
}

// multipart/mixed: the text as plain and as HTML, the whole notice as a file, and the files of the alert.
CurlOwned<curl_mime> make_mime(CURL* curl, const Notice& notice, const AlertMessage& message) {
  CurlOwned<curl_mime> mixed(curl_mime_init(curl));
  CurlOwned<curl_mime> alternative(curl_mime_init(curl));
  if (!mixed || !alternative) throw std::bad_alloc();
  add_part(alternative.get(), email_plain_text(notice), "text/plain; charset=utf-8");
  add_part(alternative.get(), email_html(notice), "text/html; charset=utf-8");
  curl_mimepart* part = curl_mime_addpart(mixed.get());
  if (part == nullptr) throw std::bad_alloc();
  check_curl(curl_mime_subparts(part, alternative.get()));
  static_cast<void>(alternative.release());
  CurlOwned<curl_slist> inlined = curl_list({"Content-Disposition: inline"});
  check_curl(curl_mime_type(part, "multipart/alternative"));
  // Read when the message is sent: the part has to keep it.
  check_curl(curl_mime_headers(part, inlined.get(), 1));
  static_cast<void>(inlined.release());
  add_part(mixed.get(), message.payload, "application/json", "notice.json");
  for (const Attachment& file : attachments_from_json(message.attachments))
    add_part(mixed.get(), file.text, "application/sql; charset=utf-8", file.name.c_str());
  return mixed;
}

}  // namespace

EmailSink::EmailSink(AlertChannelConfig config, Clock clock)
    : config_(std::move(config)), clock_(std::move(clock)) {}

SendResult EmailSink::send(const AlertMessage& message) {
  Notice notice;
  try {
    notice = parse_notice(message.id, message.payload);
  } catch (const CollectorError& error) {
    return {SendResult::Status::kGone, error.what(), std::nullopt};
  }
  CurlTransfer curl(config_.url, "smtp,smtps", config_.ca_file, kConnectTimeout, kTimeout);
  const CurlOwned<curl_slist> headers =
      curl_list({"Date: " + mail_date(clock_()), "From: <" + config_.from + ">", "To: " + joined(config_.to),
                 "Message-ID: <" + message.id + "@schema-audit." + notice.target + ">",
                 // What tells of one drift is one thread.
                 "References: <" + (notice.incident.empty() ? message.id : notice.incident) +
                     "@schema-audit." + notice.target + ">",
                 "Subject: " + header_text(notice.headline()), "Auto-Submitted: auto-generated",
                 "X-Schema-Audit-Severity: " + std::string(to_text(notice.severity))});
  const CurlOwned<curl_slist> recipients = curl_list(config_.to);
  const CurlOwned<curl_mime> mime = make_mime(curl.get(), notice, message);
  curl.set(CURLOPT_USE_SSL, static_cast<long>(config_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (!config_.username.empty()) {
    curl.set(CURLOPT_USERNAME, config_.username.c_str());
    curl.set(CURLOPT_PASSWORD, config_.password.c_str());
  }
  curl.set(CURLOPT_MAIL_FROM, config_.from.c_str());
  curl.set(CURLOPT_MAIL_RCPT, recipients.get());
  curl.set(CURLOPT_HTTPHEADER, headers.get());
  curl.set(CURLOPT_MIMEPOST, mime.get());
  const CURLcode code = curl.perform();
  if (code == CURLE_OK) return {SendResult::Status::kDelivered, "", std::nullopt};
  long reply = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply);
  // A permanent refusal of this message says nothing of the next one; anything else is the server's state.
  const bool refused = reply >= kFirstPermanentError && code != CURLE_LOGIN_DENIED;
  return {refused ? SendResult::Status::kRefused : SendResult::Status::kDown,
          webhook_host(config_.url) + ": " + curl_easy_strerror(code) +
              (reply >= 400 ? " (reply " + std::to_string(reply) + ")" : ""),
          std::nullopt};
}

std::string EmailSink::preview(const AlertMessage& message) const {
  const Notice notice = parse_notice(message.id, message.payload);
  std::string attached = "notice.json";
  std::string files;
  for (const Attachment& file : attachments_from_json(message.attachments)) {
    attached += ", " + printable(file.name);
    files += "\n" + printable(file.name) + ":\n" + file.text;
  }
  return "From: " + config_.from + "\nTo: " + joined(config_.to) + "\nSubject: " + notice.headline() +
         "\nAttached: " + attached + "\n\n" + without_returns(email_plain_text(notice)) + files;
}

}  // namespace schema_audit
