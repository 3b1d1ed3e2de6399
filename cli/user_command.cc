// `agencywatch user add|list|disable|password`: who may log in to the review site.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/database.h"
#include "db/transaction.h"
#include "db/user_store.h"

namespace agencywatch::cli {
namespace {

struct UserOptions {
  std::string name;
  std::string role = "inspector";
  bool password_stdin = false;
  bool second_factor = false;
  std::shared_ptr<std::string> as;
};

void Audit(pqxx::transaction_base& tx, Context& context, const UserOptions& options,
           const char* action) {
  db::AppendAudit(tx, {context.clock().Now(), ActorName(*options.as), action,
                       "account " + options.name, "", ""});
}

// From stdin, and good enough for the account; or a new one that is printed.
std::string ReadPassword(const UserOptions& options) {
  if (!options.password_stdin) return alerts::NewPassword();
  std::string password;
  std::getline(std::cin, password);
  password = core::MakeValidUtf8(password);
  alerts::RequireGoodPassword(password, options.name);
  return password;
}

db::Account GetAccount(pqxx::transaction_base& tx, const std::string& name) {
  auto account = db::FindAccount(tx, name);
  if (!account) {
    throw core::InputError(
        {"", 0, 0, "there is no account '" + name + "'", "see agencywatch user list"});
  }
  return *account;
}

void PrintPassword(const Context& context, const UserOptions& options,
                   const std::string& password) {
  if (options.password_stdin) return;
  std::cout << (context.english() ? "Password:       " : "Mật khẩu:       ") << password << '\n';
}

int Add(Context& context, const UserOptions& options) {
  db::Account account;
  account.name = options.name;
  account.role = db::FindRole(options.role).value();
  account.made_at = context.clock().Now();
  const std::string password = ReadPassword(options);
  account.password_hash = alerts::HashPassword(password);
  if (options.second_factor || db::NeedsSecondFactor(account.role))
    account.totp_secret = alerts::NewTotpSecret();
  const auto connection = context.database().Connect();
  db::InTransaction(*connection, [&](pqxx::work& tx) {
    db::AddAccount(tx, account);
    Audit(tx, context, options, "account.add");
  });
  const bool english = context.english();
  std::cout << (english ? "Account:        " : "Tài khoản:      ") << account.name << " ("
            << db::RoleName(account.role) << ")\n";
  PrintPassword(context, options, password);
  if (account.totp_secret) {
    std::cout << (english ? "Second factor:  " : "Yếu tố thứ hai: ") << *account.totp_secret
              << "\n                " << alerts::TotpUri(account.name, *account.totp_secret) << '\n'
              << (english ? "Enter it in an authenticator app now: it is not shown again.\n"
                          : "Nhập ngay vào ứng dụng xác thực: mã này không hiện lại.\n");
  }
  return kDone;
}

int List(Context& context) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  for (const auto& account : db::ListAccounts(tx)) {
    std::cout << account.name << "  " << db::RoleName(account.role)
              << (account.totp_secret ? "  +code" : "") << (account.disabled_at ? "  disabled" : "")
              << "  " << core::FormatVietnamTime(account.made_at).substr(0, 10) << '\n';
  }
  return kDone;
}

int Disable(Context& context, const UserOptions& options) {
  const auto connection = context.database().Connect();
  db::InTransaction(*connection, [&](pqxx::work& tx) {
    db::DisableAccount(tx, GetAccount(tx, options.name).id, context.clock().Now());
    Audit(tx, context, options, "account.disable");
  });
  std::cout << options.name
            << (context.english() ? ": disabled, logged out everywhere\n"
                                  : ": đã khóa, đã đăng xuất khỏi mọi nơi\n");
  return kDone;
}

int Password(Context& context, const UserOptions& options) {
  const std::string password = ReadPassword(options);
  const std::string hash = alerts::HashPassword(password);
  const auto connection = context.database().Connect();
  db::InTransaction(*connection, [&](pqxx::work& tx) {
    db::SetPassword(tx, GetAccount(tx, options.name).id, hash, context.clock().Now());
    Audit(tx, context, options, "account.password");
  });
  PrintPassword(context, options, password);
  return kDone;
}

}  // namespace

void AddUserCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("user", "Who may log in to the review site");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, const char* example) {
    auto* sub = command->add_subcommand(name, what);
    sub->footer(std::string{"Example: agencywatch user "} + example);
    return sub;
  };
  // The account that a command is about, and who acts.
  const auto add_name = [](CLI::App* sub) {
    auto options = std::make_shared<UserOptions>();
    sub->add_option("NAME", options->name, "Of the account: a-z, 0-9, '.', '_', '-'")->required();
    options->as = AddAsOption(*sub);
    return options;
  };
  const auto add_password = [](CLI::App* sub, UserOptions& options) {
    sub->add_flag("--password-stdin", options.password_stdin,
                  "Take the password from the first line of stdin; else one is made and printed");
  };
  const auto run = [&line](CLI::App* sub, std::shared_ptr<UserOptions> options,
                           int (*work)(Context&, const UserOptions&)) {
    sub->callback([&line, options, work] {
      line.Choose([options, work](Context& context) { return work(context, *options); });
    });
  };
  auto* adding = add("add", "A new account; prints its password and second factor",
                     "add lan.pham --role supervisor");
  const auto added = add_name(adding);
  adding->add_option("--role", added->role, "What it may do")
      ->check(CLI::IsMember({"viewer", "inspector", "supervisor", "liaison", "admin"}))
      ->capture_default_str();
  adding->add_flag("--second-factor", added->second_factor,
                   "Ask for a code, too (always so for supervisor, liaison and admin)");
  add_password(adding, *added);
  run(adding, added, Add);
  add("list", "All accounts, a line each", "list")->callback([&line] { line.Choose(List); });
  auto* disabling = add("disable", "Nobody can log in with it any more", "disable lan.pham");
  run(disabling, add_name(disabling), Disable);
  auto* password = add("password", "A new password; ends all its sessions", "password lan.pham");
  const auto changed = add_name(password);
  add_password(password, *changed);
  run(password, changed, Password);
}

}  // namespace agencywatch::cli
