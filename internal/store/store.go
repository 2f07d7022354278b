// Package store keeps the graph in MongoDB: a single node, a replica set, a sharded cluster, or the embedded
// engine, all through the same driver calls. It knows collections, indexes, filters and pages; it must not know
// how facts become documents (package ingest) nor how they are served.
//
// It relies only on what holds on every deployment: _id as the one uniqueness, single-document atomicity,
// majority writes and reads from the primary.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"rapporteur/internal/standards"
)

// ConnectTimeout bounds how long Open waits for a server to answer.
const ConnectTimeout = 3 * time.Second

// Options say which database to open.
type Options struct {
	URI      string                // mongodb://... ; empty dials the embedded engine through Dialer
	Database string                // its name
	Dialer   options.ContextDialer // of the embedded engine
	Monitor  *event.CommandMonitor // sees every command; may be nil
	Observer Observer              // is told of every command

	// Exclusive says that no other process can have this database open, so that a lease in it is one of a process
	// that has ended.
	Exclusive bool
	// Lease is how long a process that ended in the middle of a change keeps others from making one; 15 s unless
	// given.
	Lease time.Duration
	// Poll is how often the revision of the graph is asked for, so that what other servers change is seen; 250 ms
	// unless given. A change waits for four times as long before its first write.
	Poll time.Duration
	// CacheBytes bounds the nodes kept in memory for all requests; 0 keeps none.
	CacheBytes int64
	// Log is told of a migration of documents that an earlier program wrote, and of changes that were set aside; none unless given.
	Log *slog.Logger
}

// Store is the graph in one database. Its methods are safe for concurrent use.
type Store struct {
	client *mongo.Client
	db     *mongo.Database
	lease  time.Duration
	turn   chan struct{} // taken while this store makes a change

	exclusive bool
	poll      time.Duration
	settled   settled
	cache     *cache // nil where nothing is kept
	voids     *voids

	StudyGroups          Collection[standards.StudyGroupID, standards.StudyGroup]
	Questions            Collection[standards.QuestionID, standards.Question]
	Texts                Collection[standards.TextID, standards.Text]
	People               Collection[standards.PersonID, standards.Person]
	Documents            Collection[standards.DocumentID, standards.Document]
	Specifications       Collection[standards.SpecificationID, standards.Specification]
	Meetings             Collection[standards.MeetingID, standards.Meeting]
	Statements           Collection[standards.StatementID, standards.Statement]
	Actions              Collection[standards.ActionID, standards.Action]
	CorrespondenceGroups Collection[standards.CorrespondenceGroupID, standards.CorrespondenceGroup]
	Reports              Collection[standards.ReportID, standards.Report]
	MeetingStatements    Collection[string, standards.MeetingStatement]
	GroupStatements      Collection[string, standards.GroupStatement]
	WarningPages         Collection[string, standards.WarningPage]
	Corrections          Collection[string, standards.Correction]
	Revisions            Collection[string, standards.Revision]
	Audits               Collection[string, Audit]
	Ledgers              Collection[string, Ledger]
}

