#include "cli/config.h"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "alerts/province.h"
#include "cli/notify_config.h"
#include "core/errors.h"

namespace agencywatch::cli {
namespace {

using core::InputProblem;

class Reader {
 public:
  Reader(std::string file, Config& config) : file_(std::move(file)), config_(config) {}

  void Read(const YAML::Node& root) {
    if (root.IsNull()) return;
    if (!root.IsMap()) {
      Complain(root.Mark(), "settings are a list of `key: value` lines",
               "see `agencywatch init --help`");
      return;
    }
    for (const auto& entry : root) ReadEntry(entry.first.Scalar(), entry.first, entry.second);
    if (const auto notify = root["notify"]; notify && !notify.IsNull())
      config_.notify = ReadNotify(notify, file_, config_.lang == "en", problems_);
  }
  [[nodiscard]] std::vector<InputProblem> problems() && { return std::move(problems_); }

 private:
  void ReadEntry(const std::string& key, const YAML::Node& name, const YAML::Node& value) {
    if (key == "notify") return;  // last: it asks for the language
    if (key == "packs") {
      if (!value.IsSequence()) {
        Complain(value.Mark(), "`packs` is a list of folders", "packs: [/etc/agencywatch/packs]");
        return;
      }
      for (const auto& pack : value) config_.packs.push_back(Absolute(pack.Scalar()));
      return;
    }
    if (key == "retention") {
      ReadRetention(value);
      return;
    }
    if (key == "holidays") {
      ReadHolidays(value);
      return;
    }
    if (!value.IsScalar()) {
      Complain(value.Mark(), "`" + key + "` takes one value", "write it on the same line");
      return;
    }
    const std::string text = value.Scalar();
    if (key == "database") {
      config_.database = text;
    } else if (key == "data_dir") {
      config_.data_dir = Absolute(text);
    } else if (key == "sources") {
      config_.sources = Absolute(text);
    } else if (key == "lang") {
      if (text != "vi" && text != "en")
        Complain(value.Mark(), "unknown language '" + text + "'", "write vi or en");
      config_.lang = text;
    } else if (key == "recipients") {
      config_.recipients = Absolute(text);
    } else if (key == "province") {
      const auto province = alerts::FindProvince(text);
      if (!province) Complain(value.Mark(), "there is no province '" + text + "'", "of today or a former one");
      config_.province = province.value_or("");
    } else if (key == "register_max_age") {
      ReadDays(value, text, config_.register_max_age);
    } else if (key == "four_eyes") {
      if (text != "names" && text != "system_users")
        Complain(value.Mark(), "four_eyes is not '" + text + "'", "write names or system_users");
      config_.four_eyes_by_system_user = text == "system_users";
    } else if (key == "spool_keep") {
      ReadDays(value, text, config_.spool_keep);
    } else {
      Complain(name.Mark(), "unknown setting '" + key + "'",
               "known are database, data_dir, sources, packs, recipients, province, register_max_age, "
               "spool_keep, retention, holidays, four_eyes, lang, notify");
    }
  }

  void ReadRetention(const YAML::Node& classes) {
    if (!classes.IsMap()) {
      Complain(classes.Mark(), "`retention` says for how long each class is kept", "retention: {clear: 180d, dismissed: 730d}");
      return;
    }
    for (const auto& entry : classes) {
      const std::string name = entry.first.Scalar();
      const std::string days = entry.second.IsScalar() ? entry.second.Scalar() : "";
      if (name == "clear") {
        ReadDays(entry.second, days, config_.keep_clear);
      } else if (name == "dismissed") {
        ReadDays(entry.second, days, config_.keep_dismissed);
      } else {
        Complain(entry.first.Mark(), "unknown class '" + name + "' of retention", "known are clear and dismissed");
      }
    }
  }

  void ReadHolidays(const YAML::Node& days) {
    if (!days.IsSequence()) {
      Complain(days.Mark(), "`holidays` is a list of days", "holidays: [2027-02-11]");
      return;
    }
    for (const auto& day : days) {
      const std::string text = day.IsScalar() ? day.Scalar() : "";
      const auto read = core::ParseDay(text);
      if (read) {
        config_.holidays.push_back(*read);
      } else {
        Complain(day.Mark(), "'" + text + "' is no day", "write it as 2027-02-11");
      }
    }
  }

