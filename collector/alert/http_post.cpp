#include "collector/alert/http_post.hpp"

#include <curl/curl.h>

#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "collector/interrupt.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLargestResponse = 65536;

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

struct HeaderDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Headers = std::unique_ptr<curl_slist, HeaderDeleter>;

void initialise_curl() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error("cannot initialise libcurl");
}

std::size_t keep(char* data, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  const std::size_t bytes = size * count;
  // Less than what came makes libcurl stop; the status is known by then.
  if (body.size() + bytes > kLargestResponse) return 0;
  body.append(data, bytes);
  return bytes;
}

int on_progress(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return interrupt_requested() ? 1 : 0;
}

Headers make_headers(const std::vector<std::string>& lines) {
  Headers list;
  for (const std::string& line : lines) {
    if (line.find_first_of("\r\n") != std::string::npos)
      throw std::invalid_argument("a line break in a header");
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

void set_options(CURL* curl, const HttpRequest& request, const Headers& headers, std::string& body) {
  const auto set = [&](CURLoption option, auto value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK)
      throw std::runtime_error("libcurl refuses an option");
  };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDS, request.body.data());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_USERAGENT, "schema-audit");
  // An empty string also switches the proxies of the environment off.
  set(CURLOPT_PROXY, request.proxy.c_str());
  if (!request.ca_file.empty()) set(CURLOPT_CAINFO, request.ca_file.c_str());
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_WRITEFUNCTION, keep);
  set(CURLOPT_WRITEDATA, &body);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
}

}  // namespace

HttpResponse http_post(const HttpRequest& request) {
  initialise_curl();
  const std::unique_ptr<CURL, CurlDeleter> curl(curl_easy_init());
  if (!curl) throw std::bad_alloc();
  // Expect: 100-continue costs a second with receivers that do not know it.
  std::vector<std::string> lines = request.headers;
  lines.emplace_back("Expect:");
  const Headers headers = make_headers(lines);
  std::string body;
  set_options(curl.get(), request, headers, body);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_ABORTED_BY_CALLBACK && interrupt_requested()) throw Interrupted();
  HttpResponse response;
  // A body that is too long ends the transfer, when all that matters is known.
  const bool complete = code == CURLE_OK || code == CURLE_WRITE_ERROR;
  if (!complete) {
    response.error = curl_easy_strerror(code);
    return response;
  }
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &response.status);
  curl_off_t seconds = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0) response.retry_after = std::chrono::seconds(seconds);
  response.body = std::move(body);
  return response;
}

}  // namespace schema_audit
