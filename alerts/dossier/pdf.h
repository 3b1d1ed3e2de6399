// HTML printed to PDF by weasyprint, the Debian program, in a process of its own: bounded in time and memory, without
// network, and with nothing of ours open to it.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::alerts {

// Throws core::CannotRun when weasyprint is not installed, fails, or takes longer than three minutes.
[[nodiscard]] std::string PrintPdf(std::string_view html);

}  // namespace agencywatch::alerts
