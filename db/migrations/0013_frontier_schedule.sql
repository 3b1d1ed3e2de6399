-- What the revisit schedule and the bounds on redirects need to know of an address.
ALTER TABLE url
  ADD COLUMN hops      integer NOT NULL DEFAULT 0 CHECK (hops >= 0),
  ADD COLUMN unchanged integer NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
  ADD COLUMN keen      boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN url.hops IS 'Redirects, or sitemaps within sitemaps, in a row that led here.';
COMMENT ON COLUMN url.unchanged IS 'Visits in a row that found the same bytes: such a page is asked less and less often.';
COMMENT ON COLUMN url.keen IS 'A list, a feed, or a page with an advert that is not clear: asked more often, never less.';

-- The crawl takes what is due nearest to the start page first, one depth after the other.
DROP INDEX url_due;
CREATE INDEX url_next ON url (source_id, depth, due_at, id) WHERE due_at IS NOT NULL;