// Open connects, checks that the server answers within ConnectTimeout, creates the indexes, completes changes
// that an ended process left unfinished, and migrates documents that an earlier program wrote. Its errors are one line and never show the password of the URI.
func Open(ctx context.Context, o Options) (*Store, error) {
	where := "the embedded store"
	opts := options.Client().
		SetWriteConcern(writeconcern.Majority()).
		SetReadPreference(readpref.Primary()).
		SetMonitor(observing(o.Observer.monitor(o.Monitor))).
		SetBSONOptions(&options.BSONOptions{NilSliceAsEmpty: true})
	switch {
	case o.Dialer != nil:
		opts.ApplyURI("mongodb://embedded/?directConnection=true").SetDialer(o.Dialer).SetMaxPoolSize(32)
	default:
		where = redact(o.URI)
		opts.SetServerSelectionTimeout(ConnectTimeout).ApplyURI(o.URI) // which may say another time
		if err := opts.Validate(); err != nil {
			return nil, fmt.Errorf("MongoDB URI %s: %w", where, err)
		}
		if opts.ReadConcern == nil {
			opts.SetReadConcern(readconcern.Majority())
		}
	}
	client, err := mongo.Connect(opts)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", where, err)
	}
	s := newStore(client, o.Database)
	s.lease, s.poll, s.exclusive = cmp.Or(o.Lease, leaseTime), cmp.Or(o.Poll, pollTime), o.Exclusive
	if o.CacheBytes > 0 {
		s.cache = newCache(o.CacheBytes)
	}
	answering, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err = s.Ping(answering); err != nil {
		err = fmt.Errorf("open %s: no answer within %s: %s", where, ConnectTimeout, lastLine(err))
	} else {
		err = s.prepare(ctx, cmp.Or(o.Log, slog.New(slog.DiscardHandler)), where)
	}
	if err != nil {
		return nil, errors.Join(err, client.Disconnect(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// prepare makes a store that answers ready for reads and changes. Indexes and a migration take as long as they take.
func (s *Store) prepare(ctx context.Context, log *slog.Logger, where string) error {
	if err := s.createIndexes(ctx, log); err != nil {
		return fmt.Errorf("open %s: create indexes: %w", where, err)
	}
	if s.exclusive {
		if err := s.emptyQueue(ctx); err != nil {
			return err
		}
	}
	if err := s.Recover(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	if err := s.tellAside(ctx, log); err != nil {
		return err
	}
	if err := s.migrate(ctx, log); err != nil {
		return err
	}
	return s.ask(ctx, time.Now())
}

func newStore(client *mongo.Client, database string) *Store {
	db, voids := client.Database(database), &voids{}
	s := &Store{
		client:               client,
		db:                   db,
		voids:                voids,
		turn:                 make(chan struct{}, 1),
		settled:              settled{changed: make(chan struct{})},
		StudyGroups:          collection[standards.StudyGroupID](db, voids, "studyGroups", "study-group", func(g *standards.StudyGroup) standards.StudyGroupID { return g.ID }, fieldStudyGroup),
		Questions:            collection[standards.QuestionID](db, voids, "questions", "question", func(q *standards.Question) standards.QuestionID { return q.ID }, fieldQuestion),
		Texts:                collection[standards.TextID](db, voids, "texts", "text", func(t *standards.Text) standards.TextID { return t.ID }, fieldText),
		People:               collection[standards.PersonID](db, voids, "people", "person", func(p *standards.Person) standards.PersonID { return p.ID }, fieldPerson),
		Documents:            collection[standards.DocumentID](db, voids, "documents", "document", func(d *standards.Document) standards.DocumentID { return d.ID }, fieldDocument),
		Specifications:       collection[standards.SpecificationID](db, voids, "specifications", "specification", func(s *standards.Specification) standards.SpecificationID { return s.ID }, fieldSpecification),
		Meetings:             collection[standards.MeetingID](db, voids, "meetings", "meeting", func(m *standards.Meeting) standards.MeetingID { return m.ID }, fieldMeeting),
		Actions:              collection[standards.ActionID](db, voids, "actions", "action", func(a *standards.Action) standards.ActionID { return a.ID }, fieldAction),
		CorrespondenceGroups: collection[standards.CorrespondenceGroupID](db, voids, "correspondenceGroups", "correspondence-group", func(g *standards.CorrespondenceGroup) standards.CorrespondenceGroupID { return g.ID }, fieldCorrespondenceGroup),
		Reports:              collection[standards.ReportID](db, voids, "reports", "report", func(r *standards.Report) standards.ReportID { return r.ID }, fieldReport),
		Statements:           collection[standards.StatementID](db, voids, "statements", "", func(s *standards.Statement) standards.StatementID { return s.ID }, fieldStatement),
		MeetingStatements:    collection[string](db, voids, "meetingStatements", "", func(s *standards.MeetingStatement) string { return s.ID }, fieldMeetingStatement),
		GroupStatements:      collection[string](db, voids, "groupStatements", "", func(s *standards.GroupStatement) string { return s.ID }, fieldGroupStatement),
		WarningPages:         collection[string](db, voids, "warnings", "", func(p *standards.WarningPage) string { return p.ID }, fieldWarningPage),
		Corrections:          collection[string](db, voids, "corrections", "", func(c *standards.Correction) string { return c.ID }, nil),
		Revisions:            collection[string](db, voids, "revisions", "", func(r *standards.Revision) string { return r.ID }, nil),
		Audits:               collection[string](db, voids, "audits", "", func(a *Audit) string { return a.ID }, nil),
		Ledgers:              collection[string](db, voids, "ledgers", "", func(l *Ledger) string { return l.ID }, nil),
	}
	s.Texts.aliased, s.People.aliased, s.Actions.aliased = s.aliasedTexts, s.aliasedPeople, s.aliasedActions
	return s
}

// form is what is known of the documents of a collection without their types.
type form struct {
	decodes func(bson.Raw) error             // reports why a document is none of the collection
	label   func(bson.Raw) string            // empty where it has none
	again   func(bson.Raw) (bson.Raw, error) // the document as this program writes it
}

func formOf[ID ~string, T any](c Collection[ID, T]) form { return form{c.decodes, c.label, c.again} }

// forms are those of all collections of the graph.
func (s *Store) forms() map[string]form {
	return map[string]form{
		s.StudyGroups.Name(): formOf(s.StudyGroups), s.Questions.Name(): formOf(s.Questions), s.Texts.Name(): formOf(s.Texts),
		s.People.Name(): formOf(s.People), s.Documents.Name(): formOf(s.Documents), s.Specifications.Name(): formOf(s.Specifications),
		s.Meetings.Name(): formOf(s.Meetings), s.Actions.Name(): formOf(s.Actions), s.CorrespondenceGroups.Name(): formOf(s.CorrespondenceGroups),
		s.Statements.Name(): formOf(s.Statements), s.MeetingStatements.Name(): formOf(s.MeetingStatements),
		s.GroupStatements.Name(): formOf(s.GroupStatements), s.WarningPages.Name(): formOf(s.WarningPages), s.Reports.Name(): formOf(s.Reports),
		s.Corrections.Name(): formOf(s.Corrections), s.Revisions.Name(): formOf(s.Revisions), s.Audits.Name(): formOf(s.Audits), s.Ledgers.Name(): formOf(s.Ledgers),
	}
}

// Ping asks the database for a sign of life.
func (s *Store) Ping(ctx context.Context) error { return s.client.Ping(ctx, readpref.Primary()) }

// Close ends all connections.
func (s *Store) Close(ctx context.Context) error { return s.client.Disconnect(ctx) }

// Empty says whether nothing was ever imported.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	err := s.Reports.c.FindOne(ctx, bson.D{}, options.FindOne().SetSort(byID).SetProjection(byID)).Err()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return true, nil
	}
	return false, err
}

// redact leaves scheme and hosts of a URI.
func redact(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		if _, rest, ok := strings.Cut(uri, "@"); ok {
			return rest
		}
		return uri
	}
	return u.Scheme + "://" + u.Host
}

// lastLine keeps an error of the driver, which spans the whole topology, to one line.
func lastLine(err error) string {
	msg := strings.Join(strings.Fields(err.Error()), " ")
	if i := strings.LastIndex(msg, "Last error: "); i >= 0 {
		msg = strings.TrimRight(msg[i+len("Last error: "):], " }],")
	}
	return msg
}

// Drop removes the whole database. It is for tests.
func (s *Store) Drop(ctx context.Context) error { return s.db.Drop(ctx) }
