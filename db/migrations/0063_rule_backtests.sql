CREATE TABLE rule_backtest (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  by_id       bigint NOT NULL REFERENCES person,
  corpus      text NOT NULL CHECK (corpus <> '' AND octet_length(corpus) <= 300),
  pack_sha256 sha256_hex NOT NULL,
  result      jsonb NOT NULL
);
COMMENT ON TABLE rule_backtest IS
  'The rules against a labelled corpus, as `rules backtest --keep` found them. Append-only; the review site shows the last ones.';
COMMENT ON COLUMN rule_backtest.corpus IS 'The name of its file.';
COMMENT ON COLUMN rule_backtest.result IS 'What `rules backtest --json` prints.';

GRANT SELECT, INSERT ON rule_backtest TO aw_app;
