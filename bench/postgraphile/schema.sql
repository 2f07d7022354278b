-- The data set as tables, with an index for each relation in the order in which it is read.
CREATE TABLE question (id text PRIMARY KEY, label text NOT NULL UNIQUE);
CREATE TABLE person (id text PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE document (id text PRIMARY KEY, number text NOT NULL);
CREATE TABLE specification (id text PRIMARY KEY, identifier text NOT NULL);
CREATE TABLE text (id text PRIMARY KEY, acronym text NOT NULL UNIQUE, title text NOT NULL);

-- position is the place among the text's own, text_order the place of the text among all.
CREATE TABLE text_question (
  text text NOT NULL REFERENCES text, position int NOT NULL, question text NOT NULL REFERENCES question, text_order int NOT NULL,
  PRIMARY KEY (text, position)
);
CREATE TABLE text_editor (
  text text NOT NULL REFERENCES text, position int NOT NULL, person text NOT NULL REFERENCES person, text_order int NOT NULL,
  PRIMARY KEY (text, position)
);
CREATE TABLE text_document (
  text text NOT NULL REFERENCES text, position int NOT NULL, role text NOT NULL, document text NOT NULL REFERENCES document,
  PRIMARY KEY (text, position)
);
CREATE TABLE text_equivalent (
  text text NOT NULL REFERENCES text, position int NOT NULL, specification text NOT NULL REFERENCES specification,
  PRIMARY KEY (text, position)
);
CREATE INDEX ON text_question (question, text_order);
CREATE INDEX ON text_editor (person, text_order);
CREATE INDEX ON text_document (document);
CREATE INDEX ON text_equivalent (specification);

CREATE TEMPORARY TABLE line (place serial, node jsonb);
\copy line (node) from pstdin csv quote e'\x01' delimiter e'\x02'
INSERT INTO question SELECT node->'question'->>'id', node->'question'->>'label' FROM line WHERE node ? 'question';
INSERT INTO person SELECT node->'person'->>'id', node->'person'->>'name' FROM line WHERE node ? 'person';
INSERT INTO document SELECT node->'document'->>'id', node->'document'->>'number' FROM line WHERE node ? 'document';
INSERT INTO specification SELECT node->'specification'->>'id', node->'specification'->>'identifier' FROM line WHERE node ? 'specification';
CREATE TEMPORARY VIEW printed AS SELECT place, node->'text'->>'id' AS id, node->'text' AS node FROM line WHERE node ? 'text';
INSERT INTO text SELECT id, node->>'acronym', node->>'title' FROM printed;
INSERT INTO text_question SELECT id, n, q, place FROM printed, jsonb_array_elements_text(node->'questions') WITH ORDINALITY AS e(q, n);
INSERT INTO text_editor SELECT id, n, p, place FROM printed, jsonb_array_elements_text(node->'editors') WITH ORDINALITY AS e(p, n);
INSERT INTO text_document SELECT id, n, d->>'role', d->>'document' FROM printed, jsonb_array_elements(node->'documents') WITH ORDINALITY AS e(d, n);
INSERT INTO text_equivalent SELECT id, n, s FROM printed, jsonb_array_elements_text(node->'equivalents') WITH ORDINALITY AS e(s, n);
ANALYZE;
