// Where ${NAME} of a configuration comes from.
#pragma once

#include <filesystem>

#include "collector/config/expand.hpp"

namespace schema_audit {

// The first of: the variable NAME of `base`; the file that its NAME_FILE names, without the line break at its
// end; the credential NAME that systemd hands over in CREDENTIALS_DIRECTORY; NAME=value in `.env` beside the
// configuration. A file that others may read or change is refused, as is a line of `.env` that is not
// NAME=value. Throws CollectorError when one of them is there and cannot be used.
Environment layered_environment(const std::filesystem::path& config_file, Environment base);

}  // namespace schema_audit
