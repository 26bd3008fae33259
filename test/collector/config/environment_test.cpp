#include "collector/config/environment.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>

#include "test/support/expect_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

class EnvironmentTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string path = directory_.write(name, text);
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  Environment environment() {
    return layered_environment(directory_ / "schema_audit.yaml",
                               [this](std::string_view name) -> std::optional<std::string> {
                                 const auto found = base_.find(std::string(name));
                                 if (found == base_.end()) return std::nullopt;
                                 return found->second;
                               });
  }

  TemporaryDirectory directory_;
  std::map<std::string, std::string> base_;
};

TEST_F(EnvironmentTest, TheVariableItselfComesFirst) {
  file(".env", "NAME=from .env\n");
  EXPECT_EQ(environment()("NAME"), "from .env");
  base_["CREDENTIALS_DIRECTORY"] = (directory_ / "").string();
  file("NAME", "from systemd\n");
  EXPECT_EQ(environment()("NAME"), "from systemd");
  base_["NAME_FILE"] = file("secret", "from the file\r\n");
  EXPECT_EQ(environment()("NAME"), "from the file");
  base_["NAME"] = "from the variable";
  EXPECT_EQ(environment()("NAME"), "from the variable");
  EXPECT_EQ(environment()("OTHER"), std::nullopt);
}

TEST_F(EnvironmentTest, ReadsEnvFilesAsTheyAreWritten) {
  file(".env", "# a comment\n\nexport A=1\n B = two words \nC=\"quoted # ${A}\"\nD='single'\nE=\nA=2");
  const Environment lookup = environment();
  EXPECT_EQ(lookup("A"), "2");
  EXPECT_EQ(lookup("B"), "two words");
  EXPECT_EQ(lookup("C"), "quoted # ${A}") << "nothing is expanded";
  EXPECT_EQ(lookup("D"), "single");
  EXPECT_EQ(lookup("E"), "");
}

TEST_F(EnvironmentTest, RefusesAnEnvFileThatIsNone) {
  file(".env", "A=1\nhunter2-canary\n");
  const Environment lookup = environment();
  const Thrown thrown = thrown_by([&] { lookup("A"); });
  EXPECT_EQ(thrown.exit_code, ExitCode::kConfig);
  EXPECT_NE(thrown.message.find("line 2"), std::string::npos) << thrown.message;
  EXPECT_EQ(thrown.message.find("canary"), std::string::npos) << thrown.message;
}

TEST_F(EnvironmentTest, RefusesWhatOthersCanRead) {
  base_["NAME_FILE"] = file("secret", "x\n", 0644);
  EXPECT_EQ(thrown_by([&] { environment()("NAME"); }).exit_code, ExitCode::kPermission);
  base_.clear();
  file(".env", "NAME=1\n", 0666);
  EXPECT_EQ(thrown_by([&] { environment()("NAME"); }).exit_code, ExitCode::kPermission);
}

TEST_F(EnvironmentTest, AFileThatIsNamedAndMissingIsAnError) {
  base_["NAME_FILE"] = (directory_ / "none").string();
  EXPECT_EQ(thrown_by([&] { environment()("NAME"); }).exit_code, ExitCode::kPermission);
}

}  // namespace
}  // namespace schema_audit
