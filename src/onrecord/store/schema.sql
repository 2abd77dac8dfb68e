-- onrecord record, schema version 2.
--
-- Text is stored once; every finding points into it. Offsets are Unicode code points, half-open [start, end), into
-- document.text (SQL: substr(text, start + 1, end - start)).
--
-- Nothing is overwritten: a finding that a later run changes or no longer makes keeps its row with `dropped` set, and the
-- new state is a row of its own under the same id. What people say (judgement, mark, amendment, retraction) is only added.
--
-- The key of an annotation holds the key of its document and its layer: annotation.key >> 24 = document.key, and
-- (key >> 20) & 15 is the layer's code. So the findings of a report lie side by side in the file, and a search can tell the
-- report and the layer of a hit without reading the hit. What is short in the file and long to read (ids, layers, confidence)
-- has a column that is worked out on reading and takes no space (GENERATED ... VIRTUAL).

CREATE TABLE blob (                                     -- the bytes as they came, by their SHA-256
  sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL, size INTEGER NOT NULL,
  encoding TEXT NOT NULL CHECK (encoding IN ('raw', 'zlib')), bytes BLOB NOT NULL) STRICT;

CREATE TABLE report (                                   -- one address: a URL, or a path with the headline where a file holds many
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, locator TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE document (                                 -- one captured text of a report
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES report,
  outlet TEXT, published TEXT, headline TEXT,           -- as known now, amendments applied
  words INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT '',                       -- hash of the stages that are done with it; '' = to be run
  run INTEGER REFERENCES run,                           -- the last run that wrote anything of it
  known TEXT NOT NULL CHECK (json_valid(known)),        -- everything known of it, as read: spans of headline and byline, authors ...
  text TEXT NOT NULL) STRICT;
CREATE INDEX document_state ON document (state);
CREATE INDEX document_outlet ON document (outlet COLLATE NOCASE, published);
CREATE INDEX document_known ON document (key, outlet COLLATE NOCASE, published);  -- a search asks this of every hit, without the text beside it
CREATE INDEX document_published ON document (published);
CREATE INDEX document_report ON document (report);
CREATE INDEX document_run ON document (run);            -- which reports changed since a stage across reports last ran

CREATE TABLE capture (                                  -- where and when a text was seen; the history of a report in order of key
  key INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES report, document INTEGER NOT NULL REFERENCES document,
  path TEXT, url TEXT, media_type TEXT NOT NULL, sha256 TEXT,
  kept INTEGER NOT NULL,                                -- 1: the bytes are in blob; 0: imported without them
  start INTEGER, "end" INTEGER, retrieved TEXT NOT NULL,
  record TEXT CHECK (record IS NULL OR json_valid(record))) STRICT;  -- where it stood in something larger; ETag and Last-Modified of a page
CREATE INDEX capture_url ON capture (url) WHERE url IS NOT NULL;
CREATE INDEX capture_report ON capture (report);
CREATE INDEX capture_document ON capture (document);

CREATE TABLE run (                                      -- one execution, with its manifest
  key INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, outcome TEXT,
  onrecord TEXT NOT NULL, command TEXT, manifest TEXT NOT NULL CHECK (json_valid(manifest))) STRICT;

CREATE TABLE stage (key INTEGER PRIMARY KEY, layer TEXT NOT NULL, name TEXT NOT NULL, fingerprint TEXT NOT NULL, UNIQUE (name, fingerprint)) STRICT;

CREATE TABLE layer (                                    -- which stage made the layer of a document that is current
  document INTEGER NOT NULL REFERENCES document, layer TEXT NOT NULL, stage INTEGER NOT NULL REFERENCES stage,
  run INTEGER NOT NULL REFERENCES run, count INTEGER NOT NULL, PRIMARY KEY (document, layer)) STRICT, WITHOUT ROWID;

CREATE TABLE shared (                     -- fields that many findings have alike (a place's facts, a name's, a statement's class); kept once
  key INTEGER PRIMARY KEY, hash INTEGER NOT NULL, attributes TEXT NOT NULL CHECK (json_valid(attributes))) STRICT;
CREATE INDEX shared_hash ON shared (hash);  -- CRC-32 of the attributes, less 2^31: a fifth of the space of the words

CREATE TABLE annotation (                 -- one state of one finding
  key INTEGER PRIMARY KEY,
  digits ANY NOT NULL,                                  -- the id's sixteen hexadecimal digits as a signed number; the whole id where it has another form
  ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sure ANY NOT NULL,                                    -- the confidence in thousandths (INTEGER), or as it is (REAL)
  stage INTEGER NOT NULL REFERENCES stage,
  first_run INTEGER REFERENCES run, last_run INTEGER REFERENCES run,  -- null: a person's mark
  dropped INTEGER,                                      -- the run that no longer made it; null: current
  shared INTEGER REFERENCES shared,                     -- more fields, those that many findings have alike
  indexed INTEGER NOT NULL,                             -- CRC-32, less 2^31, of what one searches it by: a state whose words in the index changed is a new state
  attributes TEXT NOT NULL CHECK (json_valid(attributes)),  -- the contract's fields but id, confidence, stage; nulls left out; speaker_evidence
                                                        -- is [rule, spans], a resolution [mention, evidence, rule]
  quotes TEXT NOT NULL CHECK (json_valid(quotes)),      -- the words of every span in attributes, in their order: see the view span
  document INTEGER GENERATED ALWAYS AS (key >> 24) VIRTUAL,
  layer TEXT GENERATED ALWAYS AS (CASE (key >> 20) & 15 WHEN 1 THEN 'attributions' WHEN 2 THEN 'quantities' WHEN 3 THEN 'events' WHEN 4 THEN 'votes'
    WHEN 5 THEN 'timexes' WHEN 6 THEN 'toponyms' WHEN 7 THEN 'entities' WHEN 8 THEN 'labels' END) VIRTUAL,
  id TEXT GENERATED ALWAYS AS (CASE typeof(digits) WHEN 'integer' THEN CASE (key >> 20) & 15 WHEN 1 THEN 'att_' WHEN 2 THEN 'qty_' WHEN 3 THEN 'evt_' WHEN 4 THEN 'vot_'
    WHEN 5 THEN 'tmx_' WHEN 6 THEN 'top_' WHEN 7 THEN 'ent_' WHEN 8 THEN 'lab_' END || printf('%016x', digits) ELSE digits END) VIRTUAL,
  confidence ANY GENERATED ALWAYS AS (CASE typeof(sure) WHEN 'integer' THEN sure / 1000.0 ELSE sure END) VIRTUAL) STRICT;
CREATE INDEX annotation_id ON annotation (id);
CREATE INDEX annotation_dropped ON annotation (key) WHERE dropped IS NOT NULL;  -- small: a search asks it instead of the rows

-- Every span of every finding with its words. The words are kept, not cut from the text here, so that plain SQL proves every offset:
--   SELECT count(*) FROM span s JOIN document d ON d.key = s.annotation >> 24 WHERE substr(d.text, s.start + 1, s."end" - s.start) <> s.quote;  -- 0
-- A span is a list of two numbers; nothing else in attributes is. The quotes stand in the order of the spans.
CREATE VIEW span AS
  SELECT annotation, trim(path, '"') AS role, row_number() OVER (PARTITION BY annotation, path ORDER BY nth) - 1 AS ordinal, start, "end", quotes ->> nth AS quote
  FROM (SELECT a.key AS annotation, a.quotes AS quotes, t.value ->> 0 AS start, t.value ->> 1 AS "end",
          row_number() OVER (PARTITION BY a.key ORDER BY t.id) - 1 AS nth,
          CASE WHEN t.path LIKE '$.resolutions[%][1]' THEN 'evidence' WHEN t.path LIKE '$.resolutions[%' THEN 'resolution'
            ELSE substr(t.fullkey, 3, instr(replace(substr(t.fullkey, 3), '.', '[') || '[', '[') - 1) END AS path
        FROM annotation a, json_tree(a.attributes) t
        WHERE t.type = 'array' AND json_array_length(t.value) = 2 AND json_type(t.value, '$[0]') = 'integer' AND json_type(t.value, '$[1]') = 'integer');

CREATE TABLE actor (key INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (name, kind)) STRICT;
CREATE TABLE involves (                                 -- who is in a finding, and as what: 1 speaker, 2 claims, 3 via, 4 addressee, 5 actor, 6 recipient,
  actor INTEGER NOT NULL REFERENCES actor, role INTEGER NOT NULL,  -- 7 affected, 8 body, 9 entity, 10 affiliation, 11 is
  annotation INTEGER NOT NULL REFERENCES annotation, PRIMARY KEY (actor, role, annotation)) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
  key INTEGER PRIMARY KEY, document INTEGER REFERENCES document, stage TEXT, ordinal INTEGER NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL,
  message TEXT NOT NULL, hint TEXT, start INTEGER, "end" INTEGER, created TEXT NOT NULL, run INTEGER REFERENCES run, dropped INTEGER) STRICT;
CREATE INDEX problem_document ON problem (document);
CREATE INDEX problem_code ON problem (code);

CREATE TABLE link (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, from_report TEXT NOT NULL, from_item TEXT, to_report TEXT NOT NULL, to_item TEXT,
  why TEXT NOT NULL, confidence REAL NOT NULL, stage TEXT NOT NULL, first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, dropped INTEGER) STRICT;
CREATE INDEX link_id ON link (id);
CREATE INDEX link_from ON link (from_report, kind);
CREATE INDEX link_to ON link (to_report, kind);
CREATE TABLE corpus (                                   -- stages across reports: when each last ran, and for which fingerprint
  key INTEGER PRIMARY KEY, stage TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run) STRICT;
CREATE TABLE neighbour (                                -- what a stage across reports keeps of a report, to compare new ones with it
  key INTEGER PRIMARY KEY,                              -- corpus.key << 40 | document.key
  "group" INTEGER,                                      -- the story it is in, for the stage that finds stories
  view BLOB NOT NULL) STRICT;                           -- JSON, packed with zlib; the dictionary is the report's text, see neighbours.py
CREATE INDEX neighbour_group ON neighbour ("group") WHERE "group" IS NOT NULL;
CREATE TABLE neighbour_word (                           -- under which words it is looked up, nearest in time first
  word INTEGER NOT NULL,                                -- corpus.key << 40 | CRC-32 of the word; for a group 1 << 32 | its number
  day INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (word, day, document)) STRICT, WITHOUT ROWID;

-- What people say. Ids are hashes of the whole row, so that two files can be merged without loss.
CREATE TABLE judgement (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, report TEXT NOT NULL, layer TEXT NOT NULL, quote TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'unsure', 'corrected')), corrections TEXT CHECK (corrections IS NULL OR json_valid(corrections)),
  note TEXT, user TEXT NOT NULL, created TEXT NOT NULL) STRICT;
