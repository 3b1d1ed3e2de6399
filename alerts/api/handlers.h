// The handlers of the API, one for each row of the table in routes.cc. The router has checked session, CSRF token, role,
// query and body before; see api.h for what a handler gets and gives.
#pragma once

#include "alerts/api/api.h"

namespace agencywatch::alerts {

// Who is given work must be able to do it: an inspector or a supervisor who may log in. ApiError 422, naming those there are.
void RequireDecider(pqxx::transaction_base& tx, const std::string& account);

// account_api.cc
HttpResponse OpenApi(ApiCall& call);
HttpResponse PostLogin(ApiCall& call);
HttpResponse PostLogout(ApiCall& call);
HttpResponse GetMe(ApiCall& call);
HttpResponse PostPassword(ApiCall& call);

// alert_api.cc
HttpResponse GetAlerts(ApiCall& call);
HttpResponse GetAlert(ApiCall& call);
HttpResponse GetAlertsCsv(ApiCall& call);
HttpResponse GetAlertChoices(ApiCall& call);
HttpResponse GetNews(ApiCall& call);
HttpResponse PostAlertOpen(ApiCall& call);

// subject_api.cc
HttpResponse GetSubjects(ApiCall& call);
HttpResponse GetSubjectsCsv(ApiCall& call);
HttpResponse GetSubject(ApiCall& call);
HttpResponse GetNetwork(ApiCall& call);
HttpResponse PostSubjectSplit(ApiCall& call);
HttpResponse PostSubjectMerge(ApiCall& call);
HttpResponse PostSubjectUndo(ApiCall& call);

// tip_api.cc
HttpResponse GetTips(ApiCall& call);
HttpResponse PostTip(ApiCall& call);

// decision_api.cc
HttpResponse PostAssign(ApiCall& call);
HttpResponse PostWatch(ApiCall& call);
HttpResponse PostDismiss(ApiCall& call);
HttpResponse PostConfirm(ApiCall& call);
HttpResponse PostDuplicate(ApiCall& call);
HttpResponse PostCase(ApiCall& call);
HttpResponse PostUndo(ApiCall& call);
HttpResponse PostReopen(ApiCall& call);
HttpResponse GetReasons(ApiCall& call);

// case_api.cc
HttpResponse GetCases(ApiCall& call);
HttpResponse GetCase(ApiCall& call);
HttpResponse GetCaseWords(ApiCall& call);
HttpResponse PostCaseOpen(ApiCall& call);
HttpResponse PostCaseAlerts(ApiCall& call);
HttpResponse PostCaseRemove(ApiCall& call);
HttpResponse PostCaseAssign(ApiCall& call);
HttpResponse PostCaseNote(ApiCall& call);
HttpResponse PostCaseTask(ApiCall& call);
HttpResponse PostCaseTaskDone(ApiCall& call);
HttpResponse PostCasePersons(ApiCall& call);
HttpResponse PostCaseAttachment(ApiCall& call);
HttpResponse GetCaseAttachment(ApiCall& call);
HttpResponse PostCaseClose(ApiCall& call);
HttpResponse PostCaseReopen(ApiCall& call);

// referral_api.cc
HttpResponse GetRecipients(ApiCall& call);
HttpResponse GetReferrals(ApiCall& call);
HttpResponse GetReferral(ApiCall& call);
HttpResponse PostReferralOpen(ApiCall& call);
HttpResponse PostReferral(ApiCall& call);
HttpResponse PostReferralApprove(ApiCall& call);
HttpResponse PostReferralReturn(ApiCall& call);
HttpResponse PostReferralWithdraw(ApiCall& call);
HttpResponse PostReferralSend(ApiCall& call);
HttpResponse PostReferralAnswer(ApiCall& call);

// dossier_api.cc
HttpResponse GetDossierPreview(ApiCall& call);
HttpResponse PostDossier(ApiCall& call);
HttpResponse PostDossierSealed(ApiCall& call);
HttpResponse GetDossierRedacted(ApiCall& call);

// posting_api.cc
HttpResponse GetPosting(ApiCall& call);
HttpResponse GetPostingRecord(ApiCall& call);
HttpResponse GetPostingSnapshot(ApiCall& call);

// register_api.cc
HttpResponse GetRegister(ApiCall& call);
HttpResponse GetRegisterCsv(ApiCall& call);
HttpResponse GetRegisterEntry(ApiCall& call);

// register_import_api.cc
HttpResponse GetRegisterSnapshots(ApiCall& call);
HttpResponse GetRegisterDiff(ApiCall& call);
HttpResponse PostRegisterPreview(ApiCall& call);
HttpResponse PostRegisterImport(ApiCall& call);

// rules_api.cc
HttpResponse GetRules(ApiCall& call);
HttpResponse GetBacktests(ApiCall& call);
HttpResponse GetRule(ApiCall& call);
HttpResponse PostRuleTry(ApiCall& call);
HttpResponse PostCheck(ApiCall& call);

// source_api.cc
HttpResponse GetRuns(ApiCall& call);
HttpResponse GetSources(ApiCall& call);
HttpResponse GetSource(ApiCall& call);
HttpResponse PostSourceTry(ApiCall& call);

// audit_api.cc
HttpResponse GetAudit(ApiCall& call);
HttpResponse GetAuditCsv(ApiCall& call);
HttpResponse GetAuditChain(ApiCall& call);
HttpResponse PostAuditOpen(ApiCall& call);

// statistics_api.cc
HttpResponse GetStatistics(ApiCall& call);
HttpResponse GetStatisticsBehind(ApiCall& call);
HttpResponse GetStatisticsCsv(ApiCall& call);

// people_api.cc
HttpResponse GetPeople(ApiCall& call);
HttpResponse PostPeople(ApiCall& call);
HttpResponse PostPersonDisable(ApiCall& call);
HttpResponse PostPersonPassword(ApiCall& call);
HttpResponse PostPersonSecondFactor(ApiCall& call);

}  // namespace agencywatch::alerts
