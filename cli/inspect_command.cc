// `agencywatch inspect robots|url|page|name|text`: what the program makes of one thing, one JSON object a line.
#include <CLI/CLI.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "cli/register_source.h"
#include "core/enterprise_name.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "crawler/page_json.h"
#include "crawler/page_reader.h"
#include "crawler/robots_policy.h"
#include "crawler/url.h"
#include "rules/engine.h"
#include "rules/match_json.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

void Print(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

// Calls `use` for each input; "-" stands for the lines of stdin.
void ForEachInput(const std::vector<std::string>& inputs,
                  const std::stop_token& stop, const std::function<void(const std::string&)>& use) {
  for (const auto& input : inputs) {
    if (input != "-") {
      use(input);
      continue;
    }
    StdinBuffer buffer(stop);
    std::istream lines(&buffer);
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      use(line);
      std::cout.flush();
    }
  }
}

int InspectRobots(const std::filesystem::path& file, const std::string& agent,
                  const std::vector<std::string>& urls, const Context& context) {
  const auto policy =
      crawler::RobotsPolicy::FromResponse(200, ReadFile(file, "robots.txt", context.stop()), agent, context.clock().Now());
  bool bad = false;
  ForEachInput(urls, context.stop(), [&](const std::string& text) {
    const auto base = crawler::ParseUrl("http://localhost/");
    const auto url = crawler::ParseUrl(text, &*base);
    Json json;
    json["url"] = text;
    if (!url || !url->IsHttp()) {
      bad = true;
      json["error"] = "not an http URL or a path";
    } else {
      const auto decision = policy.Check(url->PathAndQuery());
      json["allowed"] = decision.allowed;
      json["line"] = decision.line;
      const auto delay = policy.crawl_delay();
      json["crawl_delay"] = delay ? Json(static_cast<double>(delay->count()) / 1000.0) : Json{};
    }
    Print(json);
  });
  return bad ? kDoneButLook : kDone;
}

int InspectUrls(const std::string& base_text, const std::vector<std::string>& urls, const std::stop_token& stop) {
  std::optional<crawler::Url> base;
  if (!base_text.empty()) {
    base = crawler::ParseUrl(base_text);
    if (!base)
      throw core::InputError(
          {"--base", 0, 0, "'" + base_text + "' is no URL", "write https://example.com/"});
  }
  ForEachInput(urls, stop, [&](const std::string& text) {
    const auto url = crawler::ParseUrl(text, base ? &*base : nullptr);
    Json json;
    json["input"] = text;
    json["url"] = url ? Json(url->Href()) : Json{};
    json["error"] = url ? Json{} : Json("not a URL");
    Print(json);
  });
  return kDone;
}

// Objects with these keys from stdin, or one from the arguments.
void ForEachObject(const std::vector<std::string>& inputs, const std::vector<std::string>& keys,
                   const std::stop_token& stop, const std::function<void(const std::vector<std::string>&)>& use, bool& bad) {
  const bool from_stdin = inputs.empty() || inputs == std::vector<std::string>{"-"};
  if (!from_stdin) {
    use(inputs);
    return;
  }
  int number = 0;
  ForEachInput({"-"}, stop, [&](const std::string& line) {
    ++number;
    if (core::Trim(line).empty()) return;
    const auto object = nlohmann::json::parse(line, nullptr, false);
    std::vector<std::string> values;
    for (const auto& key : keys) {
      if (object.is_object() && object.contains(key) && object[key].is_string())
        values.push_back(object[key]);
    }
    if (values.size() == keys.size()) {
      use(values);
      return;
    }
    bad = true;
    std::string wanted;
    for (const auto& key : keys) wanted += (wanted.empty() ? "{\"" : ",\"") + key + "\":\"…\"";
    Print({{"line", number}, {"error", "this is no " + wanted + "}"}});
  });
}

double Rounded(double score) { return std::round(score * 1000) / 1000; }

int InspectNames(const std::vector<std::string>& names, const std::stop_token& stop) {
  bool bad = false;
  ForEachObject(
      names, {"a", "b"}, stop,
      [](const std::vector<std::string>& pair) {
        const auto comparison =
            core::CompareNames(core::MakeValidUtf8(pair.at(0)), core::MakeValidUtf8(pair.at(1)));
        Print({{"score", Rounded(comparison.score)},
               {"same", comparison.same},
               {"reasons", comparison.reasons}});
      },
      bad);
  return bad ? kDoneButLook : kDone;
}

// Each name, of the arguments or the lines of stdin ({"name"} or as it is), looked up in a register.
int InspectNamesInRegister(Context& context, const std::filesystem::path& file,
                           const std::vector<std::string>& names) {
  using Kind = core::RegisterView::NameMatch::Kind;
  const auto view = LoadRegisterFile(file, "", context);
  bool bad = false;
  int number = 0;
  ForEachInput(names.empty() ? std::vector<std::string>{"-"} : names, context.stop(), [&](const std::string& text) {
    ++number;
    std::string name{core::Trim(text)};
    if (name.empty()) return;
    if (name.front() == '{') {
      const auto object = nlohmann::json::parse(name, nullptr, false);
      if (!object.is_object() || !object.contains("name") || !object["name"].is_string()) {
        bad = true;
        Print({{"line", number}, {"error", "this is no {\"name\":\"…\"}"}});
        return;
      }
      name = object["name"];
    }
    name = core::MakeValidUtf8(name);
    const auto match = view->MatchName(name);
    Json json;
    json["name"] = name;
    json["kind"] = match.kind == Kind::kListed     ? "listed"
                   : match.kind == Kind::kPossible ? "possible"
                                                   : "none";
    json["licence_no"] = match.entry == nullptr ? Json{} : Json(match.entry->row.licence_no);
    json["listed_name"] = match.entry == nullptr ? Json{} : Json(match.entry->row.name);
    json["score"] = Rounded(match.score);
    json["reasons"] =
        match.entry == nullptr
            ? std::vector<std::string>{"no name on the register is near"}
            : core::CompareNames(core::ParseEnterpriseName(name), *match.name, true).reasons;
    Print(json);
  });
  return bad ? kDoneButLook : kDone;
}

