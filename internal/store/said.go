package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// NewestGroupStatement is what the newest document says of a correspondence group, one document left out; nil where no
// other speaks of it.
func (s *Store) NewestGroupStatement(ctx context.Context, group standards.CorrespondenceGroupID, except standards.ReportID) (*standards.GroupStatement, error) {
	return first(s.GroupStatements.find(ctx, and(is("group", group), not("report", except)), newest))
}

// NewestTitledReport is the newest document that gives the title of its study group, one document left out; nil where no
// other does.
func (s *Store) NewestTitledReport(ctx context.Context, group standards.StudyGroupID, except standards.ReportID) (*standards.Report, error) {
	titled := bson.D{{Key: "groupTitle", Value: bson.D{{Key: "$gt", Value: ""}}}}
	return first(s.Reports.find(ctx, and(is("studyGroup", group), titled, not("_id", except)), newest))
}

func not[ID ~string](field string, id ID) bson.D {
	return is(field, bson.D{{Key: "$ne", Value: id}})
}

var newest = reading{sort: bySortKey, limit: 1}

// FirstWarnings are the pages with the first standards.MaxWarnings warnings about documents, in their order.
func (s *Store) FirstWarnings(ctx context.Context, ids []standards.ReportID) ([]*standards.WarningPage, error) {
	const pages = standards.MaxWarnings / standards.WarningPageSize
	return s.WarningPages.find(ctx, and(among("report", ids), is("number", bson.D{{Key: "$lt", Value: pages}})), reading{})
}

// anyOne is enough to know that a study group has some, in the order of the index by groups.
var anyOne = reading{sort: bySortKey, limit: 1, fields: []string{"studyGroup"}}

// HasOf says whether a study group has a document, other than one, or a text or a Question, other than these.
func (s *Store) HasOf(ctx context.Context, group standards.StudyGroupID, except standards.ReportID, texts []standards.TextID) (bool, error) {
	report, err := first(s.Reports.find(ctx, and(is("studyGroup", group), not("_id", except)), anyOne))
	if err != nil || report != nil {
		return report != nil, err
	}
	text, err := first(s.Texts.find(ctx, and(is("studyGroup", group), is("_id", bson.D{{Key: "$nin", Value: texts}})), anyOne))
	if err != nil || text != nil {
		return text != nil, err
	}
	question, err := first(s.Questions.find(ctx, is("studyGroup", group), anyOne))
	return question != nil, err
}
