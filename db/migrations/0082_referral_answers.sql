-- An answer is of a day on which the referral was with its recipient, and one that takes back that there was a charge, or that
-- there was no offence, says why.
CREATE OR REPLACE FUNCTION referral_answer_add(referral_id bigint, answer text, answered_on date, reference text, note text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_answer_add.referral_id, ARRAY['sent', 'answered'], 'answered');
  sent_on date := ((taken.sent_at AT TIME ZONE 'UTC') + interval '7 hours')::date;
  today date := ((referral_answer_add.at AT TIME ZONE 'UTC') + interval '7 hours')::date;
  said text := (SELECT a.answer FROM referral_answer a WHERE a.referral_id = taken.id ORDER BY a.id DESC LIMIT 1);
BEGIN
  IF referral_answer_add.answered_on < sent_on THEN
    PERFORM referral_refuse('RF002', format('referral %s was sent on %s', taken.id, sent_on), 'an answer is not older than that');
  END IF;
  IF referral_answer_add.answered_on > today THEN
    PERFORM referral_refuse('RF002', format('%s is still to come', referral_answer_add.answered_on), 'give the day of their letter');
  END IF;
  IF said IN ('charged', 'no_offence') AND said <> referral_answer_add.answer AND trim(referral_answer_add.note) = '' THEN
    PERFORM referral_refuse('RF002', format('referral %s was answered %s: %s takes that back', taken.id, said, referral_answer_add.answer),
      'say why in a note');
  END IF;
  INSERT INTO referral_answer (referral_id, answer, answered_on, reference, note, at, by_id)
    VALUES (taken.id, answer, answered_on, reference, note, at, referral_person(actor, at));
  UPDATE referral SET state = 'answered' WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'answered', taken.proposal, at, actor, note,
    jsonb_build_object('answer', answer, 'answered_on', answered_on, 'reference', reference)
      || CASE WHEN said IS NULL THEN '{}' ELSE jsonb_build_object('before', said) END);
END $$;
