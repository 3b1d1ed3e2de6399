#include "db/dossier_store.h"

#include "db/audit_store.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kSights{"dossier.sights", R"(
  WITH seen AS (SELECT v.posting_id, v.id AS version_id, v.n, s.capture_id, s.locator, c.at,
    row_number() OVER (PARTITION BY v.id ORDER BY c.at, c.id, s.locator) AS first,
    row_number() OVER (PARTITION BY v.id ORDER BY c.at DESC, c.id DESC, s.locator) AS last
   FROM posting_version v JOIN sighting s ON s.version_id = v.id JOIN capture c ON c.id = s.capture_id
   WHERE v.posting_id = ANY ($1::bigint[])),
  ends AS (SELECT posting_id, version_id, n, capture_id, locator, at FROM seen WHERE first = 1 OR last = 1)
  SELECT posting_id, version_id, n, capture_id, locator, extract(epoch FROM at)::bigint AS at FROM ends
  UNION
  SELECT e.posting_id, e.version_id, e.n, r.id, '', extract(epoch FROM r.at)::bigint FROM ends e
  JOIN LATERAL (SELECT c.id, c.at FROM capture c WHERE c.revisit_of = e.capture_id ORDER BY c.at DESC, c.id DESC LIMIT 1) r ON true
  ORDER BY posting_id, at, capture_id)"};
constexpr Statement kOrigins{"dossier.origins", R"(
  SELECT c.id, c.record_id, c.final_url, extract(epoch FROM c.at)::bigint, coalesce(host(c.ip), ''), coalesce(c.cert_sha256, ''),
   c.block_sha256, c.payload_sha256, coalesce(o.record_id, ''), coalesce(f.node, ''), coalesce(f.name, ''),
   coalesce(f."offset", 0), coalesce(f.length, 0), coalesce(run.id, 0), coalesce(run.program_version, ''), t.status, t.robots_line
  FROM capture c LEFT JOIN capture o ON o.id = c.revisit_of
  LEFT JOIN LATERAL (SELECT w.node, w.name, p."offset", p.length FROM capture_at p JOIN warc_file w ON w.id = p.warc_file_id
   WHERE p.capture_id = c.id AND w.purged_at IS NULL ORDER BY w.class LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT t.run_id, t.status, t.robots_line FROM "fetch" t WHERE t.url_id = c.url_id AND t.at = c.at
   AND t.capture_id = c.id LIMIT 1) t ON true
  LEFT JOIN run ON run.id = t.run_id
  WHERE c.id = ANY ($1::bigint[]) ORDER BY c.at, c.id)"};
constexpr Statement kPack{"dossier.pack", "SELECT bytes FROM pack WHERE sha256 = $1"};
constexpr Statement kChanged{"dossier.changed", R"(
  SELECT a.number FROM referral r JOIN referral_alert ra ON ra.referral_id = r.id AND ra.n = r.proposal
  JOIN alert a ON a.id = ra.alert_id WHERE r.id = $1 AND a.material_sha256 <> ra.material_sha256 ORDER BY a.number)"};
constexpr Statement kAdd{"dossier.add", R"(
  INSERT INTO dossier (referral_id, proposal, made_at, by_id, bag_sha256, redacted_sha256, signature, key_id, audit_seq)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};
constexpr Statement kOfReferral{"dossier.of_referral", R"(
  SELECT d.proposal, extract(epoch FROM d.made_at)::bigint, p.name, d.bag_sha256, d.redacted_sha256, d.signature, d.key_id, d.audit_seq
  FROM dossier d JOIN person p ON p.id = d.by_id WHERE d.referral_id = $1 ORDER BY d.id)"};
#define AW_KEPT_DOSSIERS \
  "SELECT k.dossier_id, k.referral_id, k.case_id, k.name, extract(epoch FROM k.made_at)::bigint, p.name, k.held," \
  " CASE WHEN NOT k.held THEN extract(epoch FROM k.since)::bigint END, extract(epoch FROM k.purged_at)::bigint," \
  " NOT k.held AND EXISTS (SELECT FROM referral_alert ra JOIN alert_posting ap ON ap.alert_id = ra.alert_id" \
  " JOIN restricted_posting x ON x.posting_id = ap.posting_id AND NOT x.needed WHERE ra.referral_id = k.referral_id)" \
  " FROM dossier_keeping k JOIN person p ON p.id = k.by_id"
