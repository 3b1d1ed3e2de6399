// A store of any size, for benchmarks: postings with their versions, words, facts and assessments.
#pragma once

#include <pqxx/pqxx>
#include <string>

namespace agencywatch {

// Fills the tables as the stores would, a set at a time. `first` … `last` are posting ids; every `one_in`-th is flagged and
// three flagged ones share a phone, so that a third as many subjects stand behind them.
class StoreFiller {
 public:
  explicit StoreFiller(pqxx::connection& connection) : connection_(connection) {}

  void Prepare() {
    Exec("INSERT INTO source (id, key, name, kind, config_sha256, updated_at) OVERRIDING SYSTEM VALUE SELECT n, 'bang-' || n, 'Bảng', "
         "'site', repeat('0', 64), now() FROM generate_series(1, 40) n");
    Exec("INSERT INTO pack (sha256, bytes, saved_at) VALUES (repeat('1', 64), '', now())");
    Exec("DROP INDEX posting_index_words, posting_index_bands, fact_identifier");
  }
  void Index() {
    Exec("CREATE INDEX posting_index_words ON posting_index USING gin (words)");
    Exec("CREATE INDEX posting_index_bands ON posting_index USING gin (bands) WITH (fastupdate = off)");
    Exec("CREATE INDEX fact_identifier ON fact (kind, md5(value)) WHERE kind IN ('phone', 'account', 'social', 'email', 'domain', "
         "'licence', 'tax_code', 'enterprise')");
    Exec("VACUUM ANALYZE");
  }
  void Fill(long first, long last, int one_in) {
    const std::string n = " FROM generate_series(" + std::to_string(first) + "::bigint, " + std::to_string(last) + ") n";
    const std::string flagged = "n % " + std::to_string(one_in) + " = 0";
    const std::string nth = "(n / " + std::to_string(one_in) + ")";
    Exec("INSERT INTO posting (id, kind, source_id, canonical_url, item_key, first_seen, last_seen) OVERRIDING SYSTEM VALUE"
         " SELECT n, 'advert', 1 + n % 40, 'http://127.0.0.2/tin/' || n, 'main', '2026-11-01Z'::timestamptz + n % 20 * interval '1 day',"
         " '2026-11-21Z'" + n);
    // Words of a vocabulary of 20,000, and a few that every tenth or hundredth advert has.
    Exec("INSERT INTO posting_version (id, posting_id, n, reader_version, text_sha256, title, body, context, fields, made_at)"
         " OVERRIDING SYSTEM VALUE SELECT n, n, 1, '1', encode(sha256(n::text::bytea), 'hex'), 'Tuyển lao động đợt ' || n,"
         " 'Tuyển lao động ' || CASE WHEN n % 10 = 0 THEN 'đặt cọc ' ELSE '' END || CASE WHEN n % 100 = 0 THEN 'bay ngay ' ELSE '' END ||"
         " (SELECT string_agg('từ' || abs(hashint8(n * 31 + k)) % 20000, ' ') FROM generate_series(1, 25) k), 'Liên hệ', '{}', now()" + n);
    Exec("INSERT INTO posting_index (posting_id, version_id, words, signature, bands) SELECT id, id,"
         " to_tsvector('simple', translate(lower(title || ' ' || body), 'ểộđợặọừ', 'eodoaou')), decode(repeat(md5(id::text), 16), 'hex'),"
         " (SELECT array_agg(hashint8extended(id, k)) FROM generate_series(1, 16) k) FROM posting_version WHERE id BETWEEN " +
         std::to_string(first) + " AND " + std::to_string(last));
    Exec("INSERT INTO shown_words SELECT posting_id, words FROM posting_index CROSS JOIN LATERAL (SELECT posting_id AS n) p WHERE posting_id BETWEEN " +
         std::to_string(first) + " AND " + std::to_string(last) + " AND " + flagged);
    Exec("INSERT INTO fact (id, version_id, engine_version, digest, kind, value, attrs, field, start, \"end\", quote)"
         " OVERRIDING SYSTEM VALUE SELECT n, n, '1', encode(sha256(n::text::bytea), 'hex'), 'phone', '+8400' || CASE WHEN " + flagged +
         " THEN '1' || lpad((" + nth + " / 3)::text, 8, '0') ELSE '2' || lpad((n / 2)::text, 8, '0') END,"
         " '{\"attrs\":{\"line\":\"mobile\"}}', 'body', 0, 4, 'Tuy'" + n);
    Exec("INSERT INTO assessment (id, version_id, mode, day_from, day_to, program_version, pack_sha256, score, verdict, review, genre,"
         " evasions, register_stale, register_note, fact_ids, made_at) OVERRIDING SYSTEM VALUE SELECT n, n, 'live', '2026-11-01',"
         " '2026-11-21', '1', repeat('1', 64), CASE WHEN " + flagged + " THEN 40 + n % 60 ELSE 0 END, CASE WHEN " + flagged +
         " THEN (ARRAY['trafficking', 'fraud', 'unlicensed', 'violation'])[1 + abs(hashint8(n)) % 4] ELSE 'clear' END, true, 'advert', '[]', false,"
         " '{\"vi\":\"\",\"en\":\"\"}', ARRAY[n], now()" + n);
    Exec("INSERT INTO finding (assessment_id, n, rule_id, rule_version, indicator, severity, points, spans, fact_ids, law_ids, why)"
         " SELECT n, k, 'vi.rule.' || k, 1, (ARRAY['fee.upfront_deposit', 'licence.absent', 'deception.guarantee'])[k], 'high', 30, '[]',"
         " '{}', '{L69-7.7}', '{\"title_vi\":\"Dấu hiệu\",\"title_en\":\"Sign\",\"vi\":\"\",\"en\":\"\"}'" + n +
         ", generate_series(1, 3) k WHERE " + flagged);
    Exec("INSERT INTO current_assessment (posting_id, assessment_id, standing_id, built) SELECT n, n, n, NOT (" + flagged + ")" + n);
  }
  void Exec(const std::string& sql) { pqxx::nontransaction(connection_).exec(sql); }

 private:
  pqxx::connection& connection_;
};

}  // namespace agencywatch
