package store

import (
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// last is the highest character: the strings from s to s + last are those that begin as s does.
const last = "\U0010ffff"

func among(field string, in any) bson.D {
	return bson.D{{Key: field, Value: bson.D{{Key: "$in", Value: in}}}}
}

func is(field string, value any) bson.D { return bson.D{{Key: field, Value: value}} }

func atLeast(field string, value any) bson.D {
	return is(field, bson.D{{Key: "$gte", Value: value}})
}

// within matches dates from the one to the other, as precise as they are given; either may be nil. A date that
// is not known is in no range.
func within(field string, from, to *standards.PartialDate) bson.D {
	if from == nil && to == nil {
		return nil
	}
	r := bson.D{{Key: "$gt", Value: ""}}
	if from != nil {
		r = bson.D{{Key: "$gte", Value: *from}}
	}
	if to != nil {
		r = append(r, bson.E{Key: "$lte", Value: to.End()})
	}
	return bson.D{{Key: field, Value: r}}
}

// allWords matches nodes whose terms hold all words, the last one by its beginning. Without words it matches nothing.
func allWords(q standards.Query) bson.D {
	if len(q.Words) == 0 {
		return among("_id", bson.A{})
	}
	conditions := make([]bson.D, len(q.Words))
	for i, w := range q.Words {
		conditions[i] = is("terms", w)
	}
	conditions[len(conditions)-1] = beginning("terms", q.Words[len(q.Words)-1])
	return and(conditions...)
}

// beginning matches lists with an element that begins so. $elemMatch makes both bounds hold for the same element.
func beginning(field, prefix string) bson.D {
	return is(field, bson.D{{Key: "$elemMatch", Value: bson.D{{Key: "$gte", Value: prefix}, {Key: "$lt", Value: prefix + last}}}})
}

func inGroup(number *int) bson.D {
	if number == nil {
		return nil
	}
	return is("studyGroup", standards.NewStudyGroupID(*number))
}

// enumeration is a value of the schema's enumerations. Ids are none: see ids.
type enumeration interface {
	standards.TextKind | standards.ActionKind | standards.DocumentRole | standards.MeetingKind | standards.PartialDate | standards.PublicationStatus
}

func anyOf[T enumeration](field string, values []T) bson.D {
	if values == nil {
		return nil
	}
	return among(field, values)
}

func anyFolded(field string, values []string) bson.D {
	if values == nil {
		return nil
	}
	folded := make([]string, len(values))
	for i, v := range values {
		folded[i] = strings.ToLower(strings.TrimSpace(v))
	}
	return among(field, folded)
}