constexpr Statement kKept{"dossier.kept", AW_KEPT_DOSSIERS " ORDER BY k.dossier_id"};
constexpr Statement kKeptOf{"dossier.kept_of", AW_KEPT_DOSSIERS " WHERE k.referral_id = $1 ORDER BY k.dossier_id"};
constexpr Statement kShowing{"dossier.showing", AW_KEPT_DOSSIERS R"(
  WHERE EXISTS (SELECT FROM referral_alert ra JOIN alert_posting ap ON ap.alert_id = ra.alert_id
   WHERE ra.referral_id = k.referral_id AND ap.posting_id = ANY ($1::bigint[])) ORDER BY k.dossier_id)"};
constexpr Statement kCount{"dossier.count", "SELECT count(*) FROM dossier WHERE referral_id = $1"};

std::vector<KeptDossier> KeptOf(const pqxx::result& rows) {
  std::vector<KeptDossier> dossiers;
  for (const auto& row : rows) {
    dossiers.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<std::int64_t>(), row[3].c_str(), InstantOf(row[4]),
                        row[5].c_str(), row[6].as<bool>(), FindValue<core::Instant>(row[7]), FindValue<core::Instant>(row[8]),
                        row[9].as<bool>()});
  }
  return dossiers;
}

}  // namespace

std::vector<PostingSight> SightsOf(pqxx::transaction_base& tx,
                                   const std::vector<std::int64_t>& posting_ids) {
  std::vector<PostingSight> sights;
  for (const auto& row : Exec(tx, kSights, ArrayOf(posting_ids))) {
    sights.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<int>(),
                      row[3].as<std::int64_t>(), row[4].c_str(), InstantOf(row[5])});
  }
  return sights;
}

std::vector<CaptureOrigin> CaptureOrigins(pqxx::transaction_base& tx,
                                          const std::vector<std::int64_t>& capture_ids) {
  std::vector<CaptureOrigin> origins;
  for (const auto& row : Exec(tx, kOrigins, ArrayOf(capture_ids))) {
    origins.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(),
                       InstantOf(row[3]), row[4].c_str(), row[5].c_str(), row[6].c_str(),
                       row[7].c_str(), row[8].c_str(), row[9].c_str(), row[10].c_str(),
                       row[11].as<std::int64_t>(), row[12].as<std::int64_t>(),
                       row[13].as<std::int64_t>(), row[14].c_str(), FindValue<int>(row[15]),
                       FindValue<int>(row[16])});
  }
  return origins;
}

std::string PackBytesOf(pqxx::transaction_base& tx, const std::string& sha256) {
  return pqxx::binarystring(ExecOne(tx, kPack, sha256)[0]).str();
}

std::vector<std::int64_t> ChangedSinceProposed(pqxx::transaction_base& tx,
                                               std::int64_t referral_id) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : Exec(tx, kChanged, referral_id))
    numbers.push_back(row[0].as<std::int64_t>());
  return numbers;
}

void AddDossier(pqxx::transaction_base& tx, const DossierRow& dossier) {
  const auto by = EnsurePerson(tx, dossier.by, dossier.made_at);
  Exec(tx, kAdd, dossier.referral_id, dossier.proposal, dossier.made_at, by, dossier.bag_sha256,
       dossier.redacted_sha256, dossier.signature, dossier.key_id, dossier.audit_seq);
}

std::vector<DossierRow> DossiersOf(pqxx::transaction_base& tx, std::int64_t referral_id) {
  std::vector<DossierRow> dossiers;
  for (const auto& row : Exec(tx, kOfReferral, referral_id)) {
    dossiers.push_back({referral_id, row[0].as<int>(), InstantOf(row[1]), row[2].c_str(), row[3].c_str(),
                        row[4].c_str(), row[5].c_str(), row[6].c_str(), row[7].as<std::int64_t>()});
  }
  return dossiers;
}

std::vector<KeptDossier> KeptDossiers(pqxx::transaction_base& tx) { return KeptOf(Exec(tx, kKept)); }

std::vector<KeptDossier> KeptDossiersOf(pqxx::transaction_base& tx, std::int64_t referral_id) {
  return KeptOf(Exec(tx, kKeptOf, referral_id));
}

std::vector<KeptDossier> DossiersShowing(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids) {
  return KeptOf(Exec(tx, kShowing, ArrayOf(posting_ids)));
}

int CountDossiers(pqxx::transaction_base& tx, std::int64_t referral_id) {
  return ExecOne(tx, kCount, referral_id)[0].as<int>();
}

}  // namespace agencywatch::db
