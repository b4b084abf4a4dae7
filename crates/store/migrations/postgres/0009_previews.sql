-- Cards of links: those of a message, and what was found at each link. The same as in ../sqlite, compared by a
-- test.
-- messages.previews is a JSON list; an empty one means that the author wants none. page_cards.card is JSON, NULL
-- where nothing was found.

ALTER TABLE messages ADD COLUMN previews TEXT;

CREATE TABLE page_cards (
    url TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    card TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX page_cards_expiry ON page_cards (expires_at);