  void ReadDays(const YAML::Node& value, const std::string& text, std::chrono::days& out) {
    const bool digits = text.size() >= 2 && text.size() <= 5 && text.back() == 'd' &&
                        text.find_first_not_of("0123456789") == text.size() - 1;
    if (!digits || std::stoi(text) == 0) {
      Complain(value.Mark(), "'" + text + "' is no number of days", "write for example 14d");
      return;
    }
    out = std::chrono::days{std::stoi(text)};
  }

  [[nodiscard]] std::filesystem::path Absolute(const std::filesystem::path& path) const {
    return path.is_absolute() ? path : std::filesystem::path(file_).parent_path() / path;
  }

  void Complain(const YAML::Mark& mark, std::string what, std::string fix) {
    problems_.push_back({file_, mark.line + 1, mark.column + 1, std::move(what), std::move(fix)});
  }

  std::string file_;
  Config& config_;
  std::vector<InputProblem> problems_;
};

}  // namespace

Config ReadConfig(const std::optional<std::filesystem::path>& file) {
  Config config;
  std::filesystem::path path = file.value_or("");
  if (!file) {
    for (const char* usual : {"agencywatch.yaml", "/etc/agencywatch/agencywatch.yaml"}) {
      std::error_code ignored;
      if (std::filesystem::is_regular_file(usual, ignored)) {
        path = usual;
        break;
      }
    }
    if (path.empty()) return config;
  }
  std::error_code unreadable;
  std::ifstream in;
  if (std::filesystem::is_regular_file(path, unreadable)) in.open(path, std::ios::binary);  // a pipe would be waited for
  if (!in.is_open()) {
    throw core::InputError(
        {path.string(), 0, 0, "the settings file cannot be read",
         "give an existing file to --config, or write one with `agencywatch init`"});
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Reader reader(path.string(), config);
  try {
    reader.Read(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw core::InputError({path.string(), error.mark.line + 1, error.mark.column + 1, error.msg,
                            "settings are YAML: one `key: value` a line"});
  }
  auto problems = std::move(reader).problems();
  if (!problems.empty()) throw core::InputError(std::move(problems));
  config.file = path;
  return config;
}

std::string ConfigTemplate() {
  return std::string{R"(# Settings of agencywatch. Everything may be left out; what stands here is the default.
# Options on the command line win over this file, and so does AGENCYWATCH_DATABASE.

# Where the data lie. Without this line agencywatch runs its own private PostgreSQL in data_dir.
#database: postgresql://agencywatch@db.example.gov.vn/agencywatch

# The private server, the captured pages (WARC) and the logs.
#data_dir: /var/lib/agencywatch

# What is crawled.
sources: sources.yaml

# Folders of rule packs instead of the ones built into the program.
#packs: [/etc/agencywatch/packs]

# Which authority gets which referral; `agencywatch referrals recipients --yaml` prints the table that is built in.
#recipients: recipients.yaml

# The province of this office: its authorities get a referral of a case that names none.
#province: Nghệ An

# A licence register older than this says nothing any more: no enterprise is called unlisted by it.
register_max_age: 14d

# Captured pages are kept so long; those of adverts that are not clear are copied to evidence files and stay.
spool_keep: 90d

# How long postings are kept after they were last seen: without signs (clear), or in dismissed alerts only. What a case,
# an open alert or a confirmed one rests on stays. `agencywatch purge --dry-run` says what would go.
retention:
  clear: 180d
  dismissed: 730d

# Days off besides those that the law fixes: the ministry's notice for the year. Deadlines in working days count by them.
#holidays: [2027-02-11]

# What makes two persons on the command line. names: two names (--as); the audit log keeps the user of the machine beside each.
# system_users: two users of the machine, too. On the review site it is two accounts anyway.
four_eyes: names

# Language of what is printed: vi or en.
lang: vi
)"} + NotifyTemplate();
}

}  // namespace agencywatch::cli
