ALTER TABLE posting ADD COLUMN missing_since timestamptz;
COMMENT ON COLUMN posting.missing_since IS
  'Its page answered, but showed no posting at all, from then on; at the next such visit it counts as withdrawn.';
