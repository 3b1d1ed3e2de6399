#include "cli/recipients_table.h"
#include "cli/input.h"

namespace agencywatch::cli {

alerts::Recipients ReadRecipients(const Context& context) {
  const auto& file = context.config().recipients;
  if (file.empty()) return alerts::Recipients::Parse(std::string{alerts::Recipients::DefaultText()}, "recipients.yaml");
  return alerts::Recipients::Parse(ReadFile(file, "the table of recipients"), file.string());
}

}  // namespace agencywatch::cli
