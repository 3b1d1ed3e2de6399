#include "alerts/cases/proposal.h"

#include <algorithm>

#include "alerts/province.h"
#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

const ReferralRecipient& Known(const Recipients& table, const std::string& key) {
  const auto* recipient = table.Find(key);
  if (recipient == nullptr)
    throw core::InputError({"", 0, 0, "there is no recipient '" + key + "'", "see agencywatch referrals recipients"});
  return *recipient;
}

std::string ProvinceFor(const std::string& said, const db::CaseRow& row, const std::string& office) {
  if (!said.empty()) {
    const auto province = FindProvince(said);
    if (!province)
      throw core::InputError({"", 0, 0, "there is no province " + said, "of today or a former one: \"nghe an\""});
    return *province;
  }
  if (row.provinces.size() == 1) return row.provinces.front();
  return office;
}

std::string NameOf(const ReferralRecipient& recipient, const std::string& province, const db::CaseRow& row) {
  const std::string name = WithProvince(recipient.name, province);
  if (province.empty() && name != recipient.name) {
    std::string reached;
    for (const auto& one : row.provinces) reached += (reached.empty() ? "" : ", ") + one;
    throw core::InputError({"", 0, 0, "the case names " + (reached.empty() ? std::string{"no province"} : "several provinces: " + reached),
                            "say whose authority: --province \"Nghệ An\", or `province:` in the settings"});
  }
  return name;
}

}  // namespace

CaseSigns SignsOf(const db::CaseRow& row) { return {row.verdict, row.indicators, row.provinces}; }

db::Proposal MakeProposal(const Recipients& table, const ProposalWish& wish, const db::CaseRow& row,
                          const std::string& office_province) {
  const auto suggestion = table.Suggest(SignsOf(row));
  const std::string key = wish.to.empty() ? suggestion.to : wish.to;
  if (key.empty())
    throw core::InputError({"", 0, 0, "the table of recipients has no route for this case", "name one: --to police; see agencywatch referrals recipients"});
  const auto& recipient = Known(table, key);
  db::Proposal proposal;
  proposal.recipient = recipient.key;
  proposal.recipient_kind = recipient.kind;
  proposal.province = ProvinceFor(wish.province, row, office_province);
  proposal.recipient_name = NameOf(recipient, proposal.province, row);
  proposal.recipient_address = wish.address.empty() ? WithProvince(recipient.address, proposal.province) : wish.address;
  proposal.grounds = wish.grounds;
  proposal.alerts = wish.alerts;
  for (const auto& copy : wish.copies ? *wish.copies : suggestion.copies) {
    if (copy != key) proposal.copies.push_back(NameOf(Known(table, copy), proposal.province, row));
  }
  return proposal;
}

std::vector<MissingStep> MissingBeforeReferral(const db::CaseDetails& details, const Recipients& table,
                                               const std::string& office_province) {
  std::vector<MissingStep> missing;
  const auto& row = details.row;
  if (!row.open) missing.push_back({"closed", true, "Vụ việc đã đóng: mở lại trước.", "The case is closed: open it again first."});
  const bool live = std::any_of(details.alerts.begin(), details.alerts.end(),
                                [](const db::CaseAlert& alert) { return alert.state != db::AlertState::kClosed; });
  if (!live) missing.push_back({"alerts", true, "Không còn cảnh báo nào đang mở trong vụ việc.", "No alert of the case is open."});
  if (row.persons == 0)
    missing.push_back({"persons", false, "Chưa ghi nhận người bị ảnh hưởng.", "Nobody affected has been counted yet."});
  if (row.open_tasks > 0) {
    const std::string n = std::to_string(row.open_tasks);
    missing.push_back({"tasks", false, "Còn " + n + " việc chưa xong.", "Tasks that are not done: " + n + "."});
  }
  if (row.provinces.size() != 1 && office_province.empty())
    missing.push_back({"province", false, "Vụ việc không thuộc riêng một tỉnh: phải nêu cơ quan của tỉnh nào.",
                       "The case is not of one province alone: say whose authority is meant."});
  if (table.Suggest(SignsOf(row)).to.empty())
    missing.push_back({"route", false, "Bảng nơi nhận không nêu tuyến nào phù hợp: phải tự chọn nơi nhận.",
                       "The table of recipients has no route for it: choose the recipient."});
  return missing;
}

}  // namespace agencywatch::alerts
