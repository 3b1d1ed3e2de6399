CREATE TABLE dossier (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referral_id     bigint NOT NULL REFERENCES referral,
  proposal        integer NOT NULL,
  made_at         timestamptz NOT NULL,
  by_id           bigint NOT NULL REFERENCES person,
  bag_sha256      sha256_hex NOT NULL UNIQUE,
  redacted_sha256 sha256_hex NOT NULL UNIQUE,
  signature       text NOT NULL CHECK (signature ~ '^[0-9a-f]{128}$'),
  key_id          sha256_hex NOT NULL,
  audit_seq       bigint NOT NULL UNIQUE REFERENCES audit,
  FOREIGN KEY (referral_id, proposal) REFERENCES referral_proposal
);
CREATE INDEX dossier_referral ON dossier (referral_id, id);
COMMENT ON TABLE dossier IS
  'A sealed package that was built for a referral, and what tells it from any other. Written when it is built; append-only.';
COMMENT ON COLUMN dossier.bag_sha256 IS 'Over the whole archive; redacted_sha256 over the one that may be given away alone.';
COMMENT ON COLUMN dossier.signature IS 'Ed25519 over the tag manifest of the whole bag, in hexadecimal.';
COMMENT ON COLUMN dossier.key_id IS 'Fingerprint of the key: SHA-256 of its public half.';
COMMENT ON COLUMN dossier.audit_seq IS 'The head of the audit chain that lies in it: the row that says it was built.';

-- Nothing is sealed that only one person wanted out of the house, nor without a trace.
CREATE FUNCTION dossier_needs_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
BEGIN
  PERFORM FROM referral r WHERE r.id = NEW.referral_id AND r.proposal = NEW.proposal AND r.approved_by IS NOT NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'referral %: no dossier before another person has approved it', NEW.referral_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM audit a WHERE a.seq = NEW.audit_seq AND a.action = 'dossier.build'
                 AND a.object = 'referral ' || NEW.referral_id) THEN
    RAISE EXCEPTION 'referral %: a dossier without its row of the audit chain', NEW.referral_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dossier_needs_approval BEFORE INSERT ON dossier FOR EACH ROW EXECUTE FUNCTION dossier_needs_approval();

GRANT SELECT, INSERT ON dossier TO aw_app;