CREATE INDEX judgement_subject ON judgement (subject);
CREATE TABLE mark (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, report TEXT NOT NULL, layer TEXT NOT NULL, quote TEXT NOT NULL,
  fields TEXT NOT NULL CHECK (json_valid(fields)), note TEXT, user TEXT NOT NULL, created TEXT NOT NULL) STRICT;
CREATE INDEX mark_subject ON mark (subject);
CREATE TABLE amendment (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report TEXT NOT NULL, fields TEXT NOT NULL CHECK (json_valid(fields)),
  note TEXT, user TEXT NOT NULL, created TEXT NOT NULL) STRICT;
CREATE INDEX amendment_report ON amendment (report);
CREATE TABLE retraction (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, note TEXT, user TEXT NOT NULL, created TEXT NOT NULL) STRICT;
CREATE INDEX retraction_subject ON retraction (subject);

-- Search. document_fts reads its words from document; finding_fts keeps none (its words stand in the report).
CREATE VIRTUAL TABLE document_fts USING fts5 (headline, text, content = 'document', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER document_ai AFTER INSERT ON document BEGIN INSERT INTO document_fts (rowid, headline, text) VALUES (new.key, new.headline, new.text); END;
CREATE VIRTUAL TABLE finding_fts USING fts5 (words, who, place, topic, tags, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');

-- Views for people who query with plain SQL: current findings only, names instead of keys. The views of the layers
-- (attributions, quantities ...) are made from the data model.
CREATE VIEW reports AS
  SELECT d.id, d.outlet, d.published, d.headline, d.words, d.known ->> 'language' AS language, c.url, c.path, c.retrieved, r.id AS report, d.text
  FROM document d JOIN report r ON r.key = d.report
  JOIN capture c ON c.key = (SELECT min(key) FROM capture WHERE document = d.key);
CREATE VIEW links AS
  SELECT id, kind, from_report, from_item, to_report, to_item, why, confidence, stage FROM link WHERE dropped IS NULL;
CREATE VIEW verdicts AS                                 -- the judgement that holds: the latest that is not retracted
  SELECT j.* FROM judgement j
  WHERE NOT EXISTS (SELECT 1 FROM retraction x WHERE x.subject = j.id)
    AND NOT EXISTS (SELECT 1 FROM judgement k WHERE k.subject = j.subject AND (k.created, k.id) > (j.created, j.id)
                    AND NOT EXISTS (SELECT 1 FROM retraction x WHERE x.subject = k.id));