int InspectTexts(Context& context, const std::vector<std::string>& texts) {
  const auto rules = context.LoadRules();
  bool bad = false;
  ForEachObject(
      texts, {"text"}, context.stop(),
      [&](const std::vector<std::string>& text) {
        rules::AssessInput input;
        input.text.body = core::MakeValidUtf8(text.at(0));
        input.day_from = input.day_to = context.clock().Today();
        const auto reading = rules->Read(input);
        Json json;
        json["folded"] = reading.folded;
        json["evasion"] = Json::array();
        for (const auto& evasion : reading.facts.evasions) json["evasion"].push_back(evasion.kind);
        json["facts"] = Json::parse(rules::FactsJson(reading.facts));
        json["genre"] = reading.genre;
        Print(json);
      },
      bad);
  return bad ? kDoneButLook : kDone;
}

}  // namespace

void AddInspectCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("inspect", "What the program makes of one thing, and why");
  command->require_subcommand(1);
  auto inputs = std::make_shared<std::vector<std::string>>();
  auto file = std::make_shared<std::filesystem::path>();
  auto first = std::make_shared<std::string>();
  auto second = std::make_shared<std::string>();

  auto* robots =
      command->add_subcommand("robots", "May a crawler fetch these URLs, by this robots.txt?");
  robots->add_option("--file", *file, "The robots.txt")->required();
  robots->add_option("--agent", *first, "The crawler's name")->required();
  robots->add_option("URL", *inputs, "URLs or paths; - reads them from stdin, one a line")
      ->required();
  robots->footer(
      "Example: agencywatch inspect robots --file robots.txt --agent agencywatch /viec-lam/1.html");
  robots->callback([&line, file, first, inputs] {
    line.Choose(
        [=](Context& context) { return InspectRobots(*file, *first, *inputs, context); });
  });

  auto* url = command->add_subcommand("url", "A URL as browsers understand it");
  url->add_option("--base", *first, "What relative ones refer to");
  url->add_option("URL", *inputs, "URLs; - reads them from stdin, one a line")->required();
  url->footer("Example: agencywatch inspect url http://0x7f.1/ --base https://example.com/");
  url->callback([&line, first, inputs] {
    line.Choose([=](Context& context) { return InspectUrls(*first, *inputs, context.stop()); });
  });

  auto* page = command->add_subcommand("page", "What is read out of a page");
  page->add_option("FILE", *file, "The page; - reads it from stdin")->required();
  page->add_option("--url", *first, "Where it came from");
  page->add_option("--content-type", *second, "Its Content-Type");
  page->footer(
      "Example: agencywatch inspect page page.html --url https://example.com/viec-lam/1.html");
  page->callback([&line, file, first, second] {
    line.Choose([=](Context& context) {
      std::cout << crawler::PageJson(
                       crawler::ReadPage(ReadFile(*file, "the page", context.stop()), *first, *second), *first)
                << '\n';
      return static_cast<int>(kDone);
    });
  });

  auto* name = command->add_subcommand(
      "name", "Are these the names of one enterprise? Is this name on a register?");
  name->add_option("NAME", *inputs,
                   "Two names; none, or -, reads {\"a\",\"b\"} from stdin, one object a line. With "
                   "--register any number; from stdin {\"name\"} or plain lines");
  name->add_option("--register", *file, "Look each name up in this licence register")
      ->type_name("F");
  name->footer(
      "Example: agencywatch inspect name 'Cty CP Nhân lực Sông Xanh' 'Song Xanh Manpower JSC'\n"
      "Example: agencywatch inspect name --register register.csv < names.txt");
  name->callback([&line, file, inputs] {
    if (!file->empty()) {
      line.Choose([file, inputs](Context& context) {
        return InspectNamesInRegister(context, *file, *inputs);
      });
      return;
    }
    const bool from_stdin = inputs->empty() || *inputs == std::vector<std::string>{"-"};
    if (!from_stdin && inputs->size() != 2)
      throw CLI::ValidationError("NAME", "two names are compared");
    line.Choose([inputs](Context& context) { return InspectNames(*inputs, context.stop()); });
  });

  auto* text = command->add_subcommand("text", "A text folded, its facts and its genre");
  text->add_option("TEXT", *inputs,
                   "A text; none, or -, reads {\"text\"} from stdin, one object a line")
      ->expected(0, 1);
  text->footer("Example: agencywatch inspect text 'C.ọ.c 15tr giữ chỗ, zalo O912 000 345'");
  text->callback([&line, inputs] {
    line.Choose([inputs](Context& context) { return InspectTexts(context, *inputs); });
  });
}

}  // namespace agencywatch::cli
