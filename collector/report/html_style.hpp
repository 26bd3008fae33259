// How the page of a report looks: light or dark as the reader's system is, also on paper.
#pragma once

#include <string_view>

namespace schema_audit {

// Holds no character that XML would take for markup.
inline constexpr std::string_view kHtmlStyle = R"css(:root {
  --ink: #1c1e21; --paper: #ffffff; --soft: #f3f4f6; --line: #d5d9de; --faint: #59616b;
  --critical: #b3141d; --major: #8a5300; --minor: #1d5fa8; --none: #59616b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8eb; --paper: #16181b; --soft: #212429; --line: #3a4048; --faint: #a3abb5;
    --critical: #ff8a86; --major: #f0b45b; --minor: #7fb8f5; --none: #a3abb5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, footer { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.1rem; color: var(--faint); font-weight: 600; }
h2 { font-size: 1.5rem; line-height: 1.25; }
h3 { margin-top: 2rem; border-bottom: 1px solid var(--line); }
h4 { margin: 0; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
.counts a { display: block; padding: .5rem 1rem; border: 1px solid currentColor; border-radius: .5rem; color: inherit;
  text-decoration: none; }
.counts b { font-size: 1.4rem; }
article { margin: 1rem 0; padding: .75rem 1rem; background: var(--soft); border-left: .3rem solid currentColor;
  border-radius: .25rem; }
article.follows { margin-left: 2rem; }
article h4, article p, article pre { color: var(--ink); }
article p { margin: .35rem 0; overflow-wrap: anywhere; }
.critical { color: var(--critical); }
.major { color: var(--major); }
.minor { color: var(--minor); }
.none { color: var(--none); }
article .code, article .elsewhere, footer, .remarks { color: var(--faint); }
article .note { font-weight: 600; }
pre { margin: .35rem 0; padding: .5rem .75rem; overflow-x: auto; background: var(--paper); border: 1px solid var(--line); }
code { font: .875rem/1.45 ui-monospace, monospace; }
.unread { color: var(--critical); font-weight: 600; }
@media print { article { break-inside: avoid; } pre { white-space: pre-wrap; } }
)css";

}  // namespace schema_audit
