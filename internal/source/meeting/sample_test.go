package meeting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/standards"
)

func TestSample(t *testing.T) {
	t.Parallel()
	r := parse(t, sample.Report)
	sourcetest.Compare(t, "testdata/sample.json", sourcetest.Plain(t, r))
	counts := map[standards.ActionKind]int{}
	texts := map[string]bool{}
	for _, row := range r.Statements {
		counts[row.Kind]++
		key := row.Acronym
		if key == "" {
			key = row.Title
		}
		texts[key] = true
	}
	for kind, want := range map[standards.ActionKind]int{
		standards.Agreed: 3, standards.Determined: 8, standards.Consented: 35, standards.Planned: 24, standards.NewWorkItem: 26, standards.Removed: 2,
	} {
		if counts[kind] != want {
			t.Errorf("%s: %d rows, want %d", kind, counts[kind], want)
		}
	}
	if len(r.Statements) != 98 || len(texts) != 95 {
		t.Errorf("%d rows of %d texts, want 98 of 95", len(r.Statements), len(texts))
	}
	var codes []string
	for _, w := range r.Warnings {
		codes = append(codes, w.Code)
	}
	if !slices.Equal(codes, []string{"CLAIM", "SUM"}) {
		t.Errorf("warnings %v", codes)
	}
	if len(r.Announced) != 13 || len(r.Groups) != 2 || len(r.Meeting.Events) != 7 || len(r.Meeting.Claims) != 6 || len(r.Meeting.HotTopics) != 6 {
		t.Errorf("announced %d, groups %d, events %d, claims %d, topics %d", len(r.Announced), len(r.Groups), len(r.Meeting.Events), len(r.Meeting.Claims), len(r.Meeting.HotTopics))
	}
	for _, c := range r.Meeting.Claims {
		if agrees := c.Kind != standards.Removed; c.Agrees() != agrees {
			t.Errorf("%s: stated %d, counted %d", c.Kind, c.Stated, c.Counted)
		}
	}
}

// TestSampleRows names the rows whose cells stick together in the worst ways.
func TestSampleRows(t *testing.T) {
	t.Parallel()
	r := parse(t, sample.Report)
	row := func(kind standards.ActionKind, number int) *source.Statement {
		for i := range r.Statements {
			if r.Statements[i].Kind == kind && r.Statements[i].Number == number {
				return &r.Statements[i]
			}
		}
		t.Fatalf("no row %d of %s", number, kind)
		return nil
	}
	for _, c := range []struct {
		name string
		row  *source.Statement
		want string
	}{
		{"two people that nothing parts", row(standards.Planned, 4), "X.sec-QKDN_ov|[{17 4}]|[Dong-Hi SIM Matthieu Legré Hao Qin Zhangchao Ma]/4|TD2460|2019-01|2020-03|CONSENTED|acronym editors provisionalName targetAction title"},
		{"a comma within a name, a Question in brackets", row(standards.Planned, 10), "X.fdip|[{17 7} {17 10}]|[Ye Won Lee Hyungjin, Lim Lijun Liu Jongyoul Park Heung Youl Youm]/5|TD2380|2016-08|2020-03|DETERMINED|editors questions"},
		{"a row that lost its head", row(standards.Planned, 2), "|[]|[Matthieu Legré Dong-Hi Sim]/2|TD2415|2019-01|||acronym questions startOfWork target targetAction title"},
		{"a row that lost its dates", row(standards.Planned, 3), "X.gcpie|[{17 4}]|[Jooyoung Lee Daesung Moon Jonghyun Kim Ikkyun Kim]/4|TD2375|||DETERMINED|startOfWork target"},
		{"a row that lost TD and dates", row(standards.Consented, 1), "X.1044|[{17 2}]|[Di Liu Min Shu Ye Tao Min Zuo]/4|||||document startOfWork target"},
		{"a name by the title of another row", row(standards.NewWorkItem, 22), "Z.161.7|[]|[]/0|||||acronym document questions row targetAction"},
		{"a mark without a name", row(standards.NewWorkItem, 13), "|[{17 6}]|[]/0|TD2453|||DETERMINED|acronym questions"},
		{"two Questions", row(standards.NewWorkItem, 17), "TR.BaaS-sec|[{17 8} {17 14}]|[]/0|TD2408|||AGREED|"},
		{"a Question without its group", row(standards.NewWorkItem, 26), "|[{17 14}]|[]/0|TD2358||||acronym questions targetAction"},
	} {
		if got := oneLine(c.row); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
	if spec := row(standards.Consented, 7).Equivalents[0].String(); spec != "ISO/IEC 9594-2" {
		t.Errorf("a date that sticks to a part: %s", spec)
	}
	if role := row(standards.NewWorkItem, 3).DocumentRole; role != standards.A1Justification {
		t.Errorf("the document of a new work item is %s", role)
	}
	if relations := row(standards.Consented, 18).Relations; !slices.Equal(relations, []standards.NamedRelation{{Kind: standards.Revises, Name: "Z.100 Annex F1"}, {Kind: standards.PartOf, Name: "Z.100"}}) {
		t.Errorf("relations of an annex: %v", relations)
	}
}

// oneLine is a row's name, Questions, editors and their number, document, dates, target and fields in doubt.
func oneLine(row *source.Statement) string {
	var doubts []string
	for _, d := range row.Doubts {
		doubts = append(doubts, d.Field)
	}
	slices.Sort(doubts)
	doubts = slices.Compact(doubts)
	return fmt.Sprintf("%s|%v|%v/%d|%s|%s|%s|%s|%s", row.Acronym, row.Questions, row.Editors, len(row.Editors), row.Document.Number, row.StartOfWork, row.Target, row.TargetAction, strings.Join(doubts, " "))
}

func TestSampleInterimMeetings(t *testing.T) {
	t.Parallel()
	var got []string
	for _, a := range parse(t, sample.Report).Announced {
		if a.Kind == standards.Plenary {
			continue
		}
		line := string(a.Kind) + " " + a.Name
		if len(a.JointWith) > 0 {
			line += " with " + strings.Join(a.JointWith, ", ")
		}
		got = append(got, line)
	}
	want := []string{
		"INTERIM Q3/17 Rapporteur Group meeting, Japan, December 2019",
		"INTERIM Q4/17 Rapporteur Group meeting, Japan, December 2019 with Q16/13",
		"INTERIM Q6/17 Rapporteur Group meeting, Kuala Lumpur, Malaysia, 13-14 January 2020",
		"INTERIM Q7/17 Rapporteur Group meeting, Haikou, China, 22-23 October 2019",
		"INTERIM Q8/17 Rapporteur Group meeting, Beijing, China, 7-8 January 2020",
		"INTERIM Q10/17 Rapporteur Group meeting, Japan, 5-6 December 2019",
		"JOINT Q11/17 Rapporteur Group meeting, London, UK, 3-7 February 2020 with ISO/IEC JTC 1/SC 6/WG 10",
		"INTERIM Q11/17 Rapporteur Group meeting, e-meeting, 11 December 2019",
		"JOINT Q11/17, Q14/17 Rapporteur Group meeting, Fribourg, Switzerland, 5-6 December 2019",
		"INTERIM Q13/17 Rapporteur Group meeting, Fukuoka, Japan, 7-8 January 2020",
		"INTERIM Q14/17 Rapporteur Group meeting, e-meeting, January 2020",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
