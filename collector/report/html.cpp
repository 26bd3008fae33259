#include <array>
#include <string>
#include <vector>

#include "collector/report/formats.hpp"
#include "collector/report/html_style.hpp"
#include "collector/report/markup.hpp"
#include "core/render/printable.hpp"
#include "core/render/recommendations.hpp"
#include "core/severity/arrangement.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kLongestStatement = 10'000;
constexpr std::array kSeverities{Severity::kCritical, Severity::kMajor, Severity::kMinor, Severity::kNone};

std::string word(Severity severity) { return std::string(to_text(severity)); }

std::string element(std::string_view name, std::string_view type, const std::string& content) {
  return "<" + std::string(name) + " class=\"" + std::string(type) + "\">" + content + "</" +
         std::string(name) + ">\n";
}

class Page {
 public:
  Page(const Report& report, std::size_t number)
      : report_(report), ranks_(group_ranks(report.findings)), prefix_("r" + std::to_string(number)) {}

  std::string html() {
    out_ += "<section class=\"report\" id=\"" + prefix_ + "\">\n<h2>" + markup_text(headline(report_)) +
            "</h2>\n";
    counts();
    for (const Severity severity : kSeverities) findings(severity);
    recommended();
    remarks();
    out_ += "</section>\n";
    return std::move(out_);
  }

 private:
  std::string id(Severity severity) const { return prefix_ + "-" + word(severity); }

  void counts() {
    const Counts n = count(report_.findings);
    if (report_.findings.empty()) return;
    out_ += "<ul class=\"counts\">\n";
    for (const auto& [severity, number] :
         {std::pair(Severity::kCritical, n.critical), std::pair(Severity::kMajor, n.major),
          std::pair(Severity::kMinor, n.minor)}) {
      out_ += "<li class=\"" + word(severity) + "\"><a href=\"#" + id(severity) + "\"><b>" +
              std::to_string(number) + "</b> " + word(severity) + "</a></li>\n";
    }
    out_ += "</ul>\n";
  }

  void findings(Severity severity) {
    std::string list;
    bool elsewhere = false;
    // What follows from a finding stands with it, where the worst of them belongs.
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      if (ranks_[i] == severity) list += article(report_.findings[i]);
      elsewhere = elsewhere || report_.findings[i].severity == severity;
    }
    // The targets of the links above are always there.
    if (list.empty() && (severity == Severity::kNone || report_.findings.empty())) return;
    out_ += "<section id=\"" + id(severity) + "\">\n<h3>" + word(severity) + "</h3>\n" +
            (!list.empty() ? list
             : elsewhere   ? "<p>stands above, with what is worse and belongs to it</p>\n"
                           : "<p>nothing</p>\n") +
            "</section>\n";
  }

  std::string article(const Finding& finding) const {
    const bool follows = !finding.follows.empty();
    std::string out = "<article class=\"" + word(finding.severity) + (follows ? " follows" : "") +
                      "\">\n<h4>" + (follows ? "follows: " : "") + markup_text(finding.sentence) +
                      "</h4>\n<p class=\"code\"><b>" + word(finding.severity) + "</b>" +
                      (finding.usual ? " (usually " + word(*finding.usual) + ")" : "") + " <code>" +
                      markup_text(finding.code) + "</code></p>\n";
    for (const Event& event : finding.events) {
      out += element("p", "event", markup_text(event_line(report_, event)));
      if (!event.statement.empty()) {
        out +=
            "<pre><code>" + markup_block(shortened(event.statement, kLongestStatement)) + "</code></pre>\n";
      }
    }
    if (!finding.elsewhere.empty()) out += element("p", "elsewhere", markup_text(finding.elsewhere));
    if (!finding.unexplained.empty())
      out += element("p", "event", "who: " + markup_text(finding.unexplained));
    if (!finding.note.empty()) out += element("p", "note", "note: " + markup_text(finding.note));
    if (!finding.advice.empty()) out += element("p", "advice", markup_text(finding.advice));
    return out + "</article>\n";
  }

  void recommended() {
    const std::vector<Recommendation> all = recommendations(report_.findings);
    if (all.empty()) return;
    out_ += "<section>\n<h3>recommendations</h3>\n";
    for (const Severity severity : kSeverities) {
      std::string list;
      for (const Recommendation& recommendation : all) {
        if (recommendation.severity != severity) continue;
        std::string objects;
        for (const std::string& object : recommendation.objects)
          objects += "<li>" + markup_text(object) + "</li>\n";
        list += "<li>" + markup_text(recommendation.advice) + "\n<details><summary>" +
                std::to_string(recommendation.objects.size()) +
                (recommendation.objects.size() == 1 ? " object" : " objects") + "</summary>\n<ul>\n" +
                objects + "</ul></details></li>\n";
      }
      if (!list.empty())
        out_ += "<h4 class=\"" + word(severity) + "\">" + word(severity) + "</h4>\n<ul>\n" + list + "</ul>\n";
    }
    out_ += "</section>\n";
  }

  void remarks() {
    std::string list;
    const auto add = [&list](const std::string& text) { list += "<li>" + markup_text(text) + "</li>\n"; };
    for (const IgnoredFindings& ignored : report_.ignored)
      add("ignored: " + std::to_string(ignored.count) + " by rule {" + ignored.rule + "}");
    for (const RegradedFindings& regraded : report_.regraded) {
      add("graded by the configuration: " + std::to_string(regraded.count) + " by rule {" + regraded.rule +
          "}");
    }
    for (const Skipped& skipped : report_.skipped)
      add("not compared: " + std::to_string(skipped.count) + " " + skipped.kind + ", " + skipped.reason);
    if (!list.empty()) out_ += "<ul class=\"remarks\">\n" + list + "</ul>\n";
  }

  const Report& report_;
  const std::vector<Severity> ranks_;
  const std::string prefix_;
  std::string out_;
};

}  // namespace

std::string render_html(const ReportSet& set) {
  const std::string title =
      set.reports.size() == 1 ? headline(set.reports.front().report) : "Schemas and what changed in them";
  // Nothing is fetched and nothing runs, even if a name found its way out of its element.
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>" +
      markup_text(title) + "</title>\n<style>\n" + std::string(kHtmlStyle) +
      "</style>\n</head>\n<body>\n<main>\n<h1>Schema report</h1>\n";
  for (const UnreadTarget& unread : set.unread)
    out += element("p", "unread", markup_text(unread.target + " was not read: " + unread.reason));
  std::size_t number = 0;
  for (const PlacedReport& placed : set.reports) out += Page(placed.report, ++number).html();
  return out + "</main>\n<footer>schema-audit " SCHEMA_AUDIT_VERSION "</footer>\n</body>\n</html>\n";
}

}  // namespace schema_audit
