#include "cli/four_eyes.h"

#include <iostream>

#include "alerts/alert_text.h"
#include "cli/acting.h"
#include "core/errors.h"
#include "db/audit_store.h"

namespace agencywatch::cli {

bool IsOneAccount(const Context& context, pqxx::transaction_base& tx, const std::string& action, const std::string& object) {
  const std::string user = SystemUser();
  if (db::FindSystemUser(tx, action, object) != user) return false;
  if (context.config().four_eyes_by_system_user) {
    throw core::InputError({"", 0, 0, object + " was proposed by the same user of this machine, " + user,
                            "another user approves it, or a supervisor on the review site (four_eyes in the settings)"});
  }
  return true;
}

void TellOneAccount(const Context& context) {
  std::cerr << (context.english() ? "note: proposed and approved by one user of this machine, " : "chú ý: đề xuất và phê duyệt cùng một tài khoản của máy này, ")
            << alerts::TerminalText(SystemUser(), 60)
            << (context.english() ? "; the audit log says so\n" : "; nhật ký ghi rõ điều đó\n");
}

}  // namespace agencywatch::cli
