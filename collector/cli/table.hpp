// A table for people: columns aligned, cells made inert for a terminal.
#pragma once

#include <string>
#include <vector>

namespace schema_audit {

class Table {
 public:
  explicit Table(std::vector<std::string> header);

  // REQUIRES: as many cells as the header has. Every cell becomes one printable line.
  void add(const std::vector<std::string>& cells);

  // The header and the rows; every line ends with a line feed. The last column is not padded.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace schema_audit
