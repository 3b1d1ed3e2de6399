-- Four eyes (0042, 0080) tell people apart by their names. Letters of other writings that look like Latin ones tell nobody apart either,
-- nor do blanks, marks of any writing and whatever cannot be seen. Letters that look like no other one stay: a name in them is a name.
CREATE OR REPLACE FUNCTION person_key(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(lower(translate(normalize(name, NFKD),
      'ĐđÐðƉɖŁłØøıɑɡ' ||
      'АВЕКМНОРСТУХЅІЈҺӀԀԚԜѴГПЬИ' ||
      'авекмнорстухѕіјһӏԁԛԝѵгпьи' ||
      'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ' ||
      'αβγεηικνορτυχωϲϳς',
      'ddddddllooiag' ||
      'abekmhopctyxsijhldqwvrnbu' ||
      'abekmhopctyxsijhldqwvrnbu' ||
      'abezhikmnoptyxc' ||
      'abyenikvoptuxwcjc')),
    '[\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0483-\u0489\u061c\u115f\u1160\u1680\u180b-\u180e\u1ab0-\u1aff\u1dc0-\u1dff'
    '\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20d0-\u20ff\u2800\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]', '', 'g')
$$;
