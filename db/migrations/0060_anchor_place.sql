ALTER TABLE anchor ADD COLUMN in_dossier boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN anchor.in_dossier IS 'It lies in the dossier that sent_to names, and was sent to nobody as a message.';
UPDATE anchor SET in_dossier = true WHERE seq IN (SELECT audit_seq FROM dossier) AND sent_to LIKE 'dossier-%';
