#include "collector/alert/http_post.hpp"

#include <string>
#include <utility>

#include "collector/alert/curl_transfer.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLargestResponse = 65536;

std::size_t keep(char* data, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  const std::size_t bytes = size * count;
  // Less than what came makes libcurl stop; the status is known by then.
  if (body.size() + bytes > kLargestResponse) return 0;
  body.append(data, bytes);
  return bytes;
}

}  // namespace

HttpResponse http_post(const HttpRequest& request) {
  // Expect: 100-continue costs a second with receivers that do not know it.
  std::vector<std::string> lines = request.headers;
  lines.emplace_back("Expect:");
  const CurlOwned<curl_slist> headers = curl_list(lines);
  std::string body;
  CurlTransfer curl(request.url, "http,https", request.ca_file, request.connect_timeout, request.timeout);
  curl.set(CURLOPT_FOLLOWLOCATION, 0L);
  curl.set(CURLOPT_POST, 1L);
  curl.set(CURLOPT_POSTFIELDS, request.body.data());
  curl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl.set(CURLOPT_HTTPHEADER, headers.get());
  curl.set(CURLOPT_USERAGENT, "schema-audit");
  // An empty string also switches the proxies of the environment off.
  curl.set(CURLOPT_PROXY, request.proxy.c_str());
  curl.set(CURLOPT_WRITEFUNCTION, keep);
  curl.set(CURLOPT_WRITEDATA, &body);
  const CURLcode code = curl.perform();
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
