// By what the store knows where the catalog of a target has changed since its newest snapshot.
#pragma once

#include <string>

namespace schema_audit {

struct PlacesRow {
  std::string mark;       // of the snapshot that they were taken with; of no use with another one
  std::string elsewhere;  // the same while nothing has changed that is of no place (hexadecimal)
  std::string places;     // as pack_places() gives them

  friend bool operator==(const PlacesRow&, const PlacesRow&) = default;
};

}  // namespace schema_audit
